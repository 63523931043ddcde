"""What runs under the recorder: a shop at work, attachments being kept, settings being saved; each acknowledged.

Run as ``python -m tests.fault.powercut.workload WHAT FOLDER SEED [weakened]``; ``weakened`` is the control: the
same work with the one call left out that makes it safe.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray

from tests.desk.builders import Clock, Make, open_shop
from tests.fault.nursery import Child, tell
from ticketdesk.desk.desk import Desk
from ticketdesk.store import database, files
from ticketdesk.store.files import FileStore
from ticketdesk.store.migrations import MIGRATIONS
from ticketdesk.store.store import Store
from ticketdesk.ui.settings.kept import LANGUAGE, THEME, Settings, splitter

DATA = Path(__file__).parents[2] / "data"
ACTS = 60
FILES = 40
SAVES = 40
CHECKPOINT = 60  # pages of log: many checkpoints in a short recording
GEOMETRY = splitter("cuts")


def shop(folder: Path, seed: int, *, weakened: bool) -> None:
    """A new shop, then two sittings of random acts with checkpoints under them. Weakened: synchronous=NORMAL."""
    if weakened:
        database._WRITER_PRAGMAS["synchronous"] = 1
    path = folder / "店" / "ticketdesk.db"
    store = Store(path)
    clock = Clock()
    desk = Desk(store, clock)
    open_shop(desk)
    make = Make(desk, folder.parent, clock)
    make.imported(8)
    make.ticket(conversation_id=make.transcript().conversation_id)
    acts = store.reader.rows("SELECT a.id, COUNT(c.seq) FROM act a LEFT JOIN change c ON c.act = a.id GROUP BY a.id")
    for act, changes in acts:
        tell(act=act, changes=changes, text="")
    store.close()
    for sitting in range(2):
        child = Child({"path": str(path), "seed": seed + sitting, "acts": ACTS})
        child.store.log.fold_pages = CHECKPOINT
        child.acts()
        if sitting == 0:
            child.store.close()  # the last connection folds the log in and removes it


def attachments(folder: Path, seed: int, *, weakened: bool) -> None:
    """Pictures kept one after another. Weakened: written in place, without sync or rename."""
    rng = random.Random(seed)
    kept = FileStore(folder / "店" / "files")
    for _ in range(FILES):
        content = rng.randbytes(rng.choice((1, 700, 5_000, 60_000)))
        if weakened:
            digest = hashlib.sha256(content).hexdigest()
            kept.path_of(digest).parent.mkdir(parents=True, exist_ok=True)
            kept.path_of(digest).write_bytes(content)
        else:
            digest = kept.keep(content)
        tell(sha256=digest)


def unsynced_folders(folder: Path, seed: int, *, weakened: bool) -> None:
    """Pictures kept with the sync of their folders left out (a control of its own)."""
    files.sync_folder = lambda _folder: None  # type: ignore[assignment]
    attachments(folder, seed, weakened=False)


def saves(folder: Path, seed: int, *, weakened: bool) -> None:
    """Settings saved again and again; every value carries the number of its save. Weakened: written in place."""
    path = folder / "window.ini"
    kept = Settings(path)
    padding = "x" * random.Random(seed).randrange(2_000, 9_000)
    for n in range(SAVES):
        if weakened:
            line = f"theme={n}\nlanguage={n}{padding}\n[splitter]\ncuts=@ByteArray({n}{padding})\n"
            path.write_text(f"[window]\n{line}", encoding="ascii")
        else:
            kept.put(THEME, str(n))
            kept.put(LANGUAGE, f"{n}{padding}")
            kept.put(GEOMETRY, QByteArray(f"{n}{padding}".encode()))
            kept.save()
        tell(save=n)


def migration(folder: Path, _seed: int, *, weakened: bool) -> None:
    """A store of the first release is opened by today's program, thrice."""
    for n in range(3):
        path = folder / f"店{n}" / "ticketdesk.db"
        files.make_folder(path.parent)
        with path.open("wb") as file:
            file.write(gzip.decompress((DATA / "store_0001.db.gz").read_bytes()))
            file.flush()
            os.fsync(file.fileno())
        files.sync_folder(path.parent)
        tell(store=path.parent.name, version=1)
        Store(path).close()
        tell(store=path.parent.name, version=len(MIGRATIONS))


WORK: dict[str, Callable[..., None]] = {
    "shop": shop,
    "attachments": attachments,
    "unsynced_folders": unsynced_folders,
    "saves": saves,
    "migration": migration,
}

if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), weakened="weakened" in sys.argv[4:])
