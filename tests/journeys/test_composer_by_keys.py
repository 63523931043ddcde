"""Writing a reply by keys alone: lines, drafts, phrases with variables, guards, the outbox, offline, and captures."""

from __future__ import annotations

import pytest

from tests.desk.live import hear
from tests.journeys.agent import DEER
from tests.journeys.test_reply_by_keys import Acknowledging
from tests.journeys.typist import Typist
from ticketdesk.domain.moments import MINUTE
from ticketdesk.store.queries import conversations, phrases
from ticketdesk.tour.sample_files import PICTURE_FILE
from ticketdesk.tour.sample_talks import PHRASES
from ticketdesk.tour.story import shipped
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.capture.shade import Shade
from ticketdesk.ui.reception.composer import Composer
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.reception.phrase_popup import PhrasePopup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def replies_to(agent: Typist, nick: str = DEER) -> tuple[ReceptionPage, Composer, int]:
    """The conversation with ``nick`` is open and the keyboard in its reply."""
    agent.chooses_talk(nick)
    agent.keys("Ctrl+J")
    page = agent.reception()
    row = page.chat.conversation()
    assert row is not None
    return page, page.chat.composer, row.id


def last(agent: Typist, talk: int) -> str:
    return conversations.newest(agent.reader, talk)[-1].text


def asked(composer: Composer) -> str:
    """What the bar before sending asks about, "" for nothing."""
    return composer.bar.question.kind if composer.bar.question is not None else ""


def test_enter_sends_or_begins_a_line_as_the_shop_chose(typist: Typist) -> None:
    _page, composer, talk = replies_to(typist)
    typist.write("a")
    typist.keys("Shift+Return")
    typist.write("b")
    typist.keys("Return")
    typist.until(lambda: last(typist, talk) == "a\nb", "Enter has sent two lines")
    typist.opens_section("reception")
    typist.tabs_near("Enter sends")
    typist.keys("Space")
    typist.until(lambda: not composer.edit.enter_sends, "the shop has chosen otherwise")
    replies_to(typist, "haoyun2015")
    typist.write("c")
    typist.keys("Return")
    typist.write("d")
    assert composer.edit.text() == "c\nd"
    typist.keys("Shift+Return")
    typist.until(lambda: not composer.edit.text(), "Shift+Enter has sent them")


def test_each_conversation_has_its_draft_and_its_own_reply(typist: Typist) -> None:
    page, composer, talk = replies_to(typist)
    typist.write("one")
    typist.keys("Alt+Down", "Ctrl+J")
    other = page.list.current() or 0
    typist.write("two")
    typist.keys("Alt+Up")
    assert composer.edit.text() == "one"
    typist.keys("Ctrl+J", "Return", "Alt+Down")
    assert composer.edit.text() == "two"
    typist.until(lambda: last(typist, talk) == "one", "the reply is where it was typed")
    assert last(typist, other) not in ("one", "two")


def test_a_phrase_of_ones_own_fills_in_the_buyer_and_brings_its_picture(typist: Typist) -> None:
    typist.keys("Ctrl+P")
    typist.dialog("Phrases")
    typist.settle()
    typist.tabs_near("New phrase")
    typist.keys("Space")
    typist.write("亲{买家}您好，订单{订单号}")
    typist.tabs_to("Code")
    typist.write("nh")
    typist.copies_picture(shipped(PICTURE_FILE))
    typist.settle()
    typist.tabs_near("Paste or drop")
    typist.keys("Ctrl+V")
    typist.settle()
    typist.keys("Ctrl+Return")
    typist.until(lambda: "nh" in [row.code for row in phrases.phrases(typist.reader)], "the phrase is kept")
    typist.settle()
    typist.keys("Esc")
    typist.no_dialog()
    _page, composer, _talk = replies_to(typist)
    typist.write("/nh")
    typist.until(lambda: any(typist.shown(PhrasePopup)), "the phrases are offered")
    typist.keys("Return")
    typist.until(lambda: composer.edit.text().startswith(f"亲{DEER}您好，订单20"), "buyer and order are filled in")
    typist.until(lambda: len(composer.pictures().refs()) == 1, "its picture stands over the reply")  # type: ignore[union-attr]


