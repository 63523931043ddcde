"""When a paid order must be shipped: by the same rule of the pack as the chains of tickets, of every order alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.order_states import RUNNING, OrderState
from ticketdesk.domain.rules.counting import Reckoning, due
from ticketdesk.domain.rules.values import Rule

SHIP: Final = "TB-SHIP-1"
"""What the rows of tickets call the shipping time of their order; each pack has the rule under this name."""


class Clock(NamedTuple):
    """A running clock: its start and its end (UTC milliseconds)."""

    start: int
    due: int


@dataclass(frozen=True, slots=True)
class Shipping:
    """The rule of shipping and how the shop counts; without a rule no order is due."""

    rule: Rule | None
    reckoning: Reckoning

    def clock(self, state: OrderState, paid_at: int | None) -> Clock | None:
        """Return the clock of an order, None once it is shipped or ended, or before it is paid (issue 2)."""
        if self.rule is None or paid_at is None or state not in RUNNING:
            return None
        ends = due(self.rule, paid_at, self.reckoning).moment
        return None if ends is None else Clock(paid_at, ends)
