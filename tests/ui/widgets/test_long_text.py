"""A long text shows its beginning, and the whole of it when asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ticketdesk.ui.widgets.long_text import MOST, LongText, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("换 L 码", "换 L 码"),
        ("长" * 900, "长" * 900),
        ("长" * 901, "长" * MOST),
        ("\n".join("一二三"), "一\n二\n三"),
        ("行\n" * 17, "行\n" * 17),
        ("行\n" * 30, "行\n" * 11 + "行"),
        ("长" * 700 + "\n" + "行\n" * 30, "长" * MOST),
    ],
)
def test_a_text_is_cut_where_that_saves_something(text: str, shown: str) -> None:
    assert shortened(text) == shown


def test_the_whole_text_is_a_key_away_and_the_next_one_is_short_again(qtbot: QtBot) -> None:
    made = LongText()
    qtbot.addWidget(made)
    made.show()
    made.set_text("短")
    assert made.text() == "短" and made.all is None
    made.set_text("长。" * 2_000)
    assert made.text().replace("\n", "") == "长。" * (MOST // 2) + "…" and made.all is not None and made.all.isVisible()
    assert "4000" in made.all.accessibleName().replace(",", "")
    made.all.setFocus()
    qtbot.keyClick(made.all, Qt.Key.Key_Space)
    assert made.text().replace("\n", "") == "长。" * 2_000 and made.all.isHidden()
    made.set_text("长。" * 3_000)
    assert len(made.text().replace("\n", "")) == MOST + 1 and made.all.isVisible()
    made.set_text("短")
    assert made.text() == "短" and made.all.isHidden()
