"""Refund exports: refunds come in once, the platform's state and 超时时间 win over ours (FORMATS 1.4)."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.data.real_exports import rows_of
from tests.desk.builders import Clock, Make, People, number, order_row
from ticketdesk.desk.commands.deadlines import NoteStart, RecordLapses
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.refunds import AgreeRefund, CloseRefund, OpenRefund
from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.desk.deadlines import chain_of
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import Difference, ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR, SECOND, from_ms
from ticketdesk.domain.refunds import LIVE
from ticketdesk.domain.rules.chain import SetBy
from ticketdesk.store.queries import badges, refunds
from ticketdesk.store.queries.refunds import RefundRow
from ticketdesk.store.store import NewAct
from ticketdesk.words import problems
from ticketdesk.words.names import field_name

HEADER = (
    "订单编号", "退款编号", "支付宝交易号", "订单付款时间", "商品编码", "退款完结时间", "买家实际支付金额", "宝贝标题",
    "买家退款金额", "手工退款/系统退款", "是否需要退货", "退款的申请时间", "超时时间", "退款状态", "货物状态",
    "售后类型", "买家退款原因", "买家退款说明", "退货物流单号", "退货物流公司", "客服介入状态",
)  # fmt: skip


class Shop:
    """An order with an exchange about it, and files of refunds."""

    def __init__(self, desk: Desk, make: Make, clock: Clock, people: People, folder: Path) -> None:
        clock.step = 0
        clock.now -= clock.now % SECOND
        self.desk, self.clock, self.people, self.folder, self.make = desk, clock, people, folder, make
        make.imported(1)
        ((self.order, self.number),) = desk.store.reader.rows("SELECT id, number FROM orders")
        self.ticket = self.opens("exchange")
        desk.agent_id = people.owner

    def opens(self, kind: str) -> int:
        return self.make.ticket(type=kind, order_id=self.order, agent_id=self.people.owner).id

    def file(
        self,
        due: int | None,
        state: str = "买家申请退款，等待卖家处理",
        *,
        number: str = "",
        name: str = "退款",
        **cells: str,
    ) -> Path:
        path = self.folder / f"{name}.csv"
        given = {
            "订单编号": number or self.number, "退款编号": "726108820679192255", "退款状态": state,
            "超时时间": "" if due is None else f"{from_ms(due):%Y-%m-%d %H:%M:%S}",
        } | cells  # fmt: skip
        with path.open("w", encoding="gb18030", newline="") as file:
            writer = csv.DictWriter(file, HEADER, restval="")
            writer.writeheader()
            writer.writerow(given)
        return path

    def placed(self, platform: str, order: int | None = None) -> None:
        """Let the order be one of another platform."""
        store = self.desk.store

        def write() -> None:
            with store.act(NewAct(self.clock.now, self.people.owner, "Placed", "{}", 8, undoable=False)) as frame:
                sql = "UPDATE orders SET platform = ? WHERE id = ?"
                frame.tx.connection.execute(sql, (platform, order or self.order))

        store.submit(write, 0).result()

    def brings(self, path: Path) -> tuple[int, int, int]:
        report = self.desk.run(ImportOrders(path=str(path))).result
        assert isinstance(report, ImportReport)
        return report.new, report.unchanged, report.older

    def refund(self) -> RefundRow:
        found = refunds.of_order(self.desk.store.reader, self.order)
        assert len(found) == 1
        return found[0]

    def due(self, ticket: int | None = None) -> tuple[int | None, str]:
        sql = "SELECT due_at, due_rule FROM ticket WHERE id = ?"
        ((due, rule),) = self.desk.store.reader.rows(sql, (ticket or self.ticket,))
        return due, rule


@pytest.fixture
def shop(desk: Desk, make: Make, clock: Clock, people: People, tmp_path: Path) -> Shop:
    return Shop(desk, make, clock, people, tmp_path)


def test_the_platforms_moment_wins_over_the_rule_and_can_be_taken_back(shop: Shop) -> None:
    before, told = shop.due(), shop.clock.now + 30 * HOUR
    assert shop.brings(shop.file(told)) == (1, 0, 0)
    assert shop.due() == (told, "KS-EXCH-48H")
    chain = chain_of(shop.desk.store.reader, shop.ticket, shop.clock.now)
    assert chain is not None and chain.steps[0].set_by is SetBy.IMPORTED
    shop.desk.undo().result()
    assert shop.due() == before


def test_the_same_file_twice_adds_nothing(shop: Shop) -> None:
    path = shop.file(shop.clock.now + 30 * HOUR)
    shop.brings(path)
    assert shop.brings(path) == (0, 1, 0)
    assert shop.desk.store.reader.rows("SELECT count(*) FROM ticket_term") == [(1,)]


def test_a_newer_file_moves_it_again(shop: Shop) -> None:
    shop.brings(shop.file(shop.clock.now + 30 * HOUR))
    later = shop.clock.now + 60 * HOUR
    shop.clock.now += HOUR
    assert shop.brings(shop.file(later, name="二")) == (0, 0, 0)
    assert shop.refund().due_at == later
    assert shop.due() == (later, "KS-EXCH-48H")


def test_a_ticket_that_no_rule_opens_takes_the_moment_too_and_never_lapses_by_a_rule(shop: Shop) -> None:
    ticket, told = shop.opens("refund_only"), shop.clock.now + 5 * HOUR
    shop.brings(shop.file(told))
    assert shop.due(ticket) == (told, "")
    shop.clock.now = told + DAY
    shop.desk.of_itself(RecordLapses()).result()
    assert shop.due(ticket) == (told, "")
    assert shop.desk.store.reader.rows("SELECT 1 FROM ticket_lapse WHERE ticket_id = ?", (ticket,)) == []


def test_what_is_noted_since_ends_the_moment_of_the_file(shop: Shop) -> None:
    shop.brings(shop.file(shop.clock.now + 30 * HOUR))
    shop.clock.now += HOUR
    shop.desk.run(NoteStart(ticket_id=shop.ticket, event="agreed", at=shop.clock.now))
    assert shop.due() == (shop.clock.now + 10 * DAY, "KS-EXCH-10D")


@pytest.mark.parametrize(("state", "code"), [("退款成功", "SUCCESS"), ("退款关闭", "CLOSED")])
def test_the_moment_of_a_refund_that_ended_is_left_alone(shop: Shop, state: str, code: str) -> None:
    before = shop.due()
    assert shop.brings(shop.file(shop.clock.now + HOUR, state)) == (1, 0, 0)
    assert shop.due() == before
    assert (shop.refund().state, shop.refund().due_at) == (code, None)


def test_rows_without_an_order_are_named_and_those_without_a_moment_or_a_ticket_are_taken(shop: Shop) -> None:
    assert shop.brings(shop.file(None)) == (1, 0, 0)
    report = shop.desk.run(ImportOrders(path=str(shop.file(1, number="9988776655443322110", name="二")))).result
    assert [(each.line, each.reason) for each in report.problems] == [(2, "order_unknown")]
    assert "9988776655443322110" in problems.sentence(report.problems[0])
    shop.desk.run(CancelTicket(ticket_id=shop.ticket, reason="买家不换了"))
    shop.brings(shop.file(shop.clock.now + HOUR, name="三"))
    assert shop.refund().due_at == shop.clock.now + HOUR
    assert shop.desk.store.reader.rows("SELECT 1 FROM orders WHERE id <> ?", (shop.order,)) == []


def test_a_row_that_cannot_be_read_is_named_and_a_look_writes_nothing(shop: Shop) -> None:
    path = shop.file(shop.clock.now + HOUR)
    text = path.read_text("gb18030")
    path.write_text(text.replace(f"{from_ms(shop.clock.now + HOUR):%Y-%m-%d %H:%M:%S}", "昨天"), "gb18030")
    report = preview(shop.desk.store.reader, path)
    assert [(each.line, each.reason) for each in report.problems] == [(2, "time_invalid")]
    looked = preview(shop.desk.store.reader, shop.file(shop.clock.now + HOUR))
    assert (looked.layout, looked.new) == ("taobao_refunds", 1)
    assert shop.desk.store.reader.rows("SELECT 1 FROM ticket_term") == []


def test_a_pick_of_columns_without_deadlines_brings_refunds(shop: Shop) -> None:
    path = shop.folder / "选列.csv"
    row = f"{shop.number},726108820679192255,0.30,卖家已经同意退款，等待买家退货"
    path.write_text(f"订单编号,退款编号,买家退款金额,退款状态\r\n{row}\r\n", "utf-8")
    assert shop.brings(path) == (1, 0, 0)
    assert (shop.refund().amount_cents, shop.refund().state) == (30, "WAIT_BUYER_RETURN_GOODS")
    assert shop.brings(path) == (0, 1, 0)


def test_an_export_without_states_and_deadlines_is_refused(shop: Shop) -> None:
    path = shop.folder / "无.csv"
    path.write_text("订单编号,退款编号\r\n300100,1\r\n", "utf-8")
    with pytest.raises(DeskError, match="file_other_layout"):
        preview(shop.desk.store.reader, path)


def test_a_refund_comes_in_whole_and_a_second_time_changes_nothing(shop: Shop) -> None:
    told = shop.clock.now + 30 * HOUR
    cells = {
        "买家退款金额": "0.30", "是否需要退货": "是", "买家退款原因": "质量问题", "买家退款说明": "线头",
        "退货物流单号": "SF888", "退货物流公司": "顺丰速运", "客服介入状态": "客服已经介入",
        "退款的申请时间": f"{from_ms(shop.clock.now - DAY):%Y-%m-%d %H:%M:%S}",
    }  # fmt: skip
    path = shop.file(told, "买家已经退货,等待卖家确认收货", **cells)
    assert shop.brings(path) == (1, 0, 0)
    found = shop.refund()
    assert (found.kind, found.state, found.amount_cents) == ("return_refund", "WAIT_SELLER_CONFIRM_GOODS", 30)
    assert (found.reason, found.explanation, found.carrier, found.tracking) == ("质量问题", "线头", "顺丰速运", "SF888")
    assert (found.number, found.cs_status, found.due_at) == ("726108820679192255", "3", told)
    assert found.applied_at == shop.clock.now - DAY
    seqs = shop.desk.store.reader.rows("SELECT MAX(seq) FROM change")
    assert shop.brings(path) == (0, 1, 0)
    assert shop.desk.store.reader.rows("SELECT MAX(seq) FROM change") == seqs
    assert [each.act for each in refunds.events(shop.desk.store.reader, found.id)] == ["imported"]
    shop.desk.undo().result()
    assert refunds.of_order(shop.desk.store.reader, shop.order) == []


def test_the_platforms_state_wins_over_ours_and_an_older_file_does_not(shop: Shop) -> None:
    shop.brings(shop.file(shop.clock.now + HOUR))
    refund = shop.refund().id
    shop.desk.run(CloseRefund(refund_id=refund, reason="谈妥"))
    shop.clock.now += HOUR
    report = shop.desk.run(ImportOrders(path=str(shop.file(None, "卖家已经同意退款，等待买家退货", name="二")))).result
    assert (report.changed, shop.refund().state, shop.refund().ended_at) == (1, "WAIT_BUYER_RETURN_GOODS", None)
    assert shop.brings(shop.file(shop.clock.now - 9 * HOUR, "买家已经申请退款，等待卖家同意", name="三")) == (0, 0, 1)
    assert shop.refund().state == "WAIT_BUYER_RETURN_GOODS"


def test_the_deadline_of_one_state_is_not_kept_for_the_next(shop: Shop) -> None:
    """A later export without 超时时间 would leave the deadline of the application over the buyer's seven days."""
    cells = {"是否需要退货": "是", "买家退款金额": "0.30"}
    told = shop.clock.now + HOUR
    shop.brings(shop.file(told, **cells))
    shop.clock.now += 2 * HOUR
    shop.brings(shop.file(None, "卖家已经同意退款，等待买家退货", name="二", **cells))
    found = shop.refund()
    assert (found.state, found.told_due_at, found.due_rule) == ("WAIT_BUYER_RETURN_GOODS", None, "TB-RET-7D")
    assert found.due_at is not None and found.due_at > shop.clock.now + 6 * DAY


