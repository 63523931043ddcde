"""One practice: a played channel, the strip that counts down, and the report; one timer, which runs only meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer

from ticketdesk.desk.practice import report
from ticketdesk.domain.moments import MINUTE, SECOND
from ticketdesk.domain.practice import Report
from ticketdesk.ui.later import AfterPaint
from ticketdesk.ui.practice.report_dialog import ReportDialog
from ticketdesk.ui.practice.start_dialog import StartDialog
from ticketdesk.ui.practice.strip import PracticeStrip
from ticketdesk.ui.practice.typing import TypingEar
from ticketdesk.ui.reception.compose.traffic import Line
from ticketdesk.ui.reception.reply_edit import ReplyEdit
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import current_theme

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow

STEP_MS: Final = 200
_COMING: Final = 0.6
"""Buyers come in this share of the time, so that the last ones can still be answered."""


class Played(Line, Protocol):
    """The part of the simulator that a practice needs; ``channels.simulator.Simulator`` fits it."""

    def welcome(self, count: int, *, within: float = 60.0) -> list[str]:
        """Let ``count`` buyers come in the next ``within`` seconds."""


class Practice(QObject):
    """Asks how long, plays, and reports. The store of ``window`` is a scratch one (``desk.practice``)."""

    def __init__(self, window: MainWindow, channel: Played) -> None:
        super().__init__(window)
        self._window, self._world, self._channel = window, window.world, channel
        self._ear: TypingEar | None = None
        self._until = self._left = 0
        self.report: Report | None = None
        self.strip = PracticeStrip()
        current_theme().dress(self.strip, plain=True)
        window.column.insertWidget(1, self.strip)
        self.strip.hide()
        self.strip.finish.clicked.connect(self.finish)
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self.step)
        AfterPaint(window, self.ask)

    @property
    def running(self) -> bool:
        """Whether buyers are played now."""
        return self._timer.isActive()

    def ask(self) -> None:
        """Show the reception and ask how many buyers shall come, and for how long."""
        self._window.show_page("reception")
        dialog = StartDialog(self._window)
        dialog.chosen.connect(self.begin)
        dialog.open()

    def begin(self, buyers: int, minutes: int) -> None:
        """Let ``buyers`` come; after ``minutes`` it is over."""
        now = self._world.clock()
        self._channel.step(now)
        self._channel.welcome(buyers, within=minutes * _COMING * MINUTE / SECOND)
        self._until, self._left = now + minutes * MINUTE, -1
        self._ear = TypingEar(ReplyEdit, self._world.clock, self)
        self.strip.set_buyers(buyers)
        self.strip.show()
        self._timer.start()
        if self._world.traffic is not None:
            self._world.traffic.join(self._channel)
        self.step()

    def step(self) -> None:
        """Play on to the present moment."""
        now = self._world.clock()
        if now >= self._until:
            self.finish()
            return
        left = -(-(self._until - now) // SECOND)
        if left != self._left:
            self._left = left
            self.strip.set_left(left)

    def finish(self) -> None:
        """End it and show what came of it."""
        if not self.running:
            return
        self.stop()
        reader, name = self._world.reader, self._channel.name
        speed = self._ear.meter.per_minute() if self._ear is not None else None

        def work(_progress: Progress, _cancelled: Cancelled) -> Report:
            return report(reader, name, speed)

        self._world.tasks.start("practice.report", work, self._tell, self._world.notices.refuse)

    def stop(self) -> None:
        """Play no more, and tell nothing of it."""
        self.strip.hide()
        if self.running:
            self._timer.stop()
            if self._world.traffic is not None:
                self._world.traffic.leave(self._channel.name)
            if self._ear is not None:
                self._ear.stop()

    def _tell(self, found: Report) -> None:
        self.report = found
        dialog = ReportDialog(found, self._window)
        dialog.again_wanted.connect(self._world.practice_wanted)
        dialog.left.connect(self._window.close)
        dialog.open()
