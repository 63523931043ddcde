"""A zip whose entries are stored as they are, so that the database in it can be written and read in place.

Nothing is ever compressed: SQLite works inside the archive (see ``image``), and what is read from a stranger's file
cannot grow.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

BLOCK = 1 << 20
_WIDE = 0xFFFFFFFF
_VERSION = 45  # the first that knows sizes of 64 bits
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END64 = struct.Struct("<4sQ2H2I4Q")
_PLACE64 = struct.Struct("<4sIQI")
_END = struct.Struct("<4s4H2IH")


class Entry(NamedTuple):
    """One part of an archive: its name, where its bytes begin, how many they are, and their CRC-32."""

    name: str
    start: int
    size: int
    crc: int


class ArchiveWriter:
    """Writes a new archive at ``path``; nothing counts before ``finish`` has synced it."""

    def __init__(self, path: Path, stamp: tuple[int, int, int, int, int, int]) -> None:
        """``stamp`` is the local time written into every entry: year, month, day, hour, minute, second."""
        self.path = path
        year, month, day, hour, minute, second = stamp
        self._date = (min(127, max(0, year - 1980)) << 9) | (month << 5) | day
        self._time = (hour << 11) | (minute << 5) | (second // 2)
        self._entries: list[tuple[Entry, int]] = []
        self._file = path.open("x+b")

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def begin(self, name: str) -> int:
        """Begin an entry at the end of the file and return where its bytes go."""
        header = self._file.seek(0, os.SEEK_END)
        self._file.write(self._local(name, 0, 0))
        self._file.flush()
        self._pending = (name, header)
        return self._file.tell()

    def end(self, size: int, crc: int) -> Entry:
        """End the entry begun: its ``size`` bytes are in their place."""
        name, header = self._pending
        self._file.seek(header)
        self._file.write(self._local(name, size, crc))
        entry = Entry(name, self._file.tell(), size, crc)
        self._entries.append((entry, header))
        self._file.flush()
        return entry

    def add_bytes(self, name: str, content: bytes) -> Entry:
        """Add a whole entry."""
        self.begin(name)
        self._file.write(content)
        return self.end(len(content), zlib.crc32(content))

    def add_file(self, name: str, path: Path, seen: Callable[[bytes], None]) -> Entry:
        """Add the content of ``path``; ``seen`` is shown every block of it."""
        self.begin(name)
        size = crc = 0
        with path.open("rb") as source:
            while block := source.read(BLOCK):
                self._file.write(block)
                size, crc = size + len(block), zlib.crc32(block, crc)
                seen(block)
        return self.end(size, crc)

    def finish(self) -> None:
        """Write the directory and sync everything to the disk."""
        start = self._file.seek(0, os.SEEK_END)
        for entry, header in self._entries:
            self._file.write(self._central(entry, header))
        end = self._file.tell()
        count = len(self._entries)
        self._file.write(
            _END64.pack(b"PK\x06\x06", _END64.size - 12, _VERSION, _VERSION, 0, 0, count, count, end - start, start)
        )
        self._file.write(_PLACE64.pack(b"PK\x06\x07", 0, end, 1))
        few = min(count, 0xFFFF)
        self._file.write(_END.pack(b"PK\x05\x06", 0, 0, few, few, min(end - start, _WIDE), _WIDE, 0))
        self._file.flush()
        os.fsync(self._file.fileno())

    def sync(self) -> None:
        """Send what is written to the disk; may run beside reading."""
        os.fsync(self._file.fileno())

    def _local(self, name: str, size: int, crc: int) -> bytes:
        wide = struct.pack("<2H2Q", 1, 16, size, size)
        text = name.encode("ascii")
        head = _LOCAL.pack(
            b"PK\x03\x04", _VERSION, 0, 0, self._time, self._date, crc, _WIDE, _WIDE, len(text), len(wide)
        )
        return head + text + wide

    def _central(self, entry: Entry, header: int) -> bytes:
        wide = struct.pack("<2H3Q", 1, 24, entry.size, entry.size, header)
        text = entry.name.encode("ascii")
        head = _CENTRAL.pack(
            b"PK\x01\x02", _VERSION, _VERSION, 0, 0, self._time, self._date, entry.crc, _WIDE, _WIDE,
            len(text), len(wide), 0, 0, 0, 0, _WIDE,
        )  # fmt: skip
        return head + text + wide
