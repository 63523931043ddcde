"""Pictures both ways: chosen, pasted, dropped; in pieces, with progress, gone on with after a break."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from tests.webchat.buyer import until


def png(side: int, *, noise: int = 0) -> bytes:
    """A PNG of so many pixels a side; ``noise`` makes it hard to pack, so that it has about side² × 3 bytes."""
    value, rows = noise, []
    for _ in range(side):
        row = bytearray(b"\0")
        for _ in range(side * 3):
            value = (value * 1_103_515_245 + 12_345) & 0x7FFFFFFF if noise else 0x40
            row.append((value >> 16) & 0xFF)
        rows.append(bytes(row))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"".join(rows), 1))]
    blocks = [(kind, data) for kind, data in (*parts, (b"IEND", b""))]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in blocks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """A picture of about half a megabyte."""
    path = tmp_path_factory.mktemp("pictures") / "照片 1.png"
    path.write_bytes(png(420, noise=7))
    return path


def loaded(page):
    return page.run(
        "return [...document.querySelectorAll('.shot img')].map((i) => i.complete && i.src ? i.naturalWidth : 0)"
    )


def test_a_picture_is_sent_in_pieces_and_stays_on_screen(buyer, fake, large):
    page = buyer().online()
    fake.piece_pause = 0.05
    page.send_picture(large)
    until(lambda: page.shown("progress"))
    until(lambda: page.run("return document.querySelector('progress')?.value ?? 1") > 0)
    until(lambda: page.marks() == ["已送达"])
    assert loaded(page) == [420]
    assert not page.all("progress")
    message = fake.visit.messages[-1]
    assert fake.visit.files[message["id"]][1] == large.read_bytes()
    # After a reload it comes from the desk.
    page.reload().online()
    until(lambda: loaded(page) == [420])


@pytest.mark.parametrize("way", ["cut", "reload"])
def test_a_half_sent_picture_goes_on_where_it_stopped(buyer, fake, large, way):
    page = buyer().online()
    fake.piece_pause = 0.15
    page.send_picture(large)
    until(lambda: fake.visits and fake.visit.coming and len(next(iter(fake.visit.coming.values()))) > 65_536)
    fake.cut() if way == "cut" else page.reload()
    until(lambda: len(fake.of("picture")) == 2, "offered again")
    fake.piece_pause = 0.0
    until(lambda: page.marks() == ["已送达"])
    until(lambda: loaded(page) == [420])
    assert [each["kind"] for each in fake.visit.messages] == ["picture"]
    assert fake.visit.files[fake.visit.messages[0]["id"]][1] == large.read_bytes()
    assert page.run("return Object.keys(localStorage).filter((name) => name.includes('unsent')).length") == 0


def test_pictures_of_the_agent_are_fetched_and_can_be_viewed_large(buyer, fake, large):
    page = buyer().online()
    page.say("有图吗")
    fake.say("实拍图", kind="picture", file=("image/png", large.read_bytes()), width=420, height=420)
    until(lambda: loaded(page) == [420])
    assert page.texts() == ["有图吗", "实拍图"]
    assert page.one(".shot").get_attribute("aria-label") == "小满发来的图片，点击查看大图"
    page.press(".shot")
    until(lambda: page.shown("#viewer"))
    assert page.run("return document.activeElement.closest('dialog')?.id") == "viewer"
    until(lambda: page.run("return document.getElementById('viewer-picture').naturalWidth") == 420)
    page.driver.switch_to.active_element.send_keys("\ue00c")  # Escape
    until(lambda: not page.shown("#viewer"))
    assert page.run("return document.activeElement.className") == "shot"


def test_a_picture_that_is_none_is_not_sent(buyer, fake, tmp_path):
    page = buyer().online()
    for name, data in {
        "照片.png": b"<svg onload=alert(1)>",
        "half.png": png(40)[:20],
        "page.html": b"<b>hi</b>",
    }.items():
        (tmp_path / name).write_bytes(data)
        page.send_picture(tmp_path / name)
        until(lambda: page.shown("#hint"))
        assert page.one("#hint").text == "只能发送 PNG、JPEG、GIF、WebP 图片"
        page.type("a")
        until(lambda: not page.shown("#hint"))
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    page.send_picture(tmp_path / "large.png")
    until(lambda: page.shown("#hint"))
    assert page.one("#hint").text == "图片不能超过 20 MB"
    assert fake.of("picture") == []


def test_a_picture_the_desk_refuses_says_why(buyer, fake, large):
    page = buyer().online()
    fake.refuse = lambda frame: (
        {"t": "refused", "id": frame["id"], "why": "no_picture", "seconds": 0} if frame["t"] == "picture" else None
    )
    page.send_picture(large)
    until(lambda: page.marks() == ["不是可以打开的图片，未发送"])
    page.press(".choices .link")
    until(lambda: page.all(".row") == [])


def test_a_picture_that_the_desk_cannot_give_says_so(buyer, fake):
    page = buyer().online()
    page.say("图")
    fake.say(kind="picture", width=100, height=80)
    until(lambda: page.texts(".shot") == ["图片打不开"])


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_pasted_and_dropped_pictures(buyer, fake, way):
    page = buyer().online()
    bring = """
        const [bytes, way] = arguments;
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "a.png", {type: "image/png"}));
        const target = way === "paste" ? document.getElementById("words") : document.body;
        const facts = {bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data};
        target.dispatchEvent(way === "paste" ? new ClipboardEvent("paste", facts) : new DragEvent("drop", facts));
    """
    page.run(bring, list(png(24)), way)
    until(lambda: page.marks() == ["已送达"])
    assert loaded(page) == [24]


def test_a_file_is_a_card_with_its_name_and_size(buyer, fake):
    page = buyer().online()
    page.say("发票")
    fake.say(kind="file", card={"name": "发票 11 月.pdf", "size": 34_567}, file=("application/pdf", b"%PDF-1.4"))
    until(lambda: page.texts(".card .title") == ["发票 11 月.pdf"])
    assert page.texts(".card .fact") == ["34 kB"]
    watch = """
        window.saved = null;
        HTMLAnchorElement.prototype.click = function () { window.saved = [this.download, this.href.slice(0, 5)]; };
    """
    page.run(watch)
    page.press(".card .small")
    until(lambda: page.run("return window.saved"))
    assert page.run("return window.saved") == ["发票 11 月.pdf", "blob:"]
