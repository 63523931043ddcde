"""What a platform's order file is made of: its columns, how rows become an order, and how an order is written back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ticketdesk.domain.line_merge import Value
from ticketdesk.domain.order_merge import line_state
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.exchange import cells
from ticketdesk.exchange.layouts import Field

STATE_COLUMN: Final = "订单状态"
RAW_STATE: Final = "_state"
"""The field in which a state's own words are read beside the state; ``keep_words`` puts them away."""
Written = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What all rows of one order say: ``order`` by field, ``lines`` by field each, ``extra`` by header.

    Fields whose name begins with ``_`` are for ``settle`` only, which must take them out.
    """

    number: str
    order: dict[str, Any]
    lines: list[dict[str, Any]]
    extra: dict[str, str]

    def take(self, name: str) -> Any:
        """Take a field of the order out; None where no row says it."""
        return self.order.pop(name, None)

    def take_lines(self, name: str) -> list[Any]:
        """Take a field out of every line; None for each that does not say it."""
        return [line.pop(name, None) for line in self.lines]

    def fill(self, name: str, value: object) -> None:
        """Set a field of the order that no row states itself; None says nothing."""
        if value is not None:
            self.order.setdefault(name, value)


class StateWords:
    """A platform's words for the states of an order: one of each that is written, and others that are read."""

    def __init__(self, words: Mapping[OrderState, str], others: Mapping[str, OrderState]) -> None:
        self._words = dict(words)
        self._states = {cells.state_key(word): state for state, word in words.items()}
        self._states |= {cells.state_key(word): state for word, state in others.items()}

    def read(self, raw: str) -> OrderState | None:
        """The state that a cell names; None if empty. Raises BadCell for words that are not known."""
        key = cells.state_key(raw)
        if not key:
            return None
        found = self._states.get(key)
        if found is None:
            raise cells.BadCell("state_unknown")
        return found

    def word(self, state: OrderState | None, said: str = "") -> str:
        """The words of a state: those that the file itself ``said``, as long as they still name it, else the usual."""
        if state is None:
            return ""
        if said and self._states.get(cells.state_key(said)) is state:
            return said
        return self._words.get(state, "")

    def keep_words(self, said: Said) -> None:
        """Keep the first words that are not the usual ones with the order: 暂停 says more than its state."""
        texts = [said.take(RAW_STATE), *said.take_lines(RAW_STATE)]
        for text in texts:
            if text and text != self.word(self.read(text)):
                said.extra.setdefault(STATE_COLUMN, text)
                return


def _no_words(_record: OrderRecord, _line: LineRecord | None, _at: int) -> Written:
    return {}


def _lines(record: OrderRecord) -> Sequence[LineRecord]:
    return record.lines


@dataclass(frozen=True, slots=True)
class Form:
    """An order file of a platform.

    ``order`` (the number first) and ``line`` are the columns of an order and of its items, ``settle`` makes the fields
    of a record of what the rows say and may raise BadCell. ``header`` is what an export has, ``words`` the cells of an
    item's row (0-based; None: the order has no items) that no field gives by itself, ``rows`` the items that get a row
    each. ``once``: the order's own cells stand on its first row only; ``continued``: its further rows lack the number
    too; ``alone``: an order is one row, a second one repeats it; ``flags``: the seller's flag has a column of its own;
    ``items_only``: it holds nothing but items.
    """

    layout: str
    platform: str
    header: tuple[str, ...]
    order: tuple[Field, ...]
    line: tuple[Field, ...]
    settle: Callable[[Said], None]
    states: StateWords | None
    words: Callable[[OrderRecord, LineRecord | None, int], Written] = _no_words
    rows: Callable[[OrderRecord], Sequence[LineRecord]] = _lines
    encoding: str = "utf-8-sig"
    once: bool = False
    continued: bool = False
    alone: bool = False
    flags: bool = False
    items_only: bool = False


def sum_up(said: Said) -> None:
    """Fill what the items tell of their order: titles, kinds, pieces and the state."""
    titles = [str(line["title"]) for line in said.lines if line.get("title")]
    said.fill("titles", "，".join(titles) or None)
    said.fill("kinds", len(said.lines) or None)
    pieces = [line.get("quantity") for line in said.lines]
    if pieces and None not in pieces:
        said.fill("pieces", sum(int(each or 0) for each in pieces))
    said.fill("state", line_state([line["state"] for line in said.lines if line.get("state")]))


def total_of(values: Sequence[int | None]) -> int | None:
    """The sum of what the rows state; None where none does."""
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def goods_of(line: Mapping[str, Value] | LineRecord) -> int | None:
    """An item's price times its quantity in cents; None where one is not stated."""
    read = line.get if isinstance(line, Mapping) else lambda name: getattr(line, name)
    price, quantity = read("price_cents"), read("quantity")
    return price * quantity if isinstance(price, int) and isinstance(quantity, int) else None
