"""The platform's own 超时时间 of a refund export wins over what the rules reckon (FORMATS 1.4)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.desk.builders import Clock, Make, People
from ticketdesk.desk.commands.deadlines import NoteStart, RecordLapses
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.desk.deadlines import chain_of
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR, SECOND, from_ms
from ticketdesk.domain.rules.chain import SetBy

HEADER = (
    "订单编号", "退款编号", "支付宝交易号", "订单付款时间", "商品编码", "退款完结时间", "买家实际支付金额", "宝贝标题",
    "买家退款金额", "手工退款/系统退款", "是否需要退货", "退款的申请时间", "超时时间", "退款状态", "货物状态",
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
        self, due: int | None, state: str = "买家申请退款，等待卖家处理", *, number: str = "", name: str = "退款"
    ) -> Path:
        path = self.folder / f"{name}.csv"
        given = {
            "订单编号": number or self.number, "退款编号": "726108820679192255", "退款状态": state,
            "超时时间": "" if due is None else f"{from_ms(due):%Y-%m-%d %H:%M:%S}",
        }  # fmt: skip
        with path.open("w", encoding="gb18030", newline="") as file:
            writer = csv.DictWriter(file, HEADER, restval="")
            writer.writeheader()
            writer.writerow(given)
        return path

    def brings(self, path: Path) -> tuple[int, int, int]:
        report = self.desk.run(ImportOrders(path=str(path))).result
        assert isinstance(report, ImportReport)
        return report.new, report.unchanged, report.older

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
    assert shop.brings(shop.file(later, name="二")) == (1, 0, 0)
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


@pytest.mark.parametrize("state", ["退款成功", "退款关闭"])
def test_a_refund_that_ended_is_left_alone(shop: Shop, state: str) -> None:
    before = shop.due()
    assert shop.brings(shop.file(shop.clock.now + HOUR, state)) == (0, 0, 1)
    assert shop.due() == before


def test_rows_without_a_moment_an_order_or_an_open_ticket_are_left_alone(shop: Shop) -> None:
    assert shop.brings(shop.file(None)) == (0, 0, 1)
    assert shop.brings(shop.file(shop.clock.now, number="9988776655443322110", name="二")) == (0, 0, 1)
    shop.desk.run(CancelTicket(ticket_id=shop.ticket, reason="买家不换了"))
    assert shop.brings(shop.file(shop.clock.now + HOUR, name="三")) == (0, 0, 1)
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


def test_an_export_without_deadlines_is_refused_as_before(shop: Shop) -> None:
    path = shop.folder / "无.csv"
    path.write_text("订单编号,退款编号\r\n300100,1\r\n", "utf-8")
    with pytest.raises(DeskError, match="file_other_layout"):
        preview(shop.desk.store.reader, path)
