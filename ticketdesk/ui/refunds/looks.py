"""How a refund looks wherever it stands: its name, the chip of its state, what is left of its time."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Protocol

from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.labels import Label
from ticketdesk.words import tr
from ticketdesk.words.refunds import kind_name, state_name

ICON: Final = "undo-2"
_LEVELS: Final = MappingProxyType[str, Level](
    {
        "WAIT_SELLER_AGREE": "warn",
        "WAIT_BUYER_RETURN_GOODS": "accent",
        "WAIT_SELLER_CONFIRM_GOODS": "accent",
        "SELLER_REFUSE_BUYER": "bad",
        "SUCCESS": "ok",
    }
)


class Refunding(Protocol):
    """What of a refund is shown in few words."""

    @property
    def kind(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def amount_cents(self) -> int | None: ...

    @property
    def currency(self) -> str: ...

    @property
    def due_at(self) -> int | None: ...

    @property
    def due_from(self) -> int | None: ...


def title(found: Refunding) -> str:
    """Return kind and amount: "Return and refund ¥50.00"."""
    name = kind_name(found.kind)
    return name if found.amount_cents is None else tr("{0} {1}", name, labels.money(found.amount_cents, found.currency))


def chip(found: Refunding) -> Label:
    """Return the state as a chip."""
    return Label(state_name(found.state, found.kind), _LEVELS.get(found.state, "plain"))


def left(found: Refunding, now: int) -> Label | None:
    """Return what is left until its deadline at ``now`` (UTC ms), None where none runs."""
    if found.due_at is None:
        return None
    return Label(labels.remaining(found.due_at, now), labels.urgency_level(found.due_from, found.due_at, now))
