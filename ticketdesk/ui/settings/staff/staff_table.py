"""The view of the staff table: the menus of roles and of a row, by mouse and by key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.store.queries.agents import AgentRow, RoleRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import CellDelegate, column_width
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.settings.staff.staff_cells import MoreCell, NameCell, RoleCell, TickCell
from ticketdesk.ui.settings.staff.staff_model import COLUMNS_OF_GROUPS, FIRST_GROUP, MORE, NAME, ROLE, SEEN, StaffModel
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import mark, tr

_LEAST_NAME: Final = 150


class RowAct(NamedTuple):
    """One line of a row's menu: its key, words, and keys."""

    name: str
    text: str
    keys: str = ""


_RENAME: Final = RowAct("rename", mark("Rename…"), "F2")
_PASSWORD: Final = RowAct("password", mark("Set a password…"))
_DISABLE: Final = RowAct("disable", mark("Disable…"), "Del")
_ENABLE: Final = RowAct("enable", mark("Enable"))


class StaffTable(TableView):
    """`acted(name, agent id)` for a line of the menu, `role_chosen(agent id, role id)`; as tall as its rows."""

    acted = Signal(str, object)
    role_chosen = Signal(object, object)

    def __init__(self, model: StaffModel, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("Staff"), parent=parent)
        self._staff = model
        self._roles: tuple[RoleRow, ...] = ()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegateForColumn(NAME, NameCell(self))
        self.setItemDelegateForColumn(ROLE, RoleCell(self))
        self.setItemDelegateForColumn(SEEN, CellDelegate(self, ink="text.third"))
        self.setItemDelegateForColumn(MORE, MoreCell(self))
        for place in range(len(COLUMNS_OF_GROUPS)):
            self.setItemDelegateForColumn(FIRST_GROUP + place, TickCell(self))
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(NAME, head.ResizeMode.Stretch)
        model.ids_changed.connect(self._fit_height)
        self.opened.connect(self._open_menu)
        self._fit_height()

    def set_roles(self, roles: Sequence[RoleRow]) -> None:
        """Offer these roles in the menus."""
        self._roles = tuple(roles)

    def role_menu(self, agent: AgentRow, title: str = "") -> QMenu:
        """Return the menu of roles for ``agent``, the one held marked."""
        menu = QMenu(title, self)
        group = QActionGroup(menu)
        for role in self._roles:
            line = QAction(one_line(labels.role(role.name)).replace("&", "&&"), menu)
            line.setCheckable(True)
            line.setChecked(role.id == agent.role_id)
            line.triggered.connect(partial(self._choose_role, agent, role.id))
            group.addAction(line)
            menu.addAction(line)
        return menu

    def row_menu(self, agent: AgentRow) -> QMenu:
        """Return the menu of what may be done with ``agent``."""
        menu = QMenu(self)
        self._add(menu, _RENAME, agent)
        menu.addMenu(self.role_menu(agent, tr("Role")))
        self._add(menu, _PASSWORD, agent)
        menu.addSeparator()
        self._add(menu, _DISABLE if agent.enabled else _ENABLE, agent)
        return menu

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        agent = self._staff.agent(self.current_id())
        if agent is not None and event.key() == Qt.Key.Key_F2:
            self.acted.emit(_RENAME.name, agent.id)
        elif agent is not None and event.key() == Qt.Key.Key_Delete and agent.enabled:
            self.acted.emit(_DISABLE.name, agent.id)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        agent = self._staff.agent(self._staff.id_at(index)) if index.isValid() else None
        if agent is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if index.column() == ROLE:
            self._popup(self.role_menu(agent), index)
        elif index.column() == MORE:
            self._popup(self.row_menu(agent), index)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        asked = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        agent = self._staff.agent(self._staff.id_at(asked)) if asked.isValid() else None
        if agent is not None:
            self._popup(self.row_menu(agent), asked)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_width()

    def _add(self, menu: QMenu, act: RowAct, agent: AgentRow) -> None:
        line = QAction(tr(act.text) + (f"\t{act.keys}" if act.keys else ""), menu)
        line.setData(act.name)
        line.triggered.connect(partial(self._act, act.name, agent.id))
        menu.addAction(line)

    def _act(self, name: str, number: int, _checked: bool = False) -> None:
        self.acted.emit(name, number)

    def _choose_role(self, agent: AgentRow, role_id: int, _checked: bool = False) -> None:
        if role_id != agent.role_id:
            self.role_chosen.emit(agent.id, role_id)

    def _open_menu(self, number: int) -> None:
        agent = self._staff.agent(number)
        if agent is not None:
            self._popup(self.row_menu(agent), self._staff.index_of(number, NAME))

    def _popup(self, menu: QMenu, index: QModelIndex) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.visualRect(index).bottomLeft() + QPoint(6, -6)
        menu.popup(self.viewport().mapToGlobal(corner))

    def _fit_height(self) -> None:
        rows = max(1, self._staff.rowCount())
        self.setFixedHeight(SIZES.table_head + rows * SIZES.table_row)

    def _fit_width(self) -> None:
        """Give the groups less room where the window is narrow: their headings whole, the rest is the name's."""
        columns = self._staff.columns
        others = sum(column.width for place, column in enumerate(columns) if place != NAME)
        missing = max(0, others + _LEAST_NAME - self.viewport().width())
        each = -(-missing // len(COLUMNS_OF_GROUPS))
        for place in range(FIRST_GROUP, SEEN):
            heading = column_width([columns[place].title], "small")
            self.setColumnWidth(place, max(heading, columns[place].width - each))
