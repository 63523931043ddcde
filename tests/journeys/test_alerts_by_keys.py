"""What calls the agent, by keys alone: the word in the status bar, quiet hours, tray, sound and the small tool bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QCheckBox

from tests.desk.live import hear
from tests.journeys.agent import DEER
from tests.journeys.typist import Typist
from ticketdesk.domain.settings import QUIET_FROM, QUIET_ON, QUIET_TO
from ticketdesk.store.queries import settings
from ticketdesk.ui.alerts.alerts import Alerts
from ticketdesk.ui.alerts.choices import BAR_PLACE, choices

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Ears(QObject):
    """Stands in for sound, taskbar and tray of the computer."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.played = self.called = 0
        self.said: list[int] = []
        self.counts: list[int] = []
        self.in_tray = False

    def play(self) -> bool:
        self.played += 1
        return True

    def call(self, _window: object) -> None:
        self.called += 1

    def set_count(self, count: int) -> None:
        self.counts.append(count)

    def show(self, *, shown: bool) -> None:
        self.in_tray = shown

    def say(self, count: int) -> None:
        self.said.append(count)


@pytest.fixture
def ears(typist: Typist) -> Ears:
    """What the agent would hear and see outside the window."""
    found = Ears()
    calling = alerts(typist)
    calling.sound, calling.taskbar, calling.tray = found, found, found  # type: ignore[assignment]
    typist.chooses_talk(DEER)
    return found


def alerts(agent: Typist) -> Alerts:
    return agent.window.later.alerts


def told(agent: Typist) -> int | None:
    return alerts(agent).strip.newest()


def test_the_word_in_the_status_bar_leads_to_who_wrote_or_is_put_away(typist: Typist, ears: Ears) -> None:
    talk = hear(typist.parts.desk, "夏天的风", "在吗", at=typist.clock())
    typist.until(lambda: told(typist) == talk, "the status bar tells of it")
    assert ears.played == 1 and ears.called == 0
    typist.keys("F8")
    page = typist.reception()
    typist.until(lambda: page.chat.conversation().id == talk, "the conversation is open")  # type: ignore[union-attr]
    typist.until(lambda: told(typist) is None, "nothing is told any more")
    other = hear(typist.parts.desk, "秋日来信", "在吗", at=typist.clock())
    typist.until(lambda: told(typist) == other, "the status bar tells of the next one")
    typist.tabs_to("Put the message away")
    typist.keys("Space")
    assert told(typist) is None
    typist.until(lambda: ears.counts[-1:] == [9], "the taskbar counts who waits")


def test_sound_strip_taskbar_and_tray_are_switched_off(typist: Typist, ears: Ears) -> None:
    typist.opens_section("alerts")
    for start in ("A word in the status bar", "A sound", "The entry of the taskbar calls"):
        typist.tabs_near(start)
        typist.keys("Space")
    kept = choices(typist.parts.world.kept)
    assert (kept.strip, kept.sound, kept.attention) == (False, False, False)
    hear(typist.parts.desk, "夏天的风", "在吗", at=typist.clock())
    typist.until(lambda: ears.counts[-1:] == [8], "it has come")
    assert told(typist) is None and ears.played == 0
    tray = next(box for box in typist.shown(QCheckBox) if box.accessibleName().startswith("An icon beside"))
    assert not tray.isEnabled(), "this desktop has no tray, and the section says so"


def test_quiet_hours_are_set_and_only_the_word_stays(typist: Typist, ears: Ears) -> None:
    typist.opens_section("reception")
    typist.tabs_to("No sound and no call for attention in these hours")
    typist.keys("Space")
    for name, hour in (("Quiet hours begin", "14"), ("Quiet hours end", "15")):
        typist.tabs_near(name)
        typist.keys(*hour, "Return")
    reader = typist.reader
    typist.until(
        lambda: [settings.number(reader, each) for each in (QUIET_ON, QUIET_FROM, QUIET_TO)] == [1, 14 * 60, 15 * 60],
        "the hours are kept",
    )
    talk = hear(typist.parts.desk, "夏天的风", "在吗", at=typist.clock())
    typist.until(lambda: told(typist) == talk, "the status bar tells of it")
    assert (ears.played, ears.called, ears.said) == (0, 0, [])


def test_the_small_tool_bar_comes_docks_at_every_edge_and_goes(typist: Typist, ears: Ears) -> None:
    typist.keys("F9")
    bar = alerts(typist).bar
    assert bar is not None and bar.isVisible()
    assert bar.messages.text() and bar.reception.text() and bar.todos.text() and bar.state.state() == "online"
    screen = bar.screen().availableGeometry()
    ends = QPoint(screen.right() + 1 - bar.width(), screen.bottom() + 1 - bar.height())
    seen = set()
    for _corner in range(4):
        typist.keys("Shift+F9")
        assert bar.x() in (screen.left(), ends.x()) and bar.y() in (screen.top(), ends.y())
        seen.add((bar.x(), bar.y()))
        assert typist.parts.world.kept.get(BAR_PLACE) == f"{bar.x()},{bar.y()}"
    assert len(seen) == 4
    typist.keys("F9")
    assert not bar.isVisible()
