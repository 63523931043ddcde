"""Shopify's orders_export.csv (FORMATS 1.12): the order's own cells stand on its first row only, times have zones."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from ticketdesk.domain.moments import SHOP_ZONE, from_ms, to_ms
from ticketdesk.domain.money import yuan
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.exchange import cells
from ticketdesk.exchange.form import Form, Said, Written, sum_up
from ticketdesk.exchange.layouts import SHOPIFY_ORDERS, Field

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_STREET: Final = re.compile(r"(\S+) (\S+) (\S.*?)(?:\(([0-9A-Za-z -]{3,10})\))?", re.DOTALL)
_FINANCIAL, _FULFILMENT, _CANCELLED = "Financial Status", "Fulfillment Status", "Cancelled at"
_OVER: Final = frozenset({"voided", "refunded"})
_UNPAID: Final = frozenset({"pending", "authorized", "expired", "unpaid"})
_STAGES: Final = {"fulfilled": OrderState.SHIPPED, "partial": OrderState.PART_SHIPPED}
# (Financial Status, Fulfillment Status) of an order whose own words do not say its state (any more).
_WORDS: Final = {
    OrderState.WAIT_PAY: ("pending", "unfulfilled"),
    OrderState.WAIT_SHIP: ("paid", "unfulfilled"),
    OrderState.PART_SHIPPED: ("paid", "partial"),
    OrderState.SHIPPED: ("paid", "fulfilled"),
    OrderState.FINISHED: ("paid", "fulfilled"),
    OrderState.CLOSED: ("voided", "unfulfilled"),
}


def moment(raw: str) -> int | None:
    """``2026-09-03 10:15:00 -0400`` as UTC milliseconds; without a zone it is shop time. None if empty."""
    text = cells.clean_name(raw)
    if text is None:
        return None
    try:
        found = datetime.strptime(text.replace(" UTC", " +0000"), "%Y-%m-%d %H:%M:%S %z")
        return to_ms(found.astimezone(SHOP_ZONE))  # which also refuses what no clock of the shop can show
    except (ValueError, OverflowError):
        return cells.moment(text)


def _currency(raw: str) -> str | None:
    text = cells.clean_name(raw)
    if text is not None and not _CURRENCY.fullmatch(text):
        raise cells.BadCell("currency_invalid")
    return text


_ORDER: Final = (
    Field("number", cells.shop_number, ("Name",)),
    Field("buyer_nick", cells.clean_name, ("Email",)),
    Field("_financial", cells.clean_name, (_FINANCIAL,)),
    Field("_fulfilment", cells.clean_name, (_FULFILMENT,)),
    Field("_cancelled", moment, (_CANCELLED,)),
    Field("paid_at", moment, ("Paid at",)),
    Field("shipped_at", moment, ("Fulfilled at",)),
    Field("created_at", moment, ("Created at",)),
    Field("currency", _currency, ("Currency",)),
    Field("goods_cents", cells.price, ("Subtotal",)),
    Field("postage_cents", cells.price, ("Shipping",)),
    Field("total_cents", cells.price, ("Total",)),
    Field("refund_cents", cells.price, ("Refunded Amount",)),
    Field("shipping_method", cells.clean_name, ("Shipping Method",)),
    Field("receiver", cells.clean_name, ("Shipping Name",)),
    Field("_street", cells.clean_text, ("Shipping Street", "Shipping Address1")),
    Field("_city", cells.clean_name, ("Shipping City",)),
    Field("_zip", cells.clean_name, ("Shipping Zip",)),
    Field("_province", cells.clean_name, ("Shipping Province",)),
    Field("mobile", cells.clean_phone, ("Shipping Phone",)),
    Field("remark", cells.clean_text, ("Notes",)),
    Field("payment_number", cells.clean_id, ("Payment Reference",)),
)
_LINE: Final = (
    Field("quantity", cells.count, ("Lineitem quantity",)),
    Field("title", cells.clean_text, ("Lineitem name",)),
    Field("price_cents", cells.price, ("Lineitem price",)),
    Field("merchant_code", cells.clean_name, ("Lineitem sku",)),
)
_PLACE: Final = ("Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone")
_HEADER: Final = (
    "Name", "Email", _FINANCIAL, "Paid at", _FULFILMENT, "Fulfilled at", "Accepts Marketing", "Currency", "Subtotal",
    "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at",
    *(f"Lineitem {name}" for name in ("quantity", "name", "price", "compare at price", "sku", "requires shipping",
                                      "taxable", "fulfillment status")),
    *(f"Billing {name}" for name in _PLACE), *(f"Shipping {name}" for name in _PLACE),
    "Notes", "Note Attributes", _CANCELLED, "Payment Method", "Payment Reference", "Refunded Amount", "Vendor",
    "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level", "Source",
    "Lineitem discount", *(f"Tax {at} {name}" for at in range(1, 6) for name in ("Name", "Value")),
    "Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name", "Payment ID",
    "Payment Terms Name", "Next Payment Due At", "Payment References",
)  # fmt: skip


def _settle(said: Said) -> None:
    financial, fulfilment, cancelled = said.take("_financial"), said.take("_fulfilment"), said.take("_cancelled")
    state = state_of(financial or "", fulfilment or "", cancelled=cancelled is not None)
    said.fill("state", state)
    for name, text in ((_FINANCIAL, financial), (_FULFILMENT, fulfilment)):
        if text:
            said.extra[name] = text
    if cancelled is not None:
        said.extra[_CANCELLED] = _stamp(cancelled)
    if said.order.get("paid_at") is not None:
        said.fill("paid_cents", said.order.get("total_cents"))
    street, city = said.take("_street"), said.take("_city")
    post, province = said.take("_zip"), said.take("_province")
    address = " ".join(part for part in (province, city, street) if part)
    said.fill("address", (f"{address}({post})" if post else address) if address else None)
    sum_up(said)


def state_of(financial: str, fulfilment: str, *, cancelled: bool) -> OrderState | None:
    """The state of an order by its payment and its fulfilment; None where neither is said."""
    if cancelled or financial in _OVER:
        return OrderState.CLOSED
    if (stage := _STAGES.get(fulfilment)) is not None:
        return stage
    if financial in _UNPAID:
        return OrderState.WAIT_PAY
    return OrderState.WAIT_SHIP if financial or fulfilment else None


def _stamp(ms: int) -> str:
    return f"{from_ms(ms).astimezone(SHOP_ZONE):%Y-%m-%d %H:%M:%S %z}"


def _words(record: OrderRecord, _line: LineRecord | None, at: int) -> Written:
    if at:
        return {}
    extra = dict(record.extra)
    words = tuple(extra.get(name, "") for name in (_FINANCIAL, _FULFILMENT))
    if record.state is not None and state_of(*words, cancelled=_CANCELLED in extra) is not record.state:
        words = _WORDS.get(record.state, words)
    moments = (("Paid at", record.paid_at), ("Fulfilled at", record.shipped_at), ("Created at", record.created_at))
    total = record.total_cents if record.total_cents is not None else record.paid_cents
    return {
        _FINANCIAL: words[0],
        _FULFILMENT: words[1],
        **{name: "" if ms is None else _stamp(ms) for name, ms in moments},
        "Total": "" if total is None else yuan(total),
        "Currency": record.currency or "",
        **_place(record.address or ""),
    }


def _place(address: str) -> Written:
    """An address in Shopify's own columns, so that ``_settle`` puts the same text together again."""
    match = _STREET.fullmatch(address)
    parts = match.groups("") if match else ("", "", address, "")
    names = ("Shipping Province", "Shipping City", "Shipping Street", "Shipping Zip")
    return dict(zip(names, parts, strict=True))


SHOPIFY: Final = Form(SHOPIFY_ORDERS, "shopify", _HEADER, _ORDER, _LINE, _settle, None, _words, once=True)
