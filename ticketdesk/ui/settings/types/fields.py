"""The own fields of a type as rows: name, kind, when it is asked for, choices; added, moved, removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ticketdesk.domain.ticket_types import AGREE, LONGEST_NAME, MOST_FIELDS, FieldKind, OwnField, Required
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.words import mark, tr
from ticketdesk.words.ticket_types import shown, source

KINDS: Final = MappingProxyType(
    {
        FieldKind.TEXT: mark("One line of text"),
        FieldKind.LONG_TEXT: mark("Long text"),
        FieldKind.NUMBER: mark("A figure"),
        FieldKind.AMOUNT: mark("Amount"),
        FieldKind.DATE: mark("Date"),
        FieldKind.CHOICE: mark("One of a list"),
        FieldKind.YES_NO: mark("Yes or no"),
        FieldKind.BUYER: mark("Buyer"),
        FieldKind.ORDER: mark("Order"),
        FieldKind.ORDER_LINE: mark("Item of the order"),
        FieldKind.PRODUCT: mark("Product"),
        FieldKind.TRACKING: mark("Tracking number"),
        FieldKind.SCREENSHOT: mark("Screenshots"),
    }
)
# Comma and semicolon, their full-width forms, and the comma of Chinese lists.
_COMMAS: Final = re.compile("[" + "".join(map(chr, (0x2C, 0x3B, 0xFF0C, 0xFF1B, 0x3001))) + "]")
_ASKED: Final = MappingProxyType(
    {
        Required.NO: mark("Optional"),
        Required.CREATION: mark("To open"),
        Required.COMPLETION: mark("To complete"),
    }
)


class FieldRow(QWidget):
    """One field; `moved(±1)` and `removed` by its buttons, `edited` after any change."""

    moved = Signal(int)
    removed = Signal()
    edited = Signal()

    def __init__(self, field: OwnField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.name = QLineEdit(shown(field.name))
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(tr("Name of the field"))
        self.kind = _list(tr("Kind of the field"), [(kind.value, tr(text)) for kind, text in KINDS.items()], field.kind)
        asked = [(when.value, tr(text)) for when, text in _ASKED.items()]
        self.required = _list(tr("When it is asked for"), asked, field.required)
        self.options = QLineEdit(tr(", ").join(map(shown, field.options)))
        self.options.setPlaceholderText(tr("Choices with commas between them"))
        self.up = IconButton("chevron-up", tr("Further up"), size=14)
        self.down = IconButton("chevron-down", tr("Further down"), size=14)
        self.remove = IconButton("trash-2", tr("Remove the field"), size=14)
        self._place()
        self._connect()
        self._settle()

    def field(self) -> OwnField:
        """The field as it stands here; names and choices that were left as shipped keep their sources."""
        return OwnField(
            key=self._field.key, name=source(self.name.text().strip()), kind=str(self.kind.currentData()),
            required=str(self.required.currentData()), options=tuple(map(source, _parted(self.options.text()))),
        )  # fmt: skip

    def set_place(self, place: int, last: bool) -> None:
        """Say which of the fields it is: for readers, and for the buttons that move it."""
        self.name.setAccessibleName(tr("Name of field {0}", place + 1))
        self.options.setAccessibleName(tr("Choices of field {0}", place + 1))
        self.up.setEnabled(place > 0)
        self.down.setEnabled(not last)

    def _place(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(SIZES.xs)
        line.addWidget(self.name, 1)
        for widget in (self.kind, self.required, self.up, self.down, self.remove):
            line.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addLayout(line)
        column.addWidget(self.options)

    def _connect(self) -> None:
        for line in (self.name, self.options):
            line.textEdited.connect(self.edited)
        for box in (self.kind, self.required):
            box.activated.connect(self._settle)
            box.activated.connect(self.edited)
        self.up.clicked.connect(partial(self.moved.emit, -1))
        self.down.clicked.connect(partial(self.moved.emit, 1))
        self.remove.clicked.connect(self.removed)

    def _settle(self, _place: int = 0) -> None:
        """A choice has its choices; the agreement to a refund stays what it is."""
        self.options.setVisible(self.kind.currentData() == FieldKind.CHOICE)
        self.kind.setEnabled(self._field.key != AGREE)


class FieldsEditor(QWidget):
    """The rows of a type; `edited` after any change, also of their number."""

    edited = Signal()

    def __init__(self, fields: Sequence[OwnField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FieldRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(SIZES.s)
        none = tr("No fields yet: title, description and order are asked for anyway.")
        self.none = label(none, role="third", wrap=True)
        self.add = button(tr("Add field"), "plus", small=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SIZES.s)
        outer.addWidget(self.none)
        outer.addLayout(self._column)
        outer.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._add_new)
        for field in fields:
            self._add(field)
        self._settle()

    def fields(self) -> tuple[OwnField, ...]:
        """The fields in their order."""
        return tuple(row.field() for row in self.rows)

    def _add_new(self) -> None:
        row = self._add(OwnField(key="", name=""))
        self._settle()
        row.name.setFocus()
        self.edited.emit()

    def _add(self, field: OwnField) -> FieldRow:
        row = FieldRow(field)
        row.moved.connect(partial(self._move, row))
        row.removed.connect(partial(self._remove, row))
        row.edited.connect(self.edited)
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _move(self, row: FieldRow, by: int) -> None:
        place = self.rows.index(row)
        self.rows.insert(place + by, self.rows.pop(place))
        self._column.removeWidget(row)
        self._column.insertWidget(place + by, row)
        self._settle()
        (row.up if by < 0 else row.down).setFocus()
        self.edited.emit()

    def _remove(self, row: FieldRow) -> None:
        place = self.rows.index(row)
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._settle()
        (self.rows[min(place, len(self.rows) - 1)].name if self.rows else self.add).setFocus()
        self.edited.emit()

    def _settle(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_place(place, place == len(self.rows) - 1)
        self.none.setVisible(not self.rows)
        self.add.setEnabled(len(self.rows) < MOST_FIELDS)


def _list(name: str, choices: Sequence[tuple[str, str]], current: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for key, text in choices:
        made.addItem(text, key)
    made.setCurrentIndex(max(0, made.findData(current)))
    return made


def _parted(text: str) -> list[str]:
    """Choices between commas or semicolons of either script."""
    return [part.strip() for part in _COMMAS.split(text) if part.strip()]
