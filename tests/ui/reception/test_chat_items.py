"""Messages as lines: date lines, heads, states, order cards, system lines, quotes."""

from __future__ import annotations

import pytest

from ticketdesk.domain.moments import parse_stamp
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.ui.reception.chat_items import Told, item, items, order_of, quoted, state_text
from ticketdesk.ui.reception.wording import OrderEvent, order_event, order_line, said_by

NOW = parse_stamp("2026-11-21 14:26:08")
NUMBER = "2026111920330281764"
ORDER = OrderRow(
    5, 1, NUMBER, "WAIT_SELLER_SEND_GOODS", 1, 3, "林小鹿_88", "亚麻宽松衬衫", 1, 2, 12900, 12900, NOW, NOW, None,
    "", "", "", "", None, 0, "CNY",
)  # fmt: skip


def row(number, at, text="在吗", side="in", sender="林小鹿_88", kind="text", state="received", **more):
    made = MessageRow(number, side, kind, sender, more.pop("agent_id", None), text, parse_stamp(at), state, 0, None, "",
                      "", "", 0, 0)  # fmt: skip
    return made._replace(**more)


@pytest.fixture
def told():
    return Told(NOW, "林小鹿_88", frozenset(), lambda number: ORDER if number == NUMBER else None)


def test_date_lines_stand_at_the_beginning_on_another_day_and_after_a_pause(told):
    rows = [
        row(1, "2026-11-20 23:59:50"),
        row(2, "2026-11-21 00:00:10"),
        row(3, "2026-11-21 00:30:00"),
        row(4, "2026-11-21 14:18:20"),
    ]
    made = items(rows, None, told, start=True)
    assert [each.id for each in made if each.side == "date"] == [-1, -2, -4]
    assert made[-2].text == "Today 14:18"
    assert [each.id for each in items(rows[2:], rows[1], told, start=False)] == [3, -4, 4]


def test_a_speaker_is_named_once_in_one_breath(told):
    rows = [row(1, "2026-11-21 14:18:20"), row(2, "2026-11-21 14:18:50"), row(3, "2026-11-21 14:20:20")]
    assert [each.head for each in items(rows, None, told, start=True) if each.speech] == [True, False, True]


def test_a_reply_in_the_outbox_always_says_so(told):
    rows = [row(n, f"2026-11-21 14:18:2{n}", side="out", sender="小满", state="outbox") for n in (1, 2)]
    made = [each for each in items(rows, None, told, start=True) if each.speech]
    assert [each.head for each in made] == [True, True]
    assert [each.state_text for each in made] == ["In outbox", "In outbox"]
    assert item(rows[1], told._replace(copied=frozenset({2}))).state_text == "In outbox · copied, paste it in Qianniu"


def test_states_of_our_words():
    out = row(1, "2026-11-21 14:18:20", side="out", state="sent", agent_id=1)
    assert state_text(out) == "Sent"
    assert state_text(out._replace(read=1)) == "Read"
    assert state_text(out._replace(agent_id=None)) == ""
    assert state_text(row(1, "2026-11-21 14:18:20")) == ""


def test_an_order_that_a_buyer_names_gets_its_card(told):
    named = row(1, "2026-11-21 14:18:20", f"这单 {NUMBER} 能改吗")
    made = item(named, told)
    assert (made.card.title, made.card.line, made.card.price) == ("亚麻宽松衬衫", "×2 Order …330281764", "¥129.00")
    assert made.text.startswith("这单")
    assert order_of(named, told) == 5
    assert item(row(1, "2026-11-21 14:18:20", NUMBER), told).text == ""
    assert item(row(1, "2026-11-21 14:18:20", "单号 1234567890123456"), told).card is None
    assert item(row(1, "2026-11-21 14:18:20", NUMBER, side="out"), told).card is None


def test_system_lines_tell_what_became_of_an_order(told):
    data = '{"number": "2026111920330281764", "flag": 1, "remark": "换 L 码"}'
    made = item(row(1, "2026-11-21 14:18:20", "", side="system", sender="小满", kind="order", data=data), told)
    assert made.side == "system"
    assert made.text == "小满 set order …330281764 to Red · remark “换 L 码”"
    assert order_line("小满", OrderEvent(NUMBER, 4, "")) == "小满 set order …330281764 to Blue"
    assert order_line("小满", OrderEvent(NUMBER, None, "急")) == "小满 wrote a remark on order …330281764: “急”"
    assert order_event("[1") == OrderEvent("", None, "") == order_event("[]")


def test_accounts_are_named_by_their_person():
    assert said_by("青禾生活旗舰店:小满") == "小满"
    assert said_by("青禾生活旗舰店：阿泽") == "阿泽"
    assert said_by("小满") == "小满"


def test_a_picture_without_words(told):
    made = item(row(1, "2026-11-21 14:18:20", "", kind="picture", sha256="ab" * 32), told)
    assert made.picture == "ab" * 32


def test_the_last_four_spoken_lines_are_quoted():
    rows = [row(n, f"2026-11-21 14:18:0{n}", f"第{n}句") for n in range(6)]
    rows.insert(3, row(9, "2026-11-21 14:18:03", "", side="system", kind="order"))
    text, count = quoted(rows, "林小鹿_88")
    assert count == 4
    assert text.splitlines()[0] == "林小鹿_88 14:18:02  第2句"
    assert quoted([], "x") == ("", 0)
