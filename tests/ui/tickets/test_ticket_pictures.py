"""Pictures of a ticket are looked at one after the other, drawn upon, and the copy goes into the answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from tests.ui.painted import png
from ticketdesk.desk import files
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.store.queries import tickets
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.capture.marks import Mark, Tool
from ticketdesk.ui.pictures import decode
from ticketdesk.ui.reception.picture_view import PictureView
from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel
from ticketdesk.ui.tickets.detail.pictures import Thumbnail

KEY = Qt.Key
RED, BLUE = "#c80000", "#0000c8"
WHOLE = QSize(6_000, 6_000)


@pytest.fixture
def ticket(desk, make):
    """A ticket with two pictures in one note."""
    made = make.ticket("图")
    refs = tuple(files.keep(desk.store, png(colour), f"{colour}.png", "image/png") for colour in (RED, BLUE))
    desk.run(NoteOnTicket(ticket_id=made, text="吊牌", pictures=refs))
    return made


@pytest.fixture
def panel(qtbot, world, window, ticket):
    made = DetailPanel(world, window)
    made.resize(440, 820)
    made.show()
    world.changed.connect(made.follow)
    made.show_ticket(ticket)
    qtbot.waitUntil(lambda: len(thumbs(made)) == 2)
    return made


def thumbs(panel):
    found = [each for each in panel.timeline.findChildren(Thumbnail) if not each.isHidden()]
    return sorted(found, key=lambda each: each.x())


def looked_at(qtbot, panel, place):
    qtbot.keyClick(thumbs(panel)[place], KEY.Key_Space)
    view = panel.window().findChild(PictureView)
    qtbot.waitUntil(lambda: not view.ground.image().isNull())
    return view


def colour_of(view):
    image = view.ground.image()
    return "" if image.isNull() else image.pixelColor(5, 5).name()


def test_space_opens_a_picture_and_the_keys_go_to_the_others_of_the_line(qtbot, panel):
    view = looked_at(qtbot, panel, 1)
    assert colour_of(view) == BLUE and view.place() == 1
    QTest.keyClick(view.ground, KEY.Key_PageUp)
    qtbot.waitUntil(lambda: colour_of(view) == RED)
    QTest.keyClick(view.ground, KEY.Key_R)
    assert (view.ground.image().width(), view.ground.image().height()) == (100, 160)


def test_what_is_drawn_by_keys_goes_into_the_answer_and_the_kept_picture_stays(qtbot, world, panel, ticket):
    before = [file.sha256 for event in tickets.detail(world.reader, ticket).events for file in event.pictures]
    view = looked_at(qtbot, panel, 0)
    QTest.keyClick(view.ground, KEY.Key_A)
    editor = view.findChild(CaptureDialog)
    canvas = editor.canvas
    canvas.setFocus()
    for key in (KEY.Key_2, KEY.Key_Return, KEY.Key_Right, KEY.Key_Right, KEY.Key_Down, KEY.Key_Return):
        qtbot.keyClick(canvas, key)
    assert [mark.tool for mark in canvas.steps.marks] == [Tool.BOX]
    editor.undo.click()
    assert not canvas.steps.marks
    editor.redo.click()
    assert [mark.tool for mark in canvas.steps.marks] == [Tool.BOX]
    qtbot.keyClick(canvas, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(panel.reply.pictures.refs()) == 1 and not panel.reply.pictures.busy())
    (ref,) = panel.reply.pictures.refs()
    drawn = decode(world.read_file(ref.sha256), WHOLE)
    assert ref.sha256 not in before and drawn.size() == QSize(160, 100) and drawn.pixelColor(5, 5).name() == RED
    assert {drawn.pixelColor(x, 50).name() for x in range(60, 120)} != {RED}
    assert decode(world.read_file(before[0]), WHOLE).pixelColor(80, 50).name() == RED
    panel.reply.text.setPlainText("看这里")
    qtbot.waitUntil(panel.reply.send.isEnabled)
    panel.reply.send.click()
    qtbot.waitUntil(lambda: tickets.detail(world.reader, ticket).events[-1].kind == "reply")
    assert [each.sha256 for each in tickets.detail(world.reader, ticket).events[-1].pictures] == [ref.sha256]


@pytest.mark.parametrize("tool", list(Tool))
def test_every_tool_draws_upon_a_picture_of_a_ticket(qtbot, world, panel, tool):
    view = looked_at(qtbot, panel, 0)
    QTest.keyClick(view.ground, KEY.Key_A)
    editor = view.findChild(CaptureDialog)
    editor.canvas.draw(Mark(tool, QPoint(20, 20), QPoint(90, 70), "看" if tool is Tool.WORDS else ""))
    editor.submitted.emit()
    qtbot.waitUntil(lambda: len(panel.reply.pictures.refs()) == 1 and not panel.reply.pictures.busy())
    qtbot.waitUntil(lambda: panel.window().findChild(PictureView) is None)


def test_an_ended_ticket_offers_no_answer_to_draw_for(qtbot, world, desk, panel, ticket):
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    qtbot.waitUntil(lambda: not panel.timeline.answering)
    view = looked_at(qtbot, panel, 0)
    QTest.keyClick(view.ground, KEY.Key_A)
    editor = view.findChild(CaptureDialog)
    assert [each.text() for each in editor.buttons] == ["Copy"]


def test_a_line_that_is_made_anew_leaves_the_picture_open(qtbot, world, desk, panel, ticket):
    view = looked_at(qtbot, panel, 0)
    desk.run(NoteOnTicket(ticket_id=ticket, text="同时"))
    desk.undo().result()
    qtbot.waitUntil(lambda: [event.text for event in panel._detail.events][-1] == "吊牌")
    assert view.isVisible() and colour_of(view) == RED
    QTest.keyClick(view.ground, KEY.Key_PageDown)
    qtbot.waitUntil(lambda: colour_of(view) == BLUE)
