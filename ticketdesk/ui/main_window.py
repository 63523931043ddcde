"""The window: composes rail, bars and pages, routes places and acts to them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.rights import Gate
from ticketdesk.store.queries import agents, badges
from ticketdesk.ui import pages, panels
from ticketdesk.ui.actions import ACTS, Actions
from ticketdesk.ui.errors import words
from ticketdesk.ui.later import Later, soon
from ticketdesk.ui.override import override
from ticketdesk.ui.rail import Rail
from ticketdesk.ui.rooms import Rooms
from ticketdesk.ui.routes import PAGES, route
from ticketdesk.ui.settings import kept as remembered
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.showing import Showing
from ticketdesk.ui.slices import jumps, paint_in_turns
from ticketdesk.ui.start.entrance import Entrance
from ticketdesk.ui.status_bar import StatusBar
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.top_bar import TopBar
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.undo_steps import FieldUndo, UndoSteps, take_back
from ticketdesk.ui.window_acts import connect
from ticketdesk.ui.world import Place, TicketSeed, World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.reception.outlet import Outlet
    from ticketdesk.ui.search.palette import Palette
    from ticketdesk.ui.widgets.toast import Toast

_SECOND = 1_000
_COUNT_AFTER = 30
_FIRST_SIZE = (1440, 900)
_LEAST = (1024, 640)


class MainWindow(QMainWindow):
    """One shop's window. ``demo_wanted`` asks for the sample shop; ``bug`` tells an error that is no refusal."""

    demo_wanted = Signal()
    bug = Signal(object)

    def __init__(self, world: World, kept: Settings, outlet: Callable[[], Outlet] | None = None) -> None:
        super().__init__()
        self.world = world
        self._kept = kept
        self._agent: int | None = None
        self._gone: Place | None = None
        self.setWindowTitle("TicketDesk")
        self.setMinimumSize(*_LEAST)
        self.actions_table = Actions(self, world.keymap)
        self.steps = UndoSteps(world, self)
        self._field_undo = FieldUndo(self)
        self._build()
        self.rooms = Rooms(world, kept, outlet, self.ground)
        self.later = Later(self)
        self.showing = Showing(self)
        for part in (self.rail, self.top, self.status):
            current_theme().dress(part, plain=True)
        self.entrance = Entrance(world, self._root, self)
        self._connect()
        _restore_geometry(kept, self)
        # A bubble is painted first; of a flood of messages many are counted at once.
        self._counting = soon(self, _COUNT_AFTER, self._refresh_badges)
        self.beat = QTimer(self)
        self.beat.setInterval(_SECOND)
        self.beat.timeout.connect(self.tick)
        self.beat.start()
        self.entrance.begin()

    @property
    def toast(self) -> Toast:
        """The word over the page."""
        return self.later.toast

    @property
    def palette_list(self) -> Palette:
        """The list under the search field."""
        return self.later.palette

    def page(self, name: str) -> QWidget:
        """Return the page called ``name``, made on first use; the one shown as it stands when all is there."""
        if name == self.current_page():
            self.showing.finish()
        return self.rooms.page(name)

    def unmade(self) -> tuple[str, ...]:
        """Return the pages that are open to the agent and not made yet; none before the desk stands."""
        if self.entrance.shut:
            return ()
        offered = {act.name for act, _action in self.actions_table.offered()}
        return tuple(name for name in PAGES if name in offered and name not in self.rooms.names())

    def current_page(self) -> str:
        """Return the name of the page shown, "" on the first start."""
        return self.showing.name

    def shown(self) -> QWidget | None:
        """Return the page that is shown, as far as it stands; None before there is one."""
        return self.rooms.made(self.current_page())

    def show_page(self, name: str) -> None:
        """Show a page and give it the focus."""
        self.showing.show(name)

    def go(self, place: Place) -> None:
        """Open a place on its page; of a double click both clicks are heard in one turn, and lead there once."""
        found = route(place)
        if found is not None and place != self._gone:
            if self._gone is None:
                next_turn(self, partial(setattr, self, "_gone", None))
            self._gone = place
            self.showing.show(found.page, lambda page: _open(page, found.place))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if jumps(event):
            _paint_in_turns(self)
        self.later.place()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.beat.stop()
        self._field_undo.stop()
        self.entrance.stop()
        self.rooms.remember()
        self._kept.put(remembered.GEOMETRY, self.saveGeometry())
        self._kept.put(remembered.PAGE, self.current_page())
        self._kept.save()
        super().closeEvent(event)

    def _build(self) -> None:
        self.rail = Rail(self.actions_table, ACTS, PAGES, ("phrases", "settings"))
        self.top = TopBar(self.world, self.actions_table)
        self.status = StatusBar(self.world)
        self.ground = QStackedWidget()
        self.column = column = QVBoxLayout()
        column.setSpacing(0)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.top, self.ground, self.status):
            column.addWidget(part, 1 if part is self.ground else 0)
        self.shell = Strip("background")
        row = QHBoxLayout(self.shell)
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self._root = QStackedWidget()
        self._root.addWidget(self.shell)
        self.setCentralWidget(self._root)

    def _connect(self) -> None:
        world, acts = self.world, self.actions_table
        world.go.connect(self.go)
        world.new_ticket.connect(self._new_ticket)
        world.changed.connect(self._changed)
        world.notices.said.connect(self._say)
        world.notices.refused.connect(self._refuse)
        self.status.went.connect(self.go)
        self.entrance.opened.connect(self._enter)
        self.entrance.closed.connect(self._leave)
        self.entrance.demo_wanted.connect(self.demo_wanted)
        connect(self, acts)

    def _enter(self) -> None:
        """Show the desk to the one who works at it now; another agent gets pages of their own."""
        if self._agent != self.world.agent_id:
            self.showing.drop()
            self.rooms.clear()
            self._agent = self.world.agent_id
        self.actions_table.allow(self.world.may)
        self.top.refresh()
        self._refresh_badges()
        shop = agents.shop(self.world.reader)
        self.setWindowTitle(f"{shop.name if shop else ''} — TicketDesk")
        _paint_in_turns(self)
        kept = self.current_page() or self._kept.get(remembered.PAGE)
        self.showing.show(kept if kept in PAGES else "home", focus=not self.entrance.gives_back)

    def _leave(self) -> None:
        """Nothing can be done here until somebody comes in."""
        self.showing.drop()
        self.later.hide_toast()
        self.actions_table.allow(lambda _right: False, frozenset(act.name for act in ACTS if act.name != "quit"))

    def _changed(self, changes: Changes) -> None:
        now = self.world.clock()
        self.status.committed(now)
        if self.entrance.shut:
            return
        if changes.touches("ticket", "conversation", "message", "orders"):
            self._counting.start()
        if changes.touches("shop", "agent", "role"):
            self.top.refresh()
            self.actions_table.allow(self.world.may)

    def _refresh_badges(self) -> None:
        numbers = badges.badges(self.world.reader)
        self.rail.buttons["reception"].set_badge(numbers.of("conversation.waiting"))
        self.rail.buttons["tickets"].set_badge(numbers.of("ticket.assignee", self.world.agent_id or 0))
        self.status.refresh(self.world.clock())

    def tick(self) -> None:
        """Renew what depends on the clock."""
        now = self.world.clock()
        self.entrance.tick(now)
        if self.entrance.shut:
            return
        self.status.tick(now)
        page = self.rooms.made(self.current_page())
        tick = getattr(page, "tick", None)
        if tick is not None and self.isVisible():
            tick(now)

    def _say(self, text: str, undoable: object) -> None:
        if self.world.session.gate is not Gate.OPEN:
            return  # it may name a buyer, and nobody who may read that stands before the lock
        if undoable and isinstance(undoable, int):
            undo = self.steps.undo if undoable is True else partial(take_back, self.world, undoable)
            self.toast.tell(text, action=tr("Undo"), act=undo)
        else:
            self.toast.tell(text)

    def _refuse(self, error: BaseException) -> None:
        sentence = words(error)
        if sentence is None:
            self.bug.emit(error)
        else:
            self.toast.tell(sentence)

    def ask_ticket(self) -> None:
        """Start a ticket from what the page shows, else from nothing."""
        maker = getattr(self.shown(), "new_ticket", None)
        if maker is None or not maker():
            self._new_ticket(TicketSeed())

    def _new_ticket(self, seed: TicketSeed) -> None:
        self.showing.do(pages.opening_new_ticket(self.world, seed, self))

    def paste_talk(self) -> None:
        """Show the reception and ask for a copied conversation."""
        self.showing.show("reception", lambda page: getattr(page, "paste_conversation", _nothing)())

    def cycle_panels(self, by: int) -> None:
        """Give the focus to the panel ``by`` steps on."""
        page = self.shown()  # one that is not there yet is not waited for
        parts = [self.rail, self.top, *(panels.panels_of(page) if page is not None else ()), self.status]
        panels.step(parts, by)

    def turn_theme(self) -> None:
        """Go from light to dark or back, and remember it."""
        theme = current_theme()
        theme.turn("light" if theme.dark else "dark")
        self._kept.put(remembered.THEME, theme.mode)


def _restore_geometry(kept: Settings, window: QWidget) -> None:
    geometry = kept.get(remembered.GEOMETRY)
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        window.resize(QSize(*_FIRST_SIZE).boundedTo(window.screen().availableSize()))


def _paint_in_turns(window: MainWindow) -> None:
    page = window.ground.currentWidget()
    paint_in_turns(window, [window.rail, window.top, window.status, *(pages.parts(page) if page is not None else ())])


def _open(page: QWidget, place: Place) -> None:
    opener = getattr(page, "open_place", None)
    if opener is not None:
        opener(place)


def _nothing() -> None:
    pass
