"""The gate in commands: orders that it holds back are refused, or pass by the right to override and a reason."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Final

from ticketdesk.desk.command import Context
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.order_gate import Held, held_back
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries.acts import wrote_any
from ticketdesk.store.queries.order_gate import gate_facts, led_through
from ticketdesk.store.reader import Rows

_BATCH: Final = 64
_REMARKS: Final = ("remark",)


def pass_gate(context: Context, ids: Sequence[int], override: str) -> None:
    """Let these orders pass to "printed" or "shipped".

    DeskError ``gate_closed`` with the orders ``held``, unless ``override`` gives a reason, which needs the right to it;
    the reason stands in the journal with the command.
    """
    if clean_name(override):
        context.actor.need(Permission.ORDER_OVERRIDE)
        return
    _refuse(held_back(gate_facts(context.tx, ids, context.now)))


def held_from_redo(source: Rows, undo: int, now: int, *, of_file: bool) -> Generator[int, None, list[int]]:
    """Return the orders that the gate holds back until the remarks of the undone (``undo`` took it back) are back too.

    To be asked before anything is done again; works in steps, yielding 0. What a platform's file told (``of_file``)
    passes: only what the desk shipped by it is asked. DeskError ``gate_closed`` where no remark comes with it.
    """
    remarked = wrote_any(source, undo, _REMARKS)
    found: dict[int, None] = {}
    after: int | None = 0
    while after is not None:
        ids, after = led_through(source, undo, after, of_file=of_file)
        for start in range(0, len(ids), _BATCH):
            held = held_back(gate_facts(source, ids[start : start + _BATCH], now))
            if not remarked:
                _refuse(held)
            found |= dict.fromkeys(each.id for each in held)
            yield 0
        yield 0
    return list(found)


def pass_gate_again(source: Rows, held: Sequence[int], now: int) -> None:
    """Let pass what the remark that came back with the flag clears, as it did at first; DeskError ``gate_closed``."""
    if held:
        _refuse(held_back(gate_facts(source, held, now)))


def _refuse(held: tuple[Held, ...]) -> None:
    if held:
        raise DeskError("gate_closed", held=held)
