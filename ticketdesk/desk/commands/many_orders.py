"""The agent remarks on many orders at once: what is refused is told with its reason, the rest is done, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Final

from ticketdesk.desk.command import BulkCommand, Context, Scope, SingleCommand
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.tally import Changed, Tally
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_settings import REMARK_GBK, memo_encoding
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.remarks import REMARK_LIMIT, compose
from ticketdesk.store.queries import memos, settings

MOST_REMARKED: Final = 10_000
_ROWS_EACH: Final = 3  # a remark, and the line in the buyer's conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkOrders(BulkCommand):
    """The agent writes one remark on many orders, and sets their flag with it where one is given.

    An order is left as it was, and told, where the platform's memo has no room for the remark beside those that stand
    there, and where the gate holds it back. The ids stand in the journal by what was written, not as arguments.
    """

    order_ids: tuple[int, ...]
    text: str
    flag: int | None = None
    tally: Tally = field(default_factory=lambda: Tally("orders"), init=False, repr=False, compare=False)
    needs: ClassVar[Permission | None] = AddRemark.needs
    scope: ClassVar[Scope] = Scope("orders", "order_ids")
    fields: ClassVar[frozenset[str] | None] = AddRemark.fields
    secret: ClassVar[frozenset[str]] = frozenset({"order_ids", "tally"})
    backed: ClassVar[bool] = False

    @property
    def block(self) -> int:
        """A remark and a line each."""
        return 256 + len(self.order_ids) * _ROWS_EACH

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Write on one after the other.

        DeskErrors ``orders_many``; where nothing was written the refusal of the only order, or ``orders_refused``.
        """
        encoding = memo_encoding(settings.number(context.tx, REMARK_GBK))
        whole = compose(context.actor.name, self.text, context.now)

        def written(order: int) -> SingleCommand:
            if memos.full(context.tx, [order], whole, encoding):
                raise DeskError("memo_full", limit=REMARK_LIMIT)
            return AddRemark(order_id=order, text=self.text, flag=self.flag)

        yield from self.tally.each(context, self.order_ids, written, MOST_REMARKED)

    def outcome(self) -> Changed:
        """Return how many were written on and which were refused."""
        return self.tally.told()
