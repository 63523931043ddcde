"""The window: pages, places, acts, undo with its refusals, panels, badges, and that it fits small screens."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from tests.desk.builders import add_colleague
from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketField
from ticketdesk.domain.permissions import AGENT
from ticketdesk.store.queries import phrases
from ticketdesk.ui.actions import ACTS, Actions
from ticketdesk.ui.routes import route
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.world import Place
from ticketdesk.words import LANGUAGES, use_language

NOW = 1_795_242_368_000


def _shop(desk, clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id


@pytest.fixture
def parts(qapp, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.window.show()
    made.window.activateWindow()
    yield made
    made.close()


def heard(nick, text="在吗", at=NOW):
    return ReceiveTranscript(buyer_nick=nick, messages=(Heard("in", nick, at, text),))


def test_no_two_acts_share_keys():
    keys = [QKeySequence(each).toString() for act in ACTS for each in act.keys]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert all(keys)


def test_every_act_does_something(parts):
    table = parts.window.actions_table
    for act in ACTS:
        assert table.of(act.name).receivers("2triggered(bool)") > 0, act.name


def test_what_wears_the_plain_sheet_holds_no_field_that_it_has_no_rules_for(parts):
    window, dressing = parts.window, current_theme().dressing
    for name in (*window.rooms.names(), *window.unmade()):
        for _step in window.rooms.steps(name):
            pass
    plain = [each for each in window.findChildren(QWidget) if each.styleSheet() == dressing.sheets.plain]
    assert len(plain) > 10
    lacking = (QComboBox, QAbstractSpinBox, QCalendarWidget, QRadioButton, QTextEdit)
    inside = [each for part in plain for kind in lacking for each in part.findChildren(kind)]
    assert [(type(each), _wearer(each)) for each in inside if _wearer(each) in plain] == []


def _wearer(part):
    """The nearest around ``part`` that wears a sheet."""
    while part is not None and not part.styleSheet():
        part = part.parentWidget()
    return part


@pytest.mark.parametrize(("keys", "page"), [("1", "home"), ("2", "reception"), ("3", "tickets"), ("4", "orders")])
def test_keys_open_the_pages(qtbot, parts, keys, page):
    qtbot.keyClick(parts.window, keys, Qt.KeyboardModifier.ControlModifier)
    assert parts.window.current_page() == page
    assert parts.window.rail.buttons[page].isChecked()


def test_every_page_fits_a_small_screen(qtbot, parts):
    parts.window.resize(1280, 720)
    for page in ("home", "reception", "tickets", "orders"):
        parts.window.show_page(page)
        assert parts.window.minimumSizeHint().width() <= 1280, page
        assert parts.window.minimumSizeHint().height() <= 720, page
        assert (parts.window.width(), parts.window.height()) == (1280, 720)


def test_badges_follow_the_store(qtbot, parts):
    parts.desk.run(heard("林小鹿_88"))
    parts.desk.run(CreateTicket(type="exchange", title="换货", assignee_id=parts.desk.agent_id))
    rail = parts.window.rail.buttons
    qtbot.waitUntil(lambda: rail["reception"].badge() == 1 and rail["tickets"].badge() == 1)
    assert "T-261121-001" in parts.window.status.next_due.text()
    assert parts.window.status.saved.text().startswith("Saved 14:26")
    parts.window.actions_table.of("undo").trigger()
    qtbot.waitUntil(lambda: rail["tickets"].badge() == 0)
    assert parts.window.status.next_due.isHidden()


def test_the_next_deadline_opens_its_ticket(qtbot, parts):
    ticket = parts.desk.run(CreateTicket(type="exchange", title="换货", assignee_id=parts.desk.agent_id)).result
    qtbot.waitUntil(lambda: parts.window.status.next_due.isVisible())
    with qtbot.waitSignal(parts.window.status.went) as went:
        parts.window.status.next_due.click()
    assert went.args[0] == Place("ticket", ticket.id) and parts.window.current_page() == "tickets"


def test_undo_and_redo_say_what(qtbot, parts):
    parts.desk.run(AddPhrase(text="亲，在的", code="zai"))
    qtbot.keyClick(parts.window, "z", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: parts.window.toast.text() == "Undone: new phrase")
    assert phrases.phrases(parts.store.reader) == []
    qtbot.keyClick(parts.window, "y", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: parts.window.toast.text() == "Done again: new phrase")
    assert len(phrases.phrases(parts.store.reader)) == 1


def test_two_quick_undos_take_two_steps(qtbot, parts):
    for code in ("a", "b", "c"):
        parts.desk.run(AddPhrase(text=code, code=code))
    for _press in range(2):
        qtbot.keyClick(parts.window, "z", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(phrases.phrases(parts.store.reader)) == 1)


def test_nothing_to_undo_is_said(qtbot, parts):
    parts.window.actions_table.of("undo").trigger()
    qtbot.waitUntil(lambda: parts.window.toast.text() == "There is no step left to undo.")


def test_an_undo_that_cannot_be_names_what_is_in_the_way(qtbot, parts):
    other = add_colleague(parts.desk, "阿泽", "lead")
    ticket = parts.desk.run(CreateTicket(type="exchange", title="换货")).result
    change = SetTicketField(ticket_ids=(ticket.id,), field="priority", value="3")
    parts.desk.post(change, agent_id=other).result()
    parts.window.actions_table.of("undo").trigger()
    qtbot.waitUntil(lambda: "cannot be undone" in parts.window.toast.text())
    assert f"ticket {ticket.number}" in parts.window.toast.text() and "new ticket" in parts.window.toast.text()


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_a_field_keeps_undo_only_while_it_has_something(qtbot, parts, kind):
    parts.desk.run(AddPhrase(text="亲", code="q"))
    field = kind(parts.window)
    field.setGeometry(200, 200, 200, 60)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, "z", Qt.KeyboardModifier.ControlModifier)
    text = field.text() if kind is QLineEdit else field.toPlainText()
    assert text == "" and len(phrases.phrases(parts.store.reader)) == 1
    qtbot.keyClick(field, "z", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: phrases.phrases(parts.store.reader) == [])


def test_a_notice_with_undo_takes_back(qtbot, parts):
    parts.desk.run(AddPhrase(text="亲", code="q"))
    parts.world.notices.say("<b>done</b>", undoable=True)
    assert parts.window.toast.text() == "<b>done</b>"
    parts.window.toast._button.click()
    qtbot.waitUntil(lambda: phrases.phrases(parts.store.reader) == [])


@pytest.mark.parametrize("page", ["home", "reception", "tickets", "orders"])
def test_a_notice_covers_nothing_that_is_pressed_or_written_in(qtbot, parts, page):
    parts.window.resize(1280, 720)
    made = parts.desk.run(heard("林小鹿_88")).result
    ticket = parts.desk.run(CreateTicket(type="exchange", title="换货", assignee_id=parts.desk.agent_id)).result
    window = parts.window
    for place in (Place("ticket", ticket.id), Place("conversation", made.conversation_id)):
        window.go(place)
    window.show_page(page)
    qtbot.waitUntil(lambda: not parts.window.showing.under_way)
    QApplication.processEvents()
    parts.world.notices.say("A sentence that is longer than the list is wide, and goes on and on. " * 2, undoable=True)
    toast = window.toast.geometry()
    assert window.rect().contains(toast) and window.toast.height() <= 120
    for kind in (QPushButton, QLineEdit, QPlainTextEdit, QTextEdit):
        for field in window.page(page).findChildren(kind):
            over = QRect(field.mapTo(window, QPoint(0, 0)), field.size())
            assert not field.isVisible() or not toast.intersects(over), field.accessibleName()


def test_a_refusal_is_a_sentence_and_a_bug_is_handed_on(qtbot, parts):
    parts.world.post(EditPhrase(phrase_id=1, text=" ", code=""))
    qtbot.waitUntil(lambda: parts.window.toast.text() != "")
    with qtbot.waitSignal(parts.window.bug):
        parts.world.notices.refuse(RuntimeError("x"))


def test_f6_goes_round_the_panels(qtbot, parts):
    parts.window.show_page("orders")
    qtbot.waitUntil(lambda: not parts.window.showing.under_way)
    seen = []
    for _press in range(4):
        qtbot.keyClick(parts.window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert None not in seen and len(set(map(id, seen))) >= 3
    before = QApplication.focusWidget()
    qtbot.keyClick(parts.window, Qt.Key.Key_F6)
    qtbot.keyClick(parts.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is before


def test_f1_lists_every_shortcut(qtbot, parts):
    qtbot.keyClick(parts.window, Qt.Key.Key_F1)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None and dialog.accessibleName() == "Keyboard shortcuts"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_theme_turns_and_is_remembered(parts):
    from ticketdesk.ui.theme import current_theme

    tool = parts.window.top.theme
    assert not current_theme().dark and "to dark" in tool.accessibleName()
    light = tool.icon().pixmap(18, 18).toImage()
    tool.click()
    assert current_theme().dark and "to light" in tool.accessibleName() and "to light" in tool.toolTip()
    assert tool.icon().pixmap(18, 18).toImage() != light
    parts.window.actions_table.of("theme").trigger()
    assert not current_theme().dark and "to dark" in tool.accessibleName()


def test_acts_need_their_right(qtbot, qapp, parts):
    rights = AGENT.permissions - {next(act.needs for act in ACTS if act.name == "import_orders")}
    table = Actions(parts.window.status, parts.world.keymap)
    table.allow(lambda right: right in rights)
    assert not table.of("import_orders").isEnabled() and table.of("new_ticket").isEnabled()
    for act in ACTS:
        parts.window.status.removeAction(table.of(act.name))


def test_places_lead_to_their_pages(qtbot, parts):
    made = parts.desk.run(heard("林小鹿_88")).result
    assert route(Place("conversation", made.conversation_id)).page == "reception"
    buyer = parts.store.reader.rows("SELECT id FROM buyer")[0][0]
    assert route(Place("buyer", buyer)) == ("buyers", Place("buyer", buyer))
    assert route(Place("nonsense", 5)) is None
    parts.window.go(Place("buyer", buyer))
    assert parts.window.current_page() == "buyers"
    parts.window.go(Place("buyer", 5))
    qtbot.waitUntil(lambda: parts.window.toast.text() != "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_every_language(qapp, tmp_path, clock, language):
    use_language(language)
    try:
        made = app.build(empty_store(tmp_path / "l.db"), clock=clock, fill=_shop)
        made.window.show()
        for page in ("home", "reception", "tickets", "orders"):
            made.window.show_page(page)
            assert made.window.current_page() == page
        said = {each.text() for each in made.window.findChildren(QAbstractButton)}
        assert {"en": "Reception", "zh_CN": "接待"}[language] in said
        made.close()
    finally:
        use_language("en")


def dialog_shown(qtbot):
    """Return the dialog that comes some turns after it was asked for."""
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    return QApplication.activeModalWidget()


def test_a_new_ticket_starts_from_what_is_shown(qtbot, parts):
    parts.desk.run(heard("林小鹿_88", "尺码偏小"))
    parts.window.show_page("reception")
    page = parts.window.page("reception")
    qtbot.waitUntil(lambda: page.chat.conversation() is not None)
    with qtbot.waitSignal(parts.world.new_ticket) as asked:
        qtbot.keyClick(parts.window, "n", Qt.KeyboardModifier.ControlModifier)
    assert asked.args[0].buyer_nick == "林小鹿_88" and asked.args[0].messages == 1
    dialog_shown(qtbot).close()


def test_a_new_ticket_from_home_is_blank(qtbot, parts):
    parts.window.show_page("home")
    qtbot.keyClick(parts.window, "n", Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_shown(qtbot)
    dialog.close()


def test_a_page_that_could_not_be_made_is_tried_anew(parts, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("ticketdesk.ui.pages.make_page", _broken)
        with pytest.raises(OSError, match="disk"):
            parts.window.page("orders")
    assert parts.window.page("orders") is parts.window.page("orders")


def test_a_page_half_made_for_one_agent_does_not_take_the_place_of_the_next_ones(parts):
    rooms = parts.window.rooms
    rooms.clear()
    begun = rooms.steps("reception")
    next(begun)
    rooms.clear()
    page = parts.window.page("reception")
    for _step in begun:
        pass
    assert parts.window.page("reception") is page


def test_pages_go_part_by_part_and_hear_of_changes_on_their_way(qtbot, parts):
    window, order = parts.window, []
    reception, orders, settings = (window.page(name) for name in ("reception", "orders", "settings"))
    talks = [parts.desk.run(heard(nick)).result for nick in ("云朵", "秋水")]
    assert talks
    settings.open_place(Place("settings.keys"))
    keys = settings._made["keys"].widget()
    qtbot.waitUntil(keys.complete)
    reception.list.select(next(iter(reception.list.model.ids())))
    assert reception.panes.open_beside()
    goes = {"pane": reception.panes.panels()[1], "reception": reception, "settings": settings, "orders": orders}
    goes["card"] = keys._groups[-1][0]
    for name, widget in goes.items():
        widget.destroyed.connect(partial(_note, order, name))
    window.rooms.clear()
    while len(order) < len(goes):
        parts.desk.run(heard(f"买家{len(order)}"))  # what goes hears of it, and nothing of it is gone already
        qtbot.wait(5)
    assert order.index("pane") < order.index("reception") and order.index("card") < order.index("settings")


def test_a_page_shown_while_the_window_is_hidden_is_painted_later(parts):
    parts.window.ground.setUpdatesEnabled(False)
    parts.window.hide()
    parts.window.show_page("orders")
    assert parts.window.ground.updatesEnabled()


def _note(order, name, *_what):
    order.append(name)


def _broken(*_args):
    raise OSError("disk")