def test_a_row_that_names_another_order_than_the_refunds_changes_nothing(shop: Shop) -> None:
    shop.brings(shop.file(shop.clock.now + HOUR, **{"买家退款金额": "0.30"}))
    before = shop.refund()
    shop.make.imported([order_row(7, shop.make.rng, 1)])
    path = shop.file(None, "退款成功", number=number(7), name="二", **{"买家退款金额": "0.30"})
    report = shop.desk.run(ImportOrders(path=str(path))).result
    assert isinstance(report, ImportReport)
    assert [problem.reason for problem in report.problems] == ["refund_elsewhere"] and report.changed == 0
    assert shop.number in problems.sentence(report.problems[0])
    assert shop.refund() == before


def test_what_an_agent_did_since_stands_against_the_very_file_of_before(shop: Shop) -> None:
    path = shop.file(shop.clock.now + HOUR, **{"是否需要退货": "是", "买家退款金额": "0.30"})
    shop.brings(path)
    shop.clock.now += 60_000
    shop.desk.run(AgreeRefund(refund_id=shop.refund().id))
    due = shop.refund().due_at
    assert due is not None and due > shop.clock.now + 6 * DAY  # the buyer's seven days, not the file's hour
    assert shop.brings(path) == (0, 1, 0)
    assert (shop.refund().state, shop.refund().due_at) == ("WAIT_BUYER_RETURN_GOODS", due)


