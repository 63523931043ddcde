"""What stands in one conversation's view: its own messages, those of the buyer's earlier ones, separators between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ticketdesk.store.queries.conversations import ConversationRow, MessageRow
from ticketdesk.ui.reception import chat_items
from ticketdesk.ui.reception.chat.earlier import Earlier, border
from ticketdesk.ui.reception.chat.unread import UnreadLine
from ticketdesk.ui.reception.chat_items import Told
from ticketdesk.ui.reception.chat_source import ChatSource, Stretch
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.ui.world import World


class Lines(NamedTuple):
    """Items to be shown in one piece, and whether there may be more above them."""

    items: list[ChatItem]
    older: bool


class TalkLines:
    """Turns what is read of one conversation into the items of its view."""

    def __init__(self, world: World, row: ConversationRow) -> None:
        self._world = world
        self.talk = row
        self.source = ChatSource(world.reader, row.id)
        self.copied: set[int] = set()
        self._earlier = Earlier(world.reader, row.id)
        self._unread = UnreadLine(row.seen_message_id)

    def fill(self, stretch: Stretch) -> Lines:
        """Return the items of a stretch that is shown alone."""
        self._earlier = Earlier(self._world.reader, self.talk.id)
        return self._above(stretch)

    def older(self) -> Lines:
        """Load the page above: of this conversation, and at its beginning of the buyer's earlier ones."""
        if self.source.has_older:
            return self._above(self.source.older())
        page = self._earlier.page()
        if page is None:
            return Lines([], older=False)
        start = page.before is None
        items = chat_items.items(page.rows, page.before, self.told(page.rows), start=start)
        if page.last:
            items.append(border(page.talk, self._world.clock()))
        return Lines(items, self._earlier.more)

    def below(self, rows: Sequence[MessageRow], last: MessageRow | None) -> list[ChatItem]:
        """Return the items of messages that came below ``last``."""
        start = last is None and not self.source.has_older
        self._unread.find(rows, last)
        return self._unread.put(chat_items.items(rows, last, self.told(rows), start=start))

    def renewed(self, row: MessageRow) -> ChatItem | None:
        """Return a loaded message's item as it stands now."""
        place = self.source.place(row.id)
        if place < 0:
            return None
        before = self.source.rows[place - 1] if place else self.source.before
        return chat_items.items([row], before, self.told([row]), start=before is None)[-1]

    def row(self, message_id: int) -> MessageRow | None:
        """Return a message that is loaded, of this conversation or an earlier one."""
        return self.source.row(message_id) or self._earlier.row(message_id)

    def told(self, rows: Sequence[MessageRow]) -> Told:
        """Return what the items of these rows depend on."""
        find = chat_items.find_order(self._world.reader, rows)
        return Told(self._world.clock(), self.talk.nick, frozenset(self.copied), find)

    def _above(self, stretch: Stretch) -> Lines:
        more = self.source.has_older
        items = chat_items.items(stretch.rows, stretch.before, self.told(stretch.rows), start=not more)
        self._unread.find(stretch.rows, stretch.before)
        return Lines(self._unread.put(items), more or self._earlier.more)
