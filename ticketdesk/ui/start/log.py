"""The log of the program: a few rotating files in the system's log folder, without personal data."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_BYTES: Final = 512 * 1024
_FILES: Final = 3


def open_log(folder: Path) -> Path | None:
    """Send the program's log to ``folder`` and return the file; None where the folder cannot be written.

    Only module names, types and places in the code are logged by the program, never texts of buyers.
    """
    path = folder / "ticketdesk.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=False)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("ticketdesk")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return path
