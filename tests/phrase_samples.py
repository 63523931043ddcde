"""The samples of Qianniu's phrases, read by the standard library and openpyxl: no code of the program's reader."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import openpyxl

SAMPLES = ("千牛快捷短语.xlsx", "千牛快捷短语_gbk.csv", "千牛快捷短语_utf8bom.csv")
Row = tuple[str, str, str]


def sample_rows(path: Path) -> list[Row]:
    """Code, text and group of every row, blanks around them left out."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        found = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    else:
        encoding = "gb18030" if "gbk" in path.name else "utf-8-sig"
        with path.open(encoding=encoding, newline="") as file:
            found = [tuple(row) for row in csv.reader(file)][1:]
    code_text_group = [tuple(str(cell).strip().replace("\r\n", "\n") for cell in row) for row in found]
    return [(code, text, group) for code, text, group in code_text_group]


def changed_sample(path: Path, out: Path) -> tuple[list[Row], int]:
    """Write a sample with one row changed and one added; return its rows and which of them is another now (from 0)."""
    rows = sample_rows(path)
    codes, texts = Counter(code for code, *_rest in rows), Counter(text for _code, text, _group in rows)
    at = next(n for n, (code, text, _group) in enumerate(rows) if code and codes[code] == texts[text] == 1)
    changed = [
        *rows[:at],
        (rows[at][0], f"{rows[at][1]}（改）", rows[at][2]),
        *rows[at + 1 :],
        ("", "从未有过的一句", ""),
    ]
    with out.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([("快捷短语编码", "快捷短语", "快捷短语分组"), *changed])
    return rows, at
