"""Small widgets: what they say to readers, what keys do, what they emit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.ui.safe_text import dress, label
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, IconButton, button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import Banner, BusyBar, Card, EmptyState, ErrorState
from ticketdesk.ui.widgets.marks import Avatar, Chip, Divider, FlagMark, KeyHint, SectionTitle
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.nav_list import NavEntry, NavList
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.widgets.tab_strip import Tab, TabStrip
from ticketdesk.ui.widgets.toast import Ground, Toast


@pytest.mark.parametrize(
    "make",
    [
        lambda: Avatar("林小鹿"),
        lambda: Chip("超时", "bad", icon="clock"),
        lambda: FlagMark("flag.red", "红旗"),
        lambda: KeyHint("Ctrl K"),
        lambda: button("转交", "send"),
        lambda: IconButton("ellipsis", "更多"),
        lambda: Banner("写", action="看"),
        lambda: EmptyState("bell", "无"),
        lambda: ErrorState("坏"),
        lambda: BusyBar(),
    ],
)
def test_each_has_a_name_and_paints(qtbot: QtBot, make) -> None:  # type: ignore[no-untyped-def]
    widget: QWidget = make()
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    assert widget.accessibleName()
    assert not widget.grab().isNull()


@pytest.mark.parametrize("make", [Card, Divider, lambda: SectionTitle("待办", "今日")])
def test_grounds_paint(qtbot: QtBot, make) -> None:  # type: ignore[no-untyped-def]
    widget: QWidget = make()
    qtbot.addWidget(widget)
    widget.resize(200, 60)
    assert not widget.grab().isNull()


@pytest.mark.parametrize("dashed", [False, True])
@pytest.mark.parametrize("place", [(0, 0), (0, 1), (0, 2), (0, 3)])
def test_a_hairline_is_seen_wherever_it_stands_at_150_percent(qtbot: QtBot, place, dashed: bool) -> None:  # type: ignore[no-untyped-def]
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(40, 8)
    line = Divider(dashed=dashed, parent=ground)
    line.setGeometry(*place, 40, 1)
    picture = QImage(60, 12, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(1.5)
    picture.fill(Qt.GlobalColor.black)
    ground.render(picture)
    ink = current_theme().color("line").rgb()
    assert any(picture.pixel(x, y) == ink for x in range(60) for y in range(12))


def test_choice_chips_by_arrow_keys(qtbot: QtBot, window: QMainWindow) -> None:
    chips = ChoiceChips([Choice(key, key) for key in "abc"], "a", name="类型", parent=window)
    window.setCentralWidget(chips)
    heard: list[str] = []
    chips.chosen.connect(heard.append)
    first = chips.findChildren(type(chips._group.buttons()[0]))[0]
    qtbot.keyClick(first, Qt.Key.Key_Right)
    qtbot.keyClick(chips._group.buttons()[1], Qt.Key.Key_Right)
    qtbot.keyClick(chips._group.buttons()[2], Qt.Key.Key_Right)
    assert heard == ["b", "c", "a"]
    chips.set_current("c")
    assert chips.current() == "c" and heard == ["b", "c", "a"]
    chips.set_current("")
    assert chips.current() == ""


def test_tabs_tell_key_and_count(qtbot: QtBot) -> None:
    tabs = TabStrip([Tab("wait", "待回复", 7), Tab("all", "全部")], name="会话")
    qtbot.addWidget(tabs)
    with qtbot.waitSignal(tabs.chosen) as chosen:
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert chosen.args == ["all"]
    tabs.set_counts({"all": 12})
    assert tabs.accessibleTabName(1) == "全部 12"
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.set_current("wait")
    assert tabs.current() == "wait" and not tabs.grab().isNull()


def test_nav_list_skips_headings_and_keeps_current(qtbot: QtBot) -> None:
    entries = [NavEntry("a", "A", 8, "bell"), NavEntry("", "Group"), NavEntry("b", "B", flag="flag.red")]
    nav = NavList("views", entries)
    qtbot.addWidget(nav)
    nav.set_current("a")
    with qtbot.waitSignal(nav.chosen) as chosen:
        qtbot.keyClick(nav, Qt.Key.Key_Down)
    assert chosen.args == ["b"]
    with qtbot.assertNotEmitted(nav.chosen):
        nav.set_counts({"b": 3})
        nav.set_entries([NavEntry("x", "X"), *entries])
    assert nav.current() == "b" and not nav.grab().isNull()


def test_search_field_waits_for_typing_and_esc_empties(qtbot: QtBot) -> None:
    field = SearchField("搜索", keys="Ctrl K", pause_ms=1)
    qtbot.addWidget(field)
    field.resize(300, 30)
    with qtbot.waitSignal(field.searched) as searched:
        qtbot.keyClicks(field, "abc")
    assert searched.args == ["abc"]
    with qtbot.waitSignal(field.searched) as searched:
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert searched.args == [""] and field.text() == ""
    assert not field.grab().isNull()


def test_toast_offers_its_act_once(qtbot: QtBot, window: QMainWindow) -> None:
    toast = Toast(window)
    undone: list[int] = []
    toast.tell("<b>done</b>", action="Undo", act=lambda: undone.append(1))
    assert toast.text() == "<b>done</b>" and toast.isVisible()
    qtbot.mouseClick(toast._button, Qt.MouseButton.LeftButton)
    assert undone == [1] and toast.text() == ""
    toast.tell("again", shown_ms=1)
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_toast_follows_the_ground_that_a_strip_pushes_down(qtbot: QtBot, window: QMainWindow) -> None:
    whole = QWidget()
    column = QVBoxLayout(whole)
    strip, talk = QWidget(), QWidget()
    strip.setFixedHeight(60)
    strip.hide()
    column.addWidget(strip)
    column.addWidget(talk, 1)
    window.setCentralWidget(whole)
    qtbot.waitUntil(lambda: talk.height() > 300)
    toast = Toast(window, lambda: Ground(talk, "top"))
    toast.tell("done", action="Undo")
    before = toast.y()
    strip.show()
    qtbot.waitUntil(lambda: toast.y() >= before + 60)
    assert toast.y() > talk.mapTo(window, talk.rect().topLeft()).y()


def test_hairlines_are_seen_wherever_they_stand_at_150_percent(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(40, 60)
    for place in range(10):
        Divider(parent=ground).setGeometry(0, 3 + 5 * place, 40, 1)
    seen = QImage(60, 90, QImage.Format.Format_RGB32)
    seen.setDevicePixelRatio(1.5)
    ground.render(seen)
    plain = seen.pixelColor(30, 0)
    for place in range(10):
        top = int((3 + 5 * place) * 1.5)
        assert any(seen.pixelColor(30, top + each) != plain for each in (0, 1, 2)), place


def test_modal_covers_fits_and_submits(qtbot: QtBot, window: QMainWindow) -> None:
    dialog = ModalDialog(window, "新建工单", "来自会话")
    fields = [QLineEdit() for _ in range(40)]
    for field in fields:
        dialog.body.addWidget(field)
    dialog.footer.addWidget(button("提交", kind="primary"))
    dialog.open()
    assert dialog.size() == window.size() and dialog._card.height() <= 720 - 48
    assert dialog.focusWidget() is fields[0]
    with qtbot.waitSignal(dialog.submitted):
        qtbot.keyClick(fields[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(fields[0], Qt.Key.Key_Return)
    assert dialog.isVisible()
    window.resize(1000, 600)
    qtbot.waitUntil(lambda: dialog.height() == 600)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_modal_grows_with_what_its_body_shows_later(qtbot: QtBot, window: QMainWindow) -> None:
    dialog = ModalDialog(window, "导入订单")
    part, late = QWidget(), QWidget()
    column = QVBoxLayout(part)
    late.setFixedHeight(300)
    late.hide()
    column.addWidget(QLineEdit())
    column.addWidget(late)
    stack = QStackedWidget()
    stack.addWidget(part)
    dialog.body.addWidget(stack)
    dialog.open()
    before = dialog._card.height()
    late.show()
    qtbot.waitUntil(lambda: dialog._card.height() >= before + 300)
    qtbot.waitUntil(lambda: dialog._scroll.verticalScrollBar().maximum() == 0)


def test_choice_chips_are_entered_at_the_choice(qtbot: QtBot) -> None:
    ground = QWidget()
    row = QVBoxLayout(ground)
    chips = ChoiceChips([Choice("a", "甲"), Choice("b", "乙"), Choice("c", "丙")], "b", name="类型")
    after = QLineEdit()
    row.addWidget(chips)
    row.addWidget(after)
    qtbot.addWidget(ground)
    ground.show()
    chips.setFocus()
    assert ground.focusWidget().accessibleName() == "乙"
    qtbot.keyClick(ground.focusWidget(), Qt.Key.Key_Tab)
    assert ground.focusWidget() is after
    chips.set_current("")
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert ground.focusWidget().accessibleName() == "甲"


def test_flow_breaks_lines(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    flow = FlowLayout(ground, spacing=4, line_spacing=4)
    for _ in range(6):
        flow.addWidget(button("按钮"))
    assert flow.heightForWidth(10_000) < flow.heightForWidth(150)


def test_a_banner_keeps_its_dress_while_its_clock_runs_and_changes_it_with_its_level(qtbot: QtBot) -> None:
    banner = Banner("1:00 left", "warn", lead="Open ticket")
    qtbot.addWidget(banner)
    current_theme().dress(banner)
    banner.show()

    def ink() -> str:
        return banner._text.palette().color(banner._text.foregroundRole()).name()

    warned = ink()
    assert warned == current_theme().color("warn").name()
    banner.set_banner("0:59 left", "warn", lead="Open ticket")
    assert ink() == warned and banner._text.text() == "0:59 left"
    banner.set_banner("Late", "bad", lead="Open ticket")
    assert ink() == current_theme().color("bad").name()


def test_a_label_dressed_before_it_is_shown_wears_its_role(qtbot: QtBot) -> None:
    made = label("late", role="bad")
    qtbot.addWidget(made)
    current_theme().dress(made)
    made.show()
    assert made.palette().color(made.foregroundRole()).name() == current_theme().color("bad").name()
    dress(made, "second")
    assert made.palette().color(made.foregroundRole()).name() == current_theme().color("text.second").name()
