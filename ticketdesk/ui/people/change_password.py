"""The dialog for a new password: one's own, which asks for the old one, or a colleague's."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.people import SetPassword
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.passwords import SHORTEST, check_password
from ticketdesk.ui.errors import words
from ticketdesk.ui.people.password_field import PasswordField
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import BusyBar
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class NewPasswordDialog(ModalDialog):
    """Asks twice for the new password of ``agent_id``; ``old`` says that the one who works here proves it first."""

    def __init__(self, world: World, agent_id: int, name: str, parent: QWidget, *, old: bool, hint: str = "") -> None:
        super().__init__(parent, tr("New password"), name, width=440)
        self._world, self._agent_id = world, agent_id
        self.old = PasswordField(tr("Present password"))
        self.new = PasswordField(tr("New password"))
        self.again = PasswordField(tr("New password once more"))
        self._fields = (self.old, self.new, self.again) if old else (self.new, self.again)
        self._asks_old = old
        self.problem = label("", role="bad", wrap=True)
        self.problem.hide()
        self.busy = BusyBar()
        if hint:
            self.body.addWidget(label(hint, role="second", wrap=True))
        for field in self._fields:
            named = label(field.accessibleName(), role="small")
            named.setBuddy(field)
            self.body.addWidget(named)
            self.body.addWidget(field)
        self.body.addWidget(label(tr("At least {0} characters; a short sentence is good.", SHORTEST), role="third"))
        self.body.addWidget(self.problem)
        self.body.addWidget(self.busy)
        self.cancel = button(tr("Cancel"))
        self.go = button(tr("Keep it  Ctrl+Enter"), kind="primary", name=tr("Keep the password"))
        self.footer.addWidget(self.cancel)
        self.footer.addWidget(self.go)
        self._connect()
        self._settle()
        self._fields[0].setFocus()

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._keep)
        self.submitted.connect(self._keep)
        for field, after in zip(self._fields, self._fields[1:], strict=False):
            field.returnPressed.connect(partial(after.setFocus))
        self._fields[-1].returnPressed.connect(self._keep)
        for field in self._fields:
            field.textEdited.connect(self._typed)

    def _typed(self, _text: str) -> None:
        for field in self._fields:
            field.set_bad(False)
        self._settle()

    def _settle(self, *, busy: bool = False) -> None:
        (self.busy.set_busy if busy else self.busy.set_idle)()
        for field in self._fields:
            field.setEnabled(not busy)
        self.go.setEnabled(not busy and all(field.text() for field in self._fields))

    def _keep(self) -> None:
        if not self.go.isEnabled():
            return
        if self.new.text() != self.again.text():
            self._say(tr("The two new passwords differ. Type the new one again."), self.again)
            return
        try:
            check_password(self.new.text())
        except DeskError as error:
            self._say(words(error) or error.key, self.new)
            return
        self._settle(busy=True)
        if self._asks_old:
            self._world.watch(self._world.session.confirm(self.old.text()), self._proved, self._old_wrong)
        else:
            self._hash()

    def _proved(self, _nothing: object) -> None:
        self._hash()

    def _hash(self) -> None:
        taken: list[str] = []
        future = self._world.session.new_hash(self.new.text(), taken.append)
        self._world.watch(future, partial(self._post, taken), self._refused)

    def _post(self, taken: list[str], _nothing: object) -> None:
        self._world.post(SetPassword(agent_id=self._agent_id, password_hash=taken[0]), self._done, self._refused)

    def _done(self, _done: Done) -> None:
        for field in self._fields:
            field.forget()
        self._world.notices.say(tr("The new password holds from now on"))
        self.accept()

    def _old_wrong(self, error: BaseException) -> None:
        self._refused(error, self.old)

    def _refused(self, error: BaseException, field: PasswordField | None = None) -> None:
        self._settle()
        sentence = words(error)
        if sentence is None:
            self._world.notices.refuse(error)
            return
        self._say(sentence, field or self.new)

    def _say(self, sentence: str, field: PasswordField) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        field.set_bad(True)
        field.setFocus()
        field.selectAll()


class ChangePasswordDialog(NewPasswordDialog):
    """The own password of the one who works here; the first one asks for none before it."""

    def __init__(self, world: World, parent: QWidget, *, hint: str = "") -> None:
        me = next((each for each in world.session.accounts() if each.id == world.agent_id), None)
        old = me is not None and me.has_password
        super().__init__(world, world.agent_id or 0, me.name if me else "", parent, old=old, hint=hint)
