"""The table of the fault tests: lines of one kind are added up, and nothing bad hides in the sum."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fault import table, tally


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "tally.jsonl"
    monkeypatch.setenv("TICKETDESK_TALLY", str(path))
    return path


def test_lines_of_one_kind_are_added_up(told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tally.record("kills", 500, 0, 0, None, 41.26, "chain whole")
    tally.record("cuts", 400, 0, 0, True, 9.0)
    tally.record("kills", 3, 0, 0, True, 1.0, "chain whole")
    assert table.main([str(told), str(tmp_path / "faults.json")]) == 0
    kills, cuts = json.loads((tmp_path / "faults.json").read_text())
    assert (kills["rounds"], kills["seconds"], kills["control"], kills["notes"]) == (503, 42.3, True, ["chain whole"])
    assert cuts["sound"] and cuts["rounds"] == 400
    printed = capsys.readouterr().out
    assert "fails as it must" in printed and "503" in printed


@pytest.mark.parametrize(("lost", "half", "control"), [(1, 0, True), (0, 1, True), (0, 0, False)])
def test_control_a_bad_line_is_told_and_not_made_good(
    told: Path, tmp_path: Path, lost: int, half: int, control: bool
) -> None:
    tally.record("kills", 1, lost, half, control, 1.0)
    tally.record("kills", 1, 0, 0, True, 1.0)
    assert table.main([str(told), str(tmp_path / "faults.json")]) == 1


def test_nothing_told_is_no_success(tmp_path: Path) -> None:
    assert table.main([str(tmp_path / "none"), str(tmp_path / "faults.json")]) == 1


def test_without_a_place_nothing_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TICKETDESK_TALLY", raising=False)
    monkeypatch.chdir(tmp_path)
    tally.record("kills", 1, 0, 0, True, 1.0)
    assert list(tmp_path.iterdir()) == []
