"""Near-duplicates: against the plain definition, and in time."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.phrase_near import NEAR, near_groups, shingles

WORDS = st.lists(st.text("亲在的呢可以发货吗今天", min_size=1, max_size=12), max_size=14)


def by_definition(texts, share):
    """All with all, then chains: the slow truth."""
    sets = {number: shingles(text) for number, text in texts}
    leader = {number: number for number in sets}
    for one in sets:
        for other in sets:
            common = len(sets[one] & sets[other])
            if common / (len(sets[one]) + len(sets[other]) - common) >= share:
                old, new = leader[other], leader[one]
                leader = {each: new if of == old else of for each, of in leader.items()}
    groups = {}
    for number, of in sorted(leader.items()):
        groups.setdefault(of, []).append(number)
    return sorted(tuple(found) for found in groups.values() if len(found) > 1)


@given(WORDS, st.sampled_from([0.5, NEAR, 1.0]), st.randoms())
def test_the_groups_are_those_of_all_compared_with_all(words, share, shuffler):
    texts = list(enumerate(words, start=1))
    expected = by_definition(texts, share)
    shuffler.shuffle(texts)
    found = near_groups(texts, share)
    assert [group.ids for group in found] == expected
    assert all(group.share >= share for group in found)


def test_signs_width_and_traditional_forms_do_not_count():
    found = near_groups([(3, "亲,可以換码哦!"), (1, "亲，可以换码哦～"), (2, "不行"), (5, "(^_^)"), (6, "(^_^) ")])
    assert [group.ids for group in found] == [(1, 3), (5, 6)]
    assert [group.share for group in found] == [1.0, 1.0]


def test_one_word_of_a_sentence_may_differ():
    texts = [(1, "亲,您的订单今天下午四点前会安排发货的哦"), (2, "亲,您的订单今天下午五点前会安排发货的哦")]
    assert [group.ids for group in near_groups(texts)] == [(1, 2)]
    assert near_groups([(1, "今天发货"), (2, "明天发货")]) == []


def test_five_thousand_phrases_take_less_than_a_second():
    chance = random.Random(7)
    signs = [chr(0x4E00 + n) for n in range(600)]
    base = ["".join(chance.choices(signs, k=chance.randint(8, 60))) for _ in range(4_000)]
    base += [text[:5] + "改" + text[6:] for text in base[:1_000]]
    alike = [f"亲您的第{n}号订单今天下午四点前会安排发货的哦请放心" for n in range(5_000)]
    for texts in (base, alike):
        began = time.process_time()
        found = near_groups(enumerate(texts, start=1))
        assert time.process_time() - began < 1.0
        assert found
