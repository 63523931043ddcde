"""The agent keeps level, membership and coupons of a buyer, and makes one buyer of several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.buyers import MOST_NOTE
from ticketdesk.domain.buyers import MOST_LEVEL, Membership
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import buyer_family as writing
from ticketdesk.store.writers import marks

_BUYER: Final = Scope("buyer", "buyer_id")
_MOVED: Final = frozenset(
    f"{table}.buyer_id"
    for table in ("conversation", "orders", "ticket", "todo", "refund", "buyer_coupon", "buyer_alias", "buyer_tag")
)
_JOINED: Final = frozenset(
    {"buyer.deleted", "buyer.note", "buyer.name", "buyer.phone", "buyer.region", "buyer.level", "buyer.membership",
     "buyer.last_seen_at", "buyer.blocked_at", "buyer.block_reason", "buyer_alias.+", "buyer_tag.deleted",
     "conversation.waiting_since", "conversation.escalated_at"}
)  # fmt: skip
MOST_TITLE: Final = 60
MOST_MERGED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBuyerCard(SingleCommand):
    """The agent keeps what the platform's card says of a buyer: the level, and how the buyer stands to the shop.

    ``membership`` is a ``domain.buyers.Membership`` or "" for what is not known. ``seen`` are "level" and "membership"
    with what stood there when the agent began, so that a colleague's is not written over.
    """

    buyer_id: int
    level: str = ""
    membership: str = ""
    seen: tuple[tuple[str, str], ...] = ()
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = frozenset({"buyer.level", "buyer.membership"})
    secret: ClassVar[frozenset[str]] = frozenset({"seen"})  # it stands in the journal as what was there before

    def run(self, context: Context) -> bool:
        """Keep both and return whether they differ; of what the agent left as seen a colleague's word stands.

        DeskErrors ``name_too_long``, ``choice_unknown``, ``buyer_missing``, ``buyer_card_changed`` (with the ``field``
        and what is ``kept`` there now).
        """
        level = clean_name(self.level)
        if len(level) > MOST_LEVEL:
            raise DeskError("name_too_long", limit=MOST_LEVEL)
        if self.membership and self.membership not in set(Membership):
            raise DeskError("choice_unknown", value=self.membership)
        given, stands = {"level": level, "membership": self.membership}, writing.current(context.tx, self.buyer_id)
        for field, text in self.seen:
            kept = {"level": stands.level, "membership": stands.membership}.get(field, text)
            if given.get(field) == text:
                given[field] = kept
            elif kept not in (text, given.get(field)):
                raise DeskError("buyer_card_changed", field=field, kept=kept)
        return writing.set_card(context.tx, self.buyer_id, given["level"], given["membership"])


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCoupon(SingleCommand):
    """The agent notes a coupon that a buyer has: what it is for, its amount in fen, until when it is valid (UTC ms)."""

    buyer_id: int
    title: str
    amount_cents: int | None = None
    until: int | None = None
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = frozenset({"buyer_coupon.+"})

    def run(self, context: Context) -> int:
        """Note it and return its row.

        DeskErrors ``coupon_empty``, ``name_too_long``,
        ``coupon_amount`` (0 or less), ``moment_past`` and ``buyer_missing``.
        """
        title = clean_name(self.title)
        if not title:
            raise DeskError("coupon_empty")
        if len(title) > MOST_TITLE:
            raise DeskError("name_too_long", limit=MOST_TITLE)
        if self.amount_cents is not None and self.amount_cents <= 0:
            raise DeskError("coupon_amount")
        if self.until is not None and self.until <= context.now:
            raise DeskError("moment_past")
        return writing.add_coupon(context.tx, self.buyer_id, title, self.amount_cents, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCoupon(SingleCommand):
    """The agent notes that a coupon was used, or that it was not."""

    buyer_id: int
    coupon_id: int
    used: bool = True
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = frozenset({"buyer_coupon.used_at"})

    def run(self, context: Context) -> bool:
        """Keep it and return whether it is new; DeskError ``row_missing``."""
        at = context.now if self.used else None
        return writing.use_coupon(context.tx, self.buyer_id, self.coupon_id, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeBuyers(SingleCommand):
    """The agent makes one buyer of several: orders, talks, tickets, to-dos, tags and coupons of ``buyer_ids`` go to
    ``buyer_id``.

    The other nicknames stay known: what comes in under them later belongs to that one as well. One undo parts them.
    """

    buyer_id: int
    buyer_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = _MOVED | _JOINED

    def run(self, context: Context) -> int:
        """Merge them and return how many.

        DeskErrors ``buyers_none``, ``buyers_many`` (20), ``buyers_same``, ``buyer_missing``, ``note_too_long`` where
        both notes do not fit into one, ``buyer_live`` for one that writes over a live channel.
        """
        losers = tuple(dict.fromkeys(self.buyer_ids))
        if not losers:
            raise DeskError("buyers_none")
        if len(losers) > MOST_MERGED:
            raise DeskError("buyers_many", limit=MOST_MERGED)
        if self.buyer_id in losers:
            raise DeskError("buyers_same")
        for loser in losers:
            self._merge(context, loser)
        return len(losers)

    @classmethod
    def taken_back(cls, tx: Tx, values: Mapping[str, object]) -> None:
        """Give orders that came in under a nickname while it was merged, with what is about them, to its buyer."""
        winner, losers = values.get("buyer_id"), values.get("buyer_ids")
        for loser in losers if isinstance(losers, list | tuple) else ():
            if isinstance(winner, int) and isinstance(loser, int):
                writing.part(tx, winner, loser)

    def _merge(self, context: Context, loser_id: int) -> None:
        winner, loser = writing.current(context.tx, self.buyer_id), writing.current(context.tx, loser_id)
        if writing.live_talk(context.tx, loser.id):
            raise DeskError("buyer_live", nick=loser.nick, other=winner.nick)
        if loser.note and len(writing.joined_note(winner, loser)) > MOST_NOTE:
            raise DeskError("note_too_long", limit=MOST_NOTE)
        writing.merge(context.tx, winner, loser)
        if loser.blocked_at is not None and winner.blocked_at is None:
            marks.wait_no_more(context.tx, winner.id)
