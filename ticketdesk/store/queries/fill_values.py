"""What the variables of phrases are filled with: buyer, order, parcel, item, agent, shop, date."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.domain.money import YUAN, money, yuan
from ticketdesk.domain.phrase_fill import Facts, day_of, size_and_colour
from ticketdesk.store.reader import Rows, first

_MOST_TITLE: Final = 40


def facts(source: Rows, conversation_id: int, now: int, *, agent: str = "", order_id: int | None = None) -> Facts:
    """Return what is known beside a conversation at ``now`` (UTC ms), for ``domain.phrase_fill.fill``.

    ``order_id`` is the order chosen in the sidebar; without one the buyer's newest is taken. ``agent`` is who writes,
    else the one who serves the conversation.
    """
    talk = first(
        source,
        "SELECT b.id, b.nick, COALESCE(a.name, '') FROM conversation c JOIN buyer b ON b.id = c.buyer_id"
        " LEFT JOIN agent a ON a.id = c.agent_id WHERE c.id = ?",
        (conversation_id,),
    )
    buyer, nick, served = talk or (0, "", "")
    shop = first(source, "SELECT name FROM shop WHERE deleted = 0 LIMIT 1")
    known = Facts(buyer=nick, agent=agent or served, shop=shop[0] if shop else "", date=day_of(now))
    return _with_order(source, known, order_id if order_id is not None else _newest(source, buyer))


class OfTicket(NamedTuple):
    """What is known beside a ticket, and where words for its buyer go (None: nowhere)."""

    number: str
    facts: Facts
    conversation_id: int | None


def of_ticket(source: Rows, ticket_id: int, now: int, *, agent: str = "") -> OfTicket | None:
    """Return what is known beside a ticket at ``now`` (UTC ms): its order, else the buyer's newest; None if gone.

    The conversation is the ticket's own, else the open one of its buyer.
    """
    found = first(
        source,
        "SELECT t.number, t.buyer_id, COALESCE(b.nick, ''), t.order_id, COALESCE(s.name, ''),"
        " COALESCE(t.conversation_id,"
        " (SELECT c.id FROM conversation c WHERE c.buyer_id = t.buyer_id AND c.deleted = 0 AND c.state = 'open'"
        " ORDER BY c.id DESC LIMIT 1))"
        " FROM ticket t LEFT JOIN buyer b ON b.id = t.buyer_id LEFT JOIN shop s ON s.deleted = 0"
        " WHERE t.id = ? AND t.deleted = 0 LIMIT 1",
        (ticket_id,),
    )
    if found is None:
        return None
    number, buyer, nick, order, shop, talk = found
    known = Facts(buyer=nick, agent=agent, shop=shop, date=day_of(now))
    if order is None and buyer is not None:
        order = _newest(source, buyer)
    return OfTicket(number, _with_order(source, known, order or 0), talk)


def _newest(source: Rows, buyer_id: int) -> int:
    sql = "SELECT id FROM orders WHERE buyer_id = ? AND deleted = 0 ORDER BY sort_at DESC, id DESC LIMIT 1"
    found = first(source, sql, (buyer_id,))
    return int(found[0]) if found else 0


def _with_order(source: Rows, known: Facts, order_id: int) -> Facts:
    order = first(
        source,
        "SELECT number, carrier, tracking, titles, COALESCE(paid_cents, total_cents), currency FROM orders"
        " WHERE id = ? AND deleted = 0",
        (order_id,),
    )
    if order is None:
        return known
    number, carrier, tracking, titles, cents, currency = order
    line = first(
        source,
        "SELECT title, attributes FROM order_line WHERE order_id = ? AND deleted = 0 ORDER BY position, id LIMIT 1",
        (order_id,),
    )
    title, attributes = line or (titles, "")
    size, colour = size_and_colour(attributes)
    # Phrases write 元 behind it themselves.
    amount = "" if cents is None else yuan(cents) if currency == YUAN else money(cents, currency)
    return known._replace(
        order=number, courier=carrier, tracking=tracking, product=title[:_MOST_TITLE], amount=amount, size=size,
        colour=colour,
    )  # fmt: skip
