"""kill -9 while an outbox works: no reply reaches its buyer twice, none is forgotten, each comes in its order."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.desk.builders import Clock, open_shop
from tests.desk.live import hear
from tests.fault.killing import PATIENCE, Nursery
from tests.fault.tally import long_form
from tests.fault.wire import taken
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.store import Store

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked, which this system cannot"),
]
ROUNDS = 100 if long_form() else 15


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with four live conversations, closed."""
    found = tmp_path / "ticketdesk.db"
    store = Store(found)
    desk = Desk(store, Clock())
    open_shop(desk)
    for n in range(4):
        hear(desk, f"买家{n}")
    store.close()
    return found


def killed_once(nursery: Nursery, rng: random.Random, **order: Any) -> list[dict[str, Any]]:
    """Let a child send and kill it at a random moment; return the replies that it had kept."""
    nursery.start(what="sends", seed=rng.randrange(10**9), **order)
    kept = []
    for _ in range(rng.randrange(1, 14)):
        said = nursery.hear(PATIENCE)
        assert said is not None
        kept.append(said)
    said = nursery.hear(rng.random() * 0.006)
    return [*kept, *([said] if said else []), *nursery.kill()]


def finished(nursery: Nursery, path: Path, wire: Path) -> None:
    """Start once more, say nothing new, and let everything leave."""
    nursery.start(what="sends", seed=1, path=str(path), wire=str(wire), quiet=True, acts=400)
    assert nursery.hear(PATIENCE * 4) == {"rows": -1}
    list(nursery.kill())


def wrong(path: Path, wire: Path, kept: list[dict[str, Any]]) -> list[str]:
    """What the buyers have against what was kept and what the store says."""
    store = Store(path)
    got: defaultdict[str, list[str]] = defaultdict(list)
    for nick, _, text in taken(wire):
        got[nick].append(text)
    faults = [f"{nick} got something twice" for nick, texts in got.items() if len(set(texts)) != len(texts)]
    sent: set[str] = set()
    for (talk,) in store.reader.rows("SELECT id FROM conversation"):
        row = conversations.one(store.reader, talk)
        assert row is not None
        ours = [each for each in conversations.newest(store.reader, talk, 10_000) if each.side == "out"]
        faults += [f"{each.text} is {each.state}" for each in ours if each.state != "sent"]
        if got[row.nick] != [each.text for each in ours] and not faults:
            faults.append(f"{row.nick} got another order")
        sent.update(each.text for each in ours)
    faults += [f"{each['text']} is forgotten" for each in kept if "text" in each and each["text"] not in sent]
    faults += verify(path, store.files)
    store.close()
    return faults


def test_nothing_is_sent_twice_and_nothing_is_forgotten(path: Path, tmp_path: Path) -> None:
    rng, wire = random.Random(), tmp_path / "wire.jsonl"
    kept: list[dict[str, Any]] = []
    with Nursery() as nursery:
        for _ in range(ROUNDS):
            kept += killed_once(nursery, rng, path=str(path), wire=str(wire))
        finished(nursery, path, wire)
    assert wrong(path, wire, kept) == []
    assert len(kept) > ROUNDS


def test_control_a_channel_that_forgets_its_keys_is_noticed(path: Path, tmp_path: Path) -> None:
    rng, wire = random.Random(7), tmp_path / "wire.jsonl"
    with Nursery() as nursery:
        for _ in range(60):
            kept = killed_once(nursery, rng, path=str(path), wire=str(wire), forgets=True)
            texts = [(nick, text) for nick, _, text in taken(wire)]
            if len(set(texts)) != len(texts):
                finished(nursery, path, wire)
                assert any("twice" in fault for fault in wrong(path, wire, kept))
                return
    pytest.fail("no reply was sent twice in 60 kills over a channel that forgets its keys")
