"""Standing in for a colleague in the window: the dialog, the view, home, the strip of a ticket, and the end of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember
from ticketdesk.desk.commands.stand_ins import NameStandIn
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import next_items, stand_ins, ticket_people
from ticketdesk.ui.home.errands import ErrandCard
from ticketdesk.ui.next_words import why
from ticketdesk.ui.people.stand_in_dialog import StandInDialog
from ticketdesk.ui.world import Place


@pytest.fixture
def colleague(make):
    return make.colleague("阿泽")


@pytest.fixture
def away(desk, clock, world, colleague):
    """阿泽 is away for a day, and the one who works here stands in."""
    desk.run(NameStandIn(agent_id=colleague, stand_in_id=world.agent_id, from_at=clock.now, until_at=clock.now + DAY))


@pytest.fixture
def dialog(world, window, colleague):
    made = StandInDialog(world, window)
    made.open()
    return made


@pytest.fixture
def card(world, qtbot):
    made = ErrandCard(world)
    qtbot.addWidget(made)
    made.show()
    return made


def named(world):
    return stand_ins.not_over(world.reader, world.clock())


def names(part):
    return [each.accessibleName() for each in part.findChildren(QAbstractButton) if each.isVisibleTo(part)]


def words(part):
    return [each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part)]


def keys(page):
    model = page.views.list.model()
    return [page.views.list.key_at(model.index(row, 0)) for row in range(model.rowCount())]


def test_enter_names_a_stand_in_until_the_moment_a_key_chose(dialog, world, colleague, qtbot):
    qtbot.keyClick(dialog.stand_in, "4")
    with qtbot.waitSignal(world.notices.said) as told:
        qtbot.keyClick(dialog.stand_in, Qt.Key.Key_Return)
    assert told.args == ["阿泽 stands in for 小满", True]
    (found,) = named(world)
    assert (found.agent_id, found.stand_in_id) == (world.agent_id, colleague)
    assert found.until_at == dialog.until.moment() and found.lasts(world.clock())


def test_own_words_say_from_when_until_when(dialog, world, qtbot):
    dialog.begin.edit.setText("tomorrow 9:00")
    dialog.until.field.edit.setText("tomorrow 18:00")
    qtbot.keyClick(dialog.until.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(named(world)))
    (found,) = named(world)
    assert found.until_at - found.from_at == 9 * HOUR and not found.lasts(world.clock())


def test_no_moment_takes_nothing(dialog):
    dialog.until.field.edit.setText("some day")
    assert not dialog.take.isEnabled()
    dialog.until.choose("3")
    assert dialog.take.isEnabled()
    dialog.begin.edit.setText("never")
    assert not dialog.take.isEnabled()


def test_whoever_may_change_people_names_one_for_a_colleague(dialog, world, colleague, qtbot):
    dialog.away.setCurrentIndex(dialog.away.findData(colleague))
    assert dialog.stand_in.findData(colleague) < 0 and dialog.stand_in.findData(world.agent_id) >= 0
    dialog.take.click()
    qtbot.waitUntil(lambda: bool(named(world)))
    assert named(world)[0].agent_id == colleague


def test_others_are_not_offered_without_the_right(world, window, colleague, monkeypatch):
    monkeypatch.setattr(world, "may", lambda right: right not in (Permission.STAFF_EDIT, Permission.STAND_IN_NAME))
    made = StandInDialog(world, window)
    assert made.away.count() == 1 and not made.away.isEnabled()
    assert made.away.currentData() == world.agent_id and made.stand_in.findData(colleague) >= 0


def test_a_lead_is_offered_those_of_his_departments(world, window, make, desk, colleague, monkeypatch, qtbot):
    far = make.colleague("远方")
    monkeypatch.setattr(world, "may", lambda right: right is not Permission.STAFF_EDIT)
    assert StandInDialog(world, window).away.count() == 1
    group = int(str(desk.run(AddGroup(group_name="售后部")).result))
    for agent in (world.agent_id, colleague):
        desk.run(SetGroupMember(group_id=group, agent_id=agent))
    qtbot.waitUntil(lambda: bool(world.flow.departments) and len(world.flow.departments[0].members) == 2)
    made = StandInDialog(world, window)
    assert made.away.findData(colleague) >= 0 > made.away.findData(far) and made.away.isEnabled()


def test_a_refusal_is_told_and_the_dialog_stays(dialog, away, world, qtbot):
    with qtbot.waitSignal(world.notices.refused) as told:
        dialog.take.click()
    assert told.args[0].key == "stand_in_away"
    assert dialog.isVisible() and dialog.take.isEnabled()


def test_what_is_in_force_is_ended_by_a_click_and_undone(dialog, away, world, desk, qtbot):
    qtbot.waitUntil(lambda: any(name.startswith("End: 小满 for 阿泽") for name in names(dialog.named)))
    end = next(each for each in dialog.named.findChildren(QAbstractButton) if each.isVisibleTo(dialog.named))
    with qtbot.waitSignal(world.notices.said) as told:
        end.click()
    assert told.args == ["阿泽 does without a stand-in again", True]
    qtbot.waitUntil(dialog.named.isHidden)
    desk.undo().result()
    qtbot.waitUntil(lambda: not dialog.named.isHidden())


def test_the_view_is_there_while_it_lasts_and_holds_what_stands_with_the_agent(
    page, away, world, make, clock, colleague, qtbot
):
    qtbot.waitUntil(lambda: "standin" in keys(page))
    own, his = make.ticket("我的"), make.ticket("阿泽的", assignee_id=colleague)
    page.views.chosen.emit("standin")
    qtbot.waitUntil(lambda: list(page.list.model.ids()) == [his])
    page.views.chosen.emit("mine")
    qtbot.waitUntil(lambda: list(page.list.model.ids()) == [own])
    clock.now += 2 * DAY
    page.tick(clock.now)
    assert "standin" not in keys(page)


def test_his_calls_stand_in_the_strip_and_the_stand_in_is_done_with_them(
    page, away, world, make, desk, colleague, qtbot
):
    ticket = make.ticket()
    desk.run(NoteOnTicket(ticket_id=ticket, text="@阿泽 库存够吗"))
    page.open_place(Place("ticket", ticket))
    qtbot.waitUntil(lambda: not page.detail.called.isHidden())
    assert page.detail.called.accessibleDescription() == "小满 asks 阿泽: @阿泽 库存够吗"
    page.detail.called.finish()
    qtbot.waitUntil(page.detail.called.isHidden)
    assert ticket_people.mentions(world.reader, colleague) == []


def test_home_shows_for_whom_and_reads_again_when_it_is_over(card, away, world, make, clock, colleague, qtbot):
    his = make.ticket("阿泽的", assignee_id=colleague)
    qtbot.waitUntil(lambda: any("阿泽的" in name for name in names(card)))
    assert any(text.startswith("For 阿泽, until") for text in words(card))
    link = next(each for each in card.findChildren(QAbstractButton) if "阿泽的" in each.accessibleName())
    with qtbot.waitSignal(world.go) as went:
        link.click()
    assert (went.args[0].kind, went.args[0].id) == ("ticket", his)
    clock.now += 2 * DAY
    card.tick(clock.now)
    assert not any("阿泽的" in name for name in names(card))


def test_home_says_who_stands_in_and_ends_it(card, world, desk, clock, colleague, qtbot):
    desk.run(NameStandIn(agent_id=world.agent_id, stand_in_id=colleague, from_at=clock.now, until_at=clock.now + DAY))
    qtbot.waitUntil(lambda: "阿泽 stands in for you" in names(card))
    tick = next(
        each for each in card.findChildren(QAbstractButton) if each.accessibleName() == "Done: 阿泽 stands in for you"
    )
    tick.click()
    qtbot.waitUntil(lambda: "阿泽 stands in for you" not in names(card))
    assert named(world) == ()
    desk.undo().result()
    qtbot.waitUntil(lambda: "阿泽 stands in for you" in names(card))


def test_next_says_for_whom(away, world, make, colleague):
    make.ticket("阿泽的", type="exchange", assignee_id=colleague)
    (item,) = next_items.of_absent(world.reader, world.agent_id, world.clock())
    assert "; for 阿泽" in why(item, world.clock())
