"""A ticket folded back from its changes equals what stood there, at any moment of its life."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.ticket_past import (
    Change,
    Point,
    Step,
    after_step,
    as_of,
    difference,
    own_fields,
    point_at,
    points,
    stepped,
    steps_of,
)

_ROWS = st.lists(st.fixed_dictionaries({"state": st.sampled_from("abc"), "priority": st.integers(1, 3)}), min_size=1)


def _steps(rows: list[dict[str, object]]) -> list[Step]:
    befores: list[dict[str, object] | None] = [None, *rows[:-1]]
    return [Step(at, at * 1_000, "小满", "SetTicketState", before) for at, before in enumerate(befores)][::-1]


@given(_ROWS)
def test_the_row_at_a_moment_is_the_one_that_stood_there(rows: list[dict[str, object]]) -> None:
    steps = _steps(rows)
    for at, row in enumerate(rows):
        assert as_of(rows[-1], steps, at * 1_000) == row
        assert as_of(rows[-1], steps, at * 1_000 + 999) == row
        assert after_step(rows[-1], steps, len(rows) - 1 - at) == row
    assert as_of(rows[-1], steps, -1) is None


def test_a_clock_that_was_set_back_does_not_hide_the_newest_act() -> None:
    steps = (Step(2, 50, "小满", "SetTicketState", {"state": "a"}), Step(1, 100, "小满", "CreateTicket", None))
    assert as_of({"state": "b"}, steps, 60) == {"state": "b"}
    assert as_of({"state": "b"}, steps, 40) is None


def test_only_fields_that_people_speak_of_are_compared() -> None:
    fields = difference({"state": "open", "version": 1}, {"state": "done", "version": 2})
    assert [field.name for field in fields if field.changed] == ["state"]
    assert difference(None, None)[0].then is None


def test_what_was_never_filled_in_does_not_differ_from_what_is_empty() -> None:
    fields = difference(None, {"contact": "", "own:reason": "", "title": "换"}, ("own:reason",))
    assert [field.name for field in fields if field.changed] == ["title"]


def test_before_the_first_act_the_ticket_was_not_there() -> None:
    assert after_step({"a": 1}, (), 0) == {"a": 1}
    assert after_step({"a": 1}, (Step(1, 1, "", "", None),), 1) is None
    with pytest.raises(IndexError):
        after_step({}, (), 1)


_LIFE = st.lists(st.tuples(st.sampled_from(("state", "own", "both")), st.sampled_from("abcd")), min_size=1, max_size=20)


@given(_LIFE)
def test_row_and_own_fields_are_folded_back_together(life: list[tuple[str, str]]) -> None:
    """Played forwards beside the journal that it leaves, then folded back."""
    now: dict[str, object] = {"state": "new"}
    images, changes = [dict(now)], [Change(1, 1, 1, "小满", "CreateTicket", "", None)]
    for act, (part, value) in enumerate(life, 2):
        if part in ("own", "both"):
            before = now.get("own:size")
            changes.append(Change(len(changes) + 1, act, act, "", "", "size", None if before is None else str(before)))
            now["own:size"] = value
        if part in ("state", "both"):
            changes.append(Change(len(changes) + 1, act, act, "", "", "", {"state": now["state"]}))
            now["state"] = value
        images.append(dict(now))
    steps = steps_of(now, changes[::-1])
    assert [step.act for step in steps] == list(range(len(images), 0, -1))
    for act, image in enumerate(images, 1):
        found = as_of(now, steps, act)
        assert found is not None
        assert {name: value for name, value in found.items() if value is not None} == image
    assert as_of(now, steps, 0) is None
    assert own_fields(now, steps) == (("own:size",) if "own:size" in now else ())


def test_an_act_of_several_changes_is_one_step_with_what_stood_before_the_first() -> None:
    changes = (
        Change(5, 3, 30, "小满", "MergeTickets", "", {"state": "b"}),
        Change(4, 3, 30, "小满", "MergeTickets", "", {"state": "a"}),
        Change(1, 1, 10, "小满", "CreateTicket", "", None),
    )
    steps = steps_of({"state": "c"}, changes)
    assert [(step.act, step.before) for step in steps] == [(3, {"state": "a"}), (1, None)]


ACTS = (Step(3, 30, "", "", {}), Step(2, 20, "", "", {}), Step(1, 10, "", "", None))
LIFE = points(ACTS, 100)


def test_a_life_is_its_acts_and_now() -> None:
    assert (Point(10, 2), Point(20, 1), Point(30, 0), Point(100, 0)) == LIFE
    assert points((), 7) == (Point(7, 0),)
    assert points(ACTS, 25)[-1] == Point(30, 0)  # a clock that was set back


@pytest.mark.parametrize(
    ("moment", "place"), [(5, 3), (10, 2), (19, 2), (20, 1), (29, 1), (30, 0), (99, 0), (100, 0), (900, 0)]
)
def test_a_moment_lies_after_the_acts_up_to_it(moment: int, place: int) -> None:
    assert point_at(LIFE, moment) == Point(min(moment, 100), place)


@pytest.mark.parametrize(
    ("point", "by", "wanted"),
    [
        (Point(100, 0), 1, Point(100, 0)),
        (Point(100, 0), -1, Point(30, 0)),
        (Point(30, 0), 1, Point(100, 0)),
        (Point(30, 0), -1, Point(20, 1)),
        (Point(25, 1), -1, Point(20, 1)),
        (Point(25, 1), 1, Point(30, 0)),
        (Point(10, 2), -1, Point(10, 2)),
        (Point(5, 3), 1, Point(10, 2)),
        (Point(5, 3), -1, Point(10, 2)),
        (Point(100, 0), -5, Point(10, 2)),
        (Point(10, 2), 1 << 30, Point(100, 0)),
        (Point(100, 0), -(1 << 30), Point(10, 2)),
    ],
)
def test_steps_go_from_act_to_act(point: Point, by: int, wanted: Point) -> None:
    assert stepped(LIFE, point, by) == wanted


@given(st.lists(st.integers(0, 50), max_size=12), st.integers(0, 80))
def test_steps_to_the_left_reach_every_act_and_back(moments: list[int], now: int) -> None:
    acts = [Step(n, at, "", "", None) for n, at in enumerate(sorted(moments, reverse=True))]
    life = points(acts, now)
    left = [life[-1]]
    while (point := stepped(life, left[-1], -1)) != left[-1]:
        left.append(point)
    assert set(left) == set(life)
    right = [left[-1]]
    while (point := stepped(life, right[-1], 1)) != right[-1]:
        right.append(point)
    assert right == left[::-1]
