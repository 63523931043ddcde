"""A ticket that changes is read again a turn after its list; what is done to a chosen one is done to that one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.store.queries import tickets


def test_an_act_right_after_the_choice_is_done_to_the_chosen_ticket(page, make, qtbot, world):
    made = [make.ticket(str(n), assignee_id=None) for n in range(2)]
    page.list.show_view("unassigned")
    qtbot.waitUntil(lambda: len(page.list.model.ids()) == len(made))
    page.list.focus_table()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down)
    chosen = page.list.table.chosen_id()
    page.detail.claim.trigger()
    qtbot.waitUntil(lambda: tickets.detail(world.reader, chosen).row.assignee_id == world.agent_id)
    (other,) = set(made) - {chosen}
    assert tickets.detail(world.reader, other).row.assignee_id is None


def test_a_ticket_that_changes_is_read_again_a_turn_after_its_list(page, make, qtbot, world):
    ticket = make.ticket("换货")
    page.detail.show_ticket(ticket)
    read = []
    page.list.follow = lambda _changes: read.append("list")
    page.detail.follow = lambda _changes: read.append("ticket")
    world.changed.emit(Changes(1, "SetTicketState", {"ticket": (ticket,)}))
    assert read == ["list"]
    qtbot.waitUntil(lambda: "ticket" in read)


def test_a_ticket_that_ends_shows_how_it_is_opened_again(page, make, desk, qtbot):
    ticket = make.ticket("换货")
    page.detail.show_ticket(ticket)
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    qtbot.waitUntil(page.detail.reopen.isVisible)
    assert page.detail.ticket_id == ticket and not page.detail.reply.isVisible()
