"""The gate in commands: orders that it holds back are refused, or pass by the right to override and a reason."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.desk.command import Context
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_gate import held_back
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries.order_gate import gate_facts


def pass_gate(context: Context, ids: Sequence[int], override: str) -> None:
    """Let these orders pass to "printed" or "shipped".

    DeskError ``gate_closed`` with the orders ``held``, unless ``override`` gives a reason, which needs the right to it;
    the reason stands in the journal with the command.
    """
    if clean_name(override):
        context.actor.need(Permission.ORDER_OVERRIDE)
        return
    held = held_back(gate_facts(context.tx, ids, context.now))
    if held:
        raise DeskError("gate_closed", held=held)
