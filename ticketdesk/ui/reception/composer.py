"""Where a reply is written: tools, pictures, text with drafts and /phrases, the button that sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries import phrases
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.capture.destination import Destination
from ticketdesk.ui.pictures import Source
from ticketdesk.ui.reception.phrase_popup import PhrasePopup
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.reception.reply_edit import ReplyEdit
from ticketdesk.ui.reception.reply_pictures import ReplyPictures
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.world import World
from ticketdesk.words import tr


@dataclass(slots=True)
class _Batch:
    """What was sent by one press: how many replies are under way, the ids of those taken."""

    left: int
    ids: list[int]


class Composer(QWidget):
    """`replied(message ids)` after the desk has taken what was sent at once; `manage_wanted()` for the phrases.

    ``popup`` is shown over ``ground``, the widget that holds composer and chat; a reply always belongs to the
    conversation it was typed in.
    """

    replied = Signal(object)
    manage_wanted = Signal()

    def __init__(self, world: World, ground: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._ground = ground
        self._conversation: int | None = None
        self._pictures: ReplyPictures | None = None
        self._send_when_kept = False
        self.seen: int | None = None
        self.quote: Callable[[], int | None] = _no_quote  # which message is answered; asked once for a reply
        self.drafts = ReplyDrafts(world, self)
        self.popup = PhrasePopup(ground)
        self._build()
        self._connect()
        self._read_phrases()

    def _build(self) -> None:
        self.edit = ReplyEdit()
        self.send_button = button(tr("Send"), "send", "primary", tip=tr("Send (Enter)"))
        self.picture_button = IconButton("image", tr("Add a picture"))
        self.phrase_button = IconButton("message-square-text", tr("Phrases (/)"))
        tools = QHBoxLayout()
        tools.setSpacing(SIZES.xs)
        tools.addWidget(self.picture_button)
        self.capture_button = IconButton("scissors", tr("Capture the screen"))
        tools.addWidget(self.phrase_button)
        tools.addWidget(self.capture_button)
        tools.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(label(tr("Enter send · Shift+Enter new line · / phrases"), role="third"))
        foot.addStretch(1)
        foot.addWidget(self.send_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIZES.l, SIZES.xs, SIZES.l, SIZES.m)
        self._column.setSpacing(SIZES.xs)
        self._column.addLayout(tools)
        self._column.addWidget(self.edit, 1)
        self._column.addLayout(foot)
        self.setTabOrder(self.edit, self.send_button)

    def _connect(self) -> None:
        self.edit.send_wanted.connect(self.send)
        self.edit.textChanged.connect(self._typed)
        self.edit.phrase_asked.connect(self._ask_phrases)
        self.edit.phrase_key.connect(self.popup.key)
        self.edit.pictures_given.connect(self.add_pictures)
        self.edit.refused.connect(self._world.notices.refuse)
        self.popup.shown_changed.connect(self._listing)
        self.popup.chosen.connect(self._put)
        self.popup.manage_wanted.connect(self.manage_wanted)
        self.send_button.clicked.connect(self.send)
        self.picture_button.clicked.connect(self._choose_pictures)
        self.capture_button.clicked.connect(self._capture)
        self.phrase_button.clicked.connect(self._open_phrases)
        self._world.changed.connect(self._changed)

    def set_conversation(self, conversation_id: int | None) -> None:
        """Show the draft of another conversation; what was typed so far is kept with its own."""
        if conversation_id == self._conversation:
            return
        self.drafts.keep()
        self._conversation = None
        self._send_when_kept = False
        self.popup.close_list()
        self.edit.set_text(self.drafts.text(conversation_id) if conversation_id is not None else "")
        self._conversation = conversation_id
        if conversation_id is None or self._pictures is None or not self._pictures.turn_to(conversation_id):
            self._new_pictures()
        self.setEnabled(conversation_id is not None)

    def _new_pictures(self) -> None:
        if self._pictures is not None:
            self._pictures.hide()
            self._column.removeWidget(self._pictures)
            self._pictures.changed.disconnect(self._pictures_kept)
            self._pictures.deleteLater()
            self._pictures = None
        if self._conversation is not None:
            self._pictures = ReplyPictures(self._world, self.drafts, self._conversation, self)
            self._pictures.changed.connect(self._pictures_kept)
            self._column.insertWidget(1, self._pictures)

    def pictures(self) -> ReplyPictures | None:
        """The pictures of the reply being written."""
        return self._pictures

    def add_pictures(self, sources: list[Source]) -> None:
        """Take pasted or dropped pictures."""
        if self._pictures is not None:
            self._pictures.add(sources)

    def send(self) -> None:
        """Hand words and pictures to the desk, the words first, each picture as a message of its own."""
        if self._conversation is None or self._pictures is None:
            return
        if self._pictures.pending:
            self._send_when_kept = True
            return
        self._send_when_kept = False
        text, pictures, here = self.edit.text(), self._pictures.refs(), self._conversation
        if not text.strip() and not pictures:
            return
        self.edit.set_text("")
        self._pictures.clear()
        replies = [SendReply(conversation_id=here, picture=each, seen_message_id=self.seen) for each in pictures]
        if text.strip():
            replies.insert(
                0, SendReply(conversation_id=here, text=text, seen_message_id=self.seen, quote_id=self.quote())
            )
        batch = _Batch(len(replies), [])
        for reply in replies:
            self._world.post(reply, partial(self._sent, batch), partial(self._back, batch, reply))
        self.drafts.keep()  # queued behind the replies: a kill in between loses neither

    def _sent(self, batch: _Batch, done: Done) -> None:
        if isinstance(done.result, int):
            batch.ids.append(done.result)
        self._ended(batch)

    def _ended(self, batch: _Batch) -> None:
        batch.left -= 1
        if not batch.left and batch.ids:
            self.replied.emit(tuple(batch.ids))

    def _back(self, batch: _Batch, reply: SendReply, error: BaseException) -> None:
        """A reply that the desk refused goes back into its draft."""
        self._world.notices.refuse(error)
        self._ended(batch)
        conversation_id, text = reply.conversation_id, reply.text
        if reply.picture is not None:
            pictures = [*self.drafts.pictures(conversation_id), reply.picture]
            self.drafts.set_pictures(conversation_id, pictures)
            if conversation_id == self._conversation:
                self._new_pictures()
            return
        kept = "\n".join(part for part in (text, self.drafts.text(conversation_id)) if part)
        if conversation_id == self._conversation:
            self.edit.set_text(kept)
        else:
            self.drafts.set_text(conversation_id, kept)

    def _typed(self) -> None:
        if self._conversation is not None:
            self.drafts.set_text(self._conversation, self.edit.text())

    def _pictures_kept(self) -> None:
        if self._send_when_kept and self._pictures is not None and not self._pictures.pending:
            self.send()

    def _put(self, phrase: PhraseRow, send: bool) -> None:
        self.edit.put_phrase(phrase.text)
        self.edit.setFocus()
        if send:
            self.send()

    def _listing(self, shown: bool) -> None:
        self.edit.listing = shown

    def _ask_phrases(self, query: str | None) -> None:
        self.popup.ask(query)
        self._place_popup()

    def _place_popup(self) -> None:
        self.popup.place(self.mapTo(self._ground, self.rect().topLeft()).y())

    def _open_phrases(self) -> None:
        """Type the slash for the agent, set off from what stands before."""
        self.edit.setFocus()
        text = self.edit.text()[: self.edit.textCursor().position()]
        self.edit.insertPlainText("/" if not text or text[-1].isspace() else " /")

    def _capture(self) -> None:
        self._world.capture_wanted.emit(
            Destination(tr("Into the reply"), partial(_take_capture, self), "send", first=True)
        )

    def _choose_pictures(self) -> None:
        kinds = f"{tr('Pictures')} (*.png *.jpg *.jpeg *.gif *.webp *.bmp)"
        dialog = QFileDialog(self, tr("Choose pictures"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._files_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _files_chosen(self, names: list[str]) -> None:
        self.add_pictures([Path(name) for name in names])

    def _read_phrases(self) -> None:
        self.popup.model.set_phrases(phrases.phrases(self._world.reader))

    def _changed(self, changes: Changes) -> None:
        if changes.touches("phrase"):
            self._read_phrases()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_popup()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drafts.keep()  # the page is left or the window closes


def _no_quote() -> int | None:
    return None


def _take_capture(composer: Composer, image: QImage) -> None:
    composer.add_pictures([image])
    composer.edit.setFocus()
