"""ICU's data as Qt for Linux needs them: a library like the delivered one, without what Qt never asks ICU for.

Qt asks it for the order of words (QCollator), for encodings (QStringDecoder) and for the names of time zones, and all
of that stays as it is; names of zones in Chinese and English only, the languages of the program. Every locale that is
left out falls back to ICU's root. The rest (units, currencies, languages, breaks of lines, transliteration) has no
caller: ``nm -D`` of Qt's libraries names none of its functions. Qt's own dates and numbers do not come from ICU.
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

# By the folder inside of the data ("" is the top): what stays whole, and what stays in the program's languages.
WHOLE: Final = frozenset({"coll"})
BY_LANGUAGE: Final = frozenset({"", "lang", "region", "zone"})
_LOCALE: Final = re.compile(r"([a-z]{2,3})(?:_\w+)?\.res")
_LANGUAGES: Final = frozenset({"en", "zh"})
# ICU's udata.h: size of the header, two magic bytes, size of what follows, little-endian, ASCII, UTF-16, kind, version.
_HEADER: Final = re.compile(rb"(..)\xda\x27\x14\0\0\0\0\0\x02\0CmnD\x01", re.DOTALL)
_ALIGNED: Final = 16
_PADDING: Final = b"\xaa"
_NAMES: Final = "utf-8"
_ASSEMBLY: Final = """\
.section .rodata
.balign 16
.globl {symbol}
.type {symbol}, %object
{symbol}: .incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack, "", %progbits
"""


def is_kept(name: str) -> bool:
    """Whether an item stays (``name`` as in ICU's table, without the package: ``coll/zh.res``)."""
    folder, _, file = name.rpartition("/")
    locale = _LOCALE.fullmatch(file)
    return folder in WHOLE or (folder in BY_LANGUAGE and (locale is None or locale[1] in _LANGUAGES))


def unpacked(package: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The header of ICU's data and its items by name; raises ValueError for a form of data that is not known here."""
    header = _HEADER.match(package)
    if header is None:
        raise ValueError("ICU's data begin in a way that is not known")
    (size,) = struct.unpack("<H", header[1])
    table = memoryview(package)[size:]
    (count,) = struct.unpack_from("<I", table)
    places = [struct.unpack_from("<II", table, 4 + 8 * number) for number in range(count)]
    ends = [begin for _, begin in places[1:]] + [len(table)]
    items = {
        package[size + name : package.index(b"\0", size + name)].decode(_NAMES): bytes(table[begin:end])
        for (name, begin), end in zip(places, ends, strict=True)
    }
    return package[:size], items


def packed(header: bytes, items: Mapping[str, bytes]) -> bytes:
    """ICU's data of a header and items, in the order that ICU looks them up in."""
    ordered = sorted((name.encode(_NAMES), content) for name, content in items.items())
    begin = 4 + 8 * len(ordered)
    names, table = bytearray(), bytearray(struct.pack("<I", len(ordered)))
    place = _aligned(begin + sum(len(name) + 1 for name, _ in ordered))
    body = bytearray()
    for name, content in ordered:
        table += struct.pack("<II", begin + len(names), place + len(body))
        names += name + b"\0"
        body += content.ljust(_aligned(len(content)), _PADDING)
    return header + bytes(table + names).ljust(place, _PADDING) + bytes(body)


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def slim(package: bytes) -> bytes:
    """ICU's data with the items that stay."""
    header, items = unpacked(package)
    return packed(header, {name: content for name, content in items.items() if is_kept(name.partition("/")[2])})


def write_slim_library(source: Path, target: Path) -> None:
    """Write a libicudata to ``target`` with the data of ``source`` that stay; wants the binutils, as strip does."""
    folder = target.parent
    folder.mkdir(parents=True, exist_ok=True)
    data, listing, compiled = folder / "icu.dat", folder / "icu.s", folder / "icu.o"
    _run("objcopy", "-O", "binary", "-j", ".rodata", str(source), data.name, folder=folder)
    data.write_bytes(slim(data.read_bytes()))
    listing.write_text(_ASSEMBLY.format(symbol=_symbol(source.name), data=data.name), encoding="ascii")
    _run("as", "-o", compiled.name, listing.name, folder=folder)
    _run("ld", "-shared", "-soname", source.name, "-o", target.name, compiled.name, folder=folder)
    _remove((data, listing, compiled))


def _symbol(name: str) -> str:
    """The name that ICU's other libraries know the data by: libicudata.so.73 has icudt73_dat."""
    return f"icudt{name.rpartition('.')[2]}_dat"


def _run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink()
