"""The rows of a made shop as SQL over a series of numbers: every value follows from the number, nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import apsw

from tests.bench import store_words
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.store import tables
from ticketdesk.store.ids import EPOCH_MS

NOW = 1_790_827_200_000  # 2026-10-01 12:00 in the shop; what the benchmarks take for the present
SPAN = 730 * DAY
START = NOW - SPAN
LONG = 10_000  # messages of the one long conversation, number 0
_TALK, _AT_ONCE = 20, 8  # messages of an ordinary conversation, conversations going on at the same time
AGENTS = 20


class Plan(NamedTuple):
    """How many rows of each kind; ``act`` is the act's id, from which all but messages are numbered, ``longest`` how
    many messages the one long conversation has at most."""

    tickets: int
    act: int
    longest: int = LONG

    @property
    def messages(self) -> int:
        return 5 * self.tickets

    @property
    def orders(self) -> int:
        return self.tickets

    @property
    def buyers(self) -> int:
        return self.tickets // 4

    @property
    def long(self) -> int:
        """Messages of the long conversation."""
        return min(self.longest, self.messages // 3 if self.longest > LONG else self.messages // 5)

    @property
    def conversations(self) -> int:
        return 1 + _AT_ONCE * -(-(self.messages - self.long) // (_TALK * _AT_ONCE))

    @property
    def open_talks(self) -> int:
        return self.conversations // 50

    @property
    def ids(self) -> int:
        """How many ids the act takes."""
        return self._first("end")

    def _first(self, kind: str) -> int:
        at = 1
        for name, size in (
            ("buyer", self.buyers), ("conversation", self.conversations), ("orders", self.orders),
            ("order_line", self.orders), ("remark", self.orders), ("ticket", self.tickets),
            ("ticket_event", self.tickets),
        ):  # fmt: skip
            if name == kind:
                return at
            at += size
        return at

    def key(self, kind: str, number: str) -> str:
        """Return the id of row ``number`` (an SQL expression) of a kind, as ``ids.nth`` numbers them."""
        n = f"({self._first(kind)} + {number})"
        return f"({self.act} + ({n} / 512) * 2097152 + {n} % 512)"


def fill_words(connection: apsw.Connection, agents: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Put the words into temporary tables and return how many there are of each."""
    sizes: dict[str, int] = {}
    for name in store_words.LISTS:
        words = getattr(store_words, name)()
        connection.execute(f"CREATE TEMP TABLE {name}(k INTEGER PRIMARY KEY, text TEXT)")
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", enumerate(words))
        sizes[name] = len(words)
    connection.execute("CREATE TEMP TABLE staff(k INTEGER PRIMARY KEY, id INTEGER, name TEXT)")
    connection.executemany("INSERT INTO staff VALUES (?, ?, ?)", ((k, *agent) for k, agent in enumerate(agents)))
    return sizes


def statements(plan: Plan, words: Mapping[str, int]) -> dict[str, str]:
    """Return one statement a table, in the order in which they must run."""
    made = _Maker(plan, words)
    return {
        "buyer": made.buyers(), "message": made.messages(), "conversation": made.conversations(),
        "orders": made.orders(), "order_line": made.lines(), "remark": made.remarks(), "ticket": made.tickets(),
        "ticket_event": made.events(),
    }  # fmt: skip


def _series(count: int) -> str:
    return (
        f"(WITH RECURSIVE run(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM run WHERE i < {count - 1}) SELECT i FROM run)"
    )


def _insert(table: type[tables.Row], values: Mapping[str, str], source: str) -> str:
    """Return the INSERT of ``values`` (SQL expressions); columns not given have the table's defaults."""
    all_values = {name: _literal(each.default) for name, each in table._meta.fields.items()} | dict(values)
    columns = ", ".join(all_values)
    return f"INSERT INTO {table._meta.table_name}({columns}) SELECT {', '.join(all_values.values())} FROM {source}"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


