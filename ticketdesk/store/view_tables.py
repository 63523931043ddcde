"""The table of the views that agents keep of the lists of tickets and of orders."""

from __future__ import annotations

from peewee import TextField

from ticketdesk.store.table_row import Row, blank, nullable, zero


class SavedView(Row):
    """A view of a list: the shop's where ``owner_id`` is NULL; ``query`` is text of the search language.

    ``ordering`` of a view of orders begins with ``queries.saved_views.OF_ORDERS``, which tells whose list it is.
    """

    owner_id = nullable()
    name = TextField()
    query = blank()
    ordering = blank()
    turned = zero()
    grouping = blank()
    columns = blank()
    sort = zero()


VIEW_TABLES: tuple[type[Row], ...] = (SavedView,)
