"""Exports out of the desk: flags, remarks and items travel, phrases come back, rights are asked."""

from __future__ import annotations

import csv
import json
from itertools import count

import openpyxl
import pytest

from tests.desk.builders import add_colleague
from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.commands.imports import ImportOrders, ImportPhrases
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.exports import KINDS, check_target, export
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import orders, personal, phrases
from ticketdesk.store.store import Store
from ticketdesk.words import use_language

NOW = 1_790_000_000_000


def desk_at(path):
    store = Store(path)
    clock = count(NOW, 1_000)
    desk = Desk(store, lambda: next(clock))
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id
    return desk


@pytest.fixture
def desk(tmp_path):
    made = desk_at(tmp_path / "one" / "ticketdesk.db")
    yield made
    made.store.close()


@pytest.fixture
def other(tmp_path):
    made = desk_at(tmp_path / "two" / "ticketdesk.db")
    yield made
    made.store.close()


@pytest.fixture
def order(desk, tmp_path):
    """One order with everything an agent can do to it."""
    path = tmp_path / "订单.csv"
    rows = (
        "主订单编号,子订单编号,标题,价格,购买数量,商品属性,订单状态",
        "4055670462648394832,4055670462648394832,=1+1 裙子,73.27,1,颜色：红;尺码：M,等待买家付款",
        "4055670462648394832,4055670462648394839,'袜子,5.00,2,,交易关闭",
    )
    path.write_bytes("\r\n".join(rows).encode("gb18030"))
    desk.run(ImportOrders(path=str(path)))
    key = orders.id_of_number(desk.store.reader, "4055670462648394832")
    desk.run(SetFlag(order_ids=(key,), flag=3))
    desk.run(AddRemark(order_id=key, text='不要中通\n"引号", 逗号', flag=1))
    desk.run(AddRemark(order_id=key, text="=cmd|' /C calc'!A0"))
    desk.run(
        EditAddress(order_id=key, receiver="@李雷", mobile="013800000000", address="浙江省 杭州市 西湖区 文三路1号")
    )
    return key


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_what_agents_did_to_orders_travels(desk, other, order, tmp_path, ending):
    target = tmp_path / f"out.{ending}"
    assert export(desk.store.reader, "orders", target, whole=True) == 1
    report = other.run(ImportOrders(path=str(target))).result
    assert (report.new, report.problem_count) == (1, 0)
    there = orders.card(desk.store.reader, order)
    here = orders.card(other.store.reader, orders.id_of_number(other.store.reader, there.row.number))
    assert here.row.flag == 1
    assert [(r.text, r.author, r.at, r.flag) for r in here.remarks] == [
        (r.text, r.author, r.at, r.flag) for r in there.remarks
    ]
    assert [line._replace(id=0) for line in here.lines] == [line._replace(id=0) for line in there.lines]
    assert here.extra == there.extra
    sent = personal.of_order(other.store.reader, here.row.id)
    assert (sent.receiver, sent.mobile, sent.address) == ("@李雷", "013800000000", "浙江省 杭州市 西湖区 文三路1号")
    assert here.row.last_remark == there.row.last_remark and here.row.last_remark_by == "小满"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_who_may_not_see_people_gets_their_orders_masked(desk, other, order, tmp_path, ending):
    target = tmp_path / f"out.{ending}"
    export(desk.store.reader, "orders", target)
    other.run(ImportOrders(path=str(target)))
    sent = personal.of_order(other.store.reader, orders.snapshot(other.store.reader)[0])
    assert (sent.receiver, sent.mobile, sent.address) == ("@**", "013****0000", "浙江省杭州市西湖区…")
    # Brought back to where it came from, a mask covers nobody's data.
    desk.run(ImportOrders(path=str(target)))
    kept = personal.of_order(desk.store.reader, order)
    assert (kept.receiver, kept.mobile, kept.address) == ("@李雷", "013800000000", "浙江省 杭州市 西湖区 文三路1号")
    desk.undo().result()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_phrases_come_back_the_same(desk, other, tmp_path, ending):
    for text, code, group in (
        ("亲，\n在的", "zd", "问候"),
        ("=1+1", "", ""),
        ("'引", "zd", ""),
        ("null", "0012", "组"),
    ):
        desk.run(AddPhrase(text=text, code=code, grouping=group))
    target = tmp_path / f"短语.{ending}"
    assert export(desk.store.reader, "phrases", target) == 4
    assert other.run(ImportPhrases(path=str(target))).result.new == 4
    told = [[(row.code, row.text, row.grouping) for row in phrases.phrases(d.store.reader)] for d in (desk, other)]
    assert told[0] == told[1]


@pytest.fixture
def talk(desk):
    said = (Heard("in", "小鹿", NOW - 9_000, "=HYPERLINK(1)"), Heard("out", "小满", NOW - 8_000, "亲\n在的"))
    conversation = desk.run(ReceiveTranscript(buyer_nick="小鹿", messages=said)).result.conversation_id
    desk.run(CreateTicket(type="exchange", title="换货", buyer_nick="小鹿", conversation_id=conversation))


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_messages_in_words_and_as_json(desk, talk, tmp_path):
    use_language("zh_CN")
    try:
        assert export(desk.store.reader, "messages", tmp_path / "m.csv") == 2
        first, second = table(tmp_path / "m.csv")
    finally:
        use_language("en")
    assert (first["内容"], first["发送方"], first["买家"]) == ("'=HYPERLINK(1)", "买家", "小鹿")
    assert (second["内容"], second["发送方"]) == ("亲\n在的", "客服")
    export(desk.store.reader, "messages", tmp_path / "m.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["side"], row["text"], row["sent_at"]) for row in rows] == [
        ("in", "=HYPERLINK(1)", NOW - 9_000), ("out", "亲\n在的", NOW - 8_000),
    ]  # fmt: skip


def test_tickets_and_buyers_in_a_workbook(desk, talk, tmp_path):
    assert export(desk.store.reader, "tickets", tmp_path / "t.xlsx") == 1
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    found = dict(zip(header, row, strict=True))
    assert (found["Title"], found["State"], found["Type"], found["Priority"]) == ("换货", "Open", "Exchange", "Normal")
    assert found["Ended"] is None and found["Deadline"].startswith("20")
    assert export(desk.store.reader, "buyers", tmp_path / "b.csv") == 1
    assert table(tmp_path / "b.csv")[0]["Conversations"] == "1"


def test_an_agent_without_the_right_is_refused_before_anything_is_written(desk):
    agent = add_colleague(desk, "大白")
    with pytest.raises(DeskError, match="denied"):
        desk.run(RecordExport(kind="orders", rows=1), agent_id=agent)


def test_the_record_is_an_act_of_its_own(desk):
    done = desk.run(RecordExport(kind="orders", rows=7))
    assert done.act_id is not None
    with pytest.raises(DeskError, match="nothing_to_undo"):
        desk.undo().result()


def test_a_cancelled_export_leaves_nothing(desk, talk, tmp_path):
    with pytest.raises(DeskError, match="cancelled"):
        export(desk.store.reader, "messages", tmp_path / "m.csv", cancelled=lambda: True)
    assert list(tmp_path.glob("*m.csv*")) == []


def test_targets(tmp_path):
    for kind in KINDS:
        check_target(kind, tmp_path / "x.CSV")
    with pytest.raises(DeskError, match="export_ending"):
        check_target("orders", tmp_path / "x.pdf")
    with pytest.raises(DeskError, match="export_failed"):
        check_target("orders", tmp_path / "none" / "x.csv")
    with pytest.raises(ValueError, match="no such export"):
        check_target("agents", tmp_path / "x.csv")
