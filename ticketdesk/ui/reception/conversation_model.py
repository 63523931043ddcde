"""The conversation list as a model: rows with ready texts, in the order of their query."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject

from ticketdesk.domain.flags import Flag, flag_of
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.chips import ChipText
from ticketdesk.ui.models.snapshot import Column, SnapshotModel, place_in
from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import tr


class Listed(NamedTuple):
    """A conversation as its row shows it; ``spoken`` is for screen readers."""

    id: int
    nick: str
    time: str
    last: str
    waiting_since: int | None
    chips: tuple[ChipText, ...]
    spoken: str


class ConversationModel(SnapshotModel):
    """One column of conversations; ``clock`` gives now in UTC ms for "today" and "yesterday"."""

    def __init__(self, reader: Reader, clock: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__((Column(tr("Conversation")),), self._read, _texts, parent)
        self._reader, self._clock = reader, clock

    def _read(self, ids: Sequence[int]) -> list[Listed]:
        now = self._clock()
        return [listed(row, now) for row in conversations.rows(self._reader, ids)]


def listed(row: ConversationRow, now: int) -> Listed:
    """Make the ready texts of a conversation at ``now`` (UTC ms)."""
    chips = tuple(_chips(row))
    last = one_line(row.last_text, 200) or (tr("[Picture]") if row.last_side else "")
    time = labels.time_text(row.last_at or None, now)
    words = [one_line(row.nick, 60), time, last, *(chip.text for chip in chips if chip.text)]
    if row.waiting_since is not None:
        words.append(tr("waiting for an answer"))
    if row.order_flag:
        words.append(labels.flag_name(row.order_flag))
    return Listed(row.id, one_line(row.nick, 60), time, last, row.waiting_since, chips, ", ".join(filter(None, words)))


def _chips(row: ConversationRow) -> list[ChipText]:
    blocked = [ChipText(tr("Blocked"), "bad")] if row.blocked_at is not None else []
    return [*blocked, *_order_chips(row)]


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


def kept_in(ids: array[int], shown: array[int], current: int | None) -> array[int]:
    """Return ``ids`` with ``current`` where it stood in ``shown``: the row being worked on stays until it is left."""
    place = -1 if current is None or place_in(ids, current) >= 0 else place_in(shown, current)
    if current is None or place < 0:
        return ids
    place = min(place, len(ids))
    return ids[:place] + array("q", (current,)) + ids[place:]
