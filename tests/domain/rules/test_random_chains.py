"""Ten thousand random chains over random packs keep what every chain keeps; a quarter of them in the daily tests."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests.domain.rules.packs import at, pack, shipped
from tests.fault.tally import long_form
from ticketdesk.domain.moments import DAY, HOUR, SECOND
from ticketdesk.domain.rules import counting
from ticketdesk.domain.rules.chain import LIVE, Chain, StepState, chain
from ticketdesk.domain.rules.matter import Fixed, Happened, InState, Lapse, Matter
from ticketdesk.domain.rules.values import Counting, Event, Pack, Rule

BEGIN = at("2026-02-25 00:00")
EVENTS = ["applied", "agreed", "refused", "buyer_shipped", "return_signed", "visited", "paid"]
STATES = ["open", "in_progress", "waiting_buyer", "done", "cancelled"]
COUNTINGS: list[dict[str, Any]] = [
    {},
    {"from_next_day": True},
    {"counting": "days_24h", "unit": "day"},
    {"counting": "natural_days", "unit": "day"},
    {"counting": "days_as_set", "unit": "day"},
    {"counting": "working_days", "unit": "working_day"},
    {"counting": "months", "unit": "month"},
    {"counting": "window", "window": ["09:00", "18:00"]},
    {"counting": "cutoff", "unit": "moment", "cutoff": "18:00"},
    {"counting": "given", "unit": "moment", "limit": None},
    {"counting": "region", "limit": None, "regions": {"near": 5, "across": 9, "far": 20}},
]


def random_pack(random: Random) -> Pack:
    """Up to six rules; a lapse leads only to a later one, an event anywhere."""
    names = [f"R{n}" for n in range(random.randint(1, 6))]
    return pack(*(random_rule(random, names, n) for n in range(len(names))))


def random_rule(random: Random, names: list[str], n: int) -> dict[str, Any]:
    later = names[n + 1 :]
    return {
        "id": names[n],
        "limit": random.randint(1, 12),
        "starts": random.choice(EVENTS) if n else "applied",
        "done_by": random.sample(EVENTS, random.randint(0, 3)),
        "then": random.sample(names, random.randint(0, min(2, len(names)))),
        "lapse_then": random.sample(later, random.randint(0, min(2, len(later)))),
        "opens": ["x"] if n == 0 or random.random() < 0.2 else [],
        "agreed": random.random() < 0.3,
        "pauses_in": ["waiting_buyer"] if random.random() < 0.5 else [],
        **random.choice(COUNTINGS),
    }


def random_matter(random: Random) -> Matter:
    def moment() -> int:
        return BEGIN + random.randrange(60 * DAY)

    def event(name: str) -> Happened:
        return Happened(Event(name), moment(), moment() if random.random() < 0.2 else None)

    events = [event("applied"), *(event(random.choice(EVENTS)) for _ in range(random.randint(0, 8)))]
    states = [InState(random.choice(STATES), moment()) for _ in range(random.randint(0, 4))]
    fixed = [Fixed(moment(), moment(), random.choice(["", "R0", "R1"])) for _ in range(2)]
    return Matter(
        kind="x", opened_at=BEGIN, events=tuple(events), states=tuple(states),
        agreed=tuple(fixed[: random.randint(0, 1)]), imported=tuple(fixed[1:][: random.randint(0, 1)]),
    )  # fmt: skip


def recorded(found: Chain, now: int) -> tuple[Lapse, ...]:
    return tuple(Lapse(each.rule.id, each.nth, each.start or 0, each.due or 0, now) for each in found.to_record)


def check_steps(found: Chain, now: int) -> None:
    keys = {each.key for each in found.steps}
    assert len(keys) == len(found.steps)
    for each in found.steps:
        assert each.after in keys | {""}
        if each.state is StepState.WAITING:
            assert each.start is each.due is each.left is None
            continue
        assert each.start is not None
        if each.due is None:
            assert each.lapsed_at is None and each.left is None
            continue
        assert each.due >= each.start
        assert each.lapsed_at in (None, each.due) and each.paused >= 0
        if each.lapsed_at is not None:
            assert each.due <= now and (each.done_at is None or each.done_at > each.due)
        if each.state in LIVE:
            assert each.left == each.due - now > 0


def check_again(rules: Pack, case: Matter, now: int, found: Chain) -> None:
    """The same chain again, also once its lapses are recorded: none is recorded twice, and no clock takes it back."""
    assert chain(rules, case, now) == found
    kept = replace(case, lapses=recorded(found, now))
    again = chain(rules, kept, now)
    assert again.to_record == () and again.strays == ()
    assert [replace(each, recorded=None) for each in again.steps] == list(found.steps)
    back = chain(rules, kept, now - DAY)
    if case.states == ():  # a pause that lasts reaches to now, and so does its deadline
        assert [each.lapsed_at for each in back.steps] == [each.lapsed_at for each in found.steps]
        assert back.to_record == ()


def check_later(rules: Pack, case: Matter, now: int) -> None:
    """A longer pause or a later start gives the first deadline no earlier end."""
    bare = replace(case, imported=(), agreed=(), states=())
    starts = [Happened(Event.APPLIED, bare.events[0].noted_at)]
    first = chain(rules, replace(bare, events=tuple(starts)), now)
    paused = replace(bare, events=tuple(starts), pauses=((BEGIN + 3 * DAY, BEGIN + 9 * DAY),))
    later = replace(bare, events=(starts[0]._replace(noted_at=starts[0].noted_at + 7 * HOUR),))
    for other in (chain(rules, paused, now), chain(rules, later, now)):
        ends = {each.key: each.due for each in other.steps if each.start is not None}
        for each in first.steps[:1]:
            assert each.due is None or (ends[each.key] or 0) >= each.due
    long_after = now + 10_000 * DAY
    ends = {each.key: each.due for each in chain(rules, paused, long_after).steps}
    for each in chain(rules, replace(bare, events=tuple(starts)), long_after).steps:
        # Only what a lapse leads to: each step then begins where the one before ends.
        if each.due is not None and each.nth == 1 and not rules.rules[0].then:
            assert (ends.get(each.key) or each.due) >= each.due


def check_paused(random: Random, rules: Pack, case: Matter, now: int) -> int:
    """Whatever stood still besides, no step that begins at the same moment ends sooner; returns how many were later."""
    bare = replace(case, imported=(), agreed=())
    spans = [sorted(BEGIN + random.randrange(80 * DAY) for _ in range(2)) for _ in range(random.randint(1, 4))]
    paused = replace(bare, pauses=tuple((begin, end) for begin, end in spans))
    ends = {(each.rule.id, each.start): each.due for each in chain(rules, paused, now).steps}
    later = 0
    for each in chain(rules, bare, now).steps:
        other = ends.get((each.rule.id, each.start))
        if each.start is not None and each.due is not None and other is not None:
            assert other >= each.due
            later += other > each.due
    return later


def random_chains(seed: int, count: int) -> tuple[int, int]:
    """Check so many random chains; returns how many steps they had, and how many of these a pause put off."""
    random = Random(seed)
    steps = later = 0
    for _ in range(count):
        rules, case = random_pack(random), random_matter(random)
        now = BEGIN + random.randrange(90 * DAY)
        found = chain(rules, case, now)
        check_steps(found, now)
        check_again(rules, case, now, found)
        check_later(rules, case, now)
        later += check_paused(random, rules, case, now)
        steps += len(found.steps)
    return steps, later


@pytest.mark.fault
@pytest.mark.parametrize("part", range(10))
def test_a_thousand_random_chains(part: int) -> None:
    count = 1_000 if long_form() else 250
    steps, later = random_chains(part, count)
    assert steps > 2 * count and later > count // 5


def early(rule: Rule, start: int, *more: Any) -> counting.Due:
    """An engine that lets a limit of days end where it began, a second before."""
    found = counting.due(rule, start, *more)
    return found if rule.counting is not Counting.NATURAL else counting.Due(start - SECOND)


class Restless:
    """An engine that answers a moment later each time it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, *given: Any) -> counting.Due:
        self.asked += 1
        found = counting.due(*given)
        return found if found.moment is None else counting.Due(found.moment + self.asked, found.notes)


