"""The agent keeps views of the ticket list: own ones, or the shop's, which needs the right to change the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.query.own_types import vocabulary
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries import ticket_search, ticket_types
from ticketdesk.store.queries.saved_views import seen_views
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import saved_views

LONGEST_NAME: Final = 40
_WRITTEN: Final = ("owner_id", "name", "query", "ordering", "turned", "grouping", "columns")
_COLUMNS: Final = frozenset(f"saved_view.{name}" for name in _WRITTEN)
_ONE: Final = Scope("saved_view", "view_id", Permission.SHOP_EDIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTicketView(SingleCommand):
    """The agent keeps a view, a new one where ``view_id`` is None; ``shared`` for everybody of the shop.

    ``query`` is text of the search language, ``ordering`` and ``grouping`` are names of
    ``store.queries.ticket_search``, ``hidden`` the columns left out.
    """

    view_name: str
    query: str
    view_id: int | None = None
    ordering: str = ""
    turned: bool = False
    grouping: str = ""
    hidden: tuple[str, ...] = ()
    shared: bool = False
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _ONE
    fields: ClassVar[frozenset[str] | None] = _COLUMNS | {"saved_view.+"}

    @classmethod
    def need_for(cls, values: Mapping[str, object]) -> Permission | None:
        """Return the right to change the shop for a view of everybody's."""
        return Permission.SHOP_EDIT if values.get("shared") else None

    def run(self, context: Context) -> int:
        """Keep it and return its id; DeskErrors ``view_name_empty``, ``view_name_long``, those of the query."""
        values = self._values(context)
        if self.view_id is None:
            return saved_views.add_view(context.tx, values)
        _check_seen(context, (self.view_id,))
        saved_views.edit_view(context.tx, self.view_id, values)
        return self.view_id

    def _values(self, context: Context) -> dict[str, Value]:
        name = clean_name(self.view_name)
        if not name:
            raise DeskError("view_name_empty")
        if len(name) > LONGEST_NAME:
            raise DeskError("view_name_long", limit=LONGEST_NAME)
        parse(self.query, vocabulary(ticket_types.forms(context.tx)))
        if self.ordering and self.ordering not in ticket_search.ORDERS:
            raise DeskError("choice_unknown", value=self.ordering)
        if self.grouping and self.grouping not in ticket_search.GROUPS:
            raise DeskError("choice_unknown", value=self.grouping)
        return {
            "owner_id": None if self.shared else context.actor.agent_id, "name": name, "query": self.query,
            "ordering": self.ordering, "turned": int(self.turned), "grouping": self.grouping,
            "columns": ",".join(map(clean_name, self.hidden)),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTicketView(SingleCommand):
    """The agent drops a view."""

    view_id: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _ONE
    fields: ClassVar[frozenset[str] | None] = frozenset({"saved_view.deleted"})

    def run(self, context: Context) -> None:
        """Lay its tombstone."""
        _check_seen(context, (self.view_id,))
        saved_views.remove_view(context.tx, self.view_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTicketViews(SingleCommand):
    """The agent puts views into another order: ``view_ids`` from the top."""

    view_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("saved_view", "view_ids", Permission.SHOP_EDIT)
    fields: ClassVar[frozenset[str] | None] = frozenset({"saved_view.sort"})

    def run(self, context: Context) -> None:
        """Let them stand so."""
        _check_seen(context, self.view_ids)
        saved_views.order_views(context.tx, self.view_ids)


def _check_seen(context: Context, ids: tuple[int, ...]) -> None:
    """Another agent's own view is as good as missing, whatever the role allows."""
    seen = seen_views(context.tx, ids, context.actor.agent_id)
    missing = next((number for number in ids if number not in seen), None)
    if missing is not None:
        raise DeskError("row_missing", table="saved_view", id=missing)
