"""Screen capture: a region by mouse or keys, marks with undo, blur that hides, and where the picture goes."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.store.queries import conversations
from ticketdesk.ui.capture import screens
from ticketdesk.ui.capture.canvas import Canvas
from ticketdesk.ui.capture.destination import Destination
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.capture.marks import Mark, Steps, Tool, flattened
from ticketdesk.ui.capture.screens import Shot, cut, hindrance
from ticketdesk.ui.capture.selection import Selection
from ticketdesk.ui.capture.shade import Shade
from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog
from ticketdesk.ui.world import Place

RED, BLUE = QColor(200, 0, 0), QColor(0, 0, 200)
NOW = 1_795_242_368_000


def picture(width=200, height=100, color=RED):
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(color)
    return made


def fine(width=200, height=100):
    """A picture of single black and white pixels: the finest pattern there is."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    for y in range(height):
        for x in range(width):
            made.setPixelColor(x, y, QColor(Qt.GlobalColor.white if (x * 7 + y * 3) % 5 < 2 else Qt.GlobalColor.black))
    return made


@pytest.fixture
def parts(qapp, tmp_path, clock):
    def shop(desk, _clock):
        desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id

    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=shop)
    made.window.show()
    made.window.activateWindow()
    yield made
    made.close()


def test_wayland_and_a_mac_without_the_right_say_what_to_do():
    assert "paste" in hindrance("linux", "wayland")
    assert "Screen Recording" in hindrance("darwin", "cocoa", lambda: False)
    assert hindrance("darwin", "cocoa", lambda: True) == ""
    assert hindrance("win32", "windows") == hindrance("linux", "xcb") == ""


def test_a_region_over_two_screens_of_two_finenesses_is_one_picture():
    left = Shot(QRect(0, 0, 100, 100), picture(100, 100, RED), 1.0)
    right = Shot(QRect(100, 0, 100, 100), picture(200, 200, BLUE), 2.0)
    made = cut([left, right], QRect(50, 10, 100, 20))
    assert made.size() == QSize(200, 40)
    assert made.pixelColor(10, 20) == RED and made.pixelColor(190, 20) == BLUE
    assert cut([left, right], QRect(0, 0, 40, 40)).size() == QSize(40, 40)
    assert cut([left, right], QRect()).isNull() and cut([left], QRect(500, 500, 10, 10)).isNull()
    gap = cut([left], QRect(90, 0, 20, 10))
    assert gap.pixelColor(15, 5) == QColor(Qt.GlobalColor.black)


def test_a_region_by_mouse_in_any_direction_and_a_slip_is_none(qapp):
    chosen = Selection(QRect(0, 0, 300, 300))
    chosen.press(QPoint(100, 100))
    chosen.drag(QPoint(40, 60))
    assert chosen.release() and chosen.region == QRect(QPoint(40, 60), QPoint(100, 100))
    chosen.press(QPoint(5, 5))
    assert not chosen.release() and chosen.region.isEmpty()
    chosen.press(QPoint(290, 290))
    chosen.drag(QPoint(900, 900))
    assert chosen.release() and chosen.region.bottomRight() == QPoint(299, 299)


def test_a_region_by_keys_alone(qapp):
    screen = QRect(0, 0, 800, 600)
    chosen = Selection(screen)
    step = partial(chosen.step, screen=screen)
    assert not step(Qt.Key.Key_B, size=False, far=True)
    assert step(Qt.Key.Key_Left, size=False, far=True) and chosen.region.size() == QSize(400, 300)
    before = QRect(chosen.region)
    step(Qt.Key.Key_Left, size=False, far=True)
    step(Qt.Key.Key_Down, size=False, far=False)
    assert chosen.region.topLeft() - before.topLeft() == QPoint(-20, 1)
    step(Qt.Key.Key_Right, size=True, far=True)
    assert chosen.region.width() == 420


@pytest.mark.parametrize("tool", [Tool.ARROW, Tool.BOX, Tool.WORDS])
def test_a_mark_changes_the_picture_and_undo_brings_it_back(qapp, tool):
    canvas = Canvas(picture(color=QColor(Qt.GlobalColor.white)))
    before = canvas.result()
    canvas.draw(Mark(tool, QPoint(20, 20), QPoint(150, 80), "看这里"))
    assert canvas.result() != before
    canvas.undo()
    assert canvas.result() == before
    canvas.redo()
    assert canvas.result() != before


def test_a_new_mark_forgets_what_was_undone():
    steps = Steps()
    one, two = (Mark(Tool.BOX, QPoint(0, 0), QPoint(n, n)) for n in (5, 6))
    steps.add(one)
    steps.undo()
    steps.undo()
    assert steps.can_redo
    steps.add(two)
    assert steps.marks == (two,) and not steps.can_redo


def test_what_is_blurred_is_gone_from_the_pixels(qapp):
    area = QRect(40, 20, 120, 60)
    plain = fine()
    made = flattened(plain, (Mark(Tool.BLUR, area.topLeft(), area.bottomRight()),))
    inside = {made.pixelColor(x, y).rgb() for x in range(42, 158) for y in range(22, 78)}
    assert len(inside) <= 40  # a handful of averaged blocks
    assert made.pixelColor(10, 10) == plain.pixelColor(10, 10)
    # The control: an area that was not blurred keeps black beside white.
    untouched = {made.pixelColor(x, y).rgb() for x in range(40) for y in range(20)}
    assert {QColor(Qt.GlobalColor.black).rgb(), QColor(Qt.GlobalColor.white).rgb()} == untouched
    assert not inside & untouched


