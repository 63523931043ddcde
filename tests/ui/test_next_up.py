"""The key Next in the window: what it opens, what it says, and that nothing comes twice."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, add_colleague
from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.refunds import CloseRefund, OpenRefund
from ticketdesk.desk.commands.reminders import AddTodo, RemindLater
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketField, TransferTicket
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.domain.next_item import NextItem, NextKind
from ticketdesk.store.queries import buyers
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.ui.next_words import short_span, why
from ticketdesk.words import use_language

pytestmark = pytest.mark.qt_log_ignore("does not support raise")
NOW = 1_795_242_368_000


def _shop(desk, _clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id


@pytest.fixture
def parts(qtbot, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.window.show()
    qtbot.waitUntil(lambda: made.window.current_page() == "home")
    yield made
    made.close()


@pytest.fixture
def press(qtbot, parts):
    """Press the key; its word is returned."""

    def pressed():
        parts.window.later.hide_toast()
        parts.window.actions_table.of("next_item").trigger()
        qtbot.waitUntil(lambda: parts.window.toast.text() != "" and not parts.window.showing.under_way)
        return parts.window.toast.text()

    return pressed


def ticket(parts, title="换货", **more):
    return parts.desk.run(CreateTicket(type="exchange", title=title, **more)).result.id


def says(parts, nick):
    said = Said(nick, f"{nick}-{parts.world.clock()}", "在吗", parts.world.clock())
    parts.desk.run(ReceiveMessages(channel="simulator", messages=(said,)))
    return conversation_of(parts.world.reader, nick, "simulator")


def shown_ticket(parts):
    return parts.window.page("tickets").detail.ticket_id


def test_nothing_waits(parts, press):
    assert press() == "Nothing waits for you now"
    assert parts.window.current_page() == "home"


def test_the_most_urgent_is_opened_with_its_reason_and_the_next_press_goes_on(parts, press, clock):
    first = ticket(parts, buyer_nick="林小鹿")
    clock.now += 46 * HOUR + 48 * MINUTE
    second = ticket(parts, "改地址")
    assert press().startswith("Next up: Exchange 48h 1h11m left; 林小鹿")
    assert parts.window.current_page() == "tickets" and shown_ticket(parts) == first
    assert press().startswith("Next up: Exchange 48h 47h59m left")
    assert shown_ticket(parts) == second
    assert press() == "Nothing new waits: you have seen the rest"
    assert shown_ticket(parts) == second


def test_the_agents_own_change_of_the_ticket_in_front_brings_it_not_back(parts, press):
    first, second = ticket(parts), ticket(parts)
    press()
    assert shown_ticket(parts) == first
    parts.desk.run(SetTicketField(ticket_ids=(first,), field="priority", value="3"))
    press()
    assert shown_ticket(parts) == second
    parts.desk.run(SetTicketField(ticket_ids=(first,), field="priority", value="2"))
    press()
    assert shown_ticket(parts) == first


def test_what_was_shown_comes_again_when_its_limit_passes(parts, press, clock):
    only = ticket(parts)
    press()
    assert press() == "Nothing new waits: you have seen the rest"
    clock.now += 2 * DAY
    assert press().startswith("Next up: Exchange 48h Late by")
    assert shown_ticket(parts) == only


def test_a_waiting_buyer_goes_first_and_comes_again_with_a_new_word(parts, press, clock):
    ticket(parts)
    talk = says(parts, "林")
    clock.now += 4 * MINUTE
    assert press() == "Next up: Waits 4m 0s; 林"
    page = parts.window.page("reception")
    assert parts.window.current_page() == "reception" and page.chat.conversation().id == talk
    assert press().startswith("Next up: Exchange")
    assert says(parts, "林") == talk
    assert press().startswith("Next up: Waits")


def test_a_colleagues_ticket_is_left_out(parts, press):
    parts.desk.run(TransferTicket(ticket_ids=(ticket(parts),), assignee_id=add_colleague(parts.desk)))
    assert press() == "Nothing waits for you now"


def test_reminders_and_to_dos_lead_to_their_place_or_home(parts, press, clock):
    says(parts, "林")
    buyer = buyers.id_of_nick(parts.world.reader, "林")
    due = clock.now + HOUR
    parts.desk.run(RemindLater(text="盘点", due_at=due))
    parts.desk.run(AddTodo(buyer_id=buyer, text="寄样"))
    clock.now = due + HOUR
    assert press().startswith("Next up: Waits")
    assert press().startswith("Next up: Reminder: 盘点 Late by 1h")
    assert parts.window.current_page() == "home"
    assert press() == "Next up: To-do: 寄样; 林"
    assert parts.window.current_page() == "buyers"


def test_a_refund_that_waits_for_the_shop_is_opened_at_its_order(parts, press, clock, tmp_path):
    make = Make(parts.desk, tmp_path, clock)
    make.imported(1)
    opened = OpenRefund(order_id=make.order_id(0), kind="refund_only", amount_cents=10, reason="漏发")
    refund = parts.desk.run(opened).result
    clock.now += 46 * HOUR
    assert press().startswith("Next up: Refund (Refund only) 48h ")
    page = parts.window.page("orders")
    assert parts.window.current_page() == "orders" and page.detail._order == make.order_id(0)
    assert press() == "Nothing new waits: you have seen the rest"
    parts.desk.run(CloseRefund(refund_id=refund, withdrawn=True))
    assert press() == "Nothing waits for you now"


def test_behind_the_lock_nothing_is_opened_or_said(qtbot, parts, monkeypatch):
    ticket(parts)
    parts.window.actions_table.of("next_item").trigger()
    monkeypatch.setattr(type(parts.window.entrance), "shut", True)
    qtbot.waitUntil(lambda: not parts.world.tasks.running("next item"))
    assert parts.window.current_page() == "home" and parts.window.toast.text() == ""


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (NextItem(NextKind.TICKET, 1, NOW + 72 * MINUTE, NOW + 72 * MINUTE - 48 * HOUR, flag=Flag.PURPLE,
                  subject="exchange"), "换货 48h 剩 1h12m；紫旗"),
        (NextItem(NextKind.TICKET, 1, NOW - 5 * DAY, NOW - 12 * DAY, flag=Flag.BLUE, priority=3, subject="repair",
                  nick="林小鹿"), "维修 7d 超时 5d；蓝旗；优先级高；林小鹿"),
        (NextItem(NextKind.TICKET, 1, subject="invoice", flag=Flag.RED), "发票 无时限"),
        (NextItem(NextKind.REFUND, 1, NOW + 3 * HOUR, NOW - 21 * HOUR, subject="refund_only", nick="林小鹿"),
         "退款（仅退款） 24h 剩 3h；林小鹿"),
        (NextItem(NextKind.REFUND, 1, subject="return_refund"), "退款（退货退款） 无时限"),
        (NextItem(NextKind.TALK, 1, NOW, NOW - 3 * MINUTE, nick="林"), "等 3分0秒；林"),
        (NextItem(NextKind.REMINDER, 1, NOW - 90_000, subject="回电\n给买家"), "提醒：回电 给买家 超时 1m"),
        (NextItem(NextKind.TODO, 1, NOW + 26 * HOUR, NOW, subject="寄样"), "待办：寄样 剩 26h"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("world")
def test_the_reason_in_words(item, wanted):
    use_language("zh_CN")
    assert why(item, NOW) == wanted


@pytest.mark.parametrize(
    ("ms", "wanted"),
    [(0, "1m"), (59_000, "1m"), (5 * MINUTE, "5m"), (48 * HOUR, "48h"), (49 * HOUR, "2d1h"), (-72 * MINUTE, "1h12m"),
     (7 * DAY, "7d")],
)  # fmt: skip
def test_spans_are_written_closely(ms, wanted):
    assert short_span(ms) == wanted
