"""The views of the tickets page and their counts."""

from __future__ import annotations

from ticketdesk.desk.commands.tickets import CancelTicket, SetTicketState
from ticketdesk.domain.moments import DAY, HOUR, day_start
from ticketdesk.store.queries import tickets
from ticketdesk.ui.tickets.list import ticket_views

KEYS = (
    "mine", "unassigned", "today", "overdue", "waiting", "done", "cancelled", "all", "type:exchange", "type:inquiry",
)  # fmt: skip


def listed(desk, key, now):
    return list(tickets.snapshot(desk.store.reader, ticket_views.view_of(key, desk.agent_id, now)))


def test_every_view_lists_what_it_counts(desk, make, clock):
    start = clock.now
    mine = [make.ticket("一"), make.ticket("二", type="exchange")]
    free = make.ticket("三", assignee_id=None)
    done, cancelled, waiting = make.ticket("四"), make.ticket("五"), make.ticket("六")
    desk.run(SetTicketState(ticket_ids=(done,), state="done"))
    desk.run(CancelTicket(ticket_id=cancelled, reason="重复"))
    desk.run(SetTicketState(ticket_ids=(waiting,), state="waiting_buyer"))
    for now in (start, start + 47 * HOUR, start + 49 * HOUR):
        counts = ticket_views.counts(desk.store.reader, desk.agent_id, now)
        assert {key: counts[key].n for key in KEYS} == {key: len(listed(desk, key, now)) for key in KEYS}
    assert set(listed(desk, "mine", start)) == {*mine, waiting}
    assert listed(desk, "unassigned", start) == [free]
    assert listed(desk, "done", start) == [done]
    assert listed(desk, "cancelled", start) == [cancelled]
    assert listed(desk, "waiting", start) == [waiting]


def test_today_holds_what_is_not_over_and_overdue_what_is(desk, make, clock):
    ticket = make.ticket(type="exchange")
    due = clock.now + 48 * HOUR
    morning = day_start(due) + 1
    assert listed(desk, "today", morning) == [ticket] and listed(desk, "overdue", morning) == []
    assert listed(desk, "today", due + 1000) == [] and listed(desk, "overdue", due + 1000) == [ticket]
    assert listed(desk, "today", morning - DAY) == []


def test_deadlines_order_open_views_and_the_last_change_ended_ones(desk, make):
    later = make.ticket("无时限")
    sooner = make.ticket("换货", type="exchange")
    assert listed(desk, "mine", 0) == [sooner, later]
    for ticket in (later, sooner):
        desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    assert listed(desk, "done", 0) == [sooner, later]
    asked = [ticket_views.order_of(key) for key in ("mine", "overdue", "done", "all")]
    assert asked == ["due", "due", "updated", "updated"]


def test_many_are_said_to_be_more_than_a_thousand():
    entries = ticket_views.entries({"overdue": ticket_views.Count(1000, True), "all": ticket_views.Count(3)})
    shown = {entry.key: (entry.text, entry.count, entry.level) for entry in entries}
    assert shown["overdue"] == ("Overdue (1000+)", None, "bad")
    assert shown["all"][1] == 3


def test_a_ticket_asked_for_is_found_in_a_view_that_holds_it(desk, make):
    other = make.colleague()
    made = [
        make.ticket(), make.ticket(assignee_id=None), make.ticket(assignee_id=other, type="complaint"), make.ticket()
    ]  # fmt: skip
    desk.run(SetTicketState(ticket_ids=(made[3],), state="done"))
    for ticket in made:
        row = ticket_views.tickets.rows(desk.store.reader, [ticket])[0]
        assert ticket in listed(desk, ticket_views.home_of(row, desk.agent_id), 0)
