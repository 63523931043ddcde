"""A buyer's room: nothing overtakes words that were refused, and nothing goes to the store twice at once."""

from __future__ import annotations

import asyncio

from ticketdesk.channels.web.rooms import FORGOTTEN, HELD, SAY_BURST, Room, room_for
from ticketdesk.channels.web.visits import Visit, hashed, nicks


def made() -> Room:
    """A room at the second 0."""

    async def make() -> Room:
        return room_for(Visit(1, "", "zh"), 0.0)

    return asyncio.run(make())


def test_a_burst_then_five_a_second_in_their_order() -> None:
    room = made()
    came: list[int] = []
    waiting = list(range(100))
    now = 0.0
    while waiting:
        for n in list(waiting):
            if not room.wait(f"w{n}", now):
                came.append(n)
                waiting.remove(n)
        now += 0.25
    assert came == list(range(100))
    assert now >= (100 - SAY_BURST) / 5


def test_later_words_wait_for_the_refused_ones_but_not_for_ever() -> None:
    room = made()
    room.hold("a", 0.0)
    assert room.wait("b", 1.0) > 0
    assert room.wait("a", 2.0) == 0
    assert room.wait("b", 2.0) == 0
    room.hold("a", 3.0)
    assert room.wait("b", 3.0 + HELD - 0.1) > 0
    assert room.wait("b", 3.0 + HELD) == 0


def test_words_on_their_way_are_not_sent_again_until_the_store_has_spoken() -> None:
    room = made()
    room.go("a", 0.0)
    assert room.on_way("a", FORGOTTEN - 1) and not room.on_way("b", 0.0)
    assert not room.on_way("a", FORGOTTEN)
    room.arrived(["a", "never"])
    assert not room.on_way("a", 1.0)


def test_names_of_visitors() -> None:
    assert all(name.startswith("访客 ") for name in nicks("zh")) and nicks("fr")[0].startswith("访客 ")
    first = nicks("en")
    assert first[0][:8] == "Visitor " and len(first[0]) == 12 and first[0][8:] == first[0][8:].upper()
    assert len(set(nicks("zh"))) >= 6


def test_a_token_is_kept_as_its_hash_only() -> None:
    assert hashed("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hashed("\ud800") != hashed("?")
