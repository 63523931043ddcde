"""Items of an order: which line of a file is which line of the desk, and what changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ticketdesk.domain.orders import STATE_RANK, LineRecord, OrderState

Value = int | str | None
LINE_FIELDS: tuple[str, ...] = (
    "sub_number", "price_cents", "quantity", "attributes", "outer_code", "merchant_code", "package", "remark", "state",
    "payable_cents", "paid_cents", "refund_state", "refund_cents",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredLine:
    """An item as the store has it."""

    id: int
    position: int
    title: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class LineChange:
    """An item to insert (``line_id`` None; then position and title are among the values) or to change."""

    line_id: int | None
    values: dict[str, Value]


def merge_lines(stored: Sequence[StoredLine], given: Sequence[LineRecord], *, older: bool) -> tuple[LineChange, ...]:
    """Return the changes that bring the stored items up to the file's; a line the file does not name stays."""
    left = list(stored)
    changes: list[LineChange] = []
    pairs = [(record, _same(record, left)) for record in _numbered_first(given)]
    for record, found in pairs:
        values = _values(record, found, older=older)
        if found is None:
            changes.append(LineChange(None, {"position": record.position, "title": record.title, **values}))
        elif values:
            changes.append(LineChange(found.id, values))
    return tuple(changes)


def goes_back(stored: Sequence[StoredLine], given: Sequence[LineRecord]) -> bool:
    """Whether the file would move the state of an item back: then the file is older than what stands."""
    left = list(stored)
    pairs = [(record, _same(record, left)) for record in _numbered_first(given)]
    return any(
        found is not None and record.state is not None and _back(found.values.get("state"), record.state)
        for record, found in pairs
    )


def states_after(stored: Sequence[StoredLine], changes: Sequence[LineChange]) -> list[OrderState]:
    """Return the known states of an order's items once ``changes`` are made."""
    new = {change.line_id: change.values["state"] for change in changes if change.line_id and "state" in change.values}
    states = [new.get(line.id, line.values.get("state")) for line in stored]
    states += [change.values.get("state") for change in changes if change.line_id is None]
    return [OrderState(str(state)) for state in states if state]


def _numbered_first(given: Sequence[LineRecord]) -> list[LineRecord]:
    return sorted(given, key=lambda line: line.sub_number is None)


def _same(record: LineRecord, left: list[StoredLine]) -> StoredLine | None:
    """Take out of ``left`` the line that ``record`` is about: by sub-order number, by place and title, by title."""
    by_number = [line for line in left if record.sub_number and line.values.get("sub_number") == record.sub_number]
    free = [line for line in left if not record.sub_number or not line.values.get("sub_number")]
    by_place = [line for line in free if line.position == record.position and line.title == record.title]
    by_title = [
        line
        for line in free
        if line.title == record.title and _may_be(line.values.get("attributes"), record.attributes)
    ]
    # A title can come back damaged (a character that GBK lacks); then place and figures tell the item.
    by_figures = [line for line in free if line.position == record.position and _same_figures(record, line)]
    for found in (*by_number, *by_place, *by_title, *by_figures):
        left.remove(found)
        return found
    return None


def _same_figures(record: LineRecord, line: StoredLine) -> bool:
    figures = (record.price_cents, record.quantity, record.attributes)
    have = tuple(line.values.get(name) for name in ("price_cents", "quantity", "attributes"))
    return record.price_cents is not None and figures == have and len(record.title) == len(line.title)


def _may_be(have: Value, given: str | None) -> bool:
    """Whether the attributes are the same as far as both sides tell them."""
    return given is None or have in (None, "", given)


def _values(record: LineRecord, found: StoredLine | None, *, older: bool) -> dict[str, Value]:
    have = found.values if found else {}
    changed: dict[str, Value] = {}
    for name in LINE_FIELDS:
        value = getattr(record, name)
        if value is None:
            continue
        old = have.get(name)
        if value != old and (not older or old in (None, "")) and not (name == "state" and _back(old, value)):
            changed[name] = value.value if isinstance(value, OrderState) else value
    return changed


def _back(old: Value, new: OrderState) -> bool:
    """Whether the state would go back, or an ended item would end otherwise."""
    before = OrderState(str(old)) if old else OrderState.UNKNOWN
    return STATE_RANK[new] <= STATE_RANK[before] and new is not before
