"""Practice in the window: how it begins, played buyers, and the report."""

from __future__ import annotations

from ticketdesk.app import practice_over
from ticketdesk.channels.scripts import scripts
from ticketdesk.domain.moments import SECOND
from ticketdesk.store.writer import Priority
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.stage import StoryClock
from ticketdesk.ui.practice.report_dialog import ReportDialog
from ticketdesk.ui.practice.session import Practice
from ticketdesk.ui.practice.start_dialog import StartDialog
from ticketdesk.ui.practice.strip import PracticeStrip
from ticketdesk.words import mark, tr


def _begin(agent: Agent) -> None:
    """The sample shop lies in a scratch store already, so that buyers may come into it."""
    clear(agent)
    practice_over(agent.parts)
    agent.window.update()
    agent.dialog(tr("Practice"))


def _practice(agent: Agent) -> Practice:
    return agent.there(lambda: agent.window.findChild(Practice), "there is a practice")


def _plays(agent: Agent, seconds: int) -> None:
    """Let time go on, a second a step, until every act of it is kept."""
    clock, practice = agent.world.clock, _practice(agent)
    agent.sees(isinstance(clock, StoryClock), "the clock of the story runs")
    for _second in range(seconds):
        if isinstance(clock, StoryClock):
            clock.now += SECOND
        practice.step()
        if agent.world.traffic is not None:
            agent.world.traffic.step()
        agent.parts.store.submit(_nothing, Priority.ACT).result()  # behind everything that was said


def _nothing() -> None:
    return None


def _came(agent: Agent) -> str | None:
    """Return the nickname of a played buyer who is there."""
    return next((each.nick for each in scripts() if agent.talk_of(each.nick) is not None), None)


def _played(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    _plays(agent, 60)
    agent.chooses_talk(agent.there(lambda: _came(agent), "a played buyer has come"))
    agent.fills(Entry(tr("Reply"), "亲，您好，这就为您查询～"))


def _report(agent: Agent) -> None:
    agent.keys("Return")
    _plays(agent, 8)
    agent.press(tr("Finish and see the report"))
    agent.dialog(tr("Report of the practice"))


PRACTICE_SCENES: tuple[Scene, ...] = (
    Scene("practice-begin", mark("A practice begins: how many buyers, and for how long"), _begin, (StartDialog,)),
    Scene("practice", mark("Played buyers come, and the strip counts down"), _played, (PracticeStrip,)),
    Scene("practice-report", mark("The report of the practice, beside the shop's standards"), _report, (ReportDialog,)),
)
