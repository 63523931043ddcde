"""A process that forks children to be killed: the modules are loaded once, each child opens the store anew.

Run as ``python nursery.py``; each line of standard input is a JSON order for one child, ``{}`` waits for its end.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.fault.wire import FileWire  # noqa: E402
from ticketdesk.desk.command import Command  # noqa: E402
from ticketdesk.desk.commands.imports import ImportOrders  # noqa: E402
from ticketdesk.desk.commands.orders import AddRemark, SetFlag  # noqa: E402
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply  # noqa: E402
from ticketdesk.desk.commands.ticket_replies import ReplyOnTicket  # noqa: E402
from ticketdesk.desk.commands.tickets import CreateTicket  # noqa: E402
from ticketdesk.desk.desk import Desk  # noqa: E402
from ticketdesk.desk.outbox import PATIENCE, Outbox  # noqa: E402
from ticketdesk.store.queries.agents import owner_id  # noqa: E402
from ticketdesk.store.store import Store  # noqa: E402


class Ticks:
    """A clock for a child: it begins after every act of the store and steps a second."""

    def __init__(self, start: int) -> None:
        self.now = start

    def __call__(self) -> int:
        self.now += 1_000
        return self.now


def tell(**what: object) -> None:
    """Write one line to the killer in one call, so that no line is torn."""
    os.write(1, (json.dumps(what) + "\n").encode())


class Child:
    """What one child does until it is killed."""

    def __init__(self, order: Mapping[str, Any]) -> None:
        self.order = order
        self.rng = random.Random(order["seed"])
        self.chunks = 0
        self.store = Store(Path(order["path"]))
        last = self.store.reader.rows("SELECT COALESCE(MAX(at), 0) FROM act")[0][0]
        self.desk = Desk(self.store, Ticks(last), owner_id(self.store.reader))

    def acts(self) -> None:
        """Act after act; each is acknowledged once the desk has returned (or, as a control, before)."""
        early = bool(self.order.get("early"))
        for n in range(self.order.get("acts", 100_000)):
            text = f"w{self.order['seed']}x{n}"
            if self.rng.random() < 0.15 and not early and n:
                step = self.desk.undo().result()
                tell(act=step.act_id, changes=self._changes(step.act_id), text="")
                continue
            command = self._command(text) if not early else self._reply(text)
            if early:
                tell(act=0, changes=0, text=text)
            done = self.desk.run(command)
            if not early:
                tell(act=done.act_id, changes=self._changes(done.act_id or 0), text=text)

    def _changes(self, act: int) -> int:
        return int(self.store.reader.rows("SELECT COUNT(*) FROM change WHERE act = ?", (act,))[0][0])

    def _command(self, text: str) -> Command:
        # Undo after undo can take back the last row of a kind: what needs one is then not to be drawn.
        kinds: list[Callable[[str], Command]] = [self._heard]
        kinds += [self._reply, self._ticket] if self._live("conversation") else []
        kinds += [self._ticket_reply] if self._live("ticket") else []
        kinds += [self._remark, self._flags] if self._live("orders") else []
        return self.rng.choice(kinds)(text)

    def _live(self, table: str) -> list[int]:
        return [row[0] for row in self.store.reader.rows(f"SELECT id FROM {table} WHERE deleted = 0")]

    def _one(self, table: str) -> int:
        return self.rng.choice(self._live(table))

    def _heard(self, text: str) -> Command:
        nick = f"买家{self.rng.randrange(6)}"
        at = 1_795_000_000_000 + self.rng.randrange(10**9)
        said = tuple(Heard("in", nick, at + line * 1_000, f"{text} {line}") for line in range(3))
        return ReceiveTranscript(buyer_nick=nick, messages=said)

    def _reply(self, text: str) -> Command:
        return SendReply(conversation_id=self._one("conversation"), text=text)

    def _ticket(self, text: str) -> Command:
        return CreateTicket(type="exchange", title=text, conversation_id=self._one("conversation"))

    def _ticket_reply(self, text: str) -> Command:
        return ReplyOnTicket(ticket_id=self._one("ticket"), text=text)

    def _remark(self, text: str) -> Command:
        return AddRemark(order_id=self._one("orders"), text=text, flag=self.rng.randrange(1, 6), override="盘点")

    def _flags(self, text: str) -> Command:
        # An act of several rows; its own remark carries the text.
        ids = tuple({self._one("orders") for _ in range(4)})
        self.desk.run(SetFlag(order_ids=ids, flag=self.rng.randrange(6), override="盘点"))
        return self._remark(text)

    def sends(self) -> None:
        """Replies count down and leave over a channel that outlives us; each one said is told once it is kept."""
        wire = FileWire(Path(self.order["wire"]), self.rng, forgets=bool(self.order.get("forgets")))
        box = Outbox(self.desk, {"simulator": wire})
        talks = self.store.reader.rows("SELECT id FROM conversation WHERE channel = 'simulator' ORDER BY id")
        for n in range(self.order.get("acts", 100_000)):
            if not self.order.get("quiet"):
                text = f"w{self.order['seed']}x{n}"
                talk = self.rng.choice(talks)[0]
                message = self.desk.run(SendReply(conversation_id=talk, text=text)).result
                tell(talk=talk, message=message, text=text)
            for _ in range(self.rng.randrange(4) + 4 * bool(self.order.get("quiet"))):
                self.desk._clock()
                box.step(self.desk._clock() + n * PATIENCE * bool(self.order.get("quiet")))
                box.heard(wire.events())
                self.store.submit(lambda: None, 0).result()
        tell(rows=-1)

    def imports(self) -> None:
        """Import the file, telling of every chunk."""
        command = ImportOrders(path=self.order["file"], rows=self.order["rows"])
        self.desk.post(command, progress=self._chunk).result()
        tell(rows=-1)

    def undoes(self) -> None:
        """Undo the newest act, telling of every chunk."""
        self.desk.undo(progress=self._chunk).result()
        tell(rows=-1)

    def _chunk(self, rows: int) -> None:
        """Tell of a chunk; after the last one before its end the act waits for a killer whom the machine held up."""
        tell(rows=rows)
        self.chunks += 1
        if self.chunks == self.order["last"]:
            threading.Event().wait()


def main() -> None:
    """Fork a child for each order; it tells its pid first."""
    child = 0
    for line in sys.stdin:
        order = json.loads(line)
        if not order:
            os.waitpid(child, 0)
            tell(end=True)
            continue
        child = os.fork()
        if child == 0:
            tell(pid=os.getpid())  # the child itself, so that nothing it says can come before
            getattr(Child(order), order["what"])()
            os._exit(0)


if __name__ == "__main__":
    main()
