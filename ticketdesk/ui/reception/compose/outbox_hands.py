"""What the outbox bar's buttons and the keys of an empty reply do: edit, take back, send now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ticketdesk.desk.commands.sending import EditCounting, LeaveNow, RecallCounting
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.reception.compose.countdown import ON_WAY
from ticketdesk.ui.reception.outbox_bar import OutboxBar
from ticketdesk.ui.world import World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.reception.composer import Composer


class OutboxHands(QObject):
    """Ties one outbox bar to the composer below it."""

    def __init__(self, world: World, bar: OutboxBar, composer: Composer) -> None:
        super().__init__(composer)
        self._world, self._bar, self._composer = world, bar, composer
        bar.edit_wanted.connect(self.edit)
        bar.recall_wanted.connect(self._recall)
        bar.leave_wanted.connect(self._leave)
        bar.rows_changed.connect(self._told)
        composer.edit.back_wanted.connect(self.edit_newest)
        world.counted.connect(bar.tick)

    def edit_newest(self) -> None:
        """Take the newest reply that has not left back into the draft."""
        rows = [row for row in self._newest() if row.state in ON_WAY]
        if rows:
            self.edit(rows[-1])

    def leave_newest(self) -> None:
        """Send the newest reply that counts down at once."""
        rows = [row for row in self._newest() if row.state == "counting"]
        if rows:
            self._leave(rows[-1])

    def _newest(self) -> list[MessageRow]:
        """What was said last, as the store has it: a key may come before the bar has heard of a reply."""
        here = self._composer.conversation
        return conversations.newest(self._world.reader, here) if here is not None else []

    def edit(self, reply: MessageRow) -> None:
        """Take a reply back into the draft of the conversation it was written in."""
        here = self._composer.conversation
        if here is not None:
            self._world.post(EditCounting(message_id=reply.id), partial(self._back, here, reply))

    def _back(self, conversation: int, reply: MessageRow, _done: Done) -> None:
        self._composer.give_back(conversation, reply)

    def _recall(self, reply: MessageRow) -> None:
        said = tr("The reply was taken back")
        self._world.post(RecallCounting(message_id=reply.id), lambda _done: self._world.notices.say(said))

    def _leave(self, reply: MessageRow) -> None:
        self._world.post(LeaveNow(message_id=reply.id))

    def _told(self) -> None:
        self._composer.edit.takes_back = any(row.state in ON_WAY for row in self._bar.rows())
        self._bar.tick(self._world.clock())
