"""What merging, links, types, views and the fields of a type left in the log, in words."""

from __future__ import annotations

import pytest

from tests.ui.people.test_audit import rows
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.ticket_checks import AddCheck, TickCheck
from ticketdesk.desk.commands.ticket_links import LinkTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.desk.commands.ticket_types import RetireTicketType, SaveTicketType
from ticketdesk.desk.commands.ticket_values import SetTicketValue
from ticketdesk.desk.commands.ticket_views import SaveTicketView
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.ticket_types import FieldKind, OwnField
from ticketdesk.ui.settings.audit.section import AuditSection


@pytest.fixture
def section(qtbot, world, desk):
    made = AuditSection(world)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    return made


def spoken(qtbot, section, what):
    """Every line of the newest act that is called ``what``, and what its row says it was about."""
    qtbot.waitUntil(lambda: what in [row[2] for row in rows(section)])
    place = [row[2] for row in rows(section)].index(what)
    section.table.setCurrentIndex(section.model.index(place, 0))
    section.detail.words()
    inner = section.detail._area.widget()
    return [each.accessibleName() for each in inner.findChildren(type(inner))], rows(section)[place][3]


def ticket(desk, title="衬衫", kind="exchange"):
    return desk.run(CreateTicket(type=kind, title=title)).result


def test_the_field_of_a_type_is_called_by_its_name_and_its_value_said_as_it_is_read(qtbot, section, desk):
    made = ticket(desk, kind="refund_only")
    desk.run(SetTicketValue(ticket_id=made.id, own=(("refund_amount", "12.80"), ("both_agree", "yes"))))
    lines, about = spoken(qtbot, section, "fields of a ticket")
    assert not [line for line in lines if line.startswith("Text")]  # what the timeline keeps of it is no sentence
    assert {"Amount of the refund: 12.80", "Both sides have come to terms: yes"} <= set(lines)
    assert made.number in about
    desk.run(SetTicketValue(ticket_id=made.id, own=(("refund_amount", "9"),)))
    qtbot.waitUntil(lambda: [row[2] for row in rows(section)][:2] == ["fields of a ticket"] * 2)
    lines, _about = spoken(qtbot, section, "fields of a ticket")
    assert "Amount of the refund: 12.80 → 9.00" in lines


def test_a_field_about_people_shows_only_that_it_was_filled(qtbot, section, desk):
    made = ticket(desk, kind="change_address")
    desk.run(SetTicketValue(ticket_id=made.id, own=(("new_address", "春风路 9 号"),)))
    lines, _about = spoken(qtbot, section, "fields of a ticket")
    assert any(line.startswith("New address: *") for line in lines) and "春风路" not in "\n".join(lines)


def test_a_field_that_its_type_lost_keeps_the_name_it_was_shipped_with(qtbot, section, desk):
    made = ticket(desk, kind="refund_only")
    desk.run(SetTicketValue(ticket_id=made.id, own=(("refund_amount", "12.80"),)))
    desk.run(SaveTicketType(type_key="refund_only", type_name="Refund only"))
    lines, _about = spoken(qtbot, section, "fields of a ticket")
    assert "Amount of the refund: 12.80" in lines


def test_a_ticked_item_is_said_and_who_ticked_it(qtbot, section, desk):
    made = ticket(desk)
    item = desk.run(AddCheck(ticket_id=made.id, text="回电话")).result
    desk.run(TickCheck(ticket_id=made.id, check_id=item, done=True))
    lines, _about = spoken(qtbot, section, "item of a checklist")
    assert {"Done: yes", "Text: 回电话", "Done by: 小满"} <= set(lines)


def test_a_merge_names_the_winner_and_where_the_loser_went(qtbot, section, desk):
    winner, loser = ticket(desk), ticket(desk, "衬衫 2")
    desk.run(MergeTickets(winner_id=winner.id, loser_ids=(loser.id,), across_buyers=True))
    lines, about = spoken(qtbot, section, "merged tickets")
    assert "Of different buyers: yes" in lines and winner.number in about
    assert any(line.startswith(f"Merged into: {winner.number}") for line in lines)


def test_a_link_says_how_two_tickets_belong_together(qtbot, section, desk):
    child, parent = ticket(desk), ticket(desk, "衬衫 2")
    desk.run(LinkTickets(ticket_ids=(child.id, parent.id), kind="parent"))
    lines, _about = spoken(qtbot, section, "linked tickets")
    assert lines.count("Kind: Parent") == 2  # as it was told, and the row that came of it
    assert any(line.startswith(f"Ticket: {child.number}") for line in lines)
    assert any(line.startswith(f"Linked with: {parent.number}") for line in lines)


def test_a_type_is_said_by_its_name_its_fields_and_its_checklist(qtbot, section, desk):
    fields = (OwnField(key="", name="刻字内容", kind=FieldKind.TEXT), OwnField(key="", name="Reason"))
    key = desk.run(SaveTicketType(type_name="刻字", form_fields=fields, checklist=("拍照", "寄出"), priority=3)).result
    lines, about = spoken(qtbot, section, "type of tickets")
    assert {"Name of the type: 刻字", "Fields: 刻字内容, Reason", "Checklist: 拍照, 寄出", "Priority: High"} <= set(
        lines
    )
    assert about == "刻字" and "own-" not in "\n".join(lines)
    desk.run(RetireTicketType(type_key=key))
    lines, about = spoken(qtbot, section, "type of tickets no longer offered")
    assert about == "刻字" and {"Type of tickets: 刻字", "No longer offered: yes"} <= set(lines)


def test_a_view_and_suspending_say_what_they_were_told(qtbot, section, desk, clock):
    made = ticket(desk)
    desk.run(SaveTicketView(view_name="急件", query="priority:high", shared=True))
    lines, about = spoken(qtbot, section, "saved view of tickets")
    assert about == "急件" and {
        "For everybody of the shop: yes",
        "Search: priority:high",
        "Name of the view: 急件",
    } <= set(lines)
    desk.run(SuspendTicket(ticket_ids=(made.id,), until=clock() + 3 * 86_400_000))
    lines, _about = spoken(qtbot, section, "suspended ticket")
    told = [line for line in lines if line.startswith("Comes back: ")]
    assert len(told) == 2 and told[0] == told[1] and not told[0].removeprefix("Comes back: ").isdecimal()


def test_the_kinds_of_the_filter_find_them(qtbot, section, desk):
    desk.run(SaveTicketView(view_name="急件", query="priority:high"))
    section.filters.kind.setCurrentIndex(section.filters.kind.findData("views"))
    qtbot.waitUntil(lambda: [row[2] for row in rows(section)] == ["saved view of tickets"])
