"""The shop's types of tickets as the screens have them: read once, and again when somebody edited one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketdesk.store.reader import Reader

if TYPE_CHECKING:
    from ticketdesk.domain.query.fields import Vocabulary
    from ticketdesk.domain.ticket_types import TicketForms


class TypeBook:
    """`forms` and the `vocabulary` of the search language, each read when it is first asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._forms: TicketForms | None = None
        self._vocabulary: Vocabulary | None = None

    @property
    def forms(self) -> TicketForms:
        """The types as the shop has them."""
        if self._forms is None:
            from ticketdesk.store.queries.ticket_types import forms  # what the start does not need

            self._forms = forms(self._reader)
        return self._forms

    @property
    def vocabulary(self) -> Vocabulary:
        """What the search language of tickets knows, the shop's own types too."""
        if self._vocabulary is None:
            from ticketdesk.domain.query.own_types import vocabulary

            self._vocabulary = vocabulary(self.forms)
        return self._vocabulary
