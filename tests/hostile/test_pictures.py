"""Hostile pictures: told by their bytes, refused by their header, decoded small; never a stop of the program."""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import PICTURE_BYTES
from ticketdesk.ui.pictures import read_picture
from ticketdesk.words.errors import sentence

BOX = QSize(400, 300)
# The readers say on their own account what is wrong with a file.
pytestmark = pytest.mark.qt_log_ignore("JPEG", "Bogus", "QImage", extend=True)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it has so many grey pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def grey(width: int, height: int) -> bytes:
    """A whole grey PNG of that size."""
    packer, row = zlib.compressobj(1), b"\0" + b"\x80" * width
    return png(width, height, b"".join(packer.compress(row) for _ in range(height)) + packer.flush())


def gif(width: int, height: int, frames: int = 1) -> bytes:
    """A GIF of so many frames of one colour."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\x01\0\0\0," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * frames + b";"


def drawn(width: int, height: int, kind: str) -> bytes:
    """A real picture of that size."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 40, 40))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


UNTOLD = {"picture_unknown", "picture_empty", "picture_too_large"}
BMP_LIE = b"BM" + struct.pack("<IHHIIiiHHIIiiII", 1000, 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 32, 0, 0, 0, 0, 0, 0)
WEBP_LIE = b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8X" + struct.pack("<IB3x", 10, 0) + b"\xff\xff\xff" * 2
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "SVG named .png": (
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' width='9e9'/>",
        "picture_unknown",
    ),
    "SVG packed": (lambda: b"\x1f\x8b\x08\0" + b"\0" * 60, "picture_unknown"),
    "a PDF": (lambda: b"%PDF-1.7\n" + b"0" * 100, "picture_unknown"),
    "a TIFF": (lambda: b"II*\0" + b"\0" * 100, "picture_unknown"),
    "30,000 × 30,000": (lambda: png(30_000, 30_000, zlib.compress(bytes(3_000_000))), "picture_too_large"),
    "41 million pixels": (lambda: png(8_200, 5_000), "picture_too_large"),
    "four thousand million wide": (lambda: png(2**32 - 1, 1), "picture_unknown"),
    "no pixels": (lambda: png(0, 10), "picture_unknown"),
    "a bitmap that lies": (lambda: BMP_LIE, "picture_unknown"),
    "a WebP that lies": (lambda: WEBP_LIE, "picture_unknown"),
    "a GIF of 65,535 × 65,535": (lambda: gif(65_535, 65_535), "picture_too_large"),
    "too many bytes": (lambda: png(10, 10) + bytes(PICTURE_BYTES), "picture_too_heavy"),
    "only a head": (lambda: b"\x89PNG\r\n\x1a\n", "picture_unknown"),
    "a cut JPEG head": (lambda: drawn(50, 50, "JPG")[:120], "picture_unknown"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_picture_is_refused_in_one_sentence(qapp, tmp_path: Path, what: str) -> None:
    make, key = HOSTILE[what]
    path = tmp_path / "吊牌.png"
    path.write_bytes(make())
    began = time.process_time()
    with pytest.raises(DeskError) as refused:
        read_picture(path, BOX)
    # A picture that says nothing of its size may be told as having none.
    assert {refused.value.key, key} == {key} or {refused.value.key, key} <= UNTOLD
    assert "{" not in sentence(refused.value)
    assert time.process_time() - began < 2


def test_the_limit_itself_is_taken(qapp, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(grey(8_000, 5_000))
    thumb = read_picture(path, BOX).thumb
    assert (thumb.width(), thumb.height()) == (400, 250)


@pytest.mark.parametrize("kind", ["PNG", "JPG", "WEBP", "BMP"])
def test_a_picture_cut_anywhere_is_taken_in_part_or_refused(qapp, tmp_path: Path, kind: str) -> None:
    content = drawn(300, 200, kind)
    for share in range(1, 20):
        path = tmp_path / f"{share}.png"
        path.write_bytes(content[: len(content) * share // 20])
        try:
            thumb = read_picture(path, BOX).thumb
        except DeskError as error:
            assert error.key in ("picture_unknown", "picture_empty")
        else:
            assert not thumb.isNull()


def test_of_a_gif_with_ten_thousand_frames_only_the_first_is_read(qapp, tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    path.write_bytes(gif(2_000, 2_000, 10_000))
    began = time.process_time()
    try:
        assert read_picture(path, BOX).thumb.width() <= 400
    except DeskError as error:
        assert error.key == "picture_unknown"
    assert time.process_time() - began < 2


def test_a_pipe_is_no_picture_to_wait_for(qapp, tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no FIFOs")
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(DeskError, match="picture_unknown"):
        read_picture(tmp_path / "a.png", BOX)
