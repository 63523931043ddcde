"""Chinese stands in the catalogues and in the data of the trade, not in the code that shows or keeps it."""

from __future__ import annotations

import re

import pytest

CHINESE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
FLOORS = ("ui", "app", "desk", "store", "cli", "words")
# The character that widths are measured by says nothing.
YARDSTICK = "永"


def chinese(source):
    if source.floor() in FLOORS:
        for node in source.texts():
            if CHINESE.search(node.value.replace(YARDSTICK, "")):
                yield f"{source.at(node)} {node.value[:30]!r}"


def test_no_chinese_text_in_the_code(package):
    assert [found for source in package for found in chinese(source)] == []


@pytest.mark.parametrize("name", ["ticketdesk/ui/a.py", "ticketdesk/app.py", "ticketdesk/desk/commands/b.py"])
def test_control_chinese_is_found(snippet, name):
    assert list(chinese(snippet('X = "工单"', name)))
    assert list(chinese(snippet('X = f"工单 {n}"', name)))


def test_control_docstrings_and_the_trade_may(snippet):
    assert not list(chinese(snippet('"""工单"""\n# 备注\nX = "ticket"')))
    assert not list(chinese(snippet('X = "订单编号"', "ticketdesk/exchange/headers.py")))
