"""What a made shop lacks of rare things, written by the program's own act: refunds of every state, contradictions,
parcels on their way. For the gates of growth; the shops of the benchmarks stay as they are."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.bench.store_rows import NOW
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.refunds import ENDED, RefundKind, RefundState
from ticketdesk.store.refund_tables import Refund
from ticketdesk.store.sql import Value
from ticketdesk.store.store import NewAct, Store
from ticketdesk.store.tx import Tx
from ticketdesk.store.writer import Priority

REFUNDED_EACH, CONTRADICTED_EACH = 10, 20
_ORDERS = "SELECT id, buyer_id, paid_cents, paid_at FROM orders WHERE deleted = 0 ORDER BY id"
_NAMES = (
    "id", "version", "deleted", "order_id", "buyer_id", "number", "kind", "state", "amount_cents", "reason",
    "explanation", "carrier", "tracking", "cs_status", "file_state", "applied_at", "due_at", "due_from", "due_rule",
    "ended_at", "updated_at",
)  # fmt: skip


def add_rare_things(path: Path) -> None:
    """Write them into the shop at ``path``: of each as many as the shop is large."""
    with closing(Store(path)) as store:
        (agent,) = store.reader.rows("SELECT MIN(id) FROM agent")[0]

        def write() -> None:
            with store.act(NewAct(NOW, agent, "Enrich", "{}", 1 << 20, undoable=False)) as frame:
                _write(frame.tx)

        store.submit(write, Priority.ACT).result()


def _write(tx: Tx) -> None:
    orders = tx.rows(_ORDERS)
    refunds = [_refund(tx, place, order) for place, order in enumerate(orders[::REFUNDED_EACH])]
    tx.insert_many(Refund, _NAMES, refunds)
    few = ", ".join(str(order[0]) for order in orders[::CONTRADICTED_EACH])
    tx.connection.execute(f"UPDATE orders SET remark_conflict = 1 WHERE id IN ({few})")
    tx.connection.execute(
        f"UPDATE orders SET shipped_at = paid_at + {DAY} WHERE state = 'WAIT_BUYER_CONFIRM_GOODS' AND deleted = 0"
    )


def _refund(tx: Tx, place: int, order: tuple[int, int | None, int, int]) -> tuple[Value, ...]:
    key, buyer, paid, at = order
    state = list(RefundState)[place % len(RefundState)]
    over = state in ENDED
    due = None if over else NOW + (place * 7919 % 4_000 - 800) * HOUR
    return (
        tx.new_id(), 1, 0, key, buyer, str(726_000_000_000_000_000 + place), RefundKind.REFUND_ONLY.value, state.value,
        paid, "质量问题", "", "", "", "", state.value, at, due, None if due is None else due - 2 * DAY, "",
        at + DAY if over else None, at + DAY,
    )  # fmt: skip
