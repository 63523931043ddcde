"""Pictures of a buyer, in one page: coming in piece by piece, looked at before they count; going out on request."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final, Protocol

from ticketdesk.channels.web.hub import Hub
from ticketdesk.channels.web.keys import store_key
from ticketdesk.channels.web.protocol import BadFrame, Chunk, Picture, frame
from ticketdesk.channels.web.rooms import Room
from ticketdesk.channels.web.speaking import Answering, Speaking
from ticketdesk.channels.web.uploads import NoRoom, OutOfOrder, Upload, checked
from ticketdesk.desk.files import keep
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.pictures import HEAD, picture_kind
from ticketdesk.store.queries import web

_TOO_MUCH: Final = frozenset({"picture_too_large", "picture_too_heavy", "file_too_large"})
_LEAST: Final = 8 * 1024
"""A smaller piece counts as one of so many bytes: there is work in each."""

_DOWNLOAD: Final = "application/octet-stream"


class Taking(Answering, Protocol):
    """The page, which also takes files."""

    def push_file(self, message: int, path: Path, media_type: str, size: int) -> bool:
        """Queue the bytes of a file; False where enough wait already."""


class Pictures:
    """Takes the pictures of one page and gives it those of its conversation."""

    def __init__(self, hub: Hub, room: Room, page: Taking, speaking: Speaking) -> None:
        self._hub, self._room, self._page, self._speaking = hub, room, page, speaking
        self._looking: set[asyncio.Task[None]] = set()

    async def begin(self, asked: Picture) -> None:
        """Say where the picture goes on: at its beginning, or where the line was cut."""
        room, name = self._room, asked.id
        key = store_key(room.visit.id, name)
        if room.conversation is not None and web.key_kept(self._hub.store.reader, room.conversation, key):
            self._page.push(frame("kept", ids=[name]))
            return
        try:
            upload = await self._hub.filed(self._hub.uploads.open, room.visit.id, name, asked.size)
        except NoRoom:
            self._page.refuse(name, "full", 10)
            return
        except OSError:
            self._page.refuse(name, "not_kept", 10)
            return
        self._page.push(frame("from", id=name, offset=upload.offset))
        if upload.whole and not room.on_way(name, self._hub.now()):
            self._look_soon(upload)

    async def add(self, chunk: Chunk) -> None:
        """Take a piece; of a picture that this page has not begun it is refused, one out of order is asked for anew."""
        upload = self._hub.uploads.of(self._room.visit.id, chunk.upload)
        if upload is None:
            raise BadFrame("bad", chunk.upload)
        await asyncio.sleep(self._room.bytes.owe(self._hub.now(), max(_LEAST, len(chunk.data))))
        try:
            offset = await self._hub.filed(self._hub.uploads.write, upload, chunk)
        except OutOfOrder as error:
            self._page.push(frame("from", id=upload.id, offset=error.offset))
        except DeskError:
            await self._hub.filed(self._hub.uploads.drop, upload)
            self._page.refuse(upload.id, "no_picture")
        except OSError:
            self._page.refuse(upload.id, "not_kept", 10)
        else:
            self._page.accepted()
            self._page.push(frame("got", id=upload.id, offset=offset))
            if upload.whole:
                self._look_soon(upload)

    def _look_soon(self, upload: Upload) -> None:
        """Look at a whole picture beside the page, which goes on meanwhile."""
        if upload.id not in self._room.looking:
            self._room.looking.add(upload.id)
            task = asyncio.get_running_loop().create_task(self._look(upload))
            self._looking.add(task)
            task.add_done_callback(self._looking.discard)

    async def _look(self, upload: Upload) -> None:
        hub = self._hub
        try:
            content = await hub.filed(hub.uploads.content, upload)
            media_type, ending, width, height = await hub.pictured(checked, content, hub.look)
            name = f"{upload.id[:8]}.{ending}"
            file = await hub.filed(_kept, hub, content, FileRef("", name, media_type, len(content), width, height))
        except (DeskError, OSError) as error:
            await self._refused(upload, error)
        else:
            await self._speaking.say(upload.id, "", files=(file,))
        finally:
            self._room.looking.discard(upload.id)

    async def _refused(self, upload: Upload, error: DeskError | OSError) -> None:
        """Tell why a picture does not count; one that the disk had no room for may come again."""
        key = error.key if isinstance(error, DeskError) else ""
        if not key.startswith(("picture_", "file_")):
            self._page.refuse(upload.id, "not_kept", 10)
            return
        await self._hub.filed(self._hub.uploads.drop, upload)
        self._page.refuse(upload.id, "too_large" if key in _TOO_MUCH else "no_picture")

    async def fetch(self, message: int) -> None:
        """Give the bytes of a message's file, where the message stands in this conversation and is shown."""
        room, reader = self._room, self._hub.store.reader
        rows = [] if room.conversation is None else web.among(reader, room.conversation, [message])
        row = rows[0] if rows else None
        if row is None or not row.sha256 or row.state == "recalled":
            self._page.refuse(str(message), "no_picture")
            return
        path = self._hub.store.files.path_of(row.sha256)
        found = await self._hub.filed(_head, path)
        if found is None:
            self._page.refuse(str(message), "no_picture")
            return
        head, size = found
        kind = picture_kind(head)
        media_type = kind.media_type if kind is not None and row.kind == "picture" else _DOWNLOAD
        if not self._page.push_file(message, path, media_type, size):
            self._page.refuse(str(message), "wait", 2)


def _kept(hub: Hub, content: bytes, file: FileRef) -> FileRef:
    return keep(hub.store, content, file.name, file.media_type, width=file.width, height=file.height)


def _head(path: Path) -> tuple[bytes, int] | None:
    try:
        with path.open("rb") as file:
            return file.read(HEAD), path.stat().st_size
    except OSError:
        return None
