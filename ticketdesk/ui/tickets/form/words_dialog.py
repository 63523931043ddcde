"""A ticket reworded: its title, what the buyer wants, what the problem is."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ticketdesk.desk.commands.ticket_words import RewordTicket
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.ticket_types import FieldKind, OwnField, TicketForm
from ticketdesk.domain.tickets import LONGEST_TITLE
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.detail.name_list import NameList, colleagues
from ticketdesk.ui.tickets.form.own_fields import OwnFields
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import errors, tr, trn

_HIGH: Final = 124
"""Of the problem (px): it is the longest of them."""


class WordsDialog(ModalDialog):
    """Ctrl+Enter keeps what was changed, Esc leaves all as it was; "@" calls a colleague."""

    def __init__(self, world: World, detail: TicketDetail, parent: QWidget) -> None:
        row = detail.row
        super().__init__(parent, tr("Title, demand and problem"), f"{row.number} {one_line(row.title, 40)}", width=600)
        self._world, self._ticket = world, row.id
        self._seen = {"title": row.title, "demand": detail.demand, "description": detail.description}
        self.fields = OwnFields(world)
        self.fields.set_form(_form())
        self.fields.set_values(self._seen, {})
        self._shown = self.fields.values()
        self.names: list[NameList] = []
        for key, editor in self.fields.editors.items():
            if isinstance(editor.widget, QPlainTextEdit):
                self._offer_names(editor.widget)
            if isinstance(editor.widget, QLineEdit):
                editor.widget.setMaxLength(LONGEST_TITLE)
            if key == "description":
                editor.widget.setFixedHeight(_HIGH)
        self.body.addWidget(self.fields)
        self.save = button(tr("Keep  Ctrl+Enter"), kind="primary", name=tr("Keep"))
        cancel = button(tr("Cancel"))
        for widget in (cancel, self.save):
            self.footer.addWidget(widget)
        self.set_status(tr("@ calls a colleague"))
        cancel.clicked.connect(self.reject)
        for given in (self.save.clicked, self.submitted, self.fields.submitted):
            given.connect(self._save)

    def _offer_names(self, text: QPlainTextEdit) -> None:
        made = NameList(text, colleagues(self._world))
        made.on = True
        self.names.append(made)

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        typed = self.fields.values()
        changed = [key for key in self._seen if typed.get(key) != self._shown.get(key)]
        given = tuple((key, typed.get(key, "")) for key in changed)
        if not given:
            self.accept()
            return
        self.save.setEnabled(False)
        seen = tuple((key, self._seen[key]) for key in changed)
        self._world.post(RewordTicket(ticket_id=self._ticket, words=given, seen=seen), self._kept, self._refused)

    def _kept(self, done: Done) -> None:
        if done.act_id is not None:
            called = len(done.result) if isinstance(done.result, tuple) else 0
            told = trn(called, "Kept; {0} colleague is called", "Kept; {0} colleagues are called")
            self._world.notices.say(told if called else tr("Words kept"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        told = error if isinstance(error, DeskError) else None
        field = {"ticket_title_empty": "title"}.get(told.key, str(told.values.get("field", ""))) if told else ""
        if told is None or field not in self._seen:
            self._world.notices.refuse(error)
            return
        if told.key == "ticket_reworded":
            self._seen[field] = str(told.values["kept"])  # who keeps once more has been told
        self.fields.complain({field: errors.sentence(told)})
        self.refit()


def _form() -> TicketForm:
    """The words as fields, so that they look and complain as those of a type do."""
    return TicketForm(
        key="words", name="",
        fields=(
            OwnField(key="title", name=tr("Title"), kind=FieldKind.TEXT),
            OwnField(key="demand", name=tr("Demand"), kind=FieldKind.LONG_TEXT),
            OwnField(key="description", name=tr("Problem description"), kind=FieldKind.LONG_TEXT),
        ),
    )  # fmt: skip
