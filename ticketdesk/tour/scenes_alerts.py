"""What calls the agent: the word in the status bar, the small tool bar, and the settings of both."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.domain.channel_events import Said
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.alerts.strip import NewsStrip
from ticketdesk.ui.settings.alerts_section import AlertsSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark


def _settings(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.alerts"))


def _news(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    said = (
        Said("夏天的风", "tour-1", "我的快递到哪了？", agent.world.clock()),
        Said("秋日来信", "tour-2", "亲，裙子有S码吗", agent.world.clock()),
    )
    agent.parts.desk.run(ReceiveMessages(channel="simulator", messages=said))
    agent.until(lambda: any(agent.shown(NewsStrip)), "the status bar tells of it")


def _tool_bar(agent: Agent) -> None:
    agent.act("tool_bar")
    bar = agent.there(lambda: agent.window.later.alerts.bar, "the tool bar is shown")
    agent.until(bar.isVisible, "the tool bar stands over the window")
    bar.move(agent.window.mapToGlobal(QPoint(agent.window.width() - bar.width() - 24, 120)))


ALERT_SCENES: tuple[Scene, ...] = (
    Scene("settings-alerts", mark("How this computer calls its agent"), _settings, (AlertsSection,)),
    Scene("news", mark("Somebody writes while another conversation is open"), _news, (NewsStrip,)),
    Scene("tool-bar", mark("The small tool bar over the window"), _tool_bar),
)
