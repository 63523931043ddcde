"""The sidebar of a buyer: the orders as cards, the tickets as a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import beside, orders
from ticketdesk.store.queries.beside import Beside
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.later import soon
from ticketdesk.ui.orders import order_acts
from ticketdesk.ui.orders.order_card import OrderCardView
from ticketdesk.ui.orders.ticket_card import TicketCard
from ticketdesk.ui.orders.ticket_line import TicketLine, ask_cancel
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.todo_panel import TodoPanel
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.turns import Turn, next_turn
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.tab_strip import Tab, TabStrip
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

MOST: Final = 30
# The unfolded card and those above it come at once, so many at most, the others one a turn.
_AT_ONCE: Final = 4
_READ: Final = 8
_SPARE: Final = 4
"""Cards kept for another buyer at the least, as many as come at once: one with thirty orders would leave thirty to
dress with every change of light and dark, 2 ms each in one go."""
_MORE_MS: Final = 12
"""Those that come at once are painted first: what waits for no time at all is done before a paint."""
_NOBODY: Final = Beside(None, (), (), 0)


class OrderSidebar(QWidget):
    """Orders and tickets of one buyer (`show_buyer`), or those around one order (`show_order`)."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._buyer_id: int | None = None
        self._wanted: int | None = None
        self._cards: list[OrderCardView] = []
        self._spare: list[OrderCardView] = []  # below the others in the column, hidden until an order comes for them
        self._later: list[int] = []
        self._read: dict[int, OrderCard] = {}
        self._opened: int | None = None
        self._more = Turn(self, self._add_later)
        self._soon = soon(self, _MORE_MS, self._more.start)
        self._tickets: list[TicketRow] = []
        self._ticketed = True
        self.setAccessibleName(tr("Orders and tickets of the buyer"))
        tabs = (Tab("orders", tr("Orders"), 0), Tab("tickets", tr("Tickets"), 0), Tab("todo", tr("To-dos"), 0))
        self.tabs = TabStrip(tabs, name=tr("Sidebar"))
        self._pages = QStackedWidget()
        self._orders, self._order_column = _scrolled()
        self._order_column.addStretch(1)
        self._ticket_area, self._ticket_column = _scrolled()
        self.todos = TodoPanel(world)
        self.empty = EmptyState("package", "")
        self.no_tickets = EmptyState(
            "ticket-check", tr("No tickets"), tr("Open one from an order to follow a matter to its end.")
        )
        for page in (self._orders, self._ticket_area, self.todos, self.empty, self.no_tickets):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.line = TicketLine(world)
        column.addWidget(self.tabs)
        column.addWidget(self.line)
        column.addWidget(self._pages, 1)
        self.tabs.chosen.connect(self._turn)
        world.changed.connect(self._follow)
        self.show_buyer(None)

    @override
    def sizeHint(self) -> QSize:
        return QSize(SIZES.sidebar, 600)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(300, 200)

    def show_buyer(self, buyer_id: int | None) -> None:
        """Show the orders and tickets of a buyer; None shows that nobody is chosen."""
        self._buyer_id, self._wanted = buyer_id, None
        self._show(self._beside())

    def show_order(self, order_id: int) -> None:
        """Show this order unfolded among those of its buyer."""
        found = beside.of_order(self._world.reader, order_id, MOST)
        self._buyer_id = found.buyer_id if found else None
        self._wanted = order_id if found else None
        self.tabs.set_current("orders")
        self._show(found or _NOBODY)

    def cards(self) -> list[OrderCardView]:
        """The order cards from the top."""
        return list(self._cards)

    def loosen(self) -> bool:
        """Take away a card while the page goes, and follow nothing any more; False where none is left."""
        self._buyer_id = self._wanted = None
        self._later = []
        left = self._cards or self._spare
        if left:
            left.pop().deleteLater()
        return bool(left) or bool(self._spare)

    def tick(self, now: int) -> None:
        """Repaint what depends on the clock (UTC ms)."""
        self.line.tick(now)
        for card in self._cards:
            card.tick(now)

    def _beside(self) -> Beside:
        return beside.of_buyer(self._world.reader, self._buyer_id, MOST) if self._buyer_id is not None else _NOBODY

    def _show(self, found: Beside) -> None:
        self._show_orders(_ids(found, self._wanted))
        self._show_tickets(found)
        self._turn(self.tabs.current())

    def _show_orders(self, ids: list[int]) -> None:
        self._spare = [*self._cards, *self._spare]
        self._cards = []
        self._opened = self._wanted if self._wanted is not None else next(iter(ids), None)
        once = min(_AT_ONCE, ids.index(self._opened) + 1) if self._opened in ids else 0
        self._read = orders.cards(self._world.reader, ids[:once]) if once else {}
        for order_id in ids[:once]:
            self._make(order_id)
        for card in self._spare:
            card.put_away()
        self._later = ids[once:]
        kept = max(_SPARE, len(self._later))
        for card in self._spare[kept:]:
            next_turn(card, card.deleteLater)
        del self._spare[kept:]
        if self._later:
            self._soon.start()
        self._orders.verticalScrollBar().setValue(0)
        self.tabs.set_counts({"orders": len(self._cards) + len(self._later)})
        self._say_empty()

    def _add_later(self) -> None:
        if self._later:
            if self._later[0] not in self._read:
                self._read = orders.cards(self._world.reader, self._later[:_READ])
            self._make(self._later.pop(0))
            self._more.start()

    def _make(self, order_id: int) -> None:
        card = self._read.pop(order_id, None)
        if card is not None:
            names = [person.name for person in self._world.people]
            self._cards.append(self._card(card, names, open_=order_id == self._opened))

    def _card(self, card: OrderCard, names: Sequence[str], *, open_: bool) -> OrderCardView:
        """The next card of the column, filled anew where there is one: making it takes many times as long."""
        if self._spare:
            made = self._spare.pop(0)
            made.show_order(card, names, open_=open_)
            return made
        made = OrderCardView(self._world, card, names, open_=open_)
        made.asked.connect(self._ask)
        self._order_column.insertWidget(self._order_column.count() - 1, made)  # above the stretch
        return made

    def _say_empty(self) -> None:
        if self._buyer_id is None:
            self.empty.set_state(tr("No buyer chosen"), tr("Choose a conversation or an order to see more here."))
        else:
            hint = tr("Import the order list of the back office, or wait for the first one.")
            self.empty.set_state(tr("No orders of this buyer"), hint)

    def _show_tickets(self, found: Beside) -> None:
        self._tickets = list(found.tickets)
        self._ticketed = False
        self.line.show_tickets(self._tickets, self._world.clock())
        self.tabs.set_counts({"tickets": found.ticket_count, "todo": found.todo_count})

    def _make_tickets(self) -> None:
        """Make the cards of the tickets when their tab is in front: they are seldom looked at."""
        self._ticketed = True
        empty(self._ticket_column)
        now = self._world.clock()
        for row in self._tickets:
            card = TicketCard(row, now)
            card.opened.connect(self._open_ticket)
            card.cancel_asked.connect(partial(ask_cancel, self._world, self))
            self._ticket_column.addWidget(card)
        self._ticket_column.addStretch(1)

    def _turn(self, key: str) -> None:
        self.line.stand(there=key != "tickets")
        if key == "orders":
            self._pages.setCurrentWidget(self._orders if self._cards else self.empty)
        elif key == "todo":
            self.todos.show_buyer(self._buyer_id)
            self._pages.setCurrentWidget(self.todos if self._buyer_id is not None else self.empty)
        else:
            if not self._ticketed:
                self._make_tickets()
            self._pages.setCurrentWidget(self._ticket_area if self._tickets else self.no_tickets)

    def _follow(self, changes: Changes) -> None:
        if self._buyer_id is None and self._wanted is None:
            return
        if changes.touches("orders", "ticket", "todo"):
            next_turn(self, partial(self._catch_up, changes))  # others hear of the change in this turn

    def _catch_up(self, changes: Changes) -> None:
        found = self._beside()
        if changes.touches("orders"):
            self._follow_orders(changes.of("orders"), _ids(found, self._wanted))
        if changes.touches("ticket", "todo"):
            self._show_tickets(found)
        self._turn(self.tabs.current())

    def _follow_orders(self, ids: tuple[int, ...] | None, shown: list[int]) -> None:
        """Refresh the cards named; where orders came or went, build the list anew."""
        self._read = {}  # what was read ahead may be of before the change
        if shown != [*(card.order_id for card in self._cards), *self._later]:
            self._show_orders(shown)
            return
        stirred = [card for card in self._cards if ids is None or card.order_id in ids or card.around]
        gone = [card for card in stirred if not card.refresh()]
        if gone:
            self._show_orders(shown)

    def _ask(self, act: str, order_id: int, whole: OrderPersonal | None) -> None:
        order_acts.ask(self._world, self, act, order_id, whole)

    def _open_ticket(self, ticket_id: int) -> None:
        self._world.go.emit(Place("ticket", ticket_id))


def _ids(found: Beside, wanted: int | None) -> list[int]:
    """The orders to show: the newest 30 of the buyer, the wanted one always among them."""
    ids = list(found.orders)
    return ids if wanted is None or wanted in ids else [wanted, *ids[: MOST - 1]]


def _scrolled() -> tuple[QScrollArea, QVBoxLayout]:
    """A column that scrolls, and its layout."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(SIZES.m, SIZES.m, SIZES.m, SIZES.m)
    column.setSpacing(SIZES.m)
    area.setWidget(inner)
    return area, column