def test_a_refund_opened_here_takes_the_platforms_number(shop: Shop) -> None:
    opened = shop.desk.run(OpenRefund(order_id=shop.order, kind="exchange", reason="尺码")).result
    path = shop.file(shop.clock.now + HOUR, "卖家已经同意退款，等待买家退货", **{"售后类型": "换货"})
    assert shop.brings(path) == (0, 0, 0)  # it changed the one that is here
    found = shop.refund()
    assert (found.id, found.number, found.state) == (opened, "726108820679192255", "WAIT_BUYER_RETURN_GOODS")
    assert found.ticket_id == shop.ticket


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"买家退款金额": "0.51", "买家实际支付金额": "0.50"}, "refund_above"),
        ({"退款状态": "天知道"}, "refund_state_unknown"),
        ({"退款编号": ""}, "refund_number_missing"),
        ({"买家退款金额": "很多"}, "amount_invalid"),
    ],
)
def test_a_bad_row_is_one_sentence_and_nothing_is_written(shop: Shop, cells: dict[str, str], reason: str) -> None:
    path = shop.file(shop.clock.now + HOUR, **cells)
    report = shop.desk.run(ImportOrders(path=str(path))).result
    assert [(each.line, each.reason) for each in report.problems] == [(2, reason)]
    assert "\n" not in problems.sentence(report.problems[0])
    assert refunds.of_order(shop.desk.store.reader, shop.order) == []
    assert shop.desk.store.reader.rows("SELECT 1 FROM ticket_term") == []


