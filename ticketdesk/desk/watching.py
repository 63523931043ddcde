"""A folder into which a browser puts exported files: which of them are whole, and which nobody has been shown yet."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.desk.commands.imports import ImportOrders, digest_of
from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.magic import MOST_BYTES
from ticketdesk.exchange.opening import open_import
from ticketdesk.store.queries import acts
from ticketdesk.store.reader import Rows

MOST_FILES: Final = 200
"""So many files are read in one look, the oldest first, and the newest of so many are told of as those to watch."""
MOST_TRIES: Final = 5
"""After so many looks in vain a file that cannot be opened is only tried again now and then."""
# Beside a file that is not there yet Firefox keeps an empty one of its name.
_PARTIAL: Final = (".part", ".crdownload", ".download", ".partial")
_NS: Final = 1_000_000


class Stamp(NamedTuple):
    """By what a file that is written to is told from one at rest: bytes and the moment of the last change (ns)."""

    size: int
    changed: int


class Arrived(NamedTuple):
    """A file about orders that nobody was shown, by its SHA-256, and the moment of its last change (ns)."""

    path: Path
    digest: str
    changed: int


class Look(NamedTuple):
    """What a look found: files to watch, and those that are new, the oldest first.

    ``restless``: another look is wanted soon, since a file is still written or was not read yet. ``shut``: a file could
    not be opened for so long that it is tried again now and then. ``errors`` are those that nobody foresaw, of a file
    each.
    """

    files: tuple[Path, ...]
    restless: bool
    arrived: tuple[Arrived, ...]
    shut: bool
    errors: tuple[Exception, ...]


def candidates(folder: Path, endings: Collection[str], since: int) -> dict[str, Stamp]:
    """Return the files of ``folder`` that may hold orders and came or changed after ``since`` (UTC ms), oldest first.

    No links, no folders, no downloads under way, none of Excel's own (``~$…``), no name that is no text, none too
    large to be imported. DeskError ``watch_folder_gone`` where the folder cannot be read.
    """
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except (OSError, ValueError) as error:
        raise DeskError("watch_folder_gone", name=folder.name or str(folder)) from error
    names = {entry.name for entry in entries}
    stamps = ((entry.name, _stamp(entry, since)) for entry in entries if _may_hold_orders(entry.name, endings, names))
    known = [(name, stamp) for name, stamp in stamps if stamp is not None]
    return dict(sorted(known, key=lambda each: (each[1].changed, each[0])))


def _may_hold_orders(name: str, endings: Collection[str], names: Collection[str]) -> bool:
    if name.startswith((".", "~$")) or not name.isprintable() or os.path.splitext(name)[1].lower() not in endings:
        return False
    return not any(f"{name}{partial}" in names for partial in _PARTIAL)


def _stamp(entry: os.DirEntry[str], since: int) -> Stamp | None:
    """None for what is no file of its own, is empty or too large, or lies there for longer: a copy keeps the
    moment of the original, but not that of its place."""
    try:
        if not entry.is_file(follow_symlinks=False):
            return None
        told = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    if not 0 < told.st_size <= MOST_BYTES or max(told.st_mtime_ns, told.st_ctime_ns) < since * _NS:
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
        self._tries: dict[str, tuple[Stamp, int]] = {}

    def look(self, source: Rows, cancelled: Callable[[], bool]) -> Look:
        """Look through the folder; DeskErrors ``watch_folder_gone`` and ``cancelled``, after which nothing is lost."""
        stamps = candidates(self.folder, self._endings, self._since)
        fresh = [name for name, stamp in stamps.items() if self._read.get(name) != stamp]
        still = [name for name in fresh if self._before.get(name) == stamps[name]]
        # Those that could not be opened come last: they must not keep others waiting.
        still.sort(key=lambda name: self._shut(name, stamps[name]))
        found = _Found()
        for name in still[:MOST_FILES]:
            self._deal(source, self.folder / name, stamps[name], found, cancelled)
        # Only what this look tells of is known from now on.
        self._read |= {name: stamps[name] for name in found.read}
        self._seen |= found.digests
        self._tries = {name: tries for name, tries in self._tries.items() if name in stamps}
        for name in found.failed:
            tries = self._tries.get(name)
            before = tries[1] if tries is not None and tries[0] == stamps[name] else 0
            self._tries[name] = (stamps[name], before + 1)
        self._before = stamps
        waiting = [name for name in fresh if self._read.get(name) != stamps[name]]
        shut = [name for name in waiting if self._shut(name, stamps[name])]
        watched = tuple(self.folder / name for name in list(stamps)[-MOST_FILES:])
        return Look(watched, len(shut) < len(waiting), tuple(found.arrived), bool(shut), tuple(found.errors))

    def forget(self, gone: Iterable[Arrived]) -> None:
        """Of files that nobody has looked at before they went away: the same content may come again."""
        digests = {each.digest for each in gone}
        if digests:
            self._seen -= digests
            self._read.clear()  # a copy of one may have been passed over

    def _shut(self, name: str, stamp: Stamp) -> bool:
        tried, times = self._tries.get(name, (None, 0))
        return tried == stamp and times >= MOST_TRIES

    def _deal(
        self, source: Rows, path: Path, stamp: Stamp, found: _Found, cancelled: Callable[[], bool]
    ) -> None:  # fmt: skip
        """Read a file at rest; one that another program keeps shut is read by a later look."""
        try:
            digest = digest_of(path, cancelled)
        except DeskError as error:
            if error.key == "cancelled":
                raise
            found.failed.append(path.name)
            return
        found.read.append(path.name)
        if digest in self._seen or digest in found.digests or acts.stands(source, ImportOrders.__name__, digest):
            return
        found.digests.add(digest)
        try:
            open_import(path, cancelled=cancelled)
        except DeskError as error:
            if error.key == "cancelled":
                raise
            # No file about orders, or a broken one: whoever wants it opens it and hears why.
        except Exception as error:
            found.errors.append(error)  # the other files are none the worse for it
        else:
            found.arrived.append(Arrived(path, digest, stamp.changed))


@dataclass(slots=True)
class _Found:
    """What a look has found so far: names that were read and that could not be, digests, files, errors."""

    read: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)
    arrived: list[Arrived] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
