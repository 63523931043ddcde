"""The left column of reception: tabs with counts, the list in its order, and what an empty list offers."""

from __future__ import annotations

from array import array
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import badges, conversations
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.conversation import ConversationDelegate
from ticketdesk.ui.models.listing import HEAD, Ids, Listing
from ticketdesk.ui.reception.conversation_model import ConversationModel, kept_in
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.tab_strip import Tab, TabStrip
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_WATCHED: Final = ("conversation", "message", "orders", "buyer")


class ConversationView(TableView):
    """The list itself: one column, rows of 77 px, no head."""

    def __init__(self, model: ConversationModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent=parent)
        self.horizontalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(SIZES.conversation_row)
        rows.setDefaultSectionSize(SIZES.conversation_row)


class ConversationList(QWidget):
    """Tabs Waiting, Open, Recent over one list; ``picked(id or None)`` when another row becomes current.

    The current row keeps its place when the list is reordered, and stays listed until it is left.
    """

    picked = Signal(object)
    paste_wanted = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._now = world.clock()
        self._quiet = False
        self._fresh = True
        self._below: int | None = None
        self._listing = Listing(world.tasks, "reception.list", self._show_read, world.notices.refuse)
        self.model = ConversationModel(world.reader, world.clock, self)
        self._build()
        self._connect()
        self.reload()

    def _build(self) -> None:
        self.tabs = TabStrip(
            [Tab("waiting", tr("To answer"), 0), Tab("open", tr("In service"), 0), Tab("recent", tr("Recent"))],
            name=tr("Conversation lists"),
        )
        self.view = ConversationView(self.model, tr("Conversations"))
        self.view.setItemDelegate(ConversationDelegate(self._wait, self.view))
        self.empty = EmptyState("messages-square", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._head())
        column.addWidget(self._stack, 1)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(SIZES.m, 3, SIZES.s, 3)
        self._order = label(role="second")
        self.paste = IconButton("clipboard-paste", tr("Paste conversation"), size=16)
        row.addWidget(self._order)
        row.addStretch(1)
        row.addWidget(self.paste)
        return head

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._switch)
        self.paste.clicked.connect(self.paste_wanted)
        self.empty.acted.connect(self.paste_wanted)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self._world.changed.connect(self._changed)

    def scope(self) -> str:
        """The list in front: waiting, open or recent."""
        return self.tabs.current()

    def current(self) -> int | None:
        """The id of the current conversation."""
        return self.view.current_id()

    def select(self, number: int) -> bool:
        """Make a conversation current, in the list in front or else under Recent; False where there is none."""
        if self.model.place_of(number) >= 0:
            return self.view.set_current_id(number)
        # Where it is not among the newest it stands last, and goes to its place once the whole list is read.
        head = conversations.head_with(self._world.reader, number, HEAD)
        if head is None:
            return False
        self.tabs.set_current("recent")
        self._show(head, fresh=True)
        found = self.view.set_current_id(number)
        self._fresh = False
        self._listing.follow(self._ids(), head)
        return found

    def step(self, by: int) -> None:
        """Go ``by`` rows down (or up, if negative), as far as there are rows."""
        row = self.view.currentIndex().row() + by
        if 0 <= row < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row, 0))

    def first_waiting(self) -> None:
        """Go to the buyer who has waited longest."""
        waiting = conversations.snapshot(self._world.reader, "waiting", limit=HEAD)
        if waiting:
            if self.scope() != "waiting":
                self.tabs.set_current("waiting")
                self._show(waiting, fresh=True)
                self._read(fresh=False)
            self.view.set_current_id(waiting[0])

    def tick(self, now: int) -> None:
        """Repaint the waiting times; nothing is read."""
        self._now = now
        if self.isVisible():
            self.view.viewport().update()

    def reload(self) -> None:
        """Read counts and ids of the list in front again, keeping the current row."""
        self._count()
        self._read(fresh=self._fresh)

    def _count(self) -> None:
        counts = badges.badges(self._world.reader)
        self._total = counts.of("conversation.state", "open") + counts.of("conversation.state", "ended")
        waiting, opened = counts.of("conversation.waiting"), counts.of("conversation.state", "open")
        self.tabs.set_counts({"waiting": waiting, "open": opened})

    def _read(self, *, fresh: bool) -> None:
        self._fresh = fresh
        self._listing.read(self._ids(), fresh=fresh)

    def _ids(self) -> Ids:
        return partial(conversations.snapshot, self._world.reader, self.scope())

    def _show_read(self, ids: array[int], whole: bool) -> None:
        """Show the head or the whole; the current row may stand further down than the head."""
        current = self.current()
        self._show(ids, fresh=self._fresh)
        self._fresh = False
        if whole and self._below is not None and self.current() is None:
            self._quiet = True
            self.view.set_current_id(self._below)
            self._quiet = False
        self._below = None if whole else current

    def _show(self, ids: array[int], *, fresh: bool) -> None:
        """Show a snapshot; ``fresh`` is another list, which keeps the current row where it holds it."""
        self._now = self._world.clock()
        current = self.current()
        self._quiet = True
        if fresh:
            self.model.reset_ids(ids)
            self.view.set_current_id(current)
        else:
            self.model.set_ids(kept_in(ids, self.model.ids(), self._still_there(current)))
        self._quiet = False
        self._say()
        if not fresh and self.current() != current:
            self.picked.emit(self.current())

    def _still_there(self, current: int | None) -> int | None:
        """A conversation that was taken back by undo is not kept in the list."""
        gone = current is not None and conversations.one(self._world.reader, current) is None
        return None if gone else current

    def _say(self) -> None:
        scope = self.scope()
        self._order.setText(tr("Longest waiting first") if scope == "waiting" else tr("Newest first"))
        paste = tr("Paste conversation")
        if scope == "waiting" and self._total:
            self.empty.set_state(
                tr("Everyone is answered"), tr("A pasted conversation without an answer stands here."), action=paste
            )
        else:
            self.empty.set_state(
                tr("No conversations yet"),
                tr("Copy a conversation in Qianniu and paste it here; a .txt file works too."),
                action=paste,
            )
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self.empty)

    def _switch(self, _scope: str) -> None:
        self._read(fresh=True)

    def _changed(self, changes: Changes) -> None:
        if not changes.touches(*_WATCHED):
            return
        ids = changes.of("conversation")
        if ids is None or changes.touches("orders", "buyer"):
            self.model.refresh_all()
        else:
            self.model.refresh(ids)
        if changes.touches("conversation"):
            self.reload()

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self._quiet:
            return
        self.picked.emit(self.model.id_at(index) if index.isValid() else None)
        if self.scope() == "waiting":
            # The row just left may go now, but not from inside the selection's own signal.
            QTimer.singleShot(0, self, self.reload)

    def _wait(self, since: int) -> tuple[str, str]:
        return labels.waiting_chip(since, self._now) or ("", "plain")
