"""The tools of the composer: emoji, calculator, cards of orders and products, the invitation to rate."""

from __future__ import annotations

import json
import unicodedata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desk.builders import Make
from tests.desk.live import hear
from tests.ui.reception.composing import ours
from ticketdesk.channels.scripts import scripts
from ticketdesk.channels.simulator import Simulator
from ticketdesk.desk.closings import standard
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.store.queries import conversations, serving
from ticketdesk.store.queries.goods import GoodsRow, goods
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.ui.reception.compose.cards import offered
from ticketdesk.ui.reception.compose.emoji import every_emoji, search

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def focus():
    return QApplication.focusWidget()


def opens(page, key: Qt.Key) -> None:
    QTest.keyClick(page.chat.composer.edit, key, CTRL_SHIFT)


def test_every_emoji_has_names_in_both_languages():
    signs = [each.sign for each in every_emoji()]
    assert len(signs) > 120 and len(set(signs)) == len(signs)
    assert all(each.english.isascii() and each.chinese and not each.chinese.isascii() for each in every_emoji())
    assert all(unicodedata.category(sign[0]) in ("So", "Sm") for sign in signs)


@pytest.mark.parametrize(("words", "first"), [("thanks", "🙏"), ("谢谢", "🙏"), ("包裹", "📦"), ("RED heart", "❤️")])
def test_emoji_are_found_by_name(words, first):
    assert search(words)[0].sign == first


def test_an_emoji_is_chosen_by_keys_and_is_the_first_next_time(live):
    edit = live.chat.composer.edit
    QTest.keyClicks(edit, "ok ")
    opens(live, Qt.Key.Key_E)
    panel = live.chat.composer.extras.emoji
    assert panel.isVisible() and focus() is panel.field
    QTest.keyClicks(focus(), "thanks")
    QTest.keyClick(focus(), ENTER)
    assert edit.text() == "ok 🙏" and edit.hasFocus() and not panel.isVisible()
    opens(live, Qt.Key.Key_E)
    assert panel.signs()[0] == "🙏" and len(panel.signs()) == len(every_emoji())
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    second = panel.signs()[1]
    QTest.keyClick(focus(), Qt.Key.Key_Down)
    QTest.keyClick(focus(), Qt.Key.Key_Up)
    QTest.keyClick(focus(), ENTER)
    assert edit.text() == f"ok 🙏{second}"
    assert panel.recent() == [second, "🙏"]


def test_no_emoji_is_said_and_escape_gives_the_keyboard_back(live):
    opens(live, Qt.Key.Key_E)
    panel = live.chat.composer.extras.emoji
    QTest.keyClicks(panel.field, "qqqq")
    assert panel.signs() == [] and not panel.grid.isVisible()
    QTest.keyClick(panel.field, ENTER)
    assert panel.isVisible()
    QTest.keyClick(panel.field, Qt.Key.Key_Escape)
    assert not panel.isVisible() and live.chat.composer.edit.hasFocus()


def test_a_sum_is_calculated_into_the_reply(live):
    edit = live.chat.composer.edit
    opens(live, Qt.Key.Key_K)
    calculator = live.chat.composer.extras.calculator
    QTest.keyClicks(focus(), "129*2-10%")
    assert calculator.answer.text() == "= 232.20"
    QTest.keyClick(focus(), ENTER)
    assert edit.text() == "232.20" and edit.hasFocus()
    edit.set_text("")
    opens(live, Qt.Key.Key_K)
    QTest.keyClicks(focus(), "10/3")
    QTest.keyClick(focus(), ENTER, CTRL)
    assert edit.text() == "10/3 ≈ 3.33"


def test_what_is_no_sum_is_told_and_stays(live):
    opens(live, Qt.Key.Key_K)
    calculator = live.chat.composer.extras.calculator
    QTest.keyClicks(calculator.field, "2+")
    assert calculator.answer.text() == ""
    QTest.keyClick(calculator.field, ENTER)
    assert "no sum" in calculator.answer.text() and calculator.isVisible()


@pytest.fixture
def shop(desk, tmp_path, clock):
    """A shop with imported orders."""
    make = Make(desk, tmp_path, clock)
    make.imported(6)
    desk.run(ImportOrders(path=str(make.detail_file(range(6)))))
    return make


