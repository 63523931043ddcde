"""The agent keeps views of the ticket list: own ones, or the shop's, which needs the right to change the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk import view_keeping
from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.view_keeping import ONE, SOME, WRITTEN
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.query.own_types import vocabulary
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries import ticket_search, ticket_types
from ticketdesk.store.queries.saved_views import TICKETS


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTicketView(SingleCommand):
    """The agent keeps a view of tickets, a new one where ``view_id`` is None; ``shared`` for everybody of the shop.

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
    scope: ClassVar[Scope] = ONE
    fields: ClassVar[frozenset[str] | None] = WRITTEN

    @classmethod
    def need_for(cls, values: Mapping[str, object]) -> Permission | None:
        """Return the right to change the shop for a view of everybody's."""
        return view_keeping.need_of(shared=bool(values.get("shared")))

    def run(self, context: Context) -> int:
        """Keep it and return its id; DeskErrors ``view_name_empty``, ``view_name_long``, those of the query."""
        values = view_keeping.named(context, self.view_name, shared=self.shared)
        parse(self.query, vocabulary(ticket_types.forms(context.tx)))
        if self.ordering and self.ordering not in ticket_search.ORDERS:
            raise DeskError("choice_unknown", value=self.ordering)
        if self.grouping and self.grouping not in ticket_search.GROUPS:
            raise DeskError("choice_unknown", value=self.grouping)
        hidden = ",".join(map(clean_name, self.hidden))
        values |= {"query": self.query, "ordering": self.ordering, "turned": int(self.turned)}
        values |= {"grouping": self.grouping, "columns": hidden}
        return view_keeping.keep(context, TICKETS, self.view_id, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTicketView(SingleCommand):
    """The agent drops a view of tickets."""

    view_id: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = ONE
    fields: ClassVar[frozenset[str] | None] = frozenset({"saved_view.deleted"})

    def run(self, context: Context) -> None:
        """Lay its tombstone; DeskError ``row_missing``."""
        view_keeping.drop(context, TICKETS, self.view_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTicketViews(SingleCommand):
    """The agent puts views of tickets into another order: ``view_ids`` from the top."""

    view_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SOME
    fields: ClassVar[frozenset[str] | None] = frozenset({"saved_view.sort"})

    def run(self, context: Context) -> None:
        """Let them stand so; DeskError ``row_missing``."""
        view_keeping.arrange(context, TICKETS, self.view_ids)
