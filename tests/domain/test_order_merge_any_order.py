"""Files complete each other in any order."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.merging import (
    CLOSED,
    FINISHED,
    PAID,
    PART,
    SHIPPED,
    WAIT_PAY,
    WAIT_SHIP,
    after,
    detailed,
    facts,
    listed,
    merge,
)
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.order_merge import (
    FIELDS,
    FLAG_COLUMN,
)
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState

WHOLE = listed(
    SHIPPED,
    buyer_nick="林",
    goods_cents=100,
    total_cents=110,
    paid_cents=110,
    receiver="林一",
    mobile="130",
    address="西湖区",
    created_at=PAID - HOUR,
    paid_at=PAID,
    titles="货甲，货乙",
    kinds=2,
    pieces=3,
    carrier="圆通",
    tracking="YT1",
    remark="换L码",
    shop_name="青禾",
)
NAMES = ("state", *(name for name in (*FIELDS, "remark") if getattr(WHOLE, name) is not None))


@given(st.integers(0, 2**32), st.integers(1, 4))
def test_parts_of_an_order_complete_each_other_in_any_order(seed: int, parts: int) -> None:
    """Random columns, an old and a new detail, each perhaps twice: the same rows in the end, whatever comes first."""
    rng = random.Random(seed)
    files = [OrderRecord("3001", 2, "list") for _ in range(parts)]
    for name in NAMES:
        for at in rng.sample(range(parts), rng.randint(1, parts)):
            files[at] = files[at]._replace(**{name: getattr(WHOLE, name)})
    for at in range(parts):
        files[at] = files[at]._replace(extra=(("券", "3"), (FLAG_COLUMN, "红"))[: rng.randint(0, 2)])
    new = [
        LineRecord(
            at, title, sub_number=f"3001{at}", price_cents=50 * at, quantity=at, state=SHIPPED, refund_state="无"
        )
        for at, title in enumerate(("货甲", "货乙", "货甲"), start=1)
    ]
    old = [replace(line, sub_number=None, refund_state=None, merchant_code="W") for line in new]
    files.append(OrderRecord("3001", 2, "detail", lines=tuple(new), created_at=WHOLE.created_at))
    files.append(OrderRecord("3001", 2, "detail", lines=tuple(old)))
    if rng.random() < 0.5:
        files.append(rng.choice(files))
    shuffled = rng.sample(files, len(files))
    wanted, found = after(*files), after(*shuffled)
    assert facts(found) == facts(wanted)
    assert len(found.lines) == 3
    assert [merge(found, record).kind for record in files] == ["unchanged"] * len(files)


@given(st.permutations([WAIT_PAY, WAIT_SHIP, PART, SHIPPED, FINISHED]))
def test_exports_of_different_days_end_at_the_newest_state_in_any_order(states: list[OrderState]) -> None:
    assert after(*(listed(state) for state in states)).state is FINISHED
    order = after(*(detailed(state, CLOSED) for state in states))
    assert order.state is FINISHED
    assert sorted(str(line.values["state"]) for line in order.lines) == ["TRADE_CLOSED", "TRADE_FINISHED"]
