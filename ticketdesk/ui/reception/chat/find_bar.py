"""The bar that looks for words in the whole of one conversation: how many, the next, the one before, highlighted."""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ticketdesk.store.queries import talk_history
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.world import World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.reception.talk_view import TalkView

_PAUSE_MS: Final = 120
_RENEW_MS: Final = 400
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QFrame):
    """Enter or F3 goes to the older hit, with Shift to the newer one; Esc closes it (`closed()`)."""

    closed = Signal()

    def __init__(self, world: World, talk: TalkView) -> None:
        super().__init__(talk)
        self._world, self._talk = world, talk
        self._hits: array[int] = array("q")
        self._place = -1
        self._words = ""
        self._task = f"reception.find-{id(self)}"
        self.field = SearchField(tr("Find in this conversation"), pause_ms=_PAUSE_MS)
        self.count = label("", role="third")
        self.older = IconButton("chevron-up", tr("Older hit (Enter)"))
        self.newer = IconButton("chevron-down", tr("Newer hit (Shift+Enter)"))
        self.shut = IconButton("x", tr("Close the search (Esc)"))
        self._renewing = QTimer(self)
        self._renewing.setSingleShot(True)
        self._renewing.setInterval(_RENEW_MS)
        self._renewing.timeout.connect(self._renew)
        self.setAccessibleName(tr("Find in this conversation"))
        self._build()
        self._connect()
        self._tell()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, SIZES.s, SIZES.m, SIZES.s)
        row.setSpacing(SIZES.xs)
        row.addWidget(self.field, 1)
        self.count.setMinimumWidth(96)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.count, self.older, self.newer, self.shut):
            row.addWidget(part)

    def _connect(self) -> None:
        self.field.searched.connect(self._ask)
        self.field.installEventFilter(self)
        self.older.clicked.connect(partial(self.step, -1))
        self.newer.clicked.connect(partial(self.step, 1))
        self.shut.clicked.connect(self.close_bar)
        self._talk.opened.connect(self._other_talk)
        self._talk.came.connect(self._came)

    def open_bar(self) -> None:
        """Show the bar and take the keyboard."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self._ask(self.field.text())

    def close_bar(self) -> None:
        """Look for nothing any more."""
        self._world.tasks.cancel(self._task)
        self._talk.view.look_for("")
        self._words = ""
        self.hide()
        self.closed.emit()

    def hits(self) -> array[int]:
        """The messages found, oldest first."""
        return self._hits

    def step(self, step: int, _checked: bool = False) -> None:
        """Go to the older (-1) or the newer (1) hit; past the last one it begins again at the other end."""
        if self._hits:
            self._place = (self._place + step) % len(self._hits)
            self._show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.field:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in (*_ENTER, Qt.Key.Key_F3):
                self._enter(newer=back)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def _enter(self, *, newer: bool) -> None:
        """Enter asks at once what is not asked yet; then it goes on."""
        if self.field.text() != self._words:
            self._ask(self.field.text())
        else:
            self.step(1 if newer else -1)

    def _ask(self, words: str) -> None:
        if not self.isVisible():
            return
        self._words = words
        self._talk.view.look_for(words)
        self._find(keep=None)

    def _renew(self) -> None:
        if self.isVisible() and self._words:
            self._find(keep=self._hits[self._place] if self._place >= 0 else None)

    def _find(self, keep: int | None) -> None:
        talk = self._talk.talk()
        if talk is None or not self._words.strip():
            self._world.tasks.cancel(self._task)
            self._take(array("q"), None)
            return
        self.count.setText(tr("Searching…"))
        work = partial(_work, self._world, talk.id, self._words)
        self._world.tasks.start(self._task, work, _Answer(self, keep).take, self._world.notices.refuse)

    def take(self, hits: array[int], keep: int | None) -> None:
        """Show what a worker found; ``keep`` is the hit that was shown before."""
        self._take(hits, keep)
        if keep is None and hits:
            self._show()

    def _take(self, hits: array[int], keep: int | None) -> None:
        self._hits = hits
        self._place = hits.index(keep) if keep is not None and keep in hits else len(hits) - 1
        self._tell()

    def _show(self) -> None:
        self._tell()
        self._talk.go_to(self._hits[self._place])

    def _tell(self) -> None:
        """Say where among the hits we are; the newest is the first one shown."""
        many = len(self._hits)
        for each in (self.older, self.newer):
            each.setEnabled(many > 1)
        if many:
            total = f"{many}+" if many >= talk_history.MOST_FOUND else str(many)
            self.count.setText(tr("{0} of {1}", many - self._place, total))
        else:
            self.count.setText(tr("Nothing found") if self._words.strip() else "")

    def _other_talk(self, row: object, _newest: object) -> None:
        if row is None:
            self.close_bar()
        elif self.isVisible() and self._words:
            self._find(keep=None)

    def _came(self, _newest: object) -> None:
        if self.isVisible() and self._words:
            self._renewing.start()


class _Answer(QObject):
    """Receives one answer; dies with its bar."""

    def __init__(self, bar: FindBar, keep: int | None) -> None:
        super().__init__(bar)
        self._bar, self._keep = bar, keep

    def take(self, hits: array[int]) -> None:
        """The worker has looked."""
        self._bar.take(hits, self._keep)
        self.deleteLater()


def _work(world: World, talk: int, words: str, _progress: Progress, cancelled: Cancelled) -> array[int]:
    return talk_history.found(world.reader, [talk], words, cancelled)
