"""The tables of the types of tickets: what the shop edited, and the values of their fields."""

from __future__ import annotations

from peewee import IntegerField, TextField

from ticketdesk.store.table_row import Row, blank, nullable, zero


class TicketForm(Row):
    """A type as the shop edited it; ``fields``, ``checklist`` and ``rules`` are JSON lists, ``retired`` 0 or 1."""

    key = TextField()
    name = TextField()
    icon = blank()
    fields = TextField(default="[]")
    checklist = TextField(default="[]")
    rules = TextField(default="[]")
    priority = IntegerField(default=2)
    assignee_id = nullable()
    retired = zero()
    group_id = nullable()


class TicketValue(Row):
    """The value of a field of a ticket, as ``domain.ticket_values`` keeps it; ``kind`` is that of its writing."""

    ticket_id = IntegerField()
    field = TextField()
    kind = TextField()
    value = blank()


TYPE_TABLES: tuple[type[Row], ...] = (TicketForm,)
VALUE_TABLES: tuple[type[Row], ...] = (TicketValue,)
