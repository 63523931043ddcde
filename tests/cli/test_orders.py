"""``ticketdesk orders``: a query in either language, its list, its count, and what is wrong with it."""

from __future__ import annotations

import json

import pytest

from ticketdesk.__main__ import HEADLESS
from ticketdesk.cli import arguments


@pytest.fixture
def shop(run, orders_csv):
    run("import", orders_csv)
    return run


def numbers(done):
    return [each["number"] for each in done.json["orders"]]


def test_a_query_lists_its_orders_the_newest_first(shop):
    every = shop("orders", "--json", "").json["orders"]
    assert len(every) > 1
    assert [each["created"] for each in every] == sorted((each["created"] for each in every), reverse=True)
    one = every[0]
    for query in (f"编号:…{one['number'][-8:]}", f"buyer:{one['buyer']} created:{one['created'][:10]}"):
        assert one["number"] in numbers(shop("orders", "--json", "--", query))
    dear = shop("orders", "--json", "amount>20").json["orders"]
    assert {each["number"] for each in dear} == {each["number"] for each in every if (each["paid_cents"] or 0) > 2_000}
    assert one["number"] not in numbers(shop("orders", "--json", "--", f"-编号:{one['number']}"))


def test_a_query_is_counted_and_written_in_the_language(shop):
    whole = len(numbers(shop("orders", "--json", "")))
    assert shop("orders", "flag:grey", "--count", "--json").json == {"query": "flag:grey", "count": whole}
    assert shop("orders", "flag:grey", "--count", "--lang", "zh_CN").out == f"旗:灰: {whole}\n"
    assert shop("orders", "", "--count").out == f"All orders: {whole}\n"
    assert len(numbers(shop("orders", "--json", "--limit", "1", ""))) == 1
    assert shop("orders", "flag:blue").out == "Nothing found.\n"


def test_a_line_names_state_and_amount_in_the_language(shop):
    row = shop("orders", "--json", "--limit", "1", "").json["orders"][0]
    line = shop("orders", "--limit", "1", "", "--lang", "zh_CN").out
    assert row["number"] in line and row["buyer"] in line
    assert any(word in line for word in ("待付款", "待发货", "已发货", "交易成功", "已关闭"))


def test_money_stands_in_its_currency_and_telephones_in_remarks_are_covered(run, tmp_path):
    row = {"number": "8800123", "platform": "shopify", "currency": "USD", "paid_cents": 1250, "remark": "打13800138000"}
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    run("import", str(path))
    (shown,) = run("orders", "--json", "").json["orders"]
    assert (shown["paid_cents"], shown["currency"]) == (1_250, "USD")
    assert "USD 12.50" in run("orders", "").out
    assert shown["remark"].startswith("打") and "13800138000" not in shown["remark"]


@pytest.mark.parametrize(
    ("query", "key", "said"),
    [
        ("staet:to-ship", "query_field_near", "“staet” (character 1); perhaps “state”"),
        ("a amount>x", "query_amount", "“x” (character 10)"),
        ("assignee:me", "query_field_unknown", "“assignee” (character 1)"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(shop, query, key, said):
    done = shop("orders", query, "--json")
    assert done.code == 2 and done.json["key"] == key and said in done.err


def test_it_runs_without_the_window():
    assert "orders" in HEADLESS
    assert arguments.parse(["orders", "state:to-ship", "flag:red"]).words == "state:to-ship flag:red"
