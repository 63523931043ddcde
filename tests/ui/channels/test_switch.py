"""Channels are turned on and off by their settings, in threads of their own; the window never waits for one."""

from __future__ import annotations

import threading

from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.line_state import LineState
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.ui import labels
from ticketdesk.ui.world import Place


def put(parts, setting, value):
    parts.desk.run(SetSetting(key=setting.key, value=str(value)))


def kind(parts, name="web"):
    return parts.world.channels.state(name).kind


def turned_on(qtbot, parts, lines):
    put(parts, table.WEB_ON, 1)
    qtbot.waitUntil(lambda: kind(parts) == "on")
    return lines.made_lines[-1]


def alive():
    return [each.name for each in threading.enumerate() if each.name.startswith("turning")]


def test_off_means_no_channel_no_thread_and_no_timer(qtbot, parts, lines, links):
    assert kind(parts) == kind(parts, "email") == "off"
    assert lines.made_lines == [] and links == {} and alive() == []
    assert not parts.world.channels._look.isActive() and not parts.world.traffic.joined


def test_a_setting_turns_it_on_in_a_worker_and_off_again(qtbot, parts, lines, links):
    line = turned_on(qtbot, parts, lines)
    assert line.threads_seen == ["turning web"] and parts.world.traffic.line("web") is line
    qtbot.waitUntil(lambda: links["web"].isVisible())
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: kind(parts) == "off")
    qtbot.waitUntil(lambda: len(line.threads_seen) == 2 and alive() == [])
    assert line.state.kind == "off" and not parts.world.traffic.joined
    assert not links["web"].isVisible() and not parts.world.channels._look.isActive()


def test_the_window_does_not_wait_while_it_is_turned_on(qtbot, parts, lines, links):
    lines.gate.clear()
    put(parts, table.WEB_ON, 1)
    qtbot.waitUntil(lambda: kind(parts) == "starting" and "web" in links)
    assert not parts.world.traffic.carries("web")
    put(parts, table.WEB_PORT, 9_100)  # changed while it is on its way
    lines.gate.set()
    qtbot.waitUntil(lambda: kind(parts) == "on" and len(lines.made_lines) == 2)
    assert lines.made_lines[0].state.kind == "off" and lines.made_lines[1].wanted.values.port == 9_100
    qtbot.waitUntil(lambda: parts.world.traffic.line("web") is lines.made_lines[1])


def test_another_setting_leaves_a_channel_as_it_is(qtbot, parts, lines):
    turned_on(qtbot, parts, lines)
    put(parts, table.MAIL_NAME, "青禾客服")
    put(parts, table.WEB_TITLE, "青禾生活馆")
    qtbot.waitUntil(lambda: len(lines.made_lines) == 2 and kind(parts) == "on")
    assert lines.made_lines[1].wanted.values.title == "青禾生活馆"


def test_a_port_that_is_taken_is_a_state_with_a_sentence_and_a_second_try(qtbot, parts, lines, links):
    lines.on = LineState("failed", "web_port_taken", {"port": 8_765})
    put(parts, table.WEB_ON, 1)
    qtbot.waitUntil(lambda: kind(parts) == "failed")
    qtbot.waitUntil(lambda: "web" in links and links["web"].isVisible())
    links["web"].click()
    section = parts.window.page("settings")._made["web"].widget()
    assert parts.window.page("settings").current_section() == "web"
    assert "8765" in section.state.words.text() and section.state.again.isVisible()
    lines.on = LineState("on", addresses=("http://127.0.0.1:8765/",), port=8_765)
    section.state.again.click()
    qtbot.waitUntil(lambda: kind(parts) == "on" and not section.state.again.isVisible())


def test_a_fault_while_it_begins_is_told_and_the_window_stays(qtbot, parts, lines):
    lines.fails = DeskError("disk_full", path="x")
    put(parts, table.WEB_ON, 1)
    qtbot.waitUntil(lambda: kind(parts) == "failed")
    assert parts.world.channels.state("web").sentence == "disk_full"
    told = []
    parts.window.bug.connect(told.append)
    lines.fails = RuntimeError("a bug")
    parts.world.channels.again("web")
    qtbot.waitUntil(lambda: len(told) == 1)
    assert parts.world.channels.state("web").sentence == "line_broken"


def test_what_a_channel_says_later_is_shown(qtbot, parts, lines, links):
    line = turned_on(qtbot, parts, lines)
    qtbot.waitUntil(lambda: "1" in links["web"].text())
    line.state = LineState("on", addresses=line.state.addresses, port=8_765, pages=12)
    qtbot.waitUntil(lambda: "12" in links["web"].text())
    assert links["web"].accessibleName() == links["web"].text()


def test_words_come_in_and_are_acknowledged(qtbot, parts, lines):
    line = turned_on(qtbot, parts, lines)
    line.events.append(Said("访客 3F7A", "u1", "在吗", parts.world.clock()))
    qtbot.waitUntil(lambda: line.was_kept == ["u1"])
    assert conversation_of(parts.world.reader, "访客 3F7A", "web") is not None
    parts.window.go(Place("buyers"))
    parts.window.go(Place("conversation", conversation_of(parts.world.reader, "访客 3F7A", "web")))
    page = parts.window.page("reception")
    qtbot.waitUntil(lambda: page.chat.conversation() is not None and page.chat.conversation().nick == "访客 3F7A")


def test_the_end_of_the_program_turns_everything_off(qtbot, parts, lines):
    line = turned_on(qtbot, parts, lines)
    parts.world.close()
    assert line.state.kind == "off" and not parts.world.traffic.joined
    parts.world.close()
    put(parts, table.WEB_PORT, 9_100)
    qtbot.wait(50)
    assert len(lines.made_lines) == 1


def test_a_channel_that_is_just_being_begun_is_stopped_too(qtbot, parts, lines):
    lines.gate.clear()
    put(parts, table.WEB_ON, 1)
    qtbot.waitUntil(lambda: len(lines.made_lines) == 1)
    threading.Timer(0.1, lines.gate.set).start()
    parts.world.close()
    assert lines.made_lines[0].state.kind == "off"


def test_a_thread_of_mail_says_at_its_head_what_it_is_about(qtbot, parts):
    said = Said("lin@example.org", "m1", "在吗", parts.world.clock(), subject="关于尺码", thread="t1")
    parts.desk.run(ReceiveMessages(channel="email", messages=(said,)))
    parts.window.go(Place("conversation", conversation_of(parts.world.reader, "lin@example.org", "email", "t1")))
    header = parts.window.page("reception").chat.header
    qtbot.waitUntil(lambda: "关于尺码" in header.line.text())
    assert header.line.text().startswith(labels.channel("email"))
