"""Stores made once in a process and laid wherever a test wants one: making a new one takes longer than most tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ticketdesk.desk.desk import Desk
from ticketdesk.store.store import STORE_NAME, Store
from ticketdesk.tour.sample import fill_demo

Fill = Callable[[Desk, Callable[[], int]], object]


def empty_store(path: Path) -> Path:
    """Lay a store of the newest schema, in which there is no shop yet, at ``path`` and return ``path``."""
    return _laid(path, _made(None, 0))


def sample_store(path: Path, now: int) -> Path:
    """Lay the sample shop as it is at ``now`` (UTC ms) at ``path`` and return ``path``."""
    return filled_store(path, fill_demo, now)


def filled_store(path: Path, fill: Fill, now: int) -> Path:
    """Lay a store that ``fill(desk, clock)`` has filled at ``now`` (UTC ms) at ``path`` and return ``path``.

    ``fill`` is a function of a module: it is called once in a process.
    """
    return _laid(path, _made(fill, now))


@cache
def _made(fill: Fill | None, now: int) -> Mapping[Path, bytes]:
    """The files of a store that was opened, filled and closed: the store itself first, by its usual name."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / STORE_NAME)
        if fill is not None:
            fill(Desk(store, lambda: now), lambda: now)
        store.close()
        kept = (Path(STORE_NAME), *(each.relative_to(folder) for each in Path(folder).glob("files/**/*")))
        return {name: (folder / name).read_bytes() for name in kept if (folder / name).is_file()}


def _laid(path: Path, files: Mapping[Path, bytes]) -> Path:
    for name, content in files.items():
        place = path if name == Path(STORE_NAME) else path.parent / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return path
