"""The chain of a ticket in the window: its line among the facts, the dialog of all steps, what moves it on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ticketdesk.desk.commands.deadlines import NoteStart, RecordLapses
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.store.queries import tickets
from ticketdesk.ui.reception.ticket_banner import TicketBanner
from ticketdesk.ui.tickets.acts.chain_dialog import ChainDialog
from ticketdesk.ui.tickets.acts.chain_form import AGREE, CORRECT, NOTE


def opened(page, ticket):
    page.detail.show_ticket(ticket)
    page.detail.show_deadlines()
    return page.detail.findChild(ChainDialog)


def texts(widget):
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]


def due(world, ticket):
    row = tickets.rows(world.reader, [ticket])[0]
    return row.due_at, row.due_rule


def pick(dialog, kind, name):
    dialog.form.kinds.set_current(kind)
    dialog.form._turn(kind)
    dialog.form.subject.setCurrentIndex(dialog.form.subject.findData(name))
    dialog.form._begin()


def test_the_facts_say_who_must_act_and_what_a_lapse_does(page, make):
    page.detail.show_ticket(make.ticket(type="exchange"))
    words = " ".join(texts(page.detail.facts))
    assert "The shop: Answer the exchange that was applied for" in words
    assert "If the time runs out: It counts as agreed" in words
    page.detail.show_ticket(make.ticket(type="complaint"))
    assert "If the time runs out" not in " ".join(texts(page.detail.facts))


def test_every_step_says_who_when_what_follows_and_by_which_rule(page, make):
    dialog = opened(page, make.ticket(type="exchange"))
    (step,) = dialog.steps
    words = texts(step)
    assert "Running" in step.findChildren(type(step._left))[0].text() + " ".join(words)
    assert "The shop: Answer the exchange that was applied for" in words
    assert any(line.startswith("Next: The buyer: Send the goods back") for line in words)
    assert any("KS-EXCH-48H" in line and "confidence" in line for line in words)
    assert "left" in step._left.text()


def test_what_happened_is_noted_by_the_keyboard_and_can_be_taken_back(page, world, desk, make, clock, qtbot):
    clock.now += 3 * HOUR
    ticket = make.ticket(type="exchange")
    before = due(world, ticket)
    clock.now += 2 * HOUR
    dialog = opened(page, ticket)
    pick(dialog, NOTE, "agreed")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: due(world, ticket)[1] == "KS-EXCH-10D")
    qtbot.waitUntil(lambda: len(dialog.steps) == 2)
    assert "buyer_shipped" in [each.name for each in dialog.form._offers[NOTE]]
    desk.undo().result()
    assert due(world, ticket) == before
    qtbot.waitUntil(lambda: len(dialog.steps) == 1)


def test_a_start_is_corrected_and_the_chain_counts_anew(page, world, make, clock, qtbot):
    ticket = make.ticket(type="exchange")
    first = due(world, ticket)[0]
    dialog = opened(page, ticket)
    pick(dialog, CORRECT, "applied")
    earlier = (clock.now - 5 * HOUR) // MINUTE * MINUTE
    dialog.form.set_at(earlier)
    assert dialog.form.at() == earlier
    dialog._keep()
    qtbot.waitUntil(lambda: due(world, ticket)[0] == earlier + 48 * HOUR)
    assert first != earlier + 48 * HOUR


def test_a_moment_to_come_is_refused_in_words_and_nothing_is_written(page, world, make, clock, qtbot):
    ticket = make.ticket(type="exchange")
    before = due(world, ticket)
    dialog = opened(page, ticket)
    told = []
    world.notices.refused.connect(told.append)
    pick(dialog, NOTE, "agreed")
    dialog.form.set_at(clock.now + DAY)
    dialog._keep()
    qtbot.waitUntil(lambda: bool(told))
    assert due(world, ticket) == before and dialog.keep.isEnabled()


def test_an_end_is_offered_for_agreement_only_where_the_rule_lets_it(page, make):
    dialog = opened(page, make.ticket(type="exchange"))
    assert not dialog.form._offers[AGREE]


def test_a_lapse_and_what_it_began_stand_in_the_chain(page, world, desk, make, clock):
    ticket = make.ticket(type="exchange")
    clock.now += 49 * HOUR
    desk.of_itself(RecordLapses()).result()
    dialog = opened(page, ticket)
    assert len(dialog.steps) == 2
    assert any(line.startswith("End of the step before") for line in texts(dialog.steps[1]))
    assert any(line.startswith("Time ran out on") for line in texts(page.detail.timeline))


def test_an_ended_ticket_shows_its_chain_and_takes_nothing_more(page, desk, make, clock):
    ticket = make.ticket(type="exchange")
    desk.run(NoteStart(ticket_id=ticket, event="agreed", at=clock.now))
    for state in ("in_progress", "done"):
        desk.run(SetTicketState(ticket_ids=(ticket,), state=state))
    dialog = opened(page, ticket)
    assert len(dialog.steps) == 2
    assert not dialog.form.isVisibleTo(dialog) and not dialog.keep.isEnabled()


def test_the_banner_over_a_conversation_names_who_must_act_and_what_is_left(qtbot, world, make, clock):
    banner = TicketBanner(world)
    qtbot.addWidget(banner)
    ticket = make.ticket(type="exchange")
    banner.show_tickets(tickets.rows(world.reader, [ticket]), clock.now)
    said = banner.banner.accessibleName()
    assert "The shop: " in said and " left" in said
    banner.show_tickets(tickets.rows(world.reader, [make.ticket(type="complaint")]), clock.now)
    assert "The shop" not in banner.banner.accessibleName()


def test_a_type_without_rules_says_so(page, make):
    dialog = opened(page, make.ticket(type="complaint"))
    assert any("No rule sets a deadline" in line for line in texts(dialog))


def test_what_a_lapse_brings_about_is_carried_out_by_its_button_and_taken_back(page, world, desk, make, clock, qtbot):
    ticket = make.ticket(type="exchange")
    clock.now += 48 * HOUR
    desk.of_itself(RecordLapses()).result()
    dialog = opened(page, ticket)
    first = dialog.steps[0]
    assert any(line.startswith("To be carried out: ") for line in texts(first)) and not first.carry.isHidden()
    first.carry.setFocus()
    qtbot.keyClick(first.carry, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.steps[0].carry.isHidden())
    assert any(line.startswith("Carried out: ") for line in texts(dialog.steps[0]))
    desk.undo().result()
    qtbot.waitUntil(lambda: not dialog.steps[0].carry.isHidden())
