"""Pictures on their way in: pieces go into a file of their own until all are there; a cut line goes on where it was."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ticketdesk.channels.web.protocol import Chunk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import HEAD, check_area, check_picture, picture_kind
from ticketdesk.store.files import make_folder

MOST_PER_VISIT: Final = 3
"""So many pictures of one buyer are on their way at once."""

MOST_BYTES: Final = 400 * 1024 * 1024
"""All pictures on their way together take so much of the disk at most."""

KEPT_FOR: Final = 60 * 60
"""Seconds after which a picture that went no further is forgotten."""

Look = Callable[[bytes], tuple[int, int]]
"""Decodes a picture (in any thread) and returns width and height; DeskError ``picture_…`` for what is none."""


class OutOfOrder(Exception):
    """A piece does not begin where the picture ends so far; ``offset`` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class NoRoom(Exception):
    """Too many pictures are on their way."""


@dataclass(slots=True)
class Upload:
    """A picture of ``size`` bytes, of which the first ``offset`` are here."""

    visit: int
    id: str
    size: int
    path: Path
    offset: int = 0

    @property
    def whole(self) -> bool:
        """Whether all of it is here."""
        return self.offset == self.size


class Uploads:
    """The folder of pictures on their way, in a folder of their own. One call at a time (the server sees to that)."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock
        self._open: dict[tuple[int, str], Upload] = {}

    def clean(self) -> int:
        """Forget what went no further for an hour, also what an earlier run left; return how many files that were."""
        old = [path for path in self._files() if self._clock() - _touched(path) > KEPT_FOR]
        for path in old:
            self._open = {key: each for key, each in self._open.items() if each.path != path}
            _remove(path)
        return len(old)

    def _files(self) -> list[Path]:
        return list(self._folder.glob("*.part")) if self._folder.is_dir() else []

    def open(self, visit: int, name: str, size: int) -> Upload:
        """Return the picture ``name`` of ``visit`` with as much as is here; raises NoRoom, OSError."""
        known = self._open.get((visit, name))
        if known is not None and known.size == size:
            return known
        if len([each for each in self._of(visit) if each.id != name]) >= MOST_PER_VISIT:
            raise NoRoom
        make_folder(self._folder)
        self._make_room(size)
        upload = Upload(visit, name, size, self._folder / f"{visit:016x}-{name}.part")
        upload.offset = _size(upload.path)
        if upload.offset > size:
            _remove(upload.path)
            upload.offset = 0
        self._open[visit, name] = upload
        return upload

    def of(self, visit: int, name: str) -> Upload | None:
        """Return a picture that this visit has begun, None for any other."""
        return self._open.get((visit, name))

    def _of(self, visit: int) -> list[Upload]:
        return [each for (owner, _), each in self._open.items() if owner == visit]

    def _make_room(self, size: int) -> None:
        """Let go of what nobody goes on with, the oldest first, until ``size`` more bytes may lie here."""
        open_ones = {each.path: each for each in self._open.values()}
        idle = sorted((path for path in self._files() if path not in open_ones), key=_touched)
        held = sum(each.size for each in open_ones.values()) + sum(_size(path) for path in idle)
        while idle and held + size > MOST_BYTES:
            held -= _size(idle[0])
            _remove(idle.pop(0))
        if held + size > MOST_BYTES:
            raise NoRoom

    def write(self, upload: Upload, chunk: Chunk) -> int:
        """Add a piece and return where the next one begins; raises OutOfOrder, OSError."""
        if chunk.offset != upload.offset or chunk.offset + len(chunk.data) > upload.size:
            raise OutOfOrder(upload.offset)
        with upload.path.open("ab") as file:
            # What a broken write has left behind the end is written anew.
            file.truncate(upload.offset)
            file.write(chunk.data)
        upload.offset += len(chunk.data)
        self._check_head(upload, chunk)
        return upload.offset

    def _check_head(self, upload: Upload, chunk: Chunk) -> None:
        """Refuse what is no picture at its first piece: nobody sends 20 MB of it in vain."""
        if chunk.offset == 0 and len(chunk.data) >= HEAD and picture_kind(chunk.data[:HEAD]) is None:
            raise DeskError("picture_unknown")

    def content(self, upload: Upload) -> bytes:
        """Return the bytes that are here."""
        return upload.path.read_bytes()

    def drop(self, upload: Upload) -> None:
        """Forget a picture: it is kept elsewhere, or was none."""
        self._open.pop((upload.visit, upload.id), None)
        _remove(upload.path)

    def leave(self, visit: int) -> None:
        """The buyer has gone: what came so far stays on the disk for a while and takes no place in memory."""
        for upload in self._of(visit):
            if not upload.whole:
                del self._open[upload.visit, upload.id]


def checked(content: bytes, look: Look) -> tuple[str, str, int, int]:
    """Return media type, ending, width and height of a picture; DeskError ``picture_…`` for what is none."""
    kind = check_picture(content)
    width, height = look(content)
    check_area(width, height)
    return kind.media_type, kind.value, width, height


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