def test_a_sum_above_what_was_paid_is_told_and_the_platforms_row_is_taken(shop: Shop) -> None:
    shop.brings(shop.file(None, **{"买家退款金额": "0.30"}))
    second = shop.file(None, name="二", **{"退款编号": "2", "买家退款金额": "0.21"})
    report = shop.desk.run(ImportOrders(path=str(second))).result
    assert (report.new, report.problem_count) == (1, 0)
    assert report.differences == [Difference(shop.number, "refund_left", "¥0.21", "¥0.20")]
    assert field_name("refund_left") != "refund_left"
    assert {row.number for row in refunds.of_order(shop.desk.store.reader, shop.order)} == {"726108820679192255", "2"}
    again = shop.desk.run(ImportOrders(path=str(second))).result
    assert (again.unchanged, again.differences) == (1, [])
    closed = shop.file(None, "退款关闭", name="三", **{"退款编号": "3", "买家退款金额": "0.21"})
    report = shop.desk.run(ImportOrders(path=str(closed))).result
    assert (report.new, report.differences) == (1, [])


def test_a_new_refund_above_the_closing_of_the_old_one_takes_its_place(shop: Shop) -> None:
    """The platform lists the newest first: yesterday's refund of all that was paid ends further down."""
    old = {"退款编号": "1", "买家退款金额": "0.50"}
    shop.brings(shop.file(None, **old))
    path = shop.file(None, name="二", **{"退款编号": "2", "买家退款金额": "0.50"})
    lines = path.read_bytes() + shop.file(None, "退款关闭", name="三", **old).read_bytes().split(b"\r\n", 1)[1]
    path.write_bytes(lines)
    report = shop.desk.run(ImportOrders(path=str(path))).result
    assert (report.new, report.changed, report.problem_count, report.differences) == (1, 1, 0, [])
    states = {row.number: row.state for row in refunds.of_order(shop.desk.store.reader, shop.order)}
    assert states == {"1": "CLOSED", "2": "WAIT_SELLER_AGREE"}


