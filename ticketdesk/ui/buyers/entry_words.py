"""What an entry of a buyer's timeline says, and the place it opens."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.domain.flags import Flag
from ticketdesk.store.queries.buyer_timeline import MOST_COUNTED, Entry
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.ui import labels
from ticketdesk.ui.labels import Label
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.detail import event_words
from ticketdesk.ui.world import Place
from ticketdesk.words import tr, trn
from ticketdesk.words.refunds import state_name

_PLACES = {"talk": "message", "ticket": "ticket", "event": "ticket"}


class Line(NamedTuple):
    """One entry as it is painted: ``id`` its row, ``flag`` a flag's token or "", ``chip`` None for none."""

    id: int
    icon: str
    title: str
    text: str
    time: str
    chip: Label | None
    flag: str
    place: Place

    @property
    def spoken(self) -> str:
        """The whole for readers."""
        chip = self.chip.text if self.chip else ""
        return ", ".join(part for part in (self.time, self.title, chip, self.text) if part)


def line_of(entry: Entry, now: int) -> Line:
    """Return the words of an entry at ``now`` (UTC ms)."""
    icon, title, text, chip, flag = _WORDS[entry.kind](entry)
    place = Place(_PLACES.get(entry.kind, "order"), entry.place)
    time = labels.date_text(entry.at, now)
    return Line(entry.id, icon, one_line(title), one_line(text), time, chip, flag, place)


_Words = tuple[str, str, str, Label | None, str]


def _talk(entry: Entry) -> _Words:
    count = entry.number or 0
    many = tr("{0}+ messages", MOST_COUNTED - 1)
    title = many if count >= MOST_COUNTED else trn(count, "{0} message", "{0} messages")
    said = entry.text or {"picture": tr("[Picture]"), "order": tr("[Order]")}.get(entry.who, "")
    return "messages-square", title, labels.note_of(one_line(entry.title, 40), one_line(said)), None, ""


def _order(entry: Entry) -> _Words:
    code = int(entry.who or 0)
    text = " · ".join(part for part in (labels.money(entry.number, entry.currency), one_line(entry.text)) if part)
    title = tr("Order {0}", labels.short_number(entry.title))
    return "package", title, text, labels.order_state(entry.state), labels.flag_token(code) if code else ""


def _parcel(entry: Entry) -> _Words:
    title = tr("Order {0} was sent", labels.short_number(entry.title))
    return "truck", title, f"{entry.state} {entry.text}".strip(), None, ""


def _refund(entry: Entry) -> _Words:
    text = " · ".join(part for part in (labels.money(entry.number, entry.currency), entry.text) if part)
    chip = Label(state_name(entry.state), "bad") if entry.state else None
    return "undo-2", tr("Refund for order {0}", labels.short_number(entry.title)), text, chip, ""


def _remark(entry: Entry) -> _Words:
    number = labels.short_number(entry.title)
    who = one_line(entry.who, 40)
    title = tr("Remark by {0} on order {1}", who, number) if who else tr("Remark on order {0}", number)
    flagged = entry.number is not None and entry.number != Flag.GREY
    return "pencil", title, entry.text, None, labels.flag_token(entry.number) if flagged else ""


def _ticket(entry: Entry) -> _Words:
    title = f"{entry.title} · {labels.ticket_type(entry.who)}"
    return "ticket-check", title, entry.text, labels.ticket_state(entry.state), ""


def _event(entry: Entry) -> _Words:
    before, _, after = entry.state.partition("\n")
    event = EventRow(
        key=entry.id, id=entry.id, kind=entry.title, agent_id=None, author=entry.who, text=entry.text, before=before,
        after=after, at=entry.at, ticket_id=0, number="", act=None,
    )  # fmt: skip
    if event.kind in ("note", "reply"):
        return "message-square-text", f"{event.author} {event_words.lead_of(event)}", event.text, None, ""
    return event_words.icon_of(event), event_words.line_of(event), "", None, ""


_WORDS = {
    "talk": _talk, "order": _order, "parcel": _parcel, "refund": _refund, "remark": _remark, "ticket": _ticket,
    "event": _event,
}  # fmt: skip
