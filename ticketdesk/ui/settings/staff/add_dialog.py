"""The dialog that adds a colleague: name, role, platform account, a first password (trade.md A.9-59)."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.people import AddAgent
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.passwords import SHORTEST, check_password
from ticketdesk.domain.permissions import AGENT, Permission
from ticketdesk.store.queries import agents
from ticketdesk.ui import labels
from ticketdesk.ui.errors import words
from ticketdesk.ui.people.change_password import ChangePasswordDialog
from ticketdesk.ui.people.password_field import PasswordField
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.frames import Banner, BusyBar
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import rights, tr

_LONGEST = 60


class AddStaffDialog(ModalDialog):
    """Says what the role chosen allows; the password may stay empty where the role has no power over staff."""

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent, tr("Add staff"), width=520)
        self._world = world
        # Read here, not taken over from the section: that hears of an undo only a turn later.
        roles = agents.roles(world.reader)
        self._roles = {role.key: role for role in roles}
        self.own_password = Banner()
        self.name = _field(tr("Name"), tr("As buyers and colleagues read it"))
        self.roles = ChoiceChips(
            [Choice(role.key, labels.role(role.name)) for role in roles],
            AGENT.code if AGENT.code in self._roles else "",
            name=tr("Role"),
        )
        self.allowed = label("", role="third", wrap=True)
        self.account = _field(tr("Platform account"), tr("The sub-account, shop:name, if there is one"))
        self.password = PasswordField(tr("First password"))
        self.problem = label("", role="bad", wrap=True)
        self.busy = BusyBar()
        self.cancel = button(tr("Cancel"))
        self.go = button(tr("Add  Ctrl+Enter"), kind="primary", name=tr("Add staff"))
        self._build()
        self._connect()
        self._tell_role()
        self._weigh()
        self.name.setFocus()

    def _build(self) -> None:
        self.body.addWidget(self.own_password)
        for name, part in ((tr("Name"), self.name), (tr("Role"), self.roles)):
            self._row(name, part)
        self.body.addWidget(self.allowed)
        self._row(tr("Platform account"), self.account)
        self._row(tr("First password"), self.password)
        hint = tr("At least {0} characters. Tell it to your colleague, who can change it later.", SHORTEST)
        self.body.addWidget(label(hint, role="third", wrap=True))
        self.body.addWidget(self.problem)
        self.body.addWidget(self.busy)
        self.problem.hide()
        self.footer.addWidget(self.cancel)
        self.footer.addWidget(self.go)

    def _row(self, name: str, part: QWidget) -> None:
        named = label(name, role="small")
        named.setBuddy(part)
        self.body.addWidget(named)
        self.body.addWidget(part)

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._add)
        self.submitted.connect(self._add)
        self.name.textChanged.connect(self._weigh)
        self.password.textChanged.connect(self._weigh)
        self.roles.chosen.connect(self._tell_role)
        self.own_password.acted.connect(self._own)
        self._world.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        """Follow what was changed or undone meanwhile: what a role allows, and who has a password."""
        if changes.touches("role"):
            self._roles = {role.key: role for role in agents.roles(self._world.reader)}
            self._tell_role()
        self._weigh()

    def _tell_role(self, _key: str = "") -> None:
        role = self._roles.get(self.roles.current())
        held = [rights.right(each) for each in Permission if role is not None and each.value in role.permissions]
        self.allowed.setText(tr("May: {0}", tr(", ").join(held)) if held else tr("May do nothing yet"))
        self.refit()

    def _weigh(self, _what: object = None) -> None:
        """With a second one at the desk the first needs a password: that is asked for here, not refused later."""
        me = next((each for each in self._world.session.accounts() if each.id == self._world.agent_id), None)
        open_ = me is not None and not me.has_password
        self.own_password.setVisible(open_)
        if open_:
            text = tr("From now on others work here too: give yourself a password first.")
            self.own_password.set_banner(text, action=tr("Set my password"))
        self.go.setEnabled(not open_ and bool(self.name.text().strip()) and bool(self.roles.current()))

    def _own(self) -> None:
        ChangePasswordDialog(self._world, self).open()

    def _add(self) -> None:
        if not self.go.isEnabled():
            return
        taken: list[str] = []
        if not self.password.text():
            self._post([""])
            return
        try:
            check_password(self.password.text())
        except DeskError as error:
            self._refused(error)
            return
        self._settle(busy=True)
        future = self._world.session.new_hash(self.password.text(), taken.append)
        self._world.watch(future, partial(self._post, taken), self._refused)

    def _post(self, taken: list[str], _nothing: object = None) -> None:
        self._settle(busy=True)
        command = AddAgent(
            agent_name=self.name.text(),
            role=self.roles.current(),
            account=self.account.text(),
            password_hash=taken[0],
        )
        self._world.post(command, self._added, self._refused)

    def _settle(self, *, busy: bool) -> None:
        (self.busy.set_busy if busy else self.busy.set_idle)()
        self.go.setEnabled(not busy)

    def _added(self, _done: Done) -> None:
        self._world.notices.say(tr("{0} works here now", self.name.text().strip()), undoable=True)
        self.password.forget()
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._settle(busy=False)
        sentence = words(error)
        if sentence is None:
            self._world.notices.refuse(error)
            return
        password = isinstance(error, DeskError) and error.key.startswith(("password_short", "password_long"))
        self.problem.setText(sentence)
        self.problem.show()
        self.password.set_bad(password)
        (self.password if password else self.name).setFocus()


def _field(name: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setMaxLength(_LONGEST)
    return made
