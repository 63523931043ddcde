"""The small tool bar that stays over every window: what waits, the agent's state, the next deadline."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ticketdesk.store.queries import arrivals, tickets
from ticketdesk.store.queries.arrivals import AtHand
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.alerts.choices import BAR_PLACE
from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.moments import left_clock
from ticketdesk.ui.override import override
from ticketdesk.ui.people.state_button import StateButton
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

SNAP: Final = 24
"""So many pixels from an edge of the screen it docks there."""


def docked(place: QRect, screen: QRect) -> QPoint:
    """Return where a bar that was let go at ``place`` stands: at an edge that is near, always on the screen."""
    x = min(max(place.left(), screen.left()), screen.right() + 1 - place.width())
    y = min(max(place.top(), screen.top()), screen.bottom() + 1 - place.height())
    if x - screen.left() <= SNAP:
        x = screen.left()
    elif screen.right() + 1 - place.width() - x <= SNAP:
        x = screen.right() + 1 - place.width()
    if y - screen.top() <= SNAP:
        y = screen.top()
    elif screen.bottom() + 1 - place.height() - y <= SNAP:
        y = screen.bottom() + 1 - place.height()
    return QPoint(x, y)


class ToolBar(QWidget):
    """``went(Place)`` tells where a click leads, ``put_away()`` that it shall go. Dragged by its ground."""

    went = Signal(object)
    put_away = Signal()

    def __init__(self, world: World) -> None:
        super().__init__(None, _FLAGS)
        self._world = world
        self._grip: QPoint | None = None
        self._next: TicketRow | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(tr("Small tool bar"))
        self.setAccessibleName(tr("Small tool bar"))
        self.reception = self._way(Place("reception"))
        self.todos = self._way(Place("home"))
        self.messages = self._way(Place("reception"))
        self.tickets = self._way(Place("tickets"))
        self.due = button("", kind="link", small=True)
        self.due.clicked.connect(self._go_due)
        self.state = StateButton()
        self.state.chosen.connect(self._turn_state)
        self.close_button = IconButton("x", tr("Put the tool bar away"), size=14)
        self.close_button.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.m, SIZES.xs, SIZES.xs, SIZES.xs)
        row.setSpacing(SIZES.xs)
        for part in (self.state, self.reception, self.todos, self.messages, self.tickets, self.due, self.close_button):
            # Its window takes no keys: a part that had the focus would ask for them when the next menu closes.
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(part)
        current_theme().dress(self, plain=True)

    def refresh(self) -> None:
        """Read what waits again."""
        me = self._world.agent_id
        if me is None:
            return
        now, found = self._world.clock(), arrivals.at_hand(self._world.reader, me)
        for part, words in (
            (self.reception, tr("Reception {0}", found.served)),
            (self.todos, tr("To-do {0}", found.todos + found.called)),
            (self.messages, tr("Messages {0}", found.waiting)),
            (self.tickets, _ticket_words(found)),
        ):
            part.setText(words)
            part.setAccessibleName(words)
        self.state.set_state(found.state)
        self._next = tickets.next_due(self._world.reader, now)
        self.tick(now)

    def tick(self, now: int) -> None:
        """Let the clock of the next deadline run (``now`` UTC ms)."""
        if self._next is not None and (self._next.due_at or 0) < now:  # it is over: the one behind it is next
            self._next = tickets.next_due(self._world.reader, now)
        found = self._next
        self.due.setVisible(found is not None)
        if found is not None and found.due_at is not None:
            words = tr("{0} · {1}", found.number, left_clock(found.due_at, now))
            self.due.setText(words)
            self.due.setAccessibleName(tr("Next due {0}", words))
        self.adjustSize()

    def restore(self) -> None:
        """Stand where it stood last, on a screen that is there; first at the upper right."""
        self.adjustSize()
        screen = QGuiApplication.primaryScreen().availableGeometry()
        numbers = self._world.kept.get(BAR_PLACE).split(",")
        if len(numbers) == 2 and all(each.lstrip("-").isdigit() for each in numbers):
            wanted = QPoint(int(numbers[0]), int(numbers[1]))
            on = QGuiApplication.screenAt(wanted)
            screen = on.availableGeometry() if on is not None else screen
        else:
            wanted = QPoint(screen.right() - self.width() - SNAP, screen.top())
        self.move(docked(QRect(wanted, self.size()), screen))

    def drop(self, at: QPoint) -> None:
        """Let it go at ``at`` (its upper left corner on the desktop), and remember where it then stands."""
        on = QGuiApplication.screenAt(at + self.rect().center()) or QGuiApplication.primaryScreen()
        self.move(docked(QRect(at, self.size()), on.availableGeometry()))
        self._world.kept.put(BAR_PLACE, f"{self.x()},{self.y()}")
        self._world.kept.save()

    def dock_next(self) -> None:
        """Stand in the next corner of its screen, clockwise: a bar that takes no focus is moved by the window's key."""
        screen = self.screen().availableGeometry()
        right, bottom = screen.right() + 1 - self.width(), screen.bottom() + 1 - self.height()
        corners = [screen.topLeft(), QPoint(right, screen.top()), QPoint(right, bottom), QPoint(screen.left(), bottom)]
        place = corners.index(self.pos()) if self.pos() in corners else -1
        self.drop(corners[(place + 1) % len(corners)])

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.pos()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
            self.drop(self.pos())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius_card, theme.color("line.strong"))

    def _way(self, place: Place) -> QPushButton:
        made = button("", kind="link", small=True)
        made.clicked.connect(partial(self._go, place))
        return made

    def _turn_state(self, state: str) -> None:
        from ticketdesk.desk.commands.serving import SetAgentState  # no start needs it

        if self._world.agent_id is not None:
            self._world.post(SetAgentState(agent_id=self._world.agent_id, state=state))

    def _go(self, place: Place, _checked: bool = False) -> None:
        self.went.emit(place)

    def _go_due(self) -> None:
        if self._next is not None:
            self.went.emit(Place("ticket", self._next.id))


def _ticket_words(found: AtHand) -> str:
    """The agent's own open tickets, and those in the queues of his departments where there are any."""
    if found.queued:
        return tr("Tickets {0} + {1} in queues", found.tickets, found.queued)
    return tr("Tickets {0}", found.tickets)


_FLAGS: Final = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
