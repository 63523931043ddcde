"""The gate in commands: orders that it holds back are refused, or pass by the right to override and a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ticketdesk.desk.command import Context
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_gate import held_back
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries.order_gate import gate_facts, led_through
from ticketdesk.store.reader import Rows

_BATCH: Final = 64


def pass_gate(context: Context, ids: Sequence[int], override: str) -> None:
    """Let these orders pass to "printed" or "shipped".

    DeskError ``gate_closed`` with the orders ``held``, unless ``override`` gives a reason, which needs the right to it;
    the reason stands in the journal with the command.
    """
    if clean_name(override):
        context.actor.need(Permission.ORDER_OVERRIDE)
        return
    _check(context.tx, ids, context.now)


def pass_gate_again(source: Rows, undo: int, now: int, *, of_file: bool) -> Iterator[int]:
    """Let orders pass that doing the undone again (``undo`` is the act that took it back) leads through the gate.

    Works in steps, yielding 0. What a platform's file told (``of_file``) passes: only what the desk shipped by it is
    asked. DeskError ``gate_closed``.
    """
    ids = led_through(source, undo, of_file=of_file)
    for start in range(0, len(ids), _BATCH):
        _check(source, ids[start : start + _BATCH], now)
        yield 0


def _check(source: Rows, ids: Sequence[int], now: int) -> None:
    held = held_back(gate_facts(source, ids, now))
    if held:
        raise DeskError("gate_closed", held=held)
