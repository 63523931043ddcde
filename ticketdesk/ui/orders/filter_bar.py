"""The filter row of the orders page: search, chips that combine, the order of the list, one way to clear all."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ticketdesk.domain.query.tree import Query
from ticketdesk.store.queries import order_covers, order_filter
from ticketdesk.store.queries.order_filter import EVERYTHING, OrderFilter
from ticketdesk.ui import labels
from ticketdesk.ui.orders.days_dialog import DaysDialog
from ticketdesk.ui.orders.filter_state import BETWEEN, Chosen, asked, keep, recall
from ticketdesk.ui.orders.order_model import FLAGS, STATES, OrderView
from ticketdesk.ui.orders.order_subject import order_subject
from ticketdesk.ui.query.bar import QueryBar
from ticketdesk.ui.refunds.button import RefundsButton
from ticketdesk.ui.widgets.buttons import Choice, button
from ticketdesk.ui.widgets.filter_chips import MenuChip, toggle_chip
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_OTHER_DAYS: Final = "other"


class FilterBar(QWidget):
    """``changed`` when anything was chosen: ``chosen`` says what, ``search`` what is asked in words beside it.

    The field of the search and its own row stand elsewhere.
    """

    changed = Signal()

    def __init__(self, world: World, ground: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.chosen, self._borrowed = recall(world.kept, world.agent_id), False
        self.setAccessibleName(tr("Filter"))
        self.search = QueryBar(order_subject(world), ground)
        self.field = self.search.field
        self.state = MenuChip(tr("State"), [Choice(each.value, labels.order_state(each.value).text) for each in STATES])
        self.flag = MenuChip(tr("Flag"), [Choice(str(code), labels.flag_name(code)) for code in FLAGS])
        self.days = MenuChip(tr("Days"), _day_choices())
        self.platform = MenuChip(tr("Platform"))
        self.toggles = {
            "refunded": toggle_chip(tr("With refund")),
            "ticketed": toggle_chip(tr("With open ticket")),
            "readdressed": toggle_chip(tr("Address changed")),
        }
        self.order = MenuChip(tr("Sort"), _orders(), any_text=tr("As the view"))
        self.clear = button(tr("Clear all"), kind="link", small=True)
        self.keep = button(tr("Keep as a view…"), kind="link", small=True)
        row = FlowLayout(self, spacing=6, line_spacing=6)
        for part in (
            self.state,
            self.flag,
            self.days,
            self.platform,
            *self.toggles.values(),
            self.order,
            self.clear,
            self.keep,
        ):
            row.addWidget(part)
        row.addWidget(RefundsButton(world))
        self._connect()
        self.refresh()
        self._show()

    @property
    def narrows(self) -> bool:
        """Whether row or search leave anything out."""
        return self.chosen.narrows or bool(self.search.query.terms)

    def wanted(self, view: OrderView) -> OrderFilter:
        """Return what a view shows, narrowed by row and search."""
        return asked(view, self.chosen, self._world.clock(), self.search.query)

    def set_view(self, view: OrderView, title: str) -> None:
        """Leave out the chips that the view called ``title`` has answered already."""
        self.search.set_view(title)
        self.state.setVisible(view.name != "state")
        self.flag.setVisible(view.name != "flag")
        for name, chip in self.toggles.items():
            chip.setVisible(view.name != name)
        self.updateGeometry()

    def refresh(self) -> None:
        """Offer the platforms of which there are orders, where there are several."""
        found = order_covers.platforms(self._world.reader)
        self.platform.set_choices([Choice(each, labels.platform(each)) for each in found])
        self.platform.setVisible(len(found) > 1)

    def sort(self, key: str, *, descending: bool) -> None:
        """Show the list in another order."""
        self._take(replace(self.chosen, order=key, descending=descending))

    def reset(self) -> None:
        """Leave nothing out, in the order of the view."""
        searched = bool(self.search.query.terms)
        self.search.set_query(EVERYTHING)
        if self.chosen != Chosen():
            self._take(Chosen())
        elif searched:
            self._tell()

    def show_kept(self, query: Query, order: str, *, descending: bool) -> None:
        """Ask what a kept view asks, in its order, without a signal; the agent's own row is kept for later."""
        self.search.set_query(query)
        self._borrowed = True
        self.chosen = Chosen(order=order, descending=descending)
        self._show()

    def leave_kept(self) -> None:
        """Show the agent's own row again, without a signal; what a kept view asked goes with it."""
        self.search.set_query(EVERYTHING)
        self._borrowed = False
        self.chosen = recall(self._world.kept, self._world.agent_id)
        self._show()

    def reach(self) -> None:
        """Give the keyboard to the words."""
        self.search.reach()
        self.field.selectAll()

    def _connect(self) -> None:
        self.search.changed.connect(self._tell)
        for name in ("state", "flag", "platform"):
            getattr(self, name).chosen.connect(partial(self._put, name))
        for name, chip in self.toggles.items():
            chip.toggled.connect(partial(self._put, name))
        self.days.chosen.connect(self._pick_days)
        self.order.chosen.connect(self._pick_order)
        self.clear.clicked.connect(self.reset)

    def turn_agent(self) -> None:
        """Take up what the agent who works here now had chosen."""
        self.chosen = recall(self._world.kept, self._world.agent_id)
        self._show()
        self.changed.emit()

    def _put(self, name: str, value: object) -> None:
        """Take up what a chip says."""
        self._take(replace(self.chosen, **{name: value}))  # type: ignore[arg-type]

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _pick_order(self, key: str) -> None:
        self.sort(key, descending=key != order_filter.DUE)

    def _pick_days(self, key: str) -> None:
        if key != _OTHER_DAYS:
            self._take(replace(self.chosen, days=key))
            return
        self._show()
        dialog = DaysDialog(self, self.chosen.days, self._world.clock())
        dialog.chosen.connect(partial(self._put, "days"))
        dialog.open()

    def _take(self, chosen: Chosen) -> None:
        if chosen == self.chosen:
            return
        self.chosen = chosen
        if not self._borrowed:
            keep(self._world.kept, self._world.agent_id, chosen)
        self._tell()

    def _show(self) -> None:
        chosen = self.chosen
        self.state.set_current(chosen.state)
        self.flag.set_current(chosen.flag)
        self.platform.set_current(chosen.platform, chosen.platform)
        self.days.set_current(chosen.days, chosen.days.replace(BETWEEN, " – "))
        self.order.set_current(chosen.order)
        for name, chip in self.toggles.items():
            _turn(chip, on=getattr(chosen, name))
        for link in (self.clear, self.keep):
            link.setVisible(chosen != Chosen() or bool(self.search.query.terms))
        self.updateGeometry()


def _turn(chip: QPushButton, *, on: bool) -> None:
    blocked = chip.blockSignals(True)
    chip.setChecked(on)
    chip.blockSignals(blocked)


def _day_choices() -> list[Choice]:
    return [
        Choice("today", tr("Today")), Choice("week", tr("Last 7 days")), Choice("month", tr("Last 30 days")),
        Choice("quarter", tr("Last 90 days")), Choice("this_month", tr("This month")),
        Choice("last_month", tr("Last month")), Choice(_OTHER_DAYS, tr("From … to …")),
    ]  # fmt: skip


def _orders() -> list[Choice]:
    return [
        Choice(order_filter.RECENT, tr("Newest")), Choice(order_filter.PAID, tr("Time of payment")),
        Choice(order_filter.DUE, tr("Deadline")), Choice(order_filter.AMOUNT, tr("Amount paid")),
    ]  # fmt: skip
