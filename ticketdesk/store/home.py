"""Where the shop of this computer lives: in the usual folder, or where a note in the usual folder says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.files import make_folder, sync_folder
from ticketdesk.store.store import STORE_NAME, store_file

NOTE: Final = "shop-folder.txt"


def place_of(asked: Path | None, usual: Path) -> Path:
    """Return the store's file: the one named by ``asked`` (itself or its folder), else the one of ``usual``.

    A folder that the shop has left leads to where it lives now; raises DeskError as ``usual_store``.
    """
    if asked is None:
        return usual_store(usual)
    named = store_file(asked)
    return usual_store(named.parent) if named.name == STORE_NAME else named


def usual_store(usual: Path) -> Path:
    """Return the store's file of the usual folder ``usual``, or of the folder to which it was moved.

    Raises DeskError ``store_moved`` where that folder is not there now (a drive that is not plugged in): an empty shop
    must never open in its place.
    """
    try:
        named = (usual / NOTE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return usual / STORE_NAME
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError("store_cannot_open", path=str(usual / NOTE)) from error
    store = Path(named) / STORE_NAME
    if not named or not Path(named).is_absolute() or not store.exists():
        raise DeskError("store_moved", path=named or str(usual / NOTE), note=str(usual / NOTE))
    return store


def settle(usual: Path, folder: Path) -> None:
    """Note durably that the shop of ``usual`` lives in ``folder`` from now on; DeskError ``store_read_only``."""
    partial = usual / f"{NOTE}.partial"
    try:
        make_folder(usual)
        with partial.open("w", encoding="utf-8") as file:
            file.write(str(folder))
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, usual / NOTE)
        sync_folder(usual)
    except OSError as error:
        raise DeskError("store_read_only", path=str(usual)) from error
