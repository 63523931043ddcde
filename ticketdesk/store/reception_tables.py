"""The tables of the reception centre: groups, tags, phrases, transfers, endings, to-dos, reminders, auto-replies."""

from __future__ import annotations

from peewee import IntegerField, TextField

from ticketdesk.store.table_row import Row, blank, nullable, zero


class AgentGroup(Row):
    """A group of agents that conversations are handed to."""

    name = TextField()


class AgentGroupMember(Row):
    """An agent in a group."""

    group_id = IntegerField()
    agent_id = IntegerField()


class BuyerTag(Row):
    """A word an agent tagged a buyer with."""

    buyer_id = IntegerField()
    text = TextField()


class Phrase(Row):
    """A canned phrase; codes may repeat or be empty (Qianniu allows both).

    ``owner_id``: personal of that agent (NULL: the shop's). It is offered from ``valid_from`` on and before
    ``valid_to`` (UTC ms, NULL: no bound). How often it was used stands in the table ``phrase_use``
    (phrase_id, uses, used_at), which is not journaled: see ``store.writers.phrases.count_use``.
    """

    code = blank()
    text = TextField()
    grouping = blank()
    initials = blank()
    sort = zero()
    owner_id = nullable()
    valid_from = nullable()
    valid_to = nullable()
    attachment_id = nullable()


class Transfer(Row):
    """A conversation was handed on; to an agent, to a group, or back to the waiting queue (both NULL)."""

    conversation_id = IntegerField()
    from_agent_id = nullable()
    to_agent_id = nullable()
    to_group_id = nullable()
    reason = blank()
    note = blank()
    at = IntegerField()


class Ending(Row):
    """A conversation was ended: why, in one line what it was about, whether the buyer confirmed (0 or 1).

    Nobody waits for what was said up to ``last_message_id``.
    """

    conversation_id = IntegerField()
    agent_id = nullable()
    at = IntegerField()
    reason = blank()
    summary = blank()
    confirmed = zero()
    invited_rating = zero()
    last_message_id = nullable()


class Rating(Row):
    """What a buyer thought of a conversation; ``score`` 1 to 5."""

    conversation_id = IntegerField()
    score = IntegerField()
    text = blank()
    at = IntegerField()


class Todo(Row):
    """Something to be done for a buyer, seen by every agent; ``assignee_id`` NULL: whoever comes to it.

    ``state`` open|done.
    """

    buyer_id = IntegerField()
    conversation_id = nullable()
    text = TextField()
    creator_id = nullable()
    assignee_id = nullable()
    created_at = IntegerField()
    due_at = nullable()
    state = TextField(default="open")
    done_by = nullable()
    done_at = nullable()


class Reminder(Row):
    """An agent is reminded at ``due_at``; ``repeat`` ""|daily|workdays|weekly, ``state`` open|done."""

    agent_id = IntegerField()
    conversation_id = nullable()
    ticket_id = nullable()
    text = blank()
    due_at = IntegerField()
    repeat = blank()
    state = TextField(default="open")
    done_at = nullable()


class AutoReply(Row):
    """An answer the shop gives by itself; ``keywords`` one a line, ``cooldown_ms`` per buyer, ``enabled`` 0 or 1."""

    scene = TextField()
    keywords = blank()
    text = TextField()
    cooldown_ms = zero()
    enabled = IntegerField(default=1)
    sort = zero()


class WordingOverride(Row):
    """An agent sent words against a rule of wording, and said why."""

    message_id = IntegerField()
    rule = TextField()
    reason = blank()
    agent_id = nullable()
    at = IntegerField()


RECEPTION_TABLES: tuple[type[Row], ...] = (Transfer, Ending, Rating, Todo, Reminder, AutoReply, WordingOverride)