def hasty(rule: Rule, start: int, reckoning: counting.Reckoning, pauses: Any = (), *more: Any) -> counting.Due:
    """An engine that takes a pause off instead of adding it, where the clock is one of hours."""
    found = counting.due(rule, start, reckoning, pauses, *more)
    bare = counting.due(rule, start, reckoning, (), *more)
    if rule.counting is not Counting.RUNNING or found.moment is None or bare.moment is None:
        return found
    return counting.Due(max(start, 2 * bare.moment - found.moment), found.notes)


@pytest.mark.parametrize("broken", [early, Restless(), hasty], ids=["due before its start", "restless", "hasty"])
def test_control_an_engine_that_breaks_one_of_these_is_noticed(broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    random_chains(3, 200)
    monkeypatch.setattr("ticketdesk.domain.rules.chain.due", broken)
    with pytest.raises(AssertionError):
        random_chains(3, 200)


def test_the_shipped_pack_under_random_events() -> None:
    random = Random(20)
    for _ in range(500):
        kinds = [kind for rule in shipped().rules for kind in rule.opens]
        case = replace(random_matter(random), kind=random.choice(kinds), imported=(), agreed=())
        events = [Happened(random.choice(list(Event)), BEGIN + random.randrange(60 * DAY)) for _ in range(30)]
        case = replace(case, events=(case.events[0], *events))
        now = BEGIN + random.randrange(90 * DAY)
        found = chain(shipped(), case, now)
        check_steps(found, now)
        check_again(shipped(), case, now, found)
