"""The phrase workshop: add, change, remove, undo, search, views, several at once, files, rights."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.desk.builders import add_colleague
from ticketdesk.desk.commands.phrases import AddPhrase, RemovePhrase
from ticketdesk.exchange.phrases import PHRASE_HEADER
from ticketdesk.store.queries import phrases
from ticketdesk.ui.phrases.import_dialog import PhraseImportDialog
from ticketdesk.ui.phrases.shelf import ENDED, GROUP, NEAR, OWN
from ticketdesk.ui.phrases.workshop import PhraseWorkshop

DAY = 24 * 3_600_000


@pytest.fixture
def dialog(window, world):
    made = PhraseWorkshop(world, window)
    made.open()
    return made


def texts(world):
    return [(row.code, row.text) for row in phrases.phrases(world.reader, world.agent_id)]


def shown(dialog):
    return [dialog.model.phrase(number).code for number in dialog.model.ids()]


def fill(desk, qtbot, dialog, *codes, **more):
    ids = [desk.run(AddPhrase(text=f"这是{code}的话", code=code, **more)).result for code in codes]
    qtbot.waitUntil(lambda: set(ids) <= set(dialog.model.ids()))
    return ids


def press(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifier)


def test_a_phrase_is_added_changed_removed_and_brought_back(dialog, world, qtbot):
    dialog.editor.text.setPlainText("亲，可以换码的")
    QTest.keyClicks(dialog.editor.code, "hm")
    press(dialog.editor.code, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: texts(world) == [("hm", "亲，可以换码的")] and dialog.model.rowCount() == 1)
    dialog.table.enter()
    assert dialog.editor.text.toPlainText() == "亲，可以换码的"
    dialog.editor.text.setPlainText("<b>可以换</b>")
    dialog.save.click()
    qtbot.waitUntil(lambda: texts(world) == [("hm", "<b>可以换</b>")])
    dialog.remove.click()
    qtbot.waitUntil(lambda: texts(world) == [] and dialog.model.rowCount() == 0)
    assert dialog.editor.text.toPlainText() == ""
    assert dialog.undo.isVisible()
    dialog.undo.click()
    qtbot.waitUntil(lambda: texts(world) == [("hm", "<b>可以换</b>")] and dialog.model.rowCount() == 1)


def test_an_empty_phrase_is_refused(dialog, world, qtbot):
    with qtbot.waitSignal(world.notices.refused) as told:
        dialog.save.click()
    assert told.args[0].key == "phrase_empty"


def test_search_finds_by_initials_inside_the_view(dialog, desk, qtbot):
    fill(desk, qtbot, dialog, "zd")
    desk.run(AddPhrase(text="换码规则", code="gz", grouping="售后"))
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    dialog.search.setText("hmgz")
    qtbot.waitUntil(lambda: shown(dialog) == ["gz"])
    assert dialog.count.text() == "1 of 2 phrases"
    dialog.views.chosen.emit(GROUP)
    dialog.search.clear()
    dialog.views.setCurrentIndex(dialog.views.model().index(dialog.views.model().rowCount() - 1, 0))
    qtbot.waitUntil(lambda: shown(dialog) == ["zd"])


def choose(dialog, key):
    dialog.views.set_current(key)
    dialog.views.chosen.emit(key)


def test_the_views_show_own_ending_and_near_equal_phrases(dialog, desk, world, qtbot):
    now = world.clock()
    fill(desk, qtbot, dialog, "mine", personal=True)
    fill(desk, qtbot, dialog, "old", valid_to=now - DAY)
    fill(desk, qtbot, dialog, "soon", valid_to=now + DAY)
    for code, text in (("n1", "亲,可以换码的哦"), ("n2", "亲，可以换码的哦～")):
        desk.run(AddPhrase(text=text, code=code))
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 5)
    choose(dialog, OWN)
    assert shown(dialog) == ["mine"]
    choose(dialog, ENDED)
    assert shown(dialog) == ["old", "soon"]
    assert [dialog.model.ink(dialog.model.phrase(each)) for each in dialog.model.ids()] == ["bad", "warn"]
    choose(dialog, NEAR)
    qtbot.waitUntil(lambda: shown(dialog) == ["n1", "n2"])


def test_several_are_changed_at_once_and_by_one_undo_back(dialog, desk, world, qtbot):
    ids = fill(desk, qtbot, dialog, "a", "b", "c", grouping="旧")
    dialog.table.enter()
    assert dialog.bulk.isHidden()
    press(dialog.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert dialog.bulk.isVisible() and dialog.bulk.chosen.text() == "3 chosen"
    dialog.bulk._grouped("新")
    qtbot.waitUntil(lambda: {row.grouping for row in phrases.phrases(world.reader)} == {"新"})
    dialog.undo.click()
    qtbot.waitUntil(lambda: {row.grouping for row in phrases.phrases(world.reader)} == {"旧"})
    qtbot.waitUntil(lambda: dialog.bulk.isVisible())
    dialog.bulk.remove.click()
    qtbot.waitUntil(lambda: texts(world) == [])
    dialog.undo.click()
    qtbot.waitUntil(lambda: [row.id for row in phrases.phrases(world.reader)] == ids)


def test_the_preview_fills_variables_and_names_unknown_ones(dialog):
    dialog.editor.text.setPlainText("{买家}，{几天}后到{光标}")
    assert dialog.editor.preview.text() == "Little Deer，{几天}后到"
    assert "几天" in dialog.editor.unknown.text()
    names = [action.text().partition(" ")[0] for action in dialog.editor.variables.menu().actions()]
    assert names[:2] == ["{买家}", "{订单号}"] and names[-1] == "{光标}"
    dialog.editor.text.clear()
    dialog.editor.variables.menu().actions()[0].trigger()
    assert dialog.editor.text.toPlainText() == "{买家}"


def test_the_days_of_a_phrase_are_both_included(dialog, world, qtbot):
    dialog.editor.text.setPlainText("双十二活动")
    dialog.editor.valid.from_box.setChecked(True)
    dialog.editor.valid.to_box.setChecked(True)
    dialog.editor.valid.first.setDate(dialog.editor.valid.last.date())
    dialog.save.click()
    qtbot.waitUntil(lambda: len(texts(world)) == 1)
    row = phrases.phrases(world.reader)[0]
    assert row.valid_from is not None and row.valid_to == row.valid_from + DAY
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog.table.enter()
    assert dialog.editor.valid.days() == (row.valid_from, row.valid_to)


def test_a_picture_stays_until_it_is_taken_away(dialog, world, qtbot):
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    dialog.editor.text.setPlainText("请看码表")
    with qtbot.waitSignal(dialog.editor.pictures.pictures_added):
        dialog.editor.pictures.add([picture])
    dialog.save.click()
    qtbot.waitUntil(lambda: [bool(row.picture) for row in phrases.phrases(world.reader)] == [True])
    kept = phrases.phrases(world.reader)[0].picture
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog.table.enter()
    dialog.editor.text.setPlainText("请看新码表")
    dialog.save.click()  # while the picture is still being read
    qtbot.waitUntil(lambda: [row.text for row in phrases.phrases(world.reader)] == ["请看新码表"])
    assert phrases.phrases(world.reader)[0].picture == kept
    qtbot.waitUntil(lambda: len(dialog.editor.pictures.pictures()) == 1)
    dialog.editor.pictures.remove(0)
    dialog.save.click()
    qtbot.waitUntil(lambda: phrases.phrases(world.reader)[0].picture == "")


def test_who_may_not_change_the_shops_phrases_keeps_own_ones(window, world, desk, qtbot):
    desk.run(AddPhrase(text="店铺的"))
    desk.agent_id = add_colleague(desk, "老周", "warehouse")
    dialog = PhraseWorkshop(world, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert dialog.editor.own.isChecked() and not dialog.editor.own.isEnabled()
    dialog.editor.text.setPlainText("我的")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    dialog.table.set_current_id(dialog.model.id_at(0))
    assert not dialog.save.isEnabled() and not dialog.remove.isEnabled()
    dialog.table.set_current_id(dialog.model.id_at(1))
    assert dialog.save.isEnabled() and dialog.remove.isEnabled()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "短语.csv"
    with path.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows([PHRASE_HEADER, ("a", "改了的话", "售后"), ("", "新的话", ""), ("x", "", "")])
    return path


def test_a_file_is_looked_through_taken_in_and_undone(dialog, desk, world, qtbot, file):
    fill(desk, qtbot, dialog, "a")
    before = texts(world)
    dialog.take_in.click()
    asked = dialog.findChild(PhraseImportDialog)
    assert not asked.go.isEnabled()
    asked.load(file)
    qtbot.waitUntil(lambda: asked.report() is not None)
    model = asked.view.model
    assert [model.text_at(row, 1) for row in range(3)] == ["Changed: Text, Group", "New", "Left out"]
    assert (model.text_at(0, 3), model.text_at(0, 4), model.text_at(0, 5)) == ("这是a的话", "改了的话", "– → 售后")
    assert texts(world) == before
    asked.go.click()
    qtbot.waitUntil(lambda: texts(world) == [("a", "改了的话"), ("", "新的话")])
    qtbot.waitUntil(lambda: dialog.undo.isVisible())
    dialog.undo.click()
    qtbot.waitUntil(lambda: texts(world) == before)


def test_a_file_that_is_none_is_refused_in_words(dialog, qtbot, tmp_path):
    path = tmp_path / "别的.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    asked = PhraseImportDialog(dialog._world, dialog)
    asked.open()
    asked.load(path)
    qtbot.waitUntil(lambda: asked._stack.currentWidget() is asked.error)
    assert asked.error.text.text() and not asked.go.isEnabled()


@pytest.mark.parametrize(("name", "encoding"), [("q.csv", "gb18030"), ("q.csv", "utf-8-sig"), ("q.jsonl", "utf-8-sig")])
def test_the_phrases_are_written_out_and_the_act_recorded(dialog, desk, world, qtbot, tmp_path, name, encoding):
    fill(desk, qtbot, dialog, "a")
    with qtbot.waitSignal(world.notices.said) as told:
        dialog.export.write(tmp_path / name, encoding)
    assert told.args[0] == f"1 phrase written to {name}"
    assert "这是a的话" in (tmp_path / name).read_text(encoding=encoding)
    assert desk.store.reader.rows("SELECT command FROM act ORDER BY id DESC LIMIT 1") == [("RecordExport",)]


def test_the_models_keep_qts_rules(dialog, desk, qtbot, qtmodeltester, file):
    fill(desk, qtbot, dialog, "a", "b")
    qtmodeltester.check(dialog.model)
    asked = PhraseImportDialog(dialog._world, dialog)
    asked.load(file)
    qtbot.waitUntil(lambda: asked.report() is not None)
    qtmodeltester.check(asked.view.model)


def test_a_stopped_import_leaves_nothing(dialog, world, qtbot, file):
    asked = PhraseImportDialog(world, dialog)
    asked.open()
    asked.load(file)
    qtbot.waitUntil(lambda: asked.report() is not None)
    asked.take()
    asked.reject()
    qtbot.waitUntil(lambda: not asked.writing)
    assert texts(world) in ([], [("a", "改了的话"), ("", "新的话")])  # stopped in time, or done before


def test_a_half_written_phrase_keeps_its_picture_while_another_is_shown(dialog, desk, qtbot):
    (other,) = fill(desk, qtbot, dialog, "a")
    dialog.editor.text.setPlainText("写了一半")
    dialog.editor.own.setChecked(True)
    dialog.editor.valid.to_box.setChecked(True)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    dialog.editor.pictures.add([picture])
    qtbot.waitUntil(lambda: dialog.editor.new_picture() is not None)
    draft = dialog.editor.draft()
    dialog.table.set_current_id(other)
    assert dialog.editor.text.toPlainText() == "这是a的话" and dialog.new.text() == "Go on writing"
    dialog.new.click()
    dialog.table.set_current_id(other)  # before the picture is read again
    dialog.new.click()
    assert dialog.editor.draft() == draft and dialog.new.text() == "New phrase"
    qtbot.waitUntil(lambda: len(dialog.editor.pictures.pictures()) == 1)
    assert dialog.editor.draft() == draft


def test_what_is_half_written_of_a_phrase_that_somebody_removes_becomes_a_new_one(dialog, desk, world, qtbot):
    first, _second = fill(desk, qtbot, dialog, "a", "b")
    dialog.editor.text.setPlainText("新的一半")
    dialog.table.set_current_id(first)
    dialog.editor.text.setPlainText("改了一半")
    desk.run(RemovePhrase(phrase_id=first))
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    qtbot.waitUntil(lambda: dialog.new.text() == "Go on writing")
    dialog.new.click()
    assert dialog.editor.text.toPlainText() == "改了一半" and dialog.remove.isHidden()
    dialog.save.click()
    qtbot.waitUntil(lambda: ("a", "改了一半") in texts(world))
    qtbot.waitUntil(lambda: dialog.editor.text.toPlainText() == "新的一半")


def test_what_was_saved_is_no_draft_and_what_is_typed_meanwhile_stays(dialog, desk, world, qtbot):
    (first,) = fill(desk, qtbot, dialog, "a")
    dialog.editor.text.setPlainText("存一")
    dialog.save.click()
    dialog.table.set_current_id(first)
    qtbot.waitUntil(lambda: ("", "存一") in texts(world) and dialog.undo.isVisible())
    assert not dialog.drafts.waiting
    dialog.editor.text.setPlainText("存二")
    dialog.save.click()
    dialog.editor.text.setPlainText("存二之后")
    qtbot.waitUntil(lambda: ("a", "存二") in texts(world))
    dialog.new.click()
    dialog.table.set_current_id(first)
    assert dialog.editor.text.toPlainText() == "存二之后"
    dialog.remove.click()
    qtbot.waitUntil(lambda: texts(world) == [("", "存一")] and dialog.model.rowCount() == 1)
    qtbot.waitUntil(lambda: not dialog.editor.half_written)
    assert not dialog.drafts.waiting
