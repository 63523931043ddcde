"""The tables of a shop, as Peewee classes that are bound to no database.

Queries are executed with the database as an argument (``Ticket.insert(...).execute(db)``), so that two stores can be
open in one process. Moments are UTC milliseconds, money is integer cents, ``deleted`` is 0 or the act that laid the
tombstone, ``version`` counts the writes of a row.
"""

from __future__ import annotations

from peewee import IntegerField, TextField

from ticketdesk.store.buyer_tables import BUYER_TABLES
from ticketdesk.store.deadline_tables import DEADLINE_TABLES
from ticketdesk.store.order_tables import Order as Order
from ticketdesk.store.reception_tables import RECEPTION_TABLES, AgentGroup, AgentGroupMember, BuyerTag
from ticketdesk.store.reception_tables import Phrase as Phrase
from ticketdesk.store.refund_tables import REFUND_TABLES
from ticketdesk.store.table_row import Row as Row
from ticketdesk.store.table_row import blank, nullable, zero
from ticketdesk.store.ticket_tables import TIE_TABLES
from ticketdesk.store.ticket_type_tables import TYPE_TABLES, VALUE_TABLES
from ticketdesk.store.view_tables import VIEW_TABLES


class Shop(Row):
    """The one shop of this store."""

    name = TextField()
    platform = blank()
    created_at = zero()


class Role(Row):
    """A role and its permissions (a JSON list of ``domain.permissions.Permission`` values)."""

    key = TextField()
    name = TextField()
    permissions = TextField(default="[]")


class Agent(Row):
    """A person who serves buyers; ``account`` is the platform sub-account (shop:name), ``enabled`` 0 or 1.

    ``state`` online|suspended|offline, ``state_at`` since when (0: never changed)."""

    name = TextField()
    role_id = IntegerField()
    account = blank()
    state = TextField(default="online")
    created_at = zero()
    enabled = IntegerField(default=1)
    state_at = zero()


class Buyer(Row):
    """A buyer, known by the platform nickname; ``blocked_at`` since when nothing of theirs is heard (or NULL).

    ``level`` is the shop's or the platform's own word, ``membership`` one of ``domain.buyers.Membership`` or ""."""

    nick = TextField()
    name = blank()
    phone = blank()
    region = blank()
    note = blank()
    last_seen_at = zero()
    blocked_at = nullable()
    block_reason = blank()
    level = blank()
    membership = blank()


class Conversation(Row):
    """One buyer's talk over one channel; ``waiting_since`` is the moment of the oldest unanswered message.

    ``followed``: we wrote first. ``seen_message_id``: up to which message an agent has read (the unread line).
    ``auto_answered``: the last word after the buyer's is an automatic one. ``reply_count`` counts the agents' own
    words. ``contact_at``: when the present contact began (the first message, or the first after an end). ``thread`` is
    the channel's own name of one of several conversations with a buyer ("" where there is one), ``subject`` its title.
    """

    buyer_id = IntegerField()
    channel = TextField()
    agent_id = nullable()
    state = TextField(default="open")
    waiting_since = nullable()
    last_at = zero()
    last_message_id = nullable()
    last_text = blank()
    last_side = blank()
    first_response_ms = nullable()
    ended_at = nullable()
    starred = zero()
    pinned_at = nullable()
    followed = zero()
    group_id = nullable()
    seen_message_id = nullable()
    escalated_at = nullable()
    auto_answered = zero()
    reply_count = zero()
    contact_at = zero()
    thread = blank()
    subject = blank()


