"""What a file's word about an order does to what the desk knows: the rules of importing, without any store.

An absent column never blanks a value, an older export never moves a state back, an agent's own edit wins over the file,
remarks append, unknown columns are kept (issue 2, FORMATS.md 1.1 to 1.3).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from ticketdesk.domain.flags import Flag, flag_named
from ticketdesk.domain.line_merge import LineChange, StoredLine, goes_back, merge_lines, states_after
from ticketdesk.domain.memos import all_told
from ticketdesk.domain.moments import day_start, of_a_shop
from ticketdesk.domain.orders import BY_DESK, STATE_RANK, OrderRecord, OrderState
from ticketdesk.domain.parcel_numbers import parcels_of
from ticketdesk.domain.personal import PERSONAL, is_masked
from ticketdesk.domain.rules.shipping import Shipping
from ticketdesk.domain.text import strip_nul

Value = int | str | None

TEXT_FIELDS: tuple[str, ...] = (
    "buyer_nick", "payment_number", "payment_detail", "receiver", "phone", "mobile", "address", "shipping_method",
    "titles", "carrier", "tracking", "buyer_message", "shop_name", "close_reason", "invoice_title",
)  # fmt: skip
NUMBER_FIELDS: tuple[str, ...] = (
    "goods_cents", "postage_cents", "total_cents", "paid_cents", "refund_cents", "settled_cents", "created_at",
    "paid_at",     "shipped_at", "finished_at", "kinds", "pieces",
)  # fmt: skip
FIELDS = TEXT_FIELDS + NUMBER_FIELDS
_FIELDS_OF = itemgetter(*map(OrderRecord._fields.index, FIELDS))  # one call: this runs for every row of a file
FLAG_COLUMN = "旗帜"
HISTORY_COLUMN = "备注历史"
_json = json.JSONEncoder(ensure_ascii=False).encode
_PERSONAL = frozenset(column for table, column in PERSONAL if table == "orders")


class RemarkNote(NamedTuple):
    """A remark that a file brings: ``at`` UTC ms or None where the file does not say."""

    text: str
    author: str = ""
    at: int | None = None
    flag: int | None = None


class Kept(NamedTuple):
    """A field that an agent edited and the file states otherwise."""

    field: str
    file_value: str
    desk_value: str


@dataclass(frozen=True, slots=True)
class Stored:
    """An order as the store has it; ``edited`` maps a field edited here to the file's value of then."""

    id: int
    values: Mapping[str, Value]
    state: OrderState
    state_source: str
    flag: int
    extra: Mapping[str, str]
    edited: Mapping[str, Value]
    lines: tuple[StoredLine, ...] = ()
    parcels: frozenset[str] = frozenset()
    remarks: tuple[RemarkNote, ...] = ()
    desk_remark: str = ""


