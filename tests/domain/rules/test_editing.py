"""One rule of a pack edited: weighed alone and among the others, put in its place, the name of the next version."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rules.packs import pack, shipped
from ticketdesk.domain.rules.editing import carried_over, next_pack, next_version, weighed, with_rule
from ticketdesk.domain.rules.faults import Fault, FaultKind
from ticketdesk.domain.rules.pack_text import LONGEST_VERSION, Difference, differences
from ticketdesk.domain.rules.reading import counted_by, stated_rule
from ticketdesk.domain.rules.values import Counting

CHAIN = pack({"id": "A", "lapse_then": ["B"]}, {"id": "B", "starts": "lapse"}, {"id": "C"})


def fields(name: str, **changed: Any) -> dict[str, Any]:
    """The fields of a rule of ``CHAIN`` with some changed; one that is None is left out."""
    rule = CHAIN.rule(name)
    assert rule is not None
    return {key: value for key, value in {**stated_rule(rule), **changed}.items() if value is not None}


def test_a_rule_that_is_right_comes_back_changed() -> None:
    found = weighed(CHAIN, "A", fields("A", limit=24, duty=" Answer soon "))
    assert found.faults == () and found.rule is not None
    assert (found.rule.limit, found.rule.duty, found.rule.lapse_then) == (24, "Answer soon", ("B",))


@pytest.mark.parametrize(
    ("name", "changed", "fault"),
    [
        ("A", {"limit": 0}, Fault(FaultKind.NEGATIVE, "A", "limit", "0")),
        ("A", {"limit": "soon"}, Fault(FaultKind.NOT_WHOLE, "A", "limit", "soon")),
        ("A", {"limit": None}, Fault(FaultKind.MISSING, "A", "limit")),
        ("A", {"read_on": "2027-02-29"}, Fault(FaultKind.NOT_DATE, "A", "read_on", "2027-02-29")),
        ("A", {"standing": "law"}, Fault(FaultKind.CLAIMS_TOO_MUCH, "A", "standing", "law, S")),
        ("A", {"lapse_then": None}, Fault(FaultKind.NEVER_STARTS, "B", "starts", "lapse")),
        ("B", {"lapse_then": ["A"]}, Fault(FaultKind.RUNS_FOR_EVER, "A", "lapse_then", "A → B → A")),
        ("C", {"then": ["D"]}, Fault(FaultKind.UNKNOWN_NEXT, "C", "then", "D")),
    ],
)
def test_what_is_wrong_alone_or_among_the_others_is_told(name: str, changed: dict[str, Any], fault: Fault) -> None:
    found = weighed(CHAIN, name, fields(name, **changed))
    assert found.rule is None and found.faults == (fault,)


def test_only_the_one_rule_changes_and_it_keeps_its_place() -> None:
    before = shipped()
    old = before.rule("KS-EXCH-48H")
    assert old is not None
    rule = weighed(before, old.id, stated_rule(old) | {"limit": 24}).rule
    assert rule is not None
    after = next_pack(before, old.id, rule, "店-7", date(2026, 12, 1))
    assert differences(before, after) == (Difference("KS-EXCH-48H", "limit", "48", "24"),)
    assert (after.version, after.made_on) == ("店-7", date(2026, 12, 1))
    assert [each.id for each in after.rules] == [each.id for each in before.rules]


def test_a_rule_that_the_pack_lacks_is_not_put_in() -> None:
    with pytest.raises(KeyError):
        with_rule(CHAIN, "D", CHAIN.rules[0])


@pytest.mark.parametrize(
    ("version", "following"),
    [
        ("2026.11", "2026.11-2"), ("2026-11", "2026-11-2"), ("2026.11-2", "2026.11-3"), ("2026-11-9", "2026-11-10"),
        ("本店 2026-11", "本店 2026-11-2"), ("店-1", "店-2"), ("v09", "v10"), ("own", "own-2"),
        ("x" * LONGEST_VERSION, "x" * (LONGEST_VERSION - 2) + "-2"),
    ],
)  # fmt: skip
def test_the_last_number_of_a_version_is_counted_up(version: str, following: str) -> None:
    assert next_version(version, ()) == following


def test_versions_that_others_have_are_passed_over() -> None:
    assert next_version("2026.11", {"2026.11-2", "2026.11-3"}) == "2026.11-4"


@given(st.text(min_size=1, max_size=LONGEST_VERSION), st.integers(0, 30))
def test_the_next_version_is_always_a_new_one_of_a_fit_length(version: str, others: int) -> None:
    taken = {version}
    for _ in range(others + 1):
        found = next_version(version, taken)
        assert found not in taken and 0 < len(found) <= LONGEST_VERSION
        taken.add(found)


def test_what_was_typed_stands_over_the_rule_of_another_pack() -> None:
    old = {"limit": 48, "duty": "Answer", "note": "old", "agreed": True}
    typed = {"limit": 24, "duty": "Answer", "agreed": True}  # the note was taken out
    new = {"limit": 36, "duty": "Answer at once", "note": "new", "then": ["B"]}  # the agreed end was
    assert carried_over(old, typed, new) == {"limit": 24, "duty": "Answer at once", "then": ["B"]}


def test_each_kind_of_counting_names_the_fields_it_may_have() -> None:
    assert counted_by(Counting.RUNNING) == {"limit"} and counted_by(Counting.GIVEN) == frozenset()
    assert counted_by(Counting.WINDOW) == {"limit", "window"} and counted_by(Counting.REGION) == {"regions"}
    assert counted_by(Counting.CUTOFF) == {"cutoff", "limit"}
