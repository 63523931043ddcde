"""The home page: how much waits, what waits, and where the orders stand."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.moments import DAY, day_start
from ticketdesk.store.queries import agents, badges, conversations, tickets
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.delegates.order import ChipCell, DeadlineCell, LinkCell
from ticketdesk.ui.home.cards import FLAGS, Figure, FigureCard, FlagBars, scrolled
from ticketdesk.ui.home.todo import Todo, columns, present, source_chip, todos
from ticketdesk.ui.later import AfterPaint
from ticketdesk.ui.models.snapshot import SnapshotModel
from ticketdesk.ui.moments import span_text, waiting_chip
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card, EmptyState
from ticketdesk.ui.widgets.marks import Chip, SectionTitle
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.home.errands import ErrandCard
    from ticketdesk.ui.home.refund_card import RefundCard
    from ticketdesk.ui.widgets.toast import Ground

_DUE: Final = 4
_OPEN: Final = 5
_RIGHT: Final = 340


class HomePage(Strip):
    """What waits for the agent, read from the store; every number and row opens its place."""

    def __init__(self, world: World) -> None:
        super().__init__("background")
        self._world = world
        self._todos: dict[int, Todo] = {}
        self._told: dict[int, tuple[str, str]] = {}  # what the clocks of the list said
        self._since: int | None = None
        self.waiting = FigureCard(tr("Waiting for reply"))
        self.mine = FigureCard(tr("My open tickets"))
        self.overdue = FigureCard(tr("Overdue"))
        self.unassigned = FigureCard(tr("Unassigned"))
        self.outbox = FigureCard(tr("Outbox"))
        self.flags = FlagBars()
        self.model = SnapshotModel(columns(), self._rows, present, self)
        self.table = TableView(self.model, tr("What waits for you"))
        self.empty = EmptyState("circle-check", tr("Nothing waits"), tr("New messages and tickets will stand here."))
        self._late = Chip(level="bad")
        self._build()
        self._connect()
        self.refresh()
        self.errands: ErrandCard | None = None
        self.refunds: RefundCard | None = None
        AfterPaint(self, self.make_errands)

    def make_errands(self) -> None:
        """Make the card of reminders and to-dos, which the first picture does without."""
        if self.errands is None:
            from ticketdesk.ui.home.errands import ErrandCard
            from ticketdesk.ui.home.refund_card import RefundCard

            self.errands, self.refunds = ErrandCard(self._world), RefundCard(self._world)
            for card in (self.errands, self.refunds):
                card.setFixedWidth(_RIGHT)
                self._right.insertWidget(2, card)

    def open_place(self, place: Place) -> None:
        """Show what waits as it is now."""
        self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def panels(self) -> list[QWidget]:
        """The parts F6 goes round."""
        shown = [self.waiting, self.table, self.flags]
        return [*shown, *(each for each in (self.refunds, self.errands) if each is not None)]

    def tick(self, now: int) -> None:
        """Let the clocks of the list and of the longest wait run; painted are those that read otherwise than before."""
        words = {key: self._due.words(todo, now) for key, todo in self._todos.items() if todo.due_at is not None}
        self.model.repaint_column(_DUE, [key for key, each in words.items() if each != self._told.get(key)])
        self._told = words
        self._show_waiting(now)
        if self.errands is not None and self.refunds is not None:
            self.errands.tick(now)
            self.refunds.tick(now)

    def refresh(self) -> None:
        """Read every number and row again."""
        self._stale = False
        now = self._world.clock()
        numbers = badges.badges(self._world.reader)
        self._numbers = numbers
        first = conversations.snapshot(self._world.reader, "waiting", limit=1)
        longest = conversations.rows(self._world.reader, first)
        self._since = longest[0].waiting_since if longest else None
        self._show_waiting(now)
        self._show_tickets(now)
        self.outbox.set_figure(Figure(numbers.of("message.outbox"), tr("replies to paste into Qianniu")))
        self.flags.set_counts([numbers.of("orders.flag", code) for code in FLAGS])
        self._show_todos(now)
        self._steps.setVisible(not numbers.of("orders.all") and not numbers.of("conversation.state", "open"))

    def _show_waiting(self, now: int) -> None:
        count, since = self._numbers.of("conversation.waiting"), self._since
        hint = tr("longest {0}", span_text(max(0, now - since))) if since is not None else tr("nobody waits")
        self.waiting.set_figure(Figure(count, hint, "bad" if count else "ok"))

    def _show_tickets(self, now: int) -> None:
        reader = self._world.reader
        today = tickets.due_between(reader, now, day_start(now) + DAY)
        late = tickets.due_between(reader, 0, now)
        mine = self._numbers.of("ticket.assignee", self._world.agent_id or 0)
        self.mine.set_figure(Figure(mine, tr("due today: {0}", today), "warn" if today else "plain"))
        soon = tickets.next_due(reader, now)
        hint = tr("next: {0}", soon.number) if soon else tr("no deadline runs")
        self.overdue.set_figure(Figure(late, hint, "bad" if late else "plain"))
        free = self._numbers.of("ticket.assignee", 0)
        self.unassigned.set_figure(Figure(free, self._queued(), "warn" if free else "plain"))
        self._late.set_chip(tr("Overdue {0}", late), "bad")
        self._late.setVisible(late > 0)

    def _queued(self) -> str:
        """How many tickets the agent's departments have, where there are departments."""
        own = agents.groups_of(self._world.reader, self._world.agent_id)
        if not own:
            return tr("tickets without assignee")
        return tr("in my departments: {0}", sum(self._numbers.of("ticket.group", each) for each in own))

    def _show_todos(self, now: int) -> None:
        found = todos(self._world.reader, self._world.agent_id, now)
        old = self._todos
        self._todos = {todo.id: todo for todo in found}
        self.model.set_ids(array("q", [todo.id for todo in found]))
        self.model.refresh([key for key, todo in self._todos.items() if old.get(key) != todo])
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)

    def _rows(self, ids: Sequence[int]) -> list[Todo]:
        return [self._todos[key] for key in ids if key in self._todos]

    def toast_ground(self) -> Ground:
        """Over the end of what is to be done: the cards beside it stay free."""
        from ticketdesk.ui.widgets.toast import Ground

        return Ground(self._todo)

    def _build(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(SIZES.l)
        figures.setContentsMargins(0, 0, SIZES.l, 0)
        for card in (self.waiting, self.mine, self.overdue, self.unassigned, self.outbox):
            figures.addWidget(card)
        aside = QWidget()
        aside.setFixedWidth(_RIGHT)
        right = QVBoxLayout(aside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SIZES.l)
        right.addWidget(self._flag_card())
        right.addWidget(self._first_steps())
        self._right = right
        right.addWidget(self._practice_card())
        right.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(SIZES.l)
        self._todo = self._todo_card()
        below.addWidget(self._todo, 1)
        below.addWidget(scrolled(aside))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.l, SIZES.l, 0, SIZES.l)
        column.setSpacing(SIZES.l)
        column.addLayout(figures)
        column.addLayout(below, 1)

    def _todo_card(self) -> Card:
        card = Card(margin=1, spacing=0)
        head = SectionTitle(tr("What waits for you"))
        head.setContentsMargins(SIZES.l, SIZES.m, SIZES.m, SIZES.m)
        head.add(self._late)
        everything = button(tr("All tickets"), kind="link", small=True)
        everything.clicked.connect(partial(self._go, "tickets"))
        head.add(everything)
        card.body.addWidget(head)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        self._due = _DueCell(self._world.clock, _start, self.table)
        self.table.setItemDelegate(CellDelegate(self.table, ink="text.second"))
        for place, cell in {
            0: CellDelegate(self.table, bold=True),
            1: ChipCell(source_chip, self.table),
            _DUE: self._due,
            _OPEN: LinkCell(self.table),
        }.items():
            self.table.setItemDelegateForColumn(place, cell)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        return card

    def _flag_card(self) -> Card:
        card = Card(margin=SIZES.l)
        card.setFixedWidth(_RIGHT)
        card.body.addWidget(SectionTitle(tr("Order flags")))
        card.body.addWidget(self.flags)
        return card

    def _first_steps(self) -> Card:
        """What to do in a shop that holds nothing yet."""
        card = Card(margin=SIZES.l)
        card.setFixedWidth(_RIGHT)
        card.body.addWidget(SectionTitle(tr("First steps")))
        hint = tr("Import the order list of the back office, then paste a conversation.")
        card.body.addWidget(label(hint, role="second", wrap=True))
        self._steps = card
        return card

    def _practice_card(self) -> Card:
        """The way to played buyers."""
        card = Card(margin=SIZES.l)
        card.setFixedWidth(_RIGHT)
        card.body.addWidget(SectionTitle(tr("Practice")))
        hint = tr("Played buyers in a shop that is thrown away; a report at the end.")
        card.body.addWidget(label(hint, role="second", wrap=True))
        self.practice = button(tr("Practise with played buyers"), small=True)
        self.practice.clicked.connect(self._world.practice_wanted)
        card.body.addWidget(self.practice)
        return card

    def _connect(self) -> None:
        self.waiting.clicked.connect(partial(self._go, "reception"))
        self.outbox.clicked.connect(partial(self._go, "reception"))
        for card in (self.mine, self.overdue, self.unassigned):
            card.clicked.connect(partial(self._go, "tickets"))
        self.flags.chosen.connect(self._go_flag)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._clicked)
        self._world.changed.connect(self._follow)

    def _follow(self, changes: Changes) -> None:
        if not changes.touches("ticket", "conversation", "message", "orders", "agent"):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == _OPEN:
            self._open(self.model.id_at(index))

    def _open(self, number: int | None) -> None:
        todo = self._todos.get(number) if number is not None else None
        if todo is not None:
            self._world.go.emit(todo.place)

    def _go(self, page: str, _checked: bool = False) -> None:
        self._world.go.emit(Place(page))

    def _go_flag(self, code: int) -> None:
        self._world.go.emit(Place("orders", code))


def _start(todo: Todo) -> int | None:
    return todo.start


class _DueCell(DeadlineCell):
    """What is left; of a buyer who waits, how long already."""

    def words(self, row: Todo, now: int) -> tuple[str, str]:
        waits = waiting_chip(row.start, now) if row.waiting else None
        return waits or super().words(row, now)
