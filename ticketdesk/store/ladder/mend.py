"""The ladder itself: keep the damaged files, rebuild from the newest good backup, add what is newer, tell honestly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.repairs import Report
from ticketdesk.store import marks
from ticketdesk.store.backup import rebuild
from ticketdesk.store.backup.check import check
from ticketdesk.store.backup.digests import cut_tail, table_names
from ticketdesk.store.backup.image import Image
from ticketdesk.store.backup.manifest import Manifest
from ticketdesk.store.backup.place import replace, set_aside
from ticketdesk.store.backup.reading import Archive
from ticketdesk.store.backup.restore import bring_files, held, record, scratch
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.backup.take import Watch, backup
from ticketdesk.store.database import open_reader
from ticketdesk.store.files import FileStore
from ticketdesk.store.ladder.look import Look, known_backup, look_closely
from ticketdesk.store.ladder.salvage import Saved, salvage
from ticketdesk.store.ladder.transplant import fill_up, readable, transplant
from ticketdesk.store.ladder.wal import rechain
from ticketdesk.store.migrations import MIGRATIONS
from ticketdesk.store.sql import one_value

REPAIRED = "RepairStore"  # the act that tells of it
_LOG = ("log_lost", "log_damaged")


def mend(store: Path, *, now: int, watch: Watch | None = None, chosen: Path | None = None) -> Report:
    """Make ``store`` usable again and return the report; the damaged files are kept, nothing is ever deleted.

    With ``chosen`` that backup file is the one to begin from. Raises DeskErrors ``no_good_backup`` where there is
    neither a good backup nor enough to be read, ``store_in_use``, ``backup_no_room``, ``cancelled``, ``disk_full``,
    and those of ``check`` for the file chosen; the store is as it was then.
    """
    watch = watch or Watch()
    with held(store):
        seen = look_closely(store, watch)
        if not seen.damaged and chosen is None:
            marks.clear(store)
            return Report("")
        size = max([_size(store), *(each.size for each in Shelf(store).listed()[:1])])
        with scratch(store, size) as folder:
            report = _rebuilt(store, folder, seen, now, watch, chosen)
        marks.clear(store)
        marks.open_mark(store).unlink(missing_ok=True)
        return report


def _rebuilt(store: Path, folder: Path, seen: Look, now: int, watch: Watch, chosen: Path | None) -> Report:
    base, bad = _base(store, folder, seen, now, watch, chosen)
    new = folder / store.name
    version = base[1].schema if base else len(MIGRATIONS)
    image: Image | None = None
    with closing(rebuild.new_database(new, version)) as connection:
        if base:
            entry = Archive(base[0]).database
            image = Image(base[0], entry.start, entry.size)
            rebuild.copy_image(connection, image, watch.ask)
        rebuild.upgrade(connection, version)
    saved = _salvaged(store, folder, new, image, watch, now)
    with closing(rebuild.reopened(new)) as connection:
        if not base and not _usable(connection):
            raise DeskError("no_good_backup", path=str(store))
        rebuild.complete(connection, watch.ask)
        total = _rows(connection)
    if base:
        bring_files(base[0], base[1], FileStore(store.with_name("files")))
    restored = base[1].rows if base else 0
    args: dict[str, object] = {"why": seen.why, "rows": total, "salvaged": saved.rows, "unreadable": saved.unreadable}
    record(new, now, REPAIRED, args)
    kept = set_aside(store, now)
    replace(store, new)
    lost = max(saved.unreadable, seen.lost if seen.why == "log_damaged" and not saved.rows else 0)
    made_at = base[1].made_at if base and base[0].parent != folder else None
    return Report(
        seen.why, restored, saved.rows, lost, made_at, bad, saved.journal, None if kept is None else str(kept)
    )


def _base(
    store: Path, folder: Path, seen: Look, now: int, watch: Watch, chosen: Path | None
) -> tuple[tuple[Path, Manifest] | None, int]:
    """Return the backup to begin from, and how many newer ones were no good."""
    if chosen is not None:
        return (chosen, check(chosen, watch)), 0
    if seen.why in _LOG and not _tail(store):
        # What SQLite reads without the broken part of the log is whole: nothing is newer than that but the log.
        own = folder / "own.zip"
        try:
            return (own, backup(store, own, now=now, reason="restore", watch=watch).manifest), 0
        except DeskError as error:
            if error.key in ("cancelled", "disk_full", "backup_no_room"):
                raise
    bad = 0
    for each in Shelf(store).listed():
        try:
            return (each.path, check(each.path, watch)), bad
        except DeskError as error:
            if error.key == "cancelled":
                raise
            bad += 1
    return None, bad


def _tail(store: Path) -> bool:
    try:
        connection = open_reader(store)
    except DeskError:
        return False
    try:
        known = known_backup(store, connection)
        return known is not None and known.manifest is not None and cut_tail(connection, known.manifest.anchor)
    except (apsw.Error, UnicodeDecodeError):
        return False
    finally:
        connection.close()


def _salvaged(store: Path, folder: Path, new: Path, image: Image | None, watch: Watch, now: int) -> Saved:
    """Bring over what a working copy of the damaged files still gives, by a connection of its own."""
    with _working_copy(store, folder, image) as copy:
        if copy is None:
            return Saved(0, 0, False)
        connection = rebuild.reopened(new)
        try:
            return salvage(connection, f"{copy.absolute().as_uri()}?mode=rw", watch.ask, alone=image is None, now=now)
        except (apsw.Error, UnicodeDecodeError):
            return Saved(0, 0, False)
        finally:
            connection.close(True)


@contextmanager
def _working_copy(store: Path, folder: Path, image: Image | None) -> Iterator[Path | None]:
    if not store.is_file() or _size(store) == 0:
        yield None
        return
    copy = folder / "damaged" / store.name
    copy.parent.mkdir()
    for end in ("", "-wal"):
        part = store.with_name(store.name + end)
        if part.is_file():
            shutil.copyfile(part, copy.with_name(copy.name + end))
    rechain(copy)
    fill_up(copy)
    if not readable(copy) and image is not None:
        transplant(copy, image)
        fill_up(copy)
    yield copy if readable(copy) else None


def _usable(connection: apsw.Connection) -> bool:
    """Whether somebody can work with it: there is a shop and somebody in it."""
    return all(
        one_value(connection, f"SELECT EXISTS (SELECT 1 FROM {each} WHERE deleted = 0)") for each in ("shop", "agent")
    )


def _rows(connection: apsw.Connection) -> int:
    skip = ("act", "change", "seal", "current_act", "counter", "number_seq")
    return sum(
        int(one_value(connection, f"SELECT COUNT(*) FROM {t}")) for t in table_names(connection) if t not in skip
    )


def _size(store: Path) -> int:
    return store.stat().st_size if store.is_file() else 0
