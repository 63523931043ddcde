"""What became of a damaged store, and of a restored backup: counts and places to be told honestly."""

from typing import Literal, NamedTuple

Why = Literal[
    "",
    "gone",
    "empty",
    "header",
    "cut",
    "unreadable",
    "log_lost",
    "log_damaged",
    "pages",
    "bytes",
    "tail",
    "unfinished",
]


class Report(NamedTuple):
    """What was done about a damaged store, in rows of the shop.

    ``backup_at`` is when the backup was made that everything began from (UTC ms; None: without one), ``bad_backups``
    how many newer ones could not be used, ``journal`` whether the steps after the backup came over with their undo,
    ``kept`` the folder of the damaged files. ``why`` is "" where nothing had to be done.
    """

    why: Why
    restored: int = 0
    salvaged: int = 0
    unreadable: int = 0
    backup_at: int | None = None
    bad_backups: int = 0
    journal: bool = True
    kept: str | None = None


class Return(NamedTuple):
    """What a restored backup of ``made_at`` (UTC ms) brought; ``files`` of ``files_named`` attachments came.

    ``kept`` is the folder of the store of before, None where there was none.
    """

    rows: int
    made_at: int
    files: int
    files_named: int
    kept: str | None
