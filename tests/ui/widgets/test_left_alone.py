"""What stands as it should is not laid out, told or painted again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.ui.delegates.lines import Lines
from ticketdesk.ui.reception.reply_edit import ReplyEdit
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.chat_item import ChatItem, ChatState
from ticketdesk.ui.widgets.chat_view import ChatView


class Heard(QObject):
    """The types of the events that came to a widget."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.types: list[QEvent.Type] = []
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.types.append(event.type())
        return False


@pytest.fixture
def view(qtbot: QtBot) -> ChatView:
    made = ChatView("chat")
    qtbot.addWidget(made)
    made.resize(640, 500)
    made.show()
    made.set_items([ChatItem(n, "out", "青禾", "14:18", "好的，今天发出") for n in range(60)])
    made.grab()
    qtbot.wait(1)
    return made


def test_a_view_at_its_newest_line_is_not_painted_for_going_there(view: ChatView, qtbot: QtBot) -> None:
    heard = Heard(view.viewport())
    view.scroll_bottom()
    qtbot.wait(5)
    assert QEvent.Type.Paint not in heard.types
    view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: QEvent.Type.Paint in heard.types)
    heard.types.clear()
    view.scroll_bottom()
    assert view.at_bottom
    qtbot.waitUntil(lambda: QEvent.Type.Paint in heard.types)


def test_a_new_state_keeps_the_layout_and_other_words_do_not(view: ChatView) -> None:
    place, item = 58, view.column.items[58]
    before = view.column.layout(place)
    view.update_item(item._replace(state=ChatState("已读")))
    assert view.column.layout(place) is before and view.column.items[place].state.text == "已读"
    view.update_item(item._replace(text="改天发出，抱歉" * 30))
    assert view.column.layout(place) is not before
    assert view.column.height(place) > before.height


def test_a_picture_is_laid_out_anew_whatever_else_is_alike(view: ChatView) -> None:
    known: dict[str, QPixmap] = {}
    view.thumbnails = known.get
    view.append([ChatItem(99, "in", "a", "14:19", picture="p")])
    place = view.column.place_of(99)
    before = view.column.layout(place).height
    known["p"] = QPixmap(60, 40)
    view.update_item(view.column.items[place])
    assert view.column.layout(place).height < before


def test_an_empty_reply_emptied_again_forgets_what_undo_knew(qtbot: QtBot) -> None:
    edit = ReplyEdit()
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "hello")
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.document().isUndoAvailable() and not edit.text()
    with qtbot.assertNotEmitted(edit.textChanged, wait=1):
        edit.set_text("")
    assert not edit.document().isUndoAvailable()
    edit.undo()
    assert edit.text() == ""


def test_a_label_that_says_the_same_tells_nobody(qtbot: QtBot) -> None:
    shown = ElidedLabel("很长的标题" * 20)
    qtbot.addWidget(shown)
    shown.resize(80, 20)
    shown.show()
    assert shown.toolTip()
    heard = Heard(shown)
    shown.setText("很长的标题" * 20)
    assert QEvent.Type.ToolTipChange not in heard.types
    shown.setText("短")
    assert QEvent.Type.ToolTipChange in heard.types and not shown.toolTip()


def test_a_label_in_another_font_is_measured_again(qtbot: QtBot) -> None:
    shown = ElidedLabel("标题")
    qtbot.addWidget(shown)
    before = shown.wide
    shown.setFont(current_theme().font("big", bold=True))
    assert shown.wide == shown.fontMetrics().horizontalAdvance("标题") > before


def test_a_width_that_is_kept_is_the_one_of_the_font(qtbot: QtBot) -> None:
    kept = Lines()
    for role in ("tiny", "base", "tiny"):
        font = current_theme().font(role)
        assert kept.width("老客 · 4 单", font) == QFontMetrics(font).horizontalAdvance("老客 · 4 单")