def test_two_pictures_that_differ_only_below_the_blur_are_alike(qapp):
    """The block's mean is all that is left: moving a pixel inside a block leaves no trace."""
    one, two = picture(64, 64), picture(64, 64)
    one.setPixelColor(3, 3, BLUE)
    two.setPixelColor(4, 4, BLUE)
    mark = Mark(Tool.BLUR, QPoint(0, 0), QPoint(63, 63))
    assert one != two and flattened(one, (mark,)) == flattened(two, (mark,))


def test_drawing_with_the_mouse_and_with_keys(qtbot):
    canvas = Canvas(picture(200, 100))
    qtbot.addWidget(canvas)
    canvas.resize(200, 100)
    canvas.show()
    canvas.tool = Tool.BOX
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseMove(canvas, QPoint(60, 60))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert [mark.area for mark in canvas.steps.marks] == [QRect(QPoint(10, 10), QPoint(60, 60))]
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert len(canvas.steps.marks) == 2
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(11, 10))
    assert len(canvas.steps.marks) == 2  # a click is no stroke


def test_the_dialog_writes_words_and_gives_the_picture_once(qtbot, parts):
    given = []
    to = Destination("Here", given.append, first=True)
    dialog = CaptureDialog(picture(), (to,), parts.window)
    dialog.open()
    qtbot.keyClick(dialog.canvas, "3")
    assert dialog.canvas.tool is Tool.WORDS
    qtbot.mouseClick(dialog.canvas, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.words.hasFocus)
    qtbot.keyClicks(dialog.words, "<b>4</b> 13")  # digits are words here, not tools
    assert dialog.canvas.tool is Tool.WORDS
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    assert [mark.text for mark in dialog.canvas.steps.marks] == ["<b>4</b> 13"]
    qtbot.keyClick(dialog.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(given) == 1 and given[0].size() == QSize(200, 100) and given[0] != picture()


def shades():
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Shade) and each.isVisible()]


def capture(qtbot, parts):
    qtbot.waitUntil(parts.window.isActiveWindow)
    qtbot.keyClick(parts.window, "a", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(shades()))
    shade = shades()[0]
    qtbot.keyClick(shade, Qt.Key.Key_Left)
    qtbot.keyClick(shade, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(parts.window.findChildren(CaptureDialog)))
    assert shades() == []
    return parts.window.findChildren(CaptureDialog)[0]


def test_by_keys_from_the_screen_into_the_reply(qtbot, parts):
    parts.desk.run(ReceiveTranscript(buyer_nick="林", messages=(Heard("in", "林", NOW, "在吗"),)))
    talk = conversations.snapshot(parts.world.reader, "waiting")[0]
    parts.window.go(Place("conversation", talk))
    dialog = capture(qtbot, parts)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    composer = parts.window.page("reception").chat.composer
    qtbot.waitUntil(lambda: len(composer.pictures().refs()) == 1)


def test_from_home_it_becomes_a_new_ticket(qtbot, parts):
    parts.window.show_page("home")
    dialog = capture(qtbot, parts)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(parts.window.findChildren(NewTicketDialog)))
    form = parts.window.findChildren(NewTicketDialog)[0].form
    qtbot.waitUntil(lambda: len(form.pictures.refs()) == 1)


def test_to_the_clipboard(qtbot, parts):
    dialog = capture(qtbot, parts)
    size = dialog.canvas.result().size()
    dialog._copy()
    assert QGuiApplication.clipboard().image().size() == size


def test_esc_leaves_everything_as_it_was(qtbot, parts):
    parts.window.actions_table.of("capture").trigger()
    qtbot.waitUntil(lambda: bool(shades()))
    qtbot.keyClick(shades()[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shades())
    assert parts.window.findChildren(CaptureDialog) == []
    assert capture(qtbot, parts) is not None  # and the next one works


@pytest.mark.parametrize("after", ["frozen", "asked"])
def test_locking_ends_it(qtbot, parts, after):
    """What the screens showed before the lock is not left standing over it, and no dialog opens there."""
    parts.window.actions_table.of("capture_hidden").trigger()
    if after == "frozen":
        qtbot.waitUntil(lambda: bool(shades()))
    parts.world.session.lock()
    qtbot.waitUntil(lambda: parts.window.entrance.shut and parts.window.isVisible())
    qtbot.wait(400)
    assert not any(each.isVisible() for each in shades()) and parts.window.findChildren(CaptureDialog) == []


def test_without_this_window_it_comes_back(qtbot, parts):
    parts.window.actions_table.of("capture_hidden").trigger()
    assert not parts.window.isVisible()
    qtbot.waitUntil(lambda: bool(shades()))
    qtbot.keyClick(shades()[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(parts.window.isVisible)


def test_where_no_picture_can_be_taken_it_says_so(qtbot, parts, monkeypatch):
    monkeypatch.setattr(screens, "hindrance", lambda: "Not here. Paste it.")
    parts.window.actions_table.of("capture").trigger()
    assert parts.window.toast.text() == "Not here. Paste it." and shades() == []
    monkeypatch.setattr(screens, "hindrance", lambda: "")
    monkeypatch.setattr(screens, "shots", list)
    parts.window.actions_table.of("capture_hidden").trigger()
    qtbot.waitUntil(lambda: "no picture" in parts.window.toast.text())
    assert parts.window.isVisible()


def test_the_shade_shows_the_size(qtbot):
    shot = Shot(QRect(0, 0, 400, 300), picture(400, 300), 1.0)
    chosen = Selection(shot.place)
    shade = Shade(shot, chosen)
    qtbot.addWidget(shade)
    shade.resize(400, 300)
    plain = shade.grab().toImage()
    chosen.everything(QRect(100, 100, 120, 80))
    shown = shade.grab().toImage()
    assert plain != shown and shown.pixelColor(150, 150) == RED
