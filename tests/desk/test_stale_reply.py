"""The stale-reply guard: what arrived since the draft began is shown once, then the reply goes (trade.md C11)."""

from __future__ import annotations

from tests.desk.builders import Make, People
from tests.desk.live import CHANNEL, hear
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.arrivals import RecallByBuyer, ReceiveMessages
from ticketdesk.desk.commands.marks import StarConversation
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.talk import Override, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.stale import OrderNow, Seen, SeenOrder, What, order_differences
from ticketdesk.store.queries import conversations, stale


def kinds(desk: Desk, talk: int, seen: Seen) -> list[tuple[str, str]]:
    error = refusal(lambda: desk.run(SendReply(conversation_id=talk, text="亲", seen=seen)))
    assert error.key == "reply_stale" and error.values["count"] == len(error.values["differences"])
    return [(each.what.value, each.after) for each in error.values["differences"]]


def test_nothing_new_nothing_asked(desk: Desk) -> None:
    talk = hear(desk)
    seen = stale.seen(desk.store.reader, talk)
    desk.run(StarConversation(conversation_id=talk))
    desk.run(SendReply(conversation_id=talk, text="亲", seen=seen))
    desk.run(SendReply(conversation_id=talk, text="我自己的话不算", seen=seen))
    said = [each.text for each in conversations.newest(desk.store.reader, talk) if each.side == "out"]
    assert said == ["亲", "我自己的话不算"]


def test_a_message_a_colleagues_reply_a_remark_a_flag_are_told(desk: Desk, make: Make, people: People) -> None:
    make.imported(1)
    talk = hear(desk, "买家0")
    order = make.order_id(0)
    seen = stale.seen(desk.store.reader, talk)
    assert [each.order_id for each in seen.orders] == [order]
    hear(desk, "买家0", "等等，要XL", at=1_795_000_100_000)
    desk.run(SendReply(conversation_id=talk, text="同事先回了"), agent_id=people.lead)
    desk.run(AddRemark(order_id=order, text="换L", flag=3), agent_id=people.lead)
    assert kinds(desk, talk, seen) == [
        ("message", "等等，要XL"), ("reply", "同事先回了"), ("flag", "3"), ("remark", "换L")
    ]  # fmt: skip
    sent = desk.run(SendReply(conversation_id=talk, text="亲", seen=seen, anyway=True)).result
    assert sent
    fresh = stale.seen(desk.store.reader, talk)
    desk.run(SetFlag(order_ids=(order,), flag=3), agent_id=people.lead)
    desk.run(SendReply(conversation_id=talk, text="亲", seen=fresh))


def test_words_that_the_buyer_took_back_are_told_once(desk: Desk) -> None:
    keys = ("k1", "k2", "k3")
    said = tuple(Said("林", key, f"要{key}", 1_795_000_000_000 + at) for at, key in enumerate(keys))
    desk.run(ReceiveMessages(channel=CHANNEL, messages=said))
    talk = hear(desk, "林", "在吗")
    desk.run(RecallByBuyer(channel=CHANNEL, buyer_nick="林", key="k1"))
    seen = stale.seen(desk.store.reader, talk)
    assert len(seen.recalled) == 1 and stale.differences(desk.store.reader, talk, seen, None) == []
    desk.run(RecallByBuyer(channel=CHANNEL, buyer_nick="林", key="k3"))
    error = refusal(lambda: desk.run(SendReply(conversation_id=talk, text="亲", seen=seen)))
    (told,) = error.values["differences"]
    assert (told.what, told.who) == (What.RECALL, "林") and told.at > 0 and told.row_id not in seen.recalled
    desk.run(SendReply(conversation_id=talk, text="亲", seen=stale.seen(desk.store.reader, talk)))


def test_orders_are_compared_one_by_one() -> None:
    now = [OrderNow(1, "n1", 2, "B", 9, "话", "甲", 5), OrderNow(2, "n2", 0, "A", 0)]
    found = order_differences([SeenOrder(1, 1, "A", 8)], now)
    assert [(each.what, each.before, each.after, each.number) for each in found] == [
        (What.FLAG, "1", "2", "n1"), (What.STATE, "A", "B", "n1"), (What.REMARK, "", "话", "n1"),
        (What.ORDER, "", "A", "n2"),
    ]  # fmt: skip
    assert order_differences([SeenOrder(1, 2, "B", 9), SeenOrder(2, 0, "A")], now) == []


def test_why_words_went_against_a_rule_is_kept(desk: Desk) -> None:
    talk = hear(desk)
    reasons = (Override("contact.wechat", "买家要求售后群"),)
    message = desk.run(SendReply(conversation_id=talk, text="加微信", overrides=reasons)).result
    sql = "SELECT message_id, rule, reason, agent_id FROM wording_override"
    assert desk.store.reader.rows(sql) == [(message, "contact.wechat", "买家要求售后群", desk.agent_id)]
    empty = SendReply(conversation_id=talk, text="加微信", overrides=(Override("contact.wechat", " "),))
    assert refusal(lambda: desk.run(empty)).key == "reason_empty"


def test_a_quote_must_stand_in_the_conversation(desk: Desk) -> None:
    talk, other = hear(desk), hear(desk, "山竹")
    theirs = stale.seen(desk.store.reader, other).message_id
    ours = stale.seen(desk.store.reader, talk).message_id
    assert refusal(lambda: desk.run(SendReply(conversation_id=talk, text="亲", quote_id=theirs))).key == "quote_missing"
    message = desk.run(SendReply(conversation_id=talk, text="亲", quote_id=ours)).result
    found = conversations.message(desk.store.reader, int(str(message)))
    assert found is not None and (found.quote_id, found.quoted, found.quoted_sender) == (ours, "在吗", "林小鹿")


def test_a_card_goes_with_its_words_for_channels_without_cards(desk: Desk) -> None:
    talk = hear(desk)
    card = SendReply(conversation_id=talk, text="亚麻衬衫 ¥128", kind="product", data='{"id": 7}')
    message = desk.run(card).result
    found = conversations.message(desk.store.reader, int(str(message)))
    assert found is not None and (found.kind, found.data, found.text) == ("product", '{"id": 7}', "亚麻衬衫 ¥128")
    odd = SendReply(conversation_id=talk, text="x", kind="system")
    assert refusal(lambda: desk.run(odd)).key == "choice_unknown"
