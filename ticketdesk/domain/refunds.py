"""Refunds of an order: kinds, the platform's states, the moves between them, and how much may be paid back.

The six states and their words are the platform's (open-platform field docs); the table of moves is our reading of them
(``rules/refund_state_machine.md``), kept here as data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.money import YUAN
from ticketdesk.domain.rules.values import Event


class RefundKind(StrEnum):
    """What the buyer asks for; the values are the types of tickets of the same matter."""

    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"
    EXCHANGE = "exchange"
    RESEND = "reshipment"
    REPAIR = "repair"


class RefundState(StrEnum):
    """The platform's states of a refund, by its codes."""

    WAIT_SELLER = "WAIT_SELLER_AGREE"
    WAIT_RETURN = "WAIT_BUYER_RETURN_GOODS"
    WAIT_CONFIRM = "WAIT_SELLER_CONFIRM_GOODS"
    REFUSED = "SELLER_REFUSE_BUYER"
    SUCCESS = "SUCCESS"
    CLOSED = "CLOSED"


class RefundAct(StrEnum):
    """What moves a refund; ``OPENED`` begins it, ``IMPORTED`` is what a file of the platform says, ``LAPSED`` that a
    deadline passed."""

    OPENED = "opened"
    AGREED = "agreed"
    REFUSED = "refused"
    SENT_BACK = "sent_back"
    RECEIVED = "received"
    DONE = "done"
    CHANGED = "changed"
    STEPPED_IN = "stepped_in"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    IMPORTED = "imported"
    LAPSED = "lapsed"


class Stepping(StrEnum):
    """How far the platform's own service is in a refund: the cs_status of the open platform (index 26463832336)."""

    NONE = "1"
    NEEDED = "2"
    IN = "3"
    FIRST_CHECKED = "4"
    CHECK_FAILED = "5"
    HANDLED = "6"
    WITHDRAWN = "7"
    FOR_BUYER = "8"
    FOR_SELLER = "9"
    EVIDENCE = "10"
    APPEAL = "11"


LIVE: Final = (RefundState.WAIT_SELLER, RefundState.WAIT_RETURN, RefundState.WAIT_CONFIRM, RefundState.REFUSED)
SHOPS_TURN: Final = (RefundState.WAIT_SELLER, RefundState.WAIT_CONFIRM)
"""States that wait for the shop; in the others the buyer is to act."""
ENDED: Final = frozenset({RefundState.SUCCESS, RefundState.CLOSED})
RETURNING: Final = frozenset({RefundKind.RETURN_REFUND, RefundKind.EXCHANGE, RefundKind.REPAIR})
"""Kinds whose goods come back to the shop."""
PAYING: Final = frozenset({RefundKind.REFUND_ONLY, RefundKind.RETURN_REFUND})
"""Kinds that pay money back; the others carry no amount."""
_ALL: Final = frozenset(RefundKind)


class Move(NamedTuple):
    """In ``before``, ``act`` leads to ``after``, for these kinds."""

    before: RefundState
    act: RefundAct
    after: RefundState
    kinds: frozenset[RefundKind] = _ALL


_S, _A = RefundState, RefundAct
MOVES: Final[tuple[Move, ...]] = (
    Move(_S.WAIT_SELLER, _A.AGREED, _S.WAIT_RETURN, RETURNING),
    Move(_S.WAIT_SELLER, _A.AGREED, _S.SUCCESS, frozenset({RefundKind.REFUND_ONLY})),
    # Agreeing to send again is sending: no state of the platform stands between.
    Move(_S.WAIT_SELLER, _A.AGREED, _S.SUCCESS, frozenset({RefundKind.RESEND})),
    Move(_S.WAIT_SELLER, _A.REFUSED, _S.REFUSED),
    Move(_S.WAIT_SELLER, _A.CHANGED, _S.WAIT_SELLER),
    Move(_S.WAIT_RETURN, _A.SENT_BACK, _S.WAIT_CONFIRM, RETURNING),
    Move(_S.WAIT_CONFIRM, _A.RECEIVED, _S.WAIT_CONFIRM, RETURNING),
    Move(_S.WAIT_CONFIRM, _A.DONE, _S.SUCCESS, RETURNING),
    Move(_S.WAIT_CONFIRM, _A.REFUSED, _S.REFUSED, RETURNING),
    Move(_S.REFUSED, _A.CHANGED, _S.WAIT_SELLER),
    Move(_S.REFUSED, _A.STEPPED_IN, _S.REFUSED),
    *(Move(state, act, _S.CLOSED) for state in LIVE for act in (_A.WITHDRAWN, _A.CLOSED)),
)

EVENTS: Final[Mapping[RefundAct, tuple[Event, ...]]] = MappingProxyType(
    {
        _A.OPENED: (Event.APPLIED,),
        _A.CHANGED: (Event.APPLIED,),
        _A.AGREED: (Event.AGREED,),
        _A.REFUSED: (Event.REFUSED,),
        _A.SENT_BACK: (Event.BUYER_SHIPPED,),
        _A.RECEIVED: (Event.RETURN_SIGNED, Event.RETURN_RECEIVED),
        _A.STEPPED_IN: (Event.STEPPED_IN,),
        _A.WITHDRAWN: (Event.WITHDRAWN,),
        _A.CLOSED: (Event.WITHDRAWN,),
    }
)
"""What an act is to the rules of deadlines; ``DONE`` depends on the kind (``events_of``)."""
_DONE: Final = MappingProxyType(
    {
        RefundKind.REFUND_ONLY: (Event.REFUNDED,),
        RefundKind.RETURN_REFUND: (Event.RETURN_CHECKED, Event.REFUNDED),
        RefundKind.EXCHANGE: (Event.RETURN_CHECKED, Event.REPLACEMENT_SENT),
        RefundKind.RESEND: (Event.REPLACEMENT_SENT,),
        RefundKind.REPAIR: (Event.REPAIR_SENT_BACK,),
    }
)
# What a refund on Taobao begins with; for other platforms and kinds the pack says which rules open (decision 0021).
_TAOBAO: Final = MappingProxyType(
    {RefundKind.REFUND_ONLY: ("TB-REQ-48H",), RefundKind.RETURN_REFUND: ("TB-RETAGREE-48H",)}
)
PLATFORMS: Final = ("taobao", "tmall")
"""The platforms whose refunds the export of refunds states; they share their numbers."""
_TAOBAO_LIKE: Final = frozenset({"", *PLATFORMS})


