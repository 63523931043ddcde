"""What a file of phrases does to those that stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.phrase_merge import Fate, PhraseSign, digest, let_go, plan

PHRASES = st.lists(
    st.tuples(st.sampled_from(["", "a", "b", "c"]), st.sampled_from("一二三四"), st.sampled_from(["", "甲", "乙"])),
    max_size=12,
)  # fmt: skip


def signs(rows, start=1):
    return [PhraseSign(at, code, digest(text), group) for at, (code, text, group) in enumerate(rows, start)]


def fates(rows, stored):
    return [(match.fate.value, match.phrase_id) for match in plan(signs(rows, 2), signs(stored, 101)).matches]


def take(rows, stored):
    """The phrases after the import, as an import would leave them."""
    after = list(stored)
    for row, match in zip(rows, plan(signs(rows), signs(stored, 101)).matches, strict=True):
        if match.fate is Fate.NEW:
            after.append(row)
        elif match.phrase_id is not None:
            after[match.phrase_id - 101] = row
    return after


def test_equal_rows_are_paired_one_by_one():
    stored = [("kd", "一", "甲"), ("kd", "一", "甲")]
    assert fates([("kd", "一", "甲")] * 3, stored) == [("same", 101), ("same", 102), ("new", None)]


def test_another_group_code_or_text_is_a_change_of_the_phrase():
    assert fates([("kd", "一", "乙")], [("kd", "一", "甲")]) == [("changed", 101)]
    assert fates([("fh", "一", "甲")], [("kd", "一", "甲")]) == [("changed", 101)]
    assert fates([("kd", "二", "甲")], [("kd", "一", "甲")]) == [("changed", 101)]
    assert fates([("kd", "二", "乙")], [("kd", "一", "甲")]) == [("changed", 101)]


def test_a_code_that_repeats_or_is_empty_overwrites_nothing():
    assert fates([("kd", "三", "")], [("kd", "一", "甲"), ("kd", "二", "乙")]) == [("new", None)]
    assert fates([("kd", "三", ""), ("kd", "四", "")], [("kd", "一", "")]) == [("new", None)] * 2
    assert fates([("", "二", "")], [("", "一", "")]) == [("new", None)]


def test_validity_counts_only_where_the_file_has_it():
    stored = [PhraseSign(9, "a", digest("一"), "", (5, None))]
    told = [PhraseSign(1, "a", digest("一"), "", validity) for validity in (None, (5, None), (6, None))]
    assert [plan([row], stored).matches[0].fate.value for row in told] == ["same", "same", "changed"]


def test_what_is_worth_saying_is_said():
    found = plan(signs([("a", "一", ""), ("", "二", ""), ("a", "三", ""), ("b", "四", "")], 2), [], ["b", ""])
    assert found.repeated == {"a": [2, 4]}
    assert (found.empty_codes, found.shadowed, found.count(Fate.NEW)) == (1, [5], 4)


@given(PHRASES, PHRASES)
def test_every_row_stands_afterwards_and_the_same_file_again_changes_nothing(rows, stored):
    after = take(rows, stored)
    for row in rows:
        assert after.count(row) >= rows.count(row)
    assert take(rows, after) == after
    assert all(match.fate is Fate.SAME for match in plan(signs(rows), signs(after, 101)).matches)


@given(PHRASES, PHRASES)
def test_no_phrase_is_changed_twice(rows, stored):
    taken = [match.phrase_id for match in plan(signs(rows), signs(stored, 101)).matches if match.phrase_id]
    assert len(taken) == len(set(taken))


def test_what_is_let_go_is_empty_and_what_a_plan_tells_stays():
    held = [{"a": [1]}, [1, 2, 3], {}, []]
    let_go(*held)
    assert held == [{}, [], {}, []]
    rows = signs([("kd", "一", "甲"), ("kd", "二", "甲"), ("", "三", "")])
    found = plan(rows, signs([("kd", "一", "甲")], 101))
    assert found.repeated == {"kd": [1, 2]} and len(found.matches) == 3 and len(rows) == 3
