"""The tables of refunds: the refund as it stands, and what happened to it."""

from __future__ import annotations

from peewee import IntegerField, TextField

from ticketdesk.store.table_row import Row, blank, nullable, zero


class Refund(Row):
    """A refund or after-sale case of an order; ``state`` and ``kind`` are values of ``domain.refunds``.

    ``due_at`` is the deadline that counts, ``told_due_at`` the platform's own as a file told it at ``told_at``,
    ``file_state`` the state that a file stated last; ``ticket_id`` the ticket it is followed in.
    """

    order_id = IntegerField()
    line_id = nullable()
    number = blank()
    state = blank()
    amount_cents = nullable()
    reason = blank()
    applied_at = nullable()
    due_at = nullable()
    kind = TextField(default="refund_only")
    buyer_id = nullable()
    ticket_id = nullable()
    explanation = blank()
    carrier = blank()
    tracking = blank()
    cs_status = blank()
    file_state = blank()
    told_due_at = nullable()
    told_at = nullable()
    due_from = nullable()
    due_rule = blank()
    ended_at = nullable()
    updated_at = zero()


class RefundEvent(Row):
    """What happened to a refund: ``act`` of ``domain.refunds.RefundAct``, states before and after, SHA-256 of proofs.

    ``at`` is when it was (UTC ms), which may be earlier than when it was noted (the id tells that).
    """

    refund_id = IntegerField()
    act = TextField()
    agent_id = nullable()
    author = blank()
    text = blank()
    before = blank()
    after = blank()
    proofs = blank()
    at = IntegerField()


REFUND_TABLES: tuple[type[Row], ...] = (Refund, RefundEvent)
