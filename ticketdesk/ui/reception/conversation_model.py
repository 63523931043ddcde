"""The conversation list as a model: rows with ready texts, in the order of their query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from ticketdesk.domain.flags import Flag, flag_of
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.buyer_tags import tags_of
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.chips import ChipText
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import tr, trn

_MOST_TAGS: Final = 3


class Listed(NamedTuple):
    """A conversation as its row shows it; ``unread`` counts what was not read, ``spoken`` is for screen readers."""

    id: int
    nick: str
    time: str
    last: str
    waiting_since: int | None
    chips: tuple[ChipText, ...]
    spoken: str
    tags: tuple[ChipText, ...] = ()
    pinned: bool = False
    starred: bool = False
    unread: int = 0


class ConversationModel(SnapshotModel):
    """One column of conversations; ``clock`` gives now in UTC ms for "today" and "yesterday".

    ``say_agent``: the rows name who serves (set it before another list is shown).
    """

    def __init__(self, reader: Reader, clock: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__((Column(tr("Conversation")),), self._read, _texts, parent)
        self._reader, self._clock = reader, clock
        self.say_agent = False

    def _read(self, ids: Sequence[int]) -> list[Listed]:
        now = self._clock()
        rows = conversations.rows(self._reader, ids)
        tags = tags_of(self._reader, (row.buyer_id for row in rows))
        return [listed(row, now, tags.get(row.buyer_id, ()), say_agent=self.say_agent) for row in rows]


def listed(row: ConversationRow, now: int, tags: Sequence[str] = (), *, say_agent: bool = False) -> Listed:
    """Make the ready texts of a conversation at ``now`` (UTC ms) with the tags of its buyer."""
    chips = tuple(_chips(row, say_agent=say_agent))
    tagged = tuple(ChipText(one_line(tag, 20)) for tag in tags[:_MOST_TAGS])
    nick, last = one_line(row.nick, 60), one_line(row.last_text, 200) or (tr("[Picture]") if row.last_side else "")
    time = labels.time_text(row.last_at or None, now)
    words = [nick, time, last, *(chip.text for chip in (*chips, *tagged) if chip.text), *_spoken(row)]
    return Listed(
        row.id, nick, time, last, row.waiting_since, chips, ", ".join(filter(None, words)),
        tagged, row.pinned_at is not None, bool(row.starred), row.unread,
    )  # fmt: skip


def _spoken(row: ConversationRow) -> list[str]:
    """What is a mark or a colour on the screen."""
    words = [tr("waiting for an answer")] if row.waiting_since is not None else []
    if row.unread:
        words.append(trn(row.unread, "{0} unread message", "{0} unread messages"))
    if row.order_flag:
        words.append(labels.flag_name(row.order_flag))
    if row.pinned_at is not None:
        words.append(tr("pinned"))
    if row.starred:
        words.append(tr("starred"))
    return words


def _chips(row: ConversationRow, *, say_agent: bool) -> list[ChipText]:
    chips = [ChipText(one_line(row.agent_name, 20), "note")] if say_agent and row.agent_name else []
    if row.blocked_at is not None:
        chips.append(ChipText(tr("Blocked"), "bad"))
    return chips + _order_chips(row)


def _order_chips(row: ConversationRow) -> list[ChipText]:
    if not row.orders:
        return [ChipText(tr("No order"), "accent")]
    chips = []
    if row.order_state:
        text, level = labels.order_state(row.order_state)
        chips.append(ChipText(text, level))
    if flag_of(row.order_flag) is not Flag.GREY:
        chips.append(ChipText("", flag=labels.flag_token(row.order_flag)))
    return chips


def _texts(row: Listed) -> tuple[str, ...]:
    return (row.spoken,)
