"""Random acts on many tickets at once: every change there is, words to their buyers, a field of their types."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.desk.builders import Clock
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets, ReplyOnManyTickets
from ticketdesk.desk.commands.many_values import SetManyValues
from ticketdesk.desk.commands.talk import Override
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.ticket_types import shared_fields
from ticketdesk.domain.tickets import TransferReason
from ticketdesk.store.queries import ticket_types

# The reason of the only ticket is the reason of the whole act.
MANY_REFUSALS = frozenset(
    {"tickets_same", "tickets_refused", "ticket_no_talk", "variables_unknown", "type_lacks_field", "deadline_none",
     "rule_not_agreeable", "ticket_not_ended", "ticket_move_forbidden"}
)  # fmt: skip
_TYPED = ("", "12", "12.50", "2026-11-27", "甲", "yes", "SF12345678", "Quality problem", "虎口")


class ManyDraws:
    """A part of ``Player``; the player gives the desk, the clock, the dice and rows."""

    desk: Desk
    clock: Clock
    rng: random.Random
    _one: Callable[..., int]
    _some: Callable[..., tuple[int, ...]]
    _text: Callable[[], str]

    def _many_draws(self) -> tuple[Callable[[], Command], ...]:
        return self._change_many, self._change_many, self._reply_many, self._value_many, self._value_many

    def _change_many(self) -> Command:
        until = self.clock.now + self.rng.randrange(600_000, 10**9)
        change, more = self.rng.choice([
            ("state", {"value": self.rng.choice(("in_progress", "waiting_buyer", "waiting_colleague", "done"))}),
            ("type", {"value": self.rng.choice(("complaint", "exchange", "repair", "refund_only"))}),
            ("priority", {"value": self.rng.choice("123")}),
            ("transfer", {"assignee_id": self._one("agent"), "value": self.rng.choice(list(TransferReason)).value}),
            ("suspend", {"until": until, "reason": "等仓库"}),
            ("cancel", {"reason": self._text()}),
            ("reopen", {"reason": self._text()}),
            ("due", {"until": until}),
            ("watch", {"assignee_id": self._one("agent")}),
            ("unwatch", {"assignee_id": self._one("agent")}),
        ])  # fmt: skip
        return ChangeManyTickets(ticket_ids=self._some("ticket", 9), change=change, **more)

    def _reply_many(self) -> Command:
        rule = self.rng.choice((("contact.wechat", "加我微信 abc12345"), ("dont.harsh", "不知道")))
        against = (Override(rule[0], "买家要求"),) if self.rng.random() < 0.5 else ()
        text = f"{rule[1] if against else ''}{{买家}} {self._text()}"
        return ReplyOnManyTickets(ticket_ids=self._some("ticket", 6), text=text, overrides=against)

    def _value_many(self) -> Command:
        """A field that the type of the first ticket has, or those of all have."""
        ids, reader = self._some("ticket", 6), self.desk.store.reader
        of = ids if self.rng.random() < 0.5 else ids[:1]
        forms = [form for key in ticket_types.types_of(reader, of) if (form := ticket_types.form(reader, key))]
        fields = [each for each in shared_fields(forms) if each.kind != "screenshot"]
        name, kind = ((found := self.rng.choice(fields)).name, found.kind) if fields else ("none", "text")
        return SetManyValues(ticket_ids=ids, field=name, field_kind=kind, own=self.rng.choice(_TYPED))
