"""``ticketdesk import``: counts, problems, several files, conversations, refusals that leave nothing behind."""

from __future__ import annotations

import _thread
import csv
import json
import signal
import threading
import time
import zipfile

import pytest

from tests.phrase_samples import SAMPLES, changed_sample
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.store import STORE_NAME


def test_from_nothing_to_orders(run, store, orders_csv):
    done = run("import", orders_csv, "--json")
    assert done.code == 1
    assert "Made a new store" in done.err and "TicketDesk" in done.err
    found = done.json
    assert {key: found[key] for key in ("new", "changed", "unchanged", "older", "problem_count")} == {
        "new": 3, "changed": 0, "unchanged": 0, "older": 0, "problem_count": 1,
    }  # fmt: skip
    assert found["format"] == "taobao_order_list" and found["encoding"] == "GB18030"
    assert found["file"] == str(orders_csv) and found["differences"] == []
    assert found["unknown_columns"] == ["自家列"]
    (problem,) = found["problems"]
    assert problem == {
        "line": 5, "reason": "“总金额” is not an amount: 12.8O", "original": "12.8O", "suggestion": "12.80",
    }  # fmt: skip


def test_the_same_file_again_changes_nothing(run, orders_csv):
    run("import", orders_csv)
    again = run("import", orders_csv, "--json")
    assert [again.json[key] for key in ("new", "changed", "unchanged")] == [0, 0, 3]
    assert again.err == ""


def test_words_name_the_problem_and_its_line(run, orders_csv):
    done = run("import", orders_csv)
    assert "3 new, 0 changed, 0 unchanged, 0 older, 1 with problems" in done.out
    assert "Line 5: “总金额” is not an amount: 12.8O (perhaps 12.80)" in done.out


def test_chinese_on_request(run, orders_csv):
    done = run("import", orders_csv, "--lang", "zh_CN", "--json")
    assert done.json["problems"][0]["reason"] == "“总金额”不是金额：12.8O"
    assert "已新建数据" in done.err


def test_several_files_give_one_object(run, orders_csv, twins, tmp_path):
    done = run("import", orders_csv, tmp_path / "none.csv", twins / "phrases_gbk.csv", "--json")
    assert done.code == 2
    orders, phrases, refused = done.json["files"]
    assert orders["new"] == 3 and phrases["format"] == "qianniu_phrases" and phrases["new"] > 0
    assert refused["key"] == "file_missing" and "none.csv was not found" in refused["error"]
    assert "none.csv was not found" in done.err


def test_phrases_twice(run, twins):
    first, again = (run("import", twins / "phrases.xlsx", "--json").json for _ in range(2))
    assert first["new"] > 0 and again["new"] == 0 and again["unchanged"] == first["new"]
    assert first["encoding"] is None


def test_a_dry_run_names_each_difference(run, tmp_path):
    path = tmp_path / "短语.csv"
    path.write_text("快捷短语编码,快捷短语,快捷短语分组\nkd,今天发,发货\nzd,在的,\n", encoding="utf-8-sig")
    run("import", path)
    path.write_text("快捷短语编码,快捷短语,快捷短语分组\nkd,明天发,售后\nzd,在的,\n,新的,\n", encoding="gb18030")
    told = run("import", path, "--dry-run")
    assert "Line 2: changed kd · 发货 · 今天发 → kd · 售后 · 明天发" in told.out
    assert "Line 4: new 新的" in told.out and "1 phrase without a code" in told.out
    named = run("import", path, "--dry-run", "--json").json["changes"]
    assert [(each["line"], each["text"], each["before"] and each["before"]["text"]) for each in named] == [
        (2, "明天发", "今天发"), (4, "新的", None),
    ]  # fmt: skip


def test_the_samples_of_phrases_count_as_the_standard_library_counts_them(run, exports, tmp_path):
    path = exports / "千牛快捷短语_gbk.csv"
    with path.open(encoding="gb18030", newline="") as file:
        rows = list(csv.reader(file))[1:]
    told = run("import", path, "--dry-run", "--json").json
    assert (told["new"], told["changed"], told["unchanged"]) == (len(rows), 0, 0)
    assert run("import", path, "--json").json["new"] == len(rows)
    for other in sorted(exports.glob("千牛快捷短语*")):
        again = run("import", other, "--dry-run", "--json").json
        assert (again["new"], again["changed"], again["changes"]) == (0, 0, [])
    out = tmp_path / "出.csv"
    assert run("export", "phrases", "--to", out, "--json").json["rows"] == len(rows)
    back = run("import", out, "--dry-run", "--json").json
    assert (back["new"], back["changed"], back["unchanged"]) == (0, 0, len(rows))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_changed_sample_has_each_of_its_differences_named(run, exports, tmp_path, name):
    run("import", exports / name)
    rows, line = changed_sample(exports / name, tmp_path / "改.csv")
    told = run("import", tmp_path / "改.csv", "--dry-run", "--json").json
    assert (told["new"], told["changed"], told["unchanged"]) == (1, 1, len(rows) - 1)
    named = [(each["line"], each["text"], each["before"] and each["before"]["text"]) for each in told["changes"]]
    was = next(text for at, (_code, text, _group) in enumerate(rows) if at == line)
    assert [text for _line, text, _before in named] == [f"{was}（改）", "从未有过的一句"]
    assert [before for _line, _text, before in named] == [was, None]


