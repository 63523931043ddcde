"""Orders written in a platform's own columns, so that reading the file again gives the same orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import stamp
from ticketdesk.domain.money import yuan
from ticketdesk.domain.order_merge import FLAG_COLUMN, HISTORY_COLUMN
from ticketdesk.domain.order_page import OrderPage
from ticketdesk.domain.orders import LineRecord, OrderRecord
from ticketdesk.exchange.form import Form
from ticketdesk.exchange.found import Cancelled, Progress
from ticketdesk.exchange.layouts import Field
from ticketdesk.exchange.writers import write_table

OWN_PAIRS: Final = (FLAG_COLUMN, HISTORY_COLUMN)


class _Claims(NamedTuple):
    """Which field of the order and of the item stands in a column."""

    order: dict[str, str]
    line: dict[str, str]


def header_of(form: Form, extras: Iterable[str]) -> tuple[str, ...]:
    """The columns of an export: the platform's own, then what the orders' ``extras`` are called besides.

    Flag and history of remarks are among those where no column of the platform takes them: an import knows both.
    """
    if form.items_only:
        return form.header
    own = {*form.header, FLAG_COLUMN} if form.flags else set(form.header)
    return (*form.header, *sorted(set(extras) - own, key=lambda name: (name in OWN_PAIRS, name)))


def write_form(
    path: Path, form: Form, pages: Iterable[OrderPage], extras: Iterable[str], *,
    progress: Progress | None = None, cancelled: Cancelled | None = None,
) -> int:  # fmt: skip
    """Write orders of one platform to a .csv or .xlsx file in its own columns and return the number of rows.

    ``extras`` names the further columns of these orders. Errors as of ``write_table``, and DeskError
    ``export_form_ending`` for any other ending.
    """
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise DeskError("export_form_ending", name=path.name)
    header = header_of(form, extras)
    records = (record for page in pages for record in page.records())
    rows = form_rows(form, header, (record for record in records if record.lines or not form.items_only))
    return write_table(
        path, header, rows, text_columns=header, encoding=form.encoding, progress=progress, cancelled=cancelled
    )


def form_rows(form: Form, header: Sequence[str], records: Iterable[OrderRecord]) -> Iterator[list[str]]:
    """Yield the rows of ``records`` under ``header``: the form's own columns and any others of the orders' extras."""
    claims = _claims(form, tuple(header))
    for record in records:
        extra = dict(record.extra)
        lines: Sequence[LineRecord | None] = form.rows(record) or (None,)
        for at, line in enumerate(lines):
            yield _row(form, header, claims, record, line, at, len(lines), extra)


def _row(
    form: Form, header: Sequence[str], claims: _Claims, record: OrderRecord, line: LineRecord | None, at: int,
    rows: int, extra: dict[str, str],
) -> list[str]:  # fmt: skip
    words = form.words(record, line, at)
    hidden = form.once and at > 0
    found = []
    for name in header:
        if name in words:
            found.append(words[name])
        elif name in claims.line:
            found.append(of_field(claims.line[name], getattr(line, claims.line[name])) if line is not None else "")
        elif name in claims.order:
            shown = not hidden or (claims.order[name] == "number" and not form.continued)
            field = claims.order[name]
            found.append(of_field(field, getattr(record, field)) if shown else "")
        else:
            found.append(_extra(extra.get(name, ""), at, rows, hidden=hidden))
    return found


def of_field(name: str, value: object) -> str:
    """A field's value as text: cents as yuan, moments as the shop's clock, anything else as it stands."""
    if isinstance(value, int) and name.endswith("_cents"):
        return yuan(value)
    if isinstance(value, int) and name.endswith("_at"):
        return stamp(value)
    return "" if value is None else str(value)


def _extra(text: str, at: int, rows: int, *, hidden: bool) -> str:
    """A text of a column that no field takes; one line a row where the rows said different things."""
    parts = text.split("\n")
    if rows > 1 and len(parts) == rows:
        return parts[at]
    return "" if hidden else text


@lru_cache(maxsize=16)
def _claims(form: Form, header: tuple[str, ...]) -> _Claims:
    return _Claims(_claimed(form.order, header), _claimed(form.line, header))


def _claimed(fields: Iterable[Field], header: tuple[str, ...]) -> dict[str, str]:
    """The column that each field is written in: the first of its names that the header has."""
    found: dict[str, str] = {}
    for field in fields:
        if field.name.startswith("_"):
            continue
        name = next((name for name in field.headers if name in header), None)
        if name is not None:
            found.setdefault(name, field.name)
    return found
