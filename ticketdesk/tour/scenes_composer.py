"""The composer at work: its tools, its questions before sending, and a reply that counts down."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.domain.channel_events import Said
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.reception.composer import Composer
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.words import mark

_NICK = "云朵面包"
_CHANNEL = "simulator"


def _page(agent: Agent) -> ReceptionPage:
    page = agent.window.page("reception")
    if not isinstance(page, ReceptionPage):
        raise TypeError("the reception page is another")
    return page


def _says(agent: Agent, text: str) -> int:
    """Let the live buyer say something and return the conversation."""
    at = agent.parts.desk.store.reader.rows("SELECT MAX(at) FROM act")[0][0] + 1
    said = Said(_NICK, f"tour-{at}", text, at)
    agent.parts.desk.run(ReceiveMessages(channel=_CHANNEL, messages=(said,)))
    agent.settle()
    found = conversation_of(agent.reader, _NICK, _CHANNEL)
    return agent.there(lambda: found, "the live buyer's conversation is there")


def _composer(agent: Agent) -> Composer:
    """The empty composer of the live buyer's conversation."""
    clear(agent)
    agent.goes_to("reception")
    page = _page(agent)
    talk = conversation_of(agent.reader, _NICK, _CHANNEL) or _says(agent, "你好，这款还有 L 码吗？")
    page.list.select(talk)
    page.chat.show_conversation(talk)
    page.chat.composer.edit.set_text("")
    page.chat.composer.edit.setFocus()
    agent.settle()
    return page.chat.composer


def _counting(agent: Agent) -> None:
    composer = _composer(agent)
    composer.edit.insertPlainText("亲，L 码有货的，今天下单今天发～")
    agent.keys("Return")
    agent.until(lambda: composer.edit.takes_back, "the reply counts down")
    composer.edit.insertPlainText("另外给您备注了优先发货")


def _emoji(agent: Agent) -> None:
    composer = _composer(agent)
    composer.extras.open_emoji()
    panel = composer.extras.emoji
    agent.sees(panel is not None and len(panel.signs()) > 0, "the emoji are shown")


def _cards(agent: Agent) -> None:
    composer = _composer(agent)
    composer.extras.open_cards()
    agent.until(lambda: bool(composer.extras.cards and composer.extras.cards.cards()), "products are offered")


def _sum(agent: Agent) -> None:
    composer = _composer(agent)
    composer.extras.open_calculator()
    calculator = composer.extras.calculator
    if calculator is not None:
        QTest.keyClicks(calculator.field, "129*2-10%")
        agent.sees("232.20" in calculator.answer.text(), "the sum is calculated")


def _wording(agent: Agent) -> None:
    composer = _composer(agent)
    composer.edit.insertPlainText("不知道，你加我微信 abc12345 再说吧")
    agent.keys("Return")
    question = composer.bar.question
    agent.sees(question is not None and question.level == "bad", "the wording is asked about")


def _own_reason(agent: Agent) -> None:
    agent.keys("4")
    own = agent.there(lambda: _page(agent).chat.composer.bar.own, "a reason in own words is asked for")
    own.line.setText("店长同意，买家要求线下补寄")


def _stale(agent: Agent) -> None:
    composer = _composer(agent)
    talk = composer.conversation or 0
    composer.edit.insertPlainText("亲，L 码给您留一件")
    agent.until(lambda: composer.drafts.seen(talk) is not None, "the draft has begun")
    _says(agent, "算了，改成 M 码吧")
    agent.until(lambda: bool(composer.drafts.differences(talk)), "something has arrived")
    agent.keys("Return")
    question = composer.bar.question
    agent.sees(question is not None and question.kind == "stale", "what arrived is shown")


def _files(agent: Agent) -> None:
    composer = _composer(agent)
    talk = composer.conversation or 0
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("退换货说明.pdf", "发票.pdf.exe")]
        for path in paths:
            path.write_bytes(b"%PDF-1.7 " + b"x" * 48_000)
        composer.add_pictures(list(paths))
        agent.until(lambda: len(composer.files.refs()) == len(paths), "the files are kept")
    agent.sees(len(conversations.newest(agent.reader, talk)) > 0, "the talk goes on")
    composer.edit.setFocus(Qt.FocusReason.OtherFocusReason)


COMPOSER_SCENES = (
    Scene("composer-counting", mark("A reply counts down; the next one is written already"), _counting),
    Scene("composer-emoji", mark("The emoji panel"), _emoji),
    Scene("composer-cards", mark("Orders and products to be sent as a card"), _cards),
    Scene("composer-sum", mark("The calculator"), _sum),
    Scene("composer-wording", mark("The wording is asked about before sending"), _wording),
    Scene("composer-own-reason", mark("Why it is sent all the same, in the agent's own words"), _own_reason),
    Scene("composer-stale", mark("Something arrived while the reply was written"), _stale),
    Scene("composer-files", mark("Files of a reply, one of them a program"), _files),
)
