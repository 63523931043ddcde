"""The tables of what ties tickets to each other, of their checklists, and of who is called to them."""

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


class TicketMention(Row):
    """An agent who is asked by name in a line; ``at`` and ``done_at`` in UTC ms, open while that is NULL."""

    event_id = IntegerField()
    agent_id = IntegerField()
    at = IntegerField()
    done_at = nullable()


class TicketWatch(Row):
    """An agent who watches a ticket; what happened until ``seen_at`` (UTC ms) is no news to him."""

    ticket_id = IntegerField()
    agent_id = IntegerField()
    seen_at = IntegerField()


class StandIn(Row):
    """``stand_in_id`` stands in for the absent ``agent_id`` from ``from_at`` until ``until_at`` (UTC ms)."""

    agent_id = IntegerField()
    stand_in_id = IntegerField()
    from_at = IntegerField()
    until_at = IntegerField()


TIE_TABLES: tuple[type[Row], ...] = (TicketLink, TicketCheck, TicketMention, TicketWatch, StandIn)
