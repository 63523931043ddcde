"""The table of the views that agents keep of the ticket list."""

from __future__ import annotations

from peewee import TextField

from ticketdesk.store.table_row import Row, blank, nullable, zero


class SavedView(Row):
    """A view of the ticket list: the shop's where ``owner_id`` is NULL; ``query`` is text of the search language."""

    owner_id = nullable()
    name = TextField()
    query = blank()
    ordering = blank()
    turned = zero()
    grouping = blank()
    columns = blank()
    sort = zero()


VIEW_TABLES: tuple[type[Row], ...] = (SavedView,)
