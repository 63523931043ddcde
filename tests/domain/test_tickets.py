"""Ticket states, numbers and lists."""

from __future__ import annotations

import pytest

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, parse_stamp
from ticketdesk.domain.tickets import (
    ACTIVE,
    ENDED,
    TRANSITIONS,
    Priority,
    TicketState,
    TicketType,
    can_move,
    require_move,
    ticket_number,
)


def test_every_state_has_its_ways() -> None:
    assert set(TRANSITIONS) == set(TicketState)
    assert not any(state in ways for state, ways in TRANSITIONS.items())
    assert set(TicketState) == ACTIVE | ENDED


@pytest.mark.parametrize("ended", sorted(ENDED))
def test_an_ended_ticket_only_reopens(ended: TicketState) -> None:
    assert [state for state in TicketState if can_move(ended, state)] == [TicketState.IN_PROGRESS]


@pytest.mark.parametrize("active", sorted(ACTIVE))
def test_an_active_ticket_can_end(active: TicketState) -> None:
    assert can_move(active, TicketState.DONE)
    assert can_move(active, TicketState.CANCELLED)
    assert not can_move(active, TicketState.OPEN)


def test_a_refused_move_names_both_states() -> None:
    with pytest.raises(DeskError) as refused:
        require_move(TicketState.DONE, TicketState.CANCELLED)
    assert refused.value.key == "ticket_state_not_allowed"
    assert refused.value.values == {"old": "done", "new": "cancelled"}
    require_move(TicketState.DONE, TicketState.IN_PROGRESS)


def test_numbers() -> None:
    day = parse_stamp("2026-11-21 00:00:00")
    assert day is not None
    assert ticket_number(day, 32) == "T-261121-032"
    assert ticket_number(day - 1, 1) == "T-261120-001"
    assert ticket_number(day + DAY - 1, 1204) == "T-261121-1204"
    with pytest.raises(ValueError, match="counted from 1"):
        ticket_number(day, 0)


def test_types_and_priorities() -> None:
    assert len(TicketType) == 13
    assert [int(priority) for priority in Priority] == [1, 2, 3]
