"""The deadline that a new ticket will get, as the form foretells it: the same rules that the desk applies."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.desk import deadlines
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.orders import OrderState
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class Foretold(NamedTuple):
    """A deadline to come: start and end (UTC ms), its length and its rule in words."""

    start: int
    due: int
    length: str
    rule: str


def foretell(world: World, kind: str, card: OrderCard | None, now: int) -> Foretold | None:
    """Return the deadline of a ticket of this type and order that is opened at ``now`` (UTC ms), None for none."""
    form = world.types.forms.get(kind)
    if form is None:
        return None
    step = deadlines.foretold(world.reader, kind, form.rules, now)
    if step is not None and step.start is not None and step.due is not None:
        return Foretold(step.start, step.due, _length(step.due - step.start), tr(step.rule.duty))
    if card is None:
        return None
    ship = deadlines.shipping(world.reader, now).clock(OrderState(card.row.state), card.row.paid_at)
    return Foretold(ship.start, ship.due, _length(ship.due - ship.start), tr("Ship the order")) if ship else None


def _length(span: int) -> str:
    """Hours up to three days, else days; a part of one counts as a whole."""
    return tr("{0} h", -(-span // HOUR)) if span <= 3 * DAY else tr("{0} days", -(-span // DAY))
