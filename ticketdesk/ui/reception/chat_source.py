"""The loaded stretch of one conversation: newest first page, older pages upward, and only what changed re-read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.reader import Reader

PAGE: Final = 40
MOST: Final = 2_000
UNSENT: Final = frozenset({"outbox", "counting", "queued"})


class Stretch(NamedTuple):
    """Messages to be shown in one piece; ``before`` is the one just above (not shown), None where nothing is above."""

    rows: list[MessageRow]
    before: MessageRow | None


class News(NamedTuple):
    """What a change means here: ``added`` stand below everything, ``updated`` are shown already.

    ``reload`` says that something came or went in between: show the whole stretch again.
    """

    added: list[MessageRow]
    updated: list[MessageRow]
    reload: bool = False


class ChatSource:
    """Reads one conversation; ``rows`` is what is loaded, oldest first."""

    def __init__(self, reader: Reader, conversation_id: int, page: int = PAGE) -> None:
        self._reader, self._page = reader, page
        self.conversation_id = conversation_id
        self.rows: list[MessageRow] = []
        self._waiting: set[int] = set()
        self.before: MessageRow | None = None
        self.at_end = True

    @property
    def has_older(self) -> bool:
        """Whether there is more above."""
        return self.before is not None

    def open(self) -> Stretch:
        """Load the newest page."""
        return self.start(conversations.newest(self._reader, self.conversation_id, self._page + 1))

    def start(self, newest: list[MessageRow]) -> Stretch:
        """Take over the newest messages as they were read, oldest first: a page and one more."""
        return self._take(list(newest), self._page)

    def open_around(self, message_id: int) -> Stretch:
        """Load half a page before a message and everything from it on (at most 2,000, then ``at_end`` is False)."""
        above = conversations.older(self._reader, self.conversation_id, message_id, self._page // 2 + 1)
        below = conversations.since(self._reader, self.conversation_id, message_id, MOST)
        stretch = self._take(above + below, self._page // 2 + len(below))
        self.at_end = len(below) < MOST
        return stretch

    def reopen(self) -> Stretch:
        """Load again what is loaded, from its first message to the end; a page at least."""
        if len(self.rows) > self._page:
            first = self.rows[0].id
            found = conversations.older(self._reader, self.conversation_id, first, 1)
            rows = conversations.since(self._reader, self.conversation_id, first, MOST)
            if rows and len(rows) < MOST:
                return self._take(found + rows, len(rows))
        return self.open()

    def older(self) -> Stretch:
        """Load the page above."""
        if not self.rows:
            return Stretch([], None)
        found = conversations.older(self._reader, self.conversation_id, self.rows[0].id, self._page + 1)
        self.before = found.pop(0) if len(found) > self._page else None
        self.rows[:0] = found
        self._note(found)
        return Stretch(found, self.before)

    def news(self, changed: Sequence[int] | None) -> News:
        """Re-read the messages ``changed`` (None: any); only those at or below the first loaded one matter."""
        if changed is None:
            return News([], [], reload=True)
        first = self.rows[0].id if self.rows else 0
        mine = [number for number in changed if number >= first]
        if not mine or not self.at_end:
            return self._updates(mine)
        found = {row.id: row for row in conversations.since(self._reader, self.conversation_id, min(mine), MOST)}
        last = self.rows[-1].id if self.rows else -1
        known = [number for number in mine if self.place(number) >= 0]
        gone = any(number not in found for number in known)
        between = any(number <= last and self.place(number) < 0 for number in found)
        if gone or between or len(found) >= MOST:
            return News([], [], reload=True)
        added = [row for number, row in found.items() if number > last]
        self._replace(found)
        self.rows += added
        self._note(added)
        return News(added, [found[number] for number in known])

    def _updates(self, mine: Sequence[int]) -> News:
        """While the end is not loaded nothing can be added, but what is shown is kept true."""
        wanted = {number for number in mine if self.place(number) >= 0}
        if not wanted:
            return News([], [])
        found = {row.id: row for row in conversations.since(self._reader, self.conversation_id, min(wanted), MOST)}
        self._replace(found)
        return News([], [found[number] for number in wanted if number in found])

    def _replace(self, found: dict[int, MessageRow]) -> None:
        for number, row in found.items():
            place = self.place(number)
            if place >= 0:
                self.rows[place] = row
        self._note(found.values())

    def row(self, message_id: int) -> MessageRow | None:
        """Return a loaded message."""
        place = self.place(message_id)
        return self.rows[place] if place >= 0 else None

    def place(self, message_id: int) -> int:
        """Return where a message stands among the loaded ones, -1 for nowhere: they are in the order of their ids."""
        place = bisect_left(self.rows, message_id, key=_id)
        return place if place < len(self.rows) and self.rows[place].id == message_id else -1

    def waiting(self) -> list[MessageRow]:
        """Return the loaded replies that have not left, oldest first."""
        found = [self.place(number) for number in sorted(self._waiting)]
        return [self.rows[place] for place in found if place >= 0]

    def _note(self, rows: Iterable[MessageRow]) -> None:
        """Remember which of these rows have not left."""
        for row in rows:
            if row.state in UNSENT:
                self._waiting.add(row.id)
            else:
                self._waiting.discard(row.id)

    def _take(self, found: list[MessageRow], most: int) -> Stretch:
        self.before = found.pop(0) if len(found) > most else None
        self.rows = found
        self._waiting.clear()
        self._note(found)
        self.at_end = True
        return Stretch(list(found), self.before)


def _id(row: MessageRow) -> int:
    return row.id
