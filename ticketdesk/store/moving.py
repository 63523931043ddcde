"""Taking the shop to another folder: copied, checked row by row, and only then looked for there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.repairs import Return
from ticketdesk.store import home
from ticketdesk.store.backup.restore import restore
from ticketdesk.store.backup.take import Watch, backup
from ticketdesk.store.files import make_folder
from ticketdesk.store.store import STORE_NAME

_ON_THE_WAY: Final = ".moving.zip"


def check_target(store: Path, folder: Path) -> None:
    """Raise DeskError ``folder_not_empty`` or ``folder_inside`` where the shop cannot move to ``folder``."""
    if folder.is_relative_to(store.parent):
        raise DeskError("folder_inside", path=str(folder))
    try:
        empty = not folder.exists() or not any(folder.iterdir())
    except OSError as error:
        raise DeskError("store_read_only", path=str(folder)) from error
    if not empty:
        raise DeskError("folder_not_empty", path=str(folder))


def move(store: Path, folder: Path, usual: Path, *, now: int, watch: Watch | None = None) -> Return:
    """Copy the closed ``store`` with its files to the empty ``folder``, check every row, then note the new place.

    The old folder stays as it is. Until the note is written, which is the last and a single step, the shop is where
    it was. Raises the DeskErrors of ``check_target``, ``backup`` and ``restore``.
    """
    check_target(store, folder)
    try:
        make_folder(folder)
    except OSError as error:
        raise DeskError("store_read_only", path=str(folder)) from error
    carried = folder / _ON_THE_WAY
    try:
        backup(store, carried, now=now, reason="saved", watch=watch, overwrite=True)
        told = restore(carried, folder / STORE_NAME, now=now, watch=watch)
    finally:
        carried.unlink(missing_ok=True)
    home.settle(usual, folder)
    return told
