"""A watched folder: which of its files are offered, when, and that no content comes twice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.data.platform_rows import PARCEL, PDD, REFUND, text
from ticketdesk.desk import watching
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.watching import Look, WatchedFolder, candidates
from ticketdesk.domain.errors import DeskError

ENDINGS = frozenset({".csv", ".xlsx", ".jsonl"})


class Watched:
    """A folder, and looks at it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.watched = WatchedFolder(folder, ENDINGS, 0)

    def look(self) -> Look:
        return self.watched.look(self.desk.store.reader, lambda: False)

    def names(self) -> list[str]:
        """Return the names of what two looks find."""
        return sorted(each.path.name for _ in range(2) for each in self.look().arrived)

    def put(self, name: str, number: str = "260517-607198974342268") -> Path:
        path = self.folder / name
        path.write_bytes(text(PDD, {"订单号": number}).encode("utf-8-sig"))
        return path


@pytest.fixture
def watched(desk: Desk, tmp_path: Path) -> Watched:
    folder = tmp_path / "下载"
    folder.mkdir()
    return Watched(desk, folder)


def test_a_file_is_offered_once_it_is_at_rest(watched: Watched) -> None:
    path = watched.put("a.csv")
    first = watched.look()
    assert (first.arrived, first.restless) == ((), True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text(PDD, {"订单号": "260517-607198974342269"}).split("\r\n")[1] + "\r\n")
    growing = watched.look()
    assert (growing.arrived, growing.restless) == ((), True)
    whole = watched.look()
    assert ([each.path for each in whole.arrived], whole.restless) == ([path], False)
    assert (watched.look().arrived, watched.look().restless) == ((), False)


def test_orders_refunds_and_parcels_are_offered_and_nothing_else(watched: Watched) -> None:
    watched.put("订单.csv")
    (watched.folder / "单号.csv").write_bytes(text(PARCEL, {}).encode("utf-8-sig"))
    (watched.folder / "退款.csv").write_bytes(text(REFUND, {}).encode("utf-8-sig"))
    (watched.folder / "orders.jsonl").write_text('{"number": "300100200300100"}\n', encoding="utf-8")
    (watched.folder / "工资.csv").write_text("姓名,工资\n李雷,1\n", encoding="utf-8")
    (watched.folder / "broken.xlsx").write_bytes(b"PK\x03\x04nothing")
    (watched.folder / "binary.csv").write_bytes(os.urandom(400))
    (watched.folder / "订单.txt").write_bytes(text(PDD, {}).encode())
    assert watched.names() == ["orders.jsonl", "单号.csv", "订单.csv", "退款.csv"]
    assert watched.look().restless is False


def test_downloads_under_way_links_and_hostile_names_are_left_alone(watched: Watched, tmp_path: Path) -> None:
    names = ("a.csv.crdownload", "b.csv.part", "~$c.csv", ".d.csv", "e\n.csv", "f\u202e.csv", "g.csv")
    for n, name in enumerate(names):
        watched.put(name, f"260517-60719897434220{n}")
    watched.put("b.csv", "260517-607198974342300")  # Firefox keeps one beside its .part
    (watched.folder / "empty.csv").touch()
    (watched.folder / "folder.csv").mkdir()
    real = tmp_path / "elsewhere.csv"
    real.write_bytes(text(PDD, {"订单号": "260517-607198974342400"}).encode())
    (watched.folder / "link.csv").symlink_to(real)
    if hasattr(os, "mkfifo"):
        os.mkfifo(watched.folder / "pipe.csv")
        (Path(os.fsdecode(os.fsencode(watched.folder) + b"/\xff.csv"))).write_bytes(text(PDD, {}).encode())
    assert watched.names() == ["g.csv"]


def test_the_same_content_comes_once_under_whatever_name(watched: Watched) -> None:
    watched.put("a.csv")
    assert watched.names() == ["a.csv"]
    watched.put("a (1).csv")
    assert watched.names() == []
    watched.put("a.csv", "260517-607198974342999")
    assert watched.names() == ["a.csv"]
    again = WatchedFolder(watched.folder, ENDINGS, 0, watched.watched._seen)
    assert [again.look(watched.desk.store.reader, lambda: False).arrived for _ in range(2)] == [(), ()]


