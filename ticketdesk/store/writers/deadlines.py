"""Writing what a ticket's deadlines are reckoned from: starts, set moments, recorded lapses."""

from __future__ import annotations

from ticketdesk.domain.rules.matter import Lapse
from ticketdesk.store.deadline_tables import TicketLapse, TicketStart, TicketTerm
from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tx import Tx


def add_start(
    tx: Tx, ticket: int, event: str, noted_at: int, agent_id: int | None, corrected_at: int | None = None
) -> int:
    """Note an event of a ticket and return the row's id."""
    values: dict[str, Value] = {"ticket_id": ticket, "event": event, "noted_at": noted_at}
    return tx.insert(TicketStart, {**values, "corrected_at": corrected_at, "agent_id": agent_id})


def newest_start(tx: Tx, ticket: int, event: str) -> tuple[int, int] | None:
    """Return (row, moment) of the last such event of a ticket, corrected where it was; None where there is none."""
    sql = (
        "SELECT id, COALESCE(corrected_at, noted_at) FROM ticket_start"
        " WHERE ticket_id = ? AND event = ? AND deleted = 0 ORDER BY id DESC LIMIT 1"
    )
    found = first(tx, sql, (ticket, event))
    return None if found is None else (found[0], found[1])


def correct_start(tx: Tx, row: int, at: int) -> None:
    """Write when the event was in truth (UTC ms); when it was noted stays."""
    tx.update(TicketStart, row, {"corrected_at": at})


def add_term(tx: Tx, ticket: int, kind: str, rule: str, due_at: int, told_at: int, agent_id: int | None) -> int:
    """Keep a moment that was agreed on or imported and return the row's id."""
    values: dict[str, Value] = {"ticket_id": ticket, "kind": kind, "rule": rule, "due_at": due_at, "told_at": told_at}
    return tx.insert(TicketTerm, {**values, "agent_id": agent_id})


def uncarried_lapse(tx: Tx, ticket: int, rule: str, nth: int) -> int | None:
    """Return the row of the last recorded lapse of a step whose consequence nobody carried out, None for none."""
    sql = (
        "SELECT id FROM ticket_lapse WHERE ticket_id = ? AND rule = ? AND nth = ? AND carried_out = 0 AND deleted = 0"
        " ORDER BY id DESC LIMIT 1"
    )
    found = first(tx, sql, (ticket, rule, nth))
    return None if found is None else int(found[0])


def carry_out(tx: Tx, row: int) -> None:
    """Keep that what a lapse brings about was done."""
    tx.update(TicketLapse, row, {"carried_out": 1})


def add_lapse(tx: Tx, ticket: int, lapse: Lapse) -> int:
    """Record a lapse and return the row's id."""
    return tx.insert(
        TicketLapse,
        {
            "ticket_id": ticket, "rule": lapse.rule, "nth": lapse.nth, "start_at": lapse.start, "due_at": lapse.due,
            "at": lapse.recorded_at, "carried_out": int(lapse.carried_out),
        },
    )  # fmt: skip
