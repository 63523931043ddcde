"""A query of orders taken apart: what the index of a list answers, and the terms that are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.order_states import RUNNING
from ticketdesk.domain.query.order_fields import ORDERS
from ticketdesk.domain.query.tree import NONE, Among, Key, Query, Term
from ticketdesk.store.queries.order_conditions import STATES
from ticketdesk.store.queries.order_risks import LATE
from ticketdesk.store.queries.term_spans import of_term, spans
from ticketdesk.store.queries.term_sql import Seen

if TYPE_CHECKING:
    from ticketdesk.store.queries.order_filter import OrderFilter


WITH_DEADLINE: Final = Term(Among("due", (NONE,)), negated=True)
"""What has a deadline, the list "to ship"."""


def parted(wanted: OrderFilter) -> tuple[OrderFilter, Query] | None:
    """Return the criteria that have an index, and what else is asked of the orders; None where nothing can be it all.

    Criteria of the row that have no index of the list are terms as well, and terms that are such criteria become these.
    """
    made = _dated(replace(wanted, query=Query((*_quick(wanted), *wanted.query.terms))))
    rest: list[Term] = []
    for term in made.query.terms if made is not None else ():
        taken = _taken(made, term) if made is not None else None
        if taken is None:
            return None
        made, kept = taken
        rest += [term] if kept else []
    if made is None or (made.due_only and made.state is not None and made.state not in RUNNING):
        return None  # what is shipped or ended has no deadline: nothing is looked through for it
    plain = replace(
        made, query=Query(), platform=None, refunded=False, ticketed=False, readdressed=False, together=False
    )
    return plain, Query(tuple(rest))


def _quick(wanted: OrderFilter) -> Iterator[Term]:
    """The criteria of the row that no list goes by."""
    for there, field, key in (
        (bool(wanted.platform), "platform", wanted.platform or ""), (wanted.refunded, "risk", "refunded"),
        (wanted.ticketed, "ticket", "yes"), (wanted.readdressed, "risk", "readdressed"),
        (wanted.together, "risk", "together"),
    ):  # fmt: skip
        if there:
            yield Term(Among(field, (Key(key),)))


def _dated(wanted: OrderFilter) -> OrderFilter | None:
    """Take up what all terms say of the moment of the order; None where they leave none."""
    seen = Seen(None, wanted.now)
    found = spans(wanted.query, "created", seen, ORDERS)
    if found is None:
        return wanted
    if not found.found:
        return None
    low, high = found.found[0].low, found.found[-1].high
    since = max((each for each in (wanted.since, low) if each is not None), default=None)
    until = min((each for each in (wanted.until, high) if each is not None), default=None)
    if since is not None and until is not None and since >= until:
        return None
    answered = found.places if len(found.found) == 1 else frozenset[int]()
    terms = tuple(term for place, term in enumerate(wanted.query.terms) if place not in answered)
    return replace(wanted, since=since, until=until, query=Query(terms))


def _taken(wanted: OrderFilter, term: Term) -> tuple[OrderFilter, bool] | None:
    """Return the criteria with a term, and whether it must be asked all the same; None where both cannot be."""
    asked = term.condition
    if term == WITH_DEADLINE:
        return replace(wanted, due_only=True), False
    if term.negated or not isinstance(asked, Among):
        return _soon(wanted, term)
    key = asked.values[0].name if len(asked.values) == 1 and isinstance(asked.values[0], Key) else ""
    if key and asked.field == "state":
        state = STATES[key]
        return (replace(wanted, state=state), False) if wanted.state in (None, state) else None
    if key and asked.field == "flag":
        flag = int(Flag[key.upper()])
        return (replace(wanted, flag=flag), False) if wanted.flag in (None, flag) else None
    if asked.field == "risk" and key == "contradicting":
        return replace(wanted, contradicting=True), False
    if asked.field == "overdue" and key == "yes":
        return _before(wanted, wanted.now), False
    if asked.field == "risk" and key == "late":
        return _before(wanted, wanted.now + LATE), False
    return _soon(wanted, term)


def _soon(wanted: OrderFilter, term: Term) -> tuple[OrderFilter, bool] | None:
    """Of deadlines the last one that a term takes is a criterion."""
    found = None if term.negated else of_term(term, "due", Seen(None, wanted.now), ORDERS)
    if found is None:
        return wanted, True
    if not found:
        return None
    high = found[-1].high
    made = replace(wanted, due_only=True) if high is None else _before(wanted, high)
    return made, len(found) > 1 or found[0].low is not None


def _before(wanted: OrderFilter, at: int) -> OrderFilter:
    before = at if wanted.due_before is None else min(at, wanted.due_before)
    return replace(wanted, due_only=True, due_before=before)