class Merged(NamedTuple):
    """What is to be written: ``values`` only what differs; ``kind`` new|changed|unchanged|older."""

    kind: str
    values: dict[str, Value]
    extra: dict[str, str] | None
    edited: dict[str, Value] | None
    lines: tuple[LineChange, ...]
    parcels: tuple[str, ...]
    remarks: tuple[RemarkNote, ...]
    kept: tuple[Kept, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether anything has to be written."""
        return bool(
            self.values
            or self.extra is not None
            or self.edited is not None
            or self.lines
            or self.parcels
            or self.remarks
        )


_NOTHING = Stored(0, {}, OrderState.UNKNOWN, "", 0, {}, {})


def merge(stored: Stored | None, record: OrderRecord, shipping: Shipping, *, known: bool = False) -> Merged:
    """Return what ``record`` does to ``stored`` (None: an order the desk does not know).

    ``shipping`` says when the order is due. ``known``: the same file was taken before. What differs from it now was
    said later, so it only fills blanks.
    """
    if stored is None:
        return _new(record, shipping)
    old = stored
    older = goes_back(old.lines, record.lines) or _list_goes_back(old, record)
    late = older or known
    lines = merge_lines(old.lines, record.lines, older=late)
    state, source = (old.state, old.state_source) if late else _state(old, record, lines)
    values: dict[str, Value] = {}
    kept: list[Kept] = []
    edited = dict(old.edited)
    for name, given in _given(record).items():
        have = old.flag if name == "flag" else old.values.get(name)
        if given != have and name in _PERSONAL and covers(given, have):
            continue
        if name in old.edited:
            _keep(name, given, have, edited, kept)
        elif given != have and (not late or have in (None, "")) and not _derived(name, record, old):
            values[name] = given
    if state is not old.state or source != old.state_source:
        values |= {"state": state.value, "state_source": source}
    _set_due(old, values, state, shipping)
    remarks = _new_remarks(old, record, kept)
    merged = Merged(
        "unchanged", values, _extra(old, record, older=late), edited if edited != dict(old.edited) else None,
        lines, _parcels(old, record), remarks, tuple(kept),
    )  # fmt: skip
    kind = "older" if older else "changed" if merged.writes else "unchanged"
    return merged._replace(kind=kind)


def _new(record: OrderRecord, shipping: Shipping) -> Merged:
    """Return the writing of an order that the desk does not know: all that the file states."""
    values = _given(record)
    if values.get("flag") == 0:
        del values["flag"]
    lines = merge_lines((), record.lines, older=False) if record.lines else ()
    state, source = _state(_NOTHING, record, lines)
    if source:
        values |= {"state": state.value, "state_source": source}
    _set_due(_NOTHING, values, state, shipping)
    return Merged(
        "new", values, _extra(_NOTHING, record, older=False), None, lines, _parcels(_NOTHING, record),
        _new_remarks(_NOTHING, record, []),
    )  # fmt: skip


def _given(record: OrderRecord) -> dict[str, Value]:
    """Return what the file states, by column; a detail file's titles and counts come from its lines."""
    found: dict[str, Value] = {
        name: value for name, value in zip(FIELDS, _FIELDS_OF(record), strict=True) if value is not None
    }
    if record.layout == "detail" and record.lines:
        found["titles"] = "，".join(line.title for line in record.lines)
    for name, text in record.extra:
        if name == FLAG_COLUMN and (flag := flag_named(text)) is not None:
            found["flag"] = int(flag)
    return found


def covers(given: object, have: object) -> bool:
    """Whether a file brings a mask (of an export, or the platform's own) where the desk knows more."""
    return isinstance(given, str) and isinstance(have, str) and is_masked(given) and have != "" and not is_masked(have)


def _derived(name: str, record: OrderRecord, old: Stored) -> bool:
    """Whether the value is only told from others while the stated one stands already: a detail's titles from its lines,
    and Pinduoduo's day from the order's number, which is a midnight and says nothing beside a known payment either."""
    if name == "titles":
        return record.layout == "detail" and old.values.get("titles") not in (None, "")
    known = old.values.get("created_at") or old.values.get("paid_at")
    day = name == "created_at" and record.platform == "pinduoduo" and record.created_at is not None
    return day and bool(known) and day_start(record.created_at or 0) == record.created_at


def _keep(name: str, given: Value, have: Value, edited: dict[str, Value], kept: list[Kept]) -> None:
    if given == have:
        return
    kept.append(Kept(name, str(given), "" if have is None else str(have)))
    edited[name] = given


def _list_goes_back(old: Stored, record: OrderRecord) -> bool:
    """Whether a list states less than a list has stated already; an ended order stays as it ended.

    What the desk did itself the platform does not know, so a newer list may state less: it is older only where the desk
    could not have done it after that state.
    """
    if record.layout == "detail" or record.state is None:
        return False
    if old.state_source == BY_DESK:
        return old.state is OrderState.SHIPPED and STATE_RANK[record.state] < STATE_RANK[OrderState.WAIT_SHIP]
    if old.state_source != "list":
        return False
    return record.state is not old.state and STATE_RANK[record.state] <= STATE_RANK[old.state]


def _state(old: Stored, record: OrderRecord, lines: Sequence[LineChange]) -> tuple[OrderState, str]:
    """Return (state, source). A list's state counts; one that is derived from the items gives way to any list, one
    that the desk made to a list that knows as much."""
    if old.state_source == BY_DESK and (record.layout == "detail" or _less(record.state, old.state)):
        return old.state, BY_DESK
    if record.layout != "detail":
        return (old.state, old.state_source) if record.state is None else (record.state, "list")
    new = line_state(states_after(old.lines, lines))
    if new is None or old.state_source == "list":
        return old.state, old.state_source
    return new, "detail"


def _less(state: OrderState | None, desk: OrderState) -> bool:
    return state is not None and state is not desk and STATE_RANK[state] <= STATE_RANK[desk]


def line_state(states: Sequence[OrderState]) -> OrderState | None:
    """Return the state an order has by its items: the furthest of those not closed (a closed item may lie in a live
    order), None where no state is known."""
    if not states:
        return None
    alive = [state for state in states if state is not OrderState.CLOSED]
    return max(alive, key=lambda state: STATE_RANK[state]) if alive else OrderState.CLOSED


def _set_due(old: Stored, values: dict[str, Value], state: OrderState, shipping: Shipping) -> None:
    paid = values.get("paid_at", old.values.get("paid_at"))
    due = shipping.clock(state, paid if isinstance(paid, int) else None)
    moment = due.due if due else None
    if moment != old.values.get("due_at"):
        values["due_at"] = moment


def _extra(old: Stored, record: OrderRecord, *, older: bool) -> dict[str, str] | None:
    given = dict(record.extra)
    given.pop(FLAG_COLUMN, None)
    given.pop(HISTORY_COLUMN, None)
    if not old.extra:
        return given or None
    merged = {**given, **old.extra} if older else {**old.extra, **given}
    return merged if merged != dict(old.extra) else None


def _parcels(old: Stored, record: OrderRecord) -> tuple[str, ...]:
    if not record.tracking:
        return ()
    if record.tracking.isalnum():
        return () if record.tracking in old.parcels else (record.tracking,)
    return tuple(number for number in parcels_of(record.tracking) if number not in old.parcels)


def _new_remarks(old: Stored, record: OrderRecord, kept: list[Kept]) -> tuple[RemarkNote, ...]:
    """Remarks append: a text that stands already (or stands in the file's own history) is not written again, nor is a
    memo of nothing but lines that do: what was pasted into the platform comes back in its exports."""
    told = next((text for name, text in record.extra if name == HISTORY_COLUMN), "")
    history = read_history(told) if told else ()
    if not history and record.remark is None:
        return ()
    if not history and not old.remarks and not old.desk_remark:
        return (RemarkNote(record.remark or ""),)
    known = {(note.text, note.at) for note in old.remarks}
    fresh = [note for note in history if (note.text, note.at) not in known]
    texts = {note.text for note in (*old.remarks, *history)}
    if record.remark is not None and record.remark not in texts and not all_told(record.remark, old.remarks):
        fresh.append(RemarkNote(record.remark))
        if old.desk_remark:
            kept.append(Kept("remark", record.remark, old.desk_remark))
    return tuple(fresh)


def read_history(text: str) -> tuple[RemarkNote, ...]:
    """Return the remarks of the column 备注历史 of the program's own export, JSON [[at, author, text, flag], …];
    none where anything in the cell is not as the export writes it."""
    try:
        rows = json.loads(text) if text else []
        return tuple(_noted(*row) for row in rows)
    except (ValueError, TypeError, RecursionError):
        return ()


def _noted(at: Any, author: Any, text: Any, flag: Any) -> RemarkNote:
    timed = at is None or (type(at) is int and of_a_shop(at))
    flagged = flag is None or (type(flag) is int and flag in Flag.__members__.values())
    if not (timed and flagged and isinstance(author, str) and isinstance(text, str)):
        raise ValueError("no remark of an export")
    return RemarkNote(strip_nul(text), strip_nul(author), at, flag)


def write_history(remarks: Sequence[RemarkNote]) -> str:
    """Return the remarks as the cell that ``read_history`` reads; "" for none."""
    rows = [[note.at, note.author, note.text, note.flag] for note in remarks]
    return _json(rows) if rows else ""
