"""What a file's word about a refund does to what the desk knows: the rules of importing, without any store.

As for orders (``domain.order_merge``): an absent cell never blanks a value, an older export never moves a state back
that a file has stated, and what the platform says of the state wins over ours.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.domain.refunds import ENDED, PAYING, RefundKind, RefundRecord, RefundState, goes_back

Value = int | str | None

NEW: Final = "new"
CHANGED: Final = "changed"
UNCHANGED: Final = "unchanged"
OLDER: Final = "older"
_TEXTS: Final = ("reason", "explanation", "carrier", "tracking", "cs_status")


class StoredRefund(NamedTuple):
    """A refund as the desk has it; ``file_state`` is what a file stated last, "" for none."""

    kind: RefundKind
    state: RefundState
    file_state: str
    number: str
    amount_cents: int | None
    applied_at: int | None
    told_due_at: int | None
    reason: str
    explanation: str
    carrier: str
    tracking: str
    cs_status: str


class MergedRefund(NamedTuple):
    """What is to be written: ``values`` only what differs, ``moved`` whether the state does; ``kind`` as of ``NEW``."""

    kind: str
    values: dict[str, Value]
    moved: bool = False


def merge(stored: StoredRefund | None, record: RefundRecord, *, known: bool = False) -> MergedRefund:
    """Return what ``record`` does to ``stored`` (None: a refund the desk does not know).

    ``known``: the same file was taken before; what differs from it now was said later, so it only fills blanks.
    """
    if stored is None:
        return MergedRefund(NEW, _given(record, record.state), moved=True)
    if _older(stored, record):
        return MergedRefund(OLDER, {})
    says_new = not known and record.state.value != stored.file_state
    state = record.state if says_new else stored.state
    given = _given(record, state)
    if known or state is not record.state:
        given.pop("told_due_at", None)  # it was named for the state of the file, and heard then
    have = stored._asdict() | {"state": stored.state.value, "kind": stored.kind.value}
    values = {
        name: value for name, value in given.items()
        if value != have[name] and (not known or have[name] in (None, ""))
    }  # fmt: skip
    moved = state is not stored.state
    if moved and "told_due_at" not in given:
        values["told_due_at"] = None  # it was named for the state before, or nothing is due any more
    return MergedRefund(CHANGED if values else UNCHANGED, values, moved=moved)


def _older(stored: StoredRefund, record: RefundRecord) -> bool:
    """Whether the file states less than a file did; one that names a later deadline is of later all the same."""
    if not stored.file_state or not goes_back(RefundState(stored.file_state), record.state):
        return False
    later = record.due_at is not None and stored.told_due_at is not None and record.due_at > stored.told_due_at
    return not later


def _given(record: RefundRecord, state: RefundState) -> dict[str, Value]:
    """Return what the file states, by column; empty cells say nothing."""
    found: dict[str, Value] = {
        "number": record.number, "kind": record.kind.value, "state": state.value, "file_state": record.state.value,
    }  # fmt: skip
    found |= {name: getattr(record, name) for name in _TEXTS if getattr(record, name)}
    if record.amount_cents is not None and record.kind in PAYING:
        found["amount_cents"] = record.amount_cents
    if record.applied_at is not None:
        found["applied_at"] = record.applied_at
    if record.due_at is not None and state not in ENDED:
        found["told_due_at"] = record.due_at
    return found
