"""Exports: nothing starts a formula, everything reads back the same, and a file is whole or not there."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.guard import guard, guard_number, unguard
from ticketdesk.exchange.rows import sheet_rows, text_rows
from ticketdesk.exchange.writers import write_columns, write_json_lines, write_table
from ticketdesk.words.problems import file_sentence

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=20)
STARTS = "=+-@＝＋－＠\t\r"
TEXT = st.one_of(ANY, st.builds("".join, st.tuples(st.sampled_from([*STARTS, "'", "''", " ", "null", "0"]), ANY)))
FIXTURE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@given(TEXT)
@example("null")
def test_a_guard_comes_off_without_loss(text):
    assert unguard(guard(text)) == text
    assert unguard(guard_number(text)) == text
    assert guard(text)[:1] not in {*STARTS, "\n"} or text == ""


@FIXTURE
@given(st.lists(st.tuples(TEXT, TEXT, st.one_of(st.none(), st.integers(0, 10**14))), max_size=5))
def test_what_was_written_reads_back(tmp_path, rows):
    header = ("甲", "=乙", "数")
    wanted = [[a, b, "" if c is None else str(c)] for a, b, c in rows]
    write_table(tmp_path / "t.csv", header, rows, text_columns=("甲",))
    write_table(tmp_path / "t.xlsx", header, rows, text_columns=("甲",))
    table = [row.cells for row in text_rows(tmp_path / "t.csv", "utf-8-sig", ",")]
    assert [[unguard(cell) for cell in row] for row in table] == [list(header), *wanted]
    sheet = [[unguard(cell) for cell in row.cells] for row in sheet_rows(tmp_path / "t.xlsx", 0)]
    assert [[*row, "", ""][:3] for row in sheet[1 : len(rows) + 1]] == [row for row in wanted[: len(sheet) - 1]]
    assert all(not any(row) for row in wanted[len(sheet) - 1 :])
    for row in table:
        assert not any(cell[:1] in {*STARTS, "\n"} for cell in row if cell)


def test_ids_stay_text_in_every_format(tmp_path):
    number = "4055670462648394832"
    for ending in ("csv", "xlsx", "jsonl"):
        path = tmp_path / f"o.{ending}"
        assert write_table(path, ("订单编号", "n"), [(number, 3)], text_columns=("订单编号",)) == 1
    assert (tmp_path / "o.csv").read_bytes() == f"\ufeff订单编号,n\r\n'{number},3\r\n".encode()
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert [cell.value for cell in book.active[2]] == [number, 3]
    assert book.active["A2"].data_type == "s"
    assert json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8")) == {"订单编号": number, "n": 3}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_a_stopped_export_leaves_what_was_there(tmp_path, ending):
    path = tmp_path / f"导出.{ending}"
    path.write_bytes(b"before")
    answers = iter([False, True])
    with pytest.raises(DeskError, match="cancelled"):
        write_table(path, ("a",), ((str(at),) for at in range(2000)), cancelled=lambda: next(answers))
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"before"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_a_failing_source_leaves_nothing(tmp_path, ending):
    def rows():
        yield ("1",)
        raise RuntimeError("the store broke")

    with pytest.raises(RuntimeError):
        write_table(tmp_path / f"x.{ending}", ("a",), rows())
    assert list(tmp_path.iterdir()) == []


def test_refusals(tmp_path):
    with pytest.raises(DeskError, match="export_ending"):
        write_table(tmp_path / "x.doc", ("a",), [])
    with pytest.raises(DeskError, match="export_failed") as failed:
        write_table(tmp_path / "none" / "x.csv", ("a",), [])
    assert file_sentence(failed.value)
    with pytest.raises(DeskError, match="export_cell_too_long"):
        write_table(tmp_path / "x.xlsx", ("a",), [("x" * 40_000,)])
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_rows(tmp_path):
    told = []
    write_table(tmp_path / "x.csv", ("a",), [("1",)] * 1200, progress=lambda done, total: told.append(done))
    assert told == [0, 500, 1000, 1200]


def test_json_lines(tmp_path):
    assert write_json_lines(tmp_path / "x.jsonl", [{"字": "=1"}, {"n": None}]) == 2
    assert (tmp_path / "x.jsonl").read_text(encoding="utf-8") == '{"字":"=1"}\n{"n":null}\n'


def test_csv_opens_in_other_programs(tmp_path):
    write_table(tmp_path / "x.csv", ("a", "b"), [("换行\n里", None)])
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["a", "b"], ["换行\n里", ""]]


@FIXTURE
@given(st.lists(st.tuples(TEXT, st.one_of(TEXT, st.from_regex("[0-9]{1,13}", fullmatch=True))), min_size=1, max_size=6))
def test_columns_are_written_as_the_same_rows_are(tmp_path, rows):
    header = ("=甲", "订单编号")
    pages = [list(zip(*part, strict=True)) for part in (rows[:4], rows[4:]) if part]
    for ending in ("csv", "xlsx"):
        assert write_columns(tmp_path / f"c.{ending}", header, pages, text_columns=("订单编号",)) == len(rows)
        write_table(tmp_path / f"r.{ending}", header, rows, text_columns=("订单编号",))
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "r.csv").read_bytes()
    assert list(sheet_rows(tmp_path / "c.xlsx", 0)) == list(sheet_rows(tmp_path / "r.xlsx", 0))


def test_columns_stop_between_pages_and_leave_nothing(tmp_path):
    answers = iter([False, False, True])
    with pytest.raises(DeskError, match="cancelled"):
        write_columns(tmp_path / "x.csv", ("a",), ([["1"] * 500] for _ in range(9)), cancelled=lambda: next(answers))
    assert list(tmp_path.iterdir()) == []
