"""What a backup says of itself: its parts with their SHA-256, its rows, and where the journal ended."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from ticketdesk.domain.errors import DeskError

MANIFEST: Final = "manifest.json"
DATABASE: Final = "ticketdesk.db"
FORMAT: Final = 1
_HASH: Final = re.compile("[0-9a-f]{64}")
REASONS: Final = ("manual", "automatic", "import", "bulk", "migration", "restore", "saved")


class FileMark(NamedTuple):
    """One attachment: its SHA-256, its size, and whether its bytes are in the archive or kept beside it."""

    sha256: str
    size: int
    inside: bool

    @property
    def entry(self) -> str:
        """Its name in an archive."""
        return f"files/{self.sha256[:2]}/{self.sha256}"


class TableMark(NamedTuple):
    """How many rows a table has and the SHA-256 over them (see ``digests``)."""

    rows: int
    sha256: str


class Anchor(NamedTuple):
    """Where the journal ended: how many acts, the last one and its seal; a tail cut off later is found by it."""

    acts: int
    last_act: int
    mac: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of a backup without opening its database; ``made_at`` in UTC ms."""

    made_at: int
    reason: str
    program: str
    schema: int
    size: int
    sha256: str
    files: tuple[FileMark, ...]
    tables: dict[str, TableMark]
    anchor: Anchor

    @property
    def rows(self) -> int:
        """The rows of the shop: everything but the journal and what is derived."""
        return sum(mark.rows for name, mark in self.tables.items() if name not in _NOT_THE_SHOP)


_NOT_THE_SHOP: Final = frozenset({"act", "change", "seal", "current_act", "counter", "number_seq"})


def written(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    value = {
        "application": "ticketdesk",
        "format": FORMAT,
        "made_at": manifest.made_at,
        "reason": manifest.reason,
        "program": manifest.program,
        "schema": manifest.schema,
        "database": {"size": manifest.size, "sha256": manifest.sha256},
        "files": [list(file) for file in manifest.files],
        "tables": {name: list(mark) for name, mark in manifest.tables.items()},
        "anchor": manifest.anchor._asdict(),
    }
    return json.dumps(value, indent=1).encode("ascii")


def parse(content: bytes, path: Path) -> Manifest:
    """Read a manifest that anybody may have written; DeskErrors ``backup_not_ours`` and ``backup_newer``."""
    try:
        value = json.loads(content)
        if value["application"] != "ticketdesk":
            raise ValueError("another application")
        number = _whole(value["format"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DeskError("backup_not_ours", path=str(path)) from error
    if number > FORMAT:
        raise DeskError("backup_newer", path=str(path))
    try:
        return _manifest(value)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DeskError("backup_changed", path=str(path), entry=MANIFEST) from error


def _manifest(value: dict[str, Any]) -> Manifest:
    anchor = value["anchor"]
    return Manifest(
        made_at=_whole(value["made_at"]),
        reason=value["reason"] if value["reason"] in REASONS else "manual",
        program=str(value["program"])[:40],
        schema=_whole(value["schema"]),
        size=_whole(value["database"]["size"]),
        sha256=_hash(value["database"]["sha256"]),
        files=tuple(FileMark(_hash(name), _whole(size), inside is True) for name, size, inside in value["files"]),
        tables={str(name): TableMark(_whole(rows), _hash(sha)) for name, (rows, sha) in value["tables"].items()},
        anchor=Anchor(_whole(anchor["acts"]), _whole(anchor["last_act"]), str(anchor["mac"])),
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 63:
        raise ValueError("no count")
    return value


def _hash(value: object) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise ValueError("no SHA-256")
    return value
