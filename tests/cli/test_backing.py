"""backup, restore and doctor without a window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ticketdesk import cli
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.queries import agents
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import STORE_NAME, Store

NOW = 1_795_000_000_000


@pytest.fixture
def folder(tmp_path: Path, twins: Path) -> Path:
    """A store with one imported list."""
    made = tmp_path / "shop"
    assert cli.main(["import", str(twins / "list_41.csv"), "--store", str(made), "--lang", "en"]) in (0, 1)
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, object]:
    capsys.readouterr()
    assert cli.main([*arguments, "--json", "--lang", "en"]) == code
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_there_and_back(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, other = tmp_path / "a.zip", tmp_path / "other"
    taken = said(capsys, "backup", "--to", str(file), "--store", str(folder))
    assert taken["file"] == str(file) and taken["bytes"] == file.stat().st_size
    back = said(capsys, "restore", str(file), "--to", str(other))
    assert (back["rows"], back["kept"]) == (taken["rows"], None)
    assert said(capsys, "verify", "--store", str(other))["sound"] is True
    again = said(capsys, "restore", str(file), "--store", str(folder))
    assert Path(str(again["kept"])).is_dir()


def test_a_restore_into_the_folder_one_stands_in_leaves_the_usual_store_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, here = tmp_path / "a.zip", tmp_path / "here"
    said(capsys, "backup", "--to", str(file), "--store", str(folder))
    here.mkdir()
    monkeypatch.chdir(here)
    back = said(capsys, "restore", str(file), "--to", ".", "--store", str(folder))
    assert (back["store"], back["kept"]) == (str(here / STORE_NAME), None)


def test_a_backup_works_beside_an_open_window_and_a_restore_does_not(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(folder / STORE_NAME)
    try:
        said(capsys, "backup", "--to", str(tmp_path / "a.zip"), "--store", str(folder))
        refused = said(capsys, "restore", str(tmp_path / "a.zip"), "--store", str(folder), code=2)
        assert refused["key"] == "store_in_use"
    finally:
        store.close()


def test_refusals_are_sentences(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(b"x")
    assert (
        said(capsys, "restore", str(tmp_path / "a.zip"), "--to", str(tmp_path / "n"), code=2)["key"]
        == "backup_not_ours"
    )
    refused = said(capsys, "backup", "--to", str(tmp_path / "a.zip"), "--store", str(folder), code=2)
    assert refused["key"] == "backup_exists"
    missing = said(capsys, "backup", "--to", str(tmp_path / "b.zip"), "--store", str(tmp_path / "none"), code=2)
    assert missing["key"] == "store_missing"
    assert said(capsys, "doctor", "--store", str(tmp_path / "none"), code=2)["key"] == "store_missing"


def test_the_doctor_says_first_and_does_only_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / STORE_NAME
    Shelf(path).add(now=NOW, reason="automatic")
    assert said(capsys, "doctor", "--store", str(folder))["damaged"] is False
    with path.open("r+b") as file:
        file.seek(0)
        file.write(bytes(200))
    damaged = path.read_bytes()
    found = said(capsys, "doctor", "--store", str(folder), code=1)
    assert (found["why"], path.read_bytes()) == ("header", damaged)
    report = said(capsys, "doctor", "--repair", "--store", str(folder))
    assert report["why"] == "header" and int(str(report["restored"])) > 10
    assert (Path(str(report["kept"])) / STORE_NAME).read_bytes() == damaged
    assert said(capsys, "verify", "--store", str(folder))["sound"] is True
    reader = Reader(path)
    assert agents.shop(reader) is not None
    reader.close()
    assert cli.main(["doctor", "--store", str(folder), "--lang", "zh_CN"]) == 0
    assert "数据完好" in capsys.readouterr().out
