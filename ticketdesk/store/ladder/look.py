"""Whether a store can be opened as it is: cheap at every start, closely after damage was met or the log is gone."""

from __future__ import annotations

import struct
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.repairs import Why
from ticketdesk.store.backup.place import BACKUPS, QUARANTINE, beside, finish_replacing, intent_path
from ticketdesk.store.database import APPLICATION_ID, SQLITE_MAGIC, open_reader
from ticketdesk.store.ladder.wal import lost_commits
from ticketdesk.store.marks import damage_mark, open_mark
from ticketdesk.store.migrations import MIGRATIONS
from ticketdesk.store.sql import all_rows, one_row, one_value

# Every start looks; what reads backups is read only by who looks closely.
if TYPE_CHECKING:
    from ticketdesk.store.backup.shelf import Shelved
    from ticketdesk.store.backup.take import Watch

_HEADER: Final = 100
_PROBES: Final = (
    "SELECT id FROM shop LIMIT 1",
    "SELECT id FROM agent LIMIT 1",
    "SELECT id FROM act ORDER BY id DESC LIMIT 1",
    "SELECT seq FROM change ORDER BY seq DESC LIMIT 1",
    "SELECT id FROM message ORDER BY id DESC LIMIT 1",
    "SELECT id FROM orders ORDER BY id DESC LIMIT 1",
    "SELECT id FROM ticket ORDER BY id DESC LIMIT 1",
    "SELECT name FROM counter LIMIT 1",
)
_RESTORED: Final = (
    "SELECT json_extract(args, '$.until') FROM act WHERE command = 'RestoreBackup' ORDER BY id DESC LIMIT 1"
)


class Look(NamedTuple):
    """What was seen: ``why`` is "" for nothing, ``unclean`` that the last program did not close the store.

    ``lost`` counts commits that stand in the log and cannot be read.
    """

    why: Why
    unclean: bool = False
    lost: int = 0

    @property
    def damaged(self) -> bool:
        """Whether something is wrong."""
        return self.why != ""


def look(store: Path) -> Look:
    """Look at ``store`` without reading it whole (a few ms at any size) and without writing anything.

    A file that never was a store, one of a newer program and a place without any store give no finding: opening says
    what they are.
    """
    unclean = open_mark(store).exists()
    if intent_path(store).exists():
        return Look("unfinished")
    size = store.stat().st_size if store.is_file() else -1
    log = store.with_name(store.name + "-wal")
    logged = log.stat().st_size if log.is_file() else 0
    if size <= 0 and not logged:
        return Look(("empty" if size == 0 else "gone") if _was_here(store) else "", unclean)
    why = _header(store, size, logged) or _probed(store)
    if why:
        return Look(why if _was_here(store) else "", unclean)
    lost = lost_commits(store)
    if lost:
        return Look("log_damaged", unclean, lost)
    if damage_mark(store).exists():
        return Look("pages", unclean)
    return Look("log_lost" if unclean and not log.exists() else "", unclean)


def settle(store: Path) -> None:
    """Finish a replacing that a killed program had begun; nothing else. DeskError ``store_in_use``."""
    if intent_path(store).exists():
        from ticketdesk.store.backup.restore import held

        with held(store):
            finish_replacing(store)


def repair_at_start(store: Path) -> Look:
    """Look at ``store`` before it is opened, an unfinished replacing settled; cheap."""
    settle(store)
    return look(store)


def look_closely(store: Path, watch: Watch | None = None) -> Look:
    """Read all of ``store``: every page and index, the schema, and whether the journal still holds what backups saw.

    Linear in the size of the store; writes nothing. Raises DeskError ``cancelled``.
    """
    from ticketdesk.store.backup import digests
    from ticketdesk.store.backup.schema import expected, parts
    from ticketdesk.store.backup.take import Watch, check_integrity
    from ticketdesk.store.ladder.silent import silent_changes

    found = look(store)
    if found.damaged and found.why not in ("pages", "log_lost", "log_damaged"):
        return found
    watch = watch or Watch()
    try:
        with closing(open_reader(store)) as connection:
            if parts(connection) != expected(int(one_value(connection, "PRAGMA user_version"))):
                return Look("unreadable", found.unclean)
            check_integrity(connection, store, watch)
            backup = known_backup(store, connection)
            if backup is not None and backup.manifest is not None:
                if digests.cut_tail(connection, backup.manifest.anchor):
                    return Look("tail", found.unclean)
                if silent_changes(connection, backup, watch):
                    return Look("bytes", found.unclean)
    except DeskError as error:
        if error.key == "cancelled":
            raise
        return Look("pages", found.unclean)
    except (apsw.Error, UnicodeDecodeError):
        return Look("pages", found.unclean)
    return found if found.why in ("log_lost", "log_damaged") else Look("", found.unclean)


def known_backup(store: Path, connection: apsw.Connection) -> Shelved | None:
    """Return the newest readable backup that the store goes on from; None without one.

    Backups made before an older one was restored are of another course of things.
    """
    from ticketdesk.store.backup.shelf import Shelf

    until = one_row(connection, _RESTORED)
    for each in Shelf(store).listed():
        if each.manifest is not None:
            return each if until is None or each.number > int(until[0] or 0) else None
    return None


def _was_here(store: Path) -> bool:
    """Whether there are traces of an earlier store; a lock alone is left by the very first start, too."""
    size = store.stat().st_size if store.is_file() else 0
    folders = (beside(store, BACKUPS), beside(store, QUARANTINE))
    return any(next(folder.glob("*"), None) is not None for folder in folders) or (
        size > 0 and store.with_name(store.name + ".lock").exists()
    )


def _header(store: Path, size: int, logged: int) -> Why:
    if size <= 0:
        return ""
    with store.open("rb") as file:
        head = file.read(_HEADER)
    if head[:16] != SQLITE_MAGIC or len(head) < _HEADER:
        return "header"
    if logged:
        return ""  # the log may hold pages beyond the end of the file
    (page,) = struct.unpack(">H", head[16:18])
    pages, change, valid = struct.unpack(">I", head[28:32])[0], head[24:28], head[92:96]
    page = 65_536 if page == 1 else page
    return "cut" if page and change == valid and size < pages * page else ""


def _probed(store: Path) -> Why:
    """Read the ends of the tables that grow; what cannot be read is damage."""
    log = store.with_name(store.name + "-wal")
    try:
        with closing(open_reader(store, immutable=not log.exists())) as connection:
            version = int(one_value(connection, "PRAGMA user_version"))
            if version > len(MIGRATIONS):
                return ""
            if one_value(connection, "PRAGMA application_id") != APPLICATION_ID:
                return "header" if version or all_rows(connection, "SELECT 1 FROM sqlite_schema LIMIT 1") else ""
            for sql in _PROBES:
                all_rows(connection, sql)
    except DeskError as error:
        return "unreadable" if error.key in ("store_damaged", "store_foreign") else ""
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, UnicodeDecodeError):
        return "unreadable"
    except apsw.Error:
        return ""
    return ""
