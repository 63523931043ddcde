"""The hands of the soak: single events for whatever window is on top, as the mouse and the keys of a person make them.

Each function yields between two events, so that the window answers one event at a time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

Steps = Iterator[None]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_KEY = Qt.KeyboardModifier.NoModifier
HELD = (NO_KEY, NO_KEY, NO_KEY, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)


def top(window: QWidget) -> QWidget:
    """The window, dialog or popup that gets the events now."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or window


def below(owner: QObject) -> Iterator[QWidget]:
    """Yield the widgets in ``owner`` in Qt's order.

    Not by `findChildren`: PySide takes what that finds for children of the one that was asked, and keeps a handle of
    each scroll bar of a page or dialog that is gone for as long as the window lives.
    """
    for child in owner.children():
        if isinstance(child, QWidget):
            yield child
        yield from below(child)


def focus(window: QWidget) -> QWidget:
    """The widget that gets the keys."""
    upper = top(window)
    if QApplication.activePopupWidget() is None and not upper.isActiveWindow():
        # Without a window manager nobody gives the keyboard back when a dialog closes.
        upper.activateWindow()
    found = QApplication.focusWidget()
    return found if found is not None and found.window() is upper.window() else upper.focusWidget() or upper


def spot(widget: QWidget, rng: random.Random) -> tuple[QWindow, QPoint] | None:
    """A random place on ``widget`` within its window; None where it is not on the screen."""
    handle = widget.window().windowHandle()
    shown = widget.visibleRegion().boundingRect()
    if handle is None or shown.isEmpty():
        return None
    place = QPoint(rng.randint(shown.left(), shown.right()), rng.randint(shown.top(), shown.bottom()))
    return handle, widget.mapTo(widget.window(), place)


def click(widget: QWidget, rng: random.Random) -> Steps:
    """One click, sometimes with Ctrl or Shift."""
    found = spot(widget, rng)
    if found is not None:
        handle, place = found
        held = rng.choice(HELD)
        QTest.mouseMove(handle, place)
        yield
        QTest.mousePress(handle, LEFT, held, place)
        yield
        QTest.mouseRelease(handle, LEFT, held, place)


def double_click(widget: QWidget, rng: random.Random) -> Steps:
    """Two clicks."""
    found = spot(widget, rng)
    if found is not None:
        QTest.mouseDClick(found[0], LEFT, NO_KEY, found[1])
        yield


def ask_menu(widget: QWidget, rng: random.Random) -> Steps:
    """A click of the other button, which asks for the menu of what stands there."""
    found = spot(widget, rng)
    if found is not None:
        QTest.mouseClick(found[0], RIGHT, NO_KEY, found[1])
        yield


def drag(widget: QWidget, rng: random.Random) -> Steps:
    """Press, move some steps anywhere in the window, let go."""
    found = spot(widget, rng)
    if found is None:
        return
    handle, place = found
    QTest.mousePress(handle, LEFT, NO_KEY, place)
    yield
    for _ in range(rng.randint(2, 9)):
        place += QPoint(rng.randint(-60, 60), rng.randint(-60, 60))
        QTest.mouseMove(handle, place)
        yield
    QTest.mouseRelease(handle, LEFT, NO_KEY, place)


def hover(widget: QWidget, rng: random.Random) -> Steps:
    """The mouse passes over."""
    for _ in range(rng.randint(1, 6)):
        found = spot(widget, rng)
        if found is None:
            return
        QTest.mouseMove(*found)
        yield


def wheel(widget: QWidget, rng: random.Random) -> Steps:
    """Turn the wheel some notches one way."""
    by = rng.choice((-120, -120, 120, -480, 960))
    for _ in range(rng.randint(1, 12)):
        found = spot(widget, rng)
        if found is None:
            return
        local = QPointF(widget.mapFrom(widget.window(), found[1]))
        event = QWheelEvent(
            local, widget.mapToGlobal(local), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, NO_KEY,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
        yield


def keys(window: QWidget, *sequences: str) -> Steps:
    """Press keys one after the other, each on whatever has the focus then."""
    for text in sequences:
        pressed = QKeySequence(text)[0]  # type: ignore[index]
        QTest.keyClick(focus(window), pressed.key(), pressed.keyboardModifiers())
        yield


def write(window: QWidget, text: str) -> Steps:
    """Type a text: ASCII key by key, the rest as an input method commits it."""
    for part in text:
        target = focus(window)
        if part.isascii() and part.isprintable():
            QTest.keyClicks(target, part)
        else:
            event = QInputMethodEvent(part, [])
            QApplication.sendEvent(target, event)
            done = QInputMethodEvent("", [])
            done.setCommitString(part)
            QApplication.sendEvent(target, done)
        yield
