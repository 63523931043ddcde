"""How long nobody has touched the computer: asked of the system where it can tell, else seen from this window."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import time
from collections.abc import Callable
from typing import Any, Final, Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ticketdesk.ui.override import override

_ANY_INPUT: Final = 0xFFFFFFFF  # kCGAnyInputEventType
_SESSION_STATE: Final = 0  # kCGEventSourceStateCombinedSessionState
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Idleness(Protocol):
    """Answers how long the computer was left alone."""

    def seconds(self) -> float | None:
        """Return the seconds since the last touch; None where the system does not say."""

    def stop(self) -> None:
        """Ask and watch no more."""


class _Asked:
    """Asks one function of the system; one that fails once is not asked again."""

    def __init__(self, ask: Callable[[], float]) -> None:
        self._ask: Callable[[], float] | None = ask

    def seconds(self) -> float | None:
        """Return what the system says."""
        if self._ask is None:
            return None
        try:
            return max(0.0, self._ask())
        except (OSError, AttributeError, ValueError, ctypes.ArgumentError):
            self._ask = None
            return None

    def stop(self) -> None:
        """Nothing is held open but what ends with the program."""
        self._ask = None


class OwnActivity(QObject):
    """What this window sees: the pointer's place, the focus, and what reaches the widget that has the focus.

    The filter hangs on the focused widget only, never on the application. ``clock`` counts seconds and is not the wall
    clock, which may jump.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._touched = clock()
        self._pointer = QCursor.pos()
        self._watched: QWidget | None = None
        app = QApplication.instance()
        self._app = app if isinstance(app, QApplication) else None
        if self._app is not None:
            self._app.focusChanged.connect(self._moved)

    def seconds(self) -> float | None:
        """Return the seconds since the last touch seen; a pointer that moved counts from now."""
        pointer = QCursor.pos()
        if pointer != self._pointer:
            self._pointer = pointer
            self._touched = self._clock()
        return self._clock() - self._touched

    def stop(self) -> None:
        """Let go of the application and of the widget watched."""
        if self._app is not None:
            self._app.focusChanged.disconnect(self._moved)
            self._app = None
        self._watch(None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = self._clock()
        return False

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._touched = self._clock()
        self._watch(new)

    def _watch(self, widget: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        # What has the focus may be on its way out: a dialog that closes tells of itself once more.
        self._watched = widget if widget is not None and shiboken6.isValid(widget) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)


class Both:
    """The system's answer where it gives one, else the own one."""

    def __init__(self, system: Idleness, own: Idleness) -> None:
        self._system, self._own = system, own

    def seconds(self) -> float | None:
        """Return the seconds since the last touch."""
        own = self._own.seconds()
        system = self._system.seconds()
        return own if system is None else system

    def stop(self) -> None:
        """Ask and watch no more."""
        self._system.stop()
        self._own.stop()


def idleness() -> Idleness:
    """Return the best way of this system to tell how long nobody has touched the computer."""
    ask = _system_question(sys.platform, QGuiApplication.platformName())
    return OwnActivity() if ask is None else Both(_Asked(ask), OwnActivity())


def _system_question(platform: str, qt_platform: str) -> Callable[[], float] | None:
    """Return a function that gives the seconds, or None where this system has none."""
    if qt_platform in ("offscreen", "minimal"):
        return None
    try:
        if platform == "win32":
            return _windows()
        if platform == "darwin":
            return _mac()
        return _x11() if qt_platform == "xcb" else None
    except (OSError, AttributeError, TypeError):
        return None


def _windows() -> Callable[[], float]:
    library: Any = ctypes
    user, kernel = library.windll.user32, library.windll.kernel32
    kernel.GetTickCount.restype = ctypes.c_uint32
    info = _LastInput()
    info.size = ctypes.sizeof(_LastInput)

    def ask() -> float:
        if not user.GetLastInputInfo(ctypes.byref(info)):
            raise OSError("GetLastInputInfo")
        # Both count milliseconds in 32 bits and begin again after 49 days.
        return ((int(kernel.GetTickCount()) - int(info.tick)) & 0xFFFFFFFF) / 1000

    return ask


def _mac() -> Callable[[], float]:
    services: Any = ctypes.CDLL("/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices")
    since = services.CGEventSourceSecondsSinceLastEventType
    since.restype = ctypes.c_double
    since.argtypes = (ctypes.c_int32, ctypes.c_uint32)
    return lambda: float(since(_SESSION_STATE, _ANY_INPUT))


def _x11() -> Callable[[], float]:
    x11: Any = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    saver: Any = ctypes.CDLL(ctypes.util.find_library("Xss") or "libXss.so.1")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    saver.XScreenSaverAllocInfo.restype = ctypes.POINTER(_SaverInfo)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_SaverInfo))
    display = x11.XOpenDisplay(None)
    if not display:
        raise OSError("XOpenDisplay")
    root, info = x11.XDefaultRootWindow(display), saver.XScreenSaverAllocInfo()

    def ask() -> float:
        if not saver.XScreenSaverQueryInfo(display, root, info):
            raise OSError("XScreenSaverQueryInfo")
        return int(info.contents.idle) / 1000

    return ask


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO of Windows; ``tick`` in milliseconds since the start of the system."""

    _fields_ = (("size", ctypes.c_uint32), ("tick", ctypes.c_uint32))


class _SaverInfo(ctypes.Structure):
    """XScreenSaverInfo of libXss; ``idle`` in milliseconds."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )
