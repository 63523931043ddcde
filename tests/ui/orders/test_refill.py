"""A card that is filled again for another order looks and speaks as one that is made for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget

from tests.ui.conftest import Clock
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries.orders import LineRow, OrderCard, OrderRow, RemarkRow
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.store.queries.refund_brief import RefundBrief
from ticketdesk.ui import theme
from ticketdesk.ui.orders.order_card import OrderCardView
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.world import World

NOW = 1_795_000_000_000
HOUR = 3_600_000
AGENTS = ("小满", "晚班")
FILED = "13900001111"
WHOLE = OrderPersonal("鹿小林", "", "13812346021", "江苏省苏州市姑苏区平江街道平江路18号", {"mobile": FILED})


class Step(NamedTuple):
    """An order that a card shows, and whether its person is looked at."""

    card: OrderCard
    open_: bool
    look: bool


words = st.sampled_from(["", "换L码", "改M码，不要发中通", "亚麻衬衫 宽松 夏季 新款 中长款 <b>薄</b>", "白色 L"])
currencies = st.sampled_from(["CNY", "USD"])
cents = st.none() | st.integers(0, 99_999)
moments = st.none() | st.integers(NOW - 90 * HOUR, NOW + 90 * HOUR)
flags = st.integers(0, 5)
lines = st.builds(LineRow, id=st.just(1), position=st.just(1), sub_number=st.just(""), title=words, attributes=words,
                  price_cents=cents, quantity=st.none() | st.integers(1, 9), merchant_code=st.just(""),
                  state=st.just(""), refund_state=st.sampled_from(["", "退款成功"]))  # fmt: skip
refunds = st.builds(
    RefundBrief, currency=currencies, id=st.just(1), order_id=st.just(1), number=st.just(""),
    kind=st.sampled_from(["exchange", "refund_only"]),
    state=st.sampled_from(["WAIT_SELLER_AGREE", "SUCCESS"]), amount_cents=st.none() | st.integers(1, 99_999),
    due_at=st.none() | st.integers(1_794_676_000_000, 1_795_324_000_000), due_from=st.none(),
    ended_at=st.none() | st.just(1_794_676_000_000),
)  # fmt: skip
remarks = st.builds(RemarkRow, id=st.just(1), author=st.sampled_from(["", "小满"]), text=words, flag=st.none() | flags,
                    at=st.integers(NOW - 90 * HOUR, NOW), source=st.sampled_from(["desk", "file"]))  # fmt: skip
rows = st.builds(OrderRow, id=st.integers(1, 9), version=st.just(1),
                 number=st.sampled_from(["2026111920330281764", "2026010101010101"]),
                 state=st.sampled_from(["WAIT_SELLER_SEND_GOODS", "TRADE_FINISHED", "TRADE_CLOSED", "?"]), flag=flags,
                 buyer_id=st.just(1), buyer_nick=st.just("林小鹿_88"), titles=words, kinds=st.none(), pieces=st.none(),
                 paid_cents=cents, total_cents=cents, created_at=moments, paid_at=moments, due_at=moments,
                 carrier=st.sampled_from(["", "圆通速递"]), tracking=st.sampled_from(["", "YT8812345678"]),
                 last_remark=st.just(""), last_remark_by=st.just(""), last_remark_at=st.none(),
                 currency=currencies)  # fmt: skip
edited = st.dictionaries(st.sampled_from(["flag", "mobile", "address"]), st.integers(0, 5), max_size=3)
orders = st.builds(OrderCard, row=rows, receiver=st.sampled_from(["", "鹿**"]), phone=st.just(""),
                   mobile=st.sampled_from(["", "138****6021"]), address=st.sampled_from(["", "江苏省苏州市姑苏区***"]),
                   goods_cents=cents, postage_cents=cents, refund_cents=cents, buyer_message=words,
                   shipped_at=st.none(), finished_at=st.none(), close_reason=st.just(""),
                   readdressed_at=st.none(), edited=edited,
                   extra=st.just({}), lines=st.lists(lines, max_size=3).map(tuple),
                   remarks=st.lists(remarks, max_size=14).map(tuple), open_tickets=st.just(()),
                   refunds=st.lists(refunds, max_size=3).map(tuple))  # fmt: skip
steps = st.lists(st.builds(Step, orders, st.booleans(), st.booleans()), min_size=2, max_size=4)


class Stand(QWidget):
    """Where one card stands as in the sidebar."""

    def __init__(self, world: World, step: Step) -> None:
        super().__init__()
        self.card = OrderCardView(world, step.card, AGENTS, open_=step.open_)
        column = QVBoxLayout(self)
        column.addWidget(self.card)
        column.addStretch(1)
        self.resize(372, 1400)
        current_theme().dress(self)
        self.show()

    def look(self, step: Step) -> None:
        if step.open_ and step.look:
            self.card._reveal(Done(1, WHOLE))

    def picture(self) -> QImage:
        for _pass in range(3):  # from the outer layouts to the inner ones
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        return self.card.grab().toImage()

    def spoken(self) -> list[tuple[object, ...]]:
        """What is in sight, from above, in words."""
        seen = [part for part in self.card.findChildren(QWidget) if part.isVisible()]
        told = [
            (part.mapTo(self.card, part.rect().topLeft()).toTuple(), type(part).__name__, part.size().toTuple(),
             part.text() if isinstance(part, QLabel | QAbstractButton) else "", part.accessibleName(), part.toolTip(),
             part.isEnabled())
            for part in seen
        ]  # fmt: skip
        return sorted(told, key=str)


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest, world: World, clock: Clock, qapp: QApplication) -> Iterator[str]:
    """The mode of a test whose clock stands: a second that turns between two cards is no difference of theirs."""
    clock.step = 0
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, "light")


def refilled(world: World, taken: list[Step]) -> Stand:
    stand = Stand(world, taken[0])
    stand.look(taken[0])
    for step in taken[1:]:
        stand.card.show_order(step.card, AGENTS, open_=step.open_)
        stand.look(step)
    return stand


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_a_card_filled_again_equals_a_new_one(world: World, mode: str, taken: list[Step]) -> None:
    old, new = refilled(world, taken), Stand(world, taken[-1])
    new.look(taken[-1])
    try:
        pictures = old.picture(), new.picture()
        assert old.spoken() == new.spoken()
        assert pictures[0] == pictures[1]
        for tell in (QWidget.accessibleName, QWidget.accessibleDescription, QWidget.focusPolicy):
            assert tell(old.card) == tell(new.card)
        assert old.card.cursor().shape() == new.card.cursor().shape()
    finally:
        for stand in (old, new):
            stand.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=orders, after=orders, open_=st.booleans())
def test_nothing_stays_of_a_person_that_stood_whole(
    world: World, before: OrderCard, after: OrderCard, open_: bool
) -> None:
    shown = before._replace(receiver="鹿**", edited={"mobile": "x"})
    stand = refilled(world, [Step(shown, True, True)])
    assert stand.card.revealed and any(WHOLE.mobile in part.text() for part in stand.findChildren(QLabel))
    stand.card.show_order(after, AGENTS, open_=open_)
    kept = [part.text() + part.accessibleName() + part.toolTip() for part in stand.findChildren(QLabel)]
    assert not stand.card.revealed and not stand.card._hiding.isActive()
    assert not any(value in text for text in kept for value in (*WHOLE[:4], FILED) if value)
    stand.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
