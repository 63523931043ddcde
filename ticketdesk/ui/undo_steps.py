"""Undo and redo of the desk from the window, and when a text field keeps those keys for itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.override import override
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_NAMED = 3


class UndoSteps(QObject):
    """Takes steps back and does them again, telling which; one at a time, further presses wait for it."""

    def __init__(self, world: World, parent: QObject) -> None:
        super().__init__(parent)
        self._world = world
        self._running = False
        self._waiting: list[Callable[[], None]] = []

    def undo(self) -> None:
        """Take back the agent's newest act."""
        self._walk(self._world.undo)

    def redo(self) -> None:
        """Do again what was just taken back."""
        self._walk(self._world.redo)

    def _walk(self, step: Callable[[], Any]) -> None:
        if self._running:
            self._waiting.append(lambda: self._walk(step))
            return
        self._running = True
        self._world.watch(step(), self._done, partial(self._refused, step))

    def _done(self, step: Any) -> None:
        self._world.notices.say(labels.undone(step.kind, step.command))
        self._next()

    def _refused(self, step: Callable[[], Any], error: BaseException) -> None:
        if self._world.ask_password(error, partial(self._again, step), partial(self._told, error)):
            return
        self._told(error)

    def _again(self, step: Callable[[], Any]) -> None:
        self._world.watch(step(), self._done, self._told)

    def _told(self, error: BaseException) -> None:
        self._waiting.clear()
        if isinstance(error, DeskError) and error.key == "undo_conflict":
            self._world.notices.say(conflict_text(self._world.reader, error))
        else:
            self._world.notices.refuse(error)
        self._next()

    def _next(self) -> None:
        self._running = False
        if self._waiting:
            self._waiting.pop(0)()


def take_back(world: World, act: int) -> None:
    """Take back one act in the midst of others, telling which, or what was done since that builds on it."""

    def done(step: Any) -> None:
        world.notices.say(labels.undone(step.kind, step.command))

    def told(error: BaseException) -> None:
        if isinstance(error, DeskError) and error.key == "undo_conflict":
            world.notices.say(conflict_text(world.reader, error))
        else:
            world.notices.refuse(error)

    def refused(error: BaseException) -> None:
        if not world.ask_password(error, lambda: world.watch(world.undo(act), done, told), partial(told, error)):
            told(error)

    world.watch(world.undo(act), done, refused)


def conflict_text(reader: Reader, error: DeskError) -> str:
    """Return the refusal of an undo with the rows that were changed since, by their names."""
    rows: Sequence[Any] = error.values.get("rows", ())  # type: ignore[assignment]
    names = list(dict.fromkeys(filter(None, (_row_name(reader, row.table, row.key) for row in rows[: 4 * _NAMED]))))
    shown = tr(", ").join(names[:_NAMED]) + ("…" if len(names) > _NAMED or len(rows) > 4 * _NAMED else "")
    act = labels.command(str(error.values.get("command", "")))
    if not shown:
        return tr("“{0}” cannot be undone: it was changed since. Undo that change first.", act)
    return tr("“{0}” cannot be undone: changed since then: {1}. Undo that change first.", act, shown)


def _row_name(reader: Reader, table: str, number: int) -> str:
    from ticketdesk.store.queries import conversations, orders, tickets  # a refusal is rare, and no part of a start

    if table == "orders":
        found = orders.rows(reader, [number])
        return tr("order {0}", labels.short_number(found[0].number)) if found else ""
    if table == "ticket":
        rows = tickets.rows(reader, [number])
        return tr("ticket {0}", rows[0].number) if rows else ""
    if table == "conversation":
        talk = conversations.one(reader, number)
        return tr("conversation with {0}", talk.nick) if talk else ""
    return labels.table(table)


class FieldUndo(QObject):
    """While a text field of ``window`` has the focus: lets it keep Ctrl+Z as long as it has something to undo.

    Qt's fields swallow the keys even when they have nothing to undo; the filter hangs on the focused field only.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._following = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._following = True
            app.focusChanged.connect(self._moved)

    def stop(self) -> None:
        """Follow the focus no more: the window is going away."""
        app = QApplication.instance()
        if isinstance(app, QApplication) and self._following:
            self._following = False
            app.focusChanged.disconnect(self._moved)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = _asks(event, QKeySequence.StandardKey.Undo), _asks(event, QKeySequence.StandardKey.Redo)
            if (undo or redo) and not _can(watched, undo=undo):
                event.ignore()
                return True
        return False

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QLineEdit | QPlainTextEdit | QTextEdit):
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit | QPlainTextEdit | QTextEdit) and new.window() is self._window:
            new.installEventFilter(self)


def _asks(event: QKeyEvent, key: QKeySequence.StandardKey) -> bool:
    return event.matches(key)


def _can(field: QObject, *, undo: bool) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if undo else field.isRedoAvailable()
    if undo and getattr(field, "takes_back", False):
        return True  # a reply field whose newest reply has not left: the key brings it back there
    if isinstance(field, QPlainTextEdit | QTextEdit):
        document = field.document()
        return document.isUndoAvailable() if undo else document.isRedoAvailable()
    return False
