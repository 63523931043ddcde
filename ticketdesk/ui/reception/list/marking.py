"""What an agent does to conversations from the list: star, pin, block, and what other parts add to that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

MOST: Final = 200
"""So many conversations are marked at once at most (``desk.commands.marks``)."""


class RowAct(NamedTuple):
    """An act that another part adds to the menu of rows: its words, icon, and what it does with the conversations."""

    text: str
    icon: str
    act: Callable[[tuple[int, ...]], object]
    several: bool = True


class Marking:
    """Marks conversations of the list; commands are read when the first is posted."""

    def __init__(self, world: World, owner: QWidget) -> None:
        self._world, self._owner = world, owner

    def rows(self, ids: Sequence[int]) -> list[ConversationRow]:
        """Return those conversations as they stand now; too many are refused with a sentence, and [] returned."""
        if len(ids) > MOST:
            self._world.notices.say(tr("At most {0} conversations can be marked at once. Choose fewer.", MOST))
            return []
        return conversations.rows(self._world.reader, ids) if ids else []

    def may_mark(self) -> bool:
        """Whether the agent may star and pin."""
        return self._world.may(Permission.RECEPTION_REPLY)

    def may_block(self) -> bool:
        """Whether the agent may block buyers."""
        return self._world.may(Permission.RECEPTION_TRANSFER)

    def star(self, ids: Sequence[int]) -> None:
        """Star them, or take the stars away where every one has its own."""
        rows = self.rows(ids)
        starred = not all(row.starred for row in rows)
        words = tr("Starred") if starred else tr("Star taken away")
        self._mark(rows, words, starred=starred)

    def pin(self, ids: Sequence[int]) -> None:
        """Pin them to the top, or no longer where every one is pinned."""
        rows = self.rows(ids)
        pinned = any(row.pinned_at is None for row in rows)
        words = tr("Pinned to the top") if pinned else tr("No longer pinned")
        self._mark(rows, words, pinned=pinned)

    def block(self, row: ConversationRow) -> None:
        """Ask for the reason and block the buyer, or let a blocked one be heard again."""
        from ticketdesk.desk.commands.marks import UnblockBuyer
        from ticketdesk.ui.reception.acts.block_dialog import BlockDialog

        if row.blocked_at is None:
            BlockDialog(self._world, row, self._owner).open()
            return
        notices = self._world.notices
        said = tr("{0} is heard again", row.nick)
        self._world.post(UnblockBuyer(buyer_id=row.buyer_id), lambda _done: notices.say(said, undoable=True))

    def _mark(
        self, rows: Sequence[ConversationRow], words: str, *, starred: bool | None = None, pinned: bool | None = None
    ) -> None:
        from ticketdesk.desk.commands.marks import MarkConversations

        if not rows:
            return
        notices = self._world.notices
        if len(rows) > 1:
            words = trn(len(rows), "{1}: {0} conversation", "{1}: {0} conversations", words)
        command = MarkConversations(conversation_ids=tuple(row.id for row in rows), starred=starred, pinned=pinned)
        self._world.post(command, lambda _done: notices.say(words, undoable=True))


class RowMarks:
    """Marks the rows chosen in ``view``: by the acts of the list and by the menu of its rows.

    ``extra`` are acts that other parts add to that menu.
    """

    def __init__(self, view: TableView, marking: Marking) -> None:
        self._view, self._marking = view, marking
        self.extra: list[RowAct] = []

    def ids(self) -> list[int]:
        """The conversations meant: those selected, else the current one."""
        found = self._view.selected_ids() if self._view.selected_count() else [self._view.current_id()]
        return [each for each in found if each is not None]

    def star(self) -> None:
        """Star them, or take their stars away."""
        if self._marking.may_mark():
            self._marking.star(self.ids())

    def pin(self) -> None:
        """Pin them, or no longer."""
        if self._marking.may_mark():
            self._marking.pin(self.ids())

    def open_menu(self, where: QPoint) -> None:
        """Open the menu of the rows at ``where`` (global pixels)."""
        from ticketdesk.ui.reception.list.row_menu import row_menu

        rows = self._marking.rows(self.ids())
        if rows:
            menu = row_menu(rows, self._marking, self.extra, self._view)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(where)