@pytest.mark.parametrize("name", ["phrases.xlsx", "list_41.csv", "detail_18.csv", "report_8.xlsx"])
def test_a_dry_run_says_the_same_and_writes_nothing(run, store, twins, name):
    told = run("import", twins / name, "--dry-run", "--json")
    assert not store.exists()
    done = run("import", twins / name, "--json")
    assert told.json == done.json and told.code == done.code
    again = run("import", twins / name, "--dry-run", "--json").json
    assert (again["new"], again["changed"]) == (0, 0) and again["unchanged"] > 0


def test_a_conversation(run, transcript):
    done = run("import", transcript, "--json")
    assert done.code == 0
    assert (done.json["format"], done.json["new"], done.json["buyer"]) == ("qianniu_transcript", 3, "小鹿88")
    again = run("import", transcript, "--json").json
    assert (again["new"], again["unchanged"]) == (0, 3)
    assert run("search", "换成", "--count", "--json").json["messages"] == 1
    assert run("import", transcript, "--dry-run").code == 2


def test_a_conversation_of_two_strangers_needs_the_buyer(run, store, tmp_path):
    file = tmp_path / "谁.txt"
    file.write_text("甲甲 2026-03-01 10:00:00\n你好\n乙乙 2026-03-01 10:00:30\n在的\n", encoding="gb18030")
    asked = run("import", file)
    assert asked.code == 2 and "甲甲, 乙乙" in asked.err and "--buyer" in asked.err
    done = run("import", file, "--buyer", "乙乙", "--json")
    assert (done.code, done.json["new"], done.json["buyer"], done.json["encoding"]) == (0, 2, "乙乙", "GB18030")


def hostile(tmp_path):
    """(name, content, key) of files that cannot be taken."""
    book = tmp_path / "made.zip"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    whole = "订单编号,总金额\r\n4055670462648394832,1.00\r\n".encode("gb18030")
    return [
        ("空.csv", b"", "file_empty"),
        ("只有表头.csv", "订单编号,总金额\r\n".encode("gb18030"), "file_no_rows"),
        ("其实是.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 100, "file_foreign"),
        ("坏.xlsx", book.read_bytes(), None),
        ("坏字节.csv", whole + b"4055670462648394833,\xff\xff\r\n", "file_encoding"),
        ("断.csv", whole + '4055670462648394833,"1.0'.encode("gb18030"), "file_cut"),
        ("别的.csv", b"a,b\r\n1,2\r\n", "file_unknown_layout"),
        ("宝贝.csv", b"title,propAlias\r\n1,2\r\n", "file_other_layout"),
    ]


@pytest.mark.parametrize("index", range(8))
def test_a_bad_file_is_refused_in_one_sentence_and_leaves_nothing(run, store, tmp_path, index):
    name, content, key = hostile(tmp_path)[index]
    file = tmp_path / name
    file.write_bytes(content)
    done = run("import", file, "--json")
    assert done.code == 2 and not store.exists()
    assert done.err.count("\n") == 1 and name in done.err
    assert done.json["error"] == done.err.strip()
    assert key is None or done.json["key"] == key


def test_rounded_numbers_are_refused_row_by_row(run, tmp_path):
    file = tmp_path / "excel.csv"
    file.write_bytes("订单编号,总金额\r\n4.05567E+18,1.00\r\n4055670462648394832,2.00\r\n".encode("gb18030"))
    done = run("import", file, "--json")
    assert (done.code, done.json["new"]) == (1, 1)
    assert "rounded" in done.json["problems"][0]["reason"] and done.json["problems"][0]["line"] == 2


def test_undo_takes_the_import_back(run, orders_csv, tmp_path):
    run("import", orders_csv)
    undone = run("undo", "--json")
    assert (undone.code, undone.json["undone"]) == (0, "ImportOrders")
    assert run("stats", "--json").json["rows"]["orders"] == 0
    assert run("undo").code == 2
    again = run("import", orders_csv, "--json").json
    assert again["new"] == 3


def test_numbers_keep_every_digit(run, orders_csv, tmp_path):
    run("import", orders_csv)
    target = tmp_path / "out.jsonl"
    run("export", "orders", "--to", target)
    numbers = [json.loads(line)["number"] for line in target.read_text(encoding="utf-8").splitlines()]
    assert numbers == ["4055670462648394832", "4055670462648394833", "4055670462648394834"]


def test_a_stop_from_the_keyboard_takes_the_import_back(run, twins, monkeypatch):
    steps = ImportOrders.steps

    def interrupted(self, context, cancelled):
        yield from steps(self, context, cancelled)
        _thread.interrupt_main()
        until = time.monotonic() + 60
        while not cancelled() and time.monotonic() < until:
            threading.Event().wait(0.005)
        yield 1

    monkeypatch.setattr(ImportOrders, "steps", interrupted)
    # A process that a shell has begun in the background hears nothing of the keyboard, and neither does what it tests.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = run("import", twins / "list_41.csv")
    finally:
        signal.signal(signal.SIGINT, before)
    assert done.code == 2 and "Cancelled" in done.err
    assert run("stats", "--json").json["rows"]["orders"] == 0
    assert run("verify").code == 0


def test_an_import_makes_a_backup_first_and_goes_on_where_it_cannot(run, store, orders_csv, monkeypatch):
    run("import", orders_csv)
    kept = [(each.manifest.reason, each.manifest.tables["orders"].rows) for each in Shelf(store / STORE_NAME).listed()]
    assert kept == [("import", 0)]
    run("import", orders_csv)
    assert [each.manifest.tables["orders"].rows for each in Shelf(store / STORE_NAME).listed()] == [3, 0]

    def full(*_arguments, **_named):
        raise DeskError("disk_full", path="x")

    monkeypatch.setattr(Shelf, "add", full)
    done = run("import", orders_csv)
    assert "No backup could be made before this: The disk is full" in done.err and "3 unchanged" in done.out
