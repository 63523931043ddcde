"""Writing what an import decided: new orders by prepared statements, changed ones row by row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from ticketdesk.domain.buyers import receiver_moved
from ticketdesk.domain.line_merge import LINE_FIELDS
from ticketdesk.domain.order_merge import FIELDS, NUMBER_FIELDS, TEXT_FIELDS, Merged, RemarkNote, Stored
from ticketdesk.domain.orders import OrderRecord
from ticketdesk.domain.remark_slots import RemarkRules
from ticketdesk.domain.remarks import may_hold_several, signed
from ticketdesk.store.queries import remark_rules
from ticketdesk.store.queries.buyer_family import of_aliases
from ticketdesk.store.reader import marks
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Buyer, Order, OrderLine, Remark, Shipment
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers.orders import READDRESSING, weigh_remarks

_ORDER_COLUMNS = (
    "id", "version", "deleted", "number", "number_reversed", "platform", "buyer_id", "state", "state_source", "flag",
    "due_at", "currency", "extra", "edited", "last_remark", "last_remark_by", "last_remark_at", "sort_at", *FIELDS,
)  # fmt: skip
_LINE_COLUMNS = ("id", "version", "deleted", "order_id", "position", "title", *LINE_FIELDS)
_LINE_NUMBERS = frozenset(("price_cents", "quantity", "payable_cents", "paid_cents", "refund_cents"))
_REMARK_COLUMNS = ("id", "version", "deleted", "order_id", "author", "text", "flag", "at", "source")
_PARCEL_COLUMNS = ("id", "version", "deleted", "order_id", "carrier", "tracking", "shipped_at")
_BUYER_COLUMNS = ("id", "version", "deleted", "nick", "name", "phone", "region", "note", "last_seen_at")

_BLANK_ORDER: MappingProxyType[str, Value] = MappingProxyType(
    dict.fromkeys(TEXT_FIELDS, "")
    | dict.fromkeys(NUMBER_FIELDS)
    | {
        "version": 1, "deleted": 0, "platform": "taobao", "buyer_id": None, "state": "", "state_source": "", "flag": 0,
        "due_at": None, "currency": "CNY", "extra": "{}", "edited": "{}", "last_remark": "", "last_remark_by": "",
        "last_remark_at": None,
    }
)  # fmt: skip
_BLANK_LINE: MappingProxyType[str, Value] = MappingProxyType(
    {name: None if name in _LINE_NUMBERS else "" for name in LINE_FIELDS} | {"version": 1, "deleted": 0}
)
# One call for all cells of a row: these run for every row of a file.
_order_cells = itemgetter(*_ORDER_COLUMNS)
_line_cells = itemgetter(*_LINE_COLUMNS)


_Rows = dict[str, list[tuple[Value, ...]]]


class Decided(NamedTuple):
    """One order of a batch: what the file says, what stood there, what is to be written."""

    record: OrderRecord
    stored: Stored | None
    merged: Merged


def write_batch(tx: Tx, batch: Sequence[Decided], now: int) -> None:
    """Write a batch of orders with their items, parcels, remarks and buyers; ``now`` UTC ms."""
    buyers = _buyers(tx, batch, now)
    rules = remark_rules.rules(tx)
    rows: _Rows = {"order": [], "line": [], "parcel": [], "remark": []}
    written = (each for each in batch if each.merged.kind == "new" or each.merged.writes)
    weighed = [_write(tx, decided, buyers, now, rules, rows) for decided in written]
    tx.insert_many(Order, _ORDER_COLUMNS, rows["order"])
    tx.insert_many(OrderLine, _LINE_COLUMNS, rows["line"])
    tx.insert_many(Shipment, _PARCEL_COLUMNS, rows["parcel"])
    tx.insert_many(Remark, _REMARK_COLUMNS, rows["remark"])
    several = [order for order in weighed if order is not None]
    agents = remark_rules.agents(tx) if several else ()
    for order in several:
        weigh_remarks(tx, order, rules, now=now, agents=agents)


def _buyers(tx: Tx, batch: Sequence[Decided], now: int) -> dict[str, int]:
    """Return the buyer ids of the batch's nicknames, making the missing ones."""
    given = {nick: each.record for each in batch if (nick := each.merged.values.get("buyer_nick"))}
    nicks = [str(nick) for nick in given]
    if not nicks:
        return {}
    sql = f"SELECT nick, id FROM buyer WHERE deleted = 0 AND nick IN ({marks(nicks)})"
    found: dict[str, int] = dict(tx.rows(sql, nicks))
    found = {**of_aliases(tx, (nick for nick in nicks if nick not in found)), **found}
    fresh = [nick for nick in nicks if nick not in found]
    found |= {nick: tx.new_id() for nick in fresh}
    rows = [(found[nick], 1, 0, nick, "", "", _region(given[nick]), "", now) for nick in fresh]
    tx.insert_many(Buyer, _BUYER_COLUMNS, rows)
    return found


def _region(record: OrderRecord) -> str:
    """Return province and city of the address (FORMATS.md 1.1: blank-separated), "" where it has no such form."""
    parts = (record.address or "").split(" ")
    return " ".join(parts[:2]) if len(parts) >= 4 else ""


