"""The real window over a real store, offscreen, serving the web page: ``window_child.py STORE PORT``.

One line ``{"ready": PORT}`` says that pages may come. Each line of standard input is an order in JSON, done in the
window's thread with its keys, and answered by one line: ``{"ok": …}`` or ``{"error": …}``.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QObject, Qt, QTimer, Signal  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.ready import sample_store  # noqa: E402
from ticketdesk.app import build, now_ms  # noqa: E402
from ticketdesk.desk.commands.serving import SetAgentState  # noqa: E402
from ticketdesk.desk.commands.settings import SetSetting  # noqa: E402
from ticketdesk.store.queries import conversations  # noqa: E402
from ticketdesk.store.queries.agents import owner_id  # noqa: E402
from ticketdesk.ui import theme  # noqa: E402
from ticketdesk.ui.channels.status import begin_channels  # noqa: E402
from ticketdesk.ui.reception.compose import traffic  # noqa: E402

PATIENCE = 60.0
NAME = "shop.test"
"""What buyers' browsers call the desk: no secure context, as a desk in a LAN is none."""
TALKS = "SELECT id FROM conversation WHERE channel = 'web' AND deleted = 0 ORDER BY id"


def tell(**what: object) -> None:
    """One line in one call, so that none is torn."""
    os.write(1, (json.dumps(what, ensure_ascii=False) + "\n").encode())


class Reception(QObject):
    """The agent at the window. Orders come over a signal, so that they are done in its thread."""

    told = Signal(str)

    def __init__(self, app: QApplication, store: Path, port: int) -> None:
        super().__init__()
        self.app = app
        fresh = not store.exists()
        if fresh:
            sample_store(store, now_ms())
        self.parts = build(store)
        self.desk, self.window = self.parts.desk, self.parts.window
        self.desk.agent_id = owner_id(self.parts.store.reader)
        if fresh:
            self.open_shop(port)
        self.window.show()
        self.window.show_page("reception")
        self.page: Any = self.window.page("reception")
        traffic.begin(self.parts.world)
        begin_channels(self.window)
        self.told.connect(self.done)

    def open_shop(self, port: int) -> None:
        """Turn the page on; open all day, somebody is there, replies leave at once."""
        wanted = {"web.on": 1, "web.hosts": NAME, "web.port": port, "work.from": 0, "work.to": 0, "outbox.seconds": 0}
        for key, value in wanted.items():
            self.desk.run(SetSetting(key=key, value=str(value)))
        self.desk.run(SetAgentState(agent_id=self.desk.agent_id, state="online"))

    def until(self, holds: Any, what: str) -> Any:
        """Let the window run until something holds."""
        end = time.monotonic() + PATIENCE
        while not (found := holds()):
            if time.monotonic() > end:
                raise TimeoutError(what)
            QTest.qWait(10)
        return found

    def serving(self) -> int:
        """Wait until the page is served; returns its port."""
        channels: Any = self.parts.world.channels
        self.until(lambda: channels.state("web").kind == "on", "the web channel is on")
        return int(channels.state("web").port)

    def done(self, line: str) -> None:
        """Do an order and answer it."""
        order = json.loads(line)
        try:
            tell(ok=getattr(self, f"do_{order.pop('do')}")(**order))
        except Exception as error:
            tell(error=f"{type(error).__name__}: {error}")

    def do_talks(self) -> list[int]:
        """The conversations over the web, the oldest first."""
        return [key for (key,) in self.parts.store.reader.rows(TALKS)]

    def do_said(self, talk: int) -> list[list[str]]:
        """Side, kind, words (or the hash of the picture) and state of all that stands in a conversation."""
        rows = conversations.newest(self.parts.store.reader, talk, 10_000)
        return [[row.side, row.kind, row.sha256 or row.text, row.state] for row in rows if row.side != "system"]

    def do_reply(self, talk: int, text: str) -> None:
        """Open a conversation, type and press Enter."""
        edit = self._at(talk)
        # Chinese words come whole from an input method; letters are pressed.
        edit.insertPlainText(text) if not text.isascii() else QTest.keyClicks(edit, text)
        self._send(edit, lambda: bool(edit.text()))

    def _send(self, edit: Any, left: Any) -> None:
        """Press Enter; where the composer asks about newer words, Enter says that these go all the same."""

        def gone() -> bool:
            question = self.page.chat.composer.bar.question
            if question is not None:
                QTest.keyClick(edit, Qt.Key.Key_Return)
            return not left()

        QTest.keyClick(edit, Qt.Key.Key_Return)
        self.until(gone, "the reply has left the field")

    def do_picture(self, talk: int, path: str) -> None:
        """Open a conversation, add a picture as a drop does, and press Enter."""
        edit = self._at(talk)
        composer = self.page.chat.composer

        def kept() -> list[Any]:
            shown = composer.pictures()
            return [] if shown is None else list(shown.refs())

        composer.add_pictures([Path(path)])
        self.until(kept, "the picture is kept")
        self._send(edit, kept)

    def _at(self, talk: int) -> Any:
        def opened() -> bool:
            if self.page.chat.composer.conversation != talk:
                self.page.list.select(talk)
            return bool(self.page.chat.composer.conversation == talk)

        self.until(opened, "the conversation is open")
        edit = self.page.chat.composer.edit
        edit.setFocus()
        return edit

    def do_quit(self) -> None:
        """Close the window in good order."""
        QTimer.singleShot(0, self._close)

    def _close(self) -> None:
        self.parts.close()
        self.app.quit()


def main() -> None:
    """Serve until killed, or told to quit."""
    app = QApplication([])
    theme.apply(app, "light")
    reception = Reception(app, Path(sys.argv[1]), int(sys.argv[2]))
    tell(ready=reception.serving())

    def read() -> None:
        for line in sys.stdin:
            reception.told.emit(line)

    threading.Thread(target=read, daemon=True).start()
    app.exec()


if __name__ == "__main__":
    main()
