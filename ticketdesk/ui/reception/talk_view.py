"""The messages of one conversation: a ChatView fed by its source, kept true by what the desk tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import conversations, talks
from ticketdesk.store.queries.conversations import ConversationRow, MessageRow
from ticketdesk.store.queries.talks import Talk
from ticketdesk.ui.reception import chat_items
from ticketdesk.ui.reception.chat.talk_frame import TalkFrame
from ticketdesk.ui.reception.chat.talk_lines import TalkLines
from ticketdesk.ui.reception.chat_source import PAGE, ChatSource, Stretch
from ticketdesk.ui.reception.compose.countdown import ON_WAY
from ticketdesk.ui.world import Place, World

OPENED: Final = PAGE + 1
"""So many messages are read to open a conversation: a page, and one more that tells whether there is more above."""


class TalkView(TalkFrame):
    """Shows the newest page, loads older pages upward, re-reads only what changed.

    `opened(row or None, newest message id or None)` after another conversation is shown; `came(newest id)` after
    messages came below; `taken()` after anything changed. `menu_wanted(row, QMenu)`: add acts on a message.
    """

    opened = Signal(object, object)
    came = Signal(object)
    taken = Signal()
    menu_wanted = Signal(object, object)
    open_wanted = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(world, parent)
        self._lines: TalkLines | None = None
        self.view.older_wanted.connect(self._older)
        self.view.activated.connect(self._open)
        self.view.menu_wanted.connect(self._menu)
        self.view.quote_followed.connect(self.go_to)
        self.newest.clicked.connect(self._go_newest)
        self._world.counted.connect(self.tick)

    @property
    def _source(self) -> ChatSource | None:
        return self._lines.source if self._lines is not None else None

    def show_nothing(self) -> None:
        """Show no conversation."""
        self._lines = None
        self.view.set_items([])
        self.opened.emit(None, None)

    def show_talk(self, talk: Talk, message_id: int | None = None) -> None:
        """Show a conversation from its end (its newest ``OPENED`` messages), or around ``message_id``, then current."""
        copied = self._lines.copied if self._lines is not None else set()
        self._lines = TalkLines(self._world, talk.row)
        self._lines.copied = copied
        self._fill(self._lines.source.start(talk.messages))
        if message_id is not None:
            self.go_to(message_id)
        self.opened.emit(talk.row, talk.messages[-1].id if talk.messages else None)

    def talk(self) -> ConversationRow | None:
        """The conversation shown, as it was when it was opened."""
        return self._lines.talk if self._lines is not None else None

    def go_to(self, message_id: int) -> None:
        """Bring a message into sight and make it current, wherever it stands; one of another conversation opens it."""
        lines = self._lines
        if lines is None or self.view.scroll_to(message_id):
            return
        if conversations.conversation_of_message(self._world.reader, message_id) == lines.talk.id:
            self._fill(lines.source.open_around(message_id))
            self.view.scroll_to(message_id)
        else:
            self._world.go.emit(Place("message", message_id))

    def chosen(self) -> list[MessageRow]:
        """The messages that are marked, oldest first, else the current one."""
        current = self.view.current()
        numbers = self.view.marked() or ([current] if current is not None else [])
        lines = self._lines
        found = [lines.row(number) for number in numbers] if lines is not None else []
        return [row for row in found if row is not None]

    def pictures(self) -> list[MessageRow]:
        """The messages with a picture that are in the view, oldest first."""
        lines = self._lines
        keyed = [item.id for item in self.view.column.items if item.picture is not None]
        found = [lines.row(number) for number in keyed] if lines is not None else []
        return [row for row in found if row is not None]

    def take(self, changes: Changes) -> None:
        """Bring in what the desk changed."""
        lines, source = self._lines, self._source
        if lines is None or source is None:
            return
        last = source.rows[-1] if source.rows else None
        news = source.news(changes.of("message"))
        if news.reload:
            self._reload()
            return
        if news.added:
            self.view.append(lines.below(news.added, last))
            self.came.emit(self.newest_id())
        for row in news.updated:
            self._update(row)
        self.taken.emit()

    def mark_copied(self, message_id: int) -> None:
        """Say in the bubble that this reply lies on the clipboard (only one can)."""
        if self._lines is None:
            return
        before, self._lines.copied = self._lines.copied, {message_id}
        for number in before | self._lines.copied:
            row = self._lines.source.row(number)
            if row is not None:
                self._update(row)

    def copied(self) -> int | None:
        """The reply copied last."""
        return next(iter(self._lines.copied), None) if self._lines is not None else None

    def reply(self, message_id: int) -> MessageRow | None:
        """Return a reply by its id, loaded here or not."""
        return conversations.message(self._world.reader, message_id)

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
        """The messages that are marked, else the last four, as text, and how many they are."""
        if self._lines is None:
            return "", 0
        marked = [row for number in self.view.marked() if (row := self._lines.row(number)) is not None]
        rows = marked or self._lines.source.rows
        return chat_items.quoted(rows, self._lines.talk.nick, len(marked) or 4)

    def _fill(self, stretch: Stretch) -> None:
        if self._lines is not None:
            made = self._lines.fill(stretch)
            self.view.set_items(made.items, older=made.older)
            self.newest.setVisible(not self._lines.source.at_end)

    def _older(self) -> None:
        if self._lines is not None:
            made = self._lines.older()
            self.view.prepend(made.items, older=made.older)

    def _reload(self) -> None:
        """Something came or went in between: fill again, in sight what was in sight."""
        source = self._source
        if source is None:
            return
        top = None if self.view.at_bottom else self.in_sight()
        self._fill(source.reopen())
        if top is not None:
            self.view.scroll_to(top)
        self.came.emit(self.newest_id())
        self.taken.emit()

    def _update(self, row: MessageRow) -> None:
        item = self._lines.renewed(row) if self._lines is not None else None
        if item is not None:
            self.view.update_item(item)

    def _open(self, number: int) -> None:
        row = self._lines.row(number) if self._lines is not None else None
        if row is not None:
            self.open_wanted.emit(row)

    def _menu(self, number: int, menu: QMenu) -> None:
        row = self._lines.row(number) if self._lines is not None else None
        if row is not None:
            self.menu_wanted.emit(row, menu)

    def order_of(self, row: MessageRow) -> int | None:
        """The order a message speaks of."""
        return chat_items.order_of(row, self._lines.told([row])) if self._lines is not None else None

    def _go_newest(self) -> None:
        if self._source is not None:
            self._fill(self._source.open())
            self.view.scroll_bottom()
