"""The shop's table of moves between states of a ticket: it may take moves out, never put new ones in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.tickets import ACTIVE, ENDED, NO_MOVES, TRANSITIONS, Forbidden, TicketState, can_move

_ARROW: Final = ">"
# What the shop may take out, in the order of the table: every move that the trade knows.
MOVES: Final = tuple((old, new) for old in TicketState for new in TicketState if new in TRANSITIONS[old])


@dataclass(frozen=True, slots=True)
class MovesSetting:
    """The forbidden moves as the store keeps them: ``open>done`` with commas between, in the order of ``MOVES``."""

    key: str
    default: str = ""

    def read(self, text: str | None) -> Forbidden:
        """Return the moves that ``text`` forbids; what a newer program may have kept there is passed over."""
        if not text:
            return NO_MOVES
        known = {told(move): move for move in MOVES}
        return frozenset(known[each] for each in text.split(",") if each in known)

    def checked(self, text: str) -> str:
        """Return ``text`` as it is kept.

        DeskErrors ``ticket_move_unknown`` for what is no move, ``ticket_moves_stuck`` where a state leads to no end.
        """
        known = {told(move) for move in MOVES}
        for each in filter(None, (part.strip() for part in text.split(","))):
            if each not in known:
                raise DeskError("ticket_move_unknown", move=each[:60])
        forbidden = self.read(",".join(part.strip() for part in text.split(",")))
        state = stuck(forbidden)
        if state is not None:
            raise DeskError("ticket_moves_stuck", state=state.value)
        return written(forbidden)


def told(move: tuple[TicketState, TicketState]) -> str:
    """Return a move as the store keeps it."""
    return f"{move[0].value}{_ARROW}{move[1].value}"


def written(forbidden: Iterable[tuple[TicketState, TicketState]]) -> str:
    """Return forbidden moves as the store keeps them."""
    taken = frozenset(forbidden)
    return ",".join(told(move) for move in MOVES if move in taken)


def stuck(forbidden: Forbidden) -> TicketState | None:
    """Return the first state from which no allowed moves lead to an end, None where every ticket can be ended."""
    ending = set(ENDED)
    while True:
        found = {old for old in ACTIVE - ending if any(can_move(old, new, forbidden) for new in ending)}
        if not found:
            return next((state for state in TicketState if state not in ending), None)
        ending |= found


FORBIDDEN_MOVES: Final = MovesSetting("ticket.forbidden_moves")
