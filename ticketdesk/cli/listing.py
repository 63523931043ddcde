"""``ticketdesk tickets``: the tickets of a query of the search language, or how many they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ticketdesk.cli.arguments import Given
from ticketdesk.cli.opening import now, open_for_reading, store_path
from ticketdesk.cli.output import DONE, Output, iso
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import stamp
from ticketdesk.domain.query.own_types import vocabulary
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Language
from ticketdesk.domain.query.wording import unparse
from ticketdesk.store.queries import agents, ticket_names, ticket_search, ticket_types, tickets
from ticketdesk.store.queries.ticket_search import TicketSearch
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.store.queries.type_names import type_names
from ticketdesk.store.reader import Rows
from ticketdesk.words import current_language, tr
from ticketdesk.words.names import ticket_state_name, ticket_type_name
from ticketdesk.words.ticket_types import types_of


def run(given: Given, output: Output) -> int:
    """List as ``given`` says; "me" is the agent named there, else the owner. Nothing found is no fault.

    DeskErrors of the query name the word and its place.
    """
    with open_for_reading(store_path(given.store)) as reader, types_of(partial(type_names, reader)):
        words = vocabulary(ticket_types.forms(reader))
        query = parse(given.words, words, people=ticket_names.people(reader))
        wanted = TicketSearch(query, _agent(reader, given.agent), now())
        asked = unparse(query, written_in(), words)
        if given.count:
            _count(reader, wanted, asked, output)
        else:
            _list(reader, wanted, asked, given.limit, output)
    return DONE


def written_in() -> Language:
    """Return the language in which a query is told."""
    return "zh" if current_language() == "zh_CN" else "en"


def _agent(reader: Rows, name: str) -> int | None:
    if not name:
        return agents.owner_id(reader)
    found = agents.named(reader, name)
    if found is None:
        raise DeskError("agent_unknown", name=name)
    return found.id


def _count(reader: Rows, wanted: TicketSearch, asked: str, output: Output) -> None:
    n = len(ticket_search.ids(reader, wanted))
    output.table([(asked or tr("All tickets"), n)])
    output.give({"query": asked, "count": n})


def _list(reader: Rows, wanted: TicketSearch, asked: str, limit: int, output: Output) -> None:
    ids = ticket_search.ids(reader, wanted, limit=limit)
    rows = {row.id: row for row in tickets.rows(reader, ids)}
    found = [rows[key] for key in ids if key in rows]
    tell(output, asked, "tickets", [(_line(row), _object(row)) for row in found])


def tell(output: Output, asked: str, kind: str, found: Sequence[tuple[str, dict[str, object]]]) -> None:
    """Tell the rows of a query: each by its line, and as an object."""
    for line, _each in found:
        output.say(line)
    if not found:
        output.say(tr("Nothing found."))
    output.give({"query": asked, kind: [each for _text, each in found]})


def _line(row: TicketRow) -> str:
    due = "" if row.due_at is None or row.closed_at is not None else stamp(row.due_at)
    parts = (row.number, ticket_state_name(row.state), ticket_type_name(row.type), due, row.assignee_name, row.title)
    return "  ".join(part for part in parts if part)


def _object(row: TicketRow) -> dict[str, object]:
    return {
        "id": row.id, "number": row.number, "title": row.title, "type": row.type, "state": row.state,
        "priority": row.priority, "buyer": row.buyer_nick, "assignee": row.assignee_name, "opened": iso(row.opened_at),
        "due": iso(row.due_at), "updated": iso(row.updated_at), "closed": iso(row.closed_at),
    }  # fmt: skip
