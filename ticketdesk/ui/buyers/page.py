"""The buyers page: the list at the left, profile and timeline of the current buyer at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import buyer_profile, buyers
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.buyers.buyer_list import BuyerList
from ticketdesk.ui.buyers.note_dialog import NoteDialog
from ticketdesk.ui.buyers.profile_card import ProfileCard
from ticketdesk.ui.buyers.timeline import BuyerTimeline
from ticketdesk.ui.override import override
from ticketdesk.ui.slices import paint_in_turns
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.turns import Turn, next_turn
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.toast import Ground
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

_REST_MS: Final = 40
_OF_A_BUYER: Final = ("buyer", "conversation", "message", "orders", "ticket", "ticket_event", "remark", "refund",
                      "shipment")  # fmt: skip


class BuyersPage(QWidget):
    """Shows whom the shop deals with; everything follows the changes of the store."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._buyer: int | None = None
        self._stale = False
        self._following = Turn(self, self._catch_up)
        self.setAccessibleName(tr("Buyers"))
        self.list = BuyerList(world)
        self.profile = ProfileCard(world)
        self.timeline = BuyerTimeline(world)
        self.nobody = EmptyState("users", tr("No buyer chosen"), tr("Choose one to see everything that passed."))
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._rested = Turn(self, self._show_rested)  # of a timer's turn nobody knows what else comes in it
        self._resting.timeout.connect(self._rested.start)
        self._build()
        self._connect()
        self._acts = page_actions(self, world.keymap, {"filter_buyers": self.list.reach})

    def open_place(self, place: Place) -> None:
        """Show one buyer, or (kind "buyers") the page as it is."""
        if place.kind == "buyer" and place.id:
            self.list.show_buyer(place.id)
            self._buyer = place.id
            self._show()
            if self._buyer is None:
                self._world.notices.say(tr("This buyer is no longer there; what made it may have been taken back."))
            self.list.table.setFocus()

    def new_ticket(self) -> bool:
        """Ask for a ticket for the current buyer; False where there is none."""
        seed = self.profile.seed() if self._buyer is not None else None
        if seed is not None:
            self._world.new_ticket.emit(seed)
        return seed is not None

    def panels(self) -> list[QWidget]:
        """The parts F6 goes round."""
        parts = [self.list.field, self.list.table, self.profile, self.timeline]
        return [part for part in parts if part.isVisible()]

    def toast_ground(self) -> Ground:
        """Over the list's end: the profile and its acts stay free."""
        return Ground(self.list)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.catch_up()
        if self._stale:
            next_turn(self, self._show)  # beside the layout of the page it would hold the window

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._resting.stop()
        self._rested.stop()

    def _build(self) -> None:
        whole = QWidget()
        inner = QVBoxLayout(whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.profile)
        inner.addWidget(Divider())
        inner.addWidget(self.timeline, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nobody)
        self._stack.addWidget(whole)
        right = Strip("surface")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.list.setMinimumWidth(340)
        right.setMinimumWidth(400)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.list, right):
            self.splitter.addWidget(part)
        self.splitter.setSizes([600, 700])
        self.splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def _connect(self) -> None:
        self.list.picked.connect(self._pick)
        self.list.opened.connect(self._enter)
        self.profile.note_asked.connect(self._edit_note)
        self.timeline.opened.connect(self._world.go)
        self._world.changed.connect(self._follow)
        self._world.session_changed.connect(self.profile.cover)

    def _pick(self, buyer_id: int | None) -> None:
        """Arrow keys may run through the list: the profile waits until they rest."""
        if buyer_id is not None and buyer_id != self._buyer:
            self._buyer = buyer_id
            self._stale = True
            if self.isVisible():
                self._resting.start()

    def _enter(self, buyer_id: int) -> None:
        self._buyer = buyer_id
        self._show()
        self.timeline.table.setFocus()

    def _show_rested(self) -> None:
        if self._stale:
            self._show()

    def _show(self) -> None:
        """Show the current buyer as the store has it now."""
        self._resting.stop()
        self._stale = False
        found = buyer_profile.profile(self._world.reader, self._buyer) if self._buyer is not None else None
        if found is None:
            self._buyer = None
            self._stack.setCurrentWidget(self.nobody)
            return
        self.profile.show_profile(found)
        self.timeline.show_buyer(found.row.id)
        self._stack.setCurrentIndex(1)
        paint_in_turns(self, [self.profile, self.timeline])  # not beside the row that was chosen

    def _follow(self, changes: Changes) -> None:
        self.list.follow(changes)
        if self._buyer is None or not changes.touches(*_OF_A_BUYER):
            return
        self._following.start()  # the list has its turn first

    def _catch_up(self) -> None:
        """Show what has changed of the buyer."""
        if not self.isVisible():
            self._stale = True
            return
        if self._buyer is None:
            return
        found = buyer_profile.profile(self._world.reader, self._buyer)
        if found is None:
            self._show()
            return
        self.profile.show_profile(found)
        next_turn(self.timeline, self.timeline.refresh)  # each takes 10 ms

    def _edit_note(self) -> None:
        row = buyers.buyer(self._world.reader, self._buyer) if self._buyer is not None else None
        if row is not None:
            NoteDialog(self._world, row, self).open()
