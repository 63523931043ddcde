"""The bytes of a text file: which encodings fit, where one breaks, and whether the file ends where it should."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.magic import unreadable
from ticketdesk.exchange.rows import Row, Tail

_BLOCK = 1 << 20
_SENTINEL = "\x00end\x00"


class Encoding(NamedTuple):
    """An encoding: its name for people and Python's codec."""

    name: str
    codec: str


UTF_8 = Encoding("UTF-8", "utf-8")
UTF_8_BOM = Encoding("UTF-8 BOM", "utf-8-sig")
GB18030 = Encoding("GB18030", "gb18030")
UTF_16 = Encoding("UTF-16", "utf-16")


def sound_encodings(path: Path) -> tuple[Encoding, ...]:
    """The encodings to try, the likeliest first: a byte-order mark decides, then strict UTF-8, then GB18030."""
    head = _first_bytes(path)
    if head.startswith(codecs.BOM_UTF8):
        return (UTF_8_BOM,)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return (UTF_16,)
    return (UTF_8, GB18030)


def first_line(path: Path, encoding: Encoding) -> str:
    """The beginning of the file as text, undecodable bytes shown as such; for showing and for guessing."""
    return _first_bytes(path).decode(encoding.codec, "replace").split("\n", 1)[0]


def read_error(path: Path, encoding: Encoding) -> DeskError | None:
    """The refusal for bytes that are no ``encoding``: file_encoding with its line, or file_cut where only the last
    character is incomplete; None if the whole file decodes."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    lines = 1
    try:
        for block in _blocks(path):
            for piece in block.splitlines(keepends=True):
                lines += decoder.decode(piece).count("\n")
    except UnicodeDecodeError:
        return DeskError("file_encoding", name=path.name, line=lines)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return DeskError("file_cut", name=path.name, line=lines)
    return None


def unterminated(path: Path, encoding: Encoding, delimiter: str, last: Row, columns: int, tail: Tail) -> bool:
    """Whether the file breaks off in its last row: inside quotes, or in a line without end that has too few cells.

    ``tail`` kept the last lines while the file was read.
    """
    lines = tail.since(last.line) or _tail(path, encoding, last.line)
    rows = list(csv.reader(chain(lines, (_SENTINEL,)), delimiter=delimiter))
    if rows[-1] != [_SENTINEL]:
        return True
    return len(last.cells) < columns and not lines[-1].endswith(("\n", "\r"))


def _tail(path: Path, encoding: Encoding, line: int) -> list[str]:
    with path.open(encoding=encoding.codec, newline="") as file:
        return list(islice(file, line - 1, None))


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise unreadable(path, error) from error


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise unreadable(path, error) from error
