"""The buyers page: list, filters, profile with its mask, note, one timeline, the ways to other pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.desk.builders import add_colleague
from tests.ui.order_files import SHIPPED, Sold, number, write_list
from ticketdesk.desk.commands.buyers import EditBuyerNote
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark, EditAddress
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketState
from ticketdesk.domain.moments import DAY
from ticketdesk.store.queries import acts, buyer_timeline, buyers, orders
from ticketdesk.ui.buyers.buyer_model import LAST, NICKNAME, ORDERS, STATE
from ticketdesk.ui.buyers.entry_words import line_of
from ticketdesk.ui.buyers.note_dialog import NoteDialog
from ticketdesk.ui.buyers.page import BuyersPage
from ticketdesk.ui.buyers.profile_card import ProfileCard
from ticketdesk.ui.world import Place

DAY_ZERO = 1_795_000_000_000


def heard(desk, nick, *texts, at=DAY_ZERO):
    said = tuple(Heard("in", nick, at + n * 1_000, text) for n, text in enumerate(texts))
    return desk.run(ReceiveTranscript(buyer_nick=nick, messages=said)).result.conversation_id


@pytest.fixture
def filled(tmp_path, desk):
    """tb0 wrote last and has an order with a remark and a ticket; tb1 has an order only; 林 has only written."""
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(2)] + [Sold(number(9), nick="tb0", state=SHIPPED)]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    heard(desk, "林<b>", "在吗")
    heard(desk, "tb0", "尺码偏小", "想换", at=DAY_ZERO + 2 * DAY)
    order = orders.id_of_number(desk.store.reader, number(0))
    desk.run(AddRemark(order_id=order, text="换 L 码", flag=1))
    made = desk.run(CreateTicket(type="exchange", title="换货", order_id=order, buyer_nick="tb0")).result
    desk.run(SetTicketState(ticket_ids=(made.id,), state="in_progress"))
    return desk


@pytest.fixture
def page(qtbot, filled, world):
    made = BuyersPage(world)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    settled(qtbot, world)
    return made


def settled(qtbot, world):
    qtbot.waitUntil(lambda: not world.tasks.running("buyers.list"))


def nicks(page):
    return [page.list.model.index(row, NICKNAME).data() for row in range(page.list.model.rowCount())]


def buyer(world, nick):
    return buyers.id_of_nick(world.reader, nick)


def test_who_wrote_last_stands_first_and_who_never_wrote_last(page):
    assert nicks(page) == ["tb0", "林<b>", "tb1"]
    texts = {column: page.list.model.index(0, column).data() for column in (STATE, ORDERS, LAST)}
    assert texts[STATE] == "1 open ticket" and texts[ORDERS] == "2" and texts[LAST]
    assert page.list.model.index(2, LAST).data() == ""


def test_nicknames_can_be_the_order(qtbot, world, page):
    page.list.table.sort_requested.emit("nick", False)
    qtbot.waitUntil(lambda: nicks(page) == ["tb0", "tb1", "林<b>"])
    page.list.table.sort_requested.emit("nick", True)
    qtbot.waitUntil(lambda: nicks(page) == ["林<b>", "tb1", "tb0"])


def test_filters_combine_and_are_cleared(qtbot, filled, world, page):
    for names, found in (
        (("ticketed",), ["tb0"]),
        (("talking",), ["tb0", "林<b>"]),
        (("bought",), ["tb0", "tb1"]),
        (("talking", "bought"), ["tb0"]),
        (("noted",), []),
    ):
        for name in names:
            page.list.chips[name].click()
        qtbot.waitUntil(lambda found=found: nicks(page) == found)
        page.list.clear.click()
        qtbot.waitUntil(lambda: len(nicks(page)) == 3)
    page.list.chips["noted"].click()
    qtbot.waitUntil(lambda: page.list.empty.isVisible())
    filled.run(EditBuyerNote(buyer_id=buyer(world, "tb1"), note="要先打电话"))
    qtbot.waitUntil(lambda: nicks(page) == ["tb1"])


@pytest.mark.parametrize(("words", "found"), [("tb", ["tb0", "tb1"]), (number(9)[-6:], ["tb0"]), ("没有的", [])])
def test_words_find_nicknames_and_the_end_of_an_order_number(qtbot, page, words, found):
    page.list.field.setText(words)
    qtbot.waitUntil(lambda: nicks(page) == found)


def test_a_place_shows_its_buyer_whatever_the_filter(qtbot, world, page):
    page.list.chips["talking"].click()
    settled(qtbot, world)
    page.open_place(Place("buyer", buyer(world, "tb1")))
    qtbot.waitUntil(lambda: page.list.table.current_id() == buyer(world, "tb1"))
    qtbot.waitUntil(lambda: "tb1" in page.profile.accessibleName())
    page.open_place(Place("buyer", 5))
    assert page.nobody.isVisible()


def test_arrow_keys_show_the_buyer_once_they_rest(qtbot, world, page):
    page.list.table.setFocus()
    page.list.table.setCurrentIndex(page.list.model.index(1, 0))
    qtbot.waitUntil(lambda: "林" in page.profile.accessibleName())
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.timeline.table.hasFocus()
    qtbot.keyClicks(page.list.table, "/")
    assert page.list.field.hasFocus()


def test_a_buyer_comes_in_a_turn_after_the_keys_have_rested_and_once(qtbot, world, page):
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down)
    page._resting.stop()
    shown = []
    page.timeline.show_buyer = shown.append
    page._resting.timeout.emit()
    assert shown == []  # whatever else came in that turn is painted first
    qtbot.waitUntil(lambda: len(shown) == 1)
    page._resting.timeout.emit()
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: not page._rested.is_active())
    assert shown == [page._buyer]


def test_personal_data_is_masked_until_a_look_is_recorded(qtbot, filled, world, page):
    for n in (0, 9):
        order = orders.id_of_number(world.reader, number(n))
        filled.run(EditAddress(order_id=order, receiver="鹿小样", mobile="13800006021", address="某路 1 号"))
    page.open_place(Place("buyer", buyer(world, "tb0")))
    masked = page.profile.person.text()
    assert "鹿** " in masked and "138****6021" in masked
    page.profile.eye.click()
    qtbot.waitUntil(lambda: page.profile.revealed)
    assert "鹿小样" in page.profile.person.text() and "13800006021" in page.profile.person.text()
    assert acts.history(world.reader, None)[0].command == "RevealBuyer"
    page.open_place(Place("buyer", buyer(world, "林<b>")))
    page.open_place(Place("buyer", buyer(world, "tb0")))
    assert not page.profile.revealed and page.profile.person.text() == masked


def test_another_agent_finds_the_data_masked(qtbot, world, page):
    page.open_place(Place("buyer", buyer(world, "tb0")))
    page.profile.eye.click()
    qtbot.waitUntil(lambda: page.profile.revealed)
    world.session_changed.emit()
    assert not page.profile.revealed and "*" in page.profile.person.text()


def test_a_session_that_tells_three_times_hides_the_buyer_at_once_and_makes_the_card_once(
    qtbot, world, page, monkeypatch
):
    page.open_place(Place("buyer", buyer(world, "tb0")))
    before, made, head = page.profile._inner, [], ProfileCard._head
    monkeypatch.setattr(ProfileCard, "_head", lambda card, profile: made.append(1) or head(card, profile))
    for _change in range(3):
        world.session_changed.emit()
    assert not before.isVisible() and made == []
    qtbot.waitUntil(lambda: page.profile._inner is not before and page.profile._inner.isVisible())
    assert made == [1]
    page.profile.hide()
    world.session_changed.emit()
    page.profile.show()
    assert not page.profile._inner.isVisible()
    qtbot.waitUntil(lambda: page.profile._inner.isVisible())
    assert made == [1, 1]


def test_who_may_not_look_is_told_why(filled, world, page):
    filled.agent_id = add_colleague(filled)
    page.open_place(Place("buyer", buyer(world, "tb0")))
    assert not page.profile.eye.isEnabled() and page.profile.eye.toolTip()


def test_a_note_is_kept_and_taken_back(qtbot, world, page):
    page.open_place(Place("buyer", buyer(world, "tb0")))
    page._edit_note()
    dialog = page.findChild(NoteDialog)
    assert not dialog.save.isEnabled()
    dialog.text.setPlainText("x" * 1_001)
    assert not dialog.save.isEnabled()
    dialog.text.setPlainText("对羊毛过敏")
    with qtbot.waitSignal(world.notices.said) as said:
        dialog.submitted.emit()
    assert said.args[1] is True
    qtbot.waitUntil(lambda: page.profile.note.text() == "对羊毛过敏")
    world.undo().result()
    qtbot.waitUntil(lambda: page.profile.note.text() == "No note")


def test_the_timeline_tells_everything_newest_first(qtbot, world, page):
    page.open_place(Place("buyer", buyer(world, "tb0")))
    entries = page.timeline.entries()
    assert [entry.mark for entry in entries] == sorted((entry.mark for entry in entries), reverse=True)
    assert {entry.kind for entry in entries} >= {"talk", "order", "remark", "ticket", "event"}
    talk = next(entry for entry in entries if entry.kind == "talk")
    assert (talk.number, talk.text) == (2, "想换")
    for kind, kinds in (("messages", {"talk"}), ("tickets", {"ticket", "event"})):
        page.timeline.kinds.chosen.emit(kind)
        page.timeline.kinds.set_current(kind)
        page.timeline.kinds.chosen.emit(kind)
        assert {entry.kind for entry in page.timeline.entries()} == kinds


def test_an_entry_opens_its_place(qtbot, world, page):
    page.open_place(Place("buyer", buyer(world, "tb0")))
    kinds = {"talk": "message", "order": "order", "remark": "order", "ticket": "ticket", "event": "ticket"}
    for entry in page.timeline.entries():
        if entry.kind in kinds:
            page.timeline.table.set_current_id(entry.id)
            with qtbot.waitSignal(world.go) as gone:
                qtbot.keyClick(page.timeline.table, Qt.Key.Key_Return)
            assert gone.args[0] == (kinds[entry.kind], entry.place)


def test_what_happens_comes_into_the_timeline(qtbot, filled, world, page):
    page.open_place(Place("buyer", buyer(world, "tb0")))
    before = len(page.timeline.entries())
    filled.run(AddRemark(order_id=orders.id_of_number(world.reader, number(9)), text="已发货，勿改"))
    qtbot.waitUntil(lambda: len(page.timeline.entries()) == before + 1)
    assert "已发货，勿改" in [entry.text for entry in page.timeline.entries()]


def test_older_days_come_by_pages(qtbot, filled, world, page):
    for day in range(95):
        heard(filled, "林<b>", f"第 {day} 天", at=DAY_ZERO - day * DAY - DAY)
    page.open_place(Place("buyer", buyer(world, "林<b>")))
    assert len(page.timeline.entries()) == buyer_timeline.PAGE
    page.timeline.table.setFocus()
    qtbot.keyClick(page.timeline.table, Qt.Key.Key_End)
    assert len(page.timeline.entries()) == 2 * buyer_timeline.PAGE
    bar = page.timeline.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert len(page.timeline.entries()) == 96
    assert not page.timeline.load_older()
    whole = buyer_timeline.page(world.reader, buyer(world, "林<b>"), limit=500)
    assert page.timeline.entries() == whole


def test_acts_of_the_profile(qtbot, world, page):
    page.open_place(Place("buyer", buyer(world, "tb0")))
    with qtbot.waitSignal(world.go) as gone:
        page.profile.talk.click()
    assert gone.args[0].kind == "conversation"
    with qtbot.waitSignal(world.new_ticket) as asked:
        assert page.new_ticket()
    assert asked.args[0].buyer_nick == "tb0"
    page.profile._copy()
    assert QGuiApplication.clipboard().text() == "tb0"
    page.open_place(Place("buyer", buyer(world, "tb1")))
    assert not page.profile.talk.isEnabled()


def test_an_undone_import_leaves_nobody_behind(qtbot, tmp_path, desk, world):
    desk.run(ImportOrders(path=str(write_list(tmp_path / "a.csv", [Sold(number(1), nick="tb1")]))))
    page = BuyersPage(world)
    qtbot.addWidget(page)
    page.show()
    settled(qtbot, world)
    page.open_place(Place("buyer", buyer(world, "tb1")))
    world.undo().result()
    qtbot.waitUntil(lambda: page.list.empty.isVisible() and page.nobody.isVisible())
    assert page.list.empty.title.text() == "No buyers yet" and not page.new_ticket()


def test_words_of_every_kind_of_entry(world):
    make = buyer_timeline.Entry
    refund = make(1, 1, "refund", 2, number(1), "尺码不合", "WAIT", "", 900)
    parcel = make(1, 1, "parcel", 2, number(1), "SF1", "顺丰", "", None)
    picture = make(1, 1, "talk", 1, "林", "", "in", "picture", 100)
    assert line_of(refund, DAY_ZERO).text == "¥9.00 · 尺码不合" and line_of(refund, DAY_ZERO).chip.text == "WAIT"
    assert line_of(parcel, DAY_ZERO).text == "顺丰 SF1" and line_of(parcel, DAY_ZERO).place == ("order", 2)
    said = line_of(picture, DAY_ZERO)
    assert said.title == "99+ messages" and said.text == "林: [Picture]" and said.place == ("message", 1)
    assert said.title in said.spoken


def test_the_model_holds(qtmodeltester, filled, world):
    from ticketdesk.ui.buyers.buyer_model import buyer_model

    model = buyer_model(world)
    model.reset_ids(buyers.ids(world.reader, buyers.BuyerFilter()))
    qtmodeltester.check(model)
