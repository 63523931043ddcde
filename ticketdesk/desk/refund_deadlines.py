"""The deadlines of a refund: reckoned by the engine from its history, unless the platform named one of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ticketdesk.desk import deadlines
from ticketdesk.domain.refunds import ENDED, RefundAct, RefundKind, RefundState, events_of, opening_rules
from ticketdesk.domain.rules.chain import LIVE, OPEN, Chain, Step, chain
from ticketdesk.domain.rules.matter import Happened, Matter
from ticketdesk.domain.rules.own_days import reckoning_of
from ticketdesk.domain.rules.values import Event
from ticketdesk.store.queries.deadlines import habits
from ticketdesk.store.queries.type_names import type_rules
from ticketdesk.store.reader import Rows, first
from ticketdesk.store.sql import Value

# What a state that a file states means for the clocks, where nobody noted how it came about.
_STATED = {
    RefundState.WAIT_SELLER: (Event.APPLIED,),
    RefundState.WAIT_RETURN: (Event.AGREED,),
    RefundState.WAIT_CONFIRM: (Event.AGREED, Event.BUYER_SHIPPED),
    RefundState.REFUSED: (Event.REFUSED,),
    RefundState.CLOSED: (Event.WITHDRAWN,),
}
_ANEW = frozenset({RefundAct.OPENED, RefundAct.CHANGED})


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of a refund's history: the act, the state after it, when it was (UTC ms)."""

    act: str
    after: str
    at: int


@dataclass(frozen=True, slots=True)
class Course:
    """A refund as its deadlines are reckoned; ``told_due_at`` is the platform's own, told at ``told_at`` (UTC ms)."""

    order_id: int
    kind: RefundKind
    state: RefundState
    applied_at: int
    notes: tuple[Noted, ...]
    told_due_at: int | None = None
    told_at: int | None = None


def chain_of(source: Rows, course: Course, now: int) -> Chain:
    """Return the chain of a refund at ``now`` (UTC ms), by the pack that was in force when the buyer asked.

    A buyer who changed the request asks anew: the clocks begin again there.
    """
    begun, notes = _since_asked(course)
    platform = _platform(source, course.order_id)
    rules = type_rules(source, course.kind.value) or opening_rules(course.kind, platform)
    matter = Matter(
        kind=course.kind.value, opened_at=begun, platform=platform, rules=rules,
        events=(Happened(Event.APPLIED, begun), *_events(course.kind, notes)),
    )  # fmt: skip
    return chain(deadlines.in_force(source, begun), matter, now, reckoning_of(habits(source)))


def due_of(source: Rows, course: Course, now: int) -> dict[str, Value]:
    """Return the columns of the deadline that counts: the platform's own, else the end of the step that runs."""
    if course.state in ENDED:
        return {"due_at": None, "due_from": None, "due_rule": ""}
    step = _standing(chain_of(source, course, now))
    rule = step.rule.id if step else ""
    if course.told_due_at is not None:
        begun = course.told_at if course.told_at is not None else course.told_due_at
        start = step.start if step is not None and step.start is not None else begun
        return {"due_at": course.told_due_at, "due_from": min(start, course.told_due_at), "due_rule": rule}
    if step is None:
        return {"due_at": None, "due_from": None, "due_rule": ""}
    return {"due_at": step.due, "due_from": step.start, "due_rule": rule}


def _standing(chain: Chain) -> Step | None:
    """Return the step that the state of a refund stands in: a lapse begins no other one until it is carried out."""
    own = [each for each in chain.steps if each.state in OPEN and each.due is not None and not each.by_lapse]
    if not own:
        return chain.current
    live = [each for each in own if each.state in LIVE]
    return min(live, key=_end) if live else max(own, key=_end)


def _end(step: Step) -> tuple[int, str]:
    return step.due or 0, step.key


def _since_asked(course: Course) -> tuple[int, Sequence[Noted]]:
    """When the buyer asked last, and what was noted since."""
    begun, since = course.applied_at, course.notes
    for place, note in enumerate(course.notes):
        if note.act in _ANEW:
            begun = course.applied_at if note.act == RefundAct.OPENED else note.at
            since = course.notes[place + 1 :]
    return begun, since


def _events(kind: RefundKind, notes: Sequence[Noted]) -> list[Happened]:
    found: list[Happened] = []
    for note in notes:
        after = RefundState(note.after)
        act = RefundAct(note.act)
        named = _STATED.get(after, ()) if act is RefundAct.IMPORTED else events_of(act, kind, after)
        found += [Happened(event, note.at) for event in named if event is not Event.APPLIED]
    return found


def _platform(source: Rows, order: int) -> str:
    found = first(source, "SELECT platform FROM orders WHERE id = ?", (order,))
    return str(found[0]) if found else ""
