"""Calls the agent for what buyers say, once, as loudly as this computer and the shop's quiet hours allow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.alerts import BETWEEN_SOUNDS, Around, Arrival, calls, concerning, is_quiet
from ticketdesk.domain.settings import QUIET_FROM, QUIET_ON, QUIET_TO
from ticketdesk.store.queries import arrivals, settings
from ticketdesk.ui.alerts.choices import BAR, YES, choices, switch
from ticketdesk.ui.alerts.sound import Sound, system_sound
from ticketdesk.ui.alerts.strip import NewsStrip
from ticketdesk.ui.alerts.taskbar import SystemTaskbar, Taskbar
from ticketdesk.ui.alerts.ticket_news import TicketNews
from ticketdesk.ui.alerts.tool_bar import ToolBar
from ticketdesk.ui.alerts.tray import Tray, tray_available
from ticketdesk.ui.later import soon
from ticketdesk.ui.override import override
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.world import Place

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow

# Only what comes by itself calls: a pasted conversation lies before the one who pasted it.
_COMING: Final = "ReceiveMessages"
_STRIP_PLACE: Final = 5  # in the status bar, before the room in its middle
_COUNT_AFTER: Final = 30
"""Milliseconds: a bubble is painted first, and many messages are counted at once."""

_TRAY_ACTS: Final = ("reception", "tool_bar", "quit")


class Alerts(QObject):
    """One per window. ``sound``, ``taskbar`` and ``tray`` are the ways out, to be replaced by tests."""

    def __init__(
        self, window: MainWindow, sound: Sound | None = None, taskbar: Taskbar | None = None, tray: Tray | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._world = window, window.world
        self.sound = sound or system_sound()
        self.taskbar = taskbar or SystemTaskbar()
        self.tray = tray or self._make_tray()
        self.strip = NewsStrip()
        self.tickets = TicketNews(self._world, self._go, self)
        self.bar: ToolBar | None = None
        self._rang = 0
        self._count = 0
        self._recounting = soon(self, _COUNT_AFTER, self._recount)
        _put(window, self.tickets.strip)
        _put(window, self.strip)
        self.strip.opened.connect(self._open_talk)
        if self.tray is not None:
            self.tray.opened.connect(self._raise)
        self._world.changed.connect(self._changed)
        self._world.alerts_turned.connect(self.follow_choices)
        window.beat.timeout.connect(self._tick)
        window.entrance.closed.connect(self._shut)
        window.entrance.opened.connect(self._come_in)
        window.installEventFilter(self)
        if not window.entrance.shut:
            self._reopen()

    def follow_choices(self) -> None:
        """Take up what was switched on or off in the settings."""
        if self.tray is not None:
            self.tray.show(shown=choices(self._world.kept).tray)
        self._show_bar()

    def turn_bar(self) -> None:
        """Show the small tool bar, or put it away; it is remembered."""
        switch(self._world.kept, BAR, on=self._world.kept.get(BAR) != YES)
        self._world.alerts_turned.emit()

    def dock_bar(self) -> None:
        """Set the small tool bar into the next corner of its screen; one that is away comes first."""
        if self.bar is None or not self.bar.isVisible():
            self.turn_bar()
        elif self.bar is not None:
            self.bar.dock_next()

    def open_newest(self) -> None:
        """Go to the message that came last."""
        self.strip.open()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the window be looked at again, or go away."""
        if event.type() == QEvent.Type.WindowActivate:
            self.strip.forget(self._looked_at())
        elif event.type() == QEvent.Type.Close:
            self._stop()
        return False

    def _changed(self, changes: Changes) -> None:
        if self._window.entrance.shut:
            return
        if changes.command == _COMING:
            self._tell(arrivals.arrived(self._world.reader, changes.of("message") or ()))
        if changes.touches("ticket_event"):
            next_turn(self, partial(self._tell_tickets, changes))
        if (
            changes.touches("conversation", "message", "todo", "agent", "ticket", "ticket_mention")
            and not self._recounting.isActive()
        ):
            self._recounting.start()

    def _tell_tickets(self, changes: Changes) -> None:
        if self._window.entrance.shut:
            return
        if self.tickets.follow(changes) and calls(self._around(), choices(self._world.kept)).sound:
            self._ring()

    def _tell(self, came: Sequence[Arrival]) -> None:
        around = self._around()
        news = concerning(came, around)
        if not news:
            return
        how = calls(around, choices(self._world.kept))
        if how.strip:
            self.strip.tell(news)
        if how.sound:
            self._ring()
        if how.attention:
            self.taskbar.call(self._window)
        if how.tray and self.tray is not None:
            self.tray.say(len(news))

    def _around(self) -> Around:
        reader, now = self._world.reader, self._world.clock()
        quiet = bool(settings.number(reader, QUIET_ON)) and is_quiet(
            now, settings.number(reader, QUIET_FROM), settings.number(reader, QUIET_TO)
        )
        return Around(self._world.agent_id, self._looked_at(), self._window.isActiveWindow(), quiet)

    def _looked_at(self) -> tuple[int, ...]:
        """The conversations that stand on the page shown."""
        panes = getattr(self._window.shown(), "panes", None)
        return tuple(panes.looked_at()) if panes is not None else ()

    def _ring(self) -> None:
        now = self._world.clock()
        if now - self._rang >= BETWEEN_SOUNDS:
            self._rang = now
            self.sound.play()

    def _recount(self) -> None:
        me = self._world.agent_id
        if me is None:
            return
        count = arrivals.waiting(self._world.reader, me)
        if count != self._count:
            self._count = count
            self.taskbar.set_count(count)
            if self.tray is not None:
                self.tray.set_count(count)
        if self.bar is not None and self.bar.isVisible():
            self.bar.refresh()

    def _tick(self) -> None:
        active = self._window.isActiveWindow()
        self.strip.forget(self._looked_at() if active else ())
        self.tickets.forget(
            getattr(getattr(self._window.shown(), "detail", None), "ticket_id", None) if active else None
        )
        if self.bar is not None and self.bar.isVisible():
            self.bar.tick(self._world.clock())

    def _make_tray(self) -> Tray | None:
        if not tray_available():
            return None
        acts = [self._window.actions_table.of(name) for name in _TRAY_ACTS]
        return Tray(self._window.windowIcon(), acts, self)

    def _show_bar(self) -> None:
        wanted = self._world.kept.get(BAR) == YES and not self._window.entrance.shut
        if self.bar is None and wanted:
            self.bar = ToolBar(self._world)
            self.bar.went.connect(self._go)
            self.bar.put_away.connect(self.turn_bar)
        if self.bar is not None:
            if wanted:
                self.bar.refresh()
                self.bar.restore()
            self.bar.setVisible(wanted)

    def _open_talk(self, conversation: int) -> None:
        self._go(Place("conversation", conversation))

    def _go(self, place: Place) -> None:
        self._raise()
        self._window.go(place)

    def _raise(self) -> None:
        window = self._window
        if window.isActiveWindow():
            return
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _shut(self) -> None:
        """Nothing of the work may stay readable beside the page that asks who comes in."""
        self._recounting.stop()
        self.strip.clear()
        self.tickets.strip.clear()
        if self.bar is not None:
            self.bar.hide()

    def _come_in(self) -> None:
        next_turn(self, self._reopen)  # the desk itself comes first

    def _reopen(self) -> None:
        self._recount()
        self.follow_choices()
        self.tickets.catch_up()

    def _stop(self) -> None:
        self._recounting.stop()
        self.taskbar.set_count(0)
        if self.tray is not None:
            self.tray.show(shown=False)
        if self.bar is not None:
            self.bar.close()
            self.bar.deleteLater()
            self.bar = None


def _put(window: MainWindow, strip: NewsStrip) -> None:
    row = window.status.layout()
    if isinstance(row, QHBoxLayout):
        row.insertWidget(_STRIP_PLACE, strip)
