"""Some hundred orders side by side, as an export takes them: whole columns cost a third of orders one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ticketdesk.domain.order_merge import FLAG_COLUMN, HISTORY_COLUMN
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.domain.personal import MOBILE_START, STARS, about_people, mask_extra, mask_text

_OWN: Final = frozenset((FLAG_COLUMN, HISTORY_COLUMN))
_pairs = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class OrderPage(NamedTuple):
    """Orders, each at the same place of every sequence; ``values`` holds the columns of ``OrderRecord``'s fields.

    A value of None or "" says nothing. Of the columns that this program does not know ``extras`` holds the JSON text of
    (header, text) pairs; ``flags`` and ``histories`` are the cells of the program's own two, "" for none.
    """

    values: Mapping[str, Sequence[Any]]
    extras: Sequence[str]
    flags: Sequence[str]
    histories: Sequence[str]
    lines: Sequence[tuple[LineRecord, ...]]

    def records(self) -> Iterator[OrderRecord]:
        """Yield the orders one by one, as an import reads them."""
        for *values, extra, flag, history, lines in zip(
            *self.values.values(), self.extras, self.flags, self.histories, self.lines, strict=True
        ):
            stated = {name: value for name, value in zip(self.values, values, strict=True) if value not in (None, "")}
            if "state" in stated:
                stated["state"] = OrderState(stated["state"])
            own = ((FLAG_COLUMN, flag), (HISTORY_COLUMN, history))
            pairs = (*map(tuple, json.loads(extra)), *(pair for pair in own if pair[1]))
            yield OrderRecord(source_line=0, layout="list", extra=pairs, lines=lines, **stated)


def extra_pairs(extra: str, *, whole: bool) -> str:
    """Return the store's unknown columns (a JSON object of texts) as JSON pairs; unless ``whole`` without people.

    Every order has some: a text without any escape is taken apart at its quotation marks, which is exact and many times
    faster than reading and writing JSON.
    """
    if extra == "{}":
        return "[]"
    parts = extra.split('"')
    heads = tuple(parts[1::4])
    if "\\" in extra or not _plain(parts, len(heads)) or not _OWN.isdisjoint(heads):
        return _pairs_again(extra, whole=whole)
    if not whole:
        for at in _hidden(heads):
            parts[at] = parts[at] and STARS
        if MOBILE_START.search(extra):
            parts[3::4] = map(mask_text, parts[3::4])
    parts[0], parts[-1] = '[["', '"]]'
    parts[2::4] = ['","'] * len(heads)
    parts[4:-1:4] = ['"],["'] * (len(heads) - 1)
    return "".join(parts)


def _plain(parts: list[str], pairs: int) -> bool:
    """Whether ``parts`` are those of ``{"a": "b", "c": "d"}``, a text between every two quotation marks."""
    between = [", "] * pairs
    between[-1:] = ["}"]
    return parts[0] == "{" and parts[2::4] == [": "] * pairs and parts[4::4] == between


@lru_cache(maxsize=256)
def _hidden(heads: tuple[str, ...]) -> tuple[int, ...]:
    """Where the values of columns about people stand among the parts; all orders of one file have the same columns."""
    return tuple(4 * at + 3 for at, name in enumerate(heads) if about_people(name))


def _pairs_again(extra: str, *, whole: bool) -> str:
    found = json.loads(extra)
    texts = found if whole else mask_extra(found)
    return _pairs([(name, text) for name, text in texts.items() if name not in _OWN])
