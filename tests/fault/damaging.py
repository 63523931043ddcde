"""The kinds of damage that a disk, a program or a hand does to a store: each changes the files under ``store``."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from pathlib import Path

PAGE = 4_096


def log_of(store: Path) -> Path:
    """The write-ahead log beside the store."""
    return store.with_name(store.name + "-wal")


def overwrite(path: Path, at: int, content: bytes) -> None:
    """Write into the middle of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def pages_of(store: Path) -> int:
    """How many whole pages the file has."""
    return store.stat().st_size // PAGE


def flipped(store: Path, rng: random.Random) -> None:
    """Sixty bytes here and there are others."""
    size = store.stat().st_size
    for _ in range(60):
        overwrite(store, rng.randrange(100, size), bytes([rng.randrange(256)]))


def zeroed(store: Path, rng: random.Random) -> None:
    """Three pages behind the first are empty."""
    for _ in range(3):
        overwrite(store, rng.randrange(1, pages_of(store)) * PAGE, bytes(PAGE))


def header(store: Path, rng: random.Random) -> None:
    """The first hundred bytes are noise."""
    overwrite(store, 0, rng.randbytes(100))


def cut(store: Path, rng: random.Random) -> None:
    """The file ends early, somewhere."""
    with store.open("r+b") as file:
        file.truncate(rng.randrange(PAGE, store.stat().st_size))


def log_lost(store: Path, rng: random.Random) -> None:
    """Somebody took the log away for clutter."""
    log_of(store).unlink(missing_ok=True)


def log_garbled(store: Path, rng: random.Random) -> None:
    """Sixteen bytes of the log are noise."""
    log = log_of(store)
    if log.is_file() and log.stat().st_size > 2 * PAGE:
        overwrite(log, rng.randrange(32, log.stat().st_size - PAGE), rng.randbytes(16))


def indexes(store: Path, rng: random.Random) -> None:
    """Leaves of indexes hold other keys than their table."""
    found = []
    with store.open("rb") as file:
        for number in range(1, pages_of(store)):
            file.seek(number * PAGE)
            if file.read(1) == b"\x0a":
                found.append(number)
    for number in rng.sample(found, min(6, len(found))):
        overwrite(store, number * PAGE + PAGE - 200, rng.randbytes(200))


def schema(store: Path, rng: random.Random) -> None:
    """The page of the schema is noise behind the header, and so is the list of free pages."""
    overwrite(store, 100, rng.randbytes(PAGE - 100))
    overwrite(store, 32, struct.pack(">II", rng.randrange(1, 1 << 30), rng.randrange(1, 1 << 30)))


def emptied(store: Path, rng: random.Random) -> None:
    """A file of no bytes, and no log."""
    store.write_bytes(b"")
    log_of(store).unlink(missing_ok=True)


def gone(store: Path, rng: random.Random) -> None:
    """No file at all."""
    store.unlink()
    log_of(store).unlink(missing_ok=True)


KINDS: tuple[Callable[[Path, random.Random], None], ...] = (
    flipped, zeroed, header, cut, log_lost, log_garbled, indexes, schema, emptied, gone,
)  # fmt: skip