def _write(tx: Tx, decided: Decided, buyers: dict[str, int], now: int, rules: RemarkRules, rows: _Rows) -> int | None:
    """Write one order; return its id where its remarks must be weighed against each other."""
    record, stored, merged = decided
    notes = [_dated(note, record, rules, now) for note in merged.remarks] if merged.remarks else []
    told: dict[str, Value] = {}
    nick = merged.values.get("buyer_nick")
    if nick:
        told["buyer_id"] = buyers[str(nick)]
    if merged.extra is not None:
        # A new order has what the file says, unless it says the same column twice or one that is kept elsewhere.
        whole = stored is None and len(merged.extra) == len(record.extra)
        told["extra"] = _extra_json(record.extra if whole else tuple(merged.extra.items()))
    if merged.edited is not None:
        told["edited"] = json.dumps(merged.edited, ensure_ascii=False, sort_keys=True)
    if notes:
        told |= _newest(stored, notes)
    if stored is None:
        order = tx.new_id()
        rows["order"].append(_order_row(order, record, merged.values, told, now))
    else:
        order, values = stored.id, {**merged.values, **told}
        moved: dict[str, Value] = {name: values[name] for name in READDRESSING if name in values}
        if moved and receiver_moved(stored.values, moved):
            values["readdressed_at"] = now
        if values:
            tx.update(Order, order, values | _sorted_by(stored, values))
    _write_children(tx, order, decided, notes, rows)
    return order if notes and _may_contradict(stored, notes) else None


def _may_contradict(stored: Stored | None, notes: Sequence[RemarkNote]) -> bool:
    """Whether there may be several remarks."""
    several = len(notes) > 1 or (stored is not None and bool(stored.remarks))
    return several or may_hold_several(notes[0].text)


def texts_json(texts: Mapping[str, str]) -> str:
    """Return ``texts`` as ``json.dumps(…, ensure_ascii=False)`` writes them, which sets itself up anew at each call."""
    return "{" + ", ".join([f"{_quoted(name)}: {_quoted(text)}" for name, text in texts.items()]) + "}"


@lru_cache(maxsize=1_024)
def _extra_json(pairs: tuple[tuple[str, str], ...]) -> str:
    """A file's further columns often say the same of many orders."""
    return texts_json(dict(pairs))


def _sorted_by(stored: Stored, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the order's place in time where the file tells it anew: its making, else its payment."""
    if stored.values.get("created_at") and "created_at" not in values:
        return {}
    moment = values.get("created_at") or values.get("paid_at")
    return {"sort_at": moment} if moment else {}


def _write_children(tx: Tx, order: int, decided: Decided, notes: Sequence[RemarkNote], rows: _Rows) -> None:
    record, _, merged = decided
    for change in merged.lines:
        if change.line_id is None:
            rows["line"].append(_line_row(tx.new_id(), order, change.values))
        else:
            tx.update(OrderLine, change.line_id, change.values)
    for number in merged.parcels:
        rows["parcel"].append((tx.new_id(), 1, 0, order, record.carrier or "", number, record.shipped_at))
    for note in notes:
        rows["remark"].append((tx.new_id(), 1, 0, order, note.author, note.text, note.flag, note.at, "file"))


def _order_row(
    order: int, record: OrderRecord, values: Mapping[str, Value], told: Mapping[str, Value], now: int
) -> tuple[Value, ...]:
    """``told`` is what goes with the file's ``values``."""
    full = _BLANK_ORDER.copy()
    full["id"], full["number"], full["number_reversed"] = order, record.number, record.number[::-1]
    full["sort_at"] = record.created_at or record.paid_at or now
    full["platform"], full["currency"] = record.platform, record.currency or "CNY"
    full.update(values)
    full.update(told)
    return tuple(_order_cells(full))


def _line_row(line: int, order: int, values: Mapping[str, Value]) -> tuple[Value, ...]:
    full = _BLANK_LINE.copy()
    full.update(values)
    full["id"], full["order_id"] = line, order
    return tuple(_line_cells(full))


def _dated(note: RemarkNote, record: OrderRecord, rules: RemarkRules, now: int) -> RemarkNote:
    """Give a remark its moment: its own, else the order's, so that an undated one is never the newest."""
    if note.at is not None:
        return note
    who, at = _signed(note.text, rules, now)
    at = at if at is not None else record.paid_at or record.created_at or now
    return RemarkNote(note.text, note.author or who or "", at, note.flag)


@lru_cache(maxsize=1_024)
def _signed(text: str, rules: RemarkRules, now: int) -> tuple[str | None, int | None]:
    """Who wrote a remark and when, as its text says; a file's remarks are often the same few."""
    return signed(text, rules, now=now)


def _newest(stored: Stored | None, notes: Sequence[RemarkNote]) -> dict[str, Value]:
    """Return the order's newest-remark columns where one of ``notes`` (not empty) is newer than what stands."""
    last = max(notes, key=lambda note: note.at or 0)
    have = max((note.at or 0 for note in stored.remarks), default=None) if stored else None
    if have is not None and have >= (last.at or 0):
        return {}
    return {"last_remark": last.text[:200], "last_remark_by": last.author, "last_remark_at": last.at}
