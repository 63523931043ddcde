"""The lists of the reception centre: by whichever road the same conversations in the same order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

import pytest

from tests.desk.builders import Clock, Make, People, order_row
from tests.desk.live import hear
from ticketdesk.desk.commands.auto_replies import AddAutoReply, GiveAutoReplies
from ticketdesk.desk.commands.handing import TransferConversation
from ticketdesk.desk.commands.marks import PinConversation, StarConversation
from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import conversation_lists, conversations, gathering
from ticketdesk.store.queries.conversation_lists import GROUPS, ORDERS, SCOPES, ListFilter
from ticketdesk.store.queries.conversations import ConversationRow

COUNT = 40


@pytest.fixture
def filled(desk: Desk, make: Make, people: People, clock: Clock) -> Desk:
    """Forty conversations in all states, some buyers twice, some with orders, paid or not."""
    rng = random.Random(3)
    make.imported([order_row(n, make.rng, n % 3) for n in range(0, COUNT, 2)])
    desk.run(AddAutoReply(scene="first_contact", text="亲"))
    for n in range(COUNT):
        talk = hear(desk, f"买家{n}", f"第{n}位 亚麻", at=clock.now)
        if n % 9 == 0:
            make.transcript(f"买家{n}", "旧平台")
        if n % 4 == 0:
            desk.run(GiveAutoReplies(conversation_ids=(talk,)))
        if n % 3:
            agent = rng.choice((people.owner, people.lead))
            desk.run(TransferConversation(conversation_id=talk, agent_id=agent, reason="other"))
        if n % 5 in (1, 2):
            desk.run(SendReply(conversation_id=talk, text="亲，在的"))
        if n % 7 == 0:
            desk.run(StarConversation(conversation_id=talk))
        if n % 11 == 0:
            desk.run(PinConversation(conversation_id=talk))
        if n % 6 == 5:
            desk.run(EndConversation(conversation_id=talk))
    return desk


def rows(desk: Desk) -> list[ConversationRow]:
    ids = [key for (key,) in desk.store.reader.rows("SELECT id FROM conversation WHERE deleted = 0")]
    return conversations.rows(desk.store.reader, ids)


def wanted(desk: Desk, asked: ListFilter) -> list[int]:
    """The list as its definition says it, by brute force."""
    every = rows(desk)
    states = {
        buyer: {state for (state,) in desk.store.reader.rows("SELECT state FROM orders WHERE buyer_id = ?", (buyer,))}
        for buyer in {row.buyer_id for row in every}
    }
    newest = {row.buyer_id: row.id for row in sorted(every, key=lambda row: (row.last_at, row.id))}
    found = [row for row in every if in_scope(row, asked, newest) and in_group(row, asked, states[row.buyer_id])]
    if asked.mine:
        found = [row for row in found if row.agent_id == asked.agent_id]
    return [row.id for row in sorted(turned(found, asked), key=lambda row: row.pinned_at is None)]


def in_scope(row: ConversationRow, asked: ListFilter, newest: dict[int, int]) -> bool:
    return {
        "waiting": row.waiting_since is not None,
        "open": row.state == "open",
        "recent": True,
        "all_buyers": newest[row.buyer_id] == row.id,
        "team": row.state == "open" and row.agent_id not in (None, asked.agent_id),
    }[asked.scope]


def in_group(row: ConversationRow, asked: ListFilter, states: set[str]) -> bool:
    waits = row.waiting_since is not None
    return {
        "": True,
        "starred": bool(row.starred),
        "asked_not_ordered": not states,
        "ordered_not_paid": "WAIT_BUYER_PAY" in states,
        "waiting_for_me": waits and row.agent_id == asked.agent_id,
        "answered": row.state == "open" and not waits and row.last_side == "out" and not row.auto_answered,
        "auto_answered": bool(row.auto_answered),
        "followed": bool(row.followed),
    }[asked.group]


def turned(found: Iterable[ConversationRow], asked: ListFilter) -> list[ConversationRow]:
    if asked.order == "last":
        return sorted(found, key=lambda row: (row.last_at, row.id), reverse=asked.descending)
    if asked.order == "contact":
        return sorted(found, key=lambda row: (row.contact_at, row.id), reverse=asked.descending)
    waiting = [row for row in found if row.waiting_since is not None]
    rest = [row for row in found if row.waiting_since is None]
    waiting.sort(key=lambda row: (row.waiting_since or 0, row.id), reverse=not asked.descending)
    return waiting + sorted(rest, key=lambda row: (row.last_at, row.id), reverse=True)


CASES = [
    {"scope": scope, "group": group, "order": order, "descending": down, "mine": mine}
    for scope, group, order, down, mine in itertools.product(
        SCOPES, ("", *GROUPS), ORDERS, (True, False), (False, True)
    )
]


@pytest.mark.parametrize("few", [4_000, -1, 9])
def test_every_list_is_as_its_definition_says(
    filled: Desk, people: People, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(gathering, "FEW", few)
    lengths = set()
    for case in CASES:
        asked = ListFilter(agent_id=people.owner, **case)  # type: ignore[arg-type]
        found = conversation_lists.ids(filled.store.reader, asked)
        if few < 0 and found:  # without a list of the pinned ones they stand where the order puts them
            assert set(found) == set(wanted(filled, asked)), case
            continue
        assert list(found) == wanted(filled, asked), case
        assert list(conversation_lists.ids(filled.store.reader, asked, limit=3)) == list(found[:3]), case
        lengths.add(len(found))
    assert few < 0 or len(lengths) > 8


def test_words_are_found_in_nickname_and_in_what_was_said(filled: Desk) -> None:
    def asked(words: str, scope: str = "recent") -> list[str]:
        ids = conversation_lists.ids(filled.store.reader, ListFilter(scope=scope, words=words))
        nicks = {row.id: row.nick for row in conversations.rows(filled.store.reader, ids)}
        return [nicks[key] for key in ids]

    assert asked("买家39") == ["买家39"]
    assert asked("第12位") == ["买家12"]
    assert len(asked("亚麻")) == COUNT
    assert asked("没有这句") == asked("?!") == []
    assert set(asked("亚麻", "waiting")) < set(asked("亚麻"))


def test_the_first_are_told_early(filled: Desk) -> None:
    told: list[int] = []
    every = conversation_lists.ids(filled.store.reader, ListFilter(scope="recent", order="contact"), told=told.extend)
    assert set(told) <= set(every)
    assert not conversation_lists.ids(
        filled.store.reader, ListFilter(scope="recent", words="x"), cancelled=lambda: True
    )
