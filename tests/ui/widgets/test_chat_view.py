"""The conversation view: nothing jumps, nothing unseen is laid out, keyboard and clipboard work."""

from __future__ import annotations

import math
import random

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QPaintEvent, QPixmap, QTextLayout
from pytestqt.qtbot import QtBot

from ticketdesk.ui.widgets.chat_heights import Heights
from ticketdesk.ui.widgets.chat_item import ChatCard, ChatItem, ChatState
from ticketdesk.ui.widgets.chat_kept import IN_SIGHT, MOST_LAYOUTS, MOST_LETTERS, KeptLayouts
from ticketdesk.ui.widgets.chat_layout import Layout
from ticketdesk.ui.widgets.chat_view import ChatView


def line(number: int, text: str = "") -> ChatItem:
    chance = random.Random(number)
    return ChatItem(number, chance.choice(("in", "out")), "林小鹿", "14:18", text or "好" * chance.randrange(1, 120))


@pytest.fixture
def view(qtbot: QtBot) -> ChatView:
    made = ChatView("chat")
    qtbot.addWidget(made)
    made.resize(640, 500)
    made.show()
    return made


def pixel_of(view: ChatView, number: int) -> int:
    return round(view.offset(view.column.place_of(number)))


def test_starts_and_stays_at_the_bottom(view: ChatView) -> None:
    view.set_items([line(n) for n in range(500)])
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0 and view.at_bottom
    view.append([line(500)])
    view.grab()
    assert bar.value() == bar.maximum() and view.at_bottom
    assert view.places_in_sight()[-1] == 500
    view.resize(400, 500)
    assert bar.value() == bar.maximum()


def test_only_what_is_seen_is_laid_out(view: ChatView) -> None:
    view.set_items([line(n) for n in range(10_000)])
    view.grab()
    assert len(view.column._layouts) < 40


def test_reading_above_is_not_moved_by_news_but_counted(view: ChatView) -> None:
    view.set_items([line(n) for n in range(200)])
    view.scroll_to(100)
    before = pixel_of(view, 100)
    view.append([line(200), line(201), line(201)])
    assert pixel_of(view, 100) == before
    assert view._pill.isVisible() and "2" in view._pill.accessibleName()
    view._pill.click()
    assert view.at_bottom and not view._pill.isVisible()


def test_older_lines_come_in_without_a_jump(view: ChatView, qtbot: QtBot) -> None:
    view.set_items([line(n) for n in range(1000, 1100)], older=True)
    with qtbot.waitSignal(view.older_wanted):
        view.verticalScrollBar().setValue(300)
    seen = view.column.items[view.places_in_sight()[1]].id
    before = pixel_of(view, seen)
    view.prepend([line(n) for n in range(900, 1000)])
    assert abs(pixel_of(view, seen) - before) <= 1
    assert view.column.items[0].id == 900 and view.column.place_of(1099) == 199


def test_scrolling_up_by_a_step_moves_by_a_step(view: ChatView) -> None:
    view.set_items([line(n) for n in range(2000)])
    view.scroll_to(1000)
    for _ in range(60):
        seen = view.column.items[view.places_in_sight()[-1]].id
        before = pixel_of(view, seen)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 40)
        assert abs(pixel_of(view, seen) - before - 40) <= 1


def test_width_change_keeps_the_first_line_in_sight(view: ChatView) -> None:
    view.set_items([line(n) for n in range(500)])
    view.scroll_to(250)
    first = view.column.items[view.places_in_sight()[0]].id
    view.resize(420, 500)
    assert view.column.items[view.places_in_sight()[0]].id in range(first - 1, first + 2)


def test_keys_walk_copy_and_open(view: ChatView, qtbot: QtBot) -> None:
    card = ChatItem(3, "card", "林", "1", card=ChatCard("衬衫", "M", "¥129.00"))
    view.set_items([line(1, "first"), ChatItem(2, "system", text="sys"), card, line(4, "last")])
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current() == 4 and "last" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    with qtbot.waitSignal(view.activated) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [3]
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "衬衫 M ¥129.00"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current() == 1


def test_mouse_chooses_text_in_a_bubble(view: ChatView, qtbot: QtBot) -> None:
    view.set_items([ChatItem(1, "in", "a", "1", "好😀的\n第二行")])
    layout = view.column.layout(0)
    assert layout.text_at is not None
    start = (layout.text_at + QPointF(0, view.offset(0) + 10)).toPoint()
    port = view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    move = start + QPoint(200, 25)
    qtbot.mouseMove(port, start)
    view.mouseMoveEvent(_drag(view, move))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=move)
    view.copy()
    assert QGuiApplication.clipboard().text() == "好😀的\n第二行"


