"""An agent who types, sends and takes back in the real window until it is killed: ``reply_child.py STORE WIRE SEED``.

Each keystroke is told in one line with its moment; with ``quiet`` nothing is typed, and what is queued leaves.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.fault.wire import FileWire  # noqa: E402
from ticketdesk.app import build, now_ms  # noqa: E402
from ticketdesk.domain.channel_events import Acknowledged  # noqa: E402
from ticketdesk.store.queries.agents import owner_id  # noqa: E402

TYPING_MS = 12


class Line(FileWire):
    """The wire that outlives us, as the window steps it."""

    name = "simulator"

    def step(self, now: int) -> list[Acknowledged]:
        return self.events()


def tell(**what: object) -> None:
    """One line in one call, so that none is torn."""
    os.write(1, (json.dumps(what) + "\n").encode())


class Agent:
    """One who answers three buyers by keys."""

    def __init__(self, store: Path, wire: Path, seed: int, *, quiet: bool) -> None:
        self.rng = random.Random(seed)
        self.seed, self.count = seed, 0
        self.parts = build(store, clock=now_ms)
        self.parts.desk.agent_id = owner_id(self.parts.store.reader)
        rows = self.parts.store.reader.rows("SELECT id FROM conversation WHERE channel = 'simulator' ORDER BY id")
        self.talks = [key for (key,) in rows]
        self.page = self.parts.window.page("reception")
        self.parts.window.show()
        self.parts.window.show_page("reception")
        assert self.parts.world.traffic is not None
        self.parts.world.traffic.join(Line(wire, random.Random(seed)))
        self.timer = QTimer()
        self.timer.setInterval(TYPING_MS)
        self.timer.timeout.connect(self.leaves if quiet else self.types)
        self.left: list[str] = []
        self.timer.start()

    def types(self) -> None:
        """Press the next key."""
        edit = self.page.chat.composer.edit
        if not self.left:
            self.begins()
            return
        key = self.left.pop(0)
        if key == "\n":
            QTest.keyClick(edit, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(edit, key)
        tell(at=time.monotonic(), talk=self.page.chat.composer.conversation, text=edit.text())

    def begins(self) -> None:
        """Go somewhere, perhaps take the last reply back, and have something to say."""
        edit = self.page.chat.composer.edit
        talk = self.rng.choice(self.talks)
        self.page.list.select(talk)
        self.page.chat.show_conversation(talk)
        edit.setFocus()
        if self.rng.random() < 0.3 and not edit.text():
            QTest.keyClick(edit, Qt.Key.Key_Up)
        self.count += 1
        word = f" r{self.seed}x{self.count}e."
        self.left = [*word, *(["\n"] if self.rng.random() < 0.7 else [])]

    def leaves(self) -> None:
        """Say when nothing is on its way any more."""
        rows = self.parts.store.reader.rows("SELECT COUNT(*) FROM message WHERE state IN ('counting', 'queued')")
        if rows[0][0] == 0:
            self.timer.stop()
            self.parts.close()
            tell(rows=-1)
            os._exit(0)


def main() -> None:
    """Type until killed."""
    store, wire, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    app = QApplication([])
    agent = Agent(store, wire, seed, quiet=len(sys.argv) > 4)
    tell(ready=True)
    app.exec()
    del agent


if __name__ == "__main__":
    main()
