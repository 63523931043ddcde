"""What agents keep of a buyer, and the look at a buyer's data."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People
from ticketdesk.desk.commands.buyers import MOST_NOTE, EditBuyerNote, RevealBuyer
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import acts, buyer_profile, buyers, search


def known(make: Make) -> int:
    make.imported(1)
    found = buyers.id_of_nick(make.desk.store.reader, "买家0")
    assert found is not None
    return found


def note(desk: Desk, buyer: int) -> str:
    row = buyers.buyer(desk.store.reader, buyer)
    assert row is not None
    return row.note


def test_a_note_is_kept_found_and_taken_back(desk: Desk, make: Make) -> None:
    buyer = known(make)
    assert desk.run(EditBuyerNote(buyer_id=buyer, note=" 对羊毛过敏\x00 ")).result is True
    assert note(desk, buyer) == "对羊毛过敏"
    assert [hit.id for hit in search.hits(desk.store.reader, "buyers", "羊毛")] == [buyer]
    assert desk.run(EditBuyerNote(buyer_id=buyer, note="对羊毛过敏")).result is False
    assert desk.run(EditBuyerNote(buyer_id=buyer, note="")).result is True
    desk.undo().result()
    assert note(desk, buyer) == "对羊毛过敏"
    desk.undo().result()
    assert note(desk, buyer) == "" and not search.hits(desk.store.reader, "buyers", "羊毛")


def test_every_role_may_keep_a_note(desk: Desk, make: Make, people: People) -> None:
    buyer = known(make)
    for agent in people:
        assert desk.run(EditBuyerNote(buyer_id=buyer, note=f"由 {agent}"), agent_id=agent).result is True


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (EditBuyerNote(buyer_id=5, note="x"), "buyer_missing"),
        (RevealBuyer(buyer_id=5), "buyer_missing"),
        (EditBuyerNote(buyer_id=5, note="x" * (MOST_NOTE + 1)), "note_too_long"),
    ],
)
def test_a_refusal_says_why(desk: Desk, command: EditBuyerNote | RevealBuyer, key: str) -> None:
    with pytest.raises(DeskError) as caught:
        desk.run(command)
    assert caught.value.key == key


def test_a_look_tells_the_whole_and_is_recorded(desk: Desk, make: Make, people: People) -> None:
    buyer = known(make)
    masked = buyer_profile.profile(desk.store.reader, buyer)
    assert masked is not None and masked.name == "收**" and masked.phone == "130****0000"
    told = desk.run(RevealBuyer(buyer_id=buyer)).result
    assert told == ("收0", "13000000000")
    assert acts.history(desk.store.reader, None)[0].command == "RevealBuyer"
    with pytest.raises(DeskError) as caught:
        desk.run(RevealBuyer(buyer_id=buyer), agent_id=people.agent)
    assert caught.value.key == "denied"
