"""Phrases with keys of their own: bound in the workshop, refused where an act has the keys, written by them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from tests.desk.builders import add_colleague
from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.phrases import AddPhrase, RemovePhrase
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.ui.actions import EVERY_ACT
from ticketdesk.ui.key_list import KeyList
from ticketdesk.ui.keymap import Keymap
from ticketdesk.ui.phrases.keys import act_of
from ticketdesk.ui.phrases.workshop import PhraseWorkshop
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.settings.key_dialog import KeyDialog
from ticketdesk.ui.shortcuts import ShortcutsDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NAMED = {act.name: act for act in EVERY_ACT}
NOW = 1_795_242_368_000
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def _shop(desk, clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id
    desk.run(ReceiveTranscript(buyer_nick="林小鹿", messages=(Heard("in", "林小鹿", NOW, "在吗"),)))
    desk.run(AddPhrase(text="亲爱的{买家}，退款{几天}到", code="tk"))


@pytest.fixture
def parts(qtbot, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def phrase(parts):
    return parts.store.reader.rows("SELECT id, code, text FROM phrase")[0]


def bind(parts, keys="Alt+T"):
    act = act_of(*phrase(parts))
    parts.world.keymap.take(act, keys)
    return act


def composer(parts):
    return parts.window.page("reception").chat.composer


def workshop(qtbot, parts):
    parts.window.actions_table.of("phrases").trigger()
    qtbot.waitUntil(lambda: parts.window.findChild(PhraseWorkshop) is not None)
    made = parts.window.findChild(PhraseWorkshop)
    qtbot.waitUntil(lambda: made.isVisible() and made.model.rowCount() == 1)
    made.table.enter()
    return made


def test_keys_are_given_in_the_workshop_and_write_the_phrase(qtbot, parts):
    dialog = workshop(qtbot, parts)
    assert (
        dialog.editor.keys.button.isEnabled()
        and dialog.editor.keys.button.accessibleName() == "Keys of this phrase: no keys"
    )
    dialog.editor.keys.button.click()
    asked = dialog.findChild(KeyDialog)
    asked.edit.setKeySequence(QKeySequence("Alt+T"))
    asked.keep.click()
    assert dialog.editor.keys.button.text() == "Alt+T"
    dialog.reject()
    parts.window.activateWindow()
    qtbot.waitUntil(parts.window.isActiveWindow)
    parts.window.show_page("reception")
    edit = composer(parts).edit
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClick(edit, "t", ALT)
    assert edit.text() == "亲爱的林小鹿，退款{几天}到"
    qtbot.waitUntil(lambda: parts.store.reader.rows("SELECT uses FROM phrase_use") == [(1,)])


def test_a_new_phrase_must_be_saved_before_it_gets_keys(qtbot, parts):
    dialog = workshop(qtbot, parts)
    dialog.new.click()
    assert not dialog.editor.keys.button.isEnabled()


@pytest.mark.parametrize("keys", ["Ctrl+T", "Ctrl+K", "Alt+2"])
def test_keys_of_an_act_are_refused_in_words(qtbot, parts, keys):
    keymap = parts.world.keymap
    asked = KeyDialog(keymap, act_of(*phrase(parts)), parts.window)
    asked.open()
    asked.edit.setKeySequence(QKeySequence(keys))
    holder = next(act for act in EVERY_ACT if keys in act.keys)
    assert not asked.keep.isEnabled()
    assert asked.problem.text() == f"{keys} does “{holder.text}” already. Choose other keys for a phrase."
    assert keymap.bound_phrases() == () and keys in keymap.keys(holder)


def test_keys_that_typing_needs_are_refused_too(parts):
    asked = KeyDialog(parts.world.keymap, act_of(*phrase(parts)), parts.window)
    asked.edit.setKeySequence(QKeySequence("A"))
    assert not asked.keep.isEnabled() and "lost for typing" in asked.problem.text()


def test_keys_of_an_act_of_another_page_are_free(parts):
    filter_orders = NAMED["filter_orders"]
    parts.world.keymap.put(filter_orders, ("Alt+Y",))
    assert parts.world.keymap.holders("Alt+Y", act_of(*phrase(parts))) == []


def test_an_act_may_take_the_keys_of_a_phrase_after_it_was_told(parts):
    keymap = parts.world.keymap
    bind(parts)
    assert len(parts.world.phrase_keys.acts()) == 1
    asked = KeyDialog(keymap, NAMED["home"], parts.window)
    asked.edit.setKeySequence(QKeySequence("Alt+T"))
    assert asked.keep.isEnabled() and "tk 亲爱的" in asked.problem.text()
    assert "Take the ticket" in asked.problem.text()  # on its own page the same keys are an act's: both are told
    asked.keep.click()
    assert keymap.keys(NAMED["home"]) == ("Alt+T",) and keymap.keys(NAMED["claim_ticket"]) == ()
    assert keymap.bound_phrases() == () and parts.world.phrase_keys.acts() == ()


def test_the_page_of_shortcuts_the_palette_and_the_settings_show_them(qtbot, parts):
    window = parts.window
    window.show_page("reception")
    bind(parts)
    window.actions_table.of("search").trigger()
    window.top.search.setText("tk")
    qtbot.waitUntil(lambda: any(each.kind == "phrases" for each in window.palette_list.model.entries))
    shown = {each.title: each.keys for each in window.palette_list.model.entries if each.what == "act"}
    assert shown["Phrase tk 亲爱的{买家}，退款{几天}到"] == "Alt+T"
    window.palette_list.dismiss()
    window.actions_table.of("shortcuts").trigger()
    told = window.findChild(ShortcutsDialog)
    models = [part.model() for part in told.findChildren(KeyList)]
    said = [model.index(row, 0).data() for model in models for row in range(model.rowCount())]
    assert "tk 亲爱的{买家}，退款{几天}到" in said and "Phrases with keys" in said
    told.reject()
    window.show_page("settings")
    page = window.page("settings")
    page.show_section("keys")
    section = page._made["keys"].widget()
    qtbot.waitUntil(section.complete)
    rows = {row.act.phrase: row for row in section._rows if row.act.phrase is not None}
    assert list(rows) == [phrase(parts)[0]]
    rows[phrase(parts)[0]].back.click()
    qtbot.waitUntil(lambda: not any(row.act.phrase is not None for row in section._rows))
    bind(parts, "Alt+Y")
    qtbot.waitUntil(lambda: any(row.act.phrase is not None for row in section._rows))


def test_the_palette_writes_a_phrase_found_by_its_initials(qtbot, parts):
    window = parts.window
    window.show_page("reception")
    window.actions_table.of("search").trigger()
    window.top.search.setText("qaz")
    palette = window.palette_list
    qtbot.waitUntil(lambda: palette.answered() == "qaz" and not parts.tasks.running("search"))
    assert not any(each.kind == "phrases" for each in palette.model.entries)
    window.top.search.setText("qad")  # the first letters of 亲爱的
    qtbot.waitUntil(lambda: palette.answered() == "qad" and palette.current() is not None)
    qtbot.waitUntil(lambda: palette.current().kind == "phrases")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert composer(parts).edit.text() == "亲爱的林小鹿，退款{几天}到"


def test_the_palette_lists_every_act_of_the_table(qtbot, parts):
    window = parts.window
    window.show_page("home")
    window.actions_table.of("search").trigger()
    palette = window.palette_list
    for act in EVERY_ACT:
        if act.name in ("search", "next_panel", "previous_panel"):
            continue  # what brought the agent here, and what moves the focus away from it
        palette._words = act.text
        assert act.text in {hit.text for hit in palette._acts()}, act.name


def test_an_act_of_another_page_goes_there_and_is_done(qtbot, parts):
    window = parts.window
    window.show_page("home")
    window.actions_table.of("search").trigger()
    window.top.search.setText("Write a reply")
    palette = window.palette_list
    qtbot.waitUntil(lambda: palette.current() is not None and palette.current().title == "Write a reply")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.current_page() == "reception"
    qtbot.waitUntil(composer(parts).edit.hasFocus)


def test_what_cannot_be_written_now_is_said(qtbot, parts):
    window, world = parts.window, parts.world
    window.show_page("reception")
    page = window.page("reception")
    number = phrase(parts)[0]
    parts.desk.run(AddPhrase(text="过期", valid_to=NOW - 1))
    over = parts.store.reader.rows("SELECT id FROM phrase WHERE text = '过期'")[0][0]
    for key, word in ((over, "not offered today"), (12_345, "removed")):
        with qtbot.waitSignal(world.notices.said) as told:
            page.phrase_acts.put(key)
        assert word in told.args[0]
    page.panes.active().show_conversation(None)
    with qtbot.waitSignal(world.notices.said) as told:
        page.phrase_acts.put(number)
    assert "Choose a conversation" in told.args[0] and composer(parts).edit.text() == ""


def test_a_removed_phrase_loses_its_keys_until_it_is_brought_back(qtbot, parts):
    bind(parts)
    keys = parts.world.phrase_keys
    parts.desk.run(RemovePhrase(phrase_id=phrase(parts)[0]))
    qtbot.waitUntil(lambda: keys.acts() == ())
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: len(keys.acts()) == 1)


def test_nobody_hears_of_another_agents_own_phrase(qtbot, parts):
    other = add_colleague(parts.desk, "老周", "warehouse")
    own = parts.desk.run(AddPhrase(text="我的", code="w", personal=True)).result
    parts.world.keymap.take(act_of(own, "w", "我的"), "Alt+W")
    assert [act.phrase for act in parts.world.phrase_keys.acts()] == [own]
    parts.desk.agent_id = other
    parts.world.session_changed.emit()
    assert parts.world.phrase_keys.acts() == ()
    parts.desk.agent_id = None


def test_the_keys_are_kept_on_this_computer_and_given_back(qapp, tmp_path):
    path, act = tmp_path / "window.ini", act_of(7, "tk", "退款")
    keymap = Keymap(Settings(path))
    keymap.take(act, "Alt+X")
    keymap.take(act_of(8, "", "在的"), "Alt+Y")
    again = Keymap(Settings(path))
    assert again.bound_phrases() == (7, 8) and again.keys(act) == ("Alt+X",)
    again.set_phrases((act,))
    again.put(NAMED["home"], ("Alt+X",))
    assert [(one.name, other.name) for one, other, _keys in again.conflicts()] == [("home", "phrase.7")]
    again.reset()
    assert again.keys(act) == ("Alt+X",) and again.conflicts() == []
    again.put(act, ())
    assert Keymap(Settings(path)).bound_phrases() == (8,)
