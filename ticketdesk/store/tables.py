"""The tables of a shop, as Peewee classes that are bound to no database.

Queries are executed with the database as an argument (``Ticket.insert(...).execute(db)``), so that two stores can be
open in one process. Moments are UTC milliseconds, money is integer cents, ``deleted`` is 0 or the act that laid the
tombstone, ``version`` counts the writes of a row.
"""

from __future__ import annotations

from typing import Any

from peewee import IntegerField, Model, TextField


def _text() -> Any:
    return TextField(default="")


def _number() -> Any:
    return IntegerField(default=0)


def _optional() -> Any:
    return IntegerField(null=True)


class Row(Model):
    """What every table of the trade has."""

    id = IntegerField(primary_key=True)
    version = IntegerField(default=1)
    deleted = IntegerField(default=0)

    class Meta:
        strict_tables = True
        legacy_table_names = False


class Shop(Row):
    """The one shop of this store."""

    name = TextField()
    platform = _text()
    created_at = _number()


class Role(Row):
    """A role and its permissions (a JSON list of ``domain.permissions.Permission`` values)."""

    key = TextField()
    name = TextField()
    permissions = TextField(default="[]")


class Agent(Row):
    """A person who serves buyers; ``account`` is the platform sub-account (shop:name), ``enabled`` 0 or 1."""

    name = TextField()
    role_id = IntegerField()
    account = _text()
    state = TextField(default="online")
    created_at = _number()
    enabled = IntegerField(default=1)


class Buyer(Row):
    """A buyer, known by the platform nickname."""

    nick = TextField()
    name = _text()
    phone = _text()
    region = _text()
    note = _text()
    last_seen_at = _number()


class Conversation(Row):
    """One buyer's talk over one channel; ``waiting_since`` is the moment of the oldest unanswered message."""

    buyer_id = IntegerField()
    channel = TextField()
    agent_id = _optional()
    state = TextField(default="open")
    waiting_since = _optional()
    last_at = _number()
    last_message_id = _optional()
    last_text = _text()
    last_side = _text()
    first_response_ms = _optional()
    ended_at = _optional()


class Message(Row):
    """One thing said. ``side`` in|out|system, ``kind`` text|picture|order|system, ``state`` received|outbox|sent.

    ``data`` is JSON for a system line (a flag set, a remark written), so that its words are made on screen.
    """

    conversation_id = IntegerField()
    side = TextField()
    kind = TextField(default="text")
    sender = _text()
    agent_id = _optional()
    text = _text()
    sent_at = IntegerField()
    state = TextField(default="received")
    attachment_id = _optional()
    order_id = _optional()
    source = TextField(default="desk")
    read = _number()
    data = _text()


class Attachment(Row):
    """A file stored under its SHA-256; belongs to a message (which names it) or to a ticket's event."""

    sha256 = TextField()
    name = _text()
    media_type = _text()
    size = _number()
    width = _number()
    height = _number()
    created_at = _number()
    ticket_id = _optional()
    event_id = _optional()


class Order(Row):
    """One platform order. ``edited`` is a JSON object {field: the file's value} of what agents changed here."""

    number = TextField()
    number_reversed = TextField()
    platform = TextField(default="taobao")
    buyer_id = _optional()
    buyer_nick = _text()
    state = _text()
    state_source = _text()
    flag = _number()
    created_at = _optional()
    paid_at = _optional()
    shipped_at = _optional()
    finished_at = _optional()
    due_at = _optional()
    goods_cents = _optional()
    postage_cents = _optional()
    total_cents = _optional()
    paid_cents = _optional()
    refund_cents = _optional()
    settled_cents = _optional()
    currency = TextField(default="CNY")
    receiver = _text()
    phone = _text()
    mobile = _text()
    address = _text()
    shipping_method = _text()
    titles = _text()
    kinds = _optional()
    pieces = _optional()
    carrier = _text()
    tracking = _text()
    buyer_message = _text()
    payment_number = _text()
    payment_detail = _text()
    shop_name = _text()
    close_reason = _text()
    invoice_title = _text()
    extra = TextField(default="{}")
    edited = TextField(default="{}")
    last_remark = _text()
    last_remark_by = _text()
    last_remark_at = _optional()
    sort_at = _number()

    class Meta:
        table_name = "orders"


class OrderLine(Row):
    """One item of an order."""

    order_id = IntegerField()
    position = IntegerField()
    sub_number = _text()
    title = _text()
    attributes = _text()
    price_cents = _optional()
    quantity = _optional()
    outer_code = _text()
    merchant_code = _text()
    package = _text()
    remark = _text()
    state = _text()
    payable_cents = _optional()
    paid_cents = _optional()
    refund_state = _text()
    refund_cents = _optional()


class Refund(Row):
    """A refund or after-sale case of an order."""

    order_id = IntegerField()
    line_id = _optional()
    number = _text()
    state = _text()
    amount_cents = _optional()
    reason = _text()
    applied_at = _optional()
    due_at = _optional()


class Shipment(Row):
    """A parcel of an order."""

    order_id = IntegerField()
    carrier = _text()
    tracking = _text()
    shipped_at = _optional()


class Remark(Row):
    """A remark on an order, append-only; ``source`` is desk or file, ``flag`` the flag set with it (or NULL)."""

    order_id = IntegerField()
    agent_id = _optional()
    author = _text()
    text = TextField()
    flag = _optional()
    at = IntegerField()
    source = TextField(default="desk")


class Ticket(Row):
    """A ticket; ``number`` comes from a counter row in the same transaction and is never reused."""

    number = TextField()
    title = TextField()
    type = TextField()
    state = TextField()
    priority = IntegerField(default=2)
    buyer_id = _optional()
    order_id = _optional()
    conversation_id = _optional()
    assignee_id = _optional()
    creator_id = _optional()
    contact = _text()
    product = _text()
    description = _text()
    demand = _text()
    opened_at = IntegerField()
    due_at = _optional()
    due_rule = _text()
    closed_at = _optional()
    updated_at = IntegerField()


class TicketEvent(Row):
    """What happened to a ticket: created, reply, note, state, type, priority, transferred, cancelled, reopened."""

    ticket_id = IntegerField()
    kind = TextField()
    agent_id = _optional()
    author = _text()
    text = _text()
    before = _text()
    after = _text()
    at = IntegerField()


class Phrase(Row):
    """A canned phrase; codes may repeat or be empty (Qianniu allows both)."""

    code = _text()
    text = TextField()
    grouping = _text()
    initials = _text()
    sort = _number()


class Setting(Row):
    """A setting that travels with the shop."""

    key = TextField()
    value = _text()


# Foreign keys point up in this order; journal, counters and comparison go through it.
TABLES: tuple[type[Row], ...] = (
    Shop, Role, Agent, Buyer, Conversation, Attachment, Order, Message, OrderLine, Refund, Shipment, Remark, Ticket,
    TicketEvent, Phrase, Setting,
)  # fmt: skip
