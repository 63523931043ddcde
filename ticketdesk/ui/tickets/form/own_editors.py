"""What a field of each kind is typed into, all behind one face."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ticketdesk.domain.files import FileRef
from ticketdesk.domain.ticket_types import FieldKind, OwnField
from ticketdesk.domain.ticket_values import LONGEST_LINE, NO, YES
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.detail.reply_edit import ReplyEdit
from ticketdesk.ui.tickets.form.picture_field import PictureField
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr
from ticketdesk.words.ticket_types import shown

MOST_CHIPS: Final = 6
_HINTS: Final = MappingProxyType(
    {
        FieldKind.NUMBER.value: mark("A number"),
        FieldKind.AMOUNT.value: mark("Amount, e.g. 12.80"),
        FieldKind.DATE.value: mark("A day, e.g. 2026-11-27"),
        FieldKind.TRACKING.value: mark("Tracking number"),
        FieldKind.BUYER.value: mark("Nickname as in the platform"),
        FieldKind.ORDER.value: mark("Order number"),
        FieldKind.PRODUCT.value: mark("Title or code of the product"),
    }
)


class Editor(QObject):
    """A field's widget; `changed` by the agent, `submitted` by Ctrl+Enter where the widget takes it itself."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, widget: QWidget, field: OwnField) -> None:
        super().__init__(widget)
        self.widget = widget
        widget.setAccessibleName(shown(field.name))
        widget.setObjectName(f"own:{field.key}")

    def text(self) -> str:
        """What is typed."""
        return ""

    def set_text(self, text: str) -> None:
        """Show a text."""

    def refs(self) -> tuple[FileRef, ...]:
        """The pictures of a field of screenshots."""
        return ()

    def set_refs(self, refs: tuple[FileRef, ...]) -> None:
        """Show pictures."""

    def busy(self) -> bool:
        """Whether a picture is still on its way to the disk."""
        return False

    def set_lines(self, lines: Sequence[str]) -> None:
        """Offer other items of an order."""


class _Line(Editor):
    def __init__(self, field: OwnField) -> None:
        self._line = QLineEdit()
        super().__init__(self._line, field)
        self._line.setMaxLength(LONGEST_LINE)
        self._line.setPlaceholderText(tr(_HINTS[field.kind]) if field.kind in _HINTS else "")
        self._line.textEdited.connect(self.changed)

    def text(self) -> str:
        return self._line.text()

    def set_text(self, text: str) -> None:
        self._line.setText(text)


class _Long(Editor):
    def __init__(self, field: OwnField) -> None:
        self._box = ReplyEdit()
        super().__init__(self._box, field)
        self._box.setFixedHeight(62)
        self._box.textChanged.connect(self.changed)
        self._box.submitted.connect(self.submitted)

    def text(self) -> str:
        return self._box.toPlainText()

    def set_text(self, text: str) -> None:
        self._box.setPlainText(text)


class _Chips(Editor):
    def __init__(self, field: OwnField, choices: Sequence[Choice]) -> None:
        self._chips = ChoiceChips(choices, name=shown(field.name))
        super().__init__(self._chips, field)
        self._chips.chosen.connect(self.changed)

    def text(self) -> str:
        return self._chips.current()

    def set_text(self, text: str) -> None:
        self._chips.set_current(text)


class _List(Editor):
    """A list to choose from, empty first; the items of an order are offered and can be typed over."""

    def __init__(self, field: OwnField, *, editable: bool) -> None:
        self._box = QComboBox()
        super().__init__(self._box, field)
        self._editable = editable
        self._box.setEditable(editable)
        self._offer(field.options)
        line = self._box.lineEdit()
        if line is not None:
            line.setMaxLength(LONGEST_LINE)
            line.setAccessibleName(shown(field.name))
            line.textEdited.connect(self.changed)
        self._box.activated.connect(self.changed)

    def text(self) -> str:
        return self._box.currentText() if self._editable else str(self._box.currentData() or "")

    def set_text(self, text: str) -> None:
        if self._editable:
            self._box.setEditText(text)
        else:
            self._box.setCurrentIndex(max(0, self._box.findData(text)))

    def set_lines(self, lines: Sequence[str]) -> None:
        if self._editable:
            kept = self.text()
            self._offer(lines)
            self.set_text(kept)

    def _offer(self, options: Sequence[str]) -> None:
        self._box.clear()
        self._box.addItem("", "")
        for option in options:
            self._box.addItem(one_line(shown(option), LONGEST_LINE), option)


class _Pictures(Editor):
    def __init__(self, world: World, field: OwnField) -> None:
        self._field = PictureField(world, shown(field.name))
        super().__init__(self._field, field)
        self._field.changed.connect(self.changed)

    def refs(self) -> tuple[FileRef, ...]:
        return self._field.refs()

    def set_refs(self, refs: tuple[FileRef, ...]) -> None:
        self._field.set_refs(refs)

    def busy(self) -> bool:
        return self._field.busy()


def editor_of(world: World, field: OwnField) -> Editor:
    """Return what a field is typed into."""
    match field.kind:
        case FieldKind.LONG_TEXT:
            return _Long(field)
        case FieldKind.YES_NO:
            return _Chips(field, [Choice(YES, tr("yes").capitalize()), Choice(NO, tr("no").capitalize())])
        case FieldKind.CHOICE if len(field.options) <= MOST_CHIPS:
            return _Chips(field, [Choice(each, shown(each)) for each in field.options])
        case FieldKind.CHOICE:
            return _List(field, editable=False)
        case FieldKind.ORDER_LINE:
            return _List(field, editable=True)
        case FieldKind.SCREENSHOT:
            return _Pictures(world, field)
    return _Line(field)
