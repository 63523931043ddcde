"""A ticket folded back from its changes equals what stood there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.ticket_past import Step, after_step, as_of, difference

_ROWS = st.lists(st.fixed_dictionaries({"state": st.sampled_from("abc"), "priority": st.integers(1, 3)}), min_size=1)


@given(_ROWS)
def test_the_row_at_a_moment_is_the_one_that_stood_there(rows: list[dict[str, object]]) -> None:
    befores: list[dict[str, object] | None] = [None, *rows[:-1]]
    steps = [Step(at, at * 1_000, "小满", "SetTicketState", before) for at, before in enumerate(befores)][::-1]
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


def test_there_is_nothing_before_the_first_act() -> None:
    with pytest.raises(IndexError):
        after_step({}, (), 1)
    assert after_step({"a": 1}, (), 0) == {"a": 1}
