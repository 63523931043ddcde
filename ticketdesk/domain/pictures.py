"""Pictures: which kinds are taken, told by their first bytes, and how large one may be."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ticketdesk.domain.errors import DeskError

PICTURE_BYTES: Final = 20 * 1024 * 1024
"""Largest file of a picture, in bytes; nothing larger is kept (safety.md)."""

PICTURE_PIXELS: Final = 40_000_000
"""Largest area of a picture: decoded it takes four bytes a pixel, so a small file can ask for a lot."""

HEAD: Final = 32
"""Bytes of a file's beginning that tell its kind."""


class PictureKind(StrEnum):
    """A format of pictures; the value is the usual ending of its files."""

    PNG = "png"
    JPEG = "jpg"
    GIF = "gif"
    WEBP = "webp"
    BMP = "bmp"

    @property
    def media_type(self) -> str:
        """The registered name of the format, e.g. "image/jpeg"."""
        return f"image/{'jpeg' if self is PictureKind.JPEG else self.value}"


def picture_kind(head: bytes) -> PictureKind | None:
    """Return the kind told by a file's first ``HEAD`` bytes, None if it is no picture that is taken.

    The name of a file is never asked: a ``.png`` may hold anything.
    """
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return PictureKind.GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return PictureKind.WEBP
    return PictureKind.BMP if _is_bmp(head) else None


def _is_bmp(head: bytes) -> bool:
    """Return whether ``head`` begins a bitmap: two letters are too few, so the size of its header is read as well."""
    sizes = (12, 40, 52, 56, 64, 108, 124)
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in sizes


def check_picture(data: bytes) -> PictureKind:
    """Return the kind of the picture whose whole file ``data`` is.

    Raises ``DeskError``: ``picture_unknown``, or ``picture_too_heavy`` (limit in MB).
    """
    if len(data) > PICTURE_BYTES:
        raise DeskError("picture_too_heavy", limit=PICTURE_BYTES // 1024 // 1024)
    kind = picture_kind(data[:HEAD])
    if kind is None:
        raise DeskError("picture_unknown")
    return kind


def check_area(width: int, height: int) -> None:
    """Raise ``DeskError`` ``picture_empty`` or ``picture_too_large`` (size, limit in megapixels) for such pixels."""
    if width < 1 or height < 1:
        raise DeskError("picture_empty")
    if width * height > PICTURE_PIXELS:
        raise DeskError("picture_too_large", width=width, height=height, limit=PICTURE_PIXELS // 1_000_000)
