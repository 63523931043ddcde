"""What the acts on kept views of tickets and of orders share."""

from __future__ import annotations

from typing import Final

from ticketdesk.desk.command import Context, Scope
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries.saved_views import seen_views
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import saved_views

LONGEST_NAME: Final = 40
_WRITTEN: Final = ("owner_id", "name", "query", "ordering", "turned", "grouping", "columns")
WRITTEN: Final = frozenset({"saved_view.+", *(f"saved_view.{name}" for name in _WRITTEN)})
"""What keeping a view writes."""
ONE: Final = Scope("saved_view", "view_id", Permission.SHOP_EDIT)
SOME: Final = Scope("saved_view", "view_ids", Permission.SHOP_EDIT)


def need_of(*, shared: bool) -> Permission | None:
    """Return the right to change the shop for a view of everybody's."""
    return Permission.SHOP_EDIT if shared else None


def named(context: Context, name: str, *, shared: bool) -> dict[str, Value]:
    """Return the columns of a name and of whose a view is; DeskErrors ``view_name_empty``, ``view_name_long``."""
    found = clean_name(name)
    if not found:
        raise DeskError("view_name_empty")
    if len(found) > LONGEST_NAME:
        raise DeskError("view_name_long", limit=LONGEST_NAME)
    return {"owner_id": None if shared else context.actor.agent_id, "name": found}


def keep(context: Context, of: str, view: int | None, values: dict[str, Value]) -> int:
    """Keep a view of the list ``of`` (None: a new one) and return its id; DeskError ``row_missing``."""
    if view is None:
        return saved_views.add_view(context.tx, values)
    check_seen(context, of, (view,))
    saved_views.edit_view(context.tx, view, values)
    return view


def drop(context: Context, of: str, view: int) -> None:
    """Lay the tombstone of a view of the list ``of``; DeskError ``row_missing``."""
    check_seen(context, of, (view,))
    saved_views.remove_view(context.tx, view)


def arrange(context: Context, of: str, views: tuple[int, ...]) -> None:
    """Let views of the list ``of`` stand in this order; DeskError ``row_missing``."""
    check_seen(context, of, views)
    saved_views.order_views(context.tx, views)


def check_seen(context: Context, of: str, ids: tuple[int, ...]) -> None:
    """Another agent's own view is as good as missing, whatever the role allows; so is one of another list."""
    seen = seen_views(context.tx, ids, context.actor.agent_id, of)
    missing = next((number for number in ids if number not in seen), None)
    if missing is not None:
        raise DeskError("row_missing", table="saved_view", id=missing)
