"""Masks by column: what anybody may see of a stored value."""

from __future__ import annotations

import json

import pytest

from ticketdesk.domain.personal import is_masked, mask_extra, mask_text, masked


@pytest.mark.parametrize(
    ("table", "column", "value", "seen"),
    [
        ("orders", "receiver", "林小鹿", "林**"),
        ("orders", "mobile", "13812346021", "138****6021"),
        ("orders", "invoice_title", "某某公司", "****"),
        ("orders", "invoice_title", "", ""),
        ("orders", "titles", "亚麻衬衫", "亚麻衬衫"),
        ("orders", "flag", 3, 3),
        ("buyer", "name", "林小鹿", "林**"),
        ("buyer", "nick", "林小鹿_88", "林小鹿_88"),
        ("ticket", "contact", "13812346021", "138****6021"),
        ("orders", "extra", "broken", "****"),
    ],
)
def test_a_value_by_its_column(table: str, column: str, value: object, seen: object) -> None:
    assert masked(table, column, value) == seen


def test_what_files_said_is_masked_inside_its_json() -> None:
    edited = masked("orders", "edited", json.dumps({"mobile": "13812346021", "flag": 1}))
    assert json.loads(str(edited)) == {"mobile": "138****6021", "flag": 1}


def test_unknown_columns_about_people_are_hidden_and_numbers_masked() -> None:
    extra = {"买家支付宝账号": "a@b.cn", "券": "7", "留言": "打13812346021", "收货人姓名": ""}
    assert mask_extra(extra) == {"买家支付宝账号": "****", "券": "7", "留言": "打138****6021", "收货人姓名": ""}
    assert mask_text("单号 1381234602100") == "单号 1381234602100"


def test_a_mask_is_known_as_one() -> None:
    assert all(is_masked(text) for text in ("林**", "138****6021", "浙江省杭州市…"))
    assert not any(is_masked(text) for text in ("林小鹿", "13812346021", ""))
