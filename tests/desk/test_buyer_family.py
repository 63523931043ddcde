"""Level, membership and coupons of buyers; duplicates that are found and merged, and parted again by one undo."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People, order_row
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.buyer_family import EditBuyerCard, GiveCoupon, MergeBuyers, UseCoupon
from ticketdesk.desk.commands.buyers import EditBuyerNote
from ticketdesk.desk.commands.marks import BlockBuyer, TagBuyer
from ticketdesk.desk.commands.refunds import AgreeRefund, OpenRefund
from ticketdesk.desk.commands.reminders import AddTodo
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.buyers import Why, return_rate
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import buyer_family, buyer_profile, buyers, conversations, orders, refunds
from ticketdesk.store.store import NewAct
from ticketdesk.words import errors, use_language


def buyer(desk: Desk, nick: str) -> int:
    found = buyers.id_of_nick(desk.store.reader, nick)
    assert found is not None, nick
    return found


def refused(desk: Desk, command: object) -> DeskError:
    return refusal(lambda: desk.run(command))  # type: ignore[arg-type]


@pytest.fixture
def pair(make: Make, people: People) -> tuple[int, int]:
    """Two buyers with the same phone, written in two ways; a third with the first one's name and address."""
    home = {"收货人姓名": "鹿小林", "收货地址": "江苏省 苏州市 姑苏区 平江街道18号(215000)"}
    rows = [
        order_row(1, make.rng, 3, **{"联系手机": "13812346021", **home}),
        order_row(2, make.rng, 3, **{"联系手机": "+86 13812346021", "收货人姓名": "林"}),
        order_row(3, make.rng, 3, **{"联系手机": "13900000000", **home, "收货地址": "江苏省苏州市姑苏区平江街道18号"}),
        order_row(4, make.rng, 3),
    ]
    make.imported(rows)
    return buyer(make.desk, "买家1"), buyer(make.desk, "买家2")


def test_level_membership_and_coupons_are_kept_and_taken_back(desk: Desk, pair: tuple[int, int]) -> None:
    first, _ = pair
    assert desk.run(EditBuyerCard(buyer_id=first, level=" L3 ", membership="member")).result is True
    assert desk.run(EditBuyerCard(buyer_id=first, level="L3", membership="member")).result is False
    until = 4_102_444_800_000
    coupon = int(str(desk.run(GiveCoupon(buyer_id=first, title="满100减10", amount_cents=1_000, until=until)).result))
    assert desk.run(UseCoupon(buyer_id=first, coupon_id=coupon)).result is True
    found = buyer_family.family(desk.store.reader, first)
    assert (found.level, found.membership, found.coupons[0].title) == ("L3", "member", "满100减10")
    assert found.coupons[0].used_at is not None
    assert desk.run(UseCoupon(buyer_id=first, coupon_id=coupon)).result is False
    desk.undo().result()
    assert buyer_family.family(desk.store.reader, first).coupons[0].used_at is None
    desk.undo().result()
    assert buyer_family.family(desk.store.reader, first).coupons == ()


def test_what_cannot_be_kept_is_refused_in_one_sentence(desk: Desk, pair: tuple[int, int], clock) -> None:
    first, second = pair
    for command, key in (
        (EditBuyerCard(buyer_id=first, membership="king"), "choice_unknown"),
        (EditBuyerCard(buyer_id=first, level="长" * 21), "name_too_long"),
        (EditBuyerCard(buyer_id=4_242), "buyer_missing"),
        (GiveCoupon(buyer_id=first, title=" "), "coupon_empty"),
        (GiveCoupon(buyer_id=first, title="券", amount_cents=0), "coupon_amount"),
        (GiveCoupon(buyer_id=first, title="券", until=clock.now - DAY), "moment_past"),
        (UseCoupon(buyer_id=first, coupon_id=4_242), "row_missing"),
        (MergeBuyers(buyer_id=first, buyer_ids=()), "buyers_none"),
        (MergeBuyers(buyer_id=first, buyer_ids=(first,)), "buyers_same"),
        (MergeBuyers(buyer_id=first, buyer_ids=(4_242,)), "buyer_missing"),
        (MergeBuyers(buyer_id=4_242, buyer_ids=(second,)), "buyer_missing"),
        (MergeBuyers(buyer_id=first, buyer_ids=tuple(range(21))), "buyers_many"),
    ):
        error = refused(desk, command)
        assert error.key == key
        assert errors.sentence(error)
    assert buyer_family.family(desk.store.reader, first).coupons == ()


