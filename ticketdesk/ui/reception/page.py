"""The reception page: conversations, one talk, and its buyer's orders side by side (reception.png)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ticketdesk.store.queries import conversations
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.orders.sidebar import OrderSidebar
from ticketdesk.ui.override import override
from ticketdesk.ui.phrases import open_phrases
from ticketdesk.ui.reception.acts.deeds import TalkDeeds
from ticketdesk.ui.reception.chat_panel import ChatPanel
from ticketdesk.ui.reception.conversation_list import ConversationList
from ticketdesk.ui.reception.outlet import Outlet
from ticketdesk.ui.reception.pane_acts import routed
from ticketdesk.ui.reception.panes import Panes
from ticketdesk.ui.reception.paste_dialog import PasteDialog
from ticketdesk.ui.reception.phrase_acts import PhraseActs
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.toast import Ground
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.pictures import Source

_REST_MS: Final = 40
_STEP_MS: Final = 100
"""Conversations that follow each other quicker are stepped over by a key held down, not looked at."""


class ReceptionPage(QWidget):
    """Composes list, chat and sidebar, and routes between them.

    ``outlet`` is the channel that takes replies (``channels.transcript.TranscriptChannel``); without one they are
    copied to the clipboard. ``chat`` is a panel that was made a turn before, since all at once would hold
    the window; `begin` is then left to a turn after.
    """

    def __init__(self, world: World, outlet: Outlet | None = None, chat: ChatPanel | None = None) -> None:
        super().__init__()
        self._world = world
        self.list = ConversationList(world)
        self.chat = chat or ChatPanel(world, outlet)
        self.sidebar = OrderSidebar(world)
        self.panes = Panes(world, self.chat, outlet, aside=self.sidebar)
        self.loose = (self.panes, self.sidebar)  # parts of them can go before the page does
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.list, self.panes, self.sidebar):
            self.splitter.addWidget(part)
        self._stale = self._follows = False
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._stepped = QElapsedTimer()
        self._arrange()
        self.deeds = TalkDeeds(world, self)
        self.deeds.attach(self.chat)
        self._actions = self._make_actions()
        self.phrase_acts = PhraseActs(world, self, self.panes.active)
        self._connect()
        self.setFocusProxy(self.list.view)
        if chat is None:
            self.begin()

    def begin(self) -> None:
        """Open the first conversation."""
        self.list.rows.open_first(self.list.chosen())
        self._show_orders()

    def _arrange(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for place, share in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(place, share)
        self.splitter.setSizes([SIZES.left_list, 1440 - SIZES.rail - SIZES.left_list - SIZES.sidebar, SIZES.sidebar])
        self.list.setMinimumWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)

    def _make_actions(self) -> list[QAction]:
        slots: dict[str, Callable[[], object]] = {
            "next_talk": self._next,
            "previous_talk": partial(self.list.step, -1),
            **self.list.acts(),
            "mark_pasted": self.chat.mark_pasted,
            "write_reply": self._write,
            "reply_now": self.chat.hands.leave_newest,
            **self.chat.composer.acts(),
            **self.deeds.slots(),
            **self.chat.tools.slots(),
        }
        return page_actions(self, self._world.keymap, {**routed(self.panes, slots), **self.panes.acts()})

    def _connect(self) -> None:
        self.list.picked.connect(self._picked)
        self._resting.timeout.connect(self._show_orders)
        self.panes.turned.connect(self._show_orders)
        self.panes.left_free.connect(self._next)
        self.panes.added.connect(self.deeds.attach)
        self.list.view.opened.connect(self._write)
        self.list.paste_wanted.connect(self.paste_conversation)
        self.chat.paste_wanted.connect(self.paste_conversation)
        self.chat.file_dropped.connect(self.open_transcript)
        self.chat.manage_wanted.connect(self.manage_phrases)

    def dressed_parts(self) -> list[QWidget]:
        """What wears the style sheet, each on its own: four panes at once would hold the window.

        What is seldom seen puts it on when it is shown: each that wears it keeps 0.3 MB.
        """
        seldom = [part for part in (self.chat.reminders, self.panes.opener) if not part.isHidden()]
        return [self.list, *self.panes.panels(), *seldom, self.sidebar]

    @override
    def actions(self) -> list[QAction]:
        """The acts of this page with their keys."""
        return list(self._actions)

    def open_place(self, place: Place) -> None:
        """Open a conversation, one of its messages (marked current), or the newest conversation of a buyer; write a
        phrase into the reply that is worked on, or words into that of a conversation."""
        if place.kind == "phrase":
            self.phrase_acts.put(place.id)
        elif place.kind == "message":
            found = conversations.conversation_of_message(self._world.reader, place.id)
            if found is not None and self.list.select(found):
                self.chat.show_conversation(found, place.id)
                self.chat.talk.view.setFocus()
        elif place.kind == "words":
            from ticketdesk.ui.reception.chat.reply_ways import take_handed

            self.open_place(Place("conversation", place.id))
            take_handed(self._world, self.panes.active().composer, place.id)
        elif place.kind in ("conversation", "buyer"):
            found = place.id if place.kind == "conversation" else conversations.of_buyer(self._world.reader, place.id)
            if found is not None and self.list.select(found):
                next_turn(self, self._show_orders)
                self._write()
            elif place.kind == "buyer":
                self._leave_for(place.id)

    def tick(self, now: int) -> None:
        """Renew waiting times and deadlines as of ``now`` (UTC ms)."""
        self.list.tick(now)
        self.panes.tick(now)
        if hasattr(self.sidebar, "tick"):
            self.sidebar.tick(now)

    def toast_ground(self) -> Ground:
        """Over the oldest lines in sight: the newest, the outbox and the reply stay free.

        Where no talk is shown yet it is the list, since the reply may come to stand anywhere in the middle; and where
        something stands open over the talk.
        """
        talk = self.chat.talk
        free = talk.isVisible() and not self.chat.composer.extras.is_open()
        return Ground(talk.view, "top") if free else Ground(self.list)

    def new_ticket(self) -> bool:
        """Ask for a ticket that starts from the conversation shown; False where none is."""
        if self.panes.active().conversation() is None:
            return False
        self.panes.active().new_ticket()
        return True

    def picture_place(self) -> tuple[str, Callable[[list[Source]], object]] | None:
        """Return where a captured picture goes from here: the reply being written."""
        if self.panes.active().conversation() is None:
            return None
        return tr("Into the reply"), self.panes.active().composer.add_pictures

    def paste_conversation(self) -> None:
        """Open the dialog that takes in a copied conversation."""
        self._open_paste()

    def open_transcript(self, path: str) -> None:
        """Open that dialog with a .txt file."""
        self._open_paste().read_file(path)

    def _open_paste(self) -> PasteDialog:
        dialog = PasteDialog(self._world, self)
        dialog.received.connect(self._received)
        dialog.open()
        return dialog

    def manage_phrases(self) -> None:
        """Open the phrases of the shop."""
        open_phrases(self._world, self)

    def _picked(self, conversation_id: int | None) -> None:
        self.panes.show_conversation(conversation_id)
        # Cards of orders take longer than a chat: they come right after it, but beside an arrow key held down (or while
        # the page is hidden) once it rests.
        self._stale = True
        held = self._stepped.isValid() and self._stepped.elapsed() < _STEP_MS
        self._stepped.start()
        self._follows = not held
        if self.isVisible():
            self._resting.start(_REST_MS)
            if self._follows:
                self.chat.after.do(self._follow_chat)

    def _follow_chat(self) -> None:
        """The chat stands painted: its orders come now, unless another step was taken meanwhile or the page left."""
        if self._follows and self._resting.isActive():
            self._show_orders()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            next_turn(self, self._show_orders)  # beside the layout of the page it would hold the window

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._resting.stop()

    def _show_orders(self) -> None:
        self._resting.stop()
        self._stale = False
        row = self.panes.active().conversation()
        self.sidebar.show_buyer(row.buyer_id if row is not None else None)

    def _leave_for(self, buyer_id: int) -> None:
        """A buyer who never wrote: only his orders can be shown."""
        self.list.view.set_current_id(None)
        self.chat.show_conversation(None)
        self._resting.stop()
        self._stale = False
        self.sidebar.show_buyer(buyer_id)

    def _received(self, conversation_id: int) -> None:
        self.open_place(Place("conversation", conversation_id))

    def _write(self, _number: object = None) -> None:
        self.chat.composer.edit.setFocus()

    def _next(self) -> None:
        self.list.step(1)