def test_what_was_imported_by_hand_is_not_offered(watched: Watched) -> None:
    path = watched.put("a.csv")
    watched.desk.run(ImportOrders(path=str(path)))
    assert watched.names() == []


def test_what_lay_there_before_is_not_offered(watched: Watched) -> None:
    path = watched.put("a.csv")
    told = path.stat()
    later = max(told.st_mtime_ns, told.st_ctime_ns) // 1_000_000 + 1
    assert candidates(watched.folder, ENDINGS, later) == {}
    os.utime(path, (0, 0))  # a copy keeps its moment, but is new in this place
    assert list(candidates(watched.folder, ENDINGS, later - 1_000)) == ["a.csv"]


def test_a_file_that_another_program_keeps_shut_is_read_later(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.put("a.csv")

    with monkeypatch.context() as locked:
        locked.setattr(watching, "digest_of", shut)
        assert watched.names() == [] and watched.look().restless
    assert watched.names() == ["a.csv"]


def shut(path: Path, _cancelled: object) -> str:
    """Read a file that another program keeps shut."""
    raise DeskError("file_missing", name=path.name)


def test_a_file_that_stays_shut_leaves_the_folder_in_peace(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.put("a.csv")
    with monkeypatch.context() as locked:
        locked.setattr(watching, "digest_of", shut)
        looks = [watched.look() for _ in range(1 + watching.MOST_TRIES)]
        assert [(look.restless, look.shut) for look in looks[-2:]] == [(True, False), (False, True)]
        path = watched.put("a.csv", "260517-607198974342999")
        assert watched.look().restless  # a change is another try
    assert [each.path for each in watched.look().arrived] == [path]


def test_of_many_files_all_are_read_in_the_end_and_the_oldest_first(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_FILES", 2)
    for n in (3, 0, 4, 1, 2):
        path = watched.put(f"{9 - n}.csv", f"260517-60719897434220{n}")
        os.utime(path, ns=(n * 10**9, n * 10**9))
    looks = [watched.look() for _ in range(5)]
    found = [[each.path.name for each in look.arrived] for look in looks]
    assert found == [[], ["9.csv", "8.csv"], ["7.csv", "6.csv"], ["5.csv"], []]
    assert [look.restless for look in looks] == [True, True, True, False, False]
    assert {path.name for path in looks[-1].files} == {"5.csv", "6.csv"}


def test_a_file_too_large_to_be_imported_is_left_alone(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    size = watched.put("a.csv").stat().st_size
    monkeypatch.setattr(watching, "MOST_BYTES", size - 1)
    assert watched.names() == [] and not watched.look().restless
    monkeypatch.setattr(watching, "MOST_BYTES", size)
    assert watched.names() == ["a.csv"]


def test_a_look_that_is_cancelled_ends_within_a_file_and_loses_nothing(watched: Watched) -> None:
    for n in range(2):
        watched.put(f"{n}.csv", f"260517-60719897434220{n}")
    watched.look()
    asked = iter((False, True))
    with pytest.raises(DeskError, match="cancelled"):
        watched.watched.look(watched.desk.store.reader, lambda: next(asked, True))
    assert watched.names() == ["0.csv", "1.csv"]


def test_an_error_that_nobody_foresaw_is_told_and_leaves_the_other_files(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        watched.put(f"{n}.csv", f"260517-60719897434220{n}")
    opened = watching.open_import

    def fails(path: Path, **more: Any) -> object:
        if path.name == "1.csv":
            raise RuntimeError(path.name)
        return opened(path, **more)

    monkeypatch.setattr(watching, "open_import", fails)
    watched.look()
    look = watched.look()
    assert [each.path.name for each in look.arrived] == ["0.csv", "2.csv"] and not look.restless
    assert [str(error) for error in look.errors] == ["1.csv"]
    assert watched.look().errors == ()


def test_a_folder_that_is_gone_is_said_so(watched: Watched) -> None:
    watched.folder.rmdir()
    with pytest.raises(DeskError, match="watch_folder_gone"):
        watched.look()
