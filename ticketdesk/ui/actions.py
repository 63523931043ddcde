"""The acts of the window: one frozen table that feeds shortcuts, menus, the palette and the page of shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.icons import icon as themed_icon
from ticketdesk.words import mark, tr


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words, its keys (the first is shown), its icon, and the right it needs.

    ``held`` says that a widget answers the keys itself; ``group`` is the heading on the page of shortcuts.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    icon: str
    needs: Permission | None = None
    group: str = ""
    held: bool = False


_GO: Final = mark("Go to")
_WORK: Final = mark("Work")
_STEPS: Final = mark("Steps")
_WINDOW: Final = mark("Window")

ACTS: Final[tuple[Act, ...]] = (
    Act("home", mark("Home"), ("Ctrl+1",), "layout-dashboard", None, _GO),
    Act("reception", mark("Reception"), ("Ctrl+2",), "messages-square", None, _GO),
    Act("tickets", mark("Tickets"), ("Ctrl+3",), "ticket-check", None, _GO),
    Act("orders", mark("Orders"), ("Ctrl+4",), "package", None, _GO),
    Act("settings", mark("Settings"), ("Ctrl+,",), "settings", None, _GO),
    Act("search", mark("Search"), ("Ctrl+K",), "search", None, _GO, held=True),
    Act("new_ticket", mark("New ticket"), ("Ctrl+N",), "ticket-plus", Permission.TICKET_HANDLE, _WORK),
    Act("paste_talk", mark("Paste conversation"), ("Ctrl+Shift+V",), "clipboard-paste", Permission.RECEPTION_REPLY,
        _WORK),
    Act("import_orders", mark("Import orders"), ("Ctrl+I",), "upload", Permission.ORDER_IMPORT, _WORK),
    Act("phrases", mark("Phrases"), ("Ctrl+P",), "message-square-text", None, _WORK),
    Act("undo", mark("Undo"), ("Ctrl+Z",), "undo-2", None, _STEPS),
    Act("redo", mark("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", None, _STEPS),
    Act("next_panel", mark("Next panel"), ("F6",), "chevron-right", None, _WINDOW),
    Act("previous_panel", mark("Previous panel"), ("Shift+F6",), "chevron-right", None, _WINDOW),
    Act("theme", mark("Light or dark"), ("Ctrl+Shift+L",), "moon", None, _WINDOW),
    Act("shortcuts", mark("Keyboard shortcuts"), ("F1",), "info", None, _WINDOW),
    Act("quit", mark("Quit"), ("Ctrl+Q",), "x", None, _WINDOW),
)  # fmt: skip


class Actions(QObject):
    """The QActions of the table, added to ``window``; `on` says what each one does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._made: dict[str, QAction] = {}
        for act in ACTS:
            self._made[act.name] = self._make(act, window)

    def of(self, name: str) -> QAction:
        """Return the action of the act called ``name``; KeyError for an unknown one."""
        return self._made[name]

    def on(self, name: str, slot: Callable[[], object]) -> None:
        """Call ``slot`` when the act is triggered, by whatever way."""
        self._made[name].triggered.connect(_Slot(slot, self).run)

    def allow(self, may: Callable[[Permission], bool], absent: frozenset[str] = frozenset()) -> None:
        """Enable what the agent may do and show nothing of ``absent`` (what this program has no page for)."""
        for act in ACTS:
            there = act.name not in absent and (act.needs is None or may(act.needs))
            self._made[act.name].setEnabled(there)
            self._made[act.name].setVisible(there)

    def offered(self) -> list[tuple[Act, QAction]]:
        """Return the acts that can be done now, in the order of the table."""
        return [(act, self._made[act.name]) for act in ACTS if self._made[act.name].isEnabled()]

    def _make(self, act: Act, window: QWidget) -> QAction:
        made = QAction(themed_icon(act.icon, "text.second", 18), tr(act.text), self)
        made.setObjectName(act.name)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if not act.held:
            made.setShortcuts([QKeySequence(keys) for keys in act.keys])
        window.addAction(made)
        return made


class _Slot(QObject):
    """Drops the ``checked`` that Qt sends along."""

    def __init__(self, slot: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._slot = slot

    def run(self) -> None:
        """Do it."""
        self._slot()


def keys_text(keys: str) -> str:
    """Return keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
