"""The hands and eyes of the tour: keys, clicks and words for the real window, waiting, and pictures of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QImage, QInputMethodEvent, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from ticketdesk.app import Parts
from ticketdesk.store.reader import Reader
from ticketdesk.ui.world import World

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
Condition = Callable[[], object]

PATIENCE: Final = 10_000
_LOOK: Final = 15
_QUIET: Final = 60
_STILL: Final = 3_000
_LOOKS: Final = 8  # so often in a row, 15 ms apart, the keyboard is still there


class StepFailed(Exception):
    """A step of the story did not have its effect; the text says which."""


class StoryClock:
    """A clock that goes on a millisecond each time it is read, so that every tour shows the same times (UTC ms)."""

    def __init__(self, start: int) -> None:
        self.now = start

    def __call__(self) -> int:
        self.now += 1
        return self.now


def wait(condition: Condition, patience: int = PATIENCE) -> bool:
    """Let the window live until ``condition`` holds, at most ``patience`` ms; returns whether it came to hold."""
    if condition():
        return True
    loop, look, limit = QEventLoop(), QTimer(), QTimer()
    found: list[object] = []

    def ask() -> None:
        try:
            found[:] = [condition()]
        except Exception as error:  # a slot would swallow it
            found[:] = [error]
        if found[0]:
            loop.quit()

    look.timeout.connect(ask)
    limit.timeout.connect(loop.quit)
    limit.setSingleShot(True)
    look.start(_LOOK)
    limit.start(patience)
    loop.exec()
    look.stop()
    if found and isinstance(found[0], Exception):
        raise found[0]
    return bool(found and found[0])


class Stage:
    """One open shop on the screen. Everything is found by the name that a screen reader says."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.window = parts.window
        self.closed = False
        self._busy = 0
        parts.tasks.started.connect(self._started)
        parts.tasks.ended.connect(self._ended)

    @property
    def world(self) -> World:
        """What the pages are given."""
        return self.parts.world

    @property
    def reader(self) -> Reader:
        """The reading side of the store: what a step did is asked there, not of the widgets."""
        return self.parts.world.reader

    def open(self) -> None:
        """Show the window and wait until it has the keyboard."""
        self.window.show()
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is not None, "the window is on the screen")

    def until(self, condition: Condition, what: str, patience: int = PATIENCE) -> None:
        """Wait until ``condition`` holds; StepFailed with ``what`` where it never does."""
        if not wait(condition, patience):
            raise StepFailed(what)

    def there(self, ask: Callable[[], T | None], what: str) -> T:
        """Wait until ``ask`` answers something and return it; StepFailed with ``what`` where it never does."""
        self.until(lambda: ask() is not None, what)
        found = ask()
        if found is None:
            raise StepFailed(what)
        return found

    def top(self) -> QWidget:
        """The window or dialog that takes the keys now."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def awake(self) -> bool:
        """Whether what is on top has the keyboard; without a window manager nobody gives it back when another window
        closes, so it is asked for each time."""
        top = self.top()
        if not top.isActiveWindow():
            top.activateWindow()
        return top.isActiveWindow()

    def stay_awake(self) -> None:
        """Wait until the keyboard stays: that a menu or a dialog has gone is told late, and takes it away once more."""
        looks: list[bool] = []

        def stays() -> bool:
            looks.append(self.awake())
            return len(looks) >= _LOOKS and all(looks[-_LOOKS:])

        wait(stays, _STILL)

    def focus(self) -> QWidget:
        """The widget that gets what is typed."""
        self.window.showing.finish()  # as a key of the system has it done, which goes by the window's handle
        if QApplication.activePopupWidget() is None:
            wait(self.awake, _STILL)
        top = self.top()
        found = QApplication.focusWidget()
        if found is not None and found.window() is top.window():
            return found
        return top.focusWidget() or top

    def keys(self, *sequences: str) -> None:
        """Press keys such as "Ctrl+K" or "Down", each on whatever has the focus then."""
        for text in sequences:
            pressed = QKeySequence(text)[0]  # type: ignore[index]
            QTest.keyClick(self.focus(), pressed.key(), pressed.keyboardModifiers())

    def write(self, text: str) -> None:
        """Type ``text``: ASCII key by key, everything else as an input method commits it."""
        run = ""
        for char in text:
            if char.isascii() and char.isprintable():
                run = self._commit(run)
                QTest.keyClicks(self.focus(), char)
            else:
                run += char
        self._commit(run)

    def named(self, kind: type[W], name: str, within: QWidget | None = None) -> W | None:
        """Return the widget on the screen that a reader calls ``name``, None where there is none."""
        return next((each for each in self.shown(kind, within) if each.accessibleName() == name), None)

    def shown(self, kind: type[W], within: QWidget | None = None) -> Iterator[W]:
        """Yield the visible widgets of ``kind`` in the window or dialog that is worked in."""
        top = within or self.top()
        for each in (top, *top.findChildren(QWidget)):
            if isinstance(each, kind) and each.isVisible():
                yield each

    def find(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        """Wait for a widget by its name and return it; StepFailed where it never comes."""
        return self.there(lambda: self.named(kind, name, within), f"{kind.__name__} {name!r} is on the screen")

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Click the button called ``name`` once it can be clicked."""
        found = self.find(QAbstractButton, name, within)
        self.until(found.isEnabled, f"{name!r} can be pressed")
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    def act(self, name: str) -> None:
        """Trigger an act of the window's table."""
        self.window.actions_table.of(name).trigger()

    def settle(self) -> QImage:
        """Wait until no task runs and the picture of the window stands still; returns the picture."""
        self.until(lambda: self._busy == 0, "the work in the background ends")
        return self.still()

    def still(self) -> QImage:
        """Wait until the picture of the window is the same twice, for seconds at most, and return it."""
        last = [QImage()]

        def same() -> bool:
            before, last[0] = last[0], self.picture()
            return before == last[0]

        calm = QEventLoop()
        QTimer.singleShot(_QUIET, calm.quit)
        calm.exec()
        wait(_dialogs_painted, _STILL)
        wait(same, _STILL)
        return last[0]

    def picture(self) -> QImage:
        """Return what is seen: the window, and over it its dialogs, menus and lists."""
        shot = self.window.grab()
        painter = QPainter(shot)
        corner = self.window.mapToGlobal(QPoint(0, 0))
        for other in sorted(QApplication.topLevelWidgets(), key=_height):
            if other.isVisible() and other is not self.window and other.windowHandle() is not None:
                painter.drawPixmap(other.mapToGlobal(QPoint(0, 0)) - corner, other.grab())
        painter.end()
        return shot.toImage()

    def close(self) -> None:
        """Close the dialogs and the shop; a second call does nothing."""
        if self.closed:
            return
        self.closed = True
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()
        self.parts.close()
        # The window asks to be deleted later; there may be no later.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _commit(self, text: str) -> str:
        if text:
            event = QInputMethodEvent("", [])
            event.setCommitString(text)
            QApplication.sendEvent(self.focus(), event)
        return ""

    def _started(self, _name: str) -> None:
        self._busy += 1

    def _ended(self, _name: str) -> None:
        self._busy -= 1


def _height(widget: QWidget) -> tuple[bool, int]:
    """Return how far above the window it stands: menus on top, a question over the dialog that it belongs to."""
    owners, owner = 0, widget.parentWidget()
    while owner is not None:
        owners, owner = owners + 1, owner.parentWidget()
    return widget.windowType() == Qt.WindowType.Popup, owners


def _dialogs_painted() -> bool:
    """Whether no part of a dialog in sight still waits for its turn to be painted (``ui.slices``)."""
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
    parts = (part for each in dialogs for part in (each, *each.findChildren(QWidget)))
    return all(part.updatesEnabled() for part in parts if part.isVisible())
