"""What went wrong, shown: a refusal as its sentence, a bug as one dialog with a report that holds nobody's words."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication, QWidget

from ticketdesk import __version__
from ticketdesk.domain.errors import DeskError
from ticketdesk.words import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

_LOG: Final = logging.getLogger(__name__)
_PACKAGE: Final = "ticketdesk"
_MOST_FRAMES: Final = 40


def report(error: BaseException) -> str:
    """Return what a developer needs of ``error``: versions, types and places in the code.

    Neither messages nor values are in it, since both may carry a buyer's words or a path with a person's name.
    """
    import platform  # as the sentences below, no part of a start

    lines = [f"TicketDesk {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}"]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines += [_kind(cause), *_frames(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} {error.key}" if isinstance(error, DeskError) else name


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_MOST_FRAMES:]
    return [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _place(filename: str) -> str:
    parts = filename.replace("\\", "/").split("/")
    return "/".join(parts[parts.index(_PACKAGE) :]) if _PACKAGE in parts else parts[-1]


class Troubles(QObject):
    """Where every error that nobody caught arrives, from any thread; shows one dialog at a time.

    ``shown`` tells each report, after it was logged.
    """

    shown = Signal(str)
    _arrived = Signal(object)

    def __init__(self, window: Callable[[], QWidget | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._box: QMessageBox | None = None
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def tell(self, error: BaseException) -> None:
        """Log and show ``error`` as a bug; may be called from any thread."""
        text = report(error)
        _LOG.error("a bug\n%s", text)
        self._arrived.emit(text)

    def _show(self, text: str) -> None:
        self.shown.emit(text)
        if self._box is not None:
            return
        from PySide6.QtWidgets import QMessageBox

        from ticketdesk.ui.safe_text import message_box

        box = message_box(
            self._window(),
            tr("Something went wrong in TicketDesk"),
            tr("This is a mistake of the program, not yours. What was saved is safe; you can go on working.")
            + "\n\n"
            + tr("The report below names places in the program and holds no texts of buyers."),
            details=text,
            icon=QMessageBox.Icon.Warning,
        )
        copy = box.addButton(tr("Copy report"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        box.finished.connect(self._forget)
        self._box = box

    def _forget(self) -> None:
        self._box = None


def install_hooks(tell: Callable[[BaseException], None]) -> Callable[[], None]:
    """Send every uncaught exception of any thread to ``tell``; returns what puts the old hooks back."""
    old = sys.excepthook, threading.excepthook, sys.unraisablehook

    def uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
        else:
            tell(error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            tell(args.exc_value)

    def unraisable(args: Any) -> None:
        if args.exc_value is not None:
            tell(args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_thread, unraisable

    def put_back() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = old

    return put_back


def words(error: BaseException) -> str | None:
    """Return the sentence of a refusal; None for a bug, also for a refusal that nobody gave a sentence."""
    if not isinstance(error, DeskError):
        return None
    from ticketdesk.words.errors import sentence

    try:
        return sentence(error)
    except KeyError:
        return None
