"""Staff and rights (settings-staff.png): who works here, with which role, and what a role may do."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.people import DisableAgent, EnableAgent, RenameAgent, SetAgentRole
from ticketdesk.desk.commands.roles import AddRole, RenameRole, SetRolePermission
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.agents import AgentRow, RoleRow
from ticketdesk.ui import labels
from ticketdesk.ui.errors import words
from ticketdesk.ui.people.change_password import ChangePasswordDialog, NewPasswordDialog
from ticketdesk.ui.safe_text import message_box
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.settings.staff.add_dialog import AddStaffDialog
from ticketdesk.ui.settings.staff.name_dialog import NameDialog
from ticketdesk.ui.settings.staff.role_card import RoleCard
from ticketdesk.ui.settings.staff.staff_model import StaffModel
from ticketdesk.ui.settings.staff.staff_table import StaffTable
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.world import World
from ticketdesk.words import tr

# Rights whose acts ask for the password again wherever they are used (trade.md A.1-12).
ASKED_AGAIN: Final = frozenset({Permission.REFUND_AGREE})
_CREDENTIALS: Final = ("SetPassword", "SignedIn")


class StaffSection(SectionFrame):
    """Every change is an act at once: journaled, with undo, and with the password again where the desk asks."""

    def __init__(self, world: World) -> None:
        super().__init__(tr("Staff and rights"), tr("A role decides what may be done. Every change is in the log."))
        self._world = world
        self._roles: list[RoleRow] = []
        self._shown: int | None = None
        self.add = button(tr("Add staff"), "user-plus", "primary")
        self.head.addWidget(self.add)
        self.model = StaffModel(world, self)
        self.table = StaffTable(self.model)
        self.role_card = RoleCard(ASKED_AGAIN)
        frame = Card(margin=1, spacing=0)
        column = QVBoxLayout()
        column.addWidget(self.table)
        frame.body.addLayout(column)
        self.column.addWidget(frame)
        self.column.addWidget(self.role_card)
        self._connect()
        self._reload()
        self.table.set_current_id(world.agent_id)

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.table.current_changed.connect(self._show_role_of)
        self.table.acted.connect(self._act)
        self.table.role_chosen.connect(self._set_role)
        self.role_card.role_chosen.connect(self._show_role)
        self.role_card.turned.connect(self._turn)
        self.role_card.add_asked.connect(self._add_role)
        self.role_card.rename_asked.connect(self._rename_role)
        self._world.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("agent", "role") or changes.command in _CREDENTIALS:
            self._reload()

    def _reload(self) -> None:
        self._roles = agents.roles(self._world.reader)
        self.model.reload()
        self.table.set_roles(self._roles)
        self._show_role(self._shown)

    def _show_role_of(self, number: int | None) -> None:
        agent = self.model.agent(number)
        if agent is not None:
            self._show_role(agent.role_id)

    def _show_role(self, role_id: int | None) -> None:
        found = next((role for role in self._roles if role.id == role_id), self._roles[0] if self._roles else None)
        self._shown = found.id if found else None
        self.role_card.set_roles(self._roles, found)

    def _act(self, name: str, number: int) -> None:
        agent = self.model.agent(number)
        if agent is None:
            return
        if name == "rename":
            self._rename(agent)
        elif name == "password":
            self._set_password(agent)
        elif name == "enable":
            self._post(EnableAgent(agent_id=agent.id), tr("{0} works here again", agent.name))
        else:
            self._ask_disable(agent)

    def _add(self) -> None:
        AddStaffDialog(self._world, self.window()).open()

    def _rename(self, agent: AgentRow) -> None:
        dialog = NameDialog(tr("Rename {0}", agent.name), tr("Name"), agent.name, self.window())
        dialog.add_field(tr("Platform account"), agent.account)
        dialog.named.connect(partial(self._renamed, dialog, agent))
        dialog.open()

    def _renamed(self, dialog: NameDialog, agent: AgentRow, name: str, account: str) -> None:
        command = RenameAgent(agent_id=agent.id, agent_name=name, account=account)
        dialog.send(self._world, command, tr("{0} is called {1} now", agent.name, name))

    def _set_password(self, agent: AgentRow) -> None:
        if agent.id == self._world.agent_id:
            ChangePasswordDialog(self._world, self.window()).open()
            return
        hint = tr("Tell {0} the password; it can be changed by {0} later.", agent.name)
        NewPasswordDialog(self._world, agent.id, agent.name, self.window(), old=False, hint=hint).open()

    def _ask_disable(self, agent: AgentRow) -> None:
        text = tr(
            "{0} signs in no more and gets no more work. What was done stays, and {0} can be enabled again.", agent.name
        )
        buttons = QMessageBox.StandardButton.Cancel
        icon = QMessageBox.Icon.Question
        box = message_box(self.window(), tr("Disable {0}?", agent.name), text, icon=icon, buttons=buttons)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        yes = box.addButton(tr("Disable"), QMessageBox.ButtonRole.DestructiveRole)
        yes.clicked.connect(partial(self._disable, agent))

    def _disable(self, agent: AgentRow, _checked: bool = False) -> None:
        self._post(DisableAgent(agent_id=agent.id), tr("{0} is disabled", agent.name))

    def _set_role(self, number: int, role_id: int) -> None:
        agent = self.model.agent(number)
        role = next((role for role in self._roles if role.id == role_id), None)
        if agent is not None and role is not None:
            self._shown = role.id
            told = tr("{0} is {1} now", agent.name, labels.role(role.name))
            self._post(SetAgentRole(agent_id=number, role_id=role_id), told)

    def _turn(self, role_id: int, permission: Permission, on: bool) -> None:
        command = SetRolePermission(role_id=role_id, permission=permission.value, granted=on)
        self._post(command, tr("The rights of the role were changed"))

    def _add_role(self) -> None:
        dialog = NameDialog(tr("Add role"), tr("Name of the role"), "", self.window())
        dialog.explain(tr("It begins with the rights of “{0}”.", self._role_name()))
        dialog.named.connect(partial(self._role_added, dialog))
        dialog.open()

    def _role_added(self, dialog: NameDialog, name: str, _account: str) -> None:
        like = self.role_card.role
        rights = tuple(sorted(like.permissions)) if like else ()
        dialog.send(self._world, AddRole(role_name=name, permissions=rights), tr("Role {0} was added", name), self._new)

    def _new(self, done: Done) -> None:
        self._shown = done.result if isinstance(done.result, int) else self._shown
        self._reload()

    def _rename_role(self, role: RoleRow) -> None:
        dialog = NameDialog(tr("Rename role"), tr("Name of the role"), self._role_name(), self.window())
        dialog.named.connect(partial(self._role_renamed, dialog, role))
        dialog.open()

    def _role_renamed(self, dialog: NameDialog, role: RoleRow, name: str, _account: str) -> None:
        if name != labels.role(role.name):
            told = tr("The role is called {0} now", name)
            dialog.send(self._world, RenameRole(role_id=role.id, role_name=name), told)
        else:
            dialog.accept()

    def _role_name(self) -> str:
        role = self.role_card.role
        return labels.role(role.name) if role else ""

    def _post(self, command: Command, told: str) -> None:
        self._world.post(command, partial(self._done, told), self._refused)

    def _done(self, told: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(told, undoable=True)
        self._reload()

    def _refused(self, error: BaseException) -> None:
        self._reload()  # the box that was clicked shows again what holds
        if isinstance(error, DeskError) and error.key == "owner_password_needed":
            ChangePasswordDialog(self._world, self.window(), hint=words(error) or "").open()
            return
        self._world.notices.refuse(error)


def make(world: World) -> QWidget:
    """Return the section."""
    return StaffSection(world)
