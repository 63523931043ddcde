"""The log of the program: a few rotating files in the system's log folder, without personal data."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final

from ticketdesk.ui.errors import report

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_BYTES: Final = 512 * 1024
_FILES: Final = 3


class PlainRecords(logging.Formatter):
    """One record begins one line: what goes on below is indented, and no control character is written.

    So nothing that comes from outside can look like a record of its own. An exception is written as its report, without
    its words, since those may be a buyer's.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as the lines that are written."""
        lines = super().format(record).splitlines()
        return "\n    ".join("".join(char if char.isprintable() else "?" for char in line) for line in lines)

    def formatException(self, ei: ExcInfo) -> str:
        """Return the report of the exception."""
        return report(ei[1]) if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:
        """Return nothing: a stack as Python prints it quotes the lines of the program's files."""
        return ""


class _Rotating(logging.Handler):
    """Writes through Python's rotating handler, which is read by the first record: its module brings in sockets and
    pickles, and most starts have nothing to tell.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    @cached_property
    def _file(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        made = RotatingFileHandler(self._path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
        made.setFormatter(self.formatter)
        return made

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self._file.emit(record)

    def close(self) -> None:
        """Close the file, where one was opened."""
        if "_file" in vars(self):
            self._file.close()
        super().close()


def open_log(folder: Path) -> Path | None:
    """Send the program's log to ``folder`` and return the file; None where the folder cannot be written.

    Only module names, types and places in the code are logged by the program, never texts of buyers.
    """
    path = folder / "ticketdesk.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
    except OSError:
        return None
    handler = _Rotating(path)
    handler.setFormatter(PlainRecords("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("ticketdesk")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return path
