"""Where a reply is written: tools, pictures and files, text with drafts and /phrases, the button that sends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.override import override
from ticketdesk.ui.pictures import Source
from ticketdesk.ui.reception.compose.ask_bar import AskBar
from ticketdesk.ui.reception.compose.extras import Extras
from ticketdesk.ui.reception.compose.habits import Habits
from ticketdesk.ui.reception.compose.reply_files import ReplyFiles, parted
from ticketdesk.ui.reception.compose.sending import Sending, put_back
from ticketdesk.ui.reception.compose.tool_bar import Foot, ToolBar
from ticketdesk.ui.reception.phrase_popup import PhrasePopup
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.reception.reply_edit import ReplyEdit
from ticketdesk.ui.reception.reply_phrases import ReplyPhrases
from ticketdesk.ui.reception.reply_pictures import ReplyPictures
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.world import World

_LEAST: Final = 128  # pixels


class Composer(QWidget):
    """`replied(message ids)` after the desk has taken what was sent at once; `manage_wanted()` for the phrases.

    ``popup`` is shown over ``ground``, the widget that holds composer and chat; a reply always belongs to the
    conversation it was typed in.
    """

    replied = Signal(object)
    manage_wanted = Signal()

    def __init__(
        self, world: World, ground: QWidget, parent: QWidget | None = None, drafts: ReplyDrafts | None = None
    ) -> None:
        super().__init__(parent)
        self._world = world
        self._ground = ground
        self._conversation: int | None = None
        self._pictures: ReplyPictures | None = None
        self.seen: int | None = None
        self.quote: Callable[[], int | None] = _no_quote  # which message is answered; asked once for a reply
        self.quote_back: Callable[[int, int], None] = _quoted_nowhere  # (conversation, message): a reply came back
        self.drafts = drafts or ReplyDrafts(world, self)  # panes share one memory of unsent words
        self.habits = Habits(world, self)
        self.popup = PhrasePopup(ground)
        self._build()
        self.sending = Sending(world, self)
        self.extras = Extras(world, self, ground)
        self.phrases = ReplyPhrases(world, self)
        self._connect()

    def _build(self) -> None:
        self.edit = ReplyEdit()
        self.bar = AskBar(self._ground)
        self.tools = ToolBar()
        self.files = ReplyFiles(self._world, self.drafts)
        self.foot = Foot(self.habits)
        self.send_button = self.foot.send
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIZES.l, SIZES.xs, SIZES.l, SIZES.m)
        self._column.setSpacing(SIZES.xs)
        for part in (self.tools, self.files):
            self._column.addWidget(part)
        self._column.addWidget(self.edit, 1)
        self._column.addWidget(self.foot)
        self.setTabOrder(self.edit, self.send_button)
        self._dress_keys()

    def _connect(self) -> None:
        self.edit.send_wanted.connect(self.send)
        self.edit.textChanged.connect(self._typed)
        self.edit.phrase_asked.connect(self._ask_phrases)
        self.edit.phrase_key.connect(self.popup.key)
        self.edit.pictures_given.connect(self.add_pictures)
        self.edit.refused.connect(self._world.notices.refuse)
        self.popup.shown_changed.connect(self._listing)
        self.popup.chosen.connect(self._put)
        self.popup.stacked.connect(self._stack)
        self.popup.left.connect(self.edit.drop_slash)
        self.popup.manage_wanted.connect(self.manage_wanted)
        self.send_button.clicked.connect(self.send)
        self.tools.phrases.clicked.connect(self._open_phrases)
        self.sending.replied.connect(self.replied)
        self.files.changed.connect(self.sending.kept)
        self.habits.changed.connect(self._dress_keys)
        self.drafts.given.connect(self._given)

    @override
    def minimumSizeHint(self) -> QSize:
        """Room for a line of words and for what lies above them: a lower pane would cut the button that sends."""
        return super().minimumSizeHint().expandedTo(QSize(0, _LEAST))

    def acts(self) -> dict[str, Callable[[], object]]:
        """The acts of the reception page that stand here, by their names in the table."""
        return {
            "reply_emoji": self.extras.open_emoji, "reply_file": self.extras.choose_files,
            "reply_card": self.extras.open_cards, "reply_sum": self.extras.open_calculator,
            "reply_rating": self.extras.invite_rating,
        }  # fmt: skip

    def set_conversation(self, conversation_id: int | None) -> None:
        """Show the draft of another conversation; what was typed so far is kept with its own."""
        if conversation_id == self._conversation:
            return
        self.drafts.keep()
        self._conversation = None
        self.sending.leave()
        self.popup.close_list()
        self.extras.close()
        self.edit.takes_back = False
        self.edit.set_text(self.drafts.text(conversation_id) if conversation_id is not None else "")
        self._conversation = conversation_id
        self.files.show_conversation(conversation_id)
        if conversation_id is None or self._pictures is None or not self._pictures.turn_to(conversation_id):
            self._new_pictures()
        self.setEnabled(conversation_id is not None)

    def _new_pictures(self) -> None:
        if self._pictures is not None:
            self._pictures.hide()
            self._column.removeWidget(self._pictures)
            self._pictures.changed.disconnect(self.sending.kept)
            self._pictures.leave()
            self._pictures = None
        if self._conversation is not None:
            self._pictures = ReplyPictures(self._world, self.drafts, self._conversation, self)
            self._pictures.changed.connect(self.sending.kept)
            self._column.insertWidget(1, self._pictures)

    @property
    def conversation(self) -> int | None:
        """The conversation that is answered."""
        return self._conversation

    def pictures(self) -> ReplyPictures | None:
        """The pictures of the reply being written."""
        return self._pictures

    def add_pictures(self, sources: list[Source]) -> None:
        """Take what was pasted, dropped or chosen: pictures, and files of any other kind."""
        pictures, files = parted(sources)
        if self._pictures is not None and pictures:
            self._pictures.add(pictures)
        self.files.add(files)

    def send(self) -> None:
        """Send what stands here."""
        self.sending.send()

    def take_away(self) -> None:
        """Empty the reply: it is on its way."""
        self.edit.set_text("")
        if self._pictures is not None:
            self._pictures.clear()
        self.files.clear()

    def _given(self, conversation: int) -> None:
        """Show the draft anew where it is the one shown: something was put into it from elsewhere."""
        if conversation != self._conversation:
            return
        text = self.drafts.text(conversation)
        if self.edit.text() != text:
            self.edit.set_text(text)
        if self._pictures is None or self._pictures.refs() != self.drafts.pictures(conversation):
            self._new_pictures()
        self.files.show_conversation(conversation)

    def give_back(self, conversation: int, reply: MessageRow) -> None:
        """Put a reply that was taken back into the draft of its conversation."""
        if reply.quote_id is not None:
            self.quote_back(conversation, reply.quote_id)
        if not reply.sha256:
            put_back(self, conversation, reply.text if reply.kind == "text" else "")
            self.edit.setFocus()
            return
        world, name, media = self._world, reply.file_name, reply.media_type

        def work(_progress: Progress, _cancelled: Cancelled) -> object:
            data = world.read_file(reply.sha256)
            return world.keep_file(data, name, media)._replace(width=reply.width, height=reply.height)

        done = partial(put_back, self, conversation, "", kind="file" if reply.kind == "file" else "")
        world.tasks.start(f"reply.back.{reply.id}", work, done, world.notices.refuse)

    def _typed(self) -> None:
        self.sending.reset()
        if self._conversation is not None:
            text = self.edit.text()
            self.drafts.set_text(self._conversation, text)
            if self._world.traffic is not None:
                self._world.traffic.typed(self._conversation, typing=bool(text))
            if text:
                self.habits.warm()

    def _put(self, phrase: PhraseRow, send: bool) -> None:
        self.phrases.put(phrase)
        if send:
            self.send()

    def _stack(self, phrase: PhraseRow) -> None:
        self.phrases.put(phrase, more=True)

    def _listing(self, shown: bool) -> None:
        self.edit.listing = shown

    def _ask_phrases(self, query: str | None) -> None:
        self.popup.ask(query, self._world.clock())
        self._place_popup()

    def _place_popup(self) -> None:
        top = self.mapTo(self._ground, self.rect().topLeft()).y()
        self.popup.place(top)
        self.bar.place(top)

    def _open_phrases(self) -> None:
        """Type the slash for the agent, set off from what stands before."""
        self.edit.setFocus()
        text = self.edit.text()[: self.edit.textCursor().position()]
        self.edit.insertPlainText("/" if not text or text[-1].isspace() else " /")

    def _dress_keys(self) -> None:
        self.edit.enter_sends = self.habits.enter_sends()
        self.foot.dress(enter_sends=self.edit.enter_sends)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_popup()
        self.extras.place()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drafts.keep()  # the page is left or the window closes


def _no_quote() -> int | None:
    return None


def _quoted_nowhere(_conversation: int, _message: int) -> None:
    return None
