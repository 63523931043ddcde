"""Names of files that agents send: cleaned of what misleads, and whether what they name is a program."""

from __future__ import annotations

import re
from typing import Final

from ticketdesk.domain.text import clean_name

MOST: Final = 120
# What Windows, macOS or a desktop of Linux runs or installs when it is opened.
_PROGRAMS: Final = frozenset(
    [
        "exe",
        "com",
        "scr",
        "pif",
        "bat",
        "cmd",
        "msi",
        "msix",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "wsh",
        "ps1",
        "psm1",
        "hta",
        "cpl",
        "jar",
        "lnk",
        "reg",
        "inf",
        "dll",
        "sys",
        "app",
        "pkg",
        "dmg",
        "sh",
        "run",
        "apk",
        "desktop",
        "appimage",
    ]
)
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|]+')


def clean_file_name(name: str) -> str:
    """Return the last part of ``name`` without direction marks, zero-width characters, and signs no file has.

    At most 120 characters; the ending is kept. "" where nothing is left.
    """
    plain = _FORBIDDEN.sub("_", clean_name(re.split(r"[\\/]", name)[-1])).strip(". ")
    if len(plain) <= MOST:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: MOST - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 12 else plain[:MOST]


def is_program(name: str) -> bool:
    """Whether a file of this name runs when it is opened, however it is dressed (``发票.pdf.exe``)."""
    return clean_file_name(name).rpartition(".")[2].lower() in _PROGRAMS and "." in name