class _Maker:
    def __init__(self, plan: Plan, words: Mapping[str, int]) -> None:
        self._plan, self._words = plan, words

    def _word(self, kind: str, number: str) -> str:
        return f"(SELECT text FROM {kind} WHERE k = ({number}) % {self._words[kind]})"

    def _nick(self, number: str) -> str:
        return f"({self._word('nicks', f'{number} * 31')} || ({number}))"

    def _staff(self, column: str, number: str) -> str:
        return f"(SELECT {column} FROM staff WHERE k = ({number}) % {AGENTS})"

    def buyers(self) -> str:
        """A quarter as many buyers as orders."""
        values = {
            "id": self._plan.key("buyer", "i"), "nick": self._nick("i"), "region": "'浙江'",
            "last_seen_at": f"{START} + i * {SPAN // self._plan.buyers}",
        }  # fmt: skip
        return _insert(tables.Buyer, values, _series(self._plan.buyers))

    def messages(self) -> str:
        """Five messages a ticket: one long conversation all the time, eight ordinary ones beside it at once."""
        plan = self._plan
        stride, step = plan.messages // plan.long, SPAN // plan.messages
        block = _TALK * _AT_ONCE
        late = plan.conversations - plan.open_talks
        talk = (
            f"(SELECT i, i / {stride} AS q, i % {stride} = 0 AS long, i - i / {stride} - 1 AS r,"
            f" {START} + i * {step} AS at FROM {_series(plan.messages)})"
        )
        placed = (
            f"(SELECT i, at, q, long, CASE WHEN long THEN 0 ELSE 1 + (r / {block}) * {_AT_ONCE} + r % {_AT_ONCE} END"
            f" AS c, (r % {block}) / {_AT_ONCE} AS pos FROM {talk})"
        )
        sided = (
            "(SELECT i, at, c, CASE WHEN long THEN q % 2 = 1 ELSE pos % 2 = 1 AND NOT"
            f" (pos = {_TALK - 1} AND c % 3 = 0 AND c >= {late}) END AS out FROM {placed})"
        )
        number = "CASE WHEN i % 64 = 7 THEN ' 尾号' || (i * 7919 % 100000007) ELSE '' END"
        values = {
            "id": f"(at - {EPOCH_MS}) << 21", "conversation_id": plan.key("conversation", "c"),
            "side": "CASE WHEN out THEN 'out' ELSE 'in' END",
            "sender": f"CASE WHEN out THEN {self._staff('name', 'c')} ELSE {self._nick('c')} END",
            "agent_id": f"CASE WHEN out THEN {self._staff('id', 'c')} END",
            "text": f"CASE WHEN out THEN {self._word('answered', 'i * 7919 + c')}"
            f" ELSE {self._word('asked', 'i * 7919 + c')} END || {number}",
            "sent_at": "at", "state": "CASE WHEN out THEN 'sent' ELSE 'received' END", "source": "'qianniu'",
        }  # fmt: skip
        return _insert(tables.Message, values, sided)

    def conversations(self) -> str:
        """What each conversation's row says of its messages, by the rules of ``writers.talk``."""
        plan = self._plan
        opened = f"(i = 0 OR i >= {plan.conversations - plan.open_talks})"
        mine = "FROM message m WHERE m.conversation_id = x.key"
        last_out = f"(SELECT id {mine} AND side = 'out' ORDER BY id DESC LIMIT 1)"
        source = (
            f"(SELECT i, {opened} AS opened, key, l.id AS last, l.text AS said, l.side AS side, l.sent_at AS at FROM"
            f" (SELECT i, {plan.key('conversation', 'i')} AS key FROM {_series(plan.conversations)}) s"
            " JOIN message l ON l.id = (SELECT MAX(id) FROM message WHERE conversation_id = s.key)) x"
        )
        values = {
            "id": "key", "buyer_id": plan.key("buyer", "i"), "channel": "'qianniu'",
            "agent_id": self._staff("id", "i"), "state": "CASE WHEN opened THEN 'open' ELSE 'ended' END",
            "waiting_since": f"CASE WHEN opened AND x.side = 'in' THEN (SELECT sent_at {mine} AND side = 'in'"
            f" AND id > {last_out} ORDER BY id LIMIT 1) END",
            "last_at": "at", "last_message_id": "last", "last_text": "substr(said, 1, 120)", "last_side": "x.side",
            "first_response_ms": f"(SELECT sent_at {mine} AND side = 'out' ORDER BY id LIMIT 1)"
            f" - (SELECT sent_at {mine} AND side = 'in' ORDER BY id LIMIT 1)",
            "ended_at": f"CASE WHEN NOT opened THEN at + {30 * MINUTE} END",
        }  # fmt: skip
        return _insert(tables.Conversation, values, source)

    def orders(self) -> str:
        """Orders of all states; the newest fiftieth waits for shipping, around now."""
        plan = self._plan
        buyer = f"(i * 7 % {plan.buyers})"
        fresh = f"i >= {plan.orders - plan.orders // 50}"
        state = (
            f"CASE WHEN {fresh} THEN 'WAIT_SELLER_SEND_GOODS' WHEN i % 16 = 3 THEN 'TRADE_CLOSED'"
            " WHEN i % 16 = 5 THEN 'WAIT_BUYER_CONFIRM_GOODS' WHEN i % 97 = 1 THEN 'WAIT_BUYER_PAY'"
            " ELSE 'TRADE_FINISHED' END"
        )
        number = "printf('%d', 3100000000000000000 + i * 1000003 * 7)"
        created = f"({START} + i * {SPAN // plan.orders})"
        remarked = "i % 20 = 0"
        values = {
            "id": plan.key("orders", "i"), "number": number, "buyer_id": plan.key("buyer", buyer),
            "number_reversed": f"backwards({number})", "buyer_nick": self._nick(buyer), "state": state,
            "state_source": "'list'", "flag": "CASE WHEN i % 10 < 6 THEN 0 ELSE i % 6 END",
            "created_at": created, "sort_at": created, "paid_at": f"{created} + {2 * MINUTE}",
            "due_at": f"CASE WHEN {fresh} THEN {NOW} + (i * 7919 % 4000 - 800) * {MINUTE} END",
            "goods_cents": "1990 + i * 37 % 50000", "total_cents": "1990 + i * 37 % 50000",
            "paid_cents": "1990 + i * 37 % 50000", "receiver": self._word("nicks", "i * 17"),
            "mobile": "printf('1380000%04d', i % 10000)",
            "address": "'浙江省 杭州市 西湖区 青禾路' || (i % 400) || '号'",
            "titles": self._word("titles", "i * 13"), "kinds": "1", "pieces": "1 + i % 3",
            "carrier": f"CASE WHEN {fresh} THEN '' ELSE '顺丰速运' END",
            "tracking": f"CASE WHEN {fresh} THEN '' ELSE printf('SF%012d', i * 1013) END",
            "buyer_message": "CASE WHEN i % 20 = 9 THEN '请尽快发货' ELSE '' END",
            "last_remark": f"CASE WHEN {remarked} THEN '已核实，按约定处理' ELSE '' END",
            "last_remark_by": f"CASE WHEN {remarked} THEN {self._staff('name', 'i / 20')} ELSE '' END",
            "last_remark_at": f"CASE WHEN {remarked} THEN {created} + {HOUR} END",
        }  # fmt: skip
        return _insert(tables.Order, values, _series(plan.orders))

    def lines(self) -> str:
        """One item an order."""
        values = {
            "id": self._plan.key("order_line", "i"), "order_id": self._plan.key("orders", "i"), "position": "1",
            "title": self._word("titles", "i * 13"), "price_cents": "1990 + i * 37 % 50000", "quantity": "1 + i % 3",
        }  # fmt: skip
        return _insert(tables.OrderLine, values, _series(self._plan.orders))

    def remarks(self) -> str:
        """A remark on every twentieth order."""
        values = {
            "id": self._plan.key("remark", "i"), "order_id": self._plan.key("orders", "i * 20"),
            "agent_id": self._staff("id", "i"), "author": self._staff("name", "i"), "text": "'已核实，按约定处理'",
            "at": f"{START} + i * 20 * {SPAN // self._plan.orders} + {HOUR}",
        }  # fmt: skip
        return _insert(tables.Remark, values, _series(self._plan.orders // 20))

    def tickets(self) -> str:
        """Tickets of every day; the newest tenth is open and due around now."""
        plan = self._plan
        daily = -(-plan.tickets // 729)
        opened = f"({START} + i / {daily} * {DAY} + i % {daily} * {DAY // daily})"
        open_ = f"i >= {plan.tickets - plan.tickets // 10}"
        day = f"substr(strftime('%Y%m%d', ({opened} + {8 * HOUR}) / 1000, 'unixepoch'), 3)"
        buyer = f"(i * 7 % {plan.buyers})"
        values = {
            "id": plan.key("ticket", "i"), "number": f"'T-' || {day} || printf('-%03d', 1 + i % {daily})",
            "title": self._word("causes", "i * 7"),
            "type": "CASE i % 7 WHEN 0 THEN 'inquiry' WHEN 1 THEN 'after_sale' WHEN 2 THEN 'exchange' WHEN 3 THEN"
            " 'return_refund' WHEN 4 THEN 'refund_only' WHEN 5 THEN 'logistics' ELSE 'complaint' END",
            "state": f"CASE WHEN NOT ({open_}) THEN CASE WHEN i % 9 = 4 THEN 'cancelled' ELSE 'done' END"
            " WHEN i % 3 = 0 THEN 'open' WHEN i % 3 = 1 THEN 'in_progress' ELSE 'waiting_buyer' END",
            "priority": "1 + i % 3", "buyer_id": plan.key("buyer", buyer), "order_id": plan.key("orders", "i"),
            "conversation_id": f"CASE WHEN {buyer} < {plan.conversations}"
            f" THEN {plan.key('conversation', buyer)} END",
            "assignee_id": f"CASE WHEN {open_} AND i % 40 = 39 THEN NULL ELSE {self._staff('id', 'i')} END",
            "creator_id": self._staff("id", "i + 3"), "product": self._word("titles", "i * 13"),
            "description": "CASE WHEN i % 4 = 0 THEN '买家在会话里说明了情况，需要跟进' ELSE '' END",
            "opened_at": opened,
            "due_at": f"CASE WHEN {open_} AND i % 10 > 0 THEN {NOW} + (i * 7919 % 20000 - 4000) * {MINUTE} END",
            "closed_at": f"CASE WHEN NOT ({open_}) THEN {opened} + {HOUR} + i * 7919 % {20 * HOUR} END",
            "updated_at": f"{opened} + {HOUR} + i * 7919 % {20 * HOUR}",
        }  # fmt: skip
        return _insert(tables.Ticket, values, _series(plan.tickets))

    def events(self) -> str:
        """The first line of each timeline."""
        source = f"{_series(self._plan.tickets)} s JOIN ticket t ON t.id = {self._plan.key('ticket', 's.i')}"
        values = {
            "id": self._plan.key("ticket_event", "s.i"), "ticket_id": "t.id", "kind": "'created'",
            "agent_id": "t.creator_id", "author": self._staff("name", "s.i + 3"), "after": "'order'",
            "at": "t.opened_at",
        }  # fmt: skip
        return _insert(tables.TicketEvent, values, source)
