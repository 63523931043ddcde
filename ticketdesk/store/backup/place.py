"""Putting a new store in the place of the present one, which is kept; dying in between loses neither."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Final

from ticketdesk.domain.moments import from_ms
from ticketdesk.store.files import sync_folder

BACKUPS: Final = "backups"
QUARANTINE: Final = "quarantine"
_BESIDE: Final = ("", "-wal", "-shm")


def beside(store: Path, name: str) -> Path:
    """Return the folder ``name`` of ``store``; a store that has its folder not for itself gets one of its own."""
    return store.with_name(name if store.name == "ticketdesk.db" else f"{store.name}.{name}")


def intent_path(store: Path) -> Path:
    """Return where it is written down that a new store is ready to take the place of ``store``."""
    return store.with_name(store.name + ".replace")


def set_aside(store: Path, now: int) -> Path | None:
    """Keep the present store in a folder of its own under ``quarantine``; None where there is none.

    The files stay where they are, too: they are linked, or copied where the disk knows no links. The list of the
    attachments of that moment lies beside them, since attachments are never overwritten.
    """
    there = [path for path in (store.with_name(store.name + end) for end in _BESIDE) if path.exists()]
    if not there:
        return None
    folder = _free(beside(store, QUARANTINE) / f"{from_ms(now):%Y%m%d-%H%M%S}")
    folder.mkdir(parents=True)
    for path in there:
        _link(path, folder / path.name)
    names = sorted(path.name for path in store.with_name("files").glob("??/*"))
    listing = folder / "files.txt"
    listing.write_text("".join(f"{name}\n" for name in names), encoding="ascii", errors="replace")
    for path in (*(folder / each.name for each in there), listing):
        _sync(path)
    sync_folder(folder)
    sync_folder(folder.parent)
    sync_folder(store.parent)
    return folder


def replace(store: Path, new: Path) -> None:
    """Put the complete database ``new`` (same disk, no log beside it) in the place of ``store``.

    The old log must be gone before: SQLite would play it into the new file. So that dying in between leaves a way on,
    the intent is written down first; ``finish_replacing`` goes on from it.
    """
    _sync(new)
    sync_folder(new.parent)
    intent = intent_path(store)
    partial = intent.with_name(intent.name + ".partial")
    partial.write_text(json.dumps({"new": os.path.relpath(new, store.parent)}), encoding="utf-8")
    _sync(partial)
    os.replace(partial, intent)
    sync_folder(store.parent)
    finish_replacing(store)


def finish_replacing(store: Path) -> bool:
    """Go on with a replacing that was cut off; whether there was one."""
    intent = intent_path(store)
    if not intent.exists():
        return False
    new = store.parent / str(json.loads(intent.read_text(encoding="utf-8"))["new"])
    if new.is_file():
        for end in ("-wal", "-shm"):
            store.with_name(store.name + end).unlink(missing_ok=True)
        sync_folder(store.parent)
        os.replace(new, store)
        sync_folder(store.parent)
    intent.unlink()
    sync_folder(store.parent)
    return True


def _free(folder: Path) -> Path:
    number, found = 1, folder
    while found.exists():
        number += 1
        found = folder.with_name(f"{folder.name}-{number}")
    return found


def _link(path: Path, to: Path) -> None:
    # The log may still grow or shrink in place under a link; the database is only ever replaced from here on.
    if path.name.endswith(("-wal", "-shm")):
        shutil.copyfile(path, to)
        return
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
