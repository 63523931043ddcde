"""Exports: what becomes of each kind of row in a .csv, .xlsx or .jsonl file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import stamp
from ticketdesk.exchange.forms import EXPORTS
from ticketdesk.exchange.orders_out import write_orders
from ticketdesk.exchange.phrases import PhraseRecord, write_phrases
from ticketdesk.exchange.platform_out import write_form
from ticketdesk.exchange.writers import write_json_lines, write_table
from ticketdesk.store.queries import export as queries
from ticketdesk.store.queries.export import KINDS, BuyerOut, MessageOut, TicketOut
from ticketdesk.store.queries.phrases import each_phrase
from ticketdesk.store.reader import Rows
from ticketdesk.words import mark, tr
from ticketdesk.words.names import side_name, ticket_priority_name, ticket_state_name, ticket_type_name

__all__ = ["FORMS", "KINDS", "check_target", "export"]

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
FORMS = tuple(EXPORTS)
"""What orders can be written as beside the program's own form."""
ENDINGS = (".csv", ".xlsx", ".jsonl")
Out = MessageOut | TicketOut | BuyerOut

# The column of each field in a table, in the order of the row's fields; JSON lines keep the fields' own names.
_COLUMNS = {
    "sent_at": mark("Time"),
    "buyer": mark("Buyer"),
    "side": mark("From"),
    "sender": mark("Sender"),
    "kind": mark("Kind"),
    "text": mark("Words"),
    "state": mark("State"),
    "channel": mark("Channel"),
    "order_number": mark("Order number"),
    "file_name": mark("Attachment"),
    "number": mark("Ticket number"),
    "title": mark("Title"),
    "type": mark("Type"),
    "priority": mark("Priority"),
    "assignee": mark("Assignee"),
    "creator": mark("Creator"),
    "description": mark("Description"),
    "demand": mark("What the buyer wants"),
    "contact": mark("Contact"),
    "product": mark("Product"),
    "opened_at": mark("Opened"),
    "due_at": mark("Deadline"),
    "closed_at": mark("Ended"),
    "updated_at": mark("Last change"),
    "nick": mark("Nickname"),
    "name": mark("Name"),
    "phone": mark("Phone"),
    "region": mark("Region"),
    "note": mark("Note"),
    "orders": mark("Orders"),
    "conversations": mark("Conversations"),
}
_TEXT_FIELDS = ("order_number", "phone", "contact")


class _Kind(NamedTuple):
    fields: tuple[str, ...]
    rows: Callable[[Rows, bool], Iterator[Out]]


_ROWS: dict[str, _Kind] = {
    "tickets": _Kind(TicketOut._fields, lambda source, whole: queries.tickets(source, whole=whole)),
    "messages": _Kind(MessageOut._fields, lambda source, _whole: queries.messages(source)),
    "buyers": _Kind(BuyerOut._fields, lambda source, whole: queries.buyers(source, whole=whole)),
}


def check_target(kind: str, path: Path, form: str = "") -> None:
    """Look at the target of an export before its first row is written.

    Raises DeskError ``export_ending`` for a file of another kind, ``export_form_ending`` for one that cannot have the
    columns of ``form``, ``export_form_kind`` where these are not rows of orders, ``export_failed`` where its folder is
    not there.
    """
    if kind not in KINDS or (form and form not in EXPORTS):
        raise ValueError(f"no such export: {kind} {form}")
    if form and kind != "orders":
        raise DeskError("export_form_kind")
    if form and path.suffix.lower() == ".jsonl":
        raise DeskError("export_form_ending", name=path.name)
    if path.suffix.lower() not in ENDINGS:
        raise DeskError("export_ending", name=path.name)
    if not path.parent.is_dir():
        raise DeskError("export_failed", name=path.name, why=str(path.parent))


def export(
    source: Rows,
    kind: str,
    path: Path,
    *,
    whole: bool = False,
    form: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write every row of ``kind`` (one of ``KINDS``) to ``path`` by its ending and return how many.

    Orders are written in a platform's own columns where ``form`` (a key of ``exchange.forms.EXPORTS``) names one, and
    then only those of that platform.

    Streams: memory does not grow with the store. Orders and phrases come out in the form that an import reads back.
    The caller has posted ``RecordExport`` before; personal data is masked unless ``whole``, which is its result. Raises
    DeskErrors as ``exchange.writers.write_table`` does; nothing is left behind then.
    """
    check_target(kind, path, form)
    if kind == "orders" and form:
        chosen = EXPORTS[form]
        pages = queries.orders(source, whole=whole, platform=chosen.platform)
        extras = queries.extra_names(source, chosen.platform)
        return write_form(path, chosen, pages, extras, progress=progress, cancelled=cancelled)
    if kind == "orders":
        return write_orders(path, queries.orders(source, whole=whole), progress=progress, cancelled=cancelled)
    if kind == "phrases":
        return write_phrases(path, phrase_records(source), progress=progress, cancelled=cancelled)
    fields, rows = _ROWS[kind]
    if path.suffix.lower() == ".jsonl":
        objects = (row._asdict() for row in rows(source, whole))
        return write_json_lines(path, objects, progress=progress, cancelled=cancelled)
    header = [tr(_COLUMNS[name]) for name in fields]
    texts = [tr(_COLUMNS[name]) for name in fields if name in _TEXT_FIELDS]
    return write_table(
        path, header, _cells(rows(source, whole)), text_columns=texts, progress=progress, cancelled=cancelled
    )  # fmt: skip


def phrase_records(source: Rows, agent_id: int | None = None) -> Iterator[PhraseRecord]:
    """Yield the phrases of the shop, and those of ``agent_id``, as a file states them."""
    for line, row in enumerate(each_phrase(source, agent_id), start=1):
        picture = Path(row.picture) if row.picture else None
        yield PhraseRecord(
            line, row.code, row.text, row.grouping, (row.valid_from, row.valid_to), row.owner_id is not None, row.uses,
            picture,
        )  # fmt: skip


def _cells(rows: Iterable[Out]) -> Iterator[list[str | int | None]]:
    for row in rows:
        ticket = isinstance(row, TicketOut)
        yield [_cell(name, value, ticket=ticket) for name, value in zip(row._fields, row, strict=True)]


def _cell(name: str, value: str | int | None, *, ticket: bool) -> str | int | None:
    if name.endswith("_at"):
        return stamp(value) if isinstance(value, int) else None
    if ticket and name == "state":
        return ticket_state_name(str(value))
    if ticket and name == "type":
        return ticket_type_name(str(value))
    if ticket and name == "priority":
        return ticket_priority_name(int(value or 0))
    return side_name(str(value)) if name == "side" else value
