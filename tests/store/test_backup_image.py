"""A database inside another file: written in large pieces, while others work, and refused as a disk refuses it."""

from __future__ import annotations

import errno
import threading
from io import FileIO
from pathlib import Path

import apsw
import pytest

from ticketdesk.store.backup import image
from ticketdesk.store.backup.image import Image, opened, write_image

START = 70
ROWS = 400


@pytest.fixture
def source(tmp_path: Path) -> apsw.Connection:
    """A database of some hundred pages."""
    made = apsw.Connection(str(tmp_path / "a.db"))
    made.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, x)").fetchall()
    with made:
        made.executemany("INSERT INTO t(x) VALUES (zeroblob(2000 + ?))", [(n,) for n in range(ROWS)])
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    path.write_bytes(b"h" * START)
    return path


class Slow(FileIO):
    """A file whose disk is behind: it takes nothing until another thread of this program has run."""

    begun, go = threading.Event(), threading.Event()
    sizes: list[int] = []  # noqa: RUF012

    def write(self, data: object) -> int:
        Slow.begun.set()
        assert Slow.go.wait(60), "no other thread could run"
        size = super().write(data)  # type: ignore[arg-type]
        Slow.sizes.append(size)
        return size


def test_others_run_while_the_disk_is_behind_and_the_copy_is_whole(
    source: apsw.Connection, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image, "_file", lambda path, *, writing: Slow(path, "r+" if writing else "r"))
    writing = threading.Thread(target=write_image, args=(source, archive, START, lambda offset: None))
    writing.start()
    assert Slow.begun.wait(60)
    Slow.go.set()
    writing.join()
    size = archive.stat().st_size - START
    assert archive.read_bytes()[:START] == b"h" * START
    assert sum(Slow.sizes) >= size and max(Slow.sizes) > 100_000
    with opened(Image(archive, START, size)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert (
            copy.execute("SELECT COUNT(*), SUM(length(x)) FROM t").fetchall()
            == source.execute("SELECT COUNT(*), SUM(length(x)) FROM t").fetchall()
        )


@pytest.mark.parametrize("code, kind", [(errno.ENOSPC, apsw.FullError), (errno.EIO, apsw.IOError)])
@pytest.mark.parametrize("room", [0, 1 << 30])
def test_what_the_disk_refuses_comes_out_also_at_the_very_end(
    source: apsw.Connection, archive: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[Exception], room: int
) -> None:
    class Refusing(FileIO):
        def write(self, data: object) -> int:
            raise OSError(code, "refused")

    monkeypatch.setattr(image, "_AT_ONCE", room)  # with the large one nothing is written before the file is closed
    monkeypatch.setattr(image, "_file", lambda path, *, writing: Refusing(path, "r+" if writing else "r"))
    with pytest.raises(kind):
        write_image(source, archive, START, lambda offset: None)
