"""The words a conversation can be closed with."""

from __future__ import annotations

from ticketdesk.desk.closings import closings, standard
from ticketdesk.domain.phrase_fill import Facts
from ticketdesk.store.queries.phrases import PhraseRow

NOBODY = Facts()
DEER = Facts(buyer="林小鹿_88", agent="小满", shop="青禾")


def phrase(text: str, group: str) -> PhraseRow:
    return PhraseRow(1, 1, "js", text, group, "js")


def test_the_standard_ones_carry_names() -> None:
    found = closings([], DEER)
    assert len(found) == len(standard().texts) == 2
    assert all(text.startswith("林小鹿_88，") for text in found) and "小满" in found[1]


def test_phrases_of_the_closing_groups_are_offered_after_them_and_each_once() -> None:
    own = [phrase("{买家}再见", " 结束语 "), phrase("bye {buyer}", "Closing"), phrase("可以换", "换货")]
    assert closings([*own, own[0]], DEER)[2:] == ["林小鹿_88再见", "bye 林小鹿_88"]


def test_what_cannot_be_filled_is_left_out() -> None:
    assert closings([phrase("订单{订单号}", "结束语"), phrase("{不知道}", "结束语")], DEER) == closings([], DEER)
    assert closings([], NOBODY) == []


def test_there_are_words_for_an_invitation_to_rate() -> None:
    assert "评价" in standard().rating
