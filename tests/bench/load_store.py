"""Fills a fresh store with the shop that gen_store.py has written: python tests/bench/load_store.py OUT STORE.

One bulk act of the desk itself, so that journal, counters and full-text index are kept as in any import.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.bench.generated import (  # noqa: E402
    FLAGS,
    KINDS,
    STATES,
    TICKET_STATES,
    Said,
    Talk,
    count_ids,
    messages,
    read,
)
from tests.domain.merging import SHIPPING  # noqa: E402
from ticketdesk.desk.command import BulkCommand, Context  # noqa: E402
from ticketdesk.desk.commands.people import AddAgent, SetPassword  # noqa: E402
from ticketdesk.desk.commands.shop import CreateShop  # noqa: E402
from ticketdesk.desk.desk import Desk  # noqa: E402
from ticketdesk.domain.moments import DAY, MINUTE, from_ms, parse_stamp  # noqa: E402
from ticketdesk.domain.orders import OrderState  # noqa: E402
from ticketdesk.domain.passwords import hashed  # noqa: E402
from ticketdesk.domain.permissions import Permission  # noqa: E402
from ticketdesk.domain.tickets import ticket_number  # noqa: E402
from ticketdesk.store import tables  # noqa: E402
from ticketdesk.store.ids import compose, desk_of  # noqa: E402
from ticketdesk.store.store import STORE_NAME, Store  # noqa: E402
from ticketdesk.store.tx import Tx  # noqa: E402

STEP = 20_000
# Conversations whose last word is older than this before the newest of all are over.
OVER_AFTER = 7 * DAY
_BUYER = ("id", "version", "deleted", "nick", "name", "phone", "region", "note", "last_seen_at")
_CONVERSATION = (
    "id", "version", "deleted", "buyer_id", "channel", "agent_id", "state", "waiting_since", "last_at",
    "last_message_id", "last_text", "last_side", "first_response_ms", "ended_at",
)  # fmt: skip
_MESSAGE = (
    "id", "version", "deleted", "conversation_id", "side", "kind", "sender", "agent_id", "text", "sent_at", "state",
    "attachment_id", "order_id", "source", "read", "data",
)  # fmt: skip


@dataclass(slots=True)
class Made:
    """Ids of the store by the generator's own ids."""

    buyers: dict[int, int] = field(default_factory=dict)
    nicks: dict[int, str] = field(default_factory=dict)
    conversations: dict[int, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadShop(BulkCommand):
    """The whole shop of ``folder`` comes in; ``agents`` maps a name to its id, ``ids`` is how many rows get one."""

    folder: str
    agents: tuple[tuple[str, int], ...]
    ids: int
    needs: ClassVar[Permission | None] = Permission.ORDER_IMPORT

    @property
    def block(self) -> int:
        """An id for every row but the messages, which carry their own moment."""
        return self.ids + 256

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Buyers, orders, conversations, tickets, then all messages in the order of time."""
        folder, tx, agents, made = Path(self.folder), context.tx, dict(self.agents), Made()
        yield from in_steps(tx, tables.Buyer, _BUYER, buyers(folder, tx, made))
        yield from order_steps(folder, tx, made)
        said = sorted(messages(folder), key=lambda each: each.at)
        ids = message_ids(said, desk_of(tx.act_id))
        talks: dict[int, Talk] = {}
        for each, message in zip(said, ids, strict=True):
            talks.setdefault(each.conversation, Talk()).hear(each, message)
        rows = conversations(folder, tx, made, talks, agents, said[-1].at if said else 0)
        yield from in_steps(tx, tables.Conversation, _CONVERSATION, rows)
        yield from ticket_steps(folder, tx, made, agents)
        yield from in_steps(tx, tables.Message, _MESSAGE, message_rows(said, ids, made, agents))


def in_steps(tx: Tx, table: type[tables.Row], names: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Iterator[int]:
    """Insert ``rows`` in steps, yielding the size of each."""
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == STEP:
            tx.insert_many(table, names, batch)
            yield len(batch)
            batch = []
    if batch:
        tx.insert_many(table, names, batch)
        yield len(batch)


def buyers(folder: Path, tx: Tx, made: Made) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of buyers; two customers with one nickname are one buyer, as everywhere in the program."""
    known: dict[str, int] = {}
    for customer in read(folder, "customers"):
        nick = customer["nick"]
        made.nicks[customer["id"]] = nick
        if nick in known:
            made.buyers[customer["id"]] = known[nick]
            continue
        known[nick] = made.buyers[customer["id"]] = tx.new_id()
        yield known[nick], 1, 0, nick, customer["name"], "", customer["region"], "", 0


def order_steps(folder: Path, tx: Tx, made: Made) -> Iterator[int]:
    """Insert orders and their lines."""
    pending: list[dict[str, Any]] = []
    for order in read(folder, "orders"):
        pending.append(order)
        if len(pending) == 5_000:
            yield write_orders(tx, made, pending)
            pending = []
    if pending:
        yield write_orders(tx, made, pending)


def write_orders(tx: Tx, made: Made, orders: list[dict[str, Any]]) -> int:
    """Insert ``orders`` with their lines and return the number of rows."""
    rows, lines = [], []
    for order in orders:
        made.orders[order["id"]] = key = tx.new_id()
        rows.append(order_values(key, order, made))
        for position, item in enumerate(order["items"], start=1):
            lines.append(line_values(tx.new_id(), key, position, item))
    for table, found in ((tables.Order, rows), (tables.OrderLine, lines)):
        names = tuple(found[0])
        tx.insert_many(table, names, [tuple(values[name] for name in names) for values in found])
    return len(rows) + len(lines)


def order_values(key: int, order: dict[str, Any], made: Made) -> dict[str, Any]:
    """Return the columns of one order; what was paid was paid two minutes after the order."""
    created = parse_stamp(order["created"]) or 0
    state = STATES[order["status"]]
    cents = round(order["total"] * 100)
    paid = state not in (OrderState.WAIT_PAY, OrderState.CLOSED)
    due = SHIPPING.clock(state, created + 2 * MINUTE) if paid else None
    return {
        **empty(tables.Order), "id": key, "number": order["id"], "number_reversed": order["id"][::-1],
        "buyer_id": made.buyers[order["customer"]], "buyer_nick": made.nicks[order["customer"]], "state": state.value,
        "state_source": "list", "flag": FLAGS[order["flag"]], "created_at": created, "sort_at": created,
        "paid_at": created + 2 * MINUTE if paid else None, "due_at": due.due if due else None, "total_cents": cents,
        "goods_cents": cents, "paid_cents": cents if paid else None,
        "titles": "，".join(item["title"] for item in order["items"]), "kinds": len(order["items"]),
        "pieces": sum(item["qty"] for item in order["items"]),
    }  # fmt: skip


def line_values(key: int, order: int, position: int, item: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of one item."""
    return {
        **empty(tables.OrderLine), "id": key, "order_id": order, "position": position, "title": item["title"],
        "quantity": item["qty"], "price_cents": round(item["price"] * 100),
    }  # fmt: skip


def empty(table: type[tables.Row]) -> dict[str, Any]:
    """Return every column of ``table`` with its default."""
    return {name: each.default for name, each in table._meta.fields.items()}


def message_ids(said: list[Said], desk: int) -> list[int]:
    """Return an id for each message in the order of time, running on where several fall into one millisecond."""
    ids: list[int] = []
    last = -(1 << 63)
    for each in said:
        last = max(compose(each.at, desk, 0), last + 1)
        ids.append(last)
    return ids


def message_rows(said: list[Said], ids: list[int], made: Made, agents: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of messages, in the order of time."""
    for each, key in zip(said, ids, strict=True):
        side, state = ("out", "sent") if each.out else ("in", "received")
        agent = agents[each.who] if each.out else None
        yield (
            key, 1, 0, made.conversations[each.conversation], side, "text", each.who, agent, each.text, each.at, state,
            None, None, "qianniu", 0, "",
        )  # fmt: skip


def conversations(
    folder: Path, tx: Tx, made: Made, talks: dict[int, Talk], agents: dict[str, int], newest: int
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of conversations."""
    for each in read(folder, "conversations"):
        made.conversations[each["id"]] = key = tx.new_id()
        talk = talks.get(each["id"], Talk())
        over = talk.last_at < newest - OVER_AFTER
        yield (
            key, 1, 0, made.buyers[each["customer"]], "qianniu", agents[each["agent"]], "ended" if over else "open",
            None if over else talk.waiting, talk.last_at, talk.last_id, talk.last_text, talk.last_side,
            talk.first_response, talk.last_at + 30 * MINUTE if over else None,
        )  # fmt: skip


def ticket_steps(folder: Path, tx: Tx, made: Made, agents: dict[str, int]) -> Iterator[int]:
    """Insert tickets with their numbers and the first event of each timeline."""
    rows, events = [], []
    for ticket in read(folder, "tickets"):
        opened, key, state = parse_stamp(ticket["created"]) or 0, tx.new_id(), TICKET_STATES[ticket["state"]]
        number = ticket_number(opened, tx.next_number(f"ticket:{from_ms(opened):%Y%m%d}"))
        assignee = agents[ticket["assignee"]]
        closed = opened + DAY if state in ("done", "cancelled") else None
        rows.append({
            **empty(tables.Ticket), "id": key, "number": number, "title": ticket["title"],
            "type": KINDS[ticket["kind"]], "state": state, "buyer_id": made.buyers[ticket["customer"]],
            "order_id": made.orders.get(ticket["order"]), "conversation_id": made.conversations[ticket["conv"]],
            "assignee_id": assignee, "creator_id": assignee, "opened_at": opened, "updated_at": closed or opened,
            "closed_at": closed,
        })  # fmt: skip
        events.append({
            **empty(tables.TicketEvent), "id": tx.new_id(), "ticket_id": key, "kind": "created", "agent_id": assignee,
            "author": ticket["assignee"], "at": opened, "after": "conversation",
        })  # fmt: skip
    for table, found in ((tables.Ticket, rows), (tables.TicketEvent, events)):
        if found:
            names = tuple(found[0])
            tx.insert_many(table, names, [tuple(values[name] for name in names) for values in found])
            yield len(found)


def load(folder: Path, path: Path, tell: Callable[[int], None] = lambda rows: None) -> float:
    """Make a store at ``path`` out of ``folder`` and return the seconds it took. Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(path)
    began = time.perf_counter()
    store = Store(path)
    try:
        desk = Desk(store, lambda: int(time.time() * 1000))
        desk.agent_id = desk.run(CreateShop(shop_name="TicketDesk", owner_name="Owner")).result.owner_id
        names = sorted({each["agent"] for each in read(folder, "conversations")} | {
            each["assignee"] for each in read(folder, "tickets")
        })  # fmt: skip
        desk.run(SetPassword(agent_id=desk.agent_id, password_hash=hashed("ticketdesk", bytes(16))))
        agents = tuple((name, desk.run(AddAgent(agent_name=name)).result) for name in names)
        desk.post(LoadShop(folder=str(folder), agents=agents, ids=count_ids(folder)), progress=tell).result()
    finally:
        store.close()
    return time.perf_counter() - began


def main() -> int:
    """Load as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the folder that gen_store.py has written")
    parser.add_argument("store", type=Path, help="the new store: a folder, or a file ending in .db")
    given = parser.parse_args()
    path = given.store if given.store.suffix == ".db" else given.store / STORE_NAME
    if path.exists():
        print(f"{path} is already there; choose a new place.", file=sys.stderr)
        return 2
    seconds = load(given.out, path, lambda rows: print(f"\r{rows:,} rows", end="", file=sys.stderr, flush=True))
    print(f"\nloaded in {seconds:.1f} s, {path.stat().st_size / 1e6:,.0f} MB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
