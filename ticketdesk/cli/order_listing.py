"""``ticketdesk orders``: the orders of a query of the search language, or how many they are."""

from __future__ import annotations

from ticketdesk.cli.arguments import Given
from ticketdesk.cli.listing import tell, written_in
from ticketdesk.cli.opening import now, open_for_reading, store_path
from ticketdesk.cli.output import DONE, Output, iso
from ticketdesk.domain.moments import stamp
from ticketdesk.domain.money import money
from ticketdesk.domain.personal import mask_text
from ticketdesk.domain.query.order_fields import ORDERS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.wording import unparse
from ticketdesk.store.queries import order_filter, orders
from ticketdesk.store.queries.order_conditions import STATES
from ticketdesk.store.queries.order_filter import OrderFilter
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.words import tr


def run(given: Given, output: Output) -> int:
    """List as ``given`` says, the newest first; nothing found is no fault.

    DeskErrors of the query name the word and its place.
    """
    with open_for_reading(store_path(given.store)) as reader:
        query = parse(given.words, ORDERS)
        asked = unparse(query, written_in(), ORDERS)
        ids = order_filter.ids(reader, OrderFilter(query=query, now=now()))
        if given.count:
            output.table([(asked or tr("All orders"), len(ids))])
            output.give({"query": asked, "count": len(ids)})
            return DONE
        shown = ids[: given.limit]
        rows = {row.id: row for row in orders.rows(reader, shown)}
    found = (rows[key] for key in shown if key in rows)
    tell(output, asked, "orders", [(_line(row), _object(row)) for row in found])
    return DONE


def _line(row: OrderRow) -> str:
    paid = "" if row.paid_cents is None else money(row.paid_cents, row.currency)
    due = "" if row.due_at is None else stamp(row.due_at)
    parts = (row.number, _state(row.state), row.buyer_nick, paid, row.titles, due)
    return "  ".join(part for part in parts if part)


def _state(value: str) -> str:
    """The state as the search language calls it; one that it does not know as it stands."""
    key = next((key for key, state in STATES.items() if state == value), "")
    choices = {each.key: each for each in ORDERS.of("state").choices}
    return choices[key].shown(written_in()) if key else value


def _object(row: OrderRow) -> dict[str, object]:
    return {
        "id": row.id, "number": row.number, "state": row.state, "flag": row.flag, "buyer": row.buyer_nick,
        "titles": row.titles, "paid_cents": row.paid_cents, "currency": row.currency, "created": iso(row.created_at),
        "paid": iso(row.paid_at), "due": iso(row.due_at), "carrier": row.carrier, "tracking": row.tracking,
        "remark": mask_text(row.last_remark),
    }  # fmt: skip
