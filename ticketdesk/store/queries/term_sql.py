"""What terms of the search language become: SQL conditions with bound values, whatever the rows are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.query.fields import Field as Meant
from ticketdesk.domain.query.periods import Interval, intervals
from ticketdesk.domain.query.tree import NONE, Among, Between, Compare, Key, Term, Text, Words
from ticketdesk.domain.text import phrase_query
from ticketdesk.store.reader import marks
from ticketdesk.store.sql import Value

HIGHEST: Final = "\U0010ffff"


class Seen(NamedTuple):
    """Who asks ("me") and when (UTC ms)."""

    agent_id: int | None
    now: int


class Sql(NamedTuple):
    """A condition on a row and its values in the order of their places."""

    text: str
    values: tuple[Value, ...] = ()


Asked = Among | Compare | Between
Field = Callable[[Asked, Seen], Sql]


def condition_of(term: Term, seen: Seen, fields: Mapping[str, Field], fts: str) -> Sql:
    """Return what a row must fulfil, by what ``fields`` say, and words as the index ``fts`` tells; what is not known
    fulfils no condition but its contrary."""
    asked = term.condition
    found = _words(asked.text, fts) if isinstance(asked, Words) else fields[asked.field](asked, seen)
    return Sql(f"({found.text}) IS NOT TRUE", found.values) if term.negated else found


def run_query(text: str) -> str:
    """Return how the full text is asked for words as one run: blanks in a quotation do not part it."""
    return phrase_query("".join(text.split()), variants=True)


def _words(text: str, fts: str) -> Sql:
    return Sql(f"id IN (SELECT rowid FROM {fts} WHERE {fts} MATCH ?)", (run_query(text),))


def all_of(parts: Iterable[Sql]) -> Sql:
    """Return what holds where every part does."""
    kept = list(parts)
    return Sql(" AND ".join(f"({part.text})" for part in kept) or "1", _values(kept))


def any_of(parts: Iterable[Sql]) -> Sql:
    """Return what holds where one part does."""
    kept = list(parts)
    if len(kept) == 1:
        return kept[0]
    return Sql(" OR ".join(f"({part.text})" for part in kept) or "0", _values(kept))


def within(column: str, interval: Interval) -> Sql:
    """Return that a column lies in an interval."""
    bounds = [(f"{column} >= ?", interval.low), (f"{column} < ?", interval.high)]
    kept = [(text, value) for text, value in bounds if value is not None]
    return Sql(" AND ".join(text for text, _ in kept) or "1", tuple(value for _, value in kept))


def beginning(column: str, start: str) -> Sql:
    """Return that a text column begins with ``start``, as an index answers it."""
    return Sql(f"{column} >= ? AND {column} < ?", (start, start + HIGHEST))


def texts(asked: Asked) -> list[str]:
    """Return the free texts among the values."""
    return [value.text for value in asked.values if isinstance(value, Text)] if isinstance(asked, Among) else []


def keys(asked: Asked) -> list[str]:
    """Return the field's own words among the values."""
    return [value.name for value in asked.values if isinstance(value, Key)] if isinstance(asked, Among) else []


def tail(text: str) -> str:
    """Return the beginning of a reversed number whose end was typed ("…1764")."""
    return text.strip("… ")[::-1]


def begun(text: str) -> str:
    """Return the typed beginning of what is asked by its beginning in any case ("小李…")."""
    return text.rstrip("… ")


def _values(parts: Iterable[Sql]) -> tuple[Value, ...]:
    return tuple(value for part in parts for value in part.values)


def is_none(asked: Asked) -> bool:
    """Return whether "none" is among the values."""
    return isinstance(asked, Among) and NONE in asked.values


def choice(column: str, stored: Mapping[str, Value] | None = None, **special: Sql) -> Field:
    """Return what asks a column that holds the key of a choice, or what ``stored`` says of it; ``special`` choices ask
    otherwise."""

    def made(asked: Asked, seen: Seen) -> Sql:
        if isinstance(asked, Compare):
            return Sql(f"{column} {asked.op.value} ?", (_stored(stored, asked.value),))
        plain = [key for key in keys(asked) if key not in special]
        kept = tuple(_stored(stored, Key(key)) for key in plain)
        parts = [Sql(f"{column} IN ({marks(kept)})", kept)] if kept else []
        return any_of([*parts, *(special[key] for key in keys(asked) if key in special)])

    return made


def _stored(stored: Mapping[str, Value] | None, value: object) -> Value:
    key = value.name if isinstance(value, Key) else ""
    return key if stored is None else stored.get(key)


def moment(field: Meant, column: str) -> Field:
    """Return what asks a column that holds a moment or nothing."""

    def made(asked: Asked, seen: Seen) -> Sql:
        parts = [within(column, each) for each in intervals(field, asked, seen.now)]
        return any_of([*parts, *([Sql(f"{column} IS NULL")] if is_none(asked) else [])])

    return made


def or_none(asked: Asked, column: str, parts: list[Sql]) -> Sql:
    """Return that one of ``parts`` holds or, where "none" is asked for, that a column holds nothing."""
    return any_of([*parts, *([Sql(f"{column} IS NULL")] if is_none(asked) else [])])


def flagged(column: str, asked: Asked, seen: Seen) -> Sql:
    """Return that a column of an order is one of the flags."""
    return choice(column, _FLAGS)(asked, seen)


_FLAGS: Final[Mapping[str, Value]] = {flag.name.lower(): int(flag) for flag in Flag}
