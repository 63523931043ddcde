"""Spans of moments: joined, turned round and cut, against plain counting of every moment."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.periods import Interval
from ticketdesk.store.queries.term_spans import complement, disjoint, spans
from ticketdesk.store.queries.term_sql import Seen

MOMENTS = range(-1, 12)
NOW = 1_790_827_200_000
END = st.one_of(st.none(), st.integers(0, 10))
SPANS = st.lists(st.builds(Interval, END, END), max_size=5)


def inside(found: list[Interval] | tuple[Interval, ...], at: int) -> bool:
    return any((low is None or low <= at) and (high is None or at < high) for low, high in found)


def sound(found: tuple[Interval, ...]) -> bool:
    """Apart from each other and in order, none of them empty."""
    pairs = pairwise(found)
    apart = all(one.high is not None and other.low is not None and one.high < other.low for one, other in pairs)
    return apart and all(None in each or each.low < each.high for each in found)  # type: ignore[operator]


@given(SPANS)
def test_joined_they_hold_the_same_moments_each_once(given_spans: list[Interval]) -> None:
    found = disjoint(given_spans)
    assert sound(found)
    assert [inside(found, at) for at in MOMENTS] == [inside(given_spans, at) for at in MOMENTS]


@given(SPANS)
def test_the_complement_holds_all_others(given_spans: list[Interval]) -> None:
    found = disjoint(given_spans)
    assert sound(complement(found))
    assert [inside(complement(found), at) for at in MOMENTS] == [not inside(found, at) for at in MOMENTS]
    assert complement(complement(found)) == found


def test_all_terms_on_a_moment_leave_what_they_have_in_common() -> None:
    found = spans(parse("更新<3d -更新<1d 处理人:我 更新>0m"), "updated", Seen(1, NOW))
    assert found is not None and found.places == {0, 1, 3}
    day = 86_400_000
    assert found.found == (Interval(NOW - 3 * day + 1, NOW - day + 1),)
    assert spans(parse("更新<1d 更新>3d"), "updated", Seen(1, NOW)) == ((), frozenset({0, 1}))
    assert spans(parse("创建<1d"), "updated", Seen(1, NOW)) is None
