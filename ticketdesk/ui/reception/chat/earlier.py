"""What the buyer said to colleagues before: the other conversations, page by page above the one that is shown."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.store.queries import conversations, talk_history
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.talk_history import OtherTalk
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.words import tr

PAGE: Final = 60
_BELOW_ALL: Final = -(1 << 64)


class Page(NamedTuple):
    """Older messages of one conversation, oldest first; ``before`` is the one just above, ``last`` says that this is
    the end of that conversation, so that the border to what follows stands below it."""

    talk: OtherTalk
    rows: list[MessageRow]
    before: MessageRow | None
    last: bool


class Earlier:
    """Reads the other conversations of a buyer upward, the one spoken in last first."""

    def __init__(self, reader: Reader, conversation_id: int, page: int = PAGE) -> None:
        self._reader, self._own, self._page = reader, conversation_id, page
        self._left: list[OtherTalk] | None = None
        self._top: int | None = None
        self._rows: dict[int, MessageRow] = {}

    @property
    def more(self) -> bool:
        """Whether there may be more above."""
        return self._left is None or bool(self._left)

    def page(self) -> Page | None:
        """Load the page above, None where there is nothing more."""
        if self._left is None:
            self._left = talk_history.others(self._reader, self._own)
        while self._left:
            talk, last = self._left[0], self._top is None
            found = self._read(talk)
            before = found.pop(0) if len(found) > self._page else None
            self._top = found[0].id if before is not None else None
            if before is None:
                self._left.pop(0)
            if found:
                self._rows.update((row.id, row) for row in found)
                return Page(talk, found, before, last)
        return None

    def _read(self, talk: OtherTalk) -> list[MessageRow]:
        if self._top is None:
            return conversations.newest(self._reader, talk.id, self._page + 1)
        return conversations.older(self._reader, talk.id, self._top, self._page + 1)

    def row(self, message_id: int) -> MessageRow | None:
        """Return a loaded message."""
        return self._rows.get(message_id)

    def talks(self) -> list[int]:
        """Return the other conversations of the buyer, loaded or not."""
        return [talk.id for talk in talk_history.others(self._reader, self._own)]


def border(talk: OtherTalk, now: int) -> ChatItem:
    """Return the line that stands between a conversation and what follows it: with whom, over what, until when."""
    channel, until = labels.channel(talk.channel), labels.date_text(talk.last_at, now)
    if talk.agent_name:
        text = tr("Above: {0} with {1}, until {2}", channel, one_line(talk.agent_name, 30), until)
    else:
        text = tr("Above: {0}, until {1}", channel, until)
    return ChatItem(_BELOW_ALL - talk.id, "border", text=text)
