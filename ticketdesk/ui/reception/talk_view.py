"""The messages of one conversation: a ChatView fed by its source, kept true by what the desk tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import conversations, talks
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.talks import Talk
from ticketdesk.ui.reception import chat_items
from ticketdesk.ui.reception.chat_items import Told
from ticketdesk.ui.reception.chat_source import PAGE, ChatSource, Stretch
from ticketdesk.ui.reception.compose.countdown import ON_WAY
from ticketdesk.ui.reception.picture_view import PictureView
from ticketdesk.ui.reception.thumbnails import Thumbnails
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.chat_view import ChatView
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

OPENED: Final = PAGE + 1
"""So many messages are read to open a conversation: a page, and one more that tells whether there is more above."""


class TalkView(QWidget):
    """Shows the newest page, loads older pages upward, re-reads only what changed."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._source: ChatSource | None = None
        self._nick = ""
        self._copied: set[int] = set()
        self.thumbnails = Thumbnails(world, self)
        self.view = ChatView(tr("Messages"), thumbnails=self._thumbnail)
        self.newest = button(tr("Newer messages are not shown here · go to the newest"), kind="link", small=True)
        self.newest.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.newest)
        self.thumbnails.ready.connect(self.view.picture_ready)
        self.view.older_wanted.connect(self._older)
        self.view.activated.connect(self._open)
        self.view.menu_wanted.connect(self._menu)
        self.newest.clicked.connect(self._go_newest)
        self._world.counted.connect(self.tick)

    def show_nothing(self) -> None:
        """Show no conversation."""
        self._nick, self._source = "", None
        self.view.set_items([])

    def show_talk(self, talk: Talk, message_id: int | None = None) -> None:
        """Show a conversation from its end (its newest ``OPENED`` messages), or around ``message_id``, then current."""
        self._nick = talk.row.nick
        self._source = ChatSource(self._world.reader, talk.row.id)
        if message_id is None:
            self._fill(self._source.start(talk.messages))
        else:
            self._fill(self._source.open_around(message_id))
            self.view.scroll_to(message_id)

    def take(self, changes: Changes) -> None:
        """Bring in what the desk changed."""
        if self._source is None:
            return
        last = self._source.rows[-1] if self._source.rows else None
        news = self._source.news(changes.of("message"))
        if news.reload:
            self._reload()
            return
        if news.added:
            start = last is None and not self._source.has_older
            self.view.append(chat_items.items(news.added, last, self._told(news.added), start=start))
        for row in news.updated:
            self._update(row)

    def scroll_bottom(self) -> None:
        """Go to the newest message."""
        self.view.scroll_bottom()

    def mark_copied(self, message_id: int) -> None:
        """Say in the bubble that this reply lies on the clipboard (only one can)."""
        before, self._copied = self._copied, {message_id}
        for number in before | self._copied:
            row = self._source.row(number) if self._source is not None else None
            if row is not None:
                self._update(row)

    def copied(self) -> int | None:
        """The reply copied last."""
        return next(iter(self._copied), None)

    def reply(self, message_id: int) -> MessageRow | None:
        """Return a reply by its id, loaded here or not."""
        here = conversations.conversation_of_message(self._world.reader, message_id)
        found = conversations.since(self._world.reader, here, message_id, 1) if here is not None else []
        return found[0] if found and found[0].id == message_id else None

    def waiting_replies(self) -> list[MessageRow]:
        """Return this conversation's replies of the outbox, oldest first, also those above what is loaded."""
        source = self._source
        if source is None:
            return []
        if not source.has_older and source.at_end:
            return source.waiting()
        return self.unsent(talks.outbox(self._world.reader, source.conversation_id))

    def unsent(self, pasted: Sequence[MessageRow]) -> list[MessageRow]:
        """Return ``pasted``, the replies to be pasted, and those loaded that leave by themselves, oldest first."""
        leaving = [row for row in self._source.waiting() if row.state in ON_WAY] if self._source is not None else []
        return sorted([*pasted, *leaving], key=lambda row: row.id)

    def tick(self, now: int) -> None:
        """Show in the bubbles what is left of the countdowns."""
        if self._source is not None:
            for row in self._source.waiting():
                if row.state == "counting":
                    self._update(row)

    def newest_id(self) -> int | None:
        """The newest message loaded."""
        return self._source.rows[-1].id if self._source is not None and self._source.rows else None

    def quoted(self) -> tuple[str, int]:
        """The last four messages as text, and how many they are."""
        return chat_items.quoted(self._source.rows if self._source is not None else [], self._nick)

    def _fill(self, stretch: Stretch) -> None:
        source = self._source
        if source is not None:
            made = chat_items.items(stretch.rows, stretch.before, self._told(stretch.rows), start=not source.has_older)
            self.view.set_items(made, older=source.has_older)
            self.newest.setVisible(not source.at_end)

    def _older(self) -> None:
        source = self._source
        if source is not None and source.has_older:
            stretch = source.older()
            made = chat_items.items(stretch.rows, stretch.before, self._told(stretch.rows), start=not source.has_older)
            self.view.prepend(made, older=source.has_older)

    def _reload(self) -> None:
        """Something came or went in between: fill again, in sight what was in sight."""
        source = self._source
        if source is None:
            return
        top = None if self.view.at_bottom else self._in_sight()
        self._fill(source.reopen())
        if top is not None:
            self.view.scroll_to(top)

    def _in_sight(self) -> int | None:
        places = self.view.places_in_sight()
        shown = [self.view.column.items[place] for place in places]
        middle = shown[len(shown) // 2 :] if shown else []
        return next((item.id for item in middle if item.speech), None)

    def _update(self, row: MessageRow) -> None:
        source = self._source
        place = source.place(row.id) if source is not None else -1
        if source is not None and place >= 0:
            before = source.rows[place - 1] if place else source.before
            self.view.update_item(chat_items.items([row], before, self._told([row]), start=before is None)[-1])

    def _told(self, rows: Sequence[MessageRow]) -> Told:
        find = chat_items.find_order(self._world.reader, rows)
        return Told(self._world.clock(), self._nick, frozenset(self._copied), find)

    def _thumbnail(self, key: str) -> QPixmap | None:
        return self.thumbnails.wanted(key)

    def _open(self, number: int) -> None:
        row = self._source.row(number) if self._source is not None else None
        if row is None:
            return
        order = chat_items.order_of(row, self._told([row]))
        if row.sha256:
            PictureView(self._world, self, row.sha256, row.file_name).open()
        elif order is not None:
            self._world.go.emit(Place("order", order))

    def _menu(self, number: int, menu: QMenu) -> None:
        row = self._source.row(number) if self._source is not None else None
        if row is not None and (row.sha256 or chat_items.order_of(row, self._told([row])) is not None):
            menu.addAction(tr("Open picture") if row.sha256 else tr("Open order")).triggered.connect(self._open_current)

    def _open_current(self) -> None:
        current = self.view.current()
        if current is not None:
            self._open(current)

    def _go_newest(self) -> None:
        if self._source is not None:
            self._fill(self._source.open())
            self.view.scroll_bottom()
