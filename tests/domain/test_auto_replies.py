"""Which answer the shop gives by itself."""

from __future__ import annotations

import pytest

from ticketdesk.domain.auto_replies import Rule, Scene, Situation, choose, keyword_lines

HOUR = 3_600_000
RULES = [
    Rule(1, Scene.FIRST_CONTACT, (), "亲，在的", HOUR),
    Rule(2, Scene.ALL_BUSY, (), "都在忙", HOUR),
    Rule(3, Scene.OFF_HOURS, (), "下班了", HOUR),
    Rule(4, Scene.KEYWORD, ("发票", "抬头"), "开票说明", HOUR),
    Rule(5, Scene.ORDER_STATE, (), "已发{快递}", HOUR),
]


@pytest.mark.parametrize(
    ("situation", "wanted"),
    [
        (Situation("在吗"), None),
        (Situation("在吗", first_contact=True), 1),
        (Situation("在吗", first_contact=True, all_busy=True), 2),
        (Situation("在吗", all_busy=True, off_hours=True), 3),
        (Situation("能开 發票 吗", off_hours=True), 4),
        (Situation("什么时候发货呀？", tracked=True, first_contact=True), 5),
        (Situation("什么时候发货呀？"), None),
        (Situation("", first_contact=True), 1),
    ],
)
def test_the_most_telling_scene_wins(situation: Situation, wanted: int | None) -> None:
    found = choose(RULES, situation, {}, 0)
    assert (found.id if found else None) == wanted


def test_a_rule_that_cools_down_gives_way() -> None:
    situation = Situation("发票", first_contact=True)
    given = {4: 10 * HOUR}
    assert [getattr(choose(RULES, situation, given, 10 * HOUR + at), "id", 0) for at in (0, HOUR - 1, HOUR)] == [
        1,
        1,
        4,
    ]
    assert choose(RULES, situation, {4: 10 * HOUR, 1: 10 * HOUR}, 10 * HOUR) is None


def test_keywords_stand_one_a_line() -> None:
    assert keyword_lines(" 发票 \n\n抬头\n") == ("发票", "抬头")
    assert choose([Rule(1, Scene.KEYWORD, ("?!",), "x", 0)], Situation("x"), {}, 0) is None
