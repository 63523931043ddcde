"""The shop's table of moves: it may be tightened, never widened, and never so that a ticket cannot end."""

from __future__ import annotations

import random

import pytest

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.settings import checked
from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES, MOVES, stuck, told, written
from ticketdesk.domain.tickets import (
    ACTIVE,
    ENDED,
    NO_MOVES,
    TRANSITIONS,
    TicketState,
    can_move,
    require_move,
    woken,
)

DONE_AT_ONCE = (TicketState.OPEN, TicketState.DONE)


def test_the_table_holds_every_move_of_the_trade_and_no_other() -> None:
    assert set(MOVES) == {(old, new) for old in TicketState for new in TRANSITIONS[old]}
    assert (TicketState.SUSPENDED, TicketState.OPEN) not in MOVES
    assert (TicketState.WAITING_COLLEAGUE, TicketState.SUSPENDED) in MOVES


def test_a_forbidden_move_is_refused_with_both_states() -> None:
    forbidden = frozenset({DONE_AT_ONCE})
    assert can_move(*DONE_AT_ONCE) and not can_move(*DONE_AT_ONCE, forbidden)
    with pytest.raises(DeskError) as refused:
        require_move(*DONE_AT_ONCE, forbidden)
    assert (refused.value.key, refused.value.values) == ("ticket_move_forbidden", {"old": "open", "new": "done"})
    require_move(TicketState.IN_PROGRESS, TicketState.DONE, forbidden)


def test_what_is_kept_reads_back_and_stands_in_the_order_of_the_table() -> None:
    text = checked(FORBIDDEN_MOVES.key, " suspended>done, open>done ,")
    assert text == "open>done,suspended>done"
    assert FORBIDDEN_MOVES.read(text) == {DONE_AT_ONCE, (TicketState.SUSPENDED, TicketState.DONE)}
    assert FORBIDDEN_MOVES.read(None) == FORBIDDEN_MOVES.read("") == NO_MOVES
    assert FORBIDDEN_MOVES.read("open>done,later>never") == {DONE_AT_ONCE}


@pytest.mark.parametrize("odd", ["open>open", "done>open", "open-done", "x"])
def test_what_is_no_move_is_refused(odd: str) -> None:
    with pytest.raises(DeskError) as refused:
        FORBIDDEN_MOVES.checked(odd)
    assert refused.value.key == "ticket_move_unknown"


def test_a_table_in_which_a_ticket_could_never_end_is_refused() -> None:
    ways = [told((TicketState.SUSPENDED, new)) for new in TRANSITIONS[TicketState.SUSPENDED]]
    with pytest.raises(DeskError) as refused:
        FORBIDDEN_MOVES.checked(",".join(ways))
    assert (refused.value.key, refused.value.values) == ("ticket_moves_stuck", {"state": "suspended"})
    assert FORBIDDEN_MOVES.checked(",".join(ways[1:]))


def test_random_tables_are_refused_just_where_a_walk_finds_no_end() -> None:
    draw = random.Random(11)
    for _ in range(300):
        forbidden = frozenset(draw.sample(MOVES, draw.randrange(len(MOVES))))
        assert (stuck(forbidden) is None) == all(ends(state, forbidden) for state in ACTIVE)
        assert FORBIDDEN_MOVES.read(written(forbidden)) == forbidden


def ends(state: TicketState, forbidden: frozenset[tuple[TicketState, TicketState]]) -> bool:
    """Whether a walk of allowed moves leads to an end."""
    seen, here = {state}, [state]
    while here:
        old = here.pop()
        if old in ENDED:
            return True
        further = {new for new in TicketState if (old, new) in MOVES and (old, new) not in forbidden} - seen
        seen |= further
        here += further
    return False


def test_a_suspended_ticket_comes_back_to_its_assignee_or_to_anybody() -> None:
    assert woken(assigned=True) is TicketState.IN_PROGRESS
    assert woken(assigned=False) is TicketState.OPEN
