"""The sample shop: files that are the same every time, and a store filled through the desk as of any moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import HOUR, SECOND
from ticketdesk.domain.pictures import PictureKind, picture_kind
from ticketdesk.domain.transcript import parse_transcript
from ticketdesk.resources import resource_path
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import conversations, deadlines, orders, phrases, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.store.store import Store
from ticketdesk.tour import sample_files
from ticketdesk.tour.sample import fill_demo
from ticketdesk.tour.sample_orders import BASE, SHOP, sample_orders

LATER = BASE + 400 * 24 * HOUR


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = Store(tmp_path / "ticketdesk.db")
    yield Desk(store, lambda: LATER)
    store.close()


def test_the_shipped_files_are_what_the_generator_makes(tmp_path: Path) -> None:
    made = sample_files.write_all(tmp_path)
    shipped = resource_path("sample")
    assert {path.name for path in shipped.iterdir()} - {"README"} == set(made.files)
    assert [name for name in made.files if (shipped / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_every_order_of_the_sample_is_another_one() -> None:
    found = sample_orders()
    assert len(found) == len({order.number for order in found}) == 60
    assert {len(order.number) for order in found} == {19}
    assert all(order.cents > 0 for order in found)


def test_the_order_files_read_without_a_problem(desk: Desk) -> None:
    reports = [
        preview(desk.store.reader, resource_path("sample", name))
        for name in (sample_files.ORDERS_FILE, sample_files.DETAIL_FILE)
    ]
    assert [(report.layout, report.encoding, report.orders, report.problem_count) for report in reports] == [
        ("taobao_order_list", "GB18030", 60, 0),
        ("taobao_order_detail", "GB18030", 60, 0),
    ]


def test_the_problem_file_has_three_problems(desk: Desk) -> None:
    report = preview(desk.store.reader, resource_path("sample", sample_files.PROBLEM_FILE))
    assert [(problem.line, problem.reason) for problem in report.problems] == [
        (23, "amount_invalid"),
        (42, "number_missing"),
        (68, "columns_wrong"),
    ]


def test_the_damaged_file_is_refused(desk: Desk) -> None:
    with pytest.raises(DeskError):
        preview(desk.store.reader, resource_path("sample", sample_files.DAMAGED_FILE))


def test_the_copied_conversation_tells_the_buyer_from_the_shop() -> None:
    text = resource_path("sample", sample_files.TALK_FILE).read_text(encoding="utf-8-sig")
    found = parse_transcript(text, shop_name=SHOP)
    assert found.buyers == ("林小鹿_88",) and not found.undecided and not found.problems
    assert Counter(said.is_agent for said in found.messages) == {False: 5, True: 3}
    assert "推荐回复" not in "".join(said.text for said in found.messages)


def test_the_screenshot_is_a_picture() -> None:
    content = resource_path("sample", sample_files.PICTURE_FILE).read_bytes()
    assert picture_kind(content[:64]) is PictureKind.PNG


def test_the_demo_looks_like_today_whenever_it_is_filled(desk: Desk) -> None:
    owner = fill_demo(desk, lambda: LATER)
    reader = desk.store.reader
    assert desk.agent_id == owner
    waiting = conversations.rows(reader, conversations.snapshot(reader, "waiting"))
    since = {row.nick: (LATER - (row.waiting_since or 0)) // SECOND for row in waiting}
    assert len(since) == 7 and since["王大锤不姓锤"] == 4 and since["林小鹿_88"] == 223
    assert len(orders.snapshot(reader)) == 60
    due = orders.rows(reader, orders.snapshot(reader, "due"))
    assert {row.number[-9:]: (row.due_at or 0) - LATER for row in due}["318770618"] == (38 * 60 + 12) * SECOND
    assert len(phrases.phrases(reader)) == 9


def test_the_demo_has_tickets_in_every_state(desk: Desk) -> None:
    fill_demo(desk, lambda: LATER)
    reader = desk.store.reader
    rows = tickets.rows(reader, tickets.snapshot(reader, TicketView("all")))
    assert Counter(row.state for row in rows) == {
        "open": 6,
        "in_progress": 3,
        "waiting_buyer": 1,
        "done": 1,
        "cancelled": 1,
    }


def test_the_exchange_that_nobody_answered_has_lapsed_and_the_buyers_ten_days_run(desk: Desk) -> None:
    fill_demo(desk, lambda: LATER)
    reader = desk.store.reader
    rows = tickets.rows(reader, tickets.snapshot(reader, TicketView("all")))
    found = {row.title: (row, deadlines.case(reader, row.id)) for row in rows}
    lapsed = {title: kept.lapses for title, (_row, kept) in found.items() if kept and kept.lapses}
    assert list(lapsed) == ["破损补换 · 柴烧马克杯"]
    (lapse,) = lapsed["破损补换 · 柴烧马克杯"]
    row = found["破损补换 · 柴烧马克杯"][0]
    assert (lapse.rule, lapse.due, row.state) == ("KS-EXCH-48H", row.opened_at + 48 * HOUR, "open")
    assert (row.due_rule, row.due_at) == ("KS-EXCH-10D", lapse.due + 240 * HOUR)
    assert [row.title for row in rows if row.due_at and row.due_at < LATER] == []


def test_the_demo_has_two_remarks_that_contradict_each_other(desk: Desk) -> None:
    fill_demo(desk, lambda: LATER)
    reader = desk.store.reader
    order = orders.id_of_number(reader, "2026110000330281764")
    assert order is not None
    remarks = orders.remarks(reader, order)
    assert [(remark.text, remark.author) for remark in remarks] == [("换 L 码", "小满"), ("换 M 码", "阿泽")]


def test_a_store_with_a_shop_is_not_filled(desk: Desk) -> None:
    fill_demo(desk, lambda: LATER)
    before = digest(desk.store.reader)
    with pytest.raises(DeskError, match="shop_exists"):
        fill_demo(desk, lambda: LATER)
    assert digest(desk.store.reader) == before
