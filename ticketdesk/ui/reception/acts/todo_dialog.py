"""The dialog of one to-do: its words, who does it, until when, and what happened to it so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.reminders import MOST_TEXT, AddTodo, DoneTodo, EditTodo
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries import reminders
from ticketdesk.store.queries.reminders import Change, TodoRow
from ticketdesk.ui import labels
from ticketdesk.ui.reception.acts.when_field import WhenField
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_LINES = 8


class TodoDialog(ModalDialog):
    """A new to-do for a buyer, or one that is there; Enter saves."""

    def __init__(
        self,
        world: World,
        buyer_id: int,
        nick: str,
        parent: QWidget,
        *,
        conversation_id: int | None = None,
        todo: TodoRow | None = None,
    ) -> None:
        super().__init__(parent, tr("To-do") if todo else tr("New to-do"), nick, width=500)
        self._world, self._buyer, self._talk, self._todo = world, buyer_id, conversation_id, todo
        self.text = QLineEdit(todo.text if todo else "")
        self.text.setMaxLength(MOST_TEXT)
        self.text.setAccessibleName(tr("What is to be done"))
        self.text.setPlaceholderText(tr("Colleagues see it beside the buyer"))
        self.who = _people(world, todo.assignee_id if todo else None)
        self.until = WhenField(world, tr("Until when"), tr("tomorrow 10:00; may stay empty"))
        self.save = button(tr("Save  Enter"), kind="primary", name=tr("Save"))
        for part, name in (
            (self.text, self.text.accessibleName()),
            (self.who, tr("Assignee")),
            (self.until, tr("Until when")),
        ):
            self.body.addWidget(label(name, role="second"))
            self.body.addWidget(part)
        if todo is not None:
            self.until.set_moment(todo.due_at)
            self._show_history(reminders.todo_history(world.reader, todo.id))
        self._build_footer()
        self._weigh()
        self.text.setFocus()

    def _build_footer(self) -> None:
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        if self._todo is not None:
            opened = self._todo.state == "open"
            self.turn = button(tr("Done") if opened else tr("Open again"), "check" if opened else "undo-2")
            self.turn.clicked.connect(self._turn)
            self.footer.addWidget(self.turn)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.save)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.text.returnPressed.connect(self._save)
        self.until.entered.connect(self._save)
        self.text.textChanged.connect(self._weigh)
        self.until.changed.connect(self._weigh)

    def _show_history(self, changes: Sequence[Change]) -> None:
        self.body.addWidget(label(tr("What happened so far"), role="second"))
        now = self._world.clock()
        for change in changes[:_LINES]:
            parts = (labels.date_text(change.at, now), change.agent, labels.command(change.command))
            self.body.addWidget(ElidedLabel(one_line(" · ".join(part for part in parts if part)), role="third"))

    def _weigh(self) -> None:
        timely = self.until.empty() or self.until.moment() is not None or self.until.untouched()
        self.save.setEnabled(bool(self.text.text().strip()) and timely)

    def _due(self) -> int | None:
        """The moment written; one that is over by now and was left alone stays as it was."""
        return self._todo.due_at if self._todo and self.until.untouched() else self.until.moment()

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        who, due = self.who.currentData() or None, self._due()
        command: Command = (
            EditTodo(todo_id=self._todo.id, text=self.text.text(), assignee_id=who, due_at=due)
            if self._todo
            else AddTodo(
                buyer_id=self._buyer, text=self.text.text(), conversation_id=self._talk, assignee_id=who, due_at=due
            )
        )
        self._world.post(command, self._saved, self._refused)

    def _turn(self) -> None:
        if self._todo is not None:
            command = DoneTodo(todo_id=self._todo.id, done=self._todo.state == "open")
            self._world.post(command, self._saved, self._refused)

    def _saved(self, _done: Done) -> None:
        self._world.notices.say(tr("To-do saved"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


def _people(world: World, chosen: int | None) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(tr("Assignee"))
    made.addItem(tr("All colleagues"), 0)
    for person in world.people:
        mine = tr("{0} (me)", person.name) if person.id == world.agent_id else person.name
        made.addItem(one_line(mine), person.id)
    made.setCurrentIndex(max(0, made.findData(chosen or 0)))
    return made