def test_goods_are_known_from_the_lines_of_orders(shop, desk):
    rows = goods(desk.store.reader)
    asked = desk.store.reader.rows(
        "SELECT DISTINCT title, CASE outer_code WHEN '' THEN merchant_code ELSE outer_code END FROM order_line"
    )
    assert rows and {(row.title, row.code) for row in rows} == {tuple(each) for each in asked}
    assert len(rows) == len(asked)
    newest = desk.store.reader.rows("SELECT title, price_cents FROM order_line ORDER BY id DESC LIMIT 1")[0]
    assert (rows[0].title, rows[0].price_cents) == tuple(newest)
    assert isinstance(rows[0], GoodsRow) and len(goods(desk.store.reader, limit=1)) == 1


def test_a_product_is_sent_as_a_card_by_keys(live, shop, world, talks, qtbot):
    wanted = goods(world.reader)[0]
    QTest.keyClicks(live.chat.composer.edit, "draft")
    opens(live, Qt.Key.Key_O)
    popup = live.chat.composer.extras.cards
    qtbot.waitUntil(lambda: len(popup.cards()) > 0)
    focus().insert(wanted.title)
    assert json.loads(popup.cards()[0].data)["title"] == wanted.title
    QTest.keyClick(focus(), ENTER)
    qtbot.waitUntil(lambda: conversations.newest(world.reader, talks[0])[-1].kind == "product")
    row = conversations.newest(world.reader, talks[0])[-1]
    assert json.loads(row.data) == wanted._asdict() and wanted.title in row.text
    assert live.chat.composer.edit.text() == "draft" and live.chat.composer.edit.hasFocus()


def test_the_orders_of_the_buyer_stand_first(shop, desk, world):
    nick, number = desk.store.reader.rows("SELECT buyer_nick, number FROM orders WHERE buyer_nick <> '' LIMIT 1")[0]
    talk = hear(desk, nick, "我的订单呢")
    cards = offered(world.reader, talk)
    assert cards[0].kind == "logistics" and number in {json.loads(card.data).get("number") for card in cards}
    assert {card.kind for card in cards} == {"logistics", "product"}


def test_a_shop_without_orders_says_so(live, qtbot):
    opens(live, Qt.Key.Key_O)
    popup = live.chat.composer.extras.cards
    qtbot.waitUntil(lambda: "No order" in popup._note.text())
    assert popup.cards() == []


def test_the_invitation_to_rate_is_a_message_of_its_own(live, world, talks, qtbot):
    opens(live, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: len(ours(world, talks[0])) == 1)
    row = conversations.newest(world.reader, talks[0])[-1]
    assert (row.kind, row.state) == ("rating", "counting") and json.loads(row.data) == {"event": "invited"}


def test_a_played_buyer_answers_the_invitation_in_the_chat(live, world, clock, qtbot):
    buyers = Simulator(scripts()[:1], seed=3, speed=100, now=clock.now)
    (nick,) = buyers.welcome(1, within=1)
    world.traffic.join(buyers)

    def later(holds):
        """Let time go on until it holds."""

        def turned() -> bool:
            clock.now += 2_000
            return bool(holds())

        qtbot.waitUntil(turned)

    later(lambda: conversation_of(world.reader, nick, buyers.name))
    talk = conversation_of(world.reader, nick, buyers.name)
    live.list.select(talk)
    live.chat.show_conversation(talk)
    live.chat.composer.edit.setFocus()
    opens(live, Qt.Key.Key_J)
    later(lambda: ours(world, talk)[-1:] == [(standard().rating, "sent")])
    later(lambda: serving.ratings(world.reader, talk))
    world.traffic.leave(buyers.name)
    rated = serving.ratings(world.reader, talk)
    assert [(each.score, each.text) for each in rated] == [(buyers._scripts[0].rating, buyers._scripts[0].rating_text)]
    view = live.chat.talk.view
    qtbot.waitUntil(lambda: any("The buyer gave" in item.text for item in view.column.items))
    assert any(item.card is not None and item.card.title == "Invitation to rate" for item in view.column.items)


def test_another_conversation_closes_what_is_open(live, talks):
    opens(live, Qt.Key.Key_K)
    live.chat.show_conversation(talks[1])
    assert not live.chat.composer.extras.calculator.isVisible()


def test_every_tool_has_a_name(live):
    tools = live.chat.composer.tools
    names = [each.accessibleName() for each in tools.findChildren(type(tools.emoji))]
    assert names == [
        "Emoji", "Add a picture", "Add a file", "Capture the screen", "Phrases (/)", "Send an order or a product",
        "Calculator", "Invite to rate",
    ]  # fmt: skip
