"""What a page may see: a projection of rows, in frames that a socket carries."""

from __future__ import annotations

import json

import pytest

from ticketdesk.channels.web.history import LOCKED, PAGE, in_frames, shown
from ticketdesk.channels.web.keys import page_key, store_key
from ticketdesk.store.queries.conversations import MessageRow

NAME = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
PARCEL = {
    "order_id": 9, "number": "318800127", "title": "亚麻衬衫", "state": "TRADE_FINISHED", "carrier": "顺丰",
    "tracking": "SF1", "note": "internal",
}  # fmt: skip


def row(**more: object) -> MessageRow:
    """A reply as the store has it."""
    plain = MessageRow(7, "out", "text", "小满", 1, "您好", 1_795_000_000_000, "sent", 0, None, "", "", "", 0, 0)
    return plain._replace(**more)


def test_a_reply() -> None:
    assert shown(row(), ()) == {
        "id": "7", "side": "out", "client": "", "sender": "小满", "kind": "text", "text": "您好", "card": None,
        "at": 1_795_000_000_000, "state": "sent", "auto": False, "width": 0, "height": 0,
    }  # fmt: skip


def test_the_buyers_own_words_carry_the_pages_name_and_no_senders() -> None:
    mine = shown(row(side="in", sender="访客 3F7A", state="received", client_key=store_key(5, NAME)), ())
    assert (mine["client"], mine["sender"], mine["state"]) == (NAME, "", "sent")
    assert shown(row(client_key=store_key(5, NAME)), ())["client"] == ""
    assert shown(row(side="in", client_key=f"{store_key(5, NAME)}#2"), ())["client"] == ""


def test_what_was_taken_back_is_gone_with_its_words_and_card() -> None:
    gone = shown(row(state="recalled", kind="product", data='{"title": "x"}'), ())
    assert (gone["text"], gone["card"], gone["state"]) == ("", None, "recalled")


def test_an_order_is_locked_until_it_is_proved_words_included() -> None:
    card = row(kind="logistics", text="订单 318800127", data=json.dumps(PARCEL))
    assert (shown(card, ())["card"], shown(card, ())["text"]) == (LOCKED, "")
    assert shown(card, {8})["card"] == LOCKED
    open_card = shown(card, {9})["card"]
    assert open_card == {
        "order": "318800127", "title": "亚麻衬衫", "state": "TRADE_FINISHED", "carrier": "顺丰", "tracking": "SF1",
    }  # fmt: skip
    for odd in ("", "[]", "null", '{"order_id": true}', '{"order_id": "9"}', "{"):
        assert shown(row(kind="logistics", data=odd), {9, 1})["card"] == LOCKED


def test_cards_hold_plain_values_of_known_names_only() -> None:
    data = json.dumps({"title": "衬衫", "code": ["x"], "price_cents": 15900, "cost_cents": 4000, "attributes": None})
    assert shown(row(kind="product", data=data), ())["card"] == {"title": "衬衫", "price_cents": 15900}
    assert shown(row(kind="product", data="no json"), ())["card"] == {}
    file = row(kind="file", file_name="发票.pdf", file_size=9)
    assert shown(file, ())["card"] == {"name": "发票.pdf", "size": 9}
    rated = shown(row(side="system", kind="system", text="x", data='{"event": "rated", "score": 5, "text": "y"}'), ())
    assert (rated["kind"], rated["card"], rated["text"]) == ("rating", {"event": "rated", "score": 5}, "")


def test_frames_hold_so_many_messages_and_so_many_bytes() -> None:
    few = [shown(row(id=n), ()) for n in range(120)]
    assert [len(each) for each in in_frames(few)] == [PAGE, PAGE, 20]
    long = [shown(row(id=n, text="长" * 20_000), ()) for n in range(10)]
    frames = in_frames(long)
    assert max(len(json.dumps(each, ensure_ascii=False).encode()) for each in frames) < 300_000
    assert [each["id"] for found in frames for each in found] == [str(n) for n in range(10)]
    assert in_frames([]) == []


def test_keys_hold_their_visit() -> None:
    assert page_key(store_key(2**62 - 1, NAME)) == (2**62 - 1, NAME)


@pytest.mark.parametrize("key", [None, "", NAME, "td-7", f"{store_key(5, NAME)}#2", "w5-" + NAME])
def test_other_keys_are_no_pages(key: str | None) -> None:
    assert page_key(key) is None
