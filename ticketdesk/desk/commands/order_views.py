"""The agent keeps views of the order list: own ones, or the shop's, which needs the right to change the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk import view_keeping
from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.view_keeping import ONE, SOME, WRITTEN
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.query.order_fields import ORDERS as VOCABULARY
from ticketdesk.domain.query.parsing import parse
from ticketdesk.store.queries import order_filter
from ticketdesk.store.queries.saved_views import OF_ORDERS, ORDERS


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOrderView(SingleCommand):
    """The agent keeps a view of orders, a new one where ``view_id`` is None; ``shared`` for everybody of the shop.

    ``query`` is text of the search language, ``ordering`` a key of ``order_filter.ORDERS``, ``turned``: ascending.
    """

    view_name: str
    query: str
    view_id: int | None = None
    ordering: str = order_filter.RECENT
    turned: bool = False
    shared: bool = False
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = ONE
    fields: ClassVar[frozenset[str] | None] = WRITTEN

    @classmethod
    def need_for(cls, values: Mapping[str, object]) -> Permission | None:
        """Return the right to change the shop for a view of everybody's."""
        return view_keeping.need_of(shared=bool(values.get("shared")))

    def run(self, context: Context) -> int:
        """Keep it and return its id; DeskErrors ``view_name_empty``, ``view_name_long``, those of the query."""
        values = view_keeping.named(context, self.view_name, shared=self.shared)
        parse(self.query, VOCABULARY)
        if self.ordering not in order_filter.ORDERS:
            raise DeskError("choice_unknown", value=self.ordering)
        values |= {"query": self.query, "ordering": OF_ORDERS + self.ordering, "turned": int(self.turned)}
        return view_keeping.keep(context, ORDERS, self.view_id, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteOrderView(SingleCommand):
    """The agent drops a view of orders."""

    view_id: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = ONE
    fields: ClassVar[frozenset[str] | None] = frozenset({"saved_view.deleted"})

    def run(self, context: Context) -> None:
        """Lay its tombstone; DeskError ``row_missing``."""
        view_keeping.drop(context, ORDERS, self.view_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeOrderViews(SingleCommand):
    """The agent puts views of orders into another order: ``view_ids`` from the top."""

    view_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SOME
    fields: ClassVar[frozenset[str] | None] = frozenset({"saved_view.sort"})

    def run(self, context: Context) -> None:
        """Let them stand so; DeskError ``row_missing``."""
        view_keeping.arrange(context, ORDERS, self.view_ids)
