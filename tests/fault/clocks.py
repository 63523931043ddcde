"""A shop at work under a clock that jumps: back by hours, on by years, twice the same moment, with restarts between.

``History`` runs in this process with an injected clock; ``python -m tests.fault.clocks SHOP SEED CLOCK_FILE COUNT``
runs some under libfaketime, whose clock is what the file says.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.desk.builders import START
from tests.desk.soundness import connection_of
from tests.fault.whole import problems
from ticketdesk.cli.opening import now
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.store import journal
from ticketdesk.store.compare import digest
from ticketdesk.store.queries.agents import owner_id
from ticketdesk.store.queries.conversations import newest
from ticketdesk.store.store import Store

HOUR = 3_600_000
YEAR = 365 * 24 * HOUR
OLDEST, LATEST = 20 * YEAR, 130 * YEAR  # 1990 and 2099 in UTC ms


class Frozen:
    """A clock that says what it was set to, as often as it is asked."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class History:
    """Random acts, undos and restarts over a shop with one conversation; ``run`` returns what is wrong after them."""

    def __init__(self, path: Path, rng: random.Random, clock: Callable[[], int], jump: Callable[[int], None]) -> None:
        self._path, self._rng, self._clock, self._jump = path, rng, clock, jump
        self._at = START
        self._store = Store(path)
        self._desk = Desk(self._store, clock, owner_id(self._store.reader))
        self._talk = int(self._store.reader.rows("SELECT MIN(id) FROM conversation")[0][0])
        self._start = digest(self._store.reader)
        self._standing: list[int] = []  # acts that an undo may take back, oldest first
        self._undone: list[int] = []
        self._order: list[int] = []  # every act in the order it was done
        self._replies: dict[int, str] = {}
        self._wrong: list[str] = []

    def run(self, acts: int) -> list[str]:
        """Do so many acts; whatever breaks counts as wrong too."""
        try:
            for n in range(acts):
                self._move()
                self._step(n)
            self._check()
            self._take_all_back()
        except Exception as error:
            self._wrong.append(f"{type(error).__name__}: {error}")
        finally:
            self._store.close()
        return self._wrong

    def _move(self) -> None:
        way = self._rng.choice(("same", "on", "hours back", "years on", "years back", "now"))
        by = {
            "on": self._rng.randrange(10_000),
            "hours back": -self._rng.randrange(48 * HOUR),
            "years on": self._rng.randrange(30 * YEAR),
            "years back": -self._rng.randrange(30 * YEAR),
            "now": START - self._at,
        }.get(way, 0)
        self._at = min(max(self._at + by, OLDEST), LATEST)
        self._jump(self._at)

    def _step(self, n: int) -> None:
        way = self._rng.random()
        if way < 0.2:
            self._restart()
        elif way < 0.35 and self._standing:
            self._undo()
        elif way < 0.45 and self._undone:
            self._redo()
        else:
            self._act(n)

    def _restart(self) -> None:
        agent = self._desk.agent_id
        self._store.close()
        self._store = Store(self._path)
        self._desk = Desk(self._store, self._clock, agent)

    def _act(self, n: int) -> None:
        text = f"第{n}句"
        said = (Heard("in", "买家", START + n * HOUR, text),)
        act_id = self._desk.run(
            self._rng.choice(
                (
                    AddPhrase(text=text),
                    SendReply(conversation_id=self._talk, text=text),
                    SendReply(conversation_id=self._talk, text=text),
                    CreateTicket(type="exchange", title=text, conversation_id=self._talk),
                    ReceiveTranscript(buyer_nick=f"买家{n}", messages=said),
                )
            )
        ).act_id
        assert act_id is not None
        self._order.append(act_id)
        self._standing.append(act_id)
        self._undone.clear()
        if self._store.reader.rows("SELECT command FROM act WHERE id = ?", (act_id,)) == [("SendReply",)]:
            self._replies[act_id] = text

    def _undo(self) -> None:
        self._order.append(self._desk.undo().result().act_id)
        taken = self._standing.pop()
        self._undone.append(taken)
        self._see(taken, "undone")

    def _redo(self) -> None:
        self._order.append(self._desk.redo().result().act_id)
        again = self._undone.pop()
        self._standing.append(again)

    def _see(self, act_id: int, state: str) -> None:
        found = self._store.reader.rows("SELECT state FROM act WHERE id = ?", (act_id,))
        if found != [(state,)]:
            self._wrong.append(f"the act {self._order.index(act_id)} is {found}, not {state}")

    def _check(self) -> None:
        connection = connection_of(self._store.reader)
        self._wrong += problems(connection)
        told = [act for (act,) in self._store.reader.rows("SELECT id FROM act ORDER BY id")][-len(self._order) :]
        if told != self._order:
            self._wrong.append("the journal is not in the order of the acts")
        every = [
            key
            # A message's id carries the message's own moment, and is one of its own series.
            for table in journal.journaled_tables(connection)
            if table != "message"
            for (key,) in connection.execute(f"SELECT id FROM {table}").fetchall()
        ]
        if len(every) != len(set(every)):
            self._wrong.append("an id was given twice")
        wanted = [text for act_id, text in self._replies.items() if act_id in self._standing]
        shown = [row.text for row in newest(self._store.reader, self._talk, 1_000) if row.side == "out"]
        if shown != wanted:
            self._wrong.append(f"the talk shows {shown}, said was {wanted}")

    def _take_all_back(self) -> None:
        for act_id in reversed(self._standing):
            self._move()
            self._desk.undo().result()
            self._see(act_id, "undone")
        if digest(self._store.reader) != self._start:
            self._wrong.append("the store does not equal its start after undoing")


def main(shop: Path, seed: int, clock_file: Path, count: int) -> None:
    """Histories under libfaketime, each told as a line of JSON: what was wrong, and how far apart its acts lie."""

    def jump(ms: int) -> None:
        moment = datetime.fromtimestamp(ms / 1_000, UTC)
        clock_file.write_text(f"{moment:%Y-%m-%d %H:%M:%S}\n", encoding="ascii")

    for n in range(count):
        path = shop.with_name("faked.db")
        shutil.copy(shop, path)
        jump(START)
        wrong = History(path, random.Random(seed + n), now, jump).run(14)
        store = Store(path)
        spread = store.reader.rows("SELECT MAX(at) - MIN(at) FROM act")[0][0]
        store.close()
        print(json.dumps({"wrong": wrong, "years": spread / YEAR}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
