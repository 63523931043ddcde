"""Title, demand and problem of a ticket are reworded in their dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from shiboken6 import isValid

from ticketdesk.desk.commands.ticket_words import RewordTicket
from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.store.queries import ticket_people, tickets
from ticketdesk.ui.tickets.acts.transfer_dialog import TransferDialog
from ticketdesk.ui.tickets.detail.event_views import ChangedView
from ticketdesk.ui.tickets.form.words_dialog import WordsDialog
from ticketdesk.ui.widgets.long_text import LongText


@pytest.fixture
def ticket(make):
    return make.ticket("换货", demand="换 L 码", description="码数不合适\n想换大一号")


def stands(world, ticket):
    found = tickets.detail(world.reader, ticket)
    return found.row.title, found.demand, found.description


def opened(panel, ticket, qtbot):
    panel.show_ticket(ticket)
    next(each for each in panel.actions() if each.objectName() == "ticket_words").trigger()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in panel.findChildren(WordsDialog)))
    return next(each for each in panel.findChildren(WordsDialog) if each.isVisible())


def field(dialog, key):
    return dialog.fields.editors[key]


def gone(dialog):
    return not isValid(dialog) or not dialog.isVisible()


def changes(panel):
    found = [each for each in panel.timeline.findChildren(ChangedView) if not each.isHidden()]
    return [next(part.text() for part in each.findChildren(QLabel) if part.text()) for each in found]


def test_words_are_changed_by_keys_and_stand_in_facts_and_timeline(qtbot, world, panel, ticket):
    dialog = opened(panel, ticket, qtbot)
    title = field(dialog, "title").widget
    assert dialog.focusWidget() is title and title.text() == "换货"
    title.selectAll()
    qtbot.keyClicks(title, "Exchange")
    qtbot.keyClick(title, Qt.Key.Key_Tab)
    demand = dialog.focusWidget()
    assert isinstance(demand, QPlainTextEdit) and demand.toPlainText() == "换 L 码"
    demand.setPlainText("换 XL 码")
    qtbot.keyClick(demand, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stands(world, ticket) == ("Exchange", "换 XL 码", "码数不合适\n想换大一号"))
    qtbot.waitUntil(lambda: gone(dialog))
    qtbot.waitUntil(lambda: panel.head.title.text() == "Exchange")
    assert "换 XL 码" in {each.text() for each in panel.facts.findChildren(LongText)}
    qtbot.waitUntil(lambda: any("changed the title 换货 → Exchange" in line for line in changes(panel)))
    assert any("changed the demand 换 L 码 → 换 XL 码" in line for line in changes(panel))


def test_who_writes_what_a_colleague_wrote_meanwhile_is_told_beside_it(qtbot, world, panel, desk, ticket):
    dialog = opened(panel, ticket, qtbot)
    desk.run(RewordTicket(ticket_id=ticket, words=(("demand", "退款"),)))
    field(dialog, "demand").set_text("补一件")
    field(dialog, "title").set_text("补发")
    dialog.save.click()

    def said():
        return [each.text() for each in dialog.fields.findChildren(QLabel) if each.isVisible()]

    qtbot.waitUntil(lambda: any("“退款”" in each for each in said()))
    assert stands(world, ticket)[:2] == ("换货", "退款") and field(dialog, "demand").text() == "补一件"
    dialog.save.click()
    qtbot.waitUntil(lambda: stands(world, ticket)[:2] == ("补发", "补一件"))


def test_an_empty_title_is_said_and_unchanged_words_post_nothing(qtbot, world, panel, ticket):
    dialog = opened(panel, ticket, qtbot)
    field(dialog, "title").set_text(" ")
    dialog.save.click()
    qtbot.waitUntil(lambda: any("no title" in each.text() for each in dialog.fields.findChildren(QLabel)))
    field(dialog, "title").set_text("换货")
    version = tickets.detail(world.reader, ticket).row.version
    dialog.save.click()
    qtbot.waitUntil(lambda: gone(dialog))
    assert tickets.detail(world.reader, ticket).row.version == version


def test_at_offers_colleagues_who_are_called_by_it(qtbot, world, make, panel, ticket):
    colleague = make.colleague("阿泽")
    dialog = opened(panel, ticket, qtbot)
    text = field(dialog, "description").widget
    text.setFocus()
    text.setPlainText("")
    text.insertPlainText("请 @")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in dialog.names))
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.toPlainText() == "请 @阿泽 "
    dialog.save.click()
    qtbot.waitUntil(lambda: len(ticket_people.mentions(world.reader, colleague)) == 1)


def test_an_ended_ticket_says_why_its_words_stay(qtbot, world, panel, desk, ticket):
    desk.run(CancelTicket(ticket_id=ticket, reason="买家不换了"))
    panel.show_ticket(ticket)
    said = []
    world.notices.said.connect(lambda text, *_more: said.append(text))
    next(each for each in panel.actions() if each.objectName() == "ticket_words").trigger()
    assert said and "ended" in said[0] and panel.head.words.isHidden()
    assert not panel.findChildren(WordsDialog)


def test_a_transfer_and_a_new_ticket_call_by_name(qtbot, world, make, panel, dialog, ticket):
    colleague = make.colleague("阿泽")
    other = make.colleague("小满二")
    handing = TransferDialog(world, tickets.detail(world.reader, ticket).row, panel, to=other)
    handing.open()
    handing.note.setFocus()
    handing.note.insertPlainText("@")
    qtbot.waitUntil(handing.note.names.isVisible)
    qtbot.keyClick(handing.note, Qt.Key.Key_Down)
    handing.note.setPlainText("@阿泽 一起看")
    handing.hand.click()
    qtbot.waitUntil(lambda: [each.text for each in ticket_people.mentions(world.reader, colleague)] == ["@阿泽 一起看"])
    new = dialog()
    new.form.description.setFocus()
    new.form.description.insertPlainText("找 @")
    qtbot.waitUntil(new.form.names.isVisible)
