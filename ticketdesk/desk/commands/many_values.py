"""The agent fills one own field of many tickets at once, or empties it; one undo takes all of it back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ticketdesk.desk.command import BulkCommand, Context, Scope
from ticketdesk.desk.commands.ticket_opening import form_of
from ticketdesk.desk.commands.ticket_values import SetTicketValue
from ticketdesk.desk.tally import Changed, Tally
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.ticket_types import TicketForm
from ticketdesk.domain.tickets import MOST_TICKETS
from ticketdesk.store.writers import tickets

_ROWS_EACH = 3  # the value, its line, and what the ids of a picture take besides


class _Filling(NamedTuple):
    """The act on one ticket with its type, so that this is read once."""

    command: SetTicketValue
    form: TicketForm

    def run(self, context: Context) -> int:
        """Fill the field."""
        return self.command.fill(context, self.command.ticket_id, self.form)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetManyValues(BulkCommand):
    """The agent fills the field of this name and kind in each ticket whose type has it; the others are told.

    ``own`` is the text as it is typed ("" empties the field), ``proofs`` are the pictures of a field of screenshots.
    The agreement to a refund is none of these fields: it asks for a password at each ticket.
    """

    ticket_ids: tuple[int, ...]
    field: str
    field_kind: str
    own: str = ""
    proofs: tuple[FileRef, ...] = ()
    tally: Tally = dataclasses.field(default_factory=Tally, init=False, repr=False, compare=False)
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_ids")
    fields: ClassVar[frozenset[str] | None] = SetTicketValue.fields
    secret: ClassVar[frozenset[str]] = frozenset({"ticket_ids", "tally"})
    backed: ClassVar[bool] = False

    @property
    def block(self) -> int:
        """A value and a line for each ticket, and a row for each picture."""
        return 256 + len(self.ticket_ids) * (_ROWS_EACH + len(self.proofs))

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Fill one after the other; DeskErrors of ``Tally.each``."""

        def filled(ticket: int) -> _Filling:
            # Asked for each: between two chunks the shop may edit a type.
            form = form_of(context.tx, tickets.current(context.tx, ticket).type)
            return _Filling(self._command(ticket, form), form)

        yield from self.tally.each(context, self.ticket_ids, filled, MOST_TICKETS)

    def outcome(self) -> Changed:
        """Return how many were changed and which were refused."""
        return self.tally.told()

    def _command(self, ticket: int, form: TicketForm) -> SetTicketValue:
        """DeskError ``type_lacks_field`` for a ticket of a type that has no such field."""
        found = form.alike(self.field, self.field_kind)
        if found is None:
            raise DeskError("type_lacks_field", type=form.name, field=self.field)
        if self.proofs:
            proofs = tuple((found.key, file) for file in self.proofs)
            return SetTicketValue(ticket_id=ticket, proofs=proofs)
        return SetTicketValue(ticket_id=ticket, own=((found.key, self.own),))
