"""The folder of backups beside the store: what is on it, the next place, and what leaves when a new one has come."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.retention import Numbered, staying
from ticketdesk.store.backup.manifest import Manifest
from ticketdesk.store.backup.place import BACKUPS, beside
from ticketdesk.store.backup.pool import FilePool
from ticketdesk.store.backup.reading import Archive
from ticketdesk.store.backup.take import Taken, Watch, backup

LOW: Final = 500 << 20  # bytes free below which a warning is due (safety.md)
_NAME: Final = re.compile(r"(\d{6,})-(\d{4})(\d{2})(\d{2})-\d{4}-[a-z]+\.zip")
_PARTIAL: Final = re.compile(r"\.\d{6,}-\d{8}-\d{4}-[a-z]+\.zip\.\d+\.partial")


class Shelved(NamedTuple):
    """One backup on the shelf; ``manifest`` is None where the file can no longer be read."""

    number: int
    path: Path
    day: date
    size: int
    manifest: Manifest | None


class Shelf:
    """The backups of one store. Only files of our own naming are ever listed or removed."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self.folder = beside(store, BACKUPS)
        self.pool = FilePool(self.folder / "files")

    def numbered(self) -> list[Numbered]:
        """Return the numbers on the shelf, oldest first, without opening a file."""
        return sorted(Numbered(number, day) for number, day, _ in self._named())

    def listed(self) -> list[Shelved]:
        """Return every backup, newest first, each opened for what it says of itself."""
        found = [
            Shelved(number, path, day, path.stat().st_size, _manifest(path)) for number, day, path in self._named()
        ]
        return sorted(found, key=lambda each: each.number, reverse=True)

    def newest(self) -> Shelved | None:
        """Return the newest backup that can still be read, or None."""
        for number, day, path in sorted(self._named(), reverse=True):
            manifest = _manifest(path)
            if manifest is not None:
                return Shelved(number, path, day, path.stat().st_size, manifest)
        return None

    def add(self, *, now: int, reason: str, watch: Watch | None = None, tidy: bool = True) -> Taken:
        """Make a backup with the next number and, once it is verified, let the superfluous ones go."""
        self._sweep()
        number = max((each.number for each in self.numbered()), default=0) + 1
        name = f"{number:06d}-{from_ms(now):%Y%m%d-%H%M}-{reason}.zip"
        taken = backup(self._store, self.folder / name, now=now, reason=reason, watch=watch, pool=self.pool)
        if tidy:
            self.tidy()
        return taken

    def tidy(self) -> list[Path]:
        """Remove what retention lets go, and attachments that no backup names; returns the files removed.

        One that cannot be read takes nobody's place: it is neither counted nor removed.
        """
        listed = self.listed()
        readable = [each for each in listed if each.manifest is not None]
        stay = staying(Numbered(each.number, each.day) for each in readable)
        gone = [each.path for each in readable if each.number not in stay]
        for path in gone:
            path.unlink(missing_ok=True)
        # A backup that cannot be read may need any attachment.
        if gone and len(readable) == len(listed):
            left = [each.manifest for each in readable if each.number in stay]
            self.pool.drop_all_but({file.sha256 for each in left if each for file in each.files})
        return gone

    def free(self) -> int:
        """Return the bytes free on the disk of the shelf."""
        folder = self.folder if self.folder.is_dir() else self._store.parent
        return shutil.disk_usage(folder).free

    def _named(self) -> list[tuple[int, date, Path]]:
        found = []
        for path in self.folder.glob("*.zip"):
            match = _NAME.fullmatch(path.name)
            if match and path.is_file():
                try:
                    day = date(int(match[2]), int(match[3]), int(match[4]))
                except ValueError:
                    continue
                found.append((int(match[1]), day, path))
        return found

    def _sweep(self) -> None:
        """Take away what a killed program left half-written."""
        for path in self.folder.glob(".*.partial"):
            if _PARTIAL.fullmatch(path.name):
                path.unlink(missing_ok=True)


def _manifest(path: Path) -> Manifest | None:
    try:
        return Archive(path).manifest
    except (DeskError, OSError):
        return None
