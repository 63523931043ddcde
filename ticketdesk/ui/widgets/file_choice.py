"""The one way to ask for a file or a folder, and to let go of the dialog that asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

_AT_REST_MS: Final = 2_000
"""Qt's own dialog looks through its folder on a thread of its own and waits for it when it goes: 10 to 50 ms right
after the choice, nothing once the thread is at rest. Where the system has a dialog, that one is shown instead."""

Chosen = Callable[[str], object]

_resting: set[QFileDialog] = set()


def choose_file(parent: QWidget, title: str, chosen: Chosen, *, place: str = "", kinds: str = "") -> None:
    """Ask for a file that is there, first in the folder ``place``, of ``kinds`` ("CSV (*.csv);;All files (*)")."""
    dialog = QFileDialog(parent, title, place, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(chosen)
    _open(dialog)


def choose_files(
    parent: QWidget, title: str, chosen: Callable[[list[str]], object], *, place: str = "", kinds: str = ""
) -> None:  # fmt: skip
    """Ask for one file or several, first in the folder ``place``."""
    dialog = QFileDialog(parent, title, place, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(chosen)
    _open(dialog)


def choose_folder(parent: QWidget, title: str, chosen: Chosen, *, place: str = "") -> None:
    """Ask for a folder that is there."""
    dialog = QFileDialog(parent, title, place)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    _open(dialog)


def choose_target(
    parent: QWidget, title: str, chosen: Chosen, *, name: str, kinds: str = "", ending: str = ""
) -> None:  # fmt: skip
    """Ask where a file shall be written; ``name`` is suggested, ``ending`` (without a dot) put where none is typed."""
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if ending:
        dialog.setDefaultSuffix(ending)
    dialog.fileSelected.connect(chosen)
    _open(dialog)


def choose_target_of_kind(
    parent: QWidget, title: str, chosen: Callable[[str, str], object], *, name: str, kinds: str, ending: str
) -> None:  # fmt: skip
    """As ``choose_target``; ``chosen`` is told which of ``kinds`` was picked too."""
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.fileSelected.connect(lambda path: chosen(path, dialog.selectedNameFilter()))
    _open(dialog)


def _open(dialog: QFileDialog) -> None:
    dialog.finished.connect(lambda _how: QTimer.singleShot(0, dialog, partial(_rest, dialog)))
    dialog.open()


def _rest(dialog: QFileDialog) -> None:
    """Take it out of a parent that may go before it is at rest."""
    _resting.add(dialog)
    dialog.setParent(None)
    QTimer.singleShot(_AT_REST_MS, dialog, partial(_go, dialog))


def _go(dialog: QFileDialog) -> None:
    _resting.discard(dialog)
    dialog.deleteLater()
