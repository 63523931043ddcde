"""The agent flags an order, writes a remark, corrects an address, looks at masked data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.order_gate import pass_gate
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.flags import flag_of
from ticketdesk.domain.order_gate import guards
from ticketdesk.domain.order_settings import REMARK_GBK, memo_encoding
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.personal import masked
from ticketdesk.domain.remarks import check_remark
from ticketdesk.domain.text import clean_name, strip_nul
from ticketdesk.store.queries import personal, settings
from ticketdesk.store.queries.orders import remarks, rows
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.store.writers import orders, talk
from ticketdesk.store.writers.orders import NewRemark, OrderNow
from ticketdesk.store.writers.talk import NewMessage

_REMARKED: Final = frozenset(
    {
        "orders.last_remark",
        "orders.last_remark_by",
        "orders.last_remark_at",
        "orders.remark_conflict",
        "remark.+",
    }
)


def _say(context: Context, order: OrderNow, flag: int | None, remark: str) -> None:
    """Put a system line into the buyer's open conversation, so that the chat shows what became of the order."""
    conversation = talk.open_conversation_of(context.tx, order.buyer_id)
    if conversation is None:
        return
    data = json.dumps({"number": order.number, "flag": flag, "remark": remark[:200]}, ensure_ascii=False)
    at = talk.after_last(context.tx, conversation, context.now)
    line = NewMessage(
        "system",
        context.actor.name,
        "",
        at,
        kind="order",
        agent_id=context.actor.agent_id,
        order_id=order.id,
        data=data,
    )
    talk.add_message(context.tx, conversation, line)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFlag(SingleCommand):
    """The agent sets the flag of one or many orders (platform codes 0..5, trade.md A.8).

    "Printed" and "shipped" go through the gate; ``override`` is the reason of who may pass it all the same.
    """

    order_ids: tuple[int, ...]
    flag: int
    override: str = ""
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    scope: ClassVar[Scope] = Scope("orders", "order_ids")
    fields: ClassVar[frozenset[str] | None] = frozenset({"orders.flag", "orders.edited", "message.+"})

    def run(self, context: Context) -> int:
        """Set the flag where it differs and return how many orders changed; DeskError ``gate_closed``."""
        flag = int(flag_of(self.flag))
        if guards(flag):
            differing = [row.id for row in rows(context.tx, self.order_ids) if row.flag != flag]
            pass_gate(context, differing, self.override)
        changed = 0
        for order_id in self.order_ids:
            order = orders.current(context.tx, order_id)
            if order.flag != flag:
                orders.edit_order(context.tx, order, {"flag": flag})
                _say(context, order, flag, "")
                changed += 1
        return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRemark(SingleCommand):
    """The agent writes a remark on an order, and sets its flag with it where one is given."""

    order_id: int
    text: str
    flag: int | None = None
    override: str = ""
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"orders.flag", "orders.edited", *_REMARKED, "message.+"})

    def run(self, context: Context) -> int:
        """Append the remark and return its id.

        DeskErrors ``remark_empty``, ``remark_too_long`` (1000 bytes) and ``gate_closed``.
        """
        text = _checked(context, self.text)
        order = orders.current(context.tx, self.order_id)
        flag = None if self.flag is None else int(flag_of(self.flag))
        remark = orders.add_remark(context.tx, order.id, _signed(context, text, flag=flag))
        if flag is not None and flag != order.flag:
            if guards(flag):
                pass_gate(context, [order.id], self.override)  # with this remark: it may say that the address is right
            orders.edit_order(context.tx, order, {"flag": flag})
        _say(context, order, flag, text)
        return remark


def _checked(context: Context, text: str) -> str:
    """Return a remark as it is kept; DeskErrors ``remark_empty`` and ``remark_too_long``, by the shop's encoding."""
    kept = strip_nul(text).strip()
    check_remark(kept, memo_encoding(settings.number(context.tx, REMARK_GBK)))
    return kept


def _signed(context: Context, text: str, *, flag: int | None = None, concludes: int | None = None) -> NewRemark:
    """A remark in the actor's name, of this moment."""
    return NewRemark(text, context.actor.name, context.actor.agent_id, context.now, flag, concludes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeRemarks(SingleCommand):
    """The agent settles what contradicts: one concluding remark says what counts, the old ones stay (trade.md C3).

    ``seen`` is the newest remark of the order that the agent was shown.
    """

    order_id: int
    text: str
    seen: int
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({*_REMARKED, "message.+"})

    def run(self, context: Context) -> int:
        """Write it and return its id.

        DeskErrors ``remark_empty``, ``remark_too_long``, and ``remarks_newer`` where another remark came meanwhile.
        """
        text = _checked(context, self.text)
        order = orders.current(context.tx, self.order_id)
        newest = max((row.id for row in remarks(context.tx, order.id)), default=0)
        if newest > self.seen:
            raise DeskError("remarks_newer")
        remark = orders.add_remark(context.tx, order.id, _signed(context, text, concludes=newest))
        _say(context, order, None, text)
        return remark


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAddress(SingleCommand):
    """The agent corrects where an order goes (None keeps what stands); the file's own address stays beside it.

    ``seen`` is when the address had last been changed as the agent was shown it (UTC ms, 0 for never): of two who
    change it the second is told. None asks nothing.
    """

    order_id: int
    receiver: str | None = None
    mobile: str | None = None
    address: str | None = None
    seen: int | None = None
    needs: ClassVar[Permission | None] = Permission.ORDER_ADDRESS
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"orders.receiver", "orders.mobile", "orders.address", "orders.edited", "orders.readdressed_at"}
    )
    secret: ClassVar[frozenset[str]] = frozenset({"receiver", "mobile", "address"})

    def run(self, context: Context) -> None:
        """Change receiver, mobile and address where they differ.

        DeskErrors ``order_missing``, ``address_empty``, and ``address_changed`` with what stands now, masked, and since
        when (``readdressed_at``).
        """
        asked = {"receiver": self.receiver, "mobile": self.mobile, "address": self.address}
        given = {name: clean_name(text) for name, text in asked.items() if text is not None}
        if given.get("address") == "":
            raise DeskError("address_empty")
        order = orders.current(context.tx, self.order_id)
        differing = {name: text for name, text in given.items() if getattr(order, name) != text}
        if not differing:
            return
        if self.seen not in (None, order.readdressed_at or 0):
            stands = {name: masked("orders", name, getattr(order, name)) for name in asked}
            raise DeskError("address_changed", **stands, readdressed_at=order.readdressed_at or 0)
        orders.edit_order(context.tx, order, differing, {"readdressed_at": context.now})


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealPersonalData(SingleCommand):
    """The agent looks at the whole phone and address of an order; the look is recorded, and cannot be undone."""

    order_id: int
    needs: ClassVar[Permission | None] = Permission.PERSONAL_REVEAL
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = frozenset()
    undoable: ClassVar[bool] = False
    recorded: ClassVar[bool] = True

    def run(self, context: Context) -> OrderPersonal:
        """Return what was asked to see; the act row is the record. DeskError ``order_missing``."""
        return personal.of_order(context.tx, self.order_id)
