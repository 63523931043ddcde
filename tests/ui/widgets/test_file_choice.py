"""A dialog of files goes when it is at rest, and not with the choice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.ui.widgets import file_choice


def told(heard: list[object]) -> Callable[[object], object]:
    return heard.append


ASKS: dict[str, Callable[[QWidget, list[object]], object]] = {
    "file": lambda parent, heard: file_choice.choose_file(parent, "Open", told(heard), kinds="All files (*)"),
    "files": lambda parent, heard: file_choice.choose_files(parent, "Open", told(heard)),
    "folder": lambda parent, heard: file_choice.choose_folder(parent, "Open", told(heard)),
    "target": lambda parent, heard: file_choice.choose_target(parent, "Save", told(heard), name="a", ending="csv"),
}


@pytest.mark.parametrize("kind", ASKS)
def test_the_choice_is_told_and_the_dialog_goes_later(
    kind: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_choice, "_AT_REST_MS", 300)
    there = tmp_path / "a.csv"
    there.write_text("a", "utf-8")
    parent, heard = QWidget(), list[object]()
    qtbot.addWidget(parent)
    parent.show()
    ASKS[kind](parent, heard)
    dialog = parent.findChild(QFileDialog)
    assert dialog is not None and dialog.isVisible()
    chosen = tmp_path if kind == "folder" else tmp_path / "b.csv" if kind == "target" else there
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(chosen.with_suffix("") if kind == "target" else chosen))
    dialog.accept()
    assert heard == [[str(chosen)]] if kind == "files" else heard == [str(chosen)]
    gone = []
    dialog.destroyed.connect(lambda: gone.append(True))
    qtbot.wait(50)
    assert not dialog.isVisible() and not gone
    qtbot.waitUntil(lambda: bool(gone))
