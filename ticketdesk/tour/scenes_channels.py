"""The live channels: the web chat turned on, its code, a port that is taken; the mail account and its trial."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QScrollArea, QWidget

from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.domain import channel_settings as table
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.played_lines import PlayedLines
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.channels.mail_section import MailSection
from ticketdesk.ui.channels.status import begin_channels
from ticketdesk.ui.channels.web_section import WebSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr
from ticketdesk.words.settings import setting_name


def _web_off(agent: Agent) -> None:
    clear(agent)
    agent.world.line_maker = PlayedLines
    begin_channels(agent.window)
    agent.window.go(Place("settings.web"))
    agent.sees(_kind(agent, "web") == "off", "it is off as long as nobody turns it on")


def _web_on(agent: Agent) -> None:
    for name in (tr("Reachable in the local network"), tr("Serve the page to buyers")):
        agent.find(QCheckBox, name).setFocus(Qt.FocusReason.TabFocusReason)
        agent.keys("Space")
    agent.until(lambda: _kind(agent, "web") == "on", "the chat is on")
    agent.there(lambda: agent.find(QAbstractButton, tr("Copy: {0}", tr("Address {0}", 1))), "its address can be copied")


def _web_code(agent: Agent) -> None:
    section = next(agent.shown(WebSection))
    _into_sight(section, section.code)
    agent.sees(section.code.view.isVisible(), "the code is there to be shown and printed")


def _web_page(agent: Agent) -> None:
    agent.fills(Entry(setting_name(table.WEB_ORIGINS.key), "shop example"))
    section = next(agent.shown(WebSection))
    section.embed.line.setFocus()
    _into_sight(section, section.fields[table.WEB_QUICK.key])  # type: ignore[arg-type]


def _web_taken(agent: Agent) -> None:
    agent.parts.desk.run(SetSetting(key=table.WEB_PORT.key, value="9000"))
    agent.until(lambda: _kind(agent, "web") == "failed", "the port is taken")
    section = next(agent.shown(WebSection))
    _into_sight(section, section.state)


def _mail(agent: Agent) -> None:
    agent.parts.desk.run(SetSetting(key=table.WEB_ON.key, value="0"))
    agent.window.go(Place("settings.email"))
    for key, value in (
        (table.MAIL_ADDRESS.key, "kefu@example.com"), (table.MAIL_IMAP_HOST.key, "imap.example.com"),
        (table.MAIL_SMTP_HOST.key, "smtp.example.com"), (table.MAIL_NAME.key, "青禾客服"),
        (table.MAIL_SIGNATURE.key, "青禾生活馆\n工作时间 8:30–24:00"), (table.MAIL_ON.key, "1"),
    ):  # fmt: skip
        agent.parts.desk.run(SetSetting(key=key, value=value))
    agent.until(lambda: _kind(agent, "email") == "on", "mail comes in")


def _mail_trial(agent: Agent) -> None:
    agent.press(tr("Test connection"))
    section = next(agent.shown(MailSection))
    said = tr("Both servers let this account in.")
    agent.until(lambda: section.trial.words.text() == said, "the account was tried")
    _into_sight(section, section.fields[table.MAIL_SIGNATURE.key])  # type: ignore[arg-type]


def _kind(agent: Agent, name: str) -> str:
    channels = agent.world.channels
    return channels.state(name).kind if channels is not None else ""


def _into_sight(section: QWidget, part: QWidget) -> None:
    """Scroll a section until ``part`` is seen."""
    above = section.parentWidget()
    area = above.parentWidget() if above is not None else None
    if isinstance(area, QScrollArea):
        area.ensureWidgetVisible(part)


CHANNEL_SCENES: tuple[Scene, ...] = (
    Scene("settings-web", mark("The web chat is off until it is turned on"), _web_off, (WebSection,)),
    Scene("settings-web-on", mark("The web chat is on, with its addresses"), _web_on, (WebSection,)),
    Scene("settings-web-code", mark("The code that leads to the chat"), _web_code, (WebSection,)),
    Scene("settings-web-page", mark("The chat in the shop's own page; an address that is none"), _web_page,
          (WebSection,)),
    Scene("settings-web-taken", mark("Another program uses the port"), _web_taken, (WebSection,)),
    Scene("settings-mail", mark("The mail account of the shop"), _mail, (MailSection,)),
    Scene("settings-mail-trial", mark("The mail account is tried"), _mail_trial, (MailSection,)),
)  # fmt: skip
