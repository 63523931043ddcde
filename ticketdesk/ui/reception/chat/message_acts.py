"""What an agent does with messages: quote, recall, send again, copy, pass on, keep as a phrase, make a ticket of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from ticketdesk.desk.commands.sending import RecallCounting, ResendMessage
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.outbox import BACK, MessageState
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.reception.chat.words_of import line, picture_of, said, transcript
from ticketdesk.ui.safe_text import message_box, one_line
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

if TYPE_CHECKING:
    from ticketdesk.ui.reception.talk_view import TalkView

_SPOKEN: Final = frozenset({"in", "out"})


class MessageActs(QObject):
    """`quote_wanted(MessageRow)`; `words_back(conversation id, str)` for its reply; `ticket_wanted()` from
    what is marked; `passed_on(conversation id, words, FileRefs)` are put into the draft of that conversation.
    """

    quote_wanted = Signal(object)
    words_back = Signal(object, str)
    ticket_wanted = Signal()
    passed_on = Signal(object, str, object)

    def __init__(self, world: World, talk: TalkView, parent: QWidget) -> None:
        super().__init__(parent)
        self._world, self._talk, self._ground = world, talk, parent

    def quote(self) -> None:
        """Answer the current message: it stands above the reply and goes along with it."""
        row = self._one(tr("Choose a message with the arrow keys first, then quote it."))
        if row is not None:
            self.quote_wanted.emit(row)

    def recall(self) -> None:
        """Take our message back: at once where it has not left, else from the buyer, after a question."""
        row = self._one(tr("Choose a message of yours with the arrow keys first."))
        if row is None:
            return
        if not may_recall(row):
            self._world.notices.say(tr("Only your own messages can be taken back, and only once."))
        elif row.state in BACK:
            self._world.post(RecallCounting(message_id=row.id), partial(self._back, self._here()))
        else:
            self._ask_recall(row, self._here())

    def resend(self) -> None:
        """Send a message again that did not get through."""
        row = self._one(tr("Choose a message that was not sent with the arrow keys first."))
        if row is None:
            return
        if row.state != MessageState.FAILED:
            self._world.notices.say(tr("This message got through; it needs no second try."))
            return
        self._world.post(ResendMessage(message_id=row.id), self._queued)

    def copy(self) -> None:
        """Copy the words of what is chosen, several with their speakers and times."""
        rows = self._talk.chosen()
        talk = self._talk.talk()
        if rows and talk is not None:
            text = said(rows[0]) if len(rows) == 1 else transcript(rows, talk.nick)
            QGuiApplication.clipboard().setText(text)
            self._world.notices.say(trn(len(rows), "{0} message copied", "{0} messages copied"))

    def pass_on(self) -> None:
        """Ask for another conversation and put what is chosen into its draft; nothing is sent unseen."""
        from ticketdesk.ui.reception.chat.pass_on_dialog import PassOnDialog

        rows = self._several(tr("Choose or mark messages first, then pass them on."))
        talk = self._talk.talk()
        if rows and talk is not None:
            words = "\n".join(text for row in rows if (text := said(row, pictures=False)))
            pictures = [ref for row in rows if (ref := picture_of(row)) is not None]
            dialog = PassOnDialog(self._world, talk.id, words, len(pictures), self._ground)
            dialog.chosen.connect(_PassedOn(self, words, pictures, dialog).tell)
            dialog.open()

    def forward(self) -> None:
        """Ask for a colleague, who gets what is chosen with the conversation or as a to-do."""
        from ticketdesk.ui.reception.acts.forward_dialog import ForwardDialog

        rows = self._several(tr("Choose or mark messages first, then pass them on."))
        shown = self._talk.talk()
        # Read anew: who has it decides to whom it can go, and the chat follows a change a frame later.
        talk = conversations.one(self._world.reader, shown.id) if rows and shown is not None else None
        if talk is not None:
            ForwardDialog(self._world, talk, [line(row, talk.nick) for row in rows], self._ground).open()

    def save_phrase(self) -> None:
        """Keep the words of what is chosen as a phrase."""
        from ticketdesk.ui.reception.chat.keep_phrase_dialog import KeepPhraseDialog

        rows = self._several(tr("Choose a message with words first, then keep it as a phrase."))
        words = "\n".join(text for row in rows if (text := said(row, pictures=False)))
        if words:
            KeepPhraseDialog(self._world, words, self._ground).open()

    def ticket(self) -> None:
        """Begin a ticket that holds what is marked."""
        if not self._world.may(Permission.TICKET_HANDLE):
            self._world.notices.refuse(DeskError("denied", permission=Permission.TICKET_HANDLE.value))
        elif self._several(tr("Mark messages with Space or Shift and the arrow keys first.")):
            self.ticket_wanted.emit()

    def _here(self) -> int:
        """The conversation shown: another one may be when the desk has answered."""
        talk = self._talk.talk()
        return talk.id if talk is not None else 0

    def _ask_recall(self, row: MessageRow, conversation: int) -> None:
        text = tr("Take “{0}” back from the buyer? The buyer may have read it already.", one_line(said(row), 80))
        box = message_box(
            self._ground, tr("Take back"), text, icon=QMessageBox.Icon.Question,
            buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        )  # fmt: skip
        box.button(QMessageBox.StandardButton.Yes).setText(tr("Take back"))
        box.button(QMessageBox.StandardButton.Cancel).setText(tr("Cancel"))
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.accepted.connect(_Recalling(self, row.id, conversation, box).run)

    def recall_sent(self, message_id: int, conversation: int) -> None:
        """Ask the channel to take a sent message back; without a live channel it cannot."""
        traffic = getattr(self._world, "traffic", None)
        try:
            if traffic is None:
                raise DeskError("recall_too_late")
            self._world.watch(traffic.recall(message_id), partial(self._back, conversation))
        except DeskError as error:
            self._world.notices.refuse(error)

    def _back(self, conversation: int, done: Done) -> None:
        words = done.result if isinstance(done.result, str) else ""
        if words:
            self.words_back.emit(conversation, words)
            self._world.notices.say(tr("Taken back; its words stand in the reply"))
        else:
            self._world.notices.say(tr("Message taken back"))

    def _queued(self, _done: Done) -> None:
        self._world.notices.say(tr("Queued once more"))

    def _one(self, otherwise: str) -> MessageRow | None:
        rows = self._several(otherwise)
        return rows[-1] if rows else None

    def _several(self, otherwise: str) -> list[MessageRow]:
        rows = [row for row in self._talk.chosen() if row.side in _SPOKEN]
        if not rows:
            self._world.notices.say(otherwise)
        return rows


class _Recalling(QObject):
    """The message a question is about; dies with its box."""

    def __init__(self, acts: MessageActs, message_id: int, conversation: int, box: QMessageBox) -> None:
        super().__init__(box)
        self._acts, self._message, self._conversation = acts, message_id, conversation

    def run(self) -> None:
        """Yes was said."""
        self._acts.recall_sent(self._message, self._conversation)


class _PassedOn(QObject):
    """What a dialog passes on; dies with it."""

    def __init__(self, acts: MessageActs, words: str, pictures: list[FileRef], dialog: QWidget) -> None:
        super().__init__(dialog)
        self._acts, self._words, self._pictures = acts, words, pictures

    def tell(self, conversation_id: int) -> None:
        """A conversation was chosen."""
        self._acts.passed_on.emit(conversation_id, self._words, self._pictures)


def may_recall(row: MessageRow) -> bool:
    """Whether a message is ours and can still be taken back."""
    return row.side == "out" and row.agent_id is not None and (row.state in BACK or row.state == MessageState.SENT)


def may_reply(world: World) -> bool:
    """Whether the agent may write to buyers."""
    return world.may(Permission.RECEPTION_REPLY)
