"""The dialog that flags an order and writes a remark on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.desk import Done
from ticketdesk.domain.flags import Flag
from ticketdesk.store.queries.orders import OrderRow, RemarkRow
from ticketdesk.ui import labels
from ticketdesk.ui.orders.gate_dialog import post_gated
from ticketdesk.ui.orders.memo_preview import MemoPreview
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.marks import FlagMark
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class FlagChoice(QWidget):
    """The six flags as buttons with pennant and letter; arrows move the choice as in any group of radio buttons.

    ``current`` None offers first that each order keeps its own.
    """

    def __init__(self, current: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Flag"))
        row = FlowLayout(self, spacing=6)
        self.keep = button(tr("Each keeps its own"), kind="choice", small=True)
        self.keep.setCheckable(True)
        self.keep.setAutoExclusive(True)
        row.addWidget(self.keep)
        if current is None:
            self.keep.setChecked(True)
        else:
            self.keep.hide()
        self.buttons: dict[int, QPushButton] = {}
        for code in Flag:
            known = labels.flag(code)
            made = button("", kind="choice", small=True, name=labels.flag_name(code))
            inner = QHBoxLayout(made)
            inner.setContentsMargins(8, 0, 8, 0)
            inner.setSpacing(4)
            inner.addWidget(FlagMark(known.token, labels.flag_name(code)))
            inner.addWidget(label(known.letter, role="small"))
            made.setMinimumWidth(52)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setChecked(code == current)
            set_tooltip(made, labels.flag_name(code))
            self.buttons[int(code)] = made
            row.addWidget(made)

    def current(self) -> int:
        """The chosen platform code."""
        return next(code for code, each in self.buttons.items() if each.isChecked())

    def picked(self) -> int | None:
        """The chosen platform code, None where each order keeps its own."""
        return None if self.keep.isChecked() else self.current()


class RemarkDialog(ModalDialog):
    """Chooses a flag, writes a remark, or both; Ctrl+Enter saves.

    ``remarks`` are those that the order has, the latest first: the memo to be pasted holds them too.
    """

    def __init__(self, world: World, order: OrderRow, parent: QWidget, remarks: Sequence[RemarkRow] = ()) -> None:
        super().__init__(parent, tr("Flag and remark"), labels.short_number(order.number), width=520)
        self._world, self._order = world, order
        self.flags = FlagChoice(order.flag)
        self.text = RemarkEdit(self)
        self.text.setAccessibleName(tr("Remark"))
        self.text.setPlaceholderText(tr("What must be known of this order, e.g. another size, no certain courier"))
        self.text.setFixedHeight(96)
        self.preview = MemoPreview(world, remarks)
        for widget in (self.flags, self.text, self.preview):
            self.body.addWidget(widget)
        self.cancel = button(tr("Cancel"))
        self.save = button(tr("Save  Ctrl+Enter"), kind="primary", name=tr("Save"))
        self.footer.addWidget(self.cancel)
        self.footer.addWidget(self.save)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.text.textChanged.connect(self._weigh)
        for each in self.flags.buttons.values():
            each.toggled.connect(self._weigh)
        self._weigh()
        self.text.setFocus()

    def _weigh(self, _on: bool = False) -> None:
        """Show the size as the platform counts it, name and minute included, and what will stand there."""
        text = self.text.toPlainText().strip()
        fits = self.preview.show_text(text)
        self.save.setEnabled(fits and (bool(text) or self._flag() is not None))

    def _flag(self) -> int | None:
        """The chosen flag where it differs from the order's."""
        chosen = self.flags.current()
        return chosen if chosen != self._order.flag else None

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        post_gated(self._world, self, self._command(), self._saved, self._refused, self._weigh)

    def _command(self) -> AddRemark | SetFlag:
        text, flag = self.text.toPlainText().strip(), self._flag()
        if text:
            return AddRemark(order_id=self._order.id, text=text, flag=flag)
        return SetFlag(order_ids=(self._order.id,), flag=self.flags.current())

    def _saved(self, _done: Done) -> None:
        self._world.notices.say(tr("Flag and remark saved"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


class RemarkEdit(TextBox):
    """A text field that lets Ctrl+Enter pass to its dialog and Tab to the next field."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_submit(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


def is_submit(event: QKeyEvent) -> bool:
    """Whether the keys are Ctrl+Enter (with or without Shift)."""
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
