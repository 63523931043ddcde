"""The log of acts: filters, pages, changes in words, masks, the way to the row, export, the check."""

from __future__ import annotations

import csv
import json

import apsw
import pytest
from PySide6.QtCore import Qt

from ticketdesk.desk.commands.orders import RevealPersonalData, SetFlag
from ticketdesk.desk.commands.people import AddAgent, SetPassword
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketState
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.passwords import hashed
from ticketdesk.store.queries import orders
from ticketdesk.tour.sample import fill_demo
from ticketdesk.ui.settings.audit.detail import by_row, fields_of
from ticketdesk.ui.settings.audit.section import AuditSection
from ticketdesk.ui.world import Place

PHONE = "13812346021"


@pytest.fixture
def shop(world, desk):
    """A colleague without the right to export, and a ticket that was worked on."""
    guard = hashed("我的密码啊", b"0123456789abcdef", n=16)
    desk.run(SetPassword(agent_id=desk.agent_id, password_hash=guard))
    world.session.confirm("我的密码啊").result()
    other = desk.run(AddAgent(agent_name="阿泽", role="warehouse")).result
    made = desk.run(CreateTicket(type="exchange", title="换货 M 换 L", contact=PHONE)).result
    desk.run(SetTicketState(ticket_ids=(made.id,), state="in_progress"), agent_id=other)
    with pytest.raises(DeskError):
        desk.run(AddPhrase(text="亲", code="q"), agent_id=other)
    return other, made


@pytest.fixture
def section(qtbot, world, shop):
    made = AuditSection(world)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    return made


def rows(section):
    model = section.model
    return [tuple(model.data(model.index(row, column)) for column in range(5)) for row in range(model.rowCount())]


def settle(qtbot, section, count):
    qtbot.waitUntil(lambda: section.model.rowCount() == count)


def test_the_newest_stand_on_top_in_words(section):
    shown = rows(section)
    assert [row[2] for row in shown[:3]] == ["denied: new phrase", "state of a ticket", "new ticket"]
    assert shown[0][1] == "阿泽" and shown[0][4] == "Denied"
    assert "换货 M 换 L" in shown[1][3] and shown[1][3].startswith("T-")


def test_filters_narrow_and_the_empty_state_leads_back(qtbot, section, shop):
    whole = section.model.rowCount()
    section.filters.who.setCurrentIndex(section.filters.who.findData(shop[0]))
    settle(qtbot, section, 2)
    section.filters.only.set_current("denied")
    section.filters.changed.emit()
    settle(qtbot, section, 1)
    section.filters.kind.setCurrentIndex(section.filters.kind.findData("phrases"))
    qtbot.waitUntil(section.empty.isVisible)
    section.empty.action.click()
    settle(qtbot, section, whole)
    section.filters.words.setText("换货 M")
    section.filters.words.searched.emit("换货 M")
    settle(qtbot, section, 1)


def test_the_detail_says_from_what_to_what_and_masks(qtbot, section, shop):
    section.table.setCurrentIndex(section.model.index(1, 0))
    line = section.model.line(section.table.current_id())
    assert line is not None and line.what == "state of a ticket"
    section.detail.words()  # all of its lines: on a slow machine some come a turn later
    inner = section.detail._area.widget()
    spoken = [each.accessibleName() for each in inner.findChildren(type(inner))]
    assert "State: Open → In progress" in spoken
    place = [row[2] for row in rows(section)].index("new ticket")
    section.table.setCurrentIndex(section.model.index(place, 0))
    section.detail.words()
    inner = section.detail._area.widget()
    spoken = "\n".join(each.accessibleName() for each in inner.findChildren(type(inner)))
    assert "Contact: 138****6021" in spoken and PHONE not in spoken


def test_enter_and_the_link_lead_to_the_row(qtbot, section, world, shop):
    section.table.setCurrentIndex(section.model.index(1, 0))
    with qtbot.waitSignal(world.go) as went:
        section.table.opened.emit(section.table.current_id())
    assert went.args == [Place("ticket", shop[1].id)]


def test_the_history_of_one_ticket(qtbot, section, shop):
    section.open_place(Place("ticket", shop[1].id))
    settle(qtbot, section, 2)
    assert section.filters.row.isVisible() and shop[1].number in section.filters.row.text()
    section.filters.row.click()
    qtbot.waitUntil(lambda: section.model.rowCount() > 2)


