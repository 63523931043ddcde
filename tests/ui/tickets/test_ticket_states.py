"""The chip of a ticket's state: only allowed moves, suspending until a moment, putting off; the desk wakes tickets."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt

from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES
from ticketdesk.store.queries import tickets
from ticketdesk.ui.tickets.acts.state_dialogs import SuspendDialog
from ticketdesk.ui.tickets.detail.detail_head import PUT_OFF
from ticketdesk.ui.tickets.detail.event_words import line_of
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.ui.waking_beat import WakingBeat
from ticketdesk.ui.world import Place
from ticketdesk.words.errors import sentence


@pytest.fixture
def page(qtbot, world, make):
    """The tickets page with one ticket open."""
    made = TicketsPage(world)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.open_place(Place("ticket", make.ticket()))
    return made


def row(page, world):
    return tickets.rows(world.reader, [page.detail.ticket_id])[0]


def offered(page):
    return [action.data() for action in page.detail.head.state.options()]


def test_the_chip_offers_every_state_but_cancelled(page):
    assert offered(page) == ["open", "in_progress", "waiting_buyer", "waiting_colleague", "suspended", "done"]


@pytest.mark.parametrize("taken", [True, False])
def test_a_dialog_that_is_gone_when_its_act_is_told_is_left_alone(page, world, qtbot, desk, taken):
    page.detail.head.state_chosen.emit("suspended")
    asked = page.findChild(SuspendDialog)
    qtbot.keyClick(asked, Qt.Key.Key_2)
    if not taken:
        desk.run(SetTicketState(ticket_ids=(page.detail.ticket_id,), state="done"))
    number, told = row(page, world).number, list[object]()
    world.notices.said.connect(lambda text, _undoable: told.extend([text] if number in text else []))
    world.notices.refused.connect(told.append)
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    shiboken6.delete(asked)
    qtbot.waitUntil(lambda: told != [])
    qtbot.waitUntil(lambda: row(page, world).state == ("suspended" if taken else "done"))


def test_what_the_shop_forbids_is_not_offered_at_once(page, world, desk, qtbot):
    desk.run(SetSetting(key=FORBIDDEN_MOVES.key, value="open>done,open>suspended"))
    qtbot.waitUntil(lambda: len(world.flow.forbidden) == 2)
    page.detail.show_ticket(page.detail.ticket_id)
    assert offered(page) == ["open", "in_progress", "waiting_buyer", "waiting_colleague"]


def test_suspending_asks_for_the_moment(page, world, qtbot):
    page.detail.head.state_chosen.emit("suspended")
    asked = page.findChild(SuspendDialog)
    qtbot.keyClick(asked, Qt.Key.Key_2)
    due = asked.when.moment()
    assert 0 < due - world.clock() <= 2 * HOUR
    asked.reason.setText("等仓库")
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row(page, world).state == "suspended")
    assert row(page, world).resume_at == due
    qtbot.waitUntil(lambda: "Suspended · " in page.detail.head.state.accessibleName())
    event = tickets.detail(world.reader, page.detail.ticket_id).events[-1]
    assert line_of(event).endswith(": 等仓库")


def test_words_that_name_no_moment_cannot_be_taken(page, qtbot):
    page.detail.head.state_chosen.emit("suspended")
    asked = page.findChild(SuspendDialog)
    asked.when.field.edit.setText("随便")
    assert not asked.take.isEnabled()


def test_a_suspended_ticket_is_put_off(page, world, desk, qtbot):
    ticket = page.detail.ticket_id
    first = world.clock() // 60_000 * 60_000 + 5 * HOUR
    desk.run(SuspendTicket(ticket_ids=(ticket,), until=first))
    qtbot.waitUntil(lambda: PUT_OFF in offered(page))
    page.detail.head.state_chosen.emit(PUT_OFF)
    asked = page.findChild(SuspendDialog)
    assert asked.when.moment() == first
    asked.when.choose("4")
    asked.take.click()
    qtbot.waitUntil(lambda: row(page, world).resume_at not in (None, first))


def test_a_change_meanwhile_is_told_and_nothing_is_lost(page, world, desk, qtbot):
    page.detail.head.state_chosen.emit("suspended")
    asked = page.findChild(SuspendDialog)
    desk.run(SetTicketState(ticket_ids=(page.detail.ticket_id,), state="waiting_colleague"))
    with qtbot.waitSignal(world.notices.refused) as told:
        asked.take.click()
    assert told.args[0].key == "ticket_changed"
    assert row(page, world).state == "waiting_colleague" and asked.take.isEnabled()
    asked.take.click()  # who was told and does it once more means it
    qtbot.waitUntil(lambda: row(page, world).state == "suspended")


def test_a_chip_that_was_chosen_on_an_older_view_is_refused_with_what_stands(page, world, desk, qtbot):
    desk.run(SetTicketField(ticket_ids=(page.detail.ticket_id,), field="priority", value="3"))  # not heard of yet
    with qtbot.waitSignal(world.notices.refused) as told:
        page.detail.head.priority_chosen.emit("1")
    assert told.args[0].key == "ticket_reworded" and row(page, world).priority == 3
    assert "“Priority” was changed meanwhile and is “High” now" in sentence(told.args[0])


def test_the_beat_wakes_what_is_due_and_looks_every_ten_seconds(page, world, desk, clock, qtbot):
    beat = WakingBeat(world)
    until = world.clock() + HOUR
    desk.run(SuspendTicket(ticket_ids=(page.detail.ticket_id,), until=until))
    beat.beat()
    clock.now = until
    beat.beat()
    qtbot.waitUntil(lambda: row(page, world).state != "suspended")
    event = tickets.detail(world.reader, page.detail.ticket_id).events[-1]
    assert line_of(event).startswith("Back by itself: Suspended → ")
