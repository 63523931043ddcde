"""An order in another currency than yuan: its amounts say so everywhere, and no sum adds them to yuan."""

from __future__ import annotations

import json

import pytest

from tests.data.platform_rows import SHOPIFY, text
from tests.ui.order_files import SHIPPED, Sold, number, write_list
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.order_money import ChangePrice
from ticketdesk.desk.commands.refunds import OpenRefund
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.layouts import EXTRA_COLUMN, LINES_COLUMN
from ticketdesk.store.queries import (
    audit,
    buyer_profile,
    buyer_timeline,
    fill_values,
    goods,
    orders,
    refund_brief,
    refunds,
)
from ticketdesk.store.queries.audit import AuditFilter
from ticketdesk.ui.buyers.entry_words import line_of
from ticketdesk.ui.labels import money, sums
from ticketdesk.ui.orders.buyer_words import order_words, reminder_words
from ticketdesk.ui.orders.card_parts import ItemLine, PaidLine
from ticketdesk.ui.reception.chat.card_data import currency
from ticketdesk.ui.reception.compose.cards import product
from ticketdesk.ui.refunds import looks
from ticketdesk.ui.refunds.fields import AmountField
from ticketdesk.ui.refunds.new_dialog import NewRefundDialog
from ticketdesk.ui.settings.audit.audit_model import lines
from ticketdesk.ui.settings.audit.detail import by_row, fields_of
from ticketdesk.ui.settings.audit.subjects import CURRENCY, names_of
from ticketdesk.ui.settings.audit.told import moneyed, told
from ticketdesk.words.errors import sentence

BUYER = "a@example.com"


@pytest.mark.parametrize(
    ("cents", "currency", "words"),
    [(12_900, "CNY", "¥129.00"), (-5, "CNY", "-¥0.05"), (12_900, "USD", "USD 129.00"), (-5, "USD", "-USD 0.05"),
     (None, "USD", "")],
)  # fmt: skip
def test_money_says_its_currency(cents, currency, words):
    assert money(cents, currency) == words


@pytest.fixture
def dollars(desk, tmp_path):
    """The card of an order over 10 dollars; its buyer has one over 90 yuan as well."""
    (tmp_path / "a.csv").write_bytes(text(SHOPIFY, {"Name": "SH-10010", "Currency": "USD"}).encode())
    desk.run(ImportOrders(path=str(tmp_path / "a.csv")))
    # The platform's own file has no column of what was paid; the program's own export has.
    paid = {"订单编号": "SH-10010", "买家实际支付金额": "10.00", "币种": "USD", "平台": "shopify"}
    (tmp_path / "b.csv").write_bytes(text({**paid, LINES_COLUMN: "", EXTRA_COLUMN: ""}, {}).encode("utf-8-sig"))
    report = desk.run(ImportOrders(path=str(tmp_path / "b.csv"))).result
    assert report.changed == 1, report
    sold = [Sold(number(1), nick=BUYER, state=SHIPPED, amount="90.00")]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    ((key,),) = desk.store.reader.rows("SELECT id FROM orders WHERE platform = 'shopify'")
    return orders.card(desk.store.reader, key)


def labels_of(widget):
    return " ".join(each.text() for each in widget.children() if hasattr(each, "text"))


def test_an_orders_words_and_card_say_its_currency(qtbot, dollars):
    assert dollars.row.currency == "USD"
    assert "USD 10.00" in order_words(dollars) and "USD 10.00" in reminder_words(dollars)
    item, paid = ItemLine(), PaidLine()
    for made in (item, paid):
        qtbot.addWidget(made)
    item.fill((dollars.lines[0], dollars.row.currency))
    paid.fill(dollars)
    assert "USD 10.00" in labels_of(item) and "USD 10.00" in labels_of(paid)
    assert "¥" not in order_words(dollars) + labels_of(item) + labels_of(paid)


def test_its_refunds_say_its_currency(desk, dollars):
    order = dollars.row.id
    desk.run(OpenRefund(order_id=order, kind="refund_only", amount_cents=500, reason="色差"))
    reader = desk.store.reader
    (row,), (brief,) = refunds.of_order(reader, order), orders.card(reader, order).refunds
    (open_one,) = refund_brief.open_of_buyer(reader, dollars.row.buyer_id)
    assert {looks.title(each).split(" ", 2)[-1][-8:] for each in (row, brief, open_one)} == {"USD 5.00"}


