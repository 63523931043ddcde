"""An order in words that a buyer may be sent: goods, amount, parcel; nobody's number or street."""

from __future__ import annotations

from ticketdesk.store.queries.orders import LineRow, OrderCard
from ticketdesk.ui import labels
from ticketdesk.words import tr


def order_words(card: OrderCard) -> str:
    """Return the order as lines of text, with the receiver as masked as the card holds it."""
    row = card.row
    items = [_item(each) for each in card.lines] or [row.titles]
    paid = row.paid_cents if row.paid_cents is not None else row.total_cents
    lines = [
        tr("Order {0}, {1}", row.number, labels.order_state(row.state).text),
        *(item for item in items if item),
        tr("Amount {0}", labels.money(paid, row.currency)) if paid is not None else "",
        tr("To {0}", "  ".join(part for part in (card.receiver, card.mobile or card.phone, card.address) if part)),
        tr("Parcel {0}", f"{row.carrier} {row.tracking}".strip()) if row.tracking else "",
    ]
    return "\n".join(line for line in lines if line)


def note_words(card: OrderCard) -> str:
    """Return how a message about the order begins; the agent writes on."""
    goods = card.lines[0].title if card.lines else card.row.titles
    number = card.row.number
    return tr("About your order {0} ({1}):", number, goods) if goods else tr("About your order {0}:", number)


def check_words(card: OrderCard) -> str:
    """Return the order with the question whether all of it is right."""
    return "\n".join((tr("Please check your order before it is sent:"), order_words(card), tr("Is everything right?")))


def reminder_words(card: OrderCard) -> str:
    """Return a friendly word that the order waits to be paid."""
    total = card.row.total_cents
    amount = tr("Amount {0}", labels.money(total, card.row.currency)) if total is not None else ""
    goods = tr(", ").join(line.title for line in card.lines) or card.row.titles
    said = tr("Your order still waits for its payment; it is sent as soon as it is paid.")
    return "\n".join(line for line in (said, goods, amount) if line)


def _item(line: LineRow) -> str:
    amount = f"×{line.quantity}" if line.quantity else ""
    return " ".join(part for part in (line.title, line.attributes, amount) if part)
