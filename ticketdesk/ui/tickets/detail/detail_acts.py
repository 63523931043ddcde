"""Acts on the ticket shown that have dialogs of their own: merge, split, link, take out, and how it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.ticket_ties import CheckRow, LinkRow
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import message_box, one_line
from ticketdesk.ui.tickets.detail.own_acts import open_child, open_words
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.ticket_types import shown

if TYPE_CHECKING:
    from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel

_NAMED = 5


class DetailActs(QObject):
    """Gives the panel its actions, and its menu their lines; the dialogs are read when one is opened."""

    def __init__(self, world: World, panel: DetailPanel, shown: Callable[[], TicketDetail | None]) -> None:
        super().__init__(panel)
        self._world, self._panel, self._detail = world, panel, shown
        slots: dict[str, Callable[[], object]] = {
            "ticket_words": partial(open_words, world, shown, panel),
            "merge_tickets": self.merge,
            "split_ticket": self.split,
            "link_tickets": self.link,
            "child_ticket": partial(open_child, world, shown),
            "ticket_as_of": self.show_past,
        }
        self.actions = page_actions(panel, world.keymap, slots)
        panel.ties.take_out_asked.connect(self.take_out)
        panel.ties.menu.aboutToShow.connect(self._offer)

    def merge(self) -> None:
        """Ask which tickets become one with this."""
        from ticketdesk.ui.tickets.acts.tie_dialogs import MergeDialog

        detail = self._detail()
        if detail is not None and self._may():
            MergeDialog(self._world, detail.row, self._panel).open()

    def link(self) -> None:
        """Ask which ticket this one belongs to."""
        from ticketdesk.ui.tickets.acts.tie_dialogs import LinkDialog

        detail = self._detail()
        if detail is not None and self._may():
            LinkDialog(self._world, detail.row, self._panel).open()

    def split(self) -> None:
        """Ask what of this ticket becomes one of its own."""
        from ticketdesk.ui.tickets.acts.move_dialogs import SplitDialog

        detail = self._detail()
        if detail is not None and self._may():
            SplitDialog(self._world, detail, self._panel).open()

    def take_out(self, link: LinkRow) -> None:
        """Ask what goes along with a merged ticket that is taken out."""
        from ticketdesk.ui.tickets.acts.move_dialogs import TakeOutDialog

        TakeOutDialog(self._world, link, self._panel).open()

    def show_past(self) -> None:
        """Show how the ticket was."""
        from ticketdesk.ui.tickets.detail.past_dialog import PastDialog

        detail = self._detail()
        if detail is not None:
            PastDialog(self._world, detail.row, self._panel).open()

    def before_completion(self, go: Callable[[], None]) -> None:
        """Do what completes the ticket; where items of its checklist are open, ask first."""
        detail = self._detail()
        left = [item for item in detail.checks if item.done_at is None] if detail is not None else []
        ask_open_items(self._panel, left, go) if left else go()

    def _may(self) -> bool:
        """Say why not, where the agent may not."""
        why = refusal(self._world, Permission.TICKET_HANDLE)
        if why:
            self._world.notices.say(why)
        return not why

    def _offer(self) -> None:
        """Lines of their own, since an action's own line calls the key Enter by Qt's word."""
        menu, detail = self._panel.ties.menu, self._detail()
        menu.clear()
        merged = detail is not None and detail.merged_into is not None
        for action in self.actions:
            keys = self._world.keymap.shown(action.objectName())
            line = menu.addAction(f"{action.text()}\t{keys}" if keys else action.text())
            line.setEnabled(action.objectName() == "ticket_as_of" or not merged)
            line.triggered.connect(action.trigger)


def ask_open_items(parent: QWidget, left: Sequence[CheckRow], go: Callable[[], None]) -> None:
    """Warn that items of the checklist are open; ``go`` completes the ticket all the same."""
    names = [f"· {one_line(shown(item.text), 60)}" for item in left[:_NAMED]]
    more = ["…"] if len(left) > _NAMED else []
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Cancel
    title = trn(len(left), "The checklist has {0} open item", "The checklist has {0} open items")
    box = message_box(parent, title, "\n".join([title, *names, *more]), icon=QMessageBox.Icon.Warning, buttons=yes | no)
    box.setAccessibleName(title)
    box.button(yes).setText(tr("Complete all the same"))
    box.button(no).setText(tr("Back"))
    box.setDefaultButton(no)
    box.accepted.connect(partial(go))
