"""Pictures on their way: piece after piece, cut and gone on with, forgotten in time, never too many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ticketdesk.channels.web import uploads
from ticketdesk.channels.web.protocol import Chunk
from ticketdesk.channels.web.uploads import KEPT_FOR, MOST_PER_VISIT, NoRoom, OutOfOrder, Uploads, checked
from ticketdesk.domain.errors import DeskError

NAME = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
OTHER = "3f2504e0-4f89-41d3-9a0c-0305e82c3302"
HEAD = b"\x89PNG\r\n\x1a\n" + bytes(24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pictures arrive; made by the first."""
    return tmp_path / "channels" / "web"


def test_pieces_come_together(folder: Path) -> None:
    kept = Uploads(folder)
    upload = kept.open(7, NAME, 40)
    assert kept.write(upload, Chunk(NAME, 0, HEAD)) == 32 and not upload.whole
    assert kept.write(upload, Chunk(NAME, 32, b"12345678")) == 40 and upload.whole
    assert kept.content(upload) == HEAD + b"12345678"
    kept.drop(upload)
    assert list(folder.iterdir()) == [] and kept.of(7, NAME) is None


def test_a_cut_line_goes_on_where_it_was_also_in_another_run(folder: Path) -> None:
    first = Uploads(folder)
    first.write(first.open(7, NAME, 40), Chunk(NAME, 0, HEAD))
    assert first.open(7, NAME, 40).offset == 32
    again = Uploads(folder)
    upload = again.open(7, NAME, 40)
    assert upload.offset == 32
    again.write(upload, Chunk(NAME, 32, b"12345678"))
    assert again.content(upload) == HEAD + b"12345678"


def test_pieces_out_of_order_or_beyond_the_end_change_nothing(folder: Path) -> None:
    kept = Uploads(folder)
    upload = kept.open(7, NAME, 40)
    kept.write(upload, Chunk(NAME, 0, HEAD))
    for wrong in (Chunk(NAME, 0, HEAD), Chunk(NAME, 33, b"1"), Chunk(NAME, 32, bytes(9)), Chunk(NAME, 2**63, b"1")):
        with pytest.raises(OutOfOrder) as error:
            kept.write(upload, wrong)
        assert error.value.offset == 32
    assert kept.content(upload) == HEAD


def test_another_visit_has_its_own_of_the_same_name(folder: Path) -> None:
    kept = Uploads(folder)
    kept.write(kept.open(7, NAME, 40), Chunk(NAME, 0, HEAD))
    assert kept.of(8, NAME) is None
    assert kept.open(8, NAME, 40).offset == 0


def test_what_is_no_picture_is_told_at_its_first_piece(folder: Path) -> None:
    kept = Uploads(folder)
    with pytest.raises(DeskError, match="picture_unknown"):
        kept.write(kept.open(7, NAME, 4_000), Chunk(NAME, 0, b"<svg xmlns='http://www.w3.org/2000/svg'>" + bytes(100)))


def test_a_half_sent_picture_is_forgotten_after_an_hour(folder: Path) -> None:
    now = 1_000_000.0
    kept = Uploads(folder, lambda: now)
    upload = kept.open(7, NAME, 40)
    kept.write(upload, Chunk(NAME, 0, HEAD))
    os.utime(upload.path, (now - KEPT_FOR + 1, now - KEPT_FOR + 1))
    assert kept.clean() == 0
    os.utime(upload.path, (now - KEPT_FOR - 1, now - KEPT_FOR - 1))
    assert kept.clean() == 1 and list(folder.iterdir()) == [] and kept.of(7, NAME) is None
    assert kept.open(7, NAME, 40).offset == 0


def test_so_many_at_once_and_one_more_when_one_is_over(folder: Path) -> None:
    kept = Uploads(folder)
    mine = [kept.open(7, f"{n:08x}{NAME[8:]}", 40) for n in range(MOST_PER_VISIT)]
    with pytest.raises(NoRoom):
        kept.open(7, OTHER, 40)
    assert kept.open(8, OTHER, 40).offset == 0
    kept.drop(mine[0])
    assert kept.open(7, OTHER, 40).offset == 0


def test_what_nobody_goes_on_with_makes_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    kept = Uploads(folder)
    old = kept.open(7, NAME, 60)
    kept.write(old, Chunk(NAME, 0, HEAD + bytes(8)))
    with pytest.raises(NoRoom):
        kept.open(8, OTHER, 70)
    kept.leave(7)
    assert kept.open(8, OTHER, 70).offset == 0 and not old.path.exists()
    with pytest.raises(NoRoom):
        kept.open(9, NAME, 60)


def test_a_shorter_picture_of_the_same_name_begins_anew(folder: Path) -> None:
    kept = Uploads(folder)
    kept.write(kept.open(7, NAME, 40), Chunk(NAME, 0, HEAD))
    assert kept.open(7, NAME, 20).offset == 0


def test_a_picture_counts_once_it_was_looked_at() -> None:
    assert checked(HEAD, lambda _data: (30, 20)) == ("image/png", "png", 30, 20)
    with pytest.raises(DeskError, match="picture_too_large"):
        checked(HEAD, lambda _data: (30_000, 30_000))
    with pytest.raises(DeskError, match="picture_unknown"):
        checked(b"BM" + bytes(40), lambda _data: (1, 1))
