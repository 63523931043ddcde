"""Whether a backup still is what it was when it was made."""

from __future__ import annotations

from pathlib import Path

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup import digests
from ticketdesk.store.backup.image import Image, opened
from ticketdesk.store.backup.manifest import DATABASE, Manifest
from ticketdesk.store.backup.pool import FilePool
from ticketdesk.store.backup.reading import Archive
from ticketdesk.store.backup.schema import check_schema
from ticketdesk.store.backup.take import Watch, check_integrity
from ticketdesk.store.database import sqlite_errors


def check(path: Path, watch: Watch | None = None) -> Manifest:
    """Check every byte and row of the backup ``path`` and return its manifest; nothing of it is run or unpacked.

    Raises the DeskErrors of ``Archive`` and ``check_schema``, ``backup_changed`` where a part is no longer what its
    SHA-256 says, ``backup_unsound`` where the database in it is damaged, ``cancelled``.
    """
    watch = watch or Watch()
    archive = Archive(path)
    check_parts(archive, watch)
    entry = archive.database
    with sqlite_errors(path), opened(Image(path, entry.start, entry.size)) as connection:
        if check_schema(connection, path) != archive.manifest.schema:
            raise DeskError("backup_changed", path=str(path), entry=DATABASE)
        check_integrity(connection, path, watch)
        found = digests.marks(connection, lambda table: watch.ask())
        if found != archive.manifest.tables or digests.anchor(connection) != archive.manifest.anchor:
            raise DeskError("backup_changed", path=str(path), entry=DATABASE)
    return archive.manifest


def check_parts(archive: Archive, watch: Watch) -> None:
    """Compare every part with its SHA-256."""
    manifest, done = archive.manifest, 0
    total = max(1, sum(entry.size for entry in archive.entries.values()))

    def tell(size: int) -> None:
        nonlocal done
        watch.ask()
        done += size
        watch.progress(done, total)

    wanted = {file.entry: file.sha256 for file in manifest.files if file.inside} | {DATABASE: manifest.sha256}
    for name, sha256 in wanted.items():
        if archive.digest(name, tell) != sha256:
            raise DeskError("backup_changed", path=str(archive.path), entry=name)


def files_gone(manifest: Manifest, pool: FilePool) -> int:
    """Return how many attachments kept beside the backup are no longer there."""
    return sum(1 for file in manifest.files if not file.inside and not pool.path_of(file.sha256).is_file())
