"""Order files dropped anywhere on the window: what is below and takes files itself comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.override import override

ENDINGS: Final = frozenset({".csv", ".xlsx", ".xls", ".jsonl"})


class FileDrop(QObject):
    """Hears of files over ``window``: ``taken(paths)`` gets those that may be order files while ``allowed`` says so."""

    def __init__(self, window: QWidget, allowed: Callable[[], bool], taken: Callable[[Sequence[Path]], object]) -> None:
        super().__init__(window)
        self._allowed = allowed
        self._taken = taken
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if self._allowed() and order_files(event.mimeData()):
                event.acceptProposedAction()
            else:
                event.ignore()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            files = order_files(event.mimeData())
            if files and self._allowed():
                event.acceptProposedAction()
                self._taken(files)
            return True
        return super().eventFilter(watched, event)


def order_files(data: QMimeData) -> list[Path]:
    """The files among what is dragged that may hold orders, by their ending."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in files if path.suffix.lower() in ENDINGS]
