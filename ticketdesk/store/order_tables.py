"""The table of orders, as a Peewee class that is bound to no database; ``tables.py`` lists it with the others."""

from __future__ import annotations

from peewee import TextField

from ticketdesk.store.table_row import Row, blank, nullable, zero


class Order(Row):
    """One platform order. ``edited`` is a JSON object {field: the file's value} of what agents changed here.

    ``remark_conflict`` is a ``domain.remark_reading.Standing``; ``readdressed_at`` is when receiver, number or address
    last came to read otherwise; orders of one ``parcel_group`` are to leave in one parcel.
    """

    number = TextField()
    number_reversed = TextField()
    platform = TextField(default="taobao")
    buyer_id = nullable()
    buyer_nick = blank()
    state = blank()
    state_source = blank()
    flag = zero()
    created_at = nullable()
    paid_at = nullable()
    shipped_at = nullable()
    finished_at = nullable()
    due_at = nullable()
    goods_cents = nullable()
    postage_cents = nullable()
    total_cents = nullable()
    paid_cents = nullable()
    refund_cents = nullable()
    settled_cents = nullable()
    currency = TextField(default="CNY")
    receiver = blank()
    phone = blank()
    mobile = blank()
    address = blank()
    shipping_method = blank()
    titles = blank()
    kinds = nullable()
    pieces = nullable()
    carrier = blank()
    tracking = blank()
    buyer_message = blank()
    payment_number = blank()
    payment_detail = blank()
    shop_name = blank()
    close_reason = blank()
    invoice_title = blank()
    extra = TextField(default="{}")
    edited = TextField(default="{}")
    last_remark = blank()
    last_remark_by = blank()
    last_remark_at = nullable()
    sort_at = zero()
    remark_conflict = zero()
    readdressed_at = nullable()
    parcel_group = nullable()

    class Meta:
        table_name = "orders"