def opening_rules(kind: RefundKind, platform: str) -> tuple[str, ...]:
    """Return the rules that a refund begins with, () for those that the pack opens with the ticket type of its name."""
    return _TAOBAO.get(kind, ()) if platform in _TAOBAO_LIKE else ()


def events_of(act: RefundAct, kind: RefundKind, after: RefundState) -> tuple[Event, ...]:
    """Return what an act is to the rules of deadlines; whatever ends well also pays, sends or mends."""
    found = EVENTS.get(act, ())
    return (*found, *_DONE[kind]) if after is RefundState.SUCCESS else found


def next_state(before: RefundState, act: RefundAct, kind: RefundKind) -> RefundState:
    """Return where an act leads; DeskErrors ``refund_ended`` and ``refund_act_not_allowed``."""
    for move in MOVES:
        if (move.before, move.act) == (before, act) and kind in move.kinds:
            return move.after
    if before in ENDED:
        raise DeskError("refund_ended", state=before.value)
    raise DeskError("refund_act_not_allowed", state=before.value, act=act.value)


def drawn(state: RefundState, kind: RefundKind) -> RefundAct | None:
    """Return what the platform does where the deadline of a state passes, None where nobody says it.

    An application that nobody answers is agreed to, a return that nobody takes is paid (TB-REQ-48H, TB-RETAGREE-48H,
    TB-CONFIRM-48H); a return that is not sent in seven days closes (TB-RET-7D), so does a refusal that the buyer does
    not answer (``refund_state_machine.md``).
    """
    if state is RefundState.WAIT_SELLER:
        return RefundAct.AGREED if kind in PAYING else None
    if state is RefundState.WAIT_CONFIRM:
        return RefundAct.DONE if kind in PAYING else None
    return None if state in ENDED else RefundAct.CLOSED


def acts_in(state: RefundState, kind: RefundKind) -> tuple[RefundAct, ...]:
    """Return what can be done about a refund in its state, in the order of the table."""
    return tuple(move.act for move in MOVES if move.before is state and kind in move.kinds)


@dataclass(frozen=True, slots=True)
class Room:
    """What an order has to pay back from, in fen; ``paid`` is None where no file said what was paid.

    ``stated`` is what the platform says was refunded already, ``done`` and ``pending`` what the refunds kept here ended
    with or still ask for. ``currency`` is the order's.
    """

    paid: int | None
    stated: int
    done: int
    pending: int
    currency: str = YUAN

    @property
    def left(self) -> int:
        """What another refund may ask for at most, never below zero."""
        # A refund that ended here is in the platform's own figure as well, once a file brought it.
        return max(0, (self.paid or 0) - max(self.stated, self.done) - self.pending)


def checked_amount(kind: RefundKind, amount: int | None, room: Room) -> int | None:
    """Return the amount of a refund in fen as it is kept: None for kinds that pay nothing.

    DeskErrors ``refund_amount_missing``, ``refund_amount_low`` (0 or less), ``refund_unpaid`` (nothing was paid for the
    order as far as is known) and ``refund_amount_high`` with what is ``left`` and was ``paid`` (``currency``).
    """
    if kind not in PAYING:
        return None
    if amount is None:
        raise DeskError("refund_amount_missing")
    if amount <= 0:
        raise DeskError("refund_amount_low")
    if not room.paid:
        raise DeskError("refund_unpaid")
    if amount > room.left:
        raise DeskError("refund_amount_high", left=room.left, paid=room.paid, currency=room.currency)
    return amount


class RefundRecord(NamedTuple):
    """A refund as a file of the platform states it; moments UTC ms, amounts fen, ``line`` of the file.

    ``due_at`` is the platform's own deadline (超时时间). None and "" are what the file does not say.
    """

    line: int
    order_number: str
    number: str
    kind: RefundKind
    state: RefundState
    amount_cents: int | None = None
    reason: str = ""
    explanation: str = ""
    applied_at: int | None = None
    sent_back_at: int | None = None
    ended_at: int | None = None
    due_at: int | None = None
    carrier: str = ""
    tracking: str = ""
    cs_status: str = ""


_RANK: Final = MappingProxyType(
    {_S.WAIT_SELLER: 0, _S.REFUSED: 0, _S.WAIT_RETURN: 1, _S.WAIT_CONFIRM: 2, _S.SUCCESS: 3, _S.CLOSED: 3}
)


def goes_back(old: RefundState, new: RefundState) -> bool:
    """Return whether a file states less than a file has stated already: an older export never moves a state back.

    A refused refund may be asked for again and an accepted one refused, so these two are no going back.
    """
    if old in ENDED:
        return new is not old
    return new is not RefundState.REFUSED and _RANK[new] < _RANK[old]


def total(amounts: Iterable[int | None]) -> int:
    """Return the sum of amounts in fen, unknown ones as nothing."""
    return sum(amount or 0 for amount in amounts)
