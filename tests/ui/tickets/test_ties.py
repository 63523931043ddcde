"""Merging, splitting, linking and checking off in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QMessageBox, QPushButton

from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.ticket_checks import AddCheck
from ticketdesk.desk.commands.ticket_links import LinkTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState
from ticketdesk.store.queries import ticket_ties, tickets
from ticketdesk.ui.tickets.acts.move_dialogs import SplitDialog, TakeOutDialog
from ticketdesk.ui.tickets.acts.tie_dialogs import LinkDialog, MergeDialog
from ticketdesk.ui.tickets.detail.event_views import ChangedView, SpokenView
from ticketdesk.ui.widgets.buttons import IconButton


def detail(world, ticket):
    return tickets.detail(world.reader, ticket)


def lines(panel):
    found = [*panel.timeline.findChildren(SpokenView), *panel.timeline.findChildren(ChangedView)]
    inside = sorted((each for each in found if not each.isHidden()), key=lambda each: each.y())
    return [[part.text() for part in each.findChildren(QLabel) if part.isVisible() and part.text()] for each in inside]


def named(part, kind, name):
    return next(each for each in part.findChildren(kind) if each.accessibleName() == name and not each.isHidden())


def dialog(qtbot, panel, kind):
    qtbot.waitUntil(lambda: any(each.isVisible() for each in panel.findChildren(kind)))
    return next(each for each in panel.findChildren(kind) if each.isVisible())


def act(panel, name):
    next(each for each in panel.actions() if each.objectName() == name).trigger()


def test_tickets_of_one_buyer_are_merged_by_a_tick_and_ctrl_enter(qtbot, world, make, panel):
    winner, loser = make.ticket("一"), make.ticket("二")
    panel.show_ticket(winner)
    act(panel, "merge_tickets")
    opened = dialog(qtbot, panel, MergeDialog)
    assert not opened.act.isEnabled()
    opened.pick._boxes[0][1].setChecked(True)
    qtbot.waitUntil(opened.act.isEnabled)
    qtbot.keyClick(opened.pick.numbers, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: detail(world, loser).merged_into == winner)
    qtbot.waitUntil(lambda: any("merged" in " ".join(line) for line in lines(panel)))
    opens = f"Open ticket {detail(world, loser).row.number}"
    qtbot.waitUntil(lambda: opens in {each.accessibleName() for each in panel.ties.findChildren(QPushButton)})


@pytest.mark.parametrize(("written", "stays"), [("shown", "this"), ("other", "this"), ("other", "other")])
def test_who_merges_a_ticket_that_changed_meanwhile_is_told_which_and_how_it_stands(
    qtbot, world, make, panel, desk, written, stays
):
    ids = {"shown": make.ticket("一"), "other": make.ticket("二")}
    panel.show_ticket(ids["shown"])
    act(panel, "merge_tickets")
    opened = dialog(qtbot, panel, MergeDialog)
    opened.pick._boxes[0][1].setChecked(True)
    opened.stays.set_current(stays)
    desk.run(SetTicketState(ticket_ids=(ids[written],), state="in_progress"), agent_id=make.colleague())
    opened.act.click()
    qtbot.waitUntil(opened.choosing.why.isVisible)
    told = opened.choosing.why.text()
    assert told.startswith(f"{detail(world, ids[written]).row.number}: 阿泽") and "“In progress”" in told
    assert not any(detail(world, key).merged_into for key in ids.values())
    opened.act.click()
    winner, loser = ("shown", "other") if stays == "this" else ("other", "shown")
    qtbot.waitUntil(lambda: detail(world, ids[loser]).merged_into == ids[winner])


def test_the_other_ticket_stays_where_that_is_chosen(qtbot, world, make, panel):
    shown, other = make.ticket("一"), make.ticket("二")
    panel.show_ticket(shown)
    act(panel, "merge_tickets")
    opened = dialog(qtbot, panel, MergeDialog)
    opened.pick.numbers.setText(detail(world, other).row.number.lower())
    opened.stays.set_current("other")
    opened.choosing.weigh()
    with qtbot.waitSignal(world.go) as gone:
        opened.act.click()
    assert gone.args[0].id == other and detail(world, shown).merged_into == other


def test_tickets_of_two_buyers_are_merged_after_a_question(qtbot, world, make, panel):
    one, other = make.ticket("一"), make.ticket("二", buyer_nick="秋水")
    panel.show_ticket(one)
    act(panel, "merge_tickets")
    opened = dialog(qtbot, panel, MergeDialog)
    opened.pick.numbers.setText("T-000000-999")
    assert not opened.act.isEnabled()
    opened.pick.numbers.setText(detail(world, other).row.number)
    opened.act.click()
    qtbot.waitUntil(lambda: not opened.meant.isHidden())
    assert not opened.act.isEnabled() and detail(world, other).merged_into is None
    opened.meant.setChecked(True)
    opened.act.click()
    qtbot.waitUntil(lambda: detail(world, other).merged_into == one)


def test_a_merged_ticket_shows_the_way_to_the_one_it_is_part_of(qtbot, world, desk, make, panel):
    winner, loser = make.ticket("一"), make.ticket("二")
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    panel.show_ticket(loser)
    assert panel.reopen.isHidden() and panel.winner.isVisible()
    with qtbot.waitSignal(world.go) as gone:
        panel.winner.click()
    assert gone.args[0].id == winner


def test_what_was_written_meanwhile_is_asked_for_when_a_ticket_is_taken_out(qtbot, world, desk, make, panel):
    winner, loser = make.ticket("一"), make.ticket("二")
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    for word in ("留下", "带走"):
        desk.run(NoteOnTicket(ticket_id=winner, text=word))
    panel.show_ticket(winner)
    named(panel.ties, QPushButton, f"Take {detail(world, loser).row.number} out again").click()
    opened = dialog(qtbot, panel, TakeOutDialog)
    boxes = [box for _, box in opened.lines.boxes]
    assert [box.isChecked() for box in boxes] == [False, False]
    boxes[1].setChecked(True)
    opened.act.click()
    qtbot.waitUntil(lambda: detail(world, loser).merged_into is None)
    texts = [line.text for line in detail(world, loser).events if line.kind == "note"]
    assert texts == ["带走"]


def test_a_split_moves_what_is_ticked_and_opens_the_new_ticket(qtbot, world, desk, make, panel):
    ticket = make.ticket("一")
    desk.run(NoteOnTicket(ticket_id=ticket, text="另一件事"))
    panel.show_ticket(ticket)
    act(panel, "split_ticket")
    opened = dialog(qtbot, panel, SplitDialog)
    assert not opened.act.isEnabled()
    opened.lines.boxes[0][1].setChecked(True)
    opened.name.setText("新单")
    with qtbot.waitSignal(world.go) as gone:
        qtbot.keyClick(opened, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made = detail(world, gone.args[0].id)
    assert made.row.title == "新单" and [line.text for line in made.events if line.kind == "note"] == ["另一件事"]


def test_links_are_made_shown_and_taken_away(qtbot, world, make, panel):
    child, top = make.ticket("子"), make.ticket("父")
    panel.show_ticket(child)
    act(panel, "link_tickets")
    opened = dialog(qtbot, panel, LinkDialog)
    opened.pick._boxes[0][1].setChecked(True)
    opened.kind.set_current("parent")
    opened.act.click()
    number = detail(world, top).row.number
    qtbot.waitUntil(lambda: [link.kind for link in detail(world, child).links] == ["parent"])
    opens = f"Open ticket {number}"
    qtbot.waitUntil(lambda: opens in {each.accessibleName() for each in panel.ties.findChildren(QPushButton)})
    with qtbot.waitSignal(world.go) as gone:
        named(panel.ties, QPushButton, opens).click()
    assert gone.args[0].id == top
    named(panel.ties, IconButton, f"Take the link with {number} away").click()
    qtbot.waitUntil(lambda: detail(world, child).links == ())


def test_a_refused_link_says_why_in_the_dialog(qtbot, world, desk, make, panel):
    child, top = make.ticket("子"), make.ticket("父")
    desk.run(LinkTickets(ticket_ids=(child, top), kind="parent"))
    panel.show_ticket(top)
    act(panel, "link_tickets")
    opened = dialog(qtbot, panel, LinkDialog)
    opened.pick._boxes[0][1].setChecked(True)
    opened.act.click()
    qtbot.waitUntil(lambda: any("linked already" in each.text() for each in opened.findChildren(QLabel)))
    assert opened.isVisible() and opened.act.isEnabled()


def test_the_checklist_is_kept_by_keyboard(qtbot, world, make, panel):
    ticket = make.ticket("查", type="logistics")
    panel.show_ticket(ticket)
    panel.ties.fold.click()
    panel.ties.add.setText("问仓库")
    qtbot.keyClick(panel.ties.add, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(detail(world, ticket).checks) == 3)
    qtbot.waitUntil(lambda: panel.ties.add.text() == "")
    box = named(panel.ties, QCheckBox, "问仓库")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: ticket_ties.open_checks(world.reader, ticket) == 2)
    qtbot.waitUntil(lambda: panel.ties.fold.text() == "Checklist 1/3")


def boxes(panel):
    return [each for each in panel.findChildren(QMessageBox) if each.isVisible()]


def test_completing_with_open_items_asks_first(qtbot, world, desk, make, panel):
    ticket = make.ticket("问")
    desk.run(AddCheck(ticket_id=ticket, text="问仓库"))
    panel.show_ticket(ticket)
    panel.head.state_chosen.emit("done")
    qtbot.waitUntil(lambda: len(boxes(panel)) == 1)
    assert "问仓库" in boxes(panel)[0].text() and detail(world, ticket).row.state == "open"
    boxes(panel)[0].button(QMessageBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: not boxes(panel))
    assert detail(world, ticket).row.state == "open"
    panel.reply.text.setPlainText("好了")
    panel.reply.finish.trigger()
    qtbot.waitUntil(lambda: len(boxes(panel)) == 1)
    boxes(panel)[0].button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: detail(world, ticket).row.state == "done")


def test_a_ticket_without_open_items_is_completed_at_once(qtbot, world, make, panel):
    ticket = make.ticket("问")
    panel.show_ticket(ticket)
    panel.head.state_chosen.emit("done")
    qtbot.waitUntil(lambda: detail(world, ticket).row.state == "done")
    assert boxes(panel) == []


def test_an_act_is_taken_back_from_its_own_line(qtbot, world, desk, make, panel):
    ticket = make.ticket("问")
    desk.run(SetTicketField(ticket_ids=(ticket,), field="priority", value="3"))
    desk.run(NoteOnTicket(ticket_id=ticket, text="后来"))
    panel.show_ticket(ticket)
    line = next(each for each in panel.timeline.findChildren(ChangedView) if not each.isHidden())
    line._foot._undo.click()
    qtbot.waitUntil(lambda: detail(world, ticket).row.priority == 2)
    qtbot.waitUntil(lambda: not any("priority" in " ".join(each) for each in lines(panel)))
    assert any("后来" in each for each in lines(panel))


def test_an_act_that_later_ones_build_on_says_so(qtbot, world, desk, make, panel):
    ticket = make.ticket("问")
    desk.run(SetTicketState(ticket_ids=(ticket,), state="in_progress"))
    desk.run(SetTicketState(ticket_ids=(ticket,), state="waiting_buyer"))
    panel.show_ticket(ticket)
    shown = [each for each in panel.timeline.findChildren(ChangedView) if not each.isHidden()]
    first = min(shown, key=lambda each: panel.timeline._column.indexOf(each))
    with qtbot.waitSignal(world.notices.said) as said:
        first._foot._undo.click()
    assert "cannot be undone" in said.args[0] and detail(world, ticket).row.state == "waiting_buyer"


def test_remarks_of_the_order_stand_in_the_timeline_with_their_undo(qtbot, world, desk, make, panel):
    order = make.order("3000000000000000001")
    ticket = make.ticket("换", order_id=order)
    panel.show_ticket(ticket)
    desk.run(AddRemark(order_id=order, text="换 L 码"))
    qtbot.waitUntil(lambda: any("换 L 码" in each for each in lines(panel)))
    line = next(each for each in detail(world, ticket).events if each.kind == "remark")
    assert "换 L 码" in line.text and line.act is not None


def test_in_a_low_window_the_upper_part_scrolls_and_nothing_is_pressed_together(qtbot, world, desk, make, panel):
    order = make.order("2026112700000000001")
    ticket, other = make.ticket("一", order_id=order, demand="换 L 码", description="偏小"), make.ticket("二")
    desk.run(LinkTickets(ticket_ids=(ticket, other), kind="related"))
    for text in ("甲", "乙", "丙"):
        desk.run(AddCheck(ticket_id=ticket, text=text))
    panel.resize(430, 646)
    panel.show_ticket(ticket)
    panel.ties.fold.click()
    upper, add = panel._upper, panel.ties.add
    qtbot.waitUntil(lambda: not add.visibleRegion().isEmpty() and upper.verticalScrollBar().maximum() > 0)

    def boxes():  # they may be made anew
        return [each for each in panel.ties.findChildren(QCheckBox) if each.isVisible()]

    qtbot.waitUntil(lambda: len(boxes()) == 3 and all(each.height() >= each.sizeHint().height() for each in boxes()))
    assert panel.facts.height() >= panel.facts.sizeHint().height() and panel.timeline.height() >= 120
    acts = panel.reply.mapToGlobal(panel.reply.rect().bottomLeft()).y()
    assert acts <= panel.mapToGlobal(panel.rect().bottomLeft()).y()
    panel.resize(430, 1000)
    qtbot.waitUntil(lambda: upper.verticalScrollBar().maximum() == 0)


def test_a_child_is_begun_from_the_menu_by_the_mouse(qtbot, world, make, panel):
    ticket = make.ticket("一")
    panel.show_ticket(ticket)
    panel.ties.menu.aboutToShow.emit()
    line = next(each for each in panel.ties.menu.actions() if each.text().startswith("New ticket from this one"))
    with qtbot.waitSignal(world.new_ticket) as asked:
        line.trigger()
    assert (asked.args[0].parent_id, asked.args[0].title) == (ticket, "一")
