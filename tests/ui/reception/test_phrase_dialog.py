"""Managing phrases: add, change, remove, undo, search."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.desk.builders import add_colleague
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.store.queries import phrases
from ticketdesk.ui.reception.phrase_dialog import PhraseDialog


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def dialog(window, world):
    made = PhraseDialog(world, window)
    made.open()
    return made


def texts(world):
    return [(row.code, row.text) for row in phrases.phrases(world.reader)]


def test_a_phrase_is_added_changed_removed_and_brought_back(dialog, world, qtbot):
    dialog.text.setPlainText("亲，可以换码的")
    QTest.keyClicks(dialog.code, "hm")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: texts(world) == [("hm", "亲，可以换码的")] and dialog.model.rowCount() == 1)
    dialog.view.setCurrentIndex(dialog.model.index(0))
    assert dialog.text.toPlainText() == "亲，可以换码的"
    dialog.text.setPlainText("<b>可以换</b>")
    dialog.save.click()
    qtbot.waitUntil(lambda: texts(world) == [("hm", "<b>可以换</b>")])
    dialog.remove.click()
    qtbot.waitUntil(lambda: texts(world) == [] and dialog.model.rowCount() == 0)
    assert dialog.text.toPlainText() == ""
    assert dialog.undo.isVisible()
    dialog.undo.click()
    qtbot.waitUntil(lambda: texts(world) == [("hm", "<b>可以换</b>")] and dialog.model.rowCount() == 1)


def test_an_empty_phrase_is_refused(dialog, world, qtbot):
    with qtbot.waitSignal(world.notices.refused) as told:
        dialog.save.click()
    assert told.args[0].key == "phrase_empty"


def test_search_finds_by_initials(dialog, desk, qtbot):
    for text in ("在的呢，请讲", "换码规则"):
        desk.run(AddPhrase(text=text))
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    dialog.search.setText("hmgz")
    assert [dialog.model.phrase(n).text for n in range(dialog.model.rowCount())] == ["换码规则"]
    assert dialog.count.text() == "1 of 2 phrases"


def test_the_model_keeps_qts_rules(dialog, desk, qtbot, qtmodeltester):
    desk.run(AddPhrase(text="在的呢"))
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    qtmodeltester.check(dialog.model)


def test_who_may_not_change_phrases_can_only_look(window, world, desk):
    desk.agent_id = add_colleague(desk, "老周", "warehouse")
    dialog = PhraseDialog(world, window)
    assert not dialog.save.isEnabled() and not dialog.new.isEnabled()
