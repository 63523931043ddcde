"""What calls the agent in the window, over stand-ins for sound, taskbar and tray."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.handing import TransferConversation
from ticketdesk.desk.commands.reminders import AddTodo
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import EndConversation, Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.channel_events import Said
from ticketdesk.store.queries import conversations, serving, tickets
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.ui.alerts import choices
from ticketdesk.ui.alerts.alerts import Alerts
from ticketdesk.ui.alerts.tool_bar import SNAP, ToolBar, docked
from ticketdesk.ui.alerts.tray import Tray
from ticketdesk.ui.world import Place

# The offscreen platform has no order of windows that one could be raised in.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


class FakeSound:
    def __init__(self):
        self.played = 0

    def play(self):
        self.played += 1
        return True


class FakeTaskbar:
    def __init__(self):
        self.counts, self.called = [], 0

    def set_count(self, count):
        self.counts.append(count)

    def call(self, _window):
        self.called += 1


class FakeTray(QObject):
    opened = Signal()

    def __init__(self):
        super().__init__()
        self.shown, self.counts, self.said = None, [], []

    def show(self, *, shown):
        self.shown = shown

    def set_count(self, count):
        self.counts.append(count)

    def say(self, count):
        self.said.append(count)


def _shop(desk, _clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id


@pytest.fixture
def parts(qtbot, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    alerts = Alerts(made.window, FakeSound(), FakeTaskbar(), FakeTray())
    made.window.later.__dict__["alerts"] = alerts
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def alerts(parts):
    return parts.window.later.alerts


def says(parts, nick, text="在吗"):
    key = f"{nick}-{parts.world.clock()}"
    command = ReceiveMessages(channel="simulator", messages=(Said(nick, key, text, parts.world.clock()),))
    parts.desk.run(command)
    return conversation_of(parts.world.reader, nick, "simulator")


def behind(monkeypatch, parts):
    monkeypatch.setattr(parts.window, "isActiveWindow", lambda: False)


def test_a_window_in_use_is_told_by_a_word_and_a_sound(qtbot, parts, alerts):
    says(parts, "林小鹿", "尺码偏小\n怎么换")
    qtbot.waitUntil(lambda: alerts.strip.newest() is not None)
    assert alerts.strip.told.text() == "林小鹿: 尺码偏小 怎么换" and not alerts.strip.isHidden()
    assert alerts.sound.played == 1 and alerts.taskbar.called == 0 and alerts.tray.said == []
    qtbot.waitUntil(lambda: alerts.taskbar.counts[-1:] == [1])
    assert alerts.tray.counts[-1] == 1 and alerts.tray.shown


def test_the_key_opens_what_came_last_and_the_word_goes(qtbot, parts, alerts):
    says(parts, "甲")
    says(parts, "乙")
    qtbot.waitUntil(lambda: len(alerts.strip._news) == 2)
    assert "and 1 more" in alerts.strip.told.text()
    parts.window.actions_table.of("open_news").trigger()
    page = parts.window.page("reception")
    qtbot.waitUntil(lambda: page.chat.conversation() is not None and page.chat.conversation().nick == "乙")
    assert parts.window.current_page() == "reception" and list(alerts.strip._news)
    alerts.strip.away.click()
    assert alerts.strip.isHidden() and not alerts.strip.open()


def test_what_is_looked_at_does_not_call(qtbot, parts, alerts, monkeypatch):
    says(parts, "甲")
    qtbot.waitUntil(lambda: alerts.strip.newest() is not None)
    parts.window.go(Place("conversation", alerts.strip.newest()))
    qtbot.waitUntil(lambda: not parts.window.showing.under_way)
    alerts._tick()
    assert alerts.strip.newest() is None
    parts.world.clock.now += 60_000
    played = alerts.sound.played
    says(parts, "甲", "还在吗")
    page = parts.window.page("reception")
    qtbot.waitUntil(lambda: page.chat.talk._source.rows[-1].text == "还在吗")
    assert alerts.strip.newest() is None and alerts.sound.played == played
    behind(monkeypatch, parts)
    says(parts, "甲", "喂")
    qtbot.waitUntil(lambda: alerts.taskbar.called == 1)
    assert alerts.tray.said == [1] and alerts.strip.newest() is not None


def test_a_flood_rings_once(qtbot, parts, alerts):
    for n in range(20):
        says(parts, f"买家{n}")
    qtbot.waitUntil(lambda: len(alerts.strip._news) == 20)
    assert alerts.sound.played == 1
    parts.world.clock.now += 3_000
    says(parts, "后来")
    qtbot.waitUntil(lambda: alerts.sound.played == 2)


def test_quiet_hours_leave_the_word(qtbot, parts, alerts, monkeypatch):
    parts.desk.run(SetSetting(key="quiet.on", value="1"))
    parts.desk.run(SetSetting(key="quiet.from", value=str(14 * 60)))
    parts.desk.run(SetSetting(key="quiet.to", value=str(15 * 60)))
    behind(monkeypatch, parts)
    says(parts, "甲")
    qtbot.waitUntil(lambda: alerts.strip.newest() is not None)
    assert (alerts.sound.played, alerts.taskbar.called, alerts.tray.said) == (0, 0, [])


def test_what_was_pasted_calls_nobody(qtbot, parts, alerts):
    command = ReceiveTranscript(buyer_nick="林", messages=(Heard("in", "林", parts.world.clock(), "在吗"),))
    parts.desk.run(command)
    qtbot.waitUntil(lambda: alerts.taskbar.counts[-1:] == [1])
    assert alerts.strip.newest() is None and alerts.sound.played == 0


def test_switched_off_it_is_silent(qtbot, parts, alerts, monkeypatch):
    parts.window.go(Place("settings.alerts"))
    section = parts.window.page("settings")._made["alerts"].widget()
    for key in ("alerts/sound", "alerts/strip", "alerts/attention"):
        section.boxes[key].click()
    assert not section.boxes["alerts/tray"].isEnabled()  # offscreen has no tray
    assert not choices.choices(parts.world.kept).sound
    behind(monkeypatch, parts)
    says(parts, "甲")
    qtbot.waitUntil(lambda: alerts.tray.said == [1])
    assert alerts.sound.played == 0 and alerts.taskbar.called == 0 and alerts.strip.newest() is None


def test_behind_the_lock_nothing_is_told(qtbot, parts, alerts):
    choices.switch(parts.world.kept, choices.BAR, on=True)
    parts.world.alerts_turned.emit()
    says(parts, "甲")
    qtbot.waitUntil(lambda: alerts.strip.newest() is not None)
    assert alerts.bar.isVisible()
    parts.window.entrance.closed.emit()
    assert alerts.strip.newest() is None and alerts.bar.isHidden()


def test_the_tool_bar_comes_by_key_counts_and_leads(qtbot, parts, alerts):
    assert alerts.bar is None
    parts.window.actions_table.of("tool_bar").trigger()
    bar = alerts.bar
    assert bar.isVisible() and parts.world.kept.get(choices.BAR) == choices.YES
    assert bar.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    says(parts, "甲")
    qtbot.waitUntil(lambda: bar.messages.text() == "Messages 1")
    assert bar.reception.text() == "Reception 0" and bar.todos.text() == "To-do 0" and bar.state.state() == "online"
    bar.reception.click()
    assert parts.window.current_page() == "reception"
    bar.close_button.click()
    assert bar.isHidden() and parts.world.kept.get(choices.BAR) == choices.NO


def test_the_tool_bar_counts_what_is_at_hand_and_sets_the_state(qtbot, parts, alerts):
    alerts.turn_bar()
    bar, world, desk = alerts.bar, parts.world, parts.desk
    me = world.agent_id
    mine, others = says(parts, "甲"), says(parts, "乙")
    qtbot.waitUntil(lambda: bar.messages.text() == "Messages 2")
    desk.run(TransferConversation(conversation_id=mine, agent_id=me, reason="x"))
    qtbot.waitUntil(lambda: bar.reception.text() == "Reception 1")
    desk.run(SendReply(conversation_id=mine, text="亲，在的", anyway=True))
    qtbot.waitUntil(lambda: bar.messages.text() == "Messages 1" and bar.reception.text() == "Reception 1")
    buyer = conversations.one(world.reader, others).buyer_id
    for who in (me, None):  # mine, and everybody's
        desk.run(AddTodo(buyer_id=buyer, text="回电", assignee_id=who))
    qtbot.waitUntil(lambda: bar.todos.text() == "To-do 2")
    desk.run(EndConversation(conversation_id=mine, reason="answered"))
    qtbot.waitUntil(lambda: bar.reception.text() == "Reception 0")
    for state in ("suspended", "offline", "online"):
        next(line for line in bar.state.menu.actions() if line.data() == state).trigger()
        qtbot.waitUntil(lambda state=state: bar.state.state() == state)
        assert serving.my_state(world.reader, me) == state == parts.window.top.state.state()
        assert bar.state.accessibleName().startswith("My state: ")


def test_the_tool_bar_leads_to_the_next_deadline_and_goes_on_when_it_is_over(qtbot, parts, alerts, clock):
    alerts.turn_bar()
    bar = alerts.bar
    assert not bar.due.isVisible()
    made = []
    for title in ("换货", "退款"):
        made.append(parts.desk.run(CreateTicket(type="exchange", title=title)).result)
        clock.now += 3_600_000
    first, second = (tickets.rows(parts.world.reader, [each.id])[0] for each in made)
    qtbot.waitUntil(bar.due.isVisible)
    assert first.number in bar.due.text() and bar.due.accessibleName().startswith("Next due")
    went = []
    bar.went.connect(went.append)
    bar.due.click()
    assert went[-1] == Place("ticket", first.id)
    clock.now = first.due_at + 1
    bar.tick(clock.now)
    assert second.number in bar.due.text()
    clock.now = second.due_at + 1
    bar.tick(clock.now)
    assert not bar.due.isVisible()


def test_the_tool_bar_docks_and_is_remembered(qtbot, parts, alerts):
    alerts.turn_bar()
    alerts.bar.drop(QPoint(SNAP - 4, 200))
    assert alerts.bar.pos() == QPoint(0, 200)
    again = ToolBar(parts.world)
    qtbot.addWidget(again)
    again.restore()
    assert again.pos() == QPoint(0, 200)
    parts.world.kept.put(choices.BAR_PLACE, "rubbish")
    again.restore()
    assert again.screen().availableGeometry().contains(again.geometry())


def test_the_key_brings_the_bar_then_sets_it_into_one_corner_after_the_other(qtbot, parts, alerts):
    dock = parts.window.actions_table.of("dock_bar")
    dock.trigger()
    bar = alerts.bar
    assert bar.isVisible()
    screen = bar.screen().availableGeometry()
    bar.move(screen.center())
    right, bottom = screen.right() + 1 - bar.width(), screen.bottom() + 1 - bar.height()
    for place in ((0, 0), (right, 0), (right, bottom), (0, bottom), (0, 0)):
        dock.trigger()
        assert bar.pos() == QPoint(*place)
    assert parts.world.kept.get(choices.BAR_PLACE) == "0,0"


@pytest.mark.parametrize(
    ("left", "top", "found"),
    [(5, 300, (0, 300)), (790, 300, (700, 300)), (300, 2, (300, 0)), (300, 560, (300, 560)), (-900, 9_000, (0, 560)),
     (300, 300, (300, 300))],
)  # fmt: skip
def test_a_bar_stands_on_the_screen_and_docks_near_its_edges(left, top, found):
    screen = QRect(0, 0, 800, 600)
    assert docked(QRect(left, top, 100, 40), screen) == QPoint(*found)


def test_the_window_takes_its_helpers_along(qtbot, parts, alerts):
    alerts.turn_bar()
    parts.window.close()
    assert alerts.bar is None and alerts.taskbar.counts[-1] == 0 and alerts.tray.shown is False


def test_the_tray_names_no_buyer_and_opens_the_window(qtbot, parts):
    tray = Tray(parts.window.windowIcon(), [parts.window.actions_table.of("quit")], parts.window)
    tray.set_count(2)
    assert tray.icon.toolTip() == "TicketDesk: buyers wait"
    assert [each.text() for each in tray.menu.actions() if each.text()] == ["Open · 2 buyers wait", "Quit"]
    tray.set_count(0)
    assert tray.menu.actions()[0].text() == "Open TicketDesk"
    with qtbot.waitSignal(tray.opened):
        tray.menu.actions()[0].trigger()