class Message(Row):
    """One thing said. ``side`` in|out|system, ``kind`` text|picture|order|system|file|product|logistics|rating.

    ``state`` received | counting (leaves at ``send_at``) | queued (waits for the channel) | outbox (waits to be pasted
    by hand) | sent | failed | recalled. ``data`` is JSON for a system line (a flag set, a remark written) or a card,
    so that its words are made on screen. ``auto`` is the id of the auto-reply that said it, or "". ``client_key`` is
    the channel's own key of a message (NULL without one), the same in every repetition of it.
    """

    conversation_id = IntegerField()
    side = TextField()
    kind = TextField(default="text")
    sender = blank()
    agent_id = nullable()
    text = blank()
    sent_at = IntegerField()
    state = TextField(default="received")
    attachment_id = nullable()
    order_id = nullable()
    source = TextField(default="desk")
    read = zero()
    data = blank()
    quote_id = nullable()
    recalled_at = nullable()
    send_at = nullable()
    auto = blank()
    client_key = TextField(null=True)


class Attachment(Row):
    """A file stored under its SHA-256; belongs to a message (which names it) or to a ticket's event."""

    sha256 = TextField()
    name = blank()
    media_type = blank()
    size = zero()
    width = zero()
    height = zero()
    created_at = zero()
    ticket_id = nullable()
    event_id = nullable()


class OrderLine(Row):
    """One item of an order."""

    order_id = IntegerField()
    position = IntegerField()
    sub_number = blank()
    title = blank()
    attributes = blank()
    price_cents = nullable()
    quantity = nullable()
    outer_code = blank()
    merchant_code = blank()
    package = blank()
    remark = blank()
    state = blank()
    payable_cents = nullable()
    paid_cents = nullable()
    refund_state = blank()
    refund_cents = nullable()


class Shipment(Row):
    """A parcel of an order; ``items`` as of ``domain.parcel_items.packed_items``."""

    order_id = IntegerField()
    carrier = blank()
    tracking = blank()
    shipped_at = nullable()
    items = blank()


class Remark(Row):
    """A remark on an order, append-only; ``source`` is desk or file, ``flag`` the flag set with it (or NULL).

    ``concludes`` is the newest remark that this one settled, NULL for an ordinary one.
    """

    order_id = IntegerField()
    agent_id = nullable()
    author = blank()
    text = TextField()
    flag = nullable()
    at = IntegerField()
    source = TextField(default="desk")
    concludes = nullable()


class Ticket(Row):
    """A ticket; ``due_from``: when the clock of ``due_at`` began, ``resume_at``: when a suspended one comes back."""

    number = TextField()
    title = TextField()
    type = TextField()
    state = TextField()
    priority = IntegerField(default=2)
    buyer_id = nullable()
    order_id = nullable()
    conversation_id = nullable()
    assignee_id = nullable()
    creator_id = nullable()
    contact = blank()
    product = blank()
    description = blank()
    demand = blank()
    opened_at = IntegerField()
    due_at = nullable()
    due_rule = blank()
    closed_at = nullable()
    updated_at = IntegerField()
    due_from = nullable()
    rule_pack = blank()
    merged_into = nullable()
    resume_at = nullable()
    group_id = nullable()
    assigned_at = nullable()  # when its assignee got it


class TicketEvent(Row):
    """What happened to a ticket; ``kind`` is created, reply, note, a changed field, or what the acts say."""

    ticket_id = IntegerField()
    kind = TextField()
    agent_id = nullable()
    author = blank()
    text = blank()
    before = blank()
    after = blank()
    at = IntegerField()


class Setting(Row):
    """A setting that travels with the shop."""

    key = TextField()
    value = blank()


# Foreign keys point up in this order; journal, counters and comparison go through it.
TABLES: tuple[type[Row], ...] = (
    Shop, Role, Agent, AgentGroup, AgentGroupMember, Buyer, BuyerTag, *BUYER_TABLES, Conversation, Attachment, Order,
    Message, OrderLine, *REFUND_TABLES, Shipment, Remark, *TYPE_TABLES, Ticket, TicketEvent, *VALUE_TABLES,
    *DEADLINE_TABLES, *TIE_TABLES, Phrase, Setting, *RECEPTION_TABLES, *VIEW_TABLES)  # fmt: skip
