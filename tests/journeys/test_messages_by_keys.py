"""What stands in a conversation, by keys alone: sending again, copying, cards, pictures, files, who else is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidget

from tests.desk.live import hear
from tests.journeys.agent import DEER
from tests.journeys.typist import Typist
from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.sending import FailReply, QueueDue
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.moments import DAY, MINUTE
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.tour.sample_files import PICTURE_FILE
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.tour.story import shipped
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.reception.chat.who_bar import TypingLine, WhoBar
from ticketdesk.ui.reception.compose.cards import CardPopup
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.reception.picture_view import PictureView
from ticketdesk.ui.reception.presence import presence_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def newest(agent: Typist, talk: int) -> MessageRow:
    return conversations.newest(agent.reader, talk)[-1]


def live(agent: Typist) -> tuple[ReceptionPage, int]:
    """A conversation over a live channel is open and the keyboard in its reply."""
    talk = hear(agent.parts.desk, "甲", "在吗", at=agent.clock())
    agent.chooses_talk("甲")
    agent.keys("Ctrl+J")
    return agent.reception(), talk


def deer(agent: Typist) -> tuple[ReceptionPage, int]:
    """The conversation with the deer is open and the keyboard in its reply."""
    agent.chooses_talk(DEER)
    agent.keys("Ctrl+J")
    return agent.reception(), agent.talk_of(DEER) or 0


def goes_to_message(agent: Typist, page: ReceptionPage, message: int) -> None:
    """Make a message current by the arrow keys."""
    view = page.chat.talk.view
    agent.until(lambda: view.column.place_of(message) >= 0, "it stands in the chat")
    agent.keys("Alt+J")
    for _step in range(len(view.column)):
        if view.current() == message:
            return
        agent.keys("Down")
    assert view.current() == message


def sends_card(agent: Typist, talk: int, kind: str) -> MessageRow:
    """Open the cards, go down to the first of this kind and send it."""
    agent.keys("Ctrl+Shift+O")
    popup = agent.there(lambda: next(agent.shown(CardPopup), None), "the cards open")
    agent.until(lambda: bool(popup.cards()), "orders and products are offered")
    for card in popup.cards():
        if card.kind == kind:
            break
        agent.keys("Down")
    agent.keys("Return")
    agent.until(lambda: newest(agent, talk).kind == kind, "the card is sent")
    return newest(agent, talk)


def test_what_did_not_get_through_is_sent_again(typist: Typist) -> None:
    page, talk = live(typist)
    typist.write("hello")
    typist.keys("Return")
    typist.until(lambda: newest(typist, talk).text == "hello", "it counts down")
    number = newest(typist, talk).id
    typist.clock.now += MINUTE
    typist.parts.desk.run(QueueDue())
    typist.parts.desk.run(FailReply(message_id=number, reason="网络中断"))
    goes_to_message(typist, page, number)
    column = page.chat.talk.view.column
    typist.until(lambda: column.items[column.place_of(number)].failed, "the chat shows that it failed")
    typist.keys("Alt+R")
    typist.until(lambda: newest(typist, talk).state in ("queued", "counting"), "it is on its way again")


def test_one_message_and_several_are_copied(typist: Typist) -> None:
    page, talk = deer(typist)
    last = conversations.newest(typist.reader, talk)
    typist.keys("Alt+J", "Ctrl+C")
    said = [row for row in last if row.side in ("in", "out")]
    assert said[-1].text in QGuiApplication.clipboard().text()
    typist.keys("Shift+Up", "Shift+Up", "Ctrl+C")
    assert page.chat.talk.view.marked()
    assert all(row.text in QGuiApplication.clipboard().text() for row in said[-3:])


def test_an_order_card_is_sent_and_leads_to_its_order(typist: Typist) -> None:
    page, talk = deer(typist)
    card = sends_card(typist, talk, "logistics")
    goes_to_message(typist, page, card.id)
    typist.keys("Return")
    typist.until(lambda: typist.window.current_page() == "orders", "its order is shown")


def test_a_product_card_is_found_and_sent(typist: Typist) -> None:
    _page, talk = deer(typist)
    assert sends_card(typist, talk, "product").data


def test_a_picture_is_pasted_looked_at_turned_and_drawn_upon(typist: Typist) -> None:
    page, talk = deer(typist)
    typist.copies_picture(shipped(PICTURE_FILE))
    typist.keys("Ctrl+V")
    composer = page.chat.composer
    typist.until(lambda: len(composer.pictures().refs()) == 1, "the picture stands over the reply")  # type: ignore[union-attr]
    typist.keys("Return")
    typist.until(lambda: newest(typist, talk).sha256, "the picture is sent")
    goes_to_message(typist, page, newest(typist, talk).id)
    typist.keys("Return")
    view = typist.dialog("Picture")
    assert isinstance(view, PictureView)
    typist.until(lambda: not view.ground.image().isNull(), "the picture is shown")
    size, percent = view.ground.image().size(), view.percent.text()
    typist.keys("+")
    assert view.percent.text() != percent
    typist.keys("R")
    assert view.ground.image().size() == size.transposed()
    typist.keys("A")
    drawn = typist.dialog("Screen capture")
    assert isinstance(drawn, CaptureDialog)
    typist.keys("Return", *["Right"] * 4, "Return")
    assert len(drawn.canvas.steps.marks) == 1
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    typist.until(lambda: len(composer.pictures().refs()) == 1, "what was drawn is in the reply")  # type: ignore[union-attr]


def test_a_file_is_chosen_sent_and_saved_as_a_copy(typist: Typist, tmp_path: Path) -> None:
    page, talk = deer(typist)
    given, copy = tmp_path / "尺码表.txt", tmp_path / "copy.txt"
    given.write_text("S M L", encoding="utf-8")
    typist.keys("Ctrl+Shift+U")
    typist.names_file(given)
    typist.until(lambda: len(page.chat.composer.files.refs()) == 1, "the file stands over the reply")
    typist.keys("Ctrl+J", "Return")
    typist.until(lambda: newest(typist, talk).kind == "file", "the file is sent")
    goes_to_message(typist, page, newest(typist, talk).id)
    typist.keys("Return")
    typist.names_file(copy)
    typist.until(copy.exists, "the copy is written")
    assert copy.read_bytes() == given.read_bytes()


def test_what_was_said_to_colleagues_before_stands_in_the_same_scroll(typist: Typist) -> None:
    start = typist.clock() - 3 * DAY
    before = tuple(Said("甲", f"w{n}", f"earlier {n}", start + n * MINUTE) for n in range(3))
    typist.parts.desk.run(ReceiveMessages(channel="web", messages=before))
    talk = hear(typist.parts.desk, "甲", "在吗", at=typist.clock())
    page = typist.reception()
    typist.until(lambda: page.list.model.place_of(talk) >= 0, "the buyer waits")
    for _step in range(12):
        row = page.chat.conversation()
        if row is not None and row.id == talk:
            break
        typist.keys("Alt+Down")
    typist.keys("Alt+J", "Home")
    column = page.chat.talk.view.column
    typist.until(lambda: "earlier 0" in [item.text for item in column.items], "the earlier conversation stands above")


def test_who_types_and_who_else_is_here_is_said_without_a_key(typist: Typist) -> None:
    _page, talk = deer(typist)
    presence = presence_of(typist.parts.world)
    assert not any(typist.shown(WhoBar)) or not presence.typist(talk)
    presence.colleague(talk, COLLEAGUE)
    presence.typing(talk, DEER)
    typist.until(lambda: any(typist.shown(TypingLine)), "the one who types is named")
    typist.until(lambda: any(typist.shown(WhoBar)), "the colleague is named")


def test_a_message_is_passed_on_by_a_list_that_is_typed_into(typist: Typist) -> None:
    page, _talk = deer(typist)
    typist.keys("Alt+J", "Shift+Up", "Alt+F")
    dialog = typist.dialog("Pass on")
    listed = typist.find(QListWidget, "Conversations", dialog)
    typist.write("moon")
    typist.until(lambda: listed.count() == 1, "the buyer is found")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: "\n" in page.chat.composer.edit.text(), "both messages stand in the other reply")
