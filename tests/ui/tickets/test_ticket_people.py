"""Calling a colleague by name in a note, watching a ticket, and how both are told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ticketdesk.desk.commands.ticket_people import WatchTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.domain.next_item import NextKind
from ticketdesk.store.queries import agents, next_items, ticket_people
from ticketdesk.ui.home.errands import ErrandCard
from ticketdesk.ui.next_words import why
from ticketdesk.ui.tickets.detail.reply_box import NOTE
from ticketdesk.ui.world import Place


def my_name(world):
    return agents.actor(world.reader, world.agent_id).name


def noting(page, ticket):
    """The page with a note begun on a ticket."""
    page.open_place(Place("ticket", ticket))
    page.detail.reply.modes.set_current(NOTE)
    page.detail.reply.modes.chosen.emit(NOTE)
    page.detail.reply.text.setFocus()
    return page.detail.reply


def called_here(page, world, make, desk, qtbot):
    """A ticket in which a colleague calls the agent, shown."""
    other = make.colleague("阿泽")
    ticket = make.ticket()
    desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{my_name(world)} 库存够吗"), agent_id=other)
    page.open_place(Place("ticket", ticket))
    qtbot.waitUntil(lambda: not page.detail.called.isHidden())
    return ticket


def test_typing_at_offers_colleagues_and_enter_writes_the_name(page, world, make, qtbot):
    other = make.colleague("阿泽")
    make.colleague("阿青")
    reply = noting(page, make.ticket())
    qtbot.keyClicks(reply.text, "@")
    assert reply.names is not None and not reply.names.isHidden()
    assert my_name(world) not in reply.names.model.stringList()
    reply.text.insertPlainText("阿泽")
    assert reply.names.isHidden()  # written whole: nothing is left to offer
    reply.text.setPlainText("请 ")
    reply.text.moveCursor(reply.text.textCursor().MoveOperation.End)
    reply.text.insertPlainText("@阿")
    assert reply.names.model.stringList() == ["阿泽", "阿青"]
    qtbot.keyClick(reply.text, Qt.Key.Key_Down)
    qtbot.keyClick(reply.text, Qt.Key.Key_Up)
    qtbot.keyClick(reply.text, Qt.Key.Key_Return)
    assert reply.text.toPlainText() == "请 @阿泽 "
    assert reply.names.isHidden()
    reply.post()
    qtbot.waitUntil(lambda: len(ticket_people.mentions(world.reader, other)) == 1)


def test_escape_leaves_the_list_and_the_sign_opens_it_no_more(page, make, qtbot):
    make.colleague("阿泽")
    reply = noting(page, make.ticket())
    qtbot.keyClicks(reply.text, "@")
    qtbot.keyClick(reply.text, Qt.Key.Key_Escape)
    assert reply.names.isHidden()
    reply.text.insertPlainText("阿")
    assert reply.names.isHidden()
    reply.text.insertPlainText(" @")
    assert not reply.names.isHidden()


def test_a_reply_to_the_buyer_offers_nobody(page, make, qtbot):
    make.colleague("阿泽")
    reply = noting(page, make.ticket())
    reply.turn_mode()
    qtbot.keyClicks(reply.text, "@")
    assert reply.names.isHidden()


def test_the_called_one_sees_who_asks_and_is_done_by_a_key(page, world, make, desk, qtbot):
    called_here(page, world, make, desk, qtbot)
    assert "阿泽" in page.detail.called.accessibleDescription()
    page.detail.mention_done.trigger()
    qtbot.waitUntil(page.detail.called.isHidden)
    assert ticket_people.mentions(world.reader, world.agent_id) == []
    desk.undo().result()
    qtbot.waitUntil(lambda: not page.detail.called.isHidden())


def test_the_view_of_calls_holds_it_until_it_is_done(page, world, make, desk, qtbot):
    ticket = called_here(page, world, make, desk, qtbot)
    make.ticket("别的")
    page.views.chosen.emit("called")
    qtbot.waitUntil(lambda: list(page.list.model.ids()) == [ticket])
    page.detail.show_ticket(ticket)
    page.detail.called.finish()
    qtbot.waitUntil(lambda: list(page.list.model.ids()) == [])


def test_next_takes_up_a_call_and_home_shows_it(page, world, make, desk, qtbot):
    ticket = called_here(page, world, make, desk, qtbot)
    (item,) = next_items.of_mentions(world.reader, world.agent_id)
    assert (item.kind, item.leads_to) == (NextKind.MENTION, ("ticket", ticket))
    assert "库存够吗" in why(item, world.clock())
    card = ErrandCard(world)
    qtbot.addWidget(card)
    names = [each.accessibleName() for row in card.rows for each in row.findChildren(type(page.detail.reply.send))]
    assert any("库存够吗" in name for name in names)


def test_the_chip_watches_and_the_key_ends_it(page, world, make, qtbot):
    ticket = make.ticket()
    page.open_place(Place("ticket", ticket))
    chip = page.detail.head.watching
    chip.options()[0].trigger()
    qtbot.waitUntil(lambda: bool(ticket_people.watchers(world.reader, ticket)))
    qtbot.waitUntil(lambda: "1" in chip.accessibleName())
    page.views.chosen.emit("watched")
    qtbot.waitUntil(lambda: list(page.list.model.ids()) == [ticket])
    page.detail.show_ticket(ticket)
    page.detail.watch.trigger()
    qtbot.waitUntil(lambda: ticket_people.watchers(world.reader, ticket) == [])


def test_a_colleague_is_made_to_watch(page, world, make, qtbot):
    other = make.colleague("阿泽")
    ticket = make.ticket()
    page.open_place(Place("ticket", ticket))
    line = next(each for each in page.detail.head.watching.options() if "阿泽" in each.text())
    line.trigger()
    qtbot.waitUntil(lambda: [each.agent_id for each in ticket_people.watchers(world.reader, ticket)] == [other])


@pytest.mark.usefixtures("qapp")
def test_news_of_a_watched_ticket_are_seen_by_looking_at_it(page, world, make, desk, clock, qtbot):
    other = make.colleague("阿泽")
    ticket = make.ticket()
    desk.run(WatchTicket(ticket_id=ticket, agent_ids=(world.agent_id,)))
    clock.now += 1_000
    desk.run(NoteOnTicket(ticket_id=ticket, text="已问仓库"), agent_id=other)
    assert [key for key, _, _ in ticket_people.unseen(world.reader, world.agent_id)] == [ticket]
    page.show()
    page.open_place(Place("ticket", ticket))
    qtbot.waitUntil(lambda: ticket_people.unseen(world.reader, world.agent_id) == [])


def test_a_call_behind_an_emoji_is_written_in_its_place(page, world, make, qtbot):
    make.colleague("阿泽")
    reply = noting(page, make.ticket())
    reply.text.setPlainText("😀😀 看看")
    reply.text.moveCursor(reply.text.textCursor().MoveOperation.End)
    reply.text.insertPlainText("@阿")
    assert reply.names is not None and reply.names.model.stringList() == ["阿泽"]
    qtbot.keyClick(reply.text, Qt.Key.Key_Return)
    assert reply.text.toPlainText() == "😀😀 看看@阿泽 "
    reply.text.insertPlainText("😀")
    assert reply.names.isHidden()
