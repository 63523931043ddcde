"""Files that nobody exported: twins of the known layouts with bytes, cells and workbook parts gone wrong."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.data.platform_rows import LAYOUTS, PARCEL, REFUND, text

# What breaks parsers: quotes, separators, marks of encodings, formulas, numbers out of range, invisible characters.
TOKENS = tuple(
    text.encode(codec)
    for codec in ("utf-8", "gb18030", "utf-16-le")
    for text in (
        '"', '""', '="', ",", ";", "\t", "\r", "\n", "\r\n", "\x00", "\x1a", "\ufeff", "=1+1", "@", "'", "＝",
        "1e999", "-0", "NaN", "99999999999999999999", "0.005", "2026-02-30 25:61:61", "9999-12-31 23:59:59",
        "0001-01-01 00:00:00", "\u202e", "\u200b", "e\u0301" * 5, "👨\u200d👩\u200d👧", "null", "[", "{", "}",
        '{"number": ', "[" * 2_000, "<", "&", "&#0;", "]]>", "订单编号", "快捷短语", "子订单编号", "=HYPERLINK(",
        "x" * 70_000, "," * 1_500, "\n" * 5_000,
    )
)  # fmt: skip
BAD_BYTES = (b"\xff", b"\xfe", b"\x80", b"\x81", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"PK\x03\x04")


def seeds(twins: Path) -> dict[str, bytes]:
    """The files to begin with, by name: every twin, its text in other encodings, JSON lines and a conversation."""
    found = {path.name: path.read_bytes() for path in sorted(twins.iterdir()) if path.suffix in (".csv", ".xlsx")}
    for name in ("list_41.csv", "detail_10.csv"):
        table = found[name].decode("gb18030")
        found |= {f"{codec}-{name}": table.encode(codec) for codec in ("utf-8-sig", "utf-16")}
    line = '{"number": "4055670462648394832", "state": "done", "total_cents": 7327, "lines": [{"title": "棉布裙子"}]}\n'
    for name, row in (*LAYOUTS.items(), ("taobao_refunds", REFUND), ("courier_numbers", PARCEL)):
        first = next(iter(row))
        found[f"{name}.csv"] = text(row, {}, {first: f"{row[first]}1"}, dict.fromkeys(row, "")).encode("gb18030")
    found["orders.jsonl"] = line.encode() * 3
    rows = '="3001000000000000017",竹风,12.8O,交易成功\n4.05567E+18,竹风,1.00,飞走了\n'
    found["problems.csv"] = f"订单编号,买家会员名,总金额,订单状态\n{rows}".encode("gb18030")
    talk = "小鹿88 2026-03-01 10:00:00\n在吗？裙子想换成L码\n\n青禾旗舰店:小满 2026-03-01 10:00:30\n在的亲\n已读\n"
    found["talk.txt"] = talk.encode() * 3
    return found


IMPORTERS: Mapping[str, tuple[str, ...]] = {
    "taobao-list": ("list_41.csv", "list_49.csv", "utf-16-list_41.csv", "problems.csv"),
    "taobao-detail": ("detail_10.csv", "detail_18.csv", "utf-8-sig-detail_10.csv"),
    "taobao-report": ("report_8.xlsx", "report_turned.xlsx"),
    "pinduoduo": ("pdd_orders.csv",),
    "douyin": ("douyin_orders.csv",),
    "jd": ("jd_orders.csv",),
    "1688": ("1688_orders.csv",),
    "shopify": ("shopify_orders.csv",),
    "refunds": ("taobao_refunds.csv",),
    "couriers": ("courier_numbers.csv",),
    "own-lines": ("orders.jsonl",),
    "phrases": ("phrases_gbk.csv", "phrases.xlsx"),
}
"""The files with which each importer's fuzz begins."""


def mutated(content: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """The content with one to eight things gone wrong; a workbook is half the time spoilt inside its zip."""
    if content.startswith(b"PK") and rng.random() < 0.5:
        return _inside(content, others, rng)
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        content = rng.choice(_WAYS)(content, others, rng)
    return content[: 1 << 20]


def _flip(content: bytes, _others: list[bytes], rng: random.Random) -> bytes:
    if not content:
        return content
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :]


def _insert(content: bytes, _others: list[bytes], rng: random.Random) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] + rng.choice((*TOKENS, *BAD_BYTES, rng.randbytes(rng.randrange(1, 40)))) + content[at:]


def _drop(content: bytes, _others: list[bytes], rng: random.Random) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] + content[at + rng.choice((1, 2, 7, 100, len(content))) :]


def _double(content: bytes, _others: list[bytes], rng: random.Random) -> bytes:
    start = rng.randint(0, len(content))
    part = content[start : start + rng.choice((1, 20, 500))]
    return content[:start] + part * rng.choice((2, 3, 50)) + content[start:]


def _splice(content: bytes, others: list[bytes], rng: random.Random) -> bytes:
    other = rng.choice(others)
    return content[: rng.randint(0, len(content))] + other[rng.randint(0, len(other)) :]


def _cell(content: bytes, _others: list[bytes], rng: random.Random) -> bytes:
    """Another cell in the place of one, so that the file stays a table."""
    cells = content.split(b",")
    cells[rng.randrange(len(cells))] = rng.choice(TOKENS)
    return b",".join(cells)


def _recode(content: bytes, _others: list[bytes], rng: random.Random) -> bytes:
    wanted = rng.choice(("utf-8", "gb18030", "utf-16", "utf-16-be", "utf-7", "big5"))
    return content.decode(rng.choice(("utf-8", "gb18030")), "replace").encode(wanted, "replace")


_WAYS: tuple[Callable[[bytes, list[bytes], random.Random], bytes], ...] = (
    _flip, _insert, _insert, _drop, _double, _splice, _cell, _cell, _recode,
)  # fmt: skip


def _inside(content: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """Spoil one part of a workbook and pack it again, so that its check sums hold."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    victim = rng.choice(sorted(parts))
    for _ in range(rng.choice((1, 2, 8))):
        parts[victim] = rng.choice((_flip, _insert, _drop, _double))(parts[victim], others, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


def bombs(twins: Path) -> Iterator[tuple[str, bytes]]:
    """Files that are small on disk and large once unpacked, or of one endless line."""
    with zipfile.ZipFile(twins / "report_8.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for victim in [name for name in parts if name.endswith((".xml", ".rels"))]:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, part in parts.items():
                head, end, tail = part.rpartition(b"</") if name == victim else (part, b"", b"")
                with packed.open(name, "w") as file:
                    file.write(head)
                    for _ in range(100 if end else 0):
                        file.write(b" " * (1 << 20))
                    file.write(end + tail)
        yield f"bomb-{Path(victim).stem}.xlsx", out.getvalue()
    yield "line.csv", "订单编号,买家会员名\r\n".encode() + b"1" * (64 << 20)
