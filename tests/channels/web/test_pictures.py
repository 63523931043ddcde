"""Pictures over a real socket: in piece by piece, gone on with after a cut, looked at before they count, and out."""

from __future__ import annotations

import asyncio
import random
import zlib
from uuid import UUID, uuid4

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from tests.channels.web.live_desk import LiveDesk
from tests.channels.web.page import Page
from tests.channels.web.test_talk import begun, eventually, go, talk
from ticketdesk.channels.web.protocol import CHUNK


def picture(width: int = 300, height: int = 200, *, noise: bool = True) -> bytes:
    """A PNG that does not pack."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#8fb9a8"))
    if noise:
        rng = random.Random(7)
        for y in range(height):
            for x in range(width):
                image.setPixel(x, y, rng.getrandbits(24))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def chunk_of(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def huge_png(side: int = 30_000) -> bytes:
    """A small file that says it is ``side`` pixels high and wide."""
    head = side.to_bytes(4) + side.to_bytes(4) + bytes((8, 0, 0, 0, 0))
    body = chunk_of(b"IHDR", head) + chunk_of(b"IDAT", zlib.compress(bytes(1_000))) + chunk_of(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def arriving(live: LiveDesk) -> list[str]:
    """What lies half-sent."""
    return [path.name for path in live.folder.glob("*")] if live.folder.is_dir() else []


def test_a_picture_comes_in_and_is_shown_in_both_pages(live: LiveDesk) -> None:
    async def run() -> None:
        content = picture()
        async with Page(live.port) as page:
            await begun(live, page)
            name = await page.send_picture(content)
            await page.until_kept(name)
            row = live.messages(talk(live))[-1]
            assert (row.kind, row.side, row.width, row.height, row.text) == ("picture", "in", 300, 200, "")
            assert live.store.files.read(row.sha256) == content
            shown = await page.until(lambda: page.messages.get(str(row.id)))
            assert (shown["client"], shown["width"], shown["height"]) == (name, 300, 200)
            await eventually(lambda: arriving(live) == [])
            await page.send(t="picture", id=name, size=len(content))
            await page.until(lambda: page.kept.count(name) == 2)

    go(run())


def test_a_picture_may_be_the_first_word(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            await page.until_kept(await page.send_picture(picture(20, 20)))
            assert [row.kind for row in live.messages(talk(live)) if row.side == "in"] == ["picture"]

    go(run())


def test_a_cut_picture_goes_on_where_it_was_also_after_the_desk_was_gone(live: LiveDesk) -> None:
    async def run() -> None:
        content = picture()
        assert len(content) > 2 * CHUNK + 1_000
        async with Page(live.port) as page:
            await begun(live, page)
            name = await page.send_picture(content, upto=CHUNK + 500)
            page.cut()
        async with Page(live.port, page.token) as again:
            await again.send(t="picture", id=name, size=len(content))
            assert (await again.told("from", id=name))["offset"] == CHUNK + 500
            await again.send_picture(content, name, upto=2 * CHUNK)
            live.stop()
        live.begin()
        async with Page(live.port, page.token) as back:
            await back.send(t="picture", id=name, size=len(content))
            assert (await back.told("from", id=name))["offset"] == 2 * CHUNK
            await back.send_picture(content, name)
            await back.until_kept(name)
            row = live.messages(talk(live))[-1]
            assert live.store.files.read(row.sha256) == content

    go(run())


def test_pieces_out_of_order_are_asked_for_anew_and_those_of_others_refused(live: LiveDesk) -> None:
    async def run() -> None:
        content = picture()
        async with Page(live.port) as page, Page(live.port) as stranger:
            await begun(live, page)
            name = await page.send_picture(content, upto=CHUNK)
            page.frames.clear()
            await page.chunk(name, 2 * CHUNK, content[2 * CHUNK : 3 * CHUNK])
            assert (await page.told("from", id=name))["offset"] == CHUNK
            for wrong in (name, str(uuid4())):
                stranger.frames.clear()
                await stranger.chunk(wrong, CHUNK, b"x" * 100)
                await stranger.told("refused", id=wrong, why="bad")
            await page.send_picture(content, name)
            await page.until_kept(name)
            assert live.store.files.read(live.messages(talk(live))[-1].sha256) == content

    go(run())


def test_what_is_no_picture_does_not_count(live: LiveDesk) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>" + b" " * 200
    lies = b"\x89PNG\r\n\x1a\n" + b"x" * 500

    async def run() -> None:
        async with Page(live.port) as page:
            await begun(live, page)
            for content in (svg, lies, b"GIF89a" + bytes(100), b"tiny"):
                name = await page.send_picture(content)
                await page.told("refused", id=name, why="no_picture")
            name = await page.send_picture(huge_png())
            await page.told("refused", id=name, why="too_large")
            await page.send(t="picture", id=(name := str(uuid4())), size=21 * 1024 * 1024)
            await page.told("refused", id=name, why="too_large")
            await page.until_kept(await page.say("还在"))
            assert [row.kind for row in live.messages(talk(live)) if row.side == "in"] == ["text", "text"]
            await eventually(lambda: arriving(live) == [])

    go(run())


def test_the_agents_picture_is_fetched_by_its_own_buyer_only(live: LiveDesk) -> None:
    async def run() -> None:
        content = picture()
        async with Page(live.port) as page, Page(live.port) as stranger:
            message = live.reply_picture(await begun(live, page), content)
            await stranger.until_kept(await stranger.say("别人"))
            await page.until(lambda: str(message) in page.messages)
            await page.send(t="fetch", id=str(message))
            told = await page.told("file", id=str(message))
            assert (told["type"], told["size"]) == ("image/png", len(content))
            await page.until(lambda: sum(len(each) - 24 for each in page.binary) == len(content))
            assert b"".join(each[24:] for each in page.binary) == content
            assert {each[:16] for each in page.binary} == {message.to_bytes(16)}
            assert [int.from_bytes(each[16:24]) for each in page.binary] == list(range(0, len(content), CHUNK))
            for wrong in (str(message), "1", str(2**62)):
                await stranger.send(t="fetch", id=wrong)
                await stranger.told("refused", id=wrong, why="no_picture")
            live.do(lambda: live.outbox.recall(message)).result(30)
            await page.until(lambda: page.messages[str(message)]["state"] == "recalled")
            await page.send(t="fetch", id=str(message))
            await page.told("refused", id=str(message))

    go(run())


def test_a_picture_takes_its_time_and_words_go_beside_it(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            await begun(live, page)
            size, name = 3 * 1024 * 1024, str(uuid4())
            await page.send(t="picture", id=name, size=size)
            await page.told("from", id=name)
            began = asyncio.get_running_loop().time()
            head = picture(20, 20)
            for offset in range(0, 2 * 1024 * 1024, CHUNK):
                await page.socket.send(UUID(name).bytes + offset.to_bytes(8) + (head + bytes(CHUNK))[:CHUNK])
                await page.until(lambda at=offset + CHUNK: [each for each in page.frames if each.get("offset") == at])
            assert asyncio.get_running_loop().time() - began > 1.2
            await page.until_kept(await page.say("边传边说"))

    go(run())
