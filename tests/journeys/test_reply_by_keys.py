"""An agent answers live buyers by keys alone, and counts the keystrokes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from tests.desk.live import Wire, hear
from tests.journeys.typist import Typist
from ticketdesk.store.queries import conversations
from ticketdesk.tour.sample_talks import PHRASES
from ticketdesk.ui.reception.page import ReceptionPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

AT_MOST = 6
TEXT = next(text for code, text, _group in PHRASES if code == "hm")


class Keys:
    """Presses keys and counts them."""

    def __init__(self, agent: Typist) -> None:
        self._agent, self.count = agent, 0

    def press(self, *keys: str) -> None:
        self._agent.keys(*keys)
        self.count += len(keys)


class Acknowledging(Wire):
    """The tests' channel as the window steps it."""

    name = "simulator"

    def step(self, now: int) -> list:
        return self.acknowledged()


@pytest.fixture
def page(typist: Typist) -> ReceptionPage:
    """The reception page of the sample shop, the keyboard in a reply."""
    typist.goes_to("reception")
    typist.keys("Ctrl+Up", "Ctrl+J")
    found = typist.window.page("reception")
    assert isinstance(found, ReceptionPage)
    return found


def shown(page: ReceptionPage) -> int:
    row = page.chat.conversation()
    assert row is not None
    return row.id


def in_reply(page: ReceptionPage) -> bool:
    focus: QWidget | None = page.window().focusWidget()
    return focus is page.chat.composer.edit


def empties(agent: Typist) -> None:
    """End whoever waits, so that only the buyers of the journey do."""
    for key in conversations.snapshot(agent.reader, "waiting"):
        from ticketdesk.desk.commands.talk import EndConversation

        agent.parts.desk.run(EndConversation(conversation_id=key))
    agent.settle()


def test_from_the_message_to_the_answer_and_the_next_conversation_take_six_keys(
    typist: Typist, page: ReceptionPage
) -> None:
    empties(typist)
    first = hear(typist.parts.desk, "甲", "想换码", at=typist.clock())
    second = hear(typist.parts.desk, "乙", "发了吗", at=typist.clock())
    typist.settle()
    keys = Keys(typist)
    assert in_reply(page)
    keys.press("Ctrl+Up")
    typist.until(lambda: shown(page) == first, "the first buyer's conversation is open")
    keys.press("/", "h", "m")
    typist.until(lambda: page.chat.composer.popup.isVisible(), "the phrases are offered")
    keys.press("Ctrl+Return")
    typist.until(lambda: conversations.newest(typist.reader, first)[-1].side == "out", "the phrase is answered")
    keys.press("Ctrl+Up")
    typist.until(lambda: shown(page) == second, "the next buyer's conversation is open")
    assert in_reply(page)
    assert keys.count <= AT_MOST
    assert conversations.newest(typist.reader, first)[-1].text == TEXT


def test_a_reply_is_taken_back_changed_and_sent_at_once(typist: Typist, page: ReceptionPage) -> None:
    talk = hear(typist.parts.desk, "甲", "在吗", at=typist.clock())
    typist.settle()
    typist.chooses_talk("甲")
    typist.until(lambda: shown(page) == talk, "the conversation is open")
    typist.keys("Ctrl+J", *"one", "Return")
    typist.until(lambda: page.chat.composer.edit.takes_back, "the reply counts down")
    typist.keys("Ctrl+Z")
    typist.until(lambda: page.chat.composer.edit.text() == "one", "the reply is in the field again")
    typist.keys("s", "Return")
    typist.until(lambda: conversations.newest(typist.reader, talk)[-1].text == "ones", "the changed reply counts down")
    wire = Acknowledging()
    traffic = typist.parts.world.traffic
    assert traffic is not None
    traffic.join(wire)
    typist.keys("Ctrl+Shift+S")
    typist.until(lambda: conversations.newest(typist.reader, talk)[-1].state == "sent", "the buyer has it")
    assert wire.words == ["ones"]
    traffic.leave(wire.name)


def test_emoji_sum_and_card_by_keys(typist: Typist, page: ReceptionPage) -> None:
    edit = page.chat.composer.edit
    assert not edit.text()
    typist.keys("Ctrl+Shift+E", *"thanks", "Return")
    typist.keys("Ctrl+Shift+K", *"129*2", "Return")
    assert edit.text() == "🙏258"
    here = shown(page)
    before = len(conversations.newest(typist.reader, here, 500))
    typist.keys("Ctrl+Shift+O")
    cards = page.chat.composer.extras.cards
    assert cards is not None
    typist.until(lambda: bool(cards.cards()), "orders and products are offered")
    typist.keys("Return")
    typist.until(lambda: len(conversations.newest(typist.reader, here, 500)) > before, "the card is sent")
    assert conversations.newest(typist.reader, here)[-1].kind == "logistics"
    assert edit.text() == "🙏258" and in_reply(page)
