"""The log of the shop: every act, newest first, by who, what, when and on which row, and what each changed."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY
from ticketdesk.domain.personal import PERSONAL, masked
from ticketdesk.store.ids import compose
from ticketdesk.store.reader import Rows, first, some
from ticketdesk.store.sql import Value

PAGE: Final = 100
DENIED: Final = ("Denied", "SignInFailed")
REVEALS: Final = ("RevealPersonalData", "RevealBuyer", "RecordExport")
SCANNED: Final = 5_000  # acts that a search for words looks at before it answers with where it has come to
_NEWEST: Final = (1 << 63) - 1
_CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the acts shown have in common; nothing given shows all.

    ``since`` (included) and ``until`` (not included) are UTC ms; ``row`` is (table, id); ``text`` stands in the
    arguments or the result of the act; ``denied`` and ``reveals`` narrow to refusals and to looks at personal data.
    """

    agent_id: int | None = None
    commands: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    row: tuple[str, int] | None = None
    text: str = ""
    denied: bool = False
    reveals: bool = False


class AuditRow(NamedTuple):
    """One act; ``at`` UTC ms, ``args`` and ``summary`` as the journal keeps them."""

    id: int
    at: int
    agent_id: int | None
    agent_name: str
    command: str
    args: str
    state: str
    undoes: int | None
    summary: str


class AuditPage(NamedTuple):
    """Acts newest first; ``next`` is what ``before`` must be for the page after, None at the end.

    A page of a search for words may be short, or empty, and yet have a next one.
    """

    rows: tuple[AuditRow, ...]
    next: int | None


class FieldChange(NamedTuple):
    """A field that an act changed; ``before`` is None for a new row. Personal data is masked already."""

    table: str
    id: int
    field: str
    before: object
    after: object
    personal: bool


_ROW = (
    "SELECT a.id, a.at, a.agent_id, COALESCE(g.name, ''), a.command, a.args, a.state, a.undoes, a.summary"
    " FROM act a{index} LEFT JOIN agent g ON g.id = a.agent_id WHERE {where} a.id < ? AND a.id >= ? AND a.at < ?"
    " ORDER BY a.id DESC LIMIT ?"
)


class _Leg(NamedTuple):
    """One ordered walk through the acts: an index and what it is asked for."""

    by: str
    where: str
    values: tuple[Value, ...]


class _Span(NamedTuple):
    """Acts older than ``before``, not older than ``first``, and before the moment ``until`` (UTC ms)."""

    before: int
    first: int
    until: int


def page(source: Rows, wanted: AuditFilter, *, before: int | None = None, limit: int = PAGE) -> AuditPage:
    """Return the newest acts that ``wanted`` asks for, older than the act ``before``."""
    found: list[AuditRow] = []
    seen, last = 0, None
    acts = _acts(source, wanted, _NEWEST if before is None else before)
    for row in acts:
        seen, last = seen + 1, row.id
        if _fits(row, wanted):
            found.append(row)
        if len(found) == limit or seen == SCANNED:
            return AuditPage(tuple(found), last if next(acts, None) is not None else None)
    return AuditPage(tuple(found), None)


def _fits(row: AuditRow, wanted: AuditFilter) -> bool:
    if wanted.agent_id is not None and row.agent_id != wanted.agent_id:
        return False
    kinds = _kinds(wanted)
    if kinds is not None and row.command not in kinds:
        return False
    words = wanted.text.strip().casefold()
    return not words or any(words in each.casefold() for each in (row.args, row.summary, row.command, row.agent_name))


def _kinds(wanted: AuditFilter) -> tuple[str, ...] | None:
    """Return the commands asked for, None for all."""
    asked: list[tuple[str, ...]] = []
    if wanted.commands:
        asked.append(wanted.commands)
    if wanted.denied or wanted.reveals:
        asked.append((DENIED if wanted.denied else ()) + (REVEALS if wanted.reveals else ()))
    if not asked:
        return None
    return tuple(kind for kind in asked[0] if all(kind in each for each in asked))


def _acts(source: Rows, wanted: AuditFilter, before: int) -> Iterator[AuditRow]:
    """Yield the acts of every leg, newest first; conditions that no index answers are left to ``_fits``."""
    first_id = compose(wanted.since, 0, 0) if wanted.since is not None else -_NEWEST
    if wanted.until is not None:
        # An id carries the act's moment or a later one (the clock went back, or a large act took the ids of some
        # seconds): a day more is looked at, and the moment itself is asked too.
        before = min(before, compose(wanted.until + DAY, 0, 0))
    span = _Span(before, first_id, _NEWEST if wanted.until is None else wanted.until)
    legs = [_walk(source, leg, span) for leg in _legs(wanted)]
    if wanted.row is not None:
        legs.append(_of_row(source, wanted.row, span))
    return _once(heapq.merge(*legs, key=_age))


def _age(row: AuditRow) -> int:
    return -row.id


def _once(rows: Iterator[AuditRow]) -> Iterator[AuditRow]:
    last = None
    for row in rows:
        if row.id != last:
            yield row
        last = row.id


