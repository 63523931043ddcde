"""What the acts of the reception page do with the conversation shown; dialogs are imported when first asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.marks import StarConversation, TagBuyer, UnblockBuyer, UntagBuyer
from ticketdesk.desk.commands.talk import EndConversation
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import buyer_marks, conversations
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.store.queries.open_questions import open_questions
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.store.queries.reminders import ReminderRow
    from ticketdesk.ui.reception.acts.pick_list import Pick
    from ticketdesk.ui.reception.chat_panel import ChatPanel
    from ticketdesk.ui.reception.page import ReceptionPage

_OTHERS: Final = 60


class TalkDeeds(QObject):
    """Acts on the conversation that ``page`` shows."""

    def __init__(self, world: World, page: ReceptionPage) -> None:
        super().__init__(page)
        self._world, self._page = world, page
        self._ended: int | None = None
        world.changed.connect(self._changed)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return the acts of the table that are done here."""
        return {
            "transfer_talk": self.transfer,
            "remind_later": self.remind,
            "add_todo": self.add_todo,
            "tag_buyer": self.tag,
            "block_buyer": self.block,
            "end_talk": self.end,
            "end_talk_next": self.end_next,
            "reminder_done": self.reminder_done,
            "reminder_move": self.reminder_move,
        }

    def attach(self, chat: ChatPanel) -> None:
        """Let the head and the strip of ``chat`` do the acts."""
        head = chat.header
        for wanted, slot in (
            (head.transfer_wanted, self.transfer), (head.later_wanted, self.remind), (head.end_wanted, self.end),
            (head.star_wanted, self.star), (head.block_wanted, self.block), (head.todo_wanted, self.add_todo),
            (head.end_next_wanted, self.end_next),
        ):  # fmt: skip
            wanted.connect(slot)
        head.tags.added.connect(self._tag)
        head.tags.removed.connect(self._untag)
        head.tags.known_wanted.connect(self._offer_tags)
        chat.reminders.move_wanted.connect(self._move_reminder)

    def transfer(self) -> None:
        """Ask to whom the conversation goes."""
        row = self._row(Permission.RECEPTION_TRANSFER)
        if row is not None:
            from ticketdesk.ui.reception.acts.transfer_dialog import TransferTalkDialog

            TransferTalkDialog(self._world, row, self._page).open()

    def remind(self) -> None:
        """Ask when to be reminded of this conversation and others."""
        from ticketdesk.ui.reception.acts.remind_dialog import RemindDialog

        RemindDialog(self._world, self._picks(), self._page).open()

    def add_todo(self) -> None:
        """Ask what is to be done for the buyer."""
        row = self._row(Permission.RECEPTION_REPLY)
        if row is not None:
            from ticketdesk.ui.reception.acts.todo_dialog import TodoDialog

            TodoDialog(self._world, row.buyer_id, row.nick, self._page, conversation_id=row.id).open()

    def tag(self) -> None:
        """Let the agent type a tag."""
        if self._row(Permission.RECEPTION_REPLY) is not None:
            self._page.panes.active().header.tags.begin()

    def star(self) -> None:
        """Star the conversation, or take the star away."""
        row = self._row(Permission.RECEPTION_REPLY)
        if row is not None:
            told = tr("Star taken away") if row.starred else tr("Conversation starred")
            command = StarConversation(conversation_id=row.id, starred=not row.starred)
            self._world.post(command, partial(self._say, told))

    def block(self) -> None:
        """Ask why the buyer is blocked; one who is blocked is heard again at once (and undo takes that back)."""
        row = self._row(Permission.RECEPTION_TRANSFER)
        if row is None:
            return
        if row.blocked_at is not None:
            self._world.post(
                UnblockBuyer(buyer_id=row.buyer_id), partial(self._say, tr("{0} is heard again", row.nick))
            )
            return
        from ticketdesk.ui.reception.acts.block_dialog import BlockDialog

        BlockDialog(self._world, row, self._page).open()

    def end(self) -> None:
        """Ask how the conversation ends."""
        self._ask_end(onward=False)

    def end_next(self) -> None:
        """End and open the next waiting one: at once where nothing is open, else after the questions."""
        row = self._row(Permission.RECEPTION_REPLY)
        if row is None:
            return
        if row.state != "open":
            self._onward()
        elif open_questions(self._world.reader, row.id).any():
            self._ask_end(onward=True)
        else:
            ending = EndConversation(conversation_id=row.id, reason="answered")
            self._world.post(ending, partial(self._ended_at_once, row))

    def reminder_done(self) -> None:
        """The agent is through with the reminder in the strip."""
        self._page.panes.active().reminders.finish()

    def reminder_move(self) -> None:
        """Ask for another moment for the reminder in the strip."""
        self._page.panes.active().reminders.put_off()

    def _row(self, needs: Permission) -> ConversationRow | None:
        """The conversation shown as it is now, None where there is none or the agent may not.

        Read anew: the head of a chat follows a change a frame later, and a key may come in between.
        """
        shown = self._page.panes.active().conversation() if self._world.may(needs) else None
        return conversations.one(self._world.reader, shown.id) if shown is not None else None

    def _ask_end(self, *, onward: bool) -> None:
        row = self._row(Permission.RECEPTION_REPLY)
        if row is None or row.state != "open":
            return
        from ticketdesk.ui.reception.acts.end_dialog import EndDialog

        dialog = EndDialog(self._world, row, self._page, onward=onward)
        dialog.replied.connect(self._page.panes.active().deliver)
        dialog.ended.connect(partial(self._over, row.id))
        dialog.open()

    def _ended_at_once(self, row: ConversationRow, _done: Done) -> None:
        self._world.notices.say(tr("Conversation with {0} ended", row.nick), undoable=True)
        self._over(row.id, True)

    def _over(self, conversation_id: int, onward: bool) -> None:
        self._ended = conversation_id
        if onward:
            self._onward()

    def _onward(self) -> None:
        """Open the buyer who has waited longest, with the caret where the answer is written."""
        self._page.list.first_waiting()
        self._page.panes.active().composer.edit.setFocus()

    def _picks(self) -> list[Pick]:
        """The conversation shown, and others that may be put off with it: those that wait, then the open ones."""
        from ticketdesk.ui.reception.acts.pick_list import Pick

        reader, row = self._world.reader, self._page.panes.active().conversation()
        first = [row] if row is not None else []
        waiting = conversations.snapshot(reader, "waiting", limit=_OTHERS)
        opened = conversations.snapshot(reader, "open", limit=_OTHERS)
        ids = list(islice(dict.fromkeys((*(each.id for each in first), *waiting, *opened)), _OTHERS))
        rows = {each.id: each for each in conversations.rows(reader, ids)}
        return [Pick(str(key), rows[key].nick, rows[key].last_text) for key in ids if key in rows]

    def _tag(self, words: str) -> None:
        row = self._row(Permission.RECEPTION_REPLY)
        if row is not None:
            told = tr("Tagged as {0}", words)
            self._world.post(TagBuyer(buyer_id=row.buyer_id, tag=words), partial(self._say, told))

    def _untag(self, words: str) -> None:
        row = self._row(Permission.RECEPTION_REPLY)
        if row is not None:
            told = tr("Tag {0} taken away", words)
            self._world.post(UntagBuyer(buyer_id=row.buyer_id, tag=words), partial(self._say, told))

    def _offer_tags(self) -> None:
        self._page.panes.active().header.tags.offer(buyer_marks.known_tags(self._world.reader))

    def _move_reminder(self, row: ReminderRow) -> None:
        from ticketdesk.ui.reception.acts.remind_dialog import MoveReminderDialog
        from ticketdesk.ui.reception.acts.reminder_strip import about

        MoveReminderDialog(self._world, (row.id,), about(row), self._page).open()

    def _say(self, told: str, _done: Done) -> None:
        self._world.notices.say(told, undoable=True)

    def _changed(self, changes: Changes) -> None:
        """Where the end of a conversation is taken back, show it again."""
        ended, ids = self._ended, changes.of("conversation")
        if ended is None or changes.command != "Undo" or ids is None or ended not in ids:
            return
        row = conversations.one(self._world.reader, ended)
        if row is not None and row.state == "open":
            self._ended = None
            self._page.open_place(Place("conversation", ended))
