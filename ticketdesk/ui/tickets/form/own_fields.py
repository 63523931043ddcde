"""The own fields of a type of tickets as a form: one row a field, made from the type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ticketdesk.domain.files import FileRef
from ticketdesk.domain.ticket_types import AGREE, FieldKind, OwnField, Required, TicketForm
from ticketdesk.ui.safe_text import label, repolish
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.form.own_editors import Editor, editor_of
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.ticket_types import shown

LABEL_WIDE = 96


class OwnFields(QWidget):
    """`edited` after any change by the agent; what was typed is kept by its field while another type is tried.

    ``guarded``: with the agreement to a refund, which a new ticket does not ask for.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(self, world: World, *, guarded: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world, self._guarded = world, guarded
        self._form: TicketForm | None = None
        self._typed: dict[str, str] = {}
        self._pictures: dict[str, tuple[FileRef, ...]] = {}
        self._lines: Sequence[str] = ()
        self._suggested = ""
        self.editors: dict[str, Editor] = {}
        self._errors: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SIZES.l)
        self._grid.setVerticalSpacing(SIZES.m)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDE)
        self._grid.setColumnStretch(1, 1)

    def set_form(self, form: TicketForm | None) -> None:
        """Ask for the fields of another type; silent."""
        if form == self._form:
            return
        self._remember()
        self._form = form
        self._clear()
        for row, field in enumerate(self.fields()):
            self._add(row, field)
        self._foot(len(self.editors))
        self.setVisible(bool(self.editors))

    def fields(self) -> tuple[OwnField, ...]:
        """The fields shown; those of kinds that this program does not know are left as they are."""
        known = set(FieldKind)
        fields = self._form.fields if self._form else ()
        return tuple(each for each in fields if each.kind in known and (self._guarded or each.key != AGREE))

    def set_order_lines(self, lines: Sequence[str]) -> None:
        """Offer other items of an order."""
        self._lines = lines
        for editor in self.editors.values():
            editor.set_lines(lines)

    def suggest_line(self, title: str) -> None:
        """Name an item of the order, "" for none, in the fields for one where nothing else was written."""
        for field in self.fields():
            editor = self.editors[field.key]
            if field.kind == FieldKind.ORDER_LINE and editor.text() in ("", self._suggested):
                editor.set_text(title)
        self._suggested = title

    def values(self) -> dict[str, str]:
        """What is typed, by the keys of the fields; screenshots are not among it, empty ones are left out."""
        return {key: text for key, editor in self.editors.items() if (text := editor.text())}

    def pictures(self) -> dict[str, tuple[FileRef, ...]]:
        """The screenshots, by the keys of their fields."""
        return {key: refs for key, editor in self.editors.items() if (refs := editor.refs())}

    def busy(self) -> bool:
        """Whether a picture is still on its way to the disk."""
        return any(editor.busy() for editor in self.editors.values())

    def set_values(self, values: Mapping[str, str], pictures: Mapping[str, tuple[FileRef, ...]]) -> None:
        """Fill the fields of this and of other types; silent."""
        self._typed, self._pictures = dict(values), dict(pictures)
        for key, editor in self.editors.items():
            self._fill(key, editor)

    def complain(self, found: Mapping[str, str]) -> None:
        """Say what is wrong beside its field; the first one gets the keyboard."""
        for key, words in self._errors.items():
            words.setText(found.get(key, ""))
            words.setVisible(key in found)
            editor = self.editors[key].widget
            editor.setProperty("bad", "true" if key in found else "false")
            repolish(editor)
        first = next((key for key in self.editors if key in found), None)
        if first is not None:
            self.editors[first].widget.setFocus()

    def _remember(self) -> None:
        for key, editor in self.editors.items():
            self._typed[key] = editor.text()
            self._pictures[key] = editor.refs()

    def _clear(self) -> None:
        self.editors, self._errors = {}, {}
        empty(self._grid)

    def _add(self, row: int, field: OwnField) -> None:
        editor = editor_of(self._world, field)
        editor.set_lines(self._lines)
        self._fill(field.key, editor)
        editor.changed.connect(self._change)
        editor.submitted.connect(self.submitted)
        error = label(role="bad", wrap=True)
        error.hide()
        self.editors[field.key], self._errors[field.key] = editor, error
        head = label(_marked(field), role="second", wrap=True)
        head.setContentsMargins(0, 5, 0, 0)
        head.setFixedWidth(LABEL_WIDE)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addWidget(editor.widget)
        column.addWidget(error)
        self._grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(held, row, 1)

    def _foot(self, row: int) -> None:
        if any(each.required == Required.COMPLETION for each in self.fields()):
            self._grid.addWidget(label(tr("° is asked for when the ticket is completed"), role="third"), row, 1)

    def _fill(self, key: str, editor: Editor) -> None:
        blocked = editor.blockSignals(True)
        editor.set_text(self._typed.get(key, ""))
        editor.set_refs(self._pictures.get(key, ()))
        editor.blockSignals(blocked)

    def _change(self) -> None:
        self.complain({})
        self.edited.emit()


def _marked(field: OwnField) -> str:
    """The name of a field with the mark of when it is asked for."""
    name = shown(field.name)
    if field.required == Required.CREATION:
        return tr("{0} *", name)
    return tr("{0} °", name) if field.required == Required.COMPLETION else name
