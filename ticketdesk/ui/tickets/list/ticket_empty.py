"""What the ticket list says without tickets: what its view is about, or how a search finds more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.kept_views import SAVED
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.tickets.list.ticket_source import Wanted
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.words import tr


class TicketEmpty(EmptyState):
    """``new_wanted()`` without a search, else ``cleared()`` or ``everywhere(Query)``."""

    new_wanted = Signal()
    cleared = Signal()
    everywhere = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("ticket-check", "", parent=parent)
        self._asked = Wanted()
        self.acted.connect(self._help)

    def say(self, asked: Wanted) -> None:
        """Say why ``asked`` holds nothing."""
        self._asked = asked
        if not asked.query.terms:
            title, text = ticket_views.empty_words(asked.key)
            self.set_state(title, text, action=tr("New ticket"), icon="ticket-check")
            return
        text = tr("Remove a condition.") if self._whole else tr("Remove a condition, or search in all tickets.")
        action = tr("Remove all conditions") if self._whole else tr("Search in all tickets")
        self.set_state(tr("No ticket matches"), text, action=action, icon="search")

    @property
    def _whole(self) -> bool:
        """Whether all tickets are searched already."""
        return self._asked.key == "all" or self._asked.key.startswith(SAVED)

    def _help(self) -> None:
        if not self._asked.query.terms:
            self.new_wanted.emit()
        elif self._whole:
            self.cleared.emit()
        else:
            self.everywhere.emit(self._asked.query)
