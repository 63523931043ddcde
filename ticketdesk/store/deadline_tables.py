"""The tables of a ticket's deadlines: what started them, moments that were set, lapses that were recorded; and the
shop's packs of rules."""

from __future__ import annotations

from peewee import IntegerField, TextField

from ticketdesk.store.table_row import Row, blank, nullable


class TicketStart(Row):
    """An event of ``domain.rules.values.Event`` that starts a clock or ends it in time (UTC ms)."""

    ticket_id = IntegerField()
    event = TextField()
    noted_at = IntegerField()
    corrected_at = nullable()
    agent_id = nullable()


class TicketTerm(Row):
    """A moment that was set: ``kind`` agreed|imported, ``rule`` whose end it is ("": of the step that ran then)."""

    ticket_id = IntegerField()
    kind = TextField()
    rule = blank()
    due_at = IntegerField()
    told_at = IntegerField()
    agent_id = nullable()


class TicketLapse(Row):
    """A lapse that the desk recorded; ``nth`` counts the steps by the same rule from 1, ``carried_out`` 0 or 1."""

    ticket_id = IntegerField()
    rule = TextField()
    nth = IntegerField()
    start_at = IntegerField()
    due_at = IntegerField()
    at = IntegerField()
    carried_out = IntegerField(default=0)


class RulePack(Row):
    """A pack of rules that the shop took in: its version, its TOML, and since when tickets begin under it (UTC ms)."""

    name = TextField()
    body = TextField()
    from_at = IntegerField()


DEADLINE_TABLES: tuple[type[Row], ...] = (TicketStart, TicketTerm, TicketLapse, RulePack)
