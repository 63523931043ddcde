"""Kinds and limits of pictures."""

from __future__ import annotations

import pytest

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.pictures import PICTURE_BYTES, PictureKind, check_area, check_picture, picture_kind

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
BMP = b"BM" + bytes(12) + (40).to_bytes(4, "little") + bytes(14)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PNG, PictureKind.PNG),
        (b"\xff\xd8\xff\xe0" + bytes(28), PictureKind.JPEG),
        (b"GIF89a" + bytes(26), PictureKind.GIF),
        (b"GIF87a" + bytes(26), PictureKind.GIF),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", PictureKind.WEBP),
        (BMP, PictureKind.BMP),
        (b"BM is how this text begins, no bitmap", None),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"%PDF-1.4", None),
        (b"II*\x00", None),
        (b"MZ", None),
        (b"", None),
    ],
)
def test_kinds_by_their_first_bytes(head: bytes, kind: PictureKind | None) -> None:
    assert picture_kind(head) is kind


def test_limits() -> None:
    largest = PNG.ljust(PICTURE_BYTES, b"\0")
    assert check_picture(largest) is PictureKind.PNG
    with pytest.raises(DeskError) as heavy:
        check_picture(largest + b"\0")
    assert (heavy.value.key, heavy.value.values) == ("picture_too_heavy", {"limit": 20})
    with pytest.raises(DeskError, match="picture_unknown"):
        check_picture(b"%PDF-1.4")
    check_area(8000, 5000)
    with pytest.raises(DeskError, match="picture_too_large"):
        check_area(8001, 5000)
    with pytest.raises(DeskError, match="picture_empty"):
        check_area(0, 5)


def test_media_types() -> None:
    assert [kind.media_type for kind in (PictureKind.JPEG, PictureKind.WEBP)] == ["image/jpeg", "image/webp"]
