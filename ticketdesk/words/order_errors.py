"""Sentences for refusals of acts on several orders."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

ORDERS = MappingProxyType(
    {
        "orders_many": (mark("More orders are chosen than can be done at once ({0}). Choose fewer."), ("limit",)),
        "orders_refused": (mark("None of these orders was changed: each was refused."), ()),
        "memo_full": (
            mark("With this remark the memo would be longer than {0} bytes. Write a concluding remark on the order."),
            ("limit",),
        ),
    }
)
