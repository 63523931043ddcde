"""A practice by keys alone: found in the palette, begun, answered, and its report read and left."""

from __future__ import annotations

import pytest

from tests.journeys.typist import Typist
from ticketdesk.app import practice_over
from ticketdesk.channels.scripts import scripts
from ticketdesk.domain.moments import SECOND
from ticketdesk.store.queries import conversations
from ticketdesk.store.writer import Priority
from ticketdesk.ui.practice.report_dialog import ReportDialog
from ticketdesk.ui.practice.session import Practice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def plays(agent: Typist, practice: Practice, seconds: int) -> None:
    """Let the practice's time go on until everything of it is kept."""
    for _second in range(seconds):
        agent.clock.now += SECOND
        practice.step()
        assert agent.parts.world.traffic is not None
        agent.parts.world.traffic.step()
        agent.parts.store.submit(int, Priority.ACT).result()


def came(agent: Typist) -> int | None:
    """A conversation with a played buyer who waits."""
    waiting = conversations.rows(agent.reader, conversations.snapshot(agent.reader, "waiting"))
    nicks = {each.nick for each in scripts()}
    return next((row.id for row in waiting if row.nick in nicks and row.channel == "simulator"), None)


def test_the_palette_leads_to_a_practice(typist: Typist) -> None:
    wanted: list[bool] = []
    typist.parts.world.practice_wanted.connect(lambda: wanted.append(True))
    typist.searches("Practice")
    typist.keys("Return")
    typist.until(lambda: wanted, "a practice is asked for")


def test_a_practice_is_begun_answered_and_measured_against_the_shop(typist: Typist) -> None:
    practice = practice_over(typist.parts)
    typist.window.update()
    typist.dialog("Practice")
    typist.tabs_to("6 buyers")
    typist.keys("Left", "Ctrl+Return")
    typist.no_dialog()
    assert practice.running and practice.strip.isVisible()
    while came(typist) is None and practice.running:  # when they come hangs on the moment of the start
        plays(typist, practice, 10)
    talk = typist.there(lambda: came(typist), "a played buyer has come")
    typist.settle()
    nick = next(row.nick for row in conversations.rows(typist.reader, [talk]))
    typist.chooses_talk(nick)
    typist.keys("Ctrl+J")
    for letter in "hello, i am looking into it for you now":
        typist.clock.now += SECOND // 5
        typist.keys("Space") if letter == " " else typist.write(letter)
    typist.keys("Return")
    plays(typist, practice, 8)
    typist.tabs_to("Finish and see the report")
    typist.keys("Space")
    report = typist.dialog("Report of the practice")
    assert isinstance(report, ReportDialog) and practice.report is not None
    assert practice.report.replies == 1 and practice.report.typing_met
    assert {part.text() for part in (report.typing, report.response, report.wording)} <= {"met", "not met"}
    typist.keys("Esc")
    typist.no_dialog()