def test_phrases_are_found_by_group_and_initials_and_stacked(typist: Typist) -> None:
    _page, composer, _talk = replies_to(typist)
    texts = {code: text for code, text, _group in PHRASES}
    typist.write("/")
    typist.until(lambda: any(typist.shown(PhrasePopup)), "the phrases are offered")
    popup = next(typist.shown(PhrasePopup))
    before = popup.model.rowCount()
    typist.keys("PgDown")
    assert 0 < popup.model.rowCount() < before
    typist.keys("PgUp")
    assert popup.model.rowCount() == before
    typist.write("tk")
    typist.keys("Tab")
    typist.write("gxn")
    typist.keys("Return")
    assert composer.edit.text() == f"{texts['tk']}\n{texts['zs']}"


def test_what_arrived_meanwhile_is_asked_about_once(typist: Typist) -> None:
    talk = hear(typist.parts.desk, "甲", "在吗", at=typist.clock())
    _page, composer, _talk = replies_to(typist, "甲")
    typist.write("yes")
    typist.settle()
    hear(typist.parts.desk, "甲", "不要了", at=typist.clock())
    typist.until(lambda: bool(composer.drafts.differences(talk)), "something has arrived")
    typist.keys("Return")
    typist.until(lambda: asked(composer) == "stale", "the difference is shown")
    assert composer.bar.question is not None and "不要了" in "".join(composer.bar.question.lines)
    typist.keys("Esc")
    assert not asked(composer) and composer.edit.text() == "yes"
    typist.keys("Return")
    typist.until(lambda: last(typist, talk) == "yes", "it is sent without a second question")


def test_wording_explains_itself_and_one_key_sends_with_a_reason(typist: Typist) -> None:
    _page, composer, talk = replies_to(typist)
    typist.write("加我微信 vx13800138000")
    typist.keys("Return")
    typist.until(lambda: asked(composer) == "wording", "the rule explains itself")
    typist.keys("Return")
    assert asked(composer) == "wording", "Enter is no reason"
    typist.keys("2")
    typist.until(lambda: last(typist, talk).startswith("加我微信"), "it is sent")
    [(reason,)] = typist.reader.rows("SELECT DISTINCT reason FROM wording_override", ())
    assert reason == "The platform allows it here"


def test_the_buyer_is_invited_to_rate(typist: Typist) -> None:
    talk = hear(typist.parts.desk, "甲", "谢谢", at=typist.clock())
    replies_to(typist, "甲")
    typist.keys("Ctrl+Shift+J")
    typist.until(lambda: conversations.newest(typist.reader, talk)[-1].kind == "rating", "the invitation is sent")


def test_replies_wait_while_the_channel_is_away_and_leave_in_their_order(typist: Typist) -> None:
    talk = hear(typist.parts.desk, "甲", "在吗", at=typist.clock())
    wire, traffic = Acknowledging(), typist.parts.world.traffic
    assert traffic is not None
    wire.online = False
    traffic.join(wire)
    replies_to(typist, "甲")
    for words in ("one", "two"):
        typist.write(words)
        typist.keys("Return")
        typist.until(lambda said=words: last(typist, talk) == said, "it is in the outbox")  # type: ignore[misc]
    typist.clock.now += MINUTE

    def states() -> list[str]:
        return [row.state for row in conversations.newest(typist.reader, talk)[-2:]]

    typist.until(lambda: states() == ["queued", "queued"], "both wait")
    wire.online = True
    typist.until(lambda: states() == ["sent", "sent"], "both have left")
    assert wire.words == ["one", "two"]
    traffic.leave(wire.name)


def test_a_region_of_the_screen_gets_arrow_box_text_and_blur_and_goes_into_the_reply(typist: Typist) -> None:
    _page, composer, _talk = replies_to(typist)
    typist.keys("Ctrl+Shift+A")
    typist.until(lambda: isinstance(typist.top(), Shade), "the screen is frozen")
    typist.keys("Left", "Return")
    editor = typist.dialog("Screen capture")
    assert isinstance(editor, CaptureDialog)
    for tool in ("1", "2", "4"):
        typist.keys(tool, "Return", *["Right"] * 3, *["Down"] * 3, "Return")
    typist.keys("3", "Return")
    typist.write("here")
    typist.keys("Return")
    assert [mark.tool.value for mark in editor.canvas.steps.marks] == ["arrow", "box", "blur", "words"]
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    typist.until(lambda: len(composer.pictures().refs()) == 1, "it stands over the reply")  # type: ignore[union-attr]
