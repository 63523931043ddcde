"""The first bytes of a file: what it really is, whatever its name says."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.workbook import check_workbook

MOST_BYTES = 256 * 1024 * 1024
_HEAD = 4096
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"MZ", "EXE"),
    (b"{\\rtf", "RTF"),
)
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(path: Path) -> str:
    """Return "text", "xlsx" or "xls" by the file's bytes.

    Raises DeskError: file_missing, file_unreadable, file_empty, file_too_big, file_foreign (with what it is),
    file_broken_sheet, sheet_too_far.
    """
    head, size = _head(path)
    if size == 0:
        raise DeskError("file_empty", name=path.name)
    if size > MOST_BYTES:
        raise DeskError("file_too_big", name=path.name, size=f"{size / 1_048_576:.0f} MB", limit="256 MB")
    if head.startswith(_ZIP):
        try:
            check_workbook(path)
        except OSError as error:
            raise unreadable(path, error) from error
        return "xlsx"
    if head.startswith(_OLD_OFFICE):
        return "xls"
    if (foreign := _foreign(head)) is not None:
        raise DeskError("file_foreign", name=path.name, what=foreign)
    return "text"


def unreadable(path: Path, error: OSError) -> DeskError:
    """The refusal for a file that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return DeskError("file_missing", name=path.name)
    return DeskError("file_unreadable", name=path.name, why=error.strerror or type(error).__name__)


def require_file(path: Path) -> None:
    """Raise OSError for what would be waited for without end when it is opened: a pipe, a device, a socket."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def _head(path: Path) -> tuple[bytes, int]:
    try:
        require_file(path)
        with path.open("rb") as file:
            return file.read(_HEAD), path.stat().st_size
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:  # a NUL or a lone surrogate inside the name
        raise DeskError("file_missing", name=path.name) from error


def _foreign(head: bytes) -> str | None:
    for start, what in _FOREIGN:
        if head.startswith(start):
            return what
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return "HTML" if plain.startswith(_WEB_PAGE) else None