def test_the_same_phone_or_name_and_address_are_found(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    found = {twin.nick: twin for twin in buyer_family.twins(desk.store.reader, first)}
    assert {nick: twin.why for nick, twin in found.items()} == {"买家2": Why.PHONE, "买家3": Why.ADDRESS}
    assert "**" in found["买家2"].name or found["买家2"].name.endswith("*")
    assert [twin.buyer_id for twin in buyer_family.twins(desk.store.reader, second)] == [first]
    assert buyer_family.twins(desk.store.reader, buyer(desk, "买家4")) == ()
    assert buyer_family.twins(desk.store.reader, 4_242) == ()


def test_merging_moves_everything_and_one_undo_parts_them(desk: Desk, make: Make, pair: tuple[int, int]) -> None:
    first, second = pair
    order = orders.ids_of_buyer(desk.store.reader, second)[0]
    talk = desk.run(ReceiveTranscript(buyer_nick="买家2", messages=(Heard("in", "买家2", 1, "在吗"),))).result
    ticket = make.ticket(order_id=order, buyer_nick="买家2").id
    refund = int(str(desk.run(OpenRefund(order_id=order, kind="exchange", reason="x")).result))
    desk.run(TagBuyer(buyer_id=first, tag="老客"))
    for tag in ("老客", "催单"):
        desk.run(TagBuyer(buyer_id=second, tag=tag))
    desk.run(EditBuyerNote(buyer_id=first, note="一"))
    desk.run(EditBuyerNote(buyer_id=second, note="二"))
    desk.run(GiveCoupon(buyer_id=second, title="券"))
    desk.run(EditBuyerCard(buyer_id=second, level="L2"))
    desk.run(AddTodo(buyer_id=second, text="回电"))
    before = digest(desk.store.reader)
    assert desk.run(MergeBuyers(buyer_id=first, buyer_ids=(second,))).result == 1
    reader = desk.store.reader
    assert buyers.buyer(reader, second) is None
    assert buyer(desk, "买家2") == first
    assert order in orders.ids_of_buyer(reader, first)
    assert conversations.of_buyer(reader, first) == talk.conversation_id
    assert reader.rows("SELECT buyer_id FROM ticket WHERE id = ?", (ticket,)) == [(first,)]
    assert [found.id for found in refunds.open_of_buyer(reader, first)] == [refund]
    tags = reader.rows("SELECT text FROM buyer_tag WHERE buyer_id = ? AND deleted = 0 ORDER BY text", (first,))
    assert tags == [("催单",), ("老客",)]
    found = buyer_family.family(reader, first)
    assert (found.level, found.aliases, [coupon.title for coupon in found.coupons]) == ("L2", ("买家2",), ["券"])
    row = buyers.buyer(reader, first)
    assert row is not None and row.note == "一\n二"
    assert [twin.nick for twin in found.twins] == ["买家3"]
    desk.undo().result()
    assert digest(reader) == before
    desk.redo().result()
    assert buyer(desk, "买家2") == first


def test_what_comes_in_later_under_a_merged_name_is_the_winners(desk: Desk, make: Make, pair: tuple[int, int]) -> None:
    first, second = pair
    desk.run(MergeBuyers(buyer_id=first, buyer_ids=(second,)))
    talk = desk.run(ReceiveTranscript(buyer_nick="买家2", messages=(Heard("in", "买家2", 1, "在吗"),))).result
    assert conversations.of_buyer(desk.store.reader, first) == talk.conversation_id
    make.imported([order_row(999, make.rng, 3, **{"买家会员名": "买家2"})])
    assert make.order_id(999) in orders.ids_of_buyer(desk.store.reader, first)
    rows = desk.store.reader.rows("SELECT COUNT(*) FROM buyer WHERE nick = '买家2' AND deleted = 0")
    assert rows == [(0,)]
    # Chained: who was merged into a merged one is found all the same.
    third = buyer(desk, "买家3")
    desk.run(MergeBuyers(buyer_id=third, buyer_ids=(first,)))
    assert buyer(desk, "买家2") == third and buyer(desk, "买家1") == third


def test_the_name_a_live_channel_knows_stays(desk: Desk, make: Make, pair: tuple[int, int]) -> None:
    first, second = pair
    desk.run(ReceiveTranscript(buyer_nick="买家2", channel="web", messages=(Heard("in", "买家2", 1, "在"),)))
    error = refused(desk, MergeBuyers(buyer_id=first, buyer_ids=(second,)))
    assert (error.key, error.values["nick"]) == ("buyer_live", "买家2")
    assert desk.run(MergeBuyers(buyer_id=second, buyer_ids=(first,))).result == 1


def test_a_blocked_one_stays_blocked(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    desk.run(BlockBuyer(buyer_id=second, reason="广告"))
    desk.run(MergeBuyers(buyer_id=first, buyer_ids=(second,)))
    assert buyer_family.family(desk.store.reader, first).block_reason == "广告"
    assert list(buyers.ids(desk.store.reader, buyers.BuyerFilter(blocked=True))) == [first]


def test_two_notes_that_do_not_fit_into_one_are_not_cut(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    desk.run(EditBuyerNote(buyer_id=first, note="甲" * 600))
    desk.run(EditBuyerNote(buyer_id=second, note="乙" * 600))
    assert refused(desk, MergeBuyers(buyer_id=first, buyer_ids=(second,))).key == "note_too_long"
    assert buyers.buyer(desk.store.reader, second) is not None


def test_of_two_who_keep_a_card_the_second_is_told_what_stands(desk: Desk, pair: tuple[int, int]) -> None:
    first, _ = pair
    seen = (("level", ""), ("membership", ""))
    desk.run(EditBuyerCard(buyer_id=first, level="L2", seen=seen))
    desk.run(EditBuyerCard(buyer_id=first, membership="fan", seen=seen))  # the other half: nobody is written over
    for late, kept in ((EditBuyerCard(buyer_id=first, level="L3", seen=seen), "L2"),
                       (EditBuyerCard(buyer_id=first, membership="member", seen=seen), "fan")):  # fmt: skip
        error = refused(desk, late)
        assert (error.key, error.values["kept"]) == ("buyer_card_changed", kept)
        for language, word in (("en", {"L2": "“L2”", "fan": "“Fan”"}), ("zh_CN", {"L2": "“L2”", "fan": "“粉丝”"})):
            use_language(language)
            assert word[kept] in errors.sentence(error)
    found = buyer_family.family(desk.store.reader, first)
    assert (found.level, found.membership) == ("L2", "fan")
    assert desk.run(EditBuyerCard(buyer_id=first, level="L3", membership="fan", seen=(("level", "L2"),))).result is True


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        ("甲" * 1_000, "", "甲" * 1_000),
        ("", "乙" * 1_000, "乙" * 1_000),
        ("甲" * 1_000, "甲" * 1_000, "甲" * 1_000),
        ("甲" * 500, "乙" * 499, "甲" * 500 + "\n" + "乙" * 499),
    ],
)
def test_notes_that_fit_into_one_keep_nobody_from_merging(
    desk: Desk, pair: tuple[int, int], ours: str, theirs: str, kept: str
) -> None:
    first, second = pair
    desk.run(EditBuyerNote(buyer_id=first, note=ours))
    desk.run(EditBuyerNote(buyer_id=second, note=theirs))
    desk.run(MergeBuyers(buyer_id=first, buyer_ids=(second,)))
    row = buyers.buyer(desk.store.reader, first)
    assert row is not None and row.note == kept


def test_the_profile_sums_what_was_paid_and_returned(desk: Desk, make: Make, pair: tuple[int, int]) -> None:
    first, _ = pair
    bought = buyer_profile.profile(desk.store.reader, first).bought
    assert (bought.orders, bought.paid_orders, bought.paid, bought.refunds) == (1, 1, (("CNY", 150),), 0)
    order = orders.ids_of_buyer(desk.store.reader, first)[0]
    refund = int(str(desk.run(OpenRefund(order_id=order, kind="refund_only", amount_cents=100, reason="x")).result))
    assert buyer_profile.profile(desk.store.reader, first).bought.refunds == 0
    desk.run(AgreeRefund(refund_id=refund))
    bought = buyer_profile.profile(desk.store.reader, first).bought
    assert (bought.refunds, bought.refunded) == (1, (("CNY", 100),))


def test_parting_buyers_gives_what_came_meanwhile_to_the_nickname_it_came_under(
    desk: Desk, make: Make, pair: tuple[int, int]
) -> None:
    first, second = pair
    third = buyer(desk, "买家3")
    desk.run(MergeBuyers(buyer_id=second, buyer_ids=(third,)))
    merged = desk.run(MergeBuyers(buyer_id=first, buyer_ids=(second,)))
    late = [order_row(n, make.rng, 3, 买家会员名=nick) for n, nick in ((11, "买家1"), (12, "买家2"), (13, "买家3"))]
    make.imported(late)

    def homes() -> list[int | None]:
        return [orders.rows(desk.store.reader, [make.order_id(n)])[0].buyer_id for n in (11, 12, 13)]

    assert homes() == [first, first, first]
    refund = desk.run(OpenRefund(order_id=make.order_id(12), kind="exchange", reason="尺码")).result
    desk.undo_act(merged.act_id).result()
    assert homes() == [first, second, second]
    ((of,),) = desk.store.reader.rows("SELECT buyer_id FROM refund WHERE id = ?", (refund,))
    assert of == second
    desk.redo().result()
    assert homes() == [first, first, first]


def test_what_went_back_of_a_closed_order_was_paid_first(desk: Desk, pair: tuple[int, int], people: People) -> None:
    """Counted on one side only, a buyer would have been paid back more than he ever paid."""
    first, _ = pair
    sql = "UPDATE orders SET state = 'TRADE_CLOSED', refund_cents = paid_cents WHERE buyer_id = ?"

    def close() -> None:
        with desk.store.act(NewAct(0, people.owner, "Closed", "{}", 8, undoable=False)) as frame:
            frame.tx.connection.execute(sql, (first,))

    desk.store.submit(close, 0).result()
    profile = buyer_profile.profile(desk.store.reader, first)
    assert profile is not None
    bought = profile.bought
    assert (bought.closed, bought.paid, bought.refunded) == (1, (("CNY", 150),), (("CNY", 150),))
    assert return_rate(bought.paid_orders, bought.refunds) == 1.0
