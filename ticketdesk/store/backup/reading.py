"""Reading an archive that may come from anybody: only what a backup of ours can hold is seen at all."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup.archive import BLOCK, Entry
from ticketdesk.store.backup.manifest import DATABASE, MANIFEST, Manifest, parse

if TYPE_CHECKING:
    from zipfile import ZipInfo

_NAMES: Final = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_MOST_ENTRIES: Final = 1_000_000
_MOST_MANIFEST: Final = 256 << 20
_LOCAL_SIZE: Final = 30
_STORED: Final = 0  # as zip numbers its ways of packing


class Archive:
    """The parts of one backup file; nothing of it is unpacked or run."""

    def __init__(self, path: Path) -> None:
        """Look at the directory of ``path``.

        Raises DeskErrors ``backup_not_ours``, ``backup_cut``, ``backup_unsafe`` (names that leave the folder, names
        twice, compressed or overlapping entries), ``backup_missing``, ``backup_newer``, and ``store_cannot_open``.
        """
        self.path = path
        self.entries = _entries(path)
        for needed in (MANIFEST, DATABASE):
            if needed not in self.entries:
                raise DeskError("backup_not_ours", path=str(path))
        if self.entries[MANIFEST].size > _MOST_MANIFEST:
            raise DeskError("backup_unsafe", path=str(path), entry=MANIFEST)
        self.manifest: Manifest = parse(self.content(MANIFEST), path)
        self._compare()

    @property
    def database(self) -> Entry:
        """Where the database lies."""
        return self.entries[DATABASE]

    def content(self, name: str) -> bytes:
        """Return the bytes of a small entry."""
        entry = self.entries[name]
        with self.path.open("rb") as file:
            file.seek(entry.start)
            return file.read(entry.size)

    def digest(self, name: str, tell: Callable[[int], None] = lambda size: None) -> str:
        """Return the SHA-256 of an entry as it lies on the disk; ``tell`` hears the bytes read."""
        return copied(self.path, self.entries[name], None, tell)

    def _compare(self) -> None:
        """The directory and the manifest must name the same parts, with the same sizes."""
        said = {file.entry: file.size for file in self.manifest.files if file.inside}
        said[DATABASE] = self.manifest.size
        for name, size in said.items():
            if name not in self.entries:
                raise DeskError("backup_missing", path=str(self.path), entry=name)
            if self.entries[name].size != size:
                raise DeskError("backup_changed", path=str(self.path), entry=name)
        for name in self.entries:
            if name not in said and name != MANIFEST:
                raise DeskError("backup_unsafe", path=str(self.path), entry=name)


def copied(path: Path, entry: Entry, to: Path | None, tell: Callable[[int], None] = lambda size: None) -> str:
    """Return the SHA-256 of an entry, written to the new file ``to`` on the way where one is named."""
    state = hashlib.sha256()
    left = entry.size
    target = to.open("xb") if to is not None else None
    try:
        with path.open("rb") as file:
            file.seek(entry.start)
            while left and (block := file.read(min(BLOCK, left))):
                state.update(block)
                left -= len(block)
                if target is not None:
                    target.write(block)
                tell(len(block))
    finally:
        if target is not None:
            target.close()
    return state.hexdigest() if not left else ""


def _entries(path: Path) -> dict[str, Entry]:
    import zipfile  # only where a backup is looked at: the window need not load it to start

    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OverflowError) as error:
        raise DeskError("backup_cut" if _begins_well(path) else "backup_not_ours", path=str(path)) from error
    except OSError as error:
        raise DeskError("store_cannot_open", path=str(path)) from error
    if len(found) > _MOST_ENTRIES:
        raise DeskError("backup_unsafe", path=str(path), entry=str(len(found)))
    entries: dict[str, Entry] = {}
    for info in found:
        if info.filename in entries or not _is_ours(info):
            raise DeskError("backup_unsafe", path=str(path), entry=info.filename[:80])
        entries[info.filename] = Entry(info.filename, _start(path, info), info.file_size, info.CRC)
    _refuse_overlaps(path, entries)
    return entries


def _begins_well(path: Path) -> bool:
    """A file that begins as a zip was cut; anything else never was a backup."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _is_ours(info: ZipInfo) -> bool:
    named = info.filename in (MANIFEST, DATABASE) or _NAMES.fullmatch(info.filename) is not None
    stored = info.compress_type == _STORED and info.compress_size == info.file_size
    # orig_filename differs where the name holds a NUL.
    return named and stored and not info.flag_bits & 0x1 and info.orig_filename == info.filename


def _start(path: Path, info: ZipInfo) -> int:
    with path.open("rb") as file:
        file.seek(info.header_offset)
        head = file.read(_LOCAL_SIZE)
    if len(head) < _LOCAL_SIZE or head[:4] != b"PK\x03\x04":
        raise DeskError("backup_cut", path=str(path))
    name, extra = struct.unpack("<2H", head[26:30])
    return info.header_offset + _LOCAL_SIZE + int(name) + int(extra)


def _refuse_overlaps(path: Path, entries: dict[str, Entry]) -> None:
    end, size = 0, path.stat().st_size
    for entry in sorted(entries.values(), key=lambda each: each.start):
        if entry.start < end:
            raise DeskError("backup_unsafe", path=str(path), entry=entry.name)
        end = entry.start + entry.size
    if end > size:
        raise DeskError("backup_cut", path=str(path))
