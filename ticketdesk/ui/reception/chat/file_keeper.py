"""Saving a file of a conversation: only when asked for, under a name that is chosen, never opened from the store."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSaveFile
from PySide6.QtWidgets import QMessageBox, QWidget

from ticketdesk.domain import file_names
from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.reception.chat.cards import file_warning
from ticketdesk.ui.safe_text import message_box
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.file_choice import choose_target
from ticketdesk.ui.world import World
from ticketdesk.words import tr


def save_file(world: World, parent: QWidget, sha256: str, name: str) -> None:
    """Ask where to, then write a copy; of a program it is asked first whether that is wanted."""
    clean = file_names.clean_file_name(name) or tr("file")
    warning = file_warning(name)
    if not warning:
        _choose(world, parent, sha256, clean)
        return
    box = message_box(
        parent, tr("Save a program?"), f"{clean}\n{warning}", icon=QMessageBox.Icon.Warning,
        buttons=QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel,
    )  # fmt: skip
    box.button(QMessageBox.StandardButton.Save).setText(tr("Save all the same"))
    box.button(QMessageBox.StandardButton.Cancel).setText(tr("Cancel"))
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.accepted.connect(partial(_choose, world, parent, sha256, clean))


def _choose(world: World, parent: QWidget, sha256: str, name: str) -> None:
    choose_target(parent, tr("Save a copy"), partial(_write, world, sha256), name=name)


def _write(world: World, sha256: str, path: str) -> None:
    world.tasks.start(
        f"reception.save-{path}", partial(_copy, world, sha256, path), partial(_saved, world), world.notices.refuse
    )


def _copy(world: World, sha256: str, path: str, _progress: Progress, _cancelled: Cancelled) -> str:
    data = world.read_file(sha256)
    file = QSaveFile(path)
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly) or file.write(data) != len(data) or not file.commit():
        raise DeskError("store_cannot_open", path=path)
    return path


def _saved(world: World, path: str) -> None:
    world.notices.say(tr("Saved as {0}", Path(path).name))
