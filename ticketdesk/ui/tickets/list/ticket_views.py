"""The views of the tickets page: which tickets each holds, in which order, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, day_start
from ticketdesk.domain.query.tree import ME, NONE, Among, Key, Period, Query, Term, Text, Value
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.queries import badges, stand_ins, ticket_people, tickets
from ticketdesk.store.queries import ticket_search as search
from ticketdesk.store.queries.serving import GroupRow
from ticketdesk.store.queries.stand_ins import StandIn
from ticketdesk.store.queries.tickets import CAP, TicketRow, TicketView
from ticketdesk.store.reader import Rows
from ticketdesk.ui import labels
from ticketdesk.ui.kept_views import SAVED
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.nav_list import NavEntry
from ticketdesk.words import mark, tr

TYPE: Final = "type:"
GROUP: Final = "group:"
_ENDED: Final = frozenset({"done", "cancelled", "all"})
SEARCHED: Final = frozenset({"standin", "called", "watched"})
"""Views that are searches: few tickets, found through the people of a ticket."""


class View(NamedTuple):
    """A view that the program brings along; ``level`` is how a count above nothing is shown."""

    key: str
    text: str
    icon: str
    level: str = ""


SHIPPED: Final = (
    View("mine", mark("My open"), "ticket-check"),
    View("unassigned", mark("To assign"), "user-plus"),
    View("today", mark("Due today"), "alarm-clock"),
    View("overdue", mark("Overdue"), "circle-alert", "bad"),
    View("waiting", mark("Waiting for buyer"), "clock"),
    View("colleague", mark("Waiting for colleague"), "users"),
    View("suspended", mark("Suspended"), "alarm-clock"),
    View("standin", mark("Standing in"), "users", "warn"),
    View("called", mark("You are called"), "user-plus", "warn"),
    View("watched", mark("Watched"), "bell"),
    View("done", mark("Done"), "circle-check"),
    View("cancelled", mark("Cancelled"), "circle-x"),
    View("all", mark("All tickets"), "list-todo"),
)


class Count(NamedTuple):
    """How many tickets a view holds; ``more`` where counting stopped at 1,000."""

    n: int
    more: bool = False


def view_of(key: str, agent_id: int | None, now: int, *, turned: bool = False) -> TicketView:
    """Return what the store is asked for a view; ``now`` is UTC ms, ``turned`` the view's order from its end.

    "today" is what is not over but due before midnight.
    """
    asked = {
        "mine": TicketView("mine", agent_id or 0),
        "today": TicketView("due_between", now, day_start(now) + DAY),
        "overdue": TicketView("due_before", now),
        "waiting": TicketView("state", TicketState.WAITING_BUYER.value),
        "colleague": TicketView("state", TicketState.WAITING_COLLEAGUE.value),
        "suspended": TicketView("state", TicketState.SUSPENDED.value),
    }
    if key.startswith(GROUP):
        asked[key] = TicketView("group", int(key.split(":")[1]))
    if key.startswith(TYPE):
        asked[key] = TicketView("type", key.removeprefix(TYPE))
    return asked.get(key, TicketView(key))._replace(turned=turned)


def query_of(key: str) -> Query:
    """Return a view as a query of the search language, so that a search can narrow it."""
    if key.startswith(TYPE):
        return Query((_OPEN, _is("type", Key(key.removeprefix(TYPE)))))
    if key.startswith(GROUP):
        return Query((_OPEN, _is("department", Text(_name_in(key)))))
    return Query(_QUERIES.get(key, ()))


def _is(field: str, value: Value) -> Term:
    return Term(Among(field, (value,)))


_OPEN: Final = _is("state", Key("active"))
_QUERIES: Final[dict[str, tuple[Term, ...]]] = {
    "mine": (_OPEN, _is("assignee", ME)),
    "unassigned": (_OPEN, _is("assignee", NONE)),
    "today": (_OPEN, _is("overdue", Key("no")), _is("due", Period("today"))),
    "overdue": (
        _OPEN,
        _is("overdue", Key("yes")),
    ),
    "waiting": (_is("state", Key("waiting_buyer")),),
    "colleague": (_is("state", Key("waiting_colleague")),),
    "suspended": (_is("state", Key("suspended")),),
    "standin": (_is("standin", ME),),
    "called": (_is("mention", ME),),
    "watched": (_is("watcher", ME),),
    "done": (_is("state", Key("done")),),
    "cancelled": (_is("state", Key("cancelled")),),
}


def order_of(key: str) -> str:
    """Return what a view is ordered by: "due" (soonest first), "updated" (last changed first), "" as its query says."""
    if key.startswith(SAVED):
        return ""
    return "updated" if key in _ENDED | SEARCHED else "due"


def counts(source: Rows, agent_id: int | None, now: int, absent: Sequence[StandIn] = ()) -> dict[str, Count]:
    """Return how many tickets each view holds; only those of the clock are counted, and up to 1,000.

    ``absent`` are those whom the agent stands in for; without any there is no view of theirs.
    """
    known = badges.badges(source)
    midnight = day_start(now) + DAY
    called, watched = ticket_people.counts(source, agent_id)
    found = {
        "mine": Count(known.of("ticket.assignee", agent_id or 0) if agent_id else 0),
        "unassigned": Count(known.of("ticket.assignee", 0)),
        "today": _capped(tickets.due_between(source, now, midnight)),
        "overdue": _capped(tickets.due_between(source, 0, now)),
        "waiting": Count(known.of("ticket.state", TicketState.WAITING_BUYER.value)),
        "colleague": Count(known.of("ticket.state", TicketState.WAITING_COLLEAGUE.value)),
        "suspended": Count(known.of("ticket.state", TicketState.SUSPENDED.value)),
        "called": Count(called),
        "watched": Count(watched),
        "done": Count(known.of("ticket.state", TicketState.DONE.value)),
        "cancelled": Count(known.of("ticket.state", TicketState.CANCELLED.value)),
        "all": Count(known.of("ticket.all")),
    }
    if absent:
        found["standin"] = _capped(stand_ins.counted(source, absent, now, CAP + 1))
    groups = {GROUP + each: Count(n) for (name, each), n in known.numbers.items() if name == "ticket.group"}
    return found | groups | {TYPE + kind: Count(known.of("ticket.type", kind)) for kind in labels.ticket_types()}


def _capped(n: int) -> Count:
    return Count(min(n, CAP), n > CAP)


def entries(found: dict[str, Count], departments: Sequence[GroupRow] = ()) -> list[NavEntry]:
    """Return the list at the left of the page: the views, the queues of departments, the types of what is open."""
    shown = (view for view in SHIPPED if view.key != "standin" or view.key in found)
    made = [_entry(view.key, tr(view.text), found, icon=view.icon, level=view.level) for view in shown]
    if departments:
        made.append(NavEntry("", tr("My departments")))
        made += [_department(each, found) for each in departments]
    made.append(NavEntry("", tr("Types")))
    made += [_entry(TYPE + kind, labels.ticket_type(kind), found) for kind in labels.ticket_types()]
    return made


def key_of(department: GroupRow) -> str:
    """Return the view of a department's queue: it carries the name, by which the search language knows it."""
    return f"{GROUP}{department.id}:{department.name}"


