"""A reply typed in one conversation never lands in another, whatever is switched, sent and taken back in between."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desk.live import hear
from tests.ready import empty_store
from ticketdesk.app import build
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.store.queries import conversations
from ticketdesk.ui import theme

TALKS = 3
STEP = st.one_of(
    st.tuples(st.just("go"), st.integers(0, TALKS - 1)),
    st.tuples(st.sampled_from(("type", "say", "say", "send", "back", "emoji", "settle", "hear")), st.just(0)),
)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Window:
    """The real window of a shop with three buyers, and what was typed where."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_795_242_368_000
        self.parts = build(empty_store(folder / "ticketdesk.db"), clock=self._clock)
        desk = self.parts.desk
        made = desk.run(CreateShop(shop_name="青禾生活旗舰店", owner_name="小满")).result
        desk.agent_id = made.owner_id
        self.talks = [hear(desk, f"买家{n}") for n in range(TALKS)]
        window = self.parts.window
        window.show()
        self.page = window.page("reception")
        window.show_page("reception")
        self.words = count()
        self.here = 0
        self.go(0)

    def _clock(self) -> int:
        self.now += 1
        return self.now

    @property
    def edit(self):
        return self.page.chat.composer.edit

    def go(self, place: int) -> None:
        self.here = place
        self.page.list.select(self.talks[place])
        self.page.chat.show_conversation(self.talks[place])
        self.edit.setFocus()

    def type(self) -> None:
        QTest.keyClicks(self.edit, f" c{self.here}w{next(self.words)}e")

    def send(self) -> None:
        QTest.keyClick(self.edit, Qt.Key.Key_Return)

    def say(self) -> None:
        self.type()
        self.send()

    def back(self) -> None:
        QTest.keyClick(self.edit, Qt.Key.Key_Up)

    def emoji(self) -> None:
        self.page.chat.composer.extras.open_emoji()
        QTest.keyClick(self.page.chat.composer.extras.emoji.field, Qt.Key.Key_Return)

    def hear(self) -> None:
        hear(self.parts.desk, f"买家{self.here}", "还有", at=self.now)

    def settle(self) -> None:
        self.parts.desk.store.submit(lambda: None, 0).result()
        for _ in range(3):
            QApplication.processEvents()

    def strangers(self) -> list[str]:
        """Words that stand where they were not typed."""
        found = []
        for place, talk in enumerate(self.talks):
            said = [row.text for row in conversations.newest(self.parts.store.reader, talk, 500) if row.side == "out"]
            words = " ".join([*said, self.page.chat.composer.drafts.text(talk)]).split()
            found += [word for word in words if word.startswith("c") and not word.startswith(f"c{place}w")]
        return found


@pytest.mark.slow  # every day test_panes.py lets a random agent look for words in the wrong conversation
def test_a_reply_stays_in_its_conversation(qapp, sweeper) -> None:
    theme.apply(qapp, "light")
    sent = 0

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=12, max_size=40))
    def play(steps: list[tuple[str, int]]) -> None:
        nonlocal sent
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            window = Window(Path(folder))
            try:
                for name, place in steps:
                    getattr(window, name)(place) if name == "go" else getattr(window, name)()
                window.settle()
                assert window.strangers() == []
                sent += window.parts.store.reader.rows("SELECT COUNT(*) FROM message WHERE side = 'out'")[0][0]
            finally:
                window.settle()
                window.parts.close()
                sweeper.sweep()

    play()
    assert sent > 20