def _drag(view: ChatView, to: QPoint) -> QMouseEvent:
    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        view.viewport().mapToGlobal(QPointF(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_a_state_replaces_its_line(view: ChatView) -> None:
    view.set_items([line(n) for n in range(50)])
    assert view.update_item(line(49, "x")._replace(failed=True, state=ChatState("failed")))
    assert not view.update_item(line(777))
    assert view.column.items[49].failed and not view.grab().isNull()


def test_picture_takes_its_size_when_ready(view: ChatView) -> None:
    known: dict[str, QPixmap] = {}
    view.thumbnails = known.get
    view.set_items([ChatItem(1, "in", "a", "1", picture="p")])
    before = view.column.height(0)
    known["p"] = QPixmap(60, 40)
    view.picture_ready("p")
    assert view.column.height(0) < before


def test_long_hostile_text_is_painted(view: ChatView) -> None:
    view.set_items([line(1, "<img src='file:///etc/passwd'>" + "长" * 100_000), line(2, "😀要换码")])
    assert not view.grab().isNull()


def test_heights_agree_with_plain_sums() -> None:
    chance = random.Random(3)
    plain = [float(chance.randrange(1, 90)) for _ in range(300)]
    tree = Heights(plain[:100])
    for height in plain[100:]:
        tree.append(height)
    for _ in range(200):
        place, height = chance.randrange(300), float(chance.randrange(1, 90))
        tree.set(place, height)
        plain[place] = height
    tree.prepend([5.0, 6.0])
    plain[:0] = [5.0, 6.0]
    assert all(tree.top(n) == sum(plain[:n]) for n in range(303))
    for y in range(0, int(sum(plain)), 37):
        place = tree.at(y)
        assert sum(plain[:place]) <= y < sum(plain[: place + 1])
    assert tree.at(1e9) == 301 and Heights().at(5) == 0


def test_long_texts_are_not_kept_laid_out_for_ever(view: ChatView) -> None:
    """Twenty thousand characters take a megabyte: of a talk of such, what is in sight and a little more stays."""
    long = "好的，请稍等。" * 2_800
    view.set_items([line(n, long) for n in range(30)])
    for place in range(30):
        view.reveal(place)
        view.grab()
    kept = view.column._layouts
    assert 0 < kept.letters <= MOST_LETTERS and kept.letters >= len(long)
    assert kept.letters == sum(made.letters for made in kept._made.values())


def test_what_may_be_in_sight_is_kept_whatever_it_weighs() -> None:
    kept = KeptLayouts()
    for number in range(100):
        kept.put(number, Layout(200.0, QRectF(), text=QTextLayout("好" * 20_000)))
    assert len(kept) == IN_SIGHT // 200 + 1 and kept.get(99) is not None and kept.get(0) is None
    for number in range(100, 1_000):
        kept.put(number, Layout(200.0, QRectF()))
    assert (len(kept), kept.letters) == (MOST_LAYOUTS, 0)


class Painted(QObject):
    """Counts the pixels of height that a viewport paints."""

    def __init__(self, view: ChatView) -> None:
        super().__init__(view)
        self.heights: list[int] = []
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height())
        return False


def on_screen(view: ChatView) -> QImage:
    """What stands on the screen, whenever it was painted."""
    return view.screen().grabWindow(view.winId()).toImage()


@pytest.mark.parametrize("text", ["", "好", "好" * 4_000])
def test_what_is_said_is_painted_alone_and_all_looks_as_if_painted_anew(
    view: ChatView, qtbot: QtBot, text: str
) -> None:
    view.set_items([line(n) for n in range(60)])
    qtbot.wait(1)
    painted = Painted(view)
    for number in range(60, 70):
        view.append([line(number, text)])
        qtbot.waitUntil(lambda: bool(painted.heights))
        told, shown = painted.heights[:], on_screen(view)
        painted.heights.clear()
        view.viewport().update()
        qtbot.waitUntil(lambda: bool(painted.heights))
        assert on_screen(view) == shown
        height = view.column.height(view.column.place_of(number))
        assert max(told) <= min(view.viewport().height(), math.ceil(height) + 16)
        painted.heights.clear()


def test_a_new_state_paints_its_bubble_alone(view: ChatView, qtbot: QtBot) -> None:
    view.set_items([ChatItem(n, "out", "青禾", "14:18", "好的") for n in range(60)])
    qtbot.wait(1)
    painted = Painted(view)
    view.update_item(ChatItem(58, "out", "青禾", "14:18", "好的", state=ChatState("已读")))
    qtbot.waitUntil(lambda: bool(painted.heights))
    shown = on_screen(view)
    assert max(painted.heights) < view.viewport().height() / 2
    view.viewport().update()
    qtbot.waitUntil(lambda: len(painted.heights) > 1)
    assert on_screen(view) == shown
