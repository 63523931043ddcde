"""TicketDesk's own order exports read back: the table with 商品明细 and 其他列, and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ticketdesk.domain.moments import of_a_shop
from ticketdesk.domain.orders import TAOBAO, LineRecord, OrderRecord, OrderState, Problem
from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.exchange import cells
from ticketdesk.exchange.found import CHECK_EVERY
from ticketdesk.exchange.layouts import EXTRA_COLUMN, LINES_COLUMN, OWN_COLUMNS, Convert, Field
from ticketdesk.exchange.plan import Plan, plan_of, read_values, row_text, shorten, width_problem
from ticketdesk.exchange.rows import UNTOUCHED, Mends, Row, text_lines

_LAYOUTS = frozenset({"list", "detail", "report"})
JSON: Final = "JSON"
"""The name of a line as a whole, where it is no JSON object."""
MOST_MENDED: Final = 2_000
"""Characters of a value that is shown to be written anew."""
_UNTOUCHED: Final[Mapping[str, str]] = MappingProxyType({})


class _Wrong(ValueError):
    """A JSON value that is not what its field holds; the text is the field's name; ``key`` is the order's own."""

    def __init__(self, field: str, key: str = "") -> None:
        super().__init__(field)
        self.key = key or field


def own_orders(
    rows: Iterator[Row], header: tuple[str, ...], corrections: frozenset[int]
) -> Iterator[OrderRecord | Problem]:
    """Yield one order a row; texts come back exactly as they were."""
    own = tuple(Field(name, _convert(name), (column,)) for name, column in OWN_COLUMNS)
    json_columns = tuple(Field(name, cells.own_text, (name,)) for name in (LINES_COLUMN, EXTRA_COLUMN))
    (plan,) = plan_of(header, (*own, *json_columns))
    for line, row in rows:
        yield _own_order(plan, line, row, corrected=line in corrections)


def json_orders(
    path: Path, codec: str, tell: Callable[[int], None], mends: Mends = UNTOUCHED
) -> Iterator[OrderRecord | Problem]:
    """Yield one order a line of JSON; ``tell(lines done)`` is called every few hundred lines.

    Of ``mends`` the text in place of a key's value is taken, "" for a key that goes, and of ``JSON`` that of the line.
    """
    line = 0
    with path.open(encoding=codec) as file:
        for line, text in enumerate(text_lines(path, file), start=1):
            if line % CHECK_EVERY == 0:
                tell(line)
            if text.strip():
                yield _json_order(line, text, mends.get(line, _UNTOUCHED))
    tell(line)


def _convert(name: str) -> Convert:
    """Numbers, moments, amounts and states as in any file; every text exactly as it was written."""
    if name == "number":
        return cells.any_number
    if name in ("state", "platform"):
        return cells.state if name == "state" else cells.platform
    if name.endswith("_cents"):
        return cells.cents
    if name.endswith("_at"):
        return cells.moment
    return cells.count if name in ("kinds", "pieces") else cells.own_text


def _own_order(plan: Plan, line: int, row: list[str], *, corrected: bool) -> OrderRecord | Problem:
    values = width_problem(plan.width, line, row) or read_values(plan, line, row, corrected=corrected)
    if isinstance(values, Problem):
        return values
    filled: dict[str, Any] = dict(values.fields)
    try:
        lines = _lines(_parsed(str(filled.pop(LINES_COLUMN, "[]"))))
        extra = _extra(_parsed(str(filled.pop(EXTRA_COLUMN, "[]"))))
    except _Wrong as wrong:
        column = EXTRA_COLUMN if wrong.key == "extra" else LINES_COLUMN
        return _wrong(line, wrong, column, str(values.fields.get(column, "")), row_text(row))
    return OrderRecord(source_line=line, layout="list", extra=(*extra, *_unknown(plan, row)), lines=lines, **filled)


def _unknown(plan: Plan, row: list[str]) -> tuple[tuple[str, str], ...]:
    cells_there = ((name, cells.own_text(row[at])) for at, name in plan.unknown)
    return tuple((name, text) for name, text in cells_there if text is not None)


def _json_order(line: int, text: str, mends: Mapping[str, str]) -> OrderRecord | Problem:
    content: Mapping[str, object] = {}
    text = mends.get(JSON, text).strip()
    try:
        content = _mended(_object(_parsed(text)), mends)
        filled = _checked(content, OrderRecord, skip=("source_line", "lines", "extra", "layout"))
        number = filled.get("number")
        if not number:
            return Problem(line, "number_missing", (("column", "number"), ("value", "")), shorten(text))
        filled["number"] = cells.any_number(str(number))
        layout = content.get("layout", "list")
        if not isinstance(layout, str) or layout not in _LAYOUTS:
            raise _Wrong("layout")
        if filled.get("platform", TAOBAO) not in PLATFORMS:
            raise _Wrong("platform")
        extra, lines = _extra(content.get("extra", [])), _lines(content.get("lines", []))
    except cells.BadCell as bad:
        return Problem(line, bad.reason, (("column", "number"), ("value", str(number))), shorten(text))
    except _Wrong as wrong:
        if wrong.key not in content:
            return _wrong(line, wrong, JSON, text, shorten(text))
        return _wrong(line, wrong, wrong.key, _shown(content[wrong.key]), shorten(text))
    return OrderRecord(source_line=line, layout=layout, extra=extra, lines=lines, **filled)


def _wrong(line: int, wrong: _Wrong, column: str, value: str, original: str) -> Problem:
    """The Problem of a JSON value; what stands there is told where it is short enough to be written anew."""
    args: tuple[tuple[str, str], ...] = (("field", str(wrong)),)
    if len(value) <= MOST_MENDED:
        args = (*args, ("column", column), ("value", value))
    return Problem(line, "json_wrong", args, original)


def _mended(content: Mapping[str, object], mends: Mapping[str, str]) -> Mapping[str, object]:
    """Return ``content`` with the texts of ``mends`` as what their keys hold."""
    given = {key: text for key, text in mends.items() if key != JSON}
    if not given:
        return content
    kinds = _kinds(OrderRecord)
    found = {key: value for key, value in content.items() if given.get(key) != ""}
    return found | {key: _meant(text, kinds.get(key, "str")) for key, text in given.items() if text}


def _meant(text: str, kind: str) -> object:
    """What a text says in the place of a value of this kind; the text itself where it says none."""
    if kind.startswith(("str", "OrderState")):
        return text
    try:
        return _parsed(text)
    except _Wrong:
        return text


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parsed(text: str) -> object:
    try:
        found = json.loads(text)
        return _storable(found) if "\\u" in text else found
    except (ValueError, RecursionError) as error:
        raise _Wrong(JSON) from error


def _storable(value: object) -> object:
    """Return ``value`` with every text freed of lone surrogates: an escape can bring them, UTF-8 cannot hold them."""
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {name: _storable(each) for name, each in value.items()}
    return value


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _Wrong(JSON)
    return value


def _extra(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise _Wrong("extra")
    pairs = [tuple(pair) if isinstance(pair, list) else () for pair in value]
    if not all(len(pair) == 2 and all(isinstance(text, str) for text in pair) for pair in pairs):
        raise _Wrong("extra")
    return tuple((name, text) for name, text in pairs)


def _lines(value: object) -> tuple[LineRecord, ...]:
    if not isinstance(value, list):
        raise _Wrong("lines")
    try:
        checked = [_checked(_object(line), LineRecord, skip=()) for line in value]
    except _Wrong as wrong:
        raise _Wrong(str(wrong), "lines") from wrong
    for line in checked:
        if "position" not in line or "title" not in line:
            raise _Wrong("lines")
    return tuple(LineRecord(**line) for line in checked)


def _checked(
    content: Mapping[str, object], record: type[OrderRecord | LineRecord], skip: tuple[str, ...]
) -> dict[str, Any]:
    """The fields of ``record`` that ``content`` holds, each of its own type; an unknown key is a fault, not dropped."""
    kinds = _kinds(record)
    filled: dict[str, Any] = {}
    for key, value in content.items():
        if key not in kinds:
            raise _Wrong(shorten(key))
        if key not in skip and value is not None:
            filled[key] = _typed(key, kinds[key], value)
    return filled


def _kinds(record: type[OrderRecord | LineRecord]) -> dict[str, str]:
    return {name: str(getattr(kind, "__forward_arg__", kind)) for name, kind in record.__annotations__.items()}


def _typed(key: str, kind: str, value: object) -> object:
    if kind.startswith("OrderState") and isinstance(value, str):
        try:
            return OrderState(value)
        except ValueError:
            raise _Wrong(key) from None
    wanted = int if kind.startswith("int") else str
    if type(value) is not wanted or (isinstance(value, int) and not -(2**63) <= value < 2**63):
        raise _Wrong(key)
    if isinstance(value, int) and key.endswith("_at") and not of_a_shop(value):
        raise _Wrong(key)
    return value
