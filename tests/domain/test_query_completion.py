"""What is suggested at the caret, and what a choice replaces."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ticketdesk.domain.query.completion import MOST, complete
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Language


class Shop:
    """Knows some people and numbers."""

    def names(self, field: str, beginning: str) -> Sequence[str]:
        every = {"assignee": ["小满", "小 雪", "阿泽"], "buyer": ["林小鹿_88"], "order": ["3000000000000001764"]}
        return [name for name in every.get(field, ()) if name.startswith(beginning)]


def offered(text: str, language: Language = "zh") -> list[str]:
    """What is suggested where ``|`` stands."""
    caret = text.index("|")
    return [each.text for each in complete(text.replace("|", ""), caret, language, provider=Shop()).suggestions]


def chosen(text: str, which: int = 0, language: Language = "zh") -> str:
    """The text after a choice was taken."""
    caret, plain = text.index("|"), text.replace("|", "")
    found = complete(plain, caret, language, provider=Shop())
    return plain[: found.start] + found.suggestions[which].text + plain[found.end :]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("状|", ["状态:"]),
        ("-状|", ["状态:"]),
        ("sta|", ["状态:", "代班:"]),
        ("换码 处|", ["处理人:", "状态:处理中"]),
        ("换|", ["类型:换货"]),
        ("状态:处|", ["处理中"]),
        ("状态：处|", ["处理中"]),
        ("状态:待处理,已|", ["已完成", "已取消", "已结"]),
        ("状态:待|处理", ["待处理"]),
        ("处理人:|", ["我", "无", "小满", '"小 雪"', "阿泽"]),
        ("处理人:小|", ["小满", '"小 雪"']),
        ('处理人:"小 |', ['"小 雪"']),
        ("买家:林|", ["林小鹿_88"]),
        ("超时:|", ["是", "否"]),
        ("到期:明|", ["明天"]),
        ("到期<4|", ["4h"]),
        ("到期<无|", []),
        ("优先级>|", ["低", "中", "高"]),
        ("没有这个:|", []),
        ("尺码偏小|", []),
    ],
)
def test_what_begins_so_is_offered(text: str, wanted: list[str]) -> None:
    assert offered(text) == wanted


def test_nothing_typed_offers_the_fields_in_the_chosen_language() -> None:
    assert offered("|")[:4] == ["状态:", "类型:", "处理人:", "优先级:"]
    assert offered("a |", "en")[:4] == ["state:", "type:", "assignee:", "priority:"]
    assert len(offered("|")) == MOST


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("换码 状|", "换码 状态:"),
        ("-sta|", "-状态:"),
        ("状态:处|", "状态:处理中"),
        ("状态:处|理 处理人:我", "状态:处理中 处理人:我"),
        ("状态:待处理,已|,处理中", "状态:待处理,已完成,处理中"),
        ('处理人:"小 |', '处理人:"小 雪"'),
        ("处理人：|　换码", "处理人：我　换码"),
        ("到期<|", "到期<今天"),
    ],
)
def test_a_choice_replaces_what_stands_there(text: str, after: str) -> None:
    assert chosen(text) == after


def test_every_value_offered_can_be_asked() -> None:
    for language in ("zh", "en"):
        for field in complete("", 0, language).suggestions:
            assert field.goes_on
            for value in complete(field.text, len(field.text), language, provider=Shop()).suggestions:
                assert len(parse(field.text + value.text).terms) == 1


def test_a_text_beyond_all_bounds_is_offered_nothing() -> None:
    assert complete("状" * 1_000_000, 3, "zh").suggestions == ()
