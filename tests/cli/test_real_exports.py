"""The sample exports through the command line, with counts that csv and openpyxl give, not our readers."""

from __future__ import annotations

import json

import pytest

from tests.data.real_exports import FILES, rows_of


def numbers_of(path):
    """The order numbers of a file, each once, in the order of the file."""
    found = ((row.get("主订单编号") or row["订单编号"]).removeprefix('="').removesuffix('"') for row in rows_of(path))
    return list(dict.fromkeys(found))


def exported(run, target):
    assert run("export", "orders", "--to", target).code == 0
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def counts(result):
    return {key: result.json[key] for key in ("new", "changed", "unchanged", "older", "problem_count")}


@pytest.mark.parametrize("name", FILES)
def test_each_file_alone_and_again(run, exports, tmp_path, name):
    numbers = numbers_of(exports / name)
    first = run("import", exports / name, "--json")
    assert first.code == 0 and first.json["problems"] == []
    assert counts(first) == {"new": len(numbers), "changed": 0, "unchanged": 0, "older": 0, "problem_count": 0}
    assert first.json["encoding"] == ("GB18030" if name.endswith(".csv") else None)
    again = run("import", exports / name, "--json")
    assert (again.code, counts(again)["new"], counts(again)["changed"]) == (0, 0, 0)
    assert counts(again)["unchanged"] == len(numbers)
    assert [order["number"] for order in exported(run, tmp_path / "out.jsonl")] == numbers


def test_all_six_complete_each_other(run, exports, tmp_path):
    known = set()
    done = run("import", *(exports / name for name in FILES), "--json")
    assert done.code == 0
    for name, found in zip(FILES, done.json["files"], strict=True):
        numbers = set(numbers_of(exports / name))
        assert found["new"] == len(numbers - known)
        assert found["changed"] + found["unchanged"] + found["older"] == len(numbers & known)
        known |= numbers
    orders = {order["number"]: order for order in exported(run, tmp_path / "out.jsonl")}
    assert set(orders) == known
    subs = [row["子订单编号"].removeprefix('="').removesuffix('"') for row in rows_of(exports / FILES[3])]
    lines = [line for order in orders.values() for line in order.get("lines", ())]
    assert sorted(line["sub_number"] for line in lines if "sub_number" in line) == sorted(subs)
    for row in rows_of(exports / FILES[0]):
        order = orders[row["订单编号"].removeprefix('="').removesuffix('"')]
        assert order["buyer_nick"] == row["买家会员名"]
        assert order["total_cents"] == round(float(row["总金额"]) * 100)
    assert run("verify").code == 0


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_an_export_makes_the_same_orders_in_a_new_store(run, exports, tmp_path, ending):
    run("import", *(exports / name for name in FILES))
    target, other = tmp_path / f"all.{ending}", tmp_path / "other"
    before = exported(run, tmp_path / "before.jsonl")
    run("export", "orders", "--to", target)
    moved = run("import", target, "--store", other, "--json")
    assert (moved.code, moved.json["new"], moved.json["format"]) == (0, len(before), "ticketdesk_orders")
    assert run("export", "orders", "--to", tmp_path / "after.jsonl", "--store", other).code == 0
    after = [json.loads(line) for line in (tmp_path / "after.jsonl").read_text(encoding="utf-8").splitlines()]
    assert after == before
    again = run("import", target, "--json").json
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, len(before))


def test_other_kinds_of_files_are_named(run, store, exports):
    done = run("import", exports / "淘宝助理数据包.csv")
    assert done.code == 2 and "淘宝助理数据包.csv" in done.err and done.err.count("\n") == 1
    assert not store.exists()


def test_orders_of_a_platform_go_out_in_its_own_columns_and_come_in_again(run, exports, tmp_path):
    files = ("京东_订单.csv", "拼多多_订单.csv", "抖店_订单.csv")
    assert run("import", *(exports / name for name in files)).code == 0
    for form, count in (("jd", 320), ("pinduoduo", 200), ("douyin", 200)):
        target = tmp_path / f"{form}.csv"
        assert run("export", "orders", "--to", target, "--form", form).code == 0
        again = run("import", target, "--json").json
        assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, count)
    refused = run("export", "orders", "--to", tmp_path / "jd.jsonl", "--form", "jd")
    assert refused.code == 2 and "jd.jsonl" in refused.err


def test_an_export_of_refunds_makes_no_order_and_names_those_that_are_not_here(run, exports, tmp_path):
    done = run("import", exports / "退款_售后导出.xlsx", "--json")
    assert (done.json["format"], done.json["new"], done.json["problem_count"]) == ("taobao_refunds", 0, 51)
    assert exported(run, tmp_path / "orders.jsonl") == []
