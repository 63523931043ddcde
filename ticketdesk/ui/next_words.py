"""Why an item is the next one to take up, on one line: "Exchange 48h 1h12m left; purple flag"."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.next_item import NextItem, NextKind
from ticketdesk.domain.refunds import RefundKind
from ticketdesk.domain.tickets import Priority
from ticketdesk.domain.waiting import duration
from ticketdesk.ui import labels
from ticketdesk.ui.moments import waiting_text
from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import mark, tr
from ticketdesk.words.refunds import kind_name

_FLAGS: Final = MappingProxyType({Flag.PURPLE: mark("purple flag"), Flag.BLUE: mark("blue flag")})
_MOST: Final = 40
_NICK: Final = 20


def why(item: NextItem, now: int) -> str:
    """Return what an item is and why it comes next at ``now`` (UTC ms)."""
    said = [_matter(item, now)]
    if item.instead_of:
        said.append(tr("for {0}", one_line(item.instead_of, _NICK)))
    if item.flag in _FLAGS:
        said.append(tr(_FLAGS[item.flag]))
    if item.priority == Priority.HIGH:
        said.append(tr("high priority"))
    if item.nick:
        said.append(one_line(item.nick, _NICK))
    return tr("; ").join(said)


def short_span(ms: int) -> str:
    """Return a span closely written: "48h", "1h12m", "6d4h", "5m"; under a minute as "1m"."""
    days, hours, minutes, _seconds = duration(ms)
    if abs(ms) > 2 * DAY:
        return f"{days}d{hours}h" if hours else f"{days}d"
    hours = abs(ms) // HOUR
    if hours:
        return f"{hours}h{minutes}m" if minutes else f"{hours}h"
    return f"{max(minutes, 1)}m"


def _matter(item: NextItem, now: int) -> str:
    if item.kind is NextKind.TALK:
        return waiting_text(now - (item.began_at or now))
    if item.kind is NextKind.TICKET:
        return " ".join(part for part in (labels.ticket_type(item.subject), _limit(item), _left(item, now)) if part)
    if item.kind is NextKind.REFUND:
        named = tr("Refund ({0})", kind_name(RefundKind(item.subject)))
        return " ".join(part for part in (named, _limit(item), _left(item, now)) if part)
    words = one_line(item.subject, _MOST)
    if item.kind is NextKind.MENTION:
        return tr("Called by name: {0}", words)
    named = tr("Reminder: {0}", words) if item.kind is NextKind.REMINDER else tr("To-do: {0}", words)
    return f"{named} {_left(item, now)}".strip()


def _limit(item: NextItem) -> str:
    """The whole limit of a ticket or a refund, "" where it has none."""
    if item.due_at is None or item.began_at is None or item.due_at <= item.began_at:
        return ""
    return short_span(item.due_at - item.began_at)


def _left(item: NextItem, now: int) -> str:
    if item.due_at is None:
        return "" if item.kind is NextKind.TODO else tr("without a deadline")
    span = short_span(item.due_at - now)
    return tr("{0} left", span) if item.due_at > now else tr("Late by {0}", span)
