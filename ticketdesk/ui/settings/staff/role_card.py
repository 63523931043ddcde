"""The card of one role: a box for every right that exists, and the way to other roles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission, implied
from ticketdesk.store.queries.agents import RoleRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import ElidedLabel, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.words import rights, tr

# In the order of settings-staff.png; below the line what it has no box for, the rights over the program last.
SHOWN: Final = (
    Permission.RECEPTION_REPLY, Permission.RECEPTION_TRANSFER, Permission.TICKET_HANDLE,
    Permission.TICKET_CANCEL_OTHERS, Permission.ORDER_REMARK, Permission.ORDER_ADDRESS,
    Permission.ORDER_SHIP, Permission.REFUND_AGREE, Permission.PERSONAL_REVEAL,
    Permission.DATA_EXPORT, Permission.GOODS_EDIT, Permission.INSIGHTS_VIEW,
)  # fmt: skip
_FURTHER: Final = (
    Permission.ORDER_IMPORT, Permission.REVIEW_ANSWER, Permission.PHRASE_EDIT,
    Permission.STAND_IN_NAME, Permission.STAFF_EDIT, Permission.SHOP_EDIT,
)  # fmt: skip
BELOW: Final = _FURTHER + tuple(each for each in Permission if each not in SHOWN + _FURTHER)
_COLUMNS: Final = 3
_LINE: Final = 28


class RoleCard(Card):
    """Shows one role. `role_chosen(id)` for another, `turned(role id, permission, on)` by a box."""

    role_chosen = Signal(object)
    turned = Signal(object, object, bool)
    add_asked = Signal()
    rename_asked = Signal(object)

    def __init__(self, again: frozenset[Permission], parent: QWidget | None = None) -> None:
        super().__init__(margin=18, spacing=SIZES.m, parent=parent)
        self._role: RoleRow | None = None
        self._choices: list[Choice] = []
        self.title = ElidedLabel(role="strong")
        self.roles = ChoiceChips(name=tr("Role"))
        self.add = button(tr("Add role"), "plus", "ghost", small=True)
        self.rename = button(tr("Rename"), "pencil", "ghost", small=True, name=tr("Rename role"))
        self.boxes: dict[Permission, QCheckBox] = {}
        self.body.addLayout(self._head())
        self.body.addLayout(self._rights(again))
        self.roles.chosen.connect(self._choose)
        self.add.clicked.connect(self.add_asked)
        self.rename.clicked.connect(self._ask_rename)

    @property
    def role(self) -> RoleRow | None:
        """The role shown."""
        return self._role

    def set_roles(self, roles: Sequence[RoleRow], current: RoleRow | None) -> None:
        """Offer these roles and show ``current``."""
        keys = [(str(role.id), labels.role(role.name)) for role in roles]
        key = "" if current is None else str(current.id)
        if keys != [(choice.key, choice.text) for choice in self._choices]:
            self._choices = [Choice(*each) for each in keys]
            self.roles.set_choices(self._choices, key)
        else:
            self.roles.set_current(key)
        self.show_role(current)

    def show_role(self, role: RoleRow | None) -> None:
        """Show the rights of ``role``."""
        self._role = role
        self.title.setText(tr("Role: {0}", labels.role(role.name) if role else ""))
        # A standard role is known by its code and translated by its name: it keeps both.
        self.rename.setEnabled(role is not None)
        along = implied(role.permissions) if role is not None else frozenset()
        for permission, box in self.boxes.items():
            goes_along = permission.value in along
            box.setEnabled(role is not None and not goes_along)
            box.setChecked(role is not None and permission.value in role.permissions)
            said = tr("{0}: goes with “{1}”", box.text(), rights.right(Permission.STAFF_EDIT))
            set_tooltip(box, said if goes_along else box.text())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SIZES.s)
        row.addWidget(self.title)
        row.addWidget(self.rename)
        row.addStretch(1)
        row.addWidget(self.roles)
        row.addWidget(self.add)
        return row

    def _rights(self, again: frozenset[Permission]) -> QGridLayout:
        """All boxes in one grid, so that those below the line stand under those above it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(SIZES.l)
        grid.setVerticalSpacing(0)
        between = -(-len(SHOWN) // _COLUMNS)
        for first, permissions in ((0, SHOWN), (between + 1, BELOW)):
            for place, permission in enumerate(permissions):
                row, column = divmod(place, _COLUMNS)
                grid.addWidget(self._box(permission, again=permission in again), first + row, column)
                grid.setRowMinimumHeight(first + row, _LINE)
        grid.addWidget(Divider(dashed=True), between, 0, 1, _COLUMNS)
        grid.setRowMinimumHeight(between, 2 * SIZES.m + 1)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def _box(self, permission: Permission, *, again: bool) -> QCheckBox:
        words = rights.right(permission)
        box = QCheckBox(tr("{0} (asks for the password again)", words) if again else words)
        box.setAccessibleName(box.text())
        box.setCursor(Qt.CursorShape.PointingHandCursor)
        set_tooltip(box, box.text())
        box.clicked.connect(partial(self._turn, permission))
        self.boxes[permission] = box
        return box

    def _choose(self, key: str) -> None:
        self.role_chosen.emit(int(key))

    def _turn(self, permission: Permission) -> None:
        if self._role is not None:
            self.turned.emit(self._role.id, permission, self.boxes[permission].isChecked())

    def _ask_rename(self) -> None:
        if self._role is not None:
            self.rename_asked.emit(self._role)
