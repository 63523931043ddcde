"""The button beside the search: columns, order and headings of the list, and keeping it all as a view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.store.queries.ticket_order import CREATED, DUE, UPDATED
from ticketdesk.ui.models.snapshot import Column
from ticketdesk.ui.tickets.list import ticket_model
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.words import tr

# Without them a row says nothing, and the first column carries the headings.
_ALWAYS = (ticket_model.STATE, ticket_model.TITLE)


class ViewButton(IconButton):
    """``columns_chosen(hidden)``, ``order_chosen(key)``, ``group_chosen(by)``, ``keep_wanted()``."""

    columns_chosen = Signal(object)
    order_chosen = Signal(str)
    group_chosen = Signal(str)
    keep_wanted = Signal()

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__("sliders-horizontal", tr("Columns, order and groups"), parent=parent)
        self.hidden: frozenset[int] = frozenset()
        menu = QMenu(self)
        self._columns = [self._column(menu, place, column.title) for place, column in enumerate(columns)]
        menu.addSeparator()
        orders = ((DUE, tr("By deadline")), (UPDATED, tr("Last changed first")), (CREATED, tr("Newest opened first")))
        self._orders = _choices(menu, orders, lambda key: self.order_chosen.emit(key))
        menu.addSeparator()
        groups = (
            ("", tr("No headings")), ("state", tr("Headings by state")), ("type", tr("Headings by type")),
            ("assignee", tr("Headings by assignee")), ("day", tr("Headings by day of the deadline")),
        )  # fmt: skip
        self._groups = _choices(menu, groups, lambda key: self.group_chosen.emit(key))
        menu.addSeparator()
        menu.addAction(tr("Keep as a view…")).triggered.connect(lambda _checked: self.keep_wanted.emit())
        self.setMenu(menu)

    def drop(self) -> None:
        """Open the menu below the button."""
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def set_state(self, order: str, group: str, hidden: frozenset[int]) -> None:
        """Show what the list is ordered and grouped by, and which columns are left out."""
        self.hidden = hidden
        for place, action in enumerate(self._columns):
            action.setChecked(place not in hidden)
        for action in (*self._orders, *self._groups):
            action.setChecked(action.data() in ((order,) if action in self._orders else (group,)))

    def _column(self, menu: QMenu, place: int, title: str) -> QAction:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(True)
        action.setEnabled(place not in _ALWAYS)
        action.triggered.connect(lambda shown: self._turn(place, shown=shown))
        return action

    def _turn(self, place: int, *, shown: bool) -> None:
        self.hidden = self.hidden - {place} if shown else self.hidden | {place}
        self.columns_chosen.emit(self.hidden)


def _choices(menu: QMenu, choices: Sequence[tuple[str, str]], chosen: Callable[[str], object]) -> list[QAction]:
    """One of these at a time."""
    group, made = QActionGroup(menu), []
    for key, text in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(key)
        group.addAction(action)
        action.triggered.connect(lambda _checked, key=key: chosen(key))
        made.append(action)
    return made
