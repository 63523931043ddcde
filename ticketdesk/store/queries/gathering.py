"""Gathering the ids of a list that no single index answers: walked in order, or few enough to be sorted here."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from time import monotonic
from typing import Any, Final, NamedTuple

from ticketdesk.store.reader import Rows, some
from ticketdesk.store.sql import Value

FEW: Final = 4_000
"""So many ids at most are fetched with their keys and sorted here; beyond it an index is walked in its order."""

EARLY: Final = 64
"""So many ids are told at once, before the rest is gathered."""

SOON: Final = 0.03
"""After so many seconds what was found by then is told: where hits are rare, 64 may take long."""

_BLOCK: Final = 4_096
_PIECES: Final = 32  # of a block each make a megabyte, which goes back to the system: small ones would leave holes
_BATCH: Final = 1_000

Told = Callable[["array[int]"], None]
Cancelled = Callable[[], bool]


class Walk(NamedTuple):
    """A statement that gives ids in the order wanted, through an index."""

    sql: str
    values: tuple[Value, ...] = ()


class Sorted(NamedTuple):
    """How ids found anyhow come into order: ``sql`` gives (id, key) of those in ``{ids}`` that are wanted."""

    sql: str
    values: tuple[Value, ...] = ()
    descending: bool = True


def never() -> bool:
    """Return that nobody has cancelled."""
    return False


def walked(source: Rows, walks: Iterable[Walk], told: Told | None = None, cancelled: Cancelled = never) -> "array[int]":
    """Return the ids of the walks, one after the other; the first few are ``told`` as soon as they are known."""
    large: list[bytes] = []
    pieces: list[array[int]] = []
    early = told
    for walk in walks:
        rows = source.each(walk.sql, walk.values)
        while block := _early(rows) if early is not None else [row[0] for row in islice(rows, _BLOCK)]:
            ids = array("q", block)
            pieces.append(ids)
            if early is not None:
                early(ids)
                early = None
            if len(pieces) == _PIECES:
                large.append(b"".join(pieces))
                pieces.clear()
            if cancelled():
                return _joined([*large, *pieces])
    return _joined([*large, *pieces])


def _early(rows: Iterator[tuple[Any, ...]]) -> list[int]:
    found: list[int] = []
    end = monotonic() + SOON
    for row in rows:
        found.append(row[0])
        if len(found) == EARLY or monotonic() > end:
            break
    return found


def _joined(pieces: "Sequence[array[int] | bytes]") -> "array[int]":
    """Return the pieces as one: an array that grows leaves a hole of each size it once had."""
    found: array[int] = array("q")
    found.frombytes(b"".join(pieces))
    return found


def few(source: Rows, walks: Iterable[Walk], most: int | None = None) -> set[int] | None:
    """Return the ids that the walks find together in any order, None where they are more than ``most`` (``FEW``)."""
    most = FEW if most is None else most
    found: set[int] = set()
    for walk in walks:
        found.update(key for (key,) in source.rows(f"{walk.sql} LIMIT {most + 1}", walk.values) if key is not None)
        if len(found) > most:
            return None
    return found


def ordered(source: Rows, ids: Iterable[int], how: Sorted, cancelled: Cancelled = never) -> "array[int]":
    """Return those of ``ids`` that ``how`` wants, in its order; rows without a key come last."""
    keyed: list[tuple[bool, Value, int]] = []
    for batch in _batches(sorted(ids)):
        if cancelled():
            break
        rows = source.rows(how.sql.format(ids=some(batch)), how.values)
        keyed += [(_last(key, descending=how.descending), _plain(key), number) for number, key in rows]
    keyed.sort(reverse=how.descending)
    return array("q", [number for _, _, number in keyed])


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH))


def _last(key: Value, *, descending: bool) -> bool:
    """What puts a missing key behind every other, whichever way the list is turned."""
    return (key is None) != descending


def _plain(key: Value) -> Value:
    return 0 if key is None else key