def _legs(wanted: AuditFilter) -> list[_Leg]:
    if wanted.row is not None:
        return _reveals_of(*wanted.row)
    kinds, agent = _kinds(wanted), wanted.agent_id
    if kinds is None:
        if agent is None:
            return [_Leg("", "", ())]
        return [_Leg(" INDEXED BY act_agent", "a.agent_id = ? AND", (agent,))]
    if agent is None:
        return [_Leg(" INDEXED BY act_command", "a.command = ? AND", (kind,)) for kind in kinds]
    where = "a.command = ? AND a.agent_id = ? AND"
    return [_Leg(" INDEXED BY act_command_agent", where, (kind, agent)) for kind in kinds]


def _reveals_of(table: str, key: int) -> list[_Leg]:
    """A look changes no row: it is found by the row that its arguments name."""
    if table == "orders":
        where = "a.command = 'RevealPersonalData' AND json_extract(a.args, '$.order_id') = ? AND"
        return [_Leg(" INDEXED BY act_reveal_order", where, (key,))]
    if table == "buyer":
        where = "a.command = 'RevealBuyer' AND json_extract(a.args, '$.buyer_id') = ? AND"
        return [_Leg(" INDEXED BY act_reveal_buyer", where, (key,))]
    return []


def _walk(source: Rows, leg: _Leg, span: _Span) -> Iterator[AuditRow]:
    sql = _ROW.format(index=leg.by, where=leg.where)
    while True:
        rows = [AuditRow._make(row) for row in source.rows(sql, (*leg.values, *span, _CHUNK))]
        yield from rows
        if len(rows) < _CHUNK:
            return
        span = span._replace(before=rows[-1].id)


def _of_row(source: Rows, row: tuple[str, int], span: _Span) -> Iterator[AuditRow]:
    sql = (
        "SELECT DISTINCT act FROM change INDEXED BY change_row WHERE tbl = ? AND key = ? AND act < ? AND act >= ?"
        " ORDER BY act DESC LIMIT ?"
    )
    while True:
        ids = [act for (act,) in source.rows(sql, (*row, span.before, span.first, _CHUNK))]
        if ids:
            where = f"a.id IN ({some(ids)}) AND"
            found = source.rows(_ROW.format(index="", where=where), (_NEWEST, -_NEWEST, span.until, _CHUNK))
            yield from (AuditRow._make(each) for each in found)
        if len(ids) < _CHUNK:
            return
        span = span._replace(before=ids[-1])


def details(source: Rows, act_id: int, *, limit: int = 500) -> list[FieldChange]:
    """Return the fields that an act changed, at most ``limit`` rows of it in its order; personal data is masked.

    What a field became is read from the next change of the row, or from the row as it stands.
    """
    sql = "SELECT seq, tbl, key, before FROM change WHERE act = ? ORDER BY seq LIMIT ?"
    found: list[FieldChange] = []
    known: dict[str, list[str]] = {}
    for seq, table, key, before in source.rows(sql, (act_id, limit)):
        if table not in known:
            known[table] = _columns(source, table)
        found += _differences(source, (seq, table, key), before, known[table])
    return found


def _columns(source: Rows, table: str) -> list[str]:
    """Return the columns of ``table``; none for a name in the journal that is no table of this store."""
    return [name for (name,) in source.rows("SELECT name FROM pragma_table_info(?)", (table,))]


def _differences(source: Rows, at: tuple[int, str, int], before: str | None, columns: list[str]) -> list[FieldChange]:
    _, table, key = at
    old = _parsed(before)
    new = _after(source, at, columns)
    made: list[FieldChange] = []
    for name in columns:
        was, became = old.get(name), new.get(name)
        if name in ("id", "version") or (became in _BLANK if before is None else was == became):
            continue
        values = (masked(table, name, was), masked(table, name, became))
        made.append(FieldChange(table, key, name, *values, personal=(table, name) in PERSONAL))
    return made


_BLANK: Final = (None, "", 0, "{}", "[]")


def _after(source: Rows, at: tuple[int, str, int], columns: list[str]) -> dict[str, object]:
    seq, table, key = at
    later = (
        "SELECT before FROM change WHERE seq = (SELECT MIN(seq) FROM change INDEXED BY change_row"
        " WHERE tbl = ? AND key = ? AND seq > ?)"
    )
    found = first(source, later, (table, key, seq))
    if found is not None:
        return _parsed(found[0])
    now = first(source, f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (key,)) if columns else None
    return dict(zip(columns, now, strict=True)) if now is not None else {}


def _parsed(image: str | None) -> dict[str, object]:
    found = json.loads(image) if image else {}
    return found if isinstance(found, dict) else {}


def agents_named(source: Rows) -> list[tuple[int, str]]:
    """Return everybody an act may be by, also who works here no more: (id, name)."""
    return [(key, name) for key, name in source.rows("SELECT id, name FROM agent ORDER BY id")]


_IN: Final = (
    "SELECT o.id, o.currency FROM orders o WHERE o.id IN ({ids}) AND o.currency <> 'CNY'"
    " UNION ALL SELECT l.id, o.currency FROM order_line l JOIN orders o ON o.id = l.order_id"
    " WHERE l.id IN ({ids}) AND o.currency <> 'CNY'"
    " UNION ALL SELECT r.id, o.currency FROM refund r JOIN orders o ON o.id = r.order_id"
    " WHERE r.id IN ({ids}) AND o.currency <> 'CNY'"
)


def currencies(source: Rows, ids: Sequence[int]) -> dict[int, str]:
    """Return the currency of those orders, items and refunds among ``ids`` that is not yuan; ids are one set."""
    return dict(source.rows(_IN.replace("{ids}", some(ids))))
