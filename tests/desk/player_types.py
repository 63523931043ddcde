"""Random acts on types of tickets and the values of their fields."""

from __future__ import annotations

import random
from collections.abc import Callable

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.ticket_types import RemoveTicketType, RetireTicketType, SaveTicketType
from ticketdesk.desk.commands.ticket_values import AgreeToRefund, CreateTickets, SetTicketValue
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.ticket_types import FieldKind, OwnField, Required
from ticketdesk.domain.tickets import TicketType
from ticketdesk.store.queries import ticket_types


class TypeDraws:
    """What a player does with types; the player gives the desk, the dice and rows."""

    desk: Desk
    rng: random.Random
    _one: Callable[..., int]
    _some: Callable[..., tuple[int, ...]]
    _text: Callable[[], str]

    def _type_draws(self) -> tuple[Callable[[], Command], ...]:
        return (self._save_type, self._save_type, self._retire, self._remove_type, self._values, self._values,
                self._agree_refund, self._many_tickets)  # fmt: skip

    def _kind(self) -> str:
        own = [each.key for each in ticket_types.forms(self.desk.store.reader) if not each.shipped]
        return self.rng.choice([*own, "invoice", "repair"])

    def _save_type(self) -> Command:
        kinds = self.rng.sample(list(FieldKind), 3)
        fields = tuple(
            OwnField(key=f"k{at}", name=f"字段{at}", kind=kind.value, required=self.rng.choice(list(Required)).value,
                     options=("甲", "乙"))
            for at, kind in enumerate(kinds)
        )  # fmt: skip
        key = self.rng.choice(("", self._kind()))
        return SaveTicketType(type_key=key, type_name=f"类型{self.rng.randrange(10_000)}", form_fields=fields)

    def _retire(self) -> Command:
        return RetireTicketType(type_key=self._kind(), retired=self.rng.random() < 0.6)

    def _remove_type(self) -> Command:
        return RemoveTicketType(type_key=self._kind())

    def _values(self) -> Command:
        ticket = self._one("ticket")
        kind = self.desk.store.reader.rows("SELECT type FROM ticket WHERE id = ?", (ticket,))[0][0]
        form = ticket_types.form(self.desk.store.reader, kind)
        key = self.rng.choice(form.fields).key if form and form.fields else "none"
        return SetTicketValue(ticket_id=ticket, own=((key, self.rng.choice(("", "12", "2026-11-27", "甲", "yes"))),))

    def _agree_refund(self) -> Command:
        ticket, seen = self._one("ticket", "type = 'refund_only'"), self.rng.choice(("", "yes", "no"))
        return AgreeToRefund(ticket_id=ticket, agreed=self.rng.random() < 0.5, seen=seen)

    def _many_tickets(self) -> Command:
        kind = self.rng.choice((TicketType.INVOICE, TicketType.LOGISTICS))
        return CreateTickets(order_ids=self._some("orders", 4), type=kind.value, title=self._text())
