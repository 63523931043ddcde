"""The types of tickets that the shop offers: each can be changed, put out of use and brought back."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.ticket_types import RemoveTicketType, RetireTicketType
from ticketdesk.desk.desk import Done
from ticketdesk.domain.ticket_types import TicketForm
from ticketdesk.ui import labels
from ticketdesk.ui.icons import pixmap
from ticketdesk.ui.safe_text import ElidedLabel, label, message_box, one_line
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.settings.types.dialog import TypeDialog
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn


class TypesSection(SectionFrame):
    """A line a type; Enter on its pencil opens it. Everything can be undone."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Types of tickets"),
            tr("What a ticket of each type asks for when it is opened and before it is completed."),
        )
        self._world = world
        self._shown: tuple[TicketForm, ...] | None = None
        self._card: Card | None = None
        self.add = button(tr("Add type"), "plus", "primary")
        self.add.clicked.connect(self._add)
        self.head.addWidget(self.add)
        world.changed.connect(self._changed)
        self._refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("ticket_form"):
            self._refresh()

    def _refresh(self) -> None:
        found = tuple(self._world.types.forms)
        if self._shown == found:
            return
        inside = self.focusWidget()
        focus = inside.objectName() if inside is not None and inside.hasFocus() else ""
        self._shown = found
        if self._card is not None:
            self.column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = card = Card(margin=SIZES.l, spacing=SIZES.m)
        for form in found:
            card.body.addLayout(self._row(form))
        self.column.addWidget(card)
        current_theme().dress(card)
        again = card.findChild(QWidget, focus) if focus else None
        if again is not None:
            again.setFocus()

    def _row(self, form: TicketForm) -> QHBoxLayout:
        name = labels.ticket_type(form.key)
        line = QHBoxLayout()
        line.setSpacing(SIZES.m)
        picture = label()
        picture.setPixmap(pixmap(form.icon, "text.second", 18))
        line.addWidget(picture)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(one_line(name)))
        texts.addWidget(ElidedLabel(_about(form), role="third"))
        line.addLayout(texts, 1)
        if form.retired:
            line.addWidget(Chip(tr("Not offered"), "plain"))
        for each in self._buttons(form, name):
            line.addWidget(each)
        return line

    def _buttons(self, form: TicketForm, name: str) -> list[IconButton]:
        edit = IconButton("pencil", tr("Change “{0}”", name), size=16)
        edit.setObjectName(f"edit:{form.key}")
        edit.clicked.connect(partial(self._edit, form))
        words = tr("Offer “{0}” again", name) if form.retired else tr("Offer “{0}” no longer", name)
        retire = IconButton("eye-off" if form.retired else "eye", words, size=16)
        retire.setObjectName(f"retire:{form.key}")
        retire.clicked.connect(partial(self._retire, form))
        if form.shipped:
            remove = IconButton("undo-2", tr("“{0}” as it was shipped", name), size=16)
            remove.setEnabled(form.version > 0)
        else:
            remove = IconButton("trash-2", tr("Remove “{0}”", name), size=16)
        remove.setObjectName(f"remove:{form.key}")
        remove.clicked.connect(partial(self._ask_remove, form, name))
        return [edit, retire, remove]

    def _add(self) -> None:
        TypeDialog(self._world, None, self).open()

    def _edit(self, form: TicketForm, _checked: bool = False) -> None:
        TypeDialog(self._world, form, self).open()

    def _retire(self, form: TicketForm, _checked: bool = False) -> None:
        name = labels.ticket_type(form.key)
        told = tr("“{0}” is offered again", name) if form.retired else tr("“{0}” is no longer offered", name)
        self._send(RetireTicketType(type_key=form.key, retired=not form.retired), told)

    def _ask_remove(self, form: TicketForm, name: str, _checked: bool = False) -> None:
        title = tr("“{0}” as it was shipped", name) if form.shipped else tr("Remove “{0}”", name)
        text = (
            tr("What the shop changed about this type is taken back. Tickets keep what was filled in.")
            if form.shipped
            else tr("A type that tickets use stays; it can be put out of use instead.")
        )
        box = message_box(
            self, title, text, icon=QMessageBox.Icon.Question,
            buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        )  # fmt: skip
        box.button(QMessageBox.StandardButton.Yes).setText(tr("Bring back") if form.shipped else tr("Remove"))
        box.button(QMessageBox.StandardButton.Cancel).setText(tr("Cancel"))
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        told = tr("“{0}” stands as shipped", name) if form.shipped else tr("“{0}” removed", name)
        box.accepted.connect(partial(self._send, RemoveTicketType(type_key=form.key), told))

    def _send(self, command: Command, told: str) -> None:
        self._world.post(command, partial(self._told, told))

    def _told(self, told: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(told, undoable=True)


def _about(form: TicketForm) -> str:
    """Say how many fields it has, and what it begins with."""
    parts = [trn(len(form.fields), "{0} field", "{0} fields") if form.fields else tr("no fields of its own")]
    parts.append(tr("priority {0}", labels.priority(form.priority).text))
    if form.checklist:
        parts.append(trn(len(form.checklist), "{0} line to check", "{0} lines to check"))
    if form.version:
        parts.append(tr("changed by the shop") if form.shipped else tr("the shop's own"))
    return " · ".join(parts)


def make(world: World) -> QWidget:
    """Return the section."""
    return TypesSection(world)
