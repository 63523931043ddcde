"""Text from outside stays plain, short and harmless."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from ticketdesk.ui import safe_text

EVIL = '<img src="file:///etc/passwd"><b>hi</b>'


def test_label_is_plain(qtbot: QtBot) -> None:
    shown = safe_text.label(EVIL, wrap=True, role="second")
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert shown.text() == EVIL


def test_clamp_cuts_and_breaks() -> None:
    shown = safe_text.clamp("x" * 1_000_000)
    assert len(shown.replace("\n", "")) == safe_text.MOST_SHOWN
    assert max(map(len, shown.split("\n"))) <= safe_text.LONGEST_RUN
    assert safe_text.clamp("short\0 text") == "short text"


def test_tooltip_is_escaped(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    safe_text.set_tooltip(widget, EVIL)
    assert "<img" not in widget.toolTip() and "&lt;img" in widget.toolTip()
    assert "<img" not in safe_text.escape(EVIL)


def test_message_box_does_not_block_and_is_plain(qtbot: QtBot) -> None:
    box = safe_text.message_box(None, "t", EVIL, buttons=QMessageBox.StandardButton.Ok)
    qtbot.addWidget(box)
    assert box.textFormat() == Qt.TextFormat.PlainText and box.text() == EVIL
    box.close()


def test_elided_label_keeps_the_whole_text(qtbot: QtBot) -> None:
    shown = safe_text.ElidedLabel("很长的标题" * 20)
    qtbot.addWidget(shown)
    shown.resize(80, 20)
    shown.show()
    assert shown.text() == "很长的标题" * 20 and shown.toolTip()
    assert not shown.grab().isNull()
    shown.setText("短")
    shown.resize(200, 20)
    assert shown.toolTip() == ""


def test_what_is_mended_keeps_its_blanks() -> None:
    line = '{"titles":"a  b\u3000c",\t"x":[1, 2] '
    assert safe_text.as_typed(f"\0{line[:9]}\r\n{line[9:]}\n", 2_000) == line
    assert safe_text.as_typed("x" * 9, 5) == "xxxxx"
