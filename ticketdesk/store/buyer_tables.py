"""The tables of what a buyer has besides the row: coupons, and the names of buyers that were merged."""

from __future__ import annotations

from peewee import IntegerField, TextField

from ticketdesk.store.table_row import Row, nullable


class BuyerCoupon(Row):
    """A coupon that a buyer has: valid up to ``until_at`` (NULL: without end), used at ``used_at`` (NULL: not yet)."""

    buyer_id = IntegerField()
    title = TextField()
    amount_cents = nullable()
    until_at = nullable()
    used_at = nullable()


class BuyerAlias(Row):
    """A nickname of a buyer that was merged: what comes in under it belongs to ``buyer_id``."""

    buyer_id = IntegerField()
    nick = TextField()


BUYER_TABLES: tuple[type[Row], ...] = (BuyerCoupon, BuyerAlias)