def refused(desk, command):
    with pytest.raises(DeskError) as told:
        desk.run(command)
    return sentence(told.value)


def test_refusals_say_its_currency(desk, dollars):
    order = dollars.row.id
    high = OpenRefund(order_id=order, kind="refund_only", amount_cents=2_000, reason="色差")
    assert refused(desk, high).startswith("At most USD 10.00 of the USD 10.00 paid are left")
    changed = {"订单编号": "SH-10010", "订单状态": "等待买家付款", "总金额": "10.00", "币种": "USD", "平台": "shopify"}
    path = desk.store.path.parent / "unpaid.csv"
    path.write_bytes(
        text({**changed, LINES_COLUMN: "", EXTRA_COLUMN: ""}, {"订单编号": "SH-10011"}).encode("utf-8-sig")
    )
    desk.run(ImportOrders(path=str(path)))
    ((unpaid,),) = desk.store.reader.rows("SELECT id FROM orders WHERE number = 'SH-10011'")
    command = ChangePrice(order_id=unpaid, total_cents=900, seen=(1, None))
    assert refused(desk, command).startswith("The price was changed meanwhile and is USD 10.00 now, postage —.")


def test_a_phrase_says_its_currency(desk, dollars):
    amounts = []
    for order, money_of in desk.store.reader.rows("SELECT id, currency FROM orders"):
        ticket = desk.run(CreateTicket(type="return_refund", title="退货", order_id=order)).result
        found = fill_values.of_ticket(desk.store.reader, ticket.id, 0)
        amounts.append((money_of, found.facts.amount))
    assert sorted(amounts) == [("CNY", "90.00"), ("USD", "USD 10.00")]


def test_a_field_of_an_amount_asks_for_its_currency(qtbot, world, window, dollars):
    dialog = NewRefundDialog(world, dollars, window)
    qtbot.addWidget(dialog)
    assert dialog.amount.placeholderText() == "Amount in USD, e.g. 12.80"
    dialog.amount.clear()
    assert dialog._status.text() == "Write the amount in USD, e.g. 12.80"
    field = AmountField()
    qtbot.addWidget(field)
    assert (field.placeholderText(), field.missing()) == (
        "Amount in yuan, e.g. 12.80", "Write the amount in yuan, e.g. 12.80",
    )  # fmt: skip


def test_the_log_of_acts_says_its_currency(desk, world, dollars):
    order = dollars.row.id
    done = desk.run(OpenRefund(order_id=order, kind="refund_only", amount_cents=500, reason="色差"))
    (line,) = [
        each for each in lines(world, audit.page(world.reader, AuditFilter()).rows) if each.row.id == done.act_id
    ]
    names = names_of(world.reader, moneyed(line))
    assert ("Amount", "USD 5.00") in told(line, names, world.clock())
    rows = by_row(audit.details(world.reader, done.act_id))
    keys = [(CURRENCY, each.id) for row in rows for each in row if each.field.endswith("_cents")]
    fields = [each for row in rows for each in fields_of(row, world.clock(), names_of(world.reader, keys))]
    assert "USD 5.00" in {each.after for each in fields}
    assert not any("¥" in each.after for each in fields)


def test_a_buyers_sums_and_timeline_say_both_currencies(desk, world, dollars):
    buyer = dollars.row.buyer_id
    bought = buyer_profile.profile(desk.store.reader, buyer).bought
    assert (bought.orders, bought.paid, bought.paid_orders) == (2, (("CNY", 9_000), ("USD", 1_000)), 2)
    assert sums(bought.paid) == "¥90.00 + USD 10.00" and sums(()) == "¥0.00"
    entries = [each for each in buyer_timeline.page(desk.store.reader, buyer) if each.kind == "order"]
    said = {line_of(each, world.clock()).text.split(" · ")[0] for each in entries}
    assert said == {"¥90.00", "USD 10.00"}


def test_a_product_sold_in_dollars_is_offered_in_dollars(desk, dollars):
    found = {row.currency: product(row) for row in goods.goods(desk.store.reader) if row.price_cents is not None}
    assert found["USD"].note.endswith("USD 10.00") and "¥" not in found["USD"].text
    assert currency(json.loads(found["USD"].data)) == "USD" and currency({"currency": "dollars"}) == "CNY"
