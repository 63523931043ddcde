"""The shop turns its web chat and its mail on, by keys alone."""

from __future__ import annotations

import pytest

from tests.journeys.typist import Typist
from ticketdesk.domain import channel_settings as table
from ticketdesk.store.queries import settings
from ticketdesk.tour.agent import Entry
from ticketdesk.tour.played_lines import PlayedLines
from ticketdesk.ui.channels.status import begin_channels

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def kind(agent: Typist, name: str) -> str:
    return agent.world.channels.state(name).kind


def kept(agent: Typist, setting: table.ChannelSetting) -> object:
    return setting.read(settings.kept(agent.reader, [setting.key]).get(setting.key))


@pytest.fixture
def shop(typist: Typist) -> Typist:
    typist.world.line_maker = PlayedLines
    begin_channels(typist.window)
    return typist


def test_the_web_chat_is_turned_on_and_named(shop: Typist) -> None:
    shop.opens_section("web")
    shop.tabs_near("Serve the page to buyers")
    shop.keys("Space")
    shop.until(lambda: kind(shop, "web") == "on", "buyers can write")
    shop.tabs_to("Reachable in the local network")
    shop.keys("Space")
    shop.until(lambda: len(shop.world.channels.state("web").addresses) == 2, "phones can, too")
    shop.fills(Entry("Name that buyers see", "Greens"), Entry("Quick buttons", "Parcel"))
    shop.keys("Tab")
    shop.until(lambda: kept(shop, table.WEB_QUICK) == "Parcel", "the button is kept")
    assert kept(shop, table.WEB_TITLE) == "Greens"
    shop.presses("undo")
    shop.until(lambda: kept(shop, table.WEB_QUICK) == "", "the button is taken back")


def test_a_mail_account_is_typed_tried_and_turned_on(shop: Typist) -> None:
    shop.opens_section("email")
    shop.fills(
        Entry("Mail address", "shop@example.com"),
        Entry("Password of the mail account", "secret"),
        Entry("Server of incoming mail", "imap.example.com"),
        Entry("Server of outgoing mail", "smtp.example.com"),
    )
    shop.keys("Tab")
    shop.until(lambda: kept(shop, table.MAIL_SMTP_HOST) == "smtp.example.com", "the servers are kept")
    shop.tabs_to("Test connection")
    shop.keys("Space")
    section = shop.window.page("settings")._made["email"].widget()
    shop.until(lambda: section.trial.words.property("role") == "ok", "both servers let us in")
    shop.tabs_to("Receive and send mail")
    shop.keys("Space")
    shop.until(lambda: kind(shop, "email") == "on", "mail comes in")
