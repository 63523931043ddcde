"""Groups of staff that conversations can be handed to, and who belongs to them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMessageBox, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.handing import AddGroup, RemoveGroup, RenameGroup, SetGroupMember
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries import serving
from ticketdesk.store.queries.serving import GroupRow
from ticketdesk.ui.safe_text import message_box, one_line
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.settings.staff.name_dialog import NameDialog
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import Card, EmptyState
from ticketdesk.ui.widgets.marks import SectionTitle
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class GroupsSection(SectionFrame):
    """A card a group: its members as boxes, its name and its end as buttons; everything can be undone."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Agent groups"), tr("Whoever belongs to a group takes the conversations that are handed to the group.")
        )
        self._world = world
        self._cards: list[QWidget] = []
        self._shown: tuple[object, ...] | None = None
        self.add = button(tr("Add group"), "plus", "primary")
        self.add.clicked.connect(self._add_group)
        self.head.addWidget(self.add)
        self.empty = EmptyState("users", tr("No groups yet"), tr("After-sale, pre-sale, the warehouse: as you work."))
        self.column.addWidget(self.empty)
        world.changed.connect(self._changed)
        self._refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("agent_group", "agent_group_member", "agent"):
            self._refresh()

    def _refresh(self) -> None:
        found = serving.groups(self._world.reader)
        people = tuple((each.id, each.name) for each in self._world.people)
        if self._shown == (found, people):
            return
        focus = self._focused()
        self._shown = (found, people)
        for card in self._cards:
            self.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._group(row) for row in found]
        for card in self._cards:
            self.column.addWidget(card)
        self.empty.setVisible(not found)
        self._focus(focus)

    def _focused(self) -> str:
        """The name of what has the focus here: a card is made anew under it."""
        inside = self.focusWidget()
        return inside.objectName() if inside is not None and inside.hasFocus() else ""

    def _focus(self, name: str) -> None:
        found = self.findChild(QWidget, name) if name else None
        if found is not None and not found.isHidden():
            found.setFocus()

    def _group(self, row: GroupRow) -> Card:
        card = Card(margin=SIZES.l, spacing=SIZES.m)
        head = SectionTitle(one_line(row.name))
        rename = button(tr("Rename"), "pencil", "ghost", small=True, name=tr("Rename {0}", row.name))
        remove = button(tr("Remove"), "trash-2", "ghost", small=True, name=tr("Remove {0}", row.name))
        rename.clicked.connect(partial(self._rename, row))
        remove.clicked.connect(partial(self._ask_remove, row))
        head.add(rename)
        head.add(remove)
        card.body.addWidget(head)
        boxes = QWidget()
        flow = FlowLayout(boxes, spacing=SIZES.l)
        for person in self._world.people:
            flow.addWidget(self._member(row, person.id, person.name))
        line = QHBoxLayout()
        line.addWidget(boxes, 1)
        card.body.addLayout(line)
        current_theme().dress(card)
        return card

    def _member(self, row: GroupRow, agent_id: int, name: str) -> QCheckBox:
        box = QCheckBox(one_line(name, 40).replace("&", "&&"))
        box.setObjectName(f"{row.id}:{agent_id}")
        box.setAccessibleName(tr("{0} in {1}", name, row.name))
        box.setChecked(agent_id in row.members)
        box.clicked.connect(partial(self._set_member, row, agent_id, box))
        return box

    def _set_member(self, row: GroupRow, agent_id: int, box: QCheckBox, _checked: bool = False) -> None:
        member = box.isChecked()
        name = next((each.name for each in self._world.people if each.id == agent_id), "")
        told = tr("{0} joined {1}", name, row.name) if member else tr("{0} left {1}", name, row.name)
        self._send(SetGroupMember(group_id=row.id, agent_id=agent_id, member=member), told)

    def _add_group(self) -> None:
        dialog = NameDialog(tr("Add group"), tr("Name of the group"), "", self)
        dialog.named.connect(partial(self._added, dialog))
        dialog.open()

    def _added(self, dialog: NameDialog, name: str, _more: str) -> None:
        dialog.send(self._world, AddGroup(group_name=name), tr("Group {0} added", name))

    def _rename(self, row: GroupRow, _checked: bool = False) -> None:
        dialog = NameDialog(tr("Rename {0}", row.name), tr("Name of the group"), row.name, self)
        dialog.named.connect(partial(self._renamed, dialog, row))
        dialog.open()

    def _renamed(self, dialog: NameDialog, row: GroupRow, name: str, _more: str) -> None:
        dialog.send(self._world, RenameGroup(group_id=row.id, group_name=name), tr("The group is now called {0}", name))

    def _ask_remove(self, row: GroupRow, _checked: bool = False) -> None:
        box = message_box(
            self, tr("Remove {0}", row.name), tr("Nobody can hand conversations to {0} any more.", row.name),
            icon=QMessageBox.Icon.Question, buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        )  # fmt: skip
        box.button(QMessageBox.StandardButton.Yes).setText(tr("Remove"))
        box.button(QMessageBox.StandardButton.Cancel).setText(tr("Cancel"))
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.accepted.connect(partial(self._send, RemoveGroup(group_id=row.id), tr("Group {0} removed", row.name)))

    def _send(self, command: Command, told: str) -> None:
        self._world.post(command, partial(self._told, told), self._refused)

    def _told(self, told: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(told, undoable=True)

    def _refused(self, error: BaseException) -> None:
        self._shown = None
        self._refresh()
        self._world.notices.refuse(error)


def make(world: World) -> QWidget:
    """Return the section."""
    return GroupsSection(world)
