"""The dialog that passes messages on: into the draft of another conversation, where they are read before they go."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ticketdesk.store.queries import conversation_lists, conversations
from ticketdesk.store.queries.conversation_lists import ListFilter
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui import labels
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_MOST: Final = 30
_TASK: Final = "reception.pass_on"


class PassOnDialog(ModalDialog):
    """`chosen(conversation id)`. Typing looks for a buyer, the arrows choose, Enter takes."""

    chosen = Signal(object)

    def __init__(self, world: World, here: int, words: str, pictures: int, parent: QWidget) -> None:
        super().__init__(parent, tr("Pass on"), tr("into the reply of another conversation"), width=520)
        self._world, self._here = world, here
        self.search = SearchField(tr("Search buyers"), name=tr("Search buyers"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Conversations"))
        self.list.setProperty("kind", "choice")
        self.list.setMinimumHeight(260)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = label(tr("No conversation found"), role="third")
        self.nothing.hide()
        for part in (label(_what(words, pictures), role="second", wrap=True), self.search, self.nothing, self.list):
            self.body.addWidget(part)
        self.take = button(tr("Put into the reply  Enter"), kind="primary", name=tr("Put into the reply"))
        cancel = button(tr("Cancel"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.take)
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.submitted.connect(self._take)
        self.search.searched.connect(self._ask)
        self.list.itemDoubleClicked.connect(self._take)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self._ask("")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and watched in (self.search, self.list)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if watched is self.search and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(max(0, self.list.currentRow() + step), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _ask(self, words: str) -> None:
        self._world.tasks.start(
            _TASK, partial(_find, self._world, words, self._here), self._show, self._world.notices.refuse
        )

    def _show(self, rows: list[ConversationRow]) -> None:
        self.list.clear()
        for row in rows:
            served = row.agent_name or tr("nobody")
            text = f"{one_line(row.nick, 40)}  ·  {labels.channel(row.channel)}  ·  {one_line(served, 20)}"
            made = QListWidgetItem(text)
            made.setData(Qt.ItemDataRole.UserRole, row.id)
            self.list.addItem(made)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not rows)
        self.take.setEnabled(bool(rows))

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            self.accept()


def _what(words: str, pictures: int) -> str:
    """What is passed on, in short."""
    parts = [one_line(words, 160)] if words else []
    return "\n".join([*parts, trn(pictures, "{0} picture", "{0} pictures")] if pictures else parts)


def _find(world: World, words: str, here: int, _progress: Progress, cancelled: Cancelled) -> list[ConversationRow]:
    wanted = ListFilter("recent", order="last", words=words.strip())
    ids = [each for each in conversation_lists.ids(world.reader, wanted, limit=_MOST + 1, cancelled=cancelled)]
    found = {row.id: row for row in conversations.rows(world.reader, ids)} if ids else {}
    return [found[each] for each in ids if each in found and each != here][:_MOST]
