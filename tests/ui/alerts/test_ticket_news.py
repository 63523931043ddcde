"""What the window tells of tickets: a call by name, news of a watched ticket, and the counts of the tool bar."""

from __future__ import annotations

import pytest

from tests.desk.builders import add_colleague
from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.ticket_people import WatchTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketState, TransferTicket
from ticketdesk.ui.alerts.alerts import Alerts
from ticketdesk.ui.alerts.strip import NewsStrip

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


class Silent:
    """A sound that counts how often it was played."""

    def __init__(self):
        self.played = 0

    def play(self):
        self.played += 1
        return True


def _shop(desk, _clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id


@pytest.fixture
def parts(qtbot, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.close()


@pytest.fixture
def alerts(parts):
    return Alerts(parts.window, Silent())


@pytest.fixture
def other(parts):
    return add_colleague(parts.desk, "阿泽", "agent")


def ticket_of(parts):
    return parts.desk.run(CreateTicket(type="inquiry", title="问尺码", assignee_id=parts.desk.agent_id)).result.id


def test_a_call_by_name_is_told_with_a_sound_and_leads_to_its_ticket(qtbot, parts, alerts, other):
    ticket = ticket_of(parts)
    parts.desk.run(NoteOnTicket(ticket_id=ticket, text="@小满 库存够吗"), agent_id=other)
    qtbot.waitUntil(lambda: alerts.tickets.strip.newest() == ticket)
    assert alerts.sound.played == 1
    assert "阿泽" in alerts.tickets.strip.told.text() and "库存够吗" in alerts.tickets.strip.told.accessibleName()
    alerts.tickets.strip.open()
    qtbot.waitUntil(lambda: getattr(getattr(parts.window.shown(), "detail", None), "ticket_id", None) == ticket)
    assert alerts.tickets.strip.newest() is None


def test_a_watched_ticket_is_told_without_a_sound_and_ones_own_work_is_not(qtbot, parts, alerts, other):
    ticket, plain = ticket_of(parts), ticket_of(parts)
    parts.desk.run(WatchTicket(ticket_id=ticket, agent_ids=(parts.desk.agent_id,)))
    parts.desk.run(SetTicketState(ticket_ids=(ticket,), state="waiting_buyer"))
    parts.desk.run(NoteOnTicket(ticket_id=plain, text="看过"), agent_id=other)
    parts.desk.run(SetTicketState(ticket_ids=(ticket,), state="in_progress"), agent_id=other)
    qtbot.waitUntil(lambda: alerts.tickets.strip.newest() == ticket)
    assert "阿泽" in alerts.tickets.strip.told.text()
    assert alerts.sound.played == 0
    alerts.tickets.strip.forget([ticket])
    assert alerts.tickets.strip.newest() is None  # neither the own act nor the other ticket was told


def test_who_was_away_is_told_when_he_comes_in(parts, alerts, clock, other):
    ticket = ticket_of(parts)
    parts.desk.run(WatchTicket(ticket_id=ticket, agent_ids=(parts.desk.agent_id,)))
    clock.now += 1_000
    parts.desk.run(NoteOnTicket(ticket_id=ticket, text="已问仓库"), agent_id=other)
    late = Alerts(parts.window, Silent())
    assert late.tickets.strip.newest() == ticket
    assert isinstance(late.tickets.strip, NewsStrip) and late.sound.played == 0


def test_the_tool_bar_counts_own_tickets_queues_and_calls(qtbot, parts, alerts, other):
    ticket = ticket_of(parts)
    alerts.turn_bar()
    bar = alerts.bar
    assert bar.tickets.text() == "Tickets 1" and bar.todos.text() == "To-do 0"
    group = parts.desk.run(AddGroup(group_name="售后部")).result
    parts.desk.run(SetGroupMember(group_id=group, agent_id=parts.desk.agent_id))
    queued = ticket_of(parts)
    parts.desk.run(TransferTicket(ticket_ids=(queued,), assignee_id=None, group_id=group))
    parts.desk.run(NoteOnTicket(ticket_id=ticket, text="@小满 库存够吗"), agent_id=other)
    qtbot.waitUntil(lambda: bar.tickets.text() == "Tickets 1 + 1 in queues")
    qtbot.waitUntil(lambda: bar.todos.text() == "To-do 1")
    with qtbot.waitSignal(bar.went) as went:
        bar.tickets.click()
    assert went.args[0].kind == "tickets"
    alerts.turn_bar()
