"""Messages as the lines of a conversation: bubbles, order cards, system lines and the date lines between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.moments import HOUR, MINUTE, day_start
from ticketdesk.domain.outbox import MessageState
from ticketdesk.store.queries import orders
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.reception import wording
from ticketdesk.ui.reception.chat import card_data, cards, states
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.chat_item import ChatCard, ChatItem, ChatQuote, Side
from ticketdesk.words import reception, tr

_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])(?:\d{6}-)?\d{15,20}(?![0-9A-Za-z])")
_SAME_BREATH: Final = MINUTE
_PAUSE: Final = HOUR
_NAMED_AT_MOST: Final = 400

FindOrder = Callable[[str], OrderRow | None]


class Told(NamedTuple):
    """What items depend on besides their message: now (UTC ms), the buyer's nick, replies on the clipboard, orders."""

    now: int
    nick: str
    copied: frozenset[int]
    find: FindOrder


def find_order(reader: Reader, rows: Sequence[MessageRow]) -> FindOrder:
    """Return a function that finds the orders whose numbers the buyer names in ``rows``; they are read at once.

    A number that stands on two platforms names neither.
    """
    found = orders.of_numbers(reader, {number for row in rows if (number := _named(row))})
    return {number: each[0] for number, each in found.items() if len(each) == 1}.get


def _named(row: MessageRow) -> str:
    """The first whole order number that a buyer names in a message, "" for none."""
    found = _NUMBER.search(row.text) if row.side == "in" and len(row.text) <= _NAMED_AT_MOST else None
    return found[0] if found else ""


def items(rows: Sequence[MessageRow], before: MessageRow | None, told: Told, *, start: bool) -> list[ChatItem]:
    """Return the lines for ``rows`` (oldest first); ``before`` is the message just above them, ``start`` says there is
    none.

    A date line stands at the beginning, on another day and after an hour's pause; its id is the negated one of the
    message below.
    """
    made: list[ChatItem] = []
    for row in rows:
        apart = _apart(before, row) if before is not None else start
        if apart:
            made.append(ChatItem(-row.id, "date", text=labels.date_text(row.sent_at, told.now)))
        made.append(item(row, told, head=apart or row.state in states.ALWAYS_TOLD or not _same_breath(before, row)))
        before = row
    return made


def item(row: MessageRow, told: Told, *, head: bool = True) -> ChatItem:
    """Return the line of one message."""
    if row.side == "system" or row.kind in ("order", "system"):
        return ChatItem(row.id, "system", text=_system(row))
    found = _card(row, told)
    card = cards.card(row, told.now) or (found[0] if found else None)
    side: Side = "out" if row.side == "out" else "in"
    state = states.state(row, told.copied, told.now)
    return ChatItem(
        row.id, side, _speaker(row, told), labels.clock_text(row.sent_at), _words(row, card, found), state,
        picture=_picture(row), card=card, failed=row.state == MessageState.FAILED, head=head,
        avatar_key="" if side == "out" else told.nick, quote=_quote(row, told),
        taken=row.state == MessageState.RECALLED,
    )  # fmt: skip


def _picture(row: MessageRow) -> str | None:
    """The key of the picture of a message; a file is shown as a card, whatever it holds."""
    return row.sha256 if row.sha256 and row.kind not in cards.KINDS else None


def _quote(row: MessageRow, told: Told) -> ChatQuote | None:
    if row.quote_id is None:
        return None
    sender = wording.said_by(row.quoted_sender) or told.nick
    return ChatQuote(row.quote_id, sender, one_line(row.quoted, 120) or tr("[Picture]"))


def state_text(row: MessageRow, copied: Iterable[int] = ()) -> str:
    """What became of our own words, in words."""
    return states.state(row, copied).text


def order_of(row: MessageRow, told: Told) -> int | None:
    """Return the order a line speaks of, for opening it."""
    if row.order_id is not None:
        return row.order_id
    if row.kind == "logistics" and row.side == "out":
        sent = card_data.values(row.data).get("order_id")  # the card that this desk made of one of its orders
        return sent if isinstance(sent, int) else None
    found = _card(row, told)
    return found[1].id if found else None


def quoted(rows: Sequence[MessageRow], nick: str, last: int = 4) -> tuple[str, int]:
    """Return the last spoken messages as text, one a line, and how many there are (for a new ticket)."""
    spoken = [row for row in rows if row.side in ("in", "out") and (row.text or row.sha256)][-last:]
    lines = [
        f"{wording.said_by(row.sender) or nick} {labels.clock_text(row.sent_at)}  {row.text or tr('[Picture]')}"
        for row in spoken
    ]
    return "\n".join(lines), len(lines)


def _speaker(row: MessageRow, told: Told) -> str:
    return wording.said_by(row.sender) if row.side == "out" else row.sender or told.nick


def _system(row: MessageRow) -> str:
    if row.kind == "order" and row.data:
        return one_line(wording.order_line(row.sender, wording.order_event(row.data)))
    if row.kind == "system" and row.data:
        return one_line(reception.event_line(row.sender, row.data))
    return row.text


def _card(row: MessageRow, told: Told) -> tuple[ChatCard, OrderRow] | None:
    """The card of the first order that a buyer names by its whole number."""
    number = _named(row)
    order = told.find(number) if number else None
    if order is None:
        return None
    pieces = tr("×{0}", order.pieces) if order.pieces else ""
    line = " ".join(part for part in (pieces, tr("Order {0}", wording.short(order.number))) if part)
    price = labels.money(order.total_cents if order.paid_cents is None else order.paid_cents, order.currency)
    return ChatCard(one_line(order.titles, 80) or order.number, line, price), order


def _words(row: MessageRow, card: ChatCard | None, order: tuple[ChatCard, OrderRow] | None) -> str:
    """The text of a bubble; a message that is nothing but a number or a card is its card."""
    if card is not None and row.kind in cards.KINDS:
        return ""
    return "" if order is not None and row.text.strip() == order[1].number else row.text


def _apart(before: MessageRow, row: MessageRow) -> bool:
    return row.sent_at - before.sent_at >= _PAUSE or day_start(row.sent_at) != day_start(before.sent_at)


def _same_breath(before: MessageRow | None, row: MessageRow) -> bool:
    return (
        before is not None and (before.side, before.sender) == (row.side, row.sender)
        and before.side != "system" and row.sent_at - before.sent_at < _SAME_BREATH
    )  # fmt: skip
