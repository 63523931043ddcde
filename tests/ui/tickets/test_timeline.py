"""The detail of a ticket is made once: it shows one ticket after another, long ones a little at a time."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import SetTicketField
from ticketdesk.store.queries import tickets
from ticketdesk.ui.tickets.detail.detail_facts import DetailFacts
from ticketdesk.ui.tickets.detail.event_views import ChangedView, SpokenView
from ticketdesk.ui.tickets.detail.timeline import PAGE, Timeline


@pytest.fixture
def timeline(qtbot, world):
    made = Timeline(world)
    qtbot.addWidget(made)
    made.resize(420, 400)
    made.show()
    return made


def shown(widget):
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.text()]


def views(timeline):
    found = [*timeline.findChildren(SpokenView), *timeline.findChildren(ChangedView)]
    return [each for each in found if not each.isHidden()]


def said(timeline):
    inside = sorted(views(timeline), key=lambda each: each.y())
    return [text for each in inside for text in shown(each) if text.startswith("note")]


def events_of(world, ticket):
    return tickets.detail(world.reader, ticket).events


@pytest.fixture
def long_one(desk, make):
    ticket = make.ticket("long")
    for n in range(PAGE + 8):
        desk.run(NoteOnTicket(ticket_id=ticket, text=f"note {n:02d}"))
    return ticket


def test_a_long_ticket_shows_its_end_at_once_and_a_page_of_it_soon(qtbot, world, timeline, long_one):
    events = events_of(world, long_one)
    timeline.show_events(events, fresh=True, ticket=long_one)
    assert 0 < len(views(timeline)) < PAGE
    assert timeline._older.text() == "Show earlier lines"
    qtbot.waitUntil(lambda: len(views(timeline)) == PAGE)
    bar = timeline.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    assert said(timeline) == [f"note {n:02d}" for n in range(8, PAGE + 8)]
    timeline._older.click()
    qtbot.waitUntil(lambda: said(timeline) == [f"note {n:02d}" for n in range(PAGE + 8)])
    assert timeline._older.isHidden() and len(events) == PAGE and len(views(timeline)) == PAGE + 9


def test_who_reads_further_up_is_not_moved_by_what_comes_above(qtbot, world, timeline, long_one):
    bar = timeline.verticalScrollBar()
    timeline.show_events(events_of(world, long_one), fresh=True)
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    bar.setValue(bar.maximum() - 100)
    qtbot.waitUntil(lambda: len(views(timeline)) == PAGE)
    qtbot.waitUntil(lambda: bar.maximum() - bar.value() == 100 and bar.maximum() > 2_000)


def test_another_ticket_shows_only_its_own_events_in_the_same_widgets(qtbot, world, desk, make, timeline, long_one):
    timeline.show_events(events_of(world, long_one), fresh=True)
    before = set(views(timeline))
    other = make.ticket("short")
    desk.run(SetTicketField(ticket_ids=(other,), field="priority", value="3"))
    desk.run(ReplyOnTicket(ticket_id=other, text="note to the buyer"))
    timeline.show_events(events_of(world, other), fresh=True)
    qtbot.waitUntil(lambda: len(views(timeline)) == 3)
    assert {each for each in views(timeline) if isinstance(each, SpokenView)} <= before
    assert said(timeline) == ["note to the buyer"]
    timeline.show_events(events_of(world, long_one), fresh=True)
    qtbot.waitUntil(lambda: len(views(timeline)) == PAGE)
    assert "note to the buyer" not in shown(timeline)


def test_an_event_comes_below_while_older_ones_are_still_made(qtbot, world, desk, timeline, long_one):
    timeline.show_events(events_of(world, long_one), fresh=True)
    desk.run(NoteOnTicket(ticket_id=long_one, text="note zz"))
    timeline.show_events(events_of(world, long_one), fresh=False)
    qtbot.waitUntil(lambda: len(views(timeline)) == PAGE + 1)
    assert said(timeline) == [*(f"note {n:02d}" for n in range(8, PAGE + 8)), "note zz"]


def test_facts_of_one_ticket_leave_nothing_to_the_next(qtbot, world, make):
    facts = DetailFacts(world)
    qtbot.addWidget(facts)
    facts.show()
    first = tickets.detail(world.reader, make.ticket("a", buyer_nick="林", contact="13800138000", product="衬衫"))
    second = tickets.detail(world.reader, make.ticket("b", buyer_nick="", demand="退款"))
    facts.show_ticket(first, conversation=True)
    assert "林" in shown(facts) and "衬衫" in shown(facts) and not facts._go.isHidden()
    tall = facts.sizeHint().height()
    facts.show_ticket(second, conversation=False)
    assert shown(facts) == ["Demand", "退款"]
    assert facts.sizeHint().height() < tall
    facts.show_ticket(first, conversation=False)
    assert facts._go.isHidden() and "退款" not in shown(facts)
    facts.show_ticket(tickets.detail(world.reader, make.ticket("c", buyer_nick="")), conversation=False)
    assert facts.isHidden()
