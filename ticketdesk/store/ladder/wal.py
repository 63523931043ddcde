"""The write-ahead log as bytes: commits that stand in it but that SQLite no longer reads."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

_MAGICS: Final = (0x377F0682, 0x377F0683)
_PAGE_SIZES: Final = frozenset(1 << power for power in range(9, 17))
_HEADER: Final = 32
_FRAME: Final = 24


def lost_commits(store: Path) -> int:
    """Return how many commits of the log of ``store`` stand at or behind a frame whose checksum is wrong.

    One torn commit at the very end is no loss: a power cut leaves that, and nobody was told of it. A log whose own
    header is garbled counts as one.
    """
    log = store.with_name(store.name + "-wal")
    if not log.is_file() or log.stat().st_size <= _HEADER:
        return 0
    with log.open("rb") as file:
        head = file.read(_HEADER)
        if not _is_log(head):
            return 1 if any(head) else 0
        order, sums = _order(head), struct.unpack(">2I", head[24:32])
        if _sum(order, head[:24], (0, 0)) != sums:
            return 1
        broken, lost = False, 0
        for frame, page in _frames(file, head):
            if not broken:
                sums = _sum(order, page, _sum(order, frame[:8], sums))
                broken = sums != struct.unpack(">2I", frame[16:24])
            lost += broken and frame[4:8] != b"\0\0\0\0"
    return lost if lost > 1 else 0


def rechain(store: Path) -> None:
    """Give every frame of the log of ``store`` (a working copy) a right checksum, so that SQLite reads all of them.

    A page that was garbled is then read garbled; the commits behind it are read too.
    """
    log = store.with_name(store.name + "-wal")
    if not log.is_file() or log.stat().st_size <= _HEADER:
        return
    with log.open("r+b") as file:
        head = file.read(_HEADER)
        if not _is_log(head):
            return
        order = _order(head)
        sums = _sum(order, head[:24], (0, 0))
        file.seek(24)
        file.write(struct.pack(">2I", *sums))
        for frame, page in _frames(file, head):
            sums = _sum(order, page, _sum(order, frame[:8], sums))
            end = file.tell()
            file.seek(end - len(page) - 8)
            file.write(struct.pack(">2I", *sums))
            file.seek(end)


def _is_log(head: bytes) -> bool:
    magic, _version, size, _number = struct.unpack(">4I", head[:16])
    return magic in _MAGICS and size in _PAGE_SIZES


def _order(head: bytes) -> str:
    return ">" if head[3] & 1 else "<"


def _frames(file: BinaryIO, head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield header and page of every frame of this round of the log; the file stands behind the frame then."""
    size = struct.unpack(">I", head[8:12])[0]
    file.seek(_HEADER)
    while True:
        frame, page = file.read(_FRAME), file.read(size)
        # Frames with other salts are of the round before.
        if len(page) < size or frame[8:16] != head[16:24]:
            return
        yield frame, page


def _sum(order: str, data: bytes, sums: tuple[int, ...]) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two
