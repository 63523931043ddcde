"""One field of many tickets: an own field of their types, the end agreed on for the deadline, who watches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ticketdesk.desk.command import BulkCommand
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.desk.commands.many_values import SetManyValues
from ticketdesk.domain.ticket_types import OwnField, TicketForm, shared_fields
from ticketdesk.store.queries import ticket_types
from ticketdesk.ui import labels
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.remind_dialog import WhenChoice
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.acts.many_dialogs import ManyDialog, chosen_words
from ticketdesk.ui.tickets.form.own_drafts import complaints
from ticketdesk.ui.tickets.form.own_fields import LABEL_WIDE, OwnFields
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.ticket_types import shown

_TASK: Final = "many-field"
_NAMED: Final = 3
# What is no own field of a type, by the change that it makes; a key of the shop's own holds no blank.
_DUE, _WATCH, _UNWATCH = " due", " watch", " unwatch"


class ManyFieldDialog(ManyDialog):
    """``given(command)``: the field is chosen above and filled below, with the editor that the form of a ticket has.

    Own fields are those that the types of all tickets chosen have: which these are is read in a worker.
    """

    def __init__(self, world: World, ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(ids, parent, tr("Set a field of many tickets"), tr("Set it"), width=600)
        self._world = world
        self._fields: dict[str, OwnField] = {}
        self._known = False
        self.field = QComboBox()
        self.field.setAccessibleName(tr("Field"))
        self.own = OwnFields(world)
        self.when = WhenChoice(world, name=tr("Agreed until"))
        self.agent = _people(world)
        self.hint = label(role="second", wrap=True)
        self._place()
        self.field.currentIndexChanged.connect(self._turn)
        self.own.edited.connect(self._weigh)
        self.own.submitted.connect(self._take)
        self.when.changed.connect(self._weigh)
        self.when.entered.connect(self._take)
        self.finished.connect(lambda _result: world.tasks.cancel(_TASK))
        self._turn()
        self.field.setFocus()
        world.tasks.start(_TASK, self._read, self._learn, self._fail)

    def command(self) -> BulkCommand:
        """Return what sets the field chosen."""
        chosen = self._chosen()
        if chosen == _DUE:
            return ChangeManyTickets(ticket_ids=self.ids, change="due", until=self.when.moment())
        if chosen in (_WATCH, _UNWATCH):
            change, agent = chosen.strip(), self.agent.currentData()
            return ChangeManyTickets(ticket_ids=self.ids, change=change, assignee_id=agent)
        field = self._fields[chosen]
        proofs = self.own.pictures().get(field.key, ())
        text = self.own.values().get(field.key, "")
        return SetManyValues(ticket_ids=self.ids, field=field.name, field_kind=field.kind, own=text, proofs=proofs)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._chosen() != _DUE or not self.when.key(event):
            super().keyPressEvent(event)

    def _take(self) -> None:
        """A value that does not fit is told beside its field, before any ticket is touched."""
        if self.own.busy():
            self.set_status(tr("A picture is still being saved; try again in a moment"))
            return
        wrong = complaints(self._form(), self.own, new=False)
        self.own.complain(wrong)
        self.refit()
        if not wrong:
            super()._take()

    def _read(self, _progress: Progress, _cancelled: Cancelled) -> dict[str, int]:
        return ticket_types.types_of(self._world.reader, self.ids)

    def _learn(self, types: dict[str, int]) -> None:
        """Offer what all types have, and say which types these are."""
        forms = [form for form in map(self._world.types.forms.get, types) if form is not None]
        shared = shared_fields(forms) if len(forms) == len(types) else ()
        self._fields, self._known = {each.key: each for each in shared}, True
        blocked = self.field.blockSignals(True)
        for place, each in enumerate(shared):
            self.field.insertItem(place, one_line(shown(each.name), 80), each.key)
        self.field.setCurrentIndex(0)
        self.field.blockSignals(blocked)
        self.set_subtitle(f"{chosen_words(len(self.ids))} · {_types_words(list(types))}")
        self._turn()

    def _fail(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self.reject()

    def _chosen(self) -> str:
        return str(self.field.currentData() or "")

    def _form(self) -> TicketForm | None:
        field = self._fields.get(self._chosen())
        return TicketForm(key=field.key, name="", fields=(field,)) if field else None

    def _turn(self, _row: int = 0) -> None:
        """Show what the field chosen is filled with."""
        chosen = self._chosen()
        self.own.set_form(self._form())
        self.own.setVisible(chosen in self._fields)
        self.when.setVisible(chosen == _DUE)
        self.agent.setVisible(chosen in (_WATCH, _UNWATCH))
        self.set_status("")
        self._weigh()
        if self.isVisible():
            self.refit()

    def _weigh(self) -> None:
        """Say what becomes of it, and offer only what can be done."""
        chosen, count = self._chosen(), f"{len(self.ids):,}"
        filled = chosen not in self._fields or bool(self.own.values() or self.own.pictures())
        self.take.setText(tr("Set in {0}  Ctrl+Enter", count) if filled else tr("Empty in {0}  Ctrl+Enter", count))
        self.take.setEnabled(self._known and (chosen != _DUE or self.when.moment() is not None))
        hints = self._hints(chosen, filled=filled)
        self.hint.setText("\n".join(hints))
        self.hint.setVisible(bool(hints))

    def _hints(self, chosen: str, *, filled: bool) -> list[str]:
        if not self._known:
            return [tr("Reading…")]
        found = []
        if chosen == _DUE:
            found.append(tr("Tickets whose deadline leaves its end to no agreement are told."))
        if not self._fields:
            found.append(tr("The types of these tickets share no field of their own: choose tickets of one type."))
        if not filled:
            found.append(tr("Nothing is typed: the field becomes empty in every ticket."))
        return found

    def _place(self) -> None:
        self.field.addItem(tr("Agreed end of the deadline"), _DUE)
        self.field.addItem(tr("Watched by"), _WATCH)
        self.field.addItem(tr("Watched no more by"), _UNWATCH)
        head = label(tr("Field"), role="second")
        head.setFixedWidth(LABEL_WIDE)
        row = QHBoxLayout()
        row.setSpacing(SIZES.l)
        row.addWidget(head, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.field, 1)
        self.body.addLayout(row)
        for part in (self.own, self.when, self.agent, self.hint):
            self.body.addWidget(part)


def _people(world: World) -> QComboBox:
    """Who can watch: the agent first."""
    made = QComboBox()
    made.setAccessibleName(tr("Colleague"))
    for person in sorted(world.people, key=lambda each: each.id != world.agent_id):
        me = tr("{0} (me)", person.name) if person.id == world.agent_id else person.name
        made.addItem(one_line(me, 60), person.id)
    return made


def _types_words(types: Sequence[str]) -> str:
    """The names of types, the first few of them."""
    named = tr(", ").join(one_line(labels.ticket_type(each), 30) for each in types[:_NAMED])
    more = len(types) - _NAMED
    return f"{named}{tr(', ')}{tr('and {0} more', more)}" if more > 0 else named