def test_what_is_done_meanwhile_comes_on_top_and_the_line_stays_chosen(qtbot, section, desk, shop):
    section.table.setCurrentIndex(section.model.index(2, 0))
    chosen, before = section.table.current_id(), section.model.rowCount()
    desk.run(SetTicketState(ticket_ids=(shop[1].id,), state="waiting_buyer"))
    settle(qtbot, section, before + 1)
    assert section.table.current_id() == chosen and rows(section)[0][2] == "state of a ticket"
    desk.undo().result()
    qtbot.waitUntil(lambda: rows(section)[1][4] == "Taken back")
    assert rows(section)[0][2] == "undo"


def test_a_long_log_comes_by_pages(qtbot, world, desk, shop):
    for number in range(230):
        desk.run(AddPhrase(text=f"亲 {number}", code=f"q{number}"))
    made = AuditSection(world)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 100)
    assert "newest" in made.filters.count.text() and made.model.canFetchMore()
    made.model.fetchMore()
    assert not made.model.canFetchMore()  # not while one is under way
    settle(qtbot, made, 200)
    made.model.fetchMore()
    qtbot.waitUntil(lambda: made.model.next is None)
    assert made.model.rowCount() > 230 and not made.model.canFetchMore()
    ids = list(made.model.ids())
    assert ids == sorted(ids, reverse=True) and len(set(ids)) == len(ids)


def test_the_export_is_recorded_and_holds_what_is_filtered(qtbot, section, world, tmp_path):
    section.filters.only.set_current("denied")
    section.filters.changed.emit()
    settle(qtbot, section, 1)
    target = tmp_path / "log.csv"
    section.export.write(target)
    qtbot.waitUntil(lambda: target.exists() and section.export.button.isEnabled())
    with target.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert written[0][:3] == ["Time", "Who", "What was done"]
    assert [row[2] for row in written[1:]] == ["denied: new phrase"]
    section.filters.reset()
    qtbot.waitUntil(lambda: any(row[2] == "export" for row in rows(section)))


def test_whoever_may_not_export_sees_no_button(qtbot, world, desk, shop):
    desk.agent_id = shop[0]
    made = AuditSection(world)
    qtbot.addWidget(made)
    made.show()
    assert not made.export.button.isVisible()


def test_the_check_says_sound_and_names_what_is_not(qtbot, section, world, desk):
    section.check.button.click()
    qtbot.waitUntil(lambda: "whole" in section.result.accessibleName())
    assert section.result.accessibleName().startswith("The log is whole.")
    # Somebody with another program writes into the log.
    with apsw.Connection(str(desk.store.path)) as raw:
        raw.execute("UPDATE act SET args = '{}' WHERE command = 'CreateTicket'")
    section.check.button.click()
    qtbot.waitUntil(lambda: "not whole" in section.result.accessibleName())
    assert "from outside" in section.result.accessibleName()


def test_the_keyboard_comes_back_to_the_check(qtbot, section):
    section.check.button.setFocus()
    qtbot.keyClick(section.check.button, Qt.Key.Key_Space)
    assert not section.check.button.isEnabled()
    qtbot.waitUntil(section.check.button.isEnabled)
    assert section.window().focusWidget() is section.check.button
    # Whoever went elsewhere meanwhile stays there.
    qtbot.keyClick(section.check.button, Qt.Key.Key_Space)
    section.table.setFocus()
    qtbot.waitUntil(section.check.button.isEnabled)
    assert section.window().focusWidget() is section.table


def test_a_look_at_personal_data_is_found_at_its_order(qtbot, empty_desk, world, clock, tmp_path):
    # The sample shop: a look changes no row and is found all the same.
    from ticketdesk.desk.desk import Desk
    from ticketdesk.store.queries import audit
    from ticketdesk.store.store import Store

    store = Store(tmp_path / "sample" / "ticketdesk.db")
    try:
        other = Desk(store, clock)
        other.agent_id = fill_demo(other, clock)
        order = orders.snapshot(store.reader)[0]
        other.run(RevealPersonalData(order_id=order))
        other.run(SetFlag(order_ids=(order,), flag=5))
        page = audit.page(store.reader, audit.AuditFilter(row=("orders", order)))
        assert [row.command for row in page.rows[:2]] == ["SetFlag", "RevealPersonalData"]
        flags = by_row(audit.details(store.reader, page.rows[0].id))
        names = [field.after for field in fields_of(flags[0], clock(), {}) if field.name == "Flag"]
        assert names == ["Purple"]
        assert json.loads(page.rows[1].args)["order_id"] == order
    finally:
        store.close()
