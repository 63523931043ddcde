"""The tables of what ties tickets to each other, and of their checklists."""

from __future__ import annotations

from peewee import IntegerField, TextField

from ticketdesk.store.table_row import Row, nullable


class TicketLink(Row):
    """Two tickets that belong together: ``kind`` is a ``domain.ticket_ties.LinkKind``, ``at`` UTC ms."""

    kind = TextField()
    from_id = IntegerField()
    to_id = IntegerField()
    at = IntegerField()


class TicketCheck(Row):
    """An item of a ticket's checklist; ``done_at`` (UTC ms) is NULL as long as it is open."""

    ticket_id = IntegerField()
    text = TextField()
    done_at = nullable()
    done_by = nullable()


TIE_TABLES: tuple[type[Row], ...] = (TicketLink, TicketCheck)
