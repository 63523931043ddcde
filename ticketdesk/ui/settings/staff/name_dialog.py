"""A small dialog that asks for a name, and posts what it is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.desk import Done
from ticketdesk.ui.errors import words
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_LONGEST = 60


class NameDialog(ModalDialog):
    """`named(name, second field)` when it is to be kept; `send` posts, and says a refusal in the dialog."""

    named = Signal(str, str)

    def __init__(self, title: str, field: str, value: str, parent: QWidget) -> None:
        super().__init__(parent, title, width=440)
        self._world: World | None = None
        self.name = QLineEdit(value)
        self.more: QLineEdit | None = None
        self.problem = label("", role="bad", wrap=True)
        self.problem.hide()
        self._add(field, self.name)
        self.body.addWidget(self.problem)
        self.cancel = button(tr("Cancel"))
        self.go = button(tr("Keep it  Ctrl+Enter"), kind="primary", name=tr("Keep it"))
        self.footer.addWidget(self.cancel)
        self.footer.addWidget(self.go)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._keep)
        self.submitted.connect(self._keep)
        self.name.returnPressed.connect(self._keep)
        self.name.textChanged.connect(self._settle)
        self.name.selectAll()
        self.name.setFocus()
        self._settle()

    def add_field(self, name: str, value: str) -> None:
        """Ask for a second value that may stay empty."""
        self.more = QLineEdit(value)
        self.more.returnPressed.connect(self._keep)
        self._add(name, self.more, self.body.count() - 1)

    def explain(self, text: str) -> None:
        """Say something below the field."""
        self.body.insertWidget(self.body.count() - 1, label(text, role="third", wrap=True))

    def send(self, world: World, command: Command, told: str, then: Callable[[Done], None] | None = None) -> None:
        """Post ``command``; done, the dialog closes and says ``told`` with undo."""
        self._world = world
        self.go.setEnabled(False)
        world.post(command, partial(self._done, told, then), self._refused)

    def _add(self, name: str, field: QLineEdit, place: int = -1) -> None:
        field.setAccessibleName(name)
        field.setMaxLength(_LONGEST)
        named = label(name, role="small")
        named.setBuddy(field)
        self.body.insertWidget(place, named)
        self.body.insertWidget(place if place < 0 else place + 1, field)

    def _settle(self) -> None:
        self.go.setEnabled(bool(self.name.text().strip()))

    def _keep(self) -> None:
        if self.go.isEnabled():
            self.named.emit(self.name.text().strip(), self.more.text().strip() if self.more else "")

    def _done(self, told: str, then: Callable[[Done], None] | None, done: Done) -> None:
        if self._world is not None and done.act_id is not None:
            self._world.notices.say(told, undoable=True)
        if then is not None:
            then(done)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._settle()
        sentence = words(error)
        if sentence is None and self._world is not None:
            self._world.notices.refuse(error)
            return
        self.problem.setText(sentence or "")
        self.problem.show()
        self.name.setFocus()
