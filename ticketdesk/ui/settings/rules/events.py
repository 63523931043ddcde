"""The field of a rule that names what ends it in time: events as chips, and one more to choose."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ticketdesk.domain.rules.values import Event
from ticketdesk.ui.override import override
from ticketdesk.ui.settings.rules.fields import ChoiceEntry
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.leaving_chip import leaving_chip
from ticketdesk.words import tr
from ticketdesk.words.rules import event_name

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class EventsEntry(QWidget):
    """``chips`` stand for the events that are stated, in their order; Enter on the list, or the button, adds another.

    The end of the step before (``Event.LAPSE``) starts rules and ends none.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stated: list[str] = []
        self._locked = False
        self.chips: list[QPushButton] = []
        offered = ((each.value, event_name(each)) for each in Event if each is not Event.LAPSE)
        self.choice = ChoiceEntry((("", tr("Choose what ends it in time")), *offered))
        self.choice.setAccessibleName(tr("Choose what ends it in time"))
        self.add = button(tr("Add"), icon="plus", small=True, name=tr("Add what ends it in time"))
        self.add.clicked.connect(self._add)
        self.choice.edited.connect(self._weigh)
        self.choice.installEventFilter(self)
        self._held = QWidget()
        self._flow = FlowLayout(self._held, spacing=6, line_spacing=6)
        line = QHBoxLayout()
        line.setSpacing(SIZES.s)
        line.addWidget(self.choice, 1)
        line.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addWidget(self._held)
        column.addLayout(line)
        self._weigh()

    def show_value(self, value: Any) -> None:
        """Show the events that are stated, also ones that nobody knows."""
        self._stated = [str(each) for each in value or ()]
        self._show()

    def given(self) -> Any:
        """Return the events in their order, None for none."""
        return list(self._stated) or None

    def lock(self) -> None:
        """Let it be read."""
        self._locked = True
        self.choice.lock()
        self.add.setEnabled(False)
        self._show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in _ENTER and self.add.isEnabled():
                self._add()
                return True
        return False

    def _weigh(self) -> None:
        self.add.setEnabled(not self._locked and self.choice.given() not in (None, *self._stated))

    def _add(self) -> None:
        self._stated.append(str(self.choice.given()))
        self.choice.setCurrentIndex(0)
        self._show()
        self.edited.emit()

    def _remove(self, name: str) -> None:
        self._stated.remove(name)
        self._show()
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show(self) -> None:
        empty(self._flow)
        self.chips = [leaving_chip(_name(each), partial(self._remove, each), self._held) for each in self._stated]
        for chip in self.chips:
            chip.setEnabled(not self._locked)
            self._flow.addWidget(chip)
        self._held.setVisible(bool(self.chips))
        self._weigh()


def _name(event: str) -> str:
    return event_name(Event(event)) if event in set(Event) else event
