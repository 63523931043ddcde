"""The lines of the outbox bar show other replies where they can, and then are theirs alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.reception.compose.on_way import Line
from ticketdesk.ui.reception.outbox_bar import OutboxBar
from ticketdesk.ui.theme import current_theme


def reply(number: int, text: str, state: str = "outbox") -> MessageRow:
    return MessageRow(number, "out", "text", "小满", 1, text, 0, state, 0, None, "", "", "", 0, 0, send_at=5_000)


def ground(qtbot: QtBot) -> tuple[QWidget, OutboxBar]:
    theme = current_theme()  # brings the program's font, which the first bar of a process would else be made without
    made = QWidget()
    qtbot.addWidget(made)
    bar = OutboxBar()
    column = QVBoxLayout(made)
    column.addWidget(bar)
    column.addStretch(1)
    made.resize(700, 300)
    theme.dress(made)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setFocus()  # as a reply has it: no button of a line holds the keyboard
    made.show()
    qtbot.waitExposed(made)
    return made, bar


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[OutboxBar]:
    made, found = ground(qtbot)
    yield found
    made.hide()


def lines(bar: OutboxBar) -> list[Line]:
    return [each for each in bar.findChildren(Line) if each.isVisible()]


def press(bar: OutboxBar, name: str) -> None:
    (found,) = [
        each for each in bar.findChildren(QPushButton) if each.isVisible() and each.accessibleName().startswith(name)
    ]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def picture(qtbot: QtBot, *shown: list[MessageRow]) -> QImage:
    made, bar = ground(qtbot)
    for rows in shown:
        bar.show_rows(rows)
        qtbot.wait(20)
    return made.grab().toImage()


def test_a_line_shows_another_reply_and_acts_on_it(bar: OutboxBar) -> None:
    told: list[tuple[int, ...]] = []
    copied: list[MessageRow] = []
    bar.sent.connect(told.append)
    bar.copy_wanted.connect(copied.append)
    bar.show_rows([reply(1, "一件")])
    (line,) = lines(bar)
    bar.show_rows([])
    assert lines(bar) == []
    bar.show_rows([reply(2, "两件")])
    assert lines(bar) == [line]
    press(bar, "Mark sent: 两件")
    press(bar, "Copy 两件")
    assert (told, [row.id for row in copied]) == ([(2,)], [2])


def test_a_line_that_holds_the_keyboard_shows_no_other_reply(bar: OutboxBar) -> None:
    bar.show_rows([reply(1, "一件")])
    (line,) = lines(bar)
    line.findChildren(QPushButton)[0].setFocus()
    bar.show_rows([reply(2, "两件")])
    assert line not in lines(bar) and len(lines(bar)) == 1
    assert line.reply.id == 1


def test_replies_that_leave_by_themselves_have_lines_of_their_own(bar: OutboxBar) -> None:
    bar.show_rows([reply(1, "一件"), reply(2, "两件", "counting"), reply(3, "三件")])
    assert [line.reply.id for line in lines(bar)] == [1, 2, 3]
    bar.show_rows([reply(4, "四件", "queued"), reply(5, "五件")])
    shown = sorted(lines(bar), key=lambda line: line.y())
    assert [(line.reply.id, type(line) is Line) for line in shown] == [(4, False), (5, True)]


@pytest.mark.parametrize(("many", "then"), [(1, 1), (1, 2), (2, 2), (3, 2), (2, 3)])
def test_a_bar_that_showed_others_looks_as_if_made_anew(qtbot: QtBot, many: int, then: int) -> None:
    first = [reply(n, f"第 {n} 件已经发出，请您留意查收" * n) for n in range(1, many + 1)]
    last = [reply(n, f"改为第 {n} 件") for n in range(11, 11 + then)]
    assert picture(qtbot, first, last) == picture(qtbot, last)
    assert picture(qtbot, first, [], last) == picture(qtbot, last)
