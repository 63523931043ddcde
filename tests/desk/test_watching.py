"""A watched folder: which of its files are offered, when, and that no content comes twice."""

from __future__ import annotations

import os
from pathlib import Path

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

    def shut(path: Path) -> str:
        raise DeskError("file_missing", name=path.name)

    with monkeypatch.context() as locked:
        locked.setattr(watching, "digest_of", shut)
        assert watched.names() == [] and watched.look().restless
    assert watched.names() == ["a.csv"]


def test_only_the_newest_files_are_looked_at(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_FILES", 2)
    for n in range(4):
        path = watched.put(f"{n}.csv", f"260517-60719897434220{n}")
        os.utime(path, ns=(n * 10**9, n * 10**9))
    assert watched.names() == ["2.csv", "3.csv"]


def test_a_folder_that_is_gone_is_said_so(watched: Watched) -> None:
    watched.folder.rmdir()
    with pytest.raises(DeskError, match="watch_folder_gone"):
        watched.look()
