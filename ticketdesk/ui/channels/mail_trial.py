"""Trying a mail account: both servers are knocked at in a task, and what keeps us out is said in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.channel_settings import MailValues
from ticketdesk.ui.safe_text import dress, label
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import BusyBar
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

_TRY: Final = "channels.mail.trial"
Sentences = tuple[tuple[str, Mapping[str, object]], ...]


class _Why(NamedTuple):
    key: str
    values: Mapping[str, object]


class MailTrial(QWidget):
    """``account()`` and ``password()`` are asked when it is tried; an empty password is the one that is kept."""

    def __init__(self, world: World, account: Callable[[], MailValues], password: Callable[[], str]) -> None:
        super().__init__()
        self._world, self._account, self._password = world, account, password
        self.begin = button(tr("Test connection"), icon="refresh-cw")
        self.stop = button(tr("Cancel test"))
        self.busy = BusyBar()
        self.words = label("", role="second", wrap=True)
        self.words.setAccessibleName(tr("What the test found"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s)
        row.addWidget(self.begin)
        row.addWidget(self.stop)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.busy)
        column.addWidget(self.words)
        self.stop.hide()
        self.begin.clicked.connect(self._try)
        self.stop.clicked.connect(self._cancel)
        self._say(tr("Nothing is sent: both servers are only asked whether they let this account in."), "third")

    def offer(self, may: bool) -> None:
        """Let it be tried, or not."""
        self.begin.setEnabled(may)

    def _try(self) -> None:
        channels = self._world.channels
        if channels is None:
            return
        account = self._account()
        maker, password = channels.maker, self._password() or channels.given_password(account.address)

        def work(_progress: Progress, cancelled: Cancelled) -> Sentences:
            return maker.try_mail(account, password, cancelled)

        self._run(running=True)
        self._say(tr("Asking {0} and {1}…", account.imap_host, account.smtp_host), "second")
        self._world.tasks.start(_TRY, work, self._found, self._failed)

    def _cancel(self) -> None:
        self._world.tasks.cancel(_TRY)
        self._run(running=False)
        self._say(tr("The test was cancelled."), "third")

    def _found(self, why: Sentences) -> None:
        self._run(running=False)
        if why:
            self._say("\n".join(sentence(_Why(*each)) for each in why), "bad")
        else:
            self._say(tr("Both servers let this account in."), "ok")

    def _failed(self, error: BaseException) -> None:
        self._run(running=False)
        self._say("", "second")
        self._world.notices.refuse(error)

    def _run(self, *, running: bool) -> None:
        self.begin.setVisible(not running)
        self.stop.setVisible(running)
        if running:
            self.busy.set_busy()
            self.stop.setFocus()
        else:
            self.busy.set_idle()
            self.begin.setFocus()

    def _say(self, words: str, role: str) -> None:
        self.words.setText(words)
        dress(self.words, role)
        self.words.setVisible(bool(words))
