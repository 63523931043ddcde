"""The chain of a ticket's deadlines: a pure function of the pack, the ticket and the moment.

Nothing is kept between two calls, so it is right after sleep, days offline and a clock that was set back: the same
ticket and moment give the same chain. What was recorded as an act stays recorded; where the chain says otherwise now
(a start was corrected), the step says both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ticketdesk.domain.rules.counting import Note, Reckoning, day_of, due, paused_ms
from ticketdesk.domain.rules.matter import Fixed, Lapse, Matter, ended, pauses_of, stands
from ticketdesk.domain.rules.values import Event, Pack, Rule


class StepState(StrEnum):
    """Where a step stands. ``LATE`` was done after its lapse, ``STOPPED`` ended with its ticket."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    LATE = "late"
    LAPSED = "lapsed"
    STOPPED = "stopped"


class SetBy(StrEnum):
    """What set the end of a step."""

    RULE = "rule"
    AGREED = "agreed"
    IMPORTED = "imported"


LIVE: Final = frozenset({StepState.RUNNING, StepState.PAUSED})
OPEN: Final = LIVE | {StepState.LAPSED}
_EVER: Final = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One deadline of a chain; moments and spans in milliseconds.

    ``start`` is None while it waits for its event, ``due`` also where nobody set one yet. ``left`` is negative after
    the end, None where no clock runs. ``lapsed_at`` is what the chain says now, ``recorded`` what an act recorded.
    ``after`` is the key of the step before ("" for a first one), ``next_if_done`` and ``next_if_lapsed`` are rules.
    """

    rule: Rule
    nth: int
    state: StepState
    after: str = ""
    by_lapse: bool = False
    start: int | None = None
    due: int | None = None
    set_by: SetBy = SetBy.RULE
    left: int | None = None
    paused: int = 0
    done_at: int | None = None
    lapsed_at: int | None = None
    recorded: Lapse | None = None
    next_if_done: tuple[str, ...] = ()
    next_if_lapsed: tuple[str, ...] = ()
    notes: frozenset[Note] = frozenset()

    @property
    def key(self) -> str:
        """What tells it from the other steps of its chain, the same in each reckoning."""
        return f"{self.rule.id}#{self.nth}"

    @property
    def told(self) -> bool:
        """Whether a lapse of this very end stands recorded."""
        found = self.recorded
        return found is not None and (found.start, found.due) == (self.start, self.due)

    @property
    def overtaken(self) -> bool:
        """Whether a lapse stands recorded that the chain, as it is known now, does not have."""
        return self.recorded is not None and self.lapsed_at is None


@dataclass(frozen=True, slots=True)
class Chain:
    """All steps in the order in which they came up; ``strays`` are recorded lapses of steps that there are no more."""

    version: str
    steps: tuple[Step, ...]
    strays: tuple[Lapse, ...] = ()
    pack: Pack | None = field(default=None, compare=False)  # by which it was reckoned

    @property
    def current(self) -> Step | None:
        """The step whose end counts: the earliest that runs, else the last that lapsed without beginning another."""
        live = [each for each in self.steps if each.state in LIVE and each.due is not None]
        if live:
            return min(live, key=_end)
        begun = {each.after for each in self.steps if each.by_lapse}
        lapsed = (each for each in self.steps if each.state is StepState.LAPSED and each.key not in begun)
        return max(lapsed, key=_end, default=None)

    @property
    def to_record(self) -> tuple[Step, ...]:
        """The lapses that no act has recorded yet, oldest first."""
        fresh = [each for each in self.steps if each.lapsed_at is not None and not each.told]
        return tuple(sorted(fresh, key=_end))


def _end(step: Step) -> tuple[int, str]:
    return step.due or 0, step.key


@dataclass(frozen=True, slots=True)
class _Turn:
    """A rule that comes up: ``seen`` events are used up before it, ``start`` is set where a lapse starts it."""

    rule: Rule
    seen: int = 0
    start: int | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Span:
    """A step that began: its start and the number of events used up by it, its end and by whom."""

    start: int
    seen: int
    due: int | None
    set_by: SetBy
    notes: frozenset[Note]


def chain(pack: Pack, matter: Matter, now: int, reckoning: Reckoning | None = None) -> Chain:
    """Return the chain of ``matter`` at ``now`` by the rules of ``pack``.

    A lapse is what the clock says: the desk records ``to_record``.
    """
    walk = _Walk(pack, matter, now, reckoning or Reckoning())
    steps = tuple(walk.steps())
    known = {(each.rule.id, each.nth) for each in steps if each.start is not None}
    names = {name: each.id for each in pack.rules for name in (each.id, *each.also)}
    strays = (each for each in matter.lapses if (names.get(each.rule, each.rule), each.nth) not in known)
    return Chain(pack.version, steps, tuple(strays), pack)


class _Walk:
    """One way through the rules of a pack."""

    def __init__(self, pack: Pack, matter: Matter, now: int, reckoning: Reckoning) -> None:
        self._pack, self._matter, self._now, self._reckoning = pack, matter, now, reckoning
        self._events = tuple((each.event, each.at) for each in sorted(matter.events, key=lambda each: each.at))
        self._stop = ended(matter.states)
        self._counts: dict[str, int] = {}

    def steps(self) -> Iterator[Step]:
        """Every step, one after the other: each turn uses up an event, and lapses alone lead nowhere twice."""
        turns = deque(_Turn(rule) for rule in self._first())
        met: set[tuple[str, int | None]] = set()
        while turns:
            turn = turns.popleft()
            span = self._begin(turn)
            step = (turn.rule.id, span.start if span else None)
            if step in met:
                continue  # two ways lead to the same step
            met.add(step)
            nth = self._counts[turn.rule.id] = self._counts.get(turn.rule.id, 0) + 1
            if span is None:
                yield _waiting(turn, nth)
                continue
            done = self._found(turn.rule.done_by, span.seen, span.start)
            found = self._step(turn, nth, span, done)
            turns.extend(self._next(found, span, done))
            yield found

    def _first(self) -> tuple[Rule, ...]:
        matter = self._matter
        if not matter.rules:
            return self._pack.opening(matter.kind, day_of(matter.opened_at, self._reckoning.zone), matter.platform)
        found = (self._pack.rule(name) for name in matter.rules)
        return tuple(each for each in found if each is not None)

    def _found(self, wanted: tuple[Event, ...], seen: int, since: int) -> int | None:
        """The place of the first of the ``wanted`` events after ``seen`` used ones and not before ``since``."""
        for at in range(seen, len(self._events)):
            event, moment = self._events[at]
            if event in wanted and moment >= since:
                return at
        return None

    def _begin(self, turn: _Turn) -> _Span | None:
        start, seen = turn.start, turn.seen
        if start is None:
            found = self._found((turn.rule.starts,), seen, 0)
            if found is None:
                return None
            start, seen = self._events[found][1], found + 1
        return self._ends(turn.rule, start, seen)

    def _ends(self, rule: Rule, start: int, seen: int) -> _Span:
        """The end of a step: the platform's own moment wins over an agreed one, that over the rule's."""
        pauses = pauses_of(self._matter, rule.pauses_in, self._now)
        own = due(rule, start, self._reckoning, pauses, self._matter.place)
        done = self._found(rule.done_by, seen, start)
        until = _EVER if done is None else self._events[done][1]
        if own.moment is not None and rule.lapse_then:
            until = min(until, own.moment)  # what is told later is told of what the lapse began
        imported = _newest(self._matter.imported, rule, start, until)
        if imported is not None:
            return _fixed(start, seen, imported, SetBy.IMPORTED, Note.IMPORTED_BEFORE_START)
        agreed = _newest(self._matter.agreed, rule, start, until) if rule.agreed else None
        if agreed is not None:
            return _fixed(start, seen, agreed, SetBy.AGREED, Note.AGREED_BEFORE_START)
        return _Span(start, seen, own.moment, SetBy.RULE, own.notes)

    def _step(self, turn: _Turn, nth: int, span: _Span, done: int | None) -> Step:
        rule, end = turn.rule, span.due
        done_at = None if done is None else self._events[done][1]
        recorded = self._recorded(rule, nth, span)
        lapsed = self._lapsed(span, done_at, recorded)
        state = self._state(rule, done_at, lapsed)
        pauses = pauses_of(self._matter, rule.pauses_in, self._now)
        stood = paused_ms(span.start, min(self._now, end or self._now), pauses) if span.set_by is SetBy.RULE else 0
        return Step(
            rule=rule, nth=nth, state=state, after=turn.after, by_lapse=turn.start is not None, start=span.start,
            due=end, set_by=span.set_by, left=self._left(state, end), paused=stood,
            done_at=done_at, lapsed_at=end if lapsed else None, recorded=recorded, next_if_done=rule.then,
            next_if_lapsed=rule.lapse_then, notes=span.notes,
        )  # fmt: skip

    def _left(self, state: StepState, end: int | None) -> int | None:
        if end is None or state not in OPEN:
            return None
        left = end - self._now
        return min(0, left) if state is StepState.LAPSED else left

    def _recorded(self, rule: Rule, nth: int, span: _Span) -> Lapse | None:
        """The recorded lapse of this end, else the last one of another end that the step had."""
        names = (rule.id, *rule.also)
        found = [each for each in self._matter.lapses if each.rule in names and each.nth == nth]
        same = (each for each in found if (each.start, each.due) == (span.start, span.due))
        return next(same, found[-1] if found else None)

    def _lapsed(self, span: _Span, done_at: int | None, recorded: Lapse | None) -> bool:
        """Whether the end passed with nothing done; a recorded lapse of the same end holds if the clock goes back."""
        if span.due is None or (done_at is not None and done_at <= span.due):
            return False
        if self._stop is not None and self._stop.at <= span.due:
            return False
        same = recorded is not None and recorded.due == span.due and recorded.start == span.start
        return same or span.due <= self._now

    def _state(self, rule: Rule, done_at: int | None, lapsed: bool) -> StepState:
        if done_at is not None:
            return StepState.LATE if lapsed else StepState.DONE
        if lapsed:
            return StepState.LAPSED
        if self._stop is not None:
            return StepState.STOPPED
        return StepState.PAUSED if stands(self._matter, rule.pauses_in) else StepState.RUNNING

    def _next(self, step: Step, span: _Span, done: int | None) -> Iterator[_Turn]:
        """What follows: at a lapse at once, by what was done at the event each rule waits for."""
        lapsed = step.lapsed_at is not None
        if lapsed:
            yield from (_Turn(rule, span.seen, step.lapsed_at, step.key) for rule in self._named(step.next_if_lapsed))
        if done is None or self._events[done][0] is Event.WITHDRAWN:
            return
        for rule in self._named(step.next_if_done):
            if not (lapsed and rule.id in step.next_if_lapsed):
                yield _Turn(rule, done, None, step.key)

    def _named(self, names: tuple[str, ...]) -> Iterator[Rule]:
        yield from (rule for rule in map(self._pack.rule, names) if rule is not None)


def _waiting(turn: _Turn, nth: int) -> Step:
    return Step(
        rule=turn.rule, nth=nth, state=StepState.WAITING, after=turn.after, next_if_done=turn.rule.then,
        next_if_lapsed=turn.rule.lapse_then,
    )  # fmt: skip


def _newest(moments: tuple[Fixed, ...], rule: Rule, start: int, until: int) -> Fixed | None:
    """The moment told last for ``rule``, or, of no rule, while the step ran."""
    names = (rule.id, *rule.also)
    fitting = (each for each in moments if each.rule in names or (not each.rule and start <= each.told_at <= until))
    return max(fitting, key=lambda each: each.told_at, default=None)


def _fixed(start: int, seen: int, moment: Fixed, by: SetBy, early: Note) -> _Span:
    """A step that ends at a set moment; one before its start is the start itself, and that is said."""
    notes = frozenset({early} if moment.due < start else ())
    return _Span(start, seen, max(start, moment.due), by, notes)