def test_the_file_finds_orders_of_tmall_but_not_the_refunds_of_other_platforms(shop: Shop) -> None:
    """Tmall shares Taobao's numbers; on another platform the same number is another refund."""
    shop.brings(shop.file(None))
    strange = shop.refund().id
    shop.placed("jd")
    assert shop.brings(shop.file(None, name="二", **{"买家退款原因": "漏发"})) == (0, 0, 0)
    shop.make.imported(1)
    ((order,),) = shop.desk.store.reader.rows("SELECT id FROM orders WHERE platform = 'taobao'")
    shop.placed("tmall", order)
    report = shop.desk.run(ImportOrders(path=str(shop.file(None, name="三")))).result
    assert (report.new, report.problem_count) == (1, 0)
    assert [row.id == strange for row in refunds.of_order(shop.desk.store.reader, order)] == [False]


def test_tickets_of_another_platforms_order_of_the_same_number_hear_nothing(shop: Shop) -> None:
    shop.placed("jd")
    before = shop.due()
    shop.make.imported(1)
    assert shop.brings(shop.file(shop.clock.now + 30 * HOUR)) == (1, 0, 0)
    assert shop.due() == before


def test_the_platforms_refund_of_another_kind_than_the_one_opened_here_is_taken(shop: Shop) -> None:
    shop.desk.run(OpenRefund(order_id=shop.order, kind="refund_only", amount_cents=50, reason="漏发"))
    path = shop.file(None, **{"买家退款金额": "0.50", "是否需要退货": "是"})
    report = shop.desk.run(ImportOrders(path=str(path))).result
    assert (report.new, report.problem_count, report.difference_count) == (1, 0, 1)
    assert {row.kind for row in refunds.of_order(shop.desk.store.reader, shop.order)} == {
        "refund_only", "return_refund"
    }  # fmt: skip


def test_the_real_export_over_the_real_orders(desk: Desk, make: Make, exports: Path) -> None:
    """Counts, amounts, states and deadlines as openpyxl reads them; again nothing is new; one undo takes it back."""
    desk.run(ImportOrders(path=str(exports / "ExportOrderList202601011030.csv")))
    report = desk.run(ImportOrders(path=str(exports / "退款_售后导出.xlsx"))).result
    rows = rows_of(exports / "退款_售后导出.xlsx")
    assert (report.new, report.changed, report.problem_count) == (len(rows), 0, 0) == (51, 0, 0)
    ids = refunds.snapshot(desk.store.reader, "all")
    found = {row.number: row for row in refunds.rows(desk.store.reader, list(ids))}
    ends = {"退款成功": "SUCCESS", "退款关闭": "CLOSED"}
    for row in rows:
        got = found[row["退款编号"]]
        assert got.order_number == row["订单编号"]
        assert got.amount_cents == int(Decimal(row["买家退款金额"]) * 100)
        assert got.reason == row["买家退款原因"].strip()
        assert (got.kind == "return_refund") == (row["是否需要退货"] == "是")
        assert (got.ended_at is not None) == (row["退款状态"] in ends)
        due = None if row["退款状态"] in ends else row["超时时间"]
        assert (None if got.due_at is None else f"{from_ms(got.due_at):%Y-%m-%d %H:%M:%S}") == due
    live = Counter(row["退款状态"] for row in rows if row["退款状态"] not in ends)
    numbers = badges.badges(desk.store.reader)
    assert sum(numbers.of("refund.state", state.value) for state in LIVE) == sum(live.values())
    assert numbers.of("refund.state", "SELLER_REFUSE_BUYER") == live["卖家拒绝退款"] == 9
    again = desk.run(ImportOrders(path=str(exports / "退款_售后导出.xlsx"))).result
    assert (again.new, again.changed, again.unchanged) == (0, 0, 51)
    desk.undo().result()
    assert len(refunds.snapshot(desk.store.reader, "all")) == 0
