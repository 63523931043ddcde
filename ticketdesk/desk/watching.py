"""A folder into which a browser puts exported files: which of them are whole, and which nobody has been shown yet."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.desk.commands.imports import ImportOrders, digest_of
from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.opening import open_import
from ticketdesk.store.queries import acts
from ticketdesk.store.reader import Rows

MOST_FILES: Final = 200
"""Of so many files, the newest, a folder is looked through: others have been there for long."""
# Beside a file that is not there yet Firefox keeps an empty one of its name.
_PARTIAL: Final = (".part", ".crdownload", ".download", ".partial")
_NS: Final = 1_000_000


class Stamp(NamedTuple):
    """By what a file that is written to is told from one at rest: bytes and the moment of the last change (ns)."""

    size: int
    changed: int


class Arrived(NamedTuple):
    """A file about orders that nobody was shown, by its SHA-256."""

    path: Path
    digest: str


class Look(NamedTuple):
    """What a look found: files to watch, whether one of them is still written, and those that are new."""

    files: tuple[Path, ...]
    restless: bool
    arrived: tuple[Arrived, ...]


def candidates(folder: Path, endings: Collection[str], since: int) -> dict[str, Stamp]:
    """Return the files of ``folder`` that may hold orders and came or changed after ``since`` (UTC ms), by name.

    No links, no folders, no downloads under way, none of Excel's own (``~$…``), no name that is no text. DeskError
    ``watch_folder_gone`` where the folder cannot be read.
    """
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except (OSError, ValueError) as error:
        raise DeskError("watch_folder_gone", name=folder.name or str(folder)) from error
    names = {entry.name for entry in entries}
    stamps = ((entry.name, _stamp(entry, since)) for entry in entries if _may_hold_orders(entry.name, endings, names))
    known = {name: stamp for name, stamp in stamps if stamp is not None}
    newest = sorted(known, key=lambda name: known[name].changed, reverse=True)[:MOST_FILES]
    return {name: known[name] for name in newest}


def _may_hold_orders(name: str, endings: Collection[str], names: Collection[str]) -> bool:
    if name.startswith((".", "~$")) or not name.isprintable() or os.path.splitext(name)[1].lower() not in endings:
        return False
    return not any(f"{name}{partial}" in names for partial in _PARTIAL)


def _stamp(entry: os.DirEntry[str], since: int) -> Stamp | None:
    """None for what is no file of its own, is empty, or lies there for longer: a copy keeps the moment of the original,
    but not that of its place."""
    try:
        if not entry.is_file(follow_symlinks=False):
            return None
        told = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    if not told.st_size or max(told.st_mtime_ns, told.st_ctime_ns) < since * _NS:
        return None
    return Stamp(told.st_size, told.st_mtime_ns)


class WatchedFolder:
    """What a folder was seen to hold; ``look`` is asked by one thread at a time.

    A file is read once it was the same in two looks. ``seen`` are digests of files that were shown: the same content is
    never shown again, under whatever name.
    """

    def __init__(self, folder: Path, endings: Collection[str], since: int, seen: Iterable[str] = ()) -> None:
        self.folder = folder
        self._endings, self._since = endings, since
        self._seen = set(seen)
        self._before: dict[str, Stamp] = {}
        self._read: dict[str, Stamp] = {}

    def look(self, source: Rows, cancelled: Callable[[], bool]) -> Look:
        """Look through the folder; DeskErrors ``watch_folder_gone`` and ``cancelled``."""
        stamps = candidates(self.folder, self._endings, self._since)
        fresh = [name for name, stamp in stamps.items() if self._read.get(name) != stamp]
        still = [name for name in fresh if self._before.get(name) == stamps[name]]
        arrived = []
        for name in still:
            found = self._arrived(source, self.folder / name, stamps[name], cancelled)
            if found is not None:
                arrived.append(found)
        self._before = stamps
        restless = any(self._read.get(name) != stamps[name] for name in fresh)
        return Look(tuple(self.folder / name for name in stamps), restless, tuple(arrived))

    def _arrived(self, source: Rows, path: Path, stamp: Stamp, cancelled: Callable[[], bool]) -> Arrived | None:
        """Read a file at rest; one that another program keeps shut is read by a later look."""
        try:
            digest = digest_of(path)
        except DeskError:
            return None
        self._read[path.name] = stamp
        if digest in self._seen or acts.stands(source, ImportOrders.__name__, digest):
            return None
        self._seen.add(digest)
        try:
            open_import(path, cancelled=cancelled)
        except DeskError as error:
            if error.key == "cancelled":
                raise
            return None  # no file about orders, or a broken one: whoever wants it opens it and hears why
        return Arrived(path, digest)
