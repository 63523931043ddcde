"""kill -9 while an agent types and replies count down: a second of typing is lost at most, nothing is sent twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.desk.builders import Clock, open_shop
from tests.desk.live import hear
from tests.fault.tally import long_form
from tests.fault.wire import taken
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.store import Store

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills no process at once"),
]
ROUNDS = 40 if long_form() else 2
CHILD = Path(__file__).with_name("reply_child.py")
LOST = 1.0
# What a second is in keystrokes of 12 ms, at the least: a child that a busy machine holds up types fewer in it.
LATEST = 40
FEWEST, MOST = 110, 260


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with three live conversations and a countdown of a second, closed."""
    found = tmp_path / "店铺" / "ticketdesk.db"
    store = Store(found)
    desk = Desk(store, Clock())
    open_shop(desk)
    desk.run(SetSetting(key="outbox.seconds", value="1"))
    for n in range(3):
        hear(desk, f"买家{n}")
    store.close()
    return found


def start(path: Path, wire: Path, seed: int, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(CHILD), str(path), str(wire), str(seed), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def killed(path: Path, wire: Path, seed: int, keys: int) -> list[dict[str, Any]]:
    """Let a child press so many keys and kill it at any moment; return what was typed a second before its end."""
    with start(path, wire, seed) as child:
        assert child.stdout is not None and json.loads(child.stdout.readline()) == {"ready": True}
        told = [child.stdout.readline() for _ in range(keys)]
        time.sleep(random.random() * 0.03)
        at = time.monotonic()
        assert child.poll() is None
        os.kill(child.pid, signal.SIGKILL)
        told += [line for line in child.stdout.read().splitlines() if line.endswith(b"}")]
    return [each for each in map(json.loads, told[:-LATEST]) if each["at"] < at - LOST]


def lost(path: Path, typed: list[dict[str, Any]]) -> list[str]:
    """What was typed and stands neither in a draft nor in a message of its conversation."""
    store = Store(path)
    found = []
    for each in typed:
        key = each["talk"]
        rows = store.reader.rows("SELECT text FROM message WHERE conversation_id = ? AND side = 'out'", (key,))
        kept = "\n".join([*(text for (text,) in rows), conversations.draft(store.reader, f"reply:{key}")])
        found += [word for word in each["text"].split() if word not in kept]
    store.close()
    return found


def test_a_second_is_lost_at_most_nothing_is_sent_twice_and_nothing_is_forgotten(path: Path, tmp_path: Path) -> None:
    rng, wire = random.Random(), tmp_path / "wire.jsonl"
    typed: list[dict[str, Any]] = []
    for _ in range(ROUNDS):
        typed += killed(path, wire, rng.randrange(10**6), rng.randrange(FEWEST, MOST))
        assert lost(path, typed) == []
    assert len(typed) > 10 * ROUNDS
    with start(path, wire, 1, "quiet") as last:
        told, _ = last.communicate(timeout=60)
    assert told.splitlines()[-1:] == [b'{"rows": -1}']
    assert after(path, wire) == []


def after(path: Path, wire: Path) -> list[str]:
    """What the buyers have against what the store says, once everything has left."""
    store = Store(path)
    got = [(nick, text) for nick, _, text in taken(wire)]
    faults = [f"{each} twice" for each in got if got.count(each) > 1]
    rows = store.reader.rows(
        "SELECT b.nick, m.text, m.state FROM message m JOIN conversation c ON c.id = m.conversation_id"
        " JOIN buyer b ON b.id = c.buyer_id WHERE m.side = 'out' ORDER BY m.id"
    )
    faults += [f"{text} is {state}" for _, text, state in rows if state not in ("sent", "recalled")]
    faults += [f"{text} is forgotten" for nick, text, state in rows if state == "sent" and (nick, text) not in got]
    for nick in {nick for nick, _, _ in rows}:
        ours = [text for each, text, state in rows if each == nick and state == "sent"]
        theirs = [text for each, text in got if each == nick and text in ours]
        faults += [f"{nick} got another order"] if ours != theirs else []
    faults += [str(each) for each in verify(path, store.files)]
    assert rows
    store.close()
    return faults


def test_control_words_that_were_never_kept_are_noticed(path: Path) -> None:
    store = Store(path)
    talk = store.reader.rows("SELECT id FROM conversation LIMIT 1")[0][0]
    store.close()
    assert lost(path, [{"talk": talk, "text": "never kept", "at": 0.0}]) == ["never", "kept"]
