"""The sample exports beside the project as csv and openpyxl read them, not our readers."""

from __future__ import annotations

import csv

import openpyxl

FILES = [
    "ExportOrderList202601011030.csv",
    "ExportOrderList202602011030.csv",
    "ExportOrderDetailList202601011030.csv",
    "ExportOrderDetailList202602011030.csv",
    "订单报表_千牛v2.xlsx",
    "订单报表_自选列乱序.xlsx",
]


def rows_of(path):
    """The rows of a file as dicts by the names of its columns, blanks around those taken off."""
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            table = list(csv.reader(file))
    else:
        book = openpyxl.load_workbook(path, read_only=True)
        table = [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
        book.close()
    header = [name.strip() for name in table[0]]
    return [dict(zip(header, row, strict=True)) for row in table[1:]]
