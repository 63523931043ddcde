"""What an event of a ticket's timeline says, in words."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.flags import flag_of
from ticketdesk.domain.ticket_types import FieldKind
from ticketdesk.domain.ticket_values import NO, YES, typed_value
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.detail.tie_words import TIED, tied_line
from ticketdesk.words import mark, tr
from ticketdesk.words.ticket_types import shown

_ORIGINS = MappingProxyType[str, str](
    {
        "conversation": mark("opened the ticket from a conversation"),
        "order": mark("opened the ticket from an order"),
        "split": mark("opened the ticket by a split"),
        "ticket": mark("opened the ticket from another ticket"),
    }
)
_REWORDED = frozenset({"title", "demand", "description"})
_QUOTED = 120  # characters of what stood there before and stands there now
_OF_DEADLINES = frozenset({"start", "due", "lapse", "carried"})
_ICONS = MappingProxyType[str, str](
    {
        "state": "arrow-right-left",
        "type": "tag",
        "value": "list-todo",
        "title": "pencil",
        "demand": "pencil",
        "description": "pencil",
        "priority": "circle-alert",
        "transferred": "user-plus",
        "claimed": "user-plus",
        "released": "users",
        "cancelled": "circle-x",
        "reopened": "refresh-cw",
        "start": "clock",
        "due": "clock",
        "lapse": "clock",
        "carried": "ticket-check",
        "refund": "undo-2",
        "merged": "ticket-check",
        "unmerged": "arrow-right-left",
        "split": "scissors",
        "linked": "paperclip",
        "unlinked": "paperclip",
        "check": "list-todo",
        "paid": "package",
        "shipped": "truck",
        "finished": "package",
        "flag": "flag",
        "order_state": "package",
    }
)


def lead_of(event: EventRow) -> str:
    """Return what stands after the author's name: "opened the ticket from a conversation"."""
    if event.kind == "created" and event.after in _ORIGINS:
        return tr(_ORIGINS[event.after])
    return labels.ticket_event(event.kind, event.after)


def icon_of(event: EventRow) -> str:
    """Return the icon of a change."""
    return _ICONS.get(event.kind, "info")


def token_of(event: EventRow) -> str:
    """Return the colour of that icon: a flag wears its own, which the words name too."""
    if event.kind == "flag" and flag_of(int(event.after)):
        return labels.flag_token(int(event.after))
    return "text.third"


def line_of(event: EventRow) -> str:
    """Return a change as one sentence with its author."""
    who = event.author
    if event.kind == "transferred":
        return _handed(event)
    if event.kind == "cancelled":
        return tr("{0} cancelled the ticket: {1}", who, event.text)
    if event.kind in ("claimed", "released"):
        return _taken(event)
    if event.kind in _OF_DEADLINES:
        from ticketdesk.ui.tickets.detail.deadline_words import deadline_line  # no first picture needs the rules

        return deadline_line(event)
    if event.kind in TIED:
        return tied_line(event)
    if event.kind in _REWORDED:
        return _reworded(event)
    if event.kind in ("value", "refund"):
        return _filled(event) if event.kind == "value" else _refunded(event)
    if event.kind == "reopened":
        return _reopened(event)
    if event.kind == "state" and event.text:
        return _suspended(event)
    before, after = _value(event.kind, event.before), _value(event.kind, event.after)
    sentences = {
        "state": tr("{0} moved the state {1} → {2}", who, before, after),
        "type": tr("{0} changed the type {1} → {2}", who, before, after),
        "priority": tr("{0} changed the priority {1} → {2}", who, before, after),
    }
    return sentences.get(event.kind) or f"{who} {labels.ticket_event(event.kind, after)}".strip()


def _refunded(event: EventRow) -> str:
    """The text of such an event is the act and the kind of the refund."""
    from ticketdesk.words.refunds import act_word, kind_name, state_name  # no first picture needs them

    act, _, kind = event.text.partition("\n")
    state = state_name(event.after, kind)
    return tr("{0} · {1}: {2} → {3}", event.author, kind_name(kind), act_word(act), state)


def _reworded(event: EventRow) -> str:
    before, after = one_line(event.before, _QUOTED) or "—", one_line(event.text, _QUOTED) or "—"
    if event.kind == "title":
        return tr("{0} changed the title {1} → {2}", event.author, before, after)
    if event.kind == "demand":
        return tr("{0} changed the demand {1} → {2}", event.author, before, after)
    return tr("{0} changed the problem {1} → {2}", event.author, before, after)


def _filled(event: EventRow) -> str:
    """The text of such an event is the kind of the field and its name."""
    kind, _, name = event.text.partition("\n")
    if not event.after:
        return tr("{0} emptied {1}", event.author, shown(name))
    return tr("{0} filled in {1}: {2}", event.author, shown(name), value_words(kind, event.after))


def value_words(kind: str, kept: str) -> str:
    """Return the value of a field of this kind, as it is kept, in words."""
    words = {YES: tr("yes"), NO: tr("no")} if kind == FieldKind.YES_NO else {}
    value = tr("pictures") if kind == FieldKind.SCREENSHOT else typed_value(kind, kept)
    return words.get(value, shown(value))


def _taken(event: EventRow) -> str:
    if event.kind == "claimed":
        return tr("{0} took the ticket", event.author)
    if event.text:
        return tr("{0} gave the ticket back: {1}", event.author, event.text)
    return tr("{0} gave the ticket back", event.author)


def _reopened(event: EventRow) -> str:
    if event.text:
        return tr("{0} took the ticket up again: {1}", event.author, event.text)
    return tr("{0} took the ticket up again", event.author)


def _suspended(event: EventRow) -> str:
    """Suspended until a moment, with its reason; or back by itself."""
    before, after = labels.ticket_state(event.before).text, labels.ticket_state(event.after).text
    until, _, reason = event.text.partition("\n")
    if not until.isdecimal():
        return tr("Back by itself: {0} → {1}", before, after)
    moment = labels.date_text(int(until), event.at)
    if reason:
        return tr("{0} suspended the ticket until {1}: {2}", event.author, moment, reason)
    return tr("{0} suspended the ticket until {1}", event.author, moment)


def _handed(event: EventRow) -> str:
    reason, _, note = event.text.partition("\n")
    why = " · ".join(part for part in (labels.transfer_reason(reason), note) if part)
    before, after = event.before or tr("Nobody"), event.after or tr("Nobody")
    return tr("{0} handed it {1} → {2} ({3})", event.author, before, after, why)


def _value(kind: str, value: str) -> str:
    if kind == "state":
        return labels.ticket_state(value).text
    if kind == "type":
        return labels.ticket_type(value)
    if kind == "priority" and value.isdigit():
        return labels.priority(int(value)).text
    return value
