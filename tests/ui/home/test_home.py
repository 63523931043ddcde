"""The home page: its numbers, what waits in its order, and where each leads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from tests.ui.order_files import Sold, number, write_list
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.moments import HOUR, MINUTE
from ticketdesk.store.queries import orders
from ticketdesk.ui.home.page import HomePage
from ticketdesk.ui.home.todo import todos
from ticketdesk.ui.world import Place


@pytest.fixture
def page(qtbot, world):
    made = HomePage(world)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def talk(desk, clock, nick, ago=0, text="在吗"):
    return desk.run(ReceiveTranscript(buyer_nick=nick, messages=(Heard("in", nick, clock.now - ago, text),))).result


def test_an_empty_shop_says_what_to_do_first(page):
    assert page.empty.isVisible() and not page.table.isVisible() and page._steps.isVisible()
    assert page.waiting.figure().number == 0


def test_a_low_window_scrolls_its_cards_and_crushes_none(page, qtbot):
    page.make_errands()
    page.resize(1200, 560)
    bars = page.flags.bars
    qtbot.waitUntil(lambda: page.height() == 560)
    page.layout().activate()
    qtbot.waitUntil(lambda: bars[1].y() - bars[0].y() >= bars[0].height())
    area = next(iter(page.findChildren(QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)))
    assert area.verticalScrollBar().maximum() > 0 and area.widget().width() == page.errands.width()


def test_numbers_follow_the_store(qtbot, desk, clock, page):
    talk(desk, clock, "林小鹿_88", ago=221_000)
    made = talk(desk, clock, "haoyun2015")
    desk.run(SendReply(conversation_id=made.conversation_id, text="在的"))
    desk.run(CreateTicket(type="exchange", title="换货", assignee_id=desk.agent_id))
    desk.run(CreateTicket(type="complaint", title="投诉"))
    qtbot.waitUntil(lambda: page.unassigned.figure().number == 1)
    assert page.waiting.figure().number == 1 and "3m 41s" in page.waiting.figure().hint
    assert page.mine.figure().number == 1 and page.outbox.figure().number == 1
    assert page.overdue.figure().number == 0
    clock.now += 49 * HOUR
    page.refresh()
    assert page.overdue.figure().number == 1 and page._late.isVisible()


def test_what_waits_stands_by_its_deadline(tmp_path, desk, world, clock):
    sold = [Sold(number(1), paid="2026-11-19 16:00:00"), Sold(number(2), paid="2026-11-21 12:00:00")]
    path = write_list(tmp_path / "a.csv", sold)
    desk.run(ImportOrders(path=str(path)))
    ticket = desk.run(CreateTicket(type="exchange", title="换货", assignee_id=desk.agent_id)).result
    free = desk.run(CreateTicket(type="complaint", title="投诉")).result
    made = talk(desk, clock, "林小鹿_88", ago=4 * MINUTE)
    first = orders.id_of_number(world.reader, number(1))
    found = [todo.place for todo in todos(world.reader, desk.agent_id, clock.now)]
    assert found == [
        Place("conversation", made.conversation_id), Place("order", first), Place("ticket", ticket.id),
        Place("ticket", free.id),
    ]  # fmt: skip


def test_of_the_clocks_only_those_are_painted_that_read_otherwise(qtbot, desk, clock, world, page):
    talk(desk, clock, "林小鹿_88", ago=2 * HOUR + 10_000)
    desk.run(CreateTicket(type="exchange", title="换货", assignee_id=desk.agent_id))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.tick(clock.now)
    painted: list[tuple[int, int]] = []
    page.model.dataChanged.connect(lambda first, last, _roles: painted.append((first.row(), last.row())))
    page.tick(clock.now + 1_000)
    assert painted == [(1, 1)], "the ticket's clock shows seconds, two hours of waiting do not"
    page.tick(clock.now + 1_000)
    assert painted == [(1, 1)]
    page.tick(clock.now + MINUTE + 1_000)
    assert painted[1:] == [(0, 0), (1, 1)]


def test_a_number_that_stays_is_not_painted_again(qtbot, page, monkeypatch):
    painted: list[int] = []
    monkeypatch.setattr(type(page.mine), "update", lambda card: painted.append(card.figure().number))
    page.mine.set_figure(page.mine.figure())
    assert painted == []
    page.mine.set_figure(page.mine.figure()._replace(number=7))
    assert painted == [7] and page.mine.accessibleName().endswith(" 7")


def test_enter_opens_what_waits(qtbot, desk, world, page):
    ticket = desk.run(CreateTicket(type="exchange", title="<img src=x>", assignee_id=desk.agent_id)).result
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.index(0, 0).data() == "<img src=x>"
    page.table.set_current_id(ticket.id)
    with qtbot.waitSignal(world.go) as went:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert went.args[0] == Place("ticket", ticket.id)
    with qtbot.waitSignal(world.go):
        page.table.clicked.emit(page.model.index(0, 5))


@pytest.mark.parametrize(("card", "place"), [("waiting", "reception"), ("mine", "tickets"), ("outbox", "reception")])
def test_numbers_lead_somewhere_by_keyboard(qtbot, world, page, card, place):
    with qtbot.waitSignal(world.go) as went:
        qtbot.keyClick(getattr(page, card), Qt.Key.Key_Space)
    assert went.args[0].kind == place


def test_flags_are_counted_and_open_their_orders(qtbot, tmp_path, desk, world, page):
    path = write_list(tmp_path / "a.csv", [Sold(number(n)) for n in range(3)])
    desk.run(ImportOrders(path=str(path)))
    ids = orders.snapshot(world.reader)
    desk.run(SetFlag(order_ids=tuple(ids[:2]), flag=1))
    qtbot.waitUntil(lambda: page.flags.bars[0]._count == 2)
    assert page.flags.bars[0].accessibleName().endswith("Pre-sale 2")
    with qtbot.waitSignal(world.go) as went:
        qtbot.keyClick(page.flags.bars[0], Qt.Key.Key_Space)
    assert went.args[0] == Place("orders", 1)


def test_a_hidden_page_reads_nothing_until_it_is_shown(qtbot, desk, world, page):
    page.hide()
    with qtbot.waitSignal(world.changed):
        desk.run(CreateTicket(type="complaint", title="投诉"))
    assert page.unassigned.figure().number == 0
    page.show()
    assert page.unassigned.figure().number == 1


def test_the_model_holds(qtmodeltester, desk, page):
    desk.run(CreateTicket(type="complaint", title="投诉"))
    page.refresh()
    qtmodeltester.check(page.model)