def _name_in(key: str) -> str:
    return key.split(":", 2)[2]


def _department(group: GroupRow, found: dict[str, Count]) -> NavEntry:
    counted = {key_of(group): found.get(f"{GROUP}{group.id}", Count(0))}
    return _entry(key_of(group), one_line(group.name, 24), counted, icon="users")


def _entry(key: str, text: str, found: dict[str, Count], *, icon: str = "", level: str = "") -> NavEntry:
    count = found.get(key, Count(0))
    shown = tr("{0} ({1}+)", text, count.n) if count.more else text
    alarming = level if count.n else ""
    return NavEntry(key, shown, None if count.more else count.n, icon=icon, level=alarming)


def kept_entry(view_id: int, name: str, count: search.Count | None) -> NavEntry:
    """Return the line of a kept view; one that is not counted yet has no number."""
    if count is not None and count.more:
        return NavEntry(f"{SAVED}{view_id}", tr("{0} ({1}+)", name, count.n))
    return NavEntry(f"{SAVED}{view_id}", name, None if count is None else count.n)


def title_of(key: str) -> str:
    """Return the name of a view."""
    if key.startswith(GROUP):
        return one_line(_name_in(key), 24)
    if key.startswith(TYPE):
        return labels.ticket_type(key.removeprefix(TYPE))
    if key.startswith(SAVED):
        return tr("All tickets")
    return next((tr(view.text) for view in SHIPPED if view.key == key), "")


def home_of(row: TicketRow, agent_id: int | None) -> str:
    """Return the view in which a ticket is found when it was asked for by its number."""
    if row.closed_at is not None:
        return row.state if row.state in _ENDED else "all"
    if row.assignee_id is None:
        return "unassigned"
    return "mine" if row.assignee_id == agent_id else TYPE + row.type


def empty_words(key: str) -> tuple[str, str]:
    """Return title and sentence of a view without tickets."""
    words = {
        "mine": (tr("Nothing waits for you"), tr("Take one from “To assign”, or open a new one.")),
        "unassigned": (tr("Everything has its owner"), tr("New tickets without an assignee show up here.")),
        "today": (tr("Nothing more is due today"), tr("What must be done before midnight shows up here.")),
        "overdue": (tr("Nothing is overdue"), tr("Keep it that way.")),
        "waiting": (tr("No ticket waits for a buyer"), tr("Set a ticket to this state after asking the buyer.")),
        "colleague": (tr("No ticket waits for a colleague"), tr("Set a ticket to this state after asking one.")),
        "standin": (tr("Nothing waits for the absent"), tr("What is new, late or asked of those you stand in for.")),
        "called": (tr("Nobody calls you"), tr("What a colleague writes on a ticket with @ and your name stands here.")),
        "watched": (tr("You watch no ticket"), tr("Choose Watch on a ticket to hear of what happens there.")),
        "suspended": (tr("No ticket is suspended"), tr("A suspended one rests here and comes back by itself.")),
    }
    return words.get(key, (tr("No tickets here"), tr("Open one here, from an order or from a conversation.")))
