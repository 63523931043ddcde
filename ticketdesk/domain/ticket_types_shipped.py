"""The types of tickets that travel with the program (issue 6, trade.md A.1); names are English source strings.

``words/ticket_types.py`` lists all of them, so that each has its translation.
"""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.ticket_types import AGREE, FieldKind, OwnField, Required, TicketForm
from ticketdesk.domain.tickets import Priority, TicketType


def _own(
    key: str, name: str, kind: FieldKind, required: Required = Required.NO, options: tuple[str, ...] = ()
) -> OwnField:
    return OwnField(key=key, name=name, kind=kind.value, required=required.value, options=options)


_DONE: Final = Required.COMPLETION
_REASONS: Final = (
    "Quality problem", "Not as described", "Wrong item sent", "Something missing", "Damaged on the way",
    "Size or colour does not suit", "No longer wanted", "Other reason",
)  # fmt: skip
_REASON: Final = _own("reason", "Reason", FieldKind.CHOICE, options=_REASONS)
_LINE: Final = _own("order_line", "Item of the order", FieldKind.ORDER_LINE)
_BACK: Final = _own("return_tracking", "Tracking number of the return", FieldKind.TRACKING)
# Refund inside a ticket: reason, agreement, whether both sides agree, proof, screenshot of the refund (A.1-12).
_REFUND: Final = (
    _own("reason", "Reason", FieldKind.CHOICE, _DONE, _REASONS),
    _own("refund_amount", "Amount of the refund", FieldKind.AMOUNT),
    _own(AGREE, "The shop agrees to the refund", FieldKind.YES_NO, _DONE),
    _own("both_agree", "Both sides have come to terms", FieldKind.YES_NO, _DONE),
    _own("proof", "Proof", FieldKind.SCREENSHOT),
    _own("refund_shot", "Screenshot of the refund", FieldKind.SCREENSHOT, _DONE),
)
_REPAIR: Final = (
    _own("fault", "What is broken", FieldKind.LONG_TEXT),
    _own("bought_on", "Bought on", FieldKind.DATE),
)


def _form(
    kind: TicketType,
    name: str,
    icon: str,
    fields: tuple[OwnField, ...] = (),
    checklist: tuple[str, ...] = (),
    priority: Priority = Priority.NORMAL,
) -> TicketForm:
    return TicketForm(
        key=kind.value, name=name, icon=icon, fields=fields, checklist=checklist, priority=int(priority), shipped=True
    )


# An exchange or a repair has no checklist: the chain of its deadlines says what comes next.
SHIPPED: Final[tuple[TicketForm, ...]] = (
    _form(TicketType.INQUIRY, "Inquiry", "messages-square", (_own("product", "Product", FieldKind.PRODUCT),)),
    _form(TicketType.AFTER_SALE, "After-sale", "package", (_REASON, _LINE)),
    _form(
        TicketType.RETURN_REFUND, "Return and refund", "undo-2", (*_REFUND, _BACK),
        ("Check the goods that came back", "Keep the screenshot of the refund"),
    ),
    _form(
        TicketType.REFUND_ONLY, "Refund only", "undo-2", _REFUND,
        ("Agree on it with the buyer", "Keep the screenshot of the refund"),
    ),
    _form(
        TicketType.EXCHANGE, "Exchange", "refresh-cw",
        (
            _REASON, _LINE, _own("wanted", "Exchange for", FieldKind.TEXT), _BACK,
            _own("new_tracking", "Tracking number of the new item", FieldKind.TRACKING),
        ),
    ),
    _form(
        TicketType.RESHIPMENT, "Reshipment", "redo-2",
        (
            _REASON, _LINE, _own("amount", "Quantity to send", FieldKind.NUMBER),
            _own("new_tracking", "Tracking number of the new item", FieldKind.TRACKING, _DONE),
        ),
    ),
    _form(
        TicketType.REPAIR, "Repair", "settings",
        (*_REPAIR, _BACK, _own("new_tracking", "Tracking number of the way back", FieldKind.TRACKING)),
    ),
    _form(
        TicketType.ONSITE_REPAIR, "Repair on site", "map-pin",
        (
            *_REPAIR, _own("visit_on", "Day of the visit", FieldKind.DATE),
            _own("visit_result", "Result of the visit", FieldKind.TEXT, _DONE),
        ),
        ("Visit agreed with the buyer",),
    ),
    _form(
        TicketType.LOGISTICS, "Logistics", "truck",
        (
            _own("tracking", "Tracking number", FieldKind.TRACKING),
            _own("carrier_answer", "Answer of the carrier", FieldKind.TEXT),
        ),
        ("Ask the courier", "Tell the buyer what comes of it"),
    ),
    _form(
        TicketType.CHANGE_ADDRESS, "Change of address or pull-back", "map-pin",
        (
            _own("change", "What shall change", FieldKind.CHOICE,
                 options=("New address", "Pull the parcel back", "New receiver or phone")),
            _own("new_address", "New address", FieldKind.LONG_TEXT),
            _own("tracking", "Tracking number", FieldKind.TRACKING),
        ),
        ("Warehouse told", "Buyer told"), Priority.HIGH,
    ),
    _form(
        TicketType.INVOICE, "Invoice", "file-text",
        (
            _own("invoice_title", "Title of the invoice", FieldKind.TEXT, _DONE),
            _own("tax_number", "Tax number", FieldKind.TEXT),
            _own("invoice_kind", "Kind of invoice", FieldKind.CHOICE,
                 options=("Electronic, ordinary", "Electronic, special", "Paper")),
            _own("invoice_amount", "Amount of the invoice", FieldKind.AMOUNT),
        ),
    ),
    _form(
        TicketType.COMPLAINT, "Complaint", "circle-alert",
        (_own("about", "Complaint about", FieldKind.TEXT), _own("proof", "Proof", FieldKind.SCREENSHOT)),
        ("Tell the team lead", "Tell the buyer what comes of it"), Priority.HIGH,
    ),
    _form(
        TicketType.COLLABORATION, "Collaboration", "users",
        (
            _own("platform_number", "Number on the platform", FieldKind.TEXT),
            _own("answer", "Answer to the platform", FieldKind.LONG_TEXT),
        ),
    ),
)  # fmt: skip
