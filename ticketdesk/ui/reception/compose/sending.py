"""A reply on its way to the desk: asked about once, posted, and back in its draft where the desk refuses it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ticketdesk.desk.commands.talk import Override, SendReply
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.wording_rules import Finding
from ticketdesk.ui.reception.compose import questions
from ticketdesk.ui.reception.compose.ask_bar import Question
from ticketdesk.ui.world import World

if TYPE_CHECKING:
    from ticketdesk.ui.reception.compose.cards import CardReply
    from ticketdesk.ui.reception.composer import Composer


@dataclass(slots=True)
class _Batch:
    """What was sent by one press: how many replies are under way, the ids of those taken."""

    left: int
    ids: list[int]


class Sending(QObject):
    """`replied(message ids)` after the desk has taken what was sent at once.

    What is sent belongs to the conversation that was open when it was written, whatever is shown when it comes back.
    """

    replied = Signal(object)

    def __init__(self, world: World, composer: Composer) -> None:
        super().__init__(composer)
        self._world, self._composer = world, composer
        self._when_kept = False
        # What has been answered already, for the very words that stand there.
        self._found: list[Finding] = []
        self._overrides: tuple[Override, ...] | None = None
        composer.bar.answered.connect(self._answered)
        composer.bar.left.connect(composer.edit.setFocus)
        composer.edit.answer_key.connect(composer.bar.key)

    def reset(self) -> None:
        """Other words stand there now: what was asked and answered does not hold any more."""
        self._overrides = None
        if self._composer.bar.question is not None:
            self._composer.bar.close_question()
            self._composer.edit.asking = False
            self._composer.edit.mark_spans(())

    def leave(self) -> None:
        """Another conversation is shown: what waits for its pictures here stays a draft."""
        self._when_kept = False
        self.reset()

    def kept(self) -> None:
        """A picture or file is on the disk now: send what waited for it."""
        if self._when_kept and not self._pending():
            self.send()

    def send(self) -> None:
        """Hand words, pictures and files to the desk, the words first, each of the others as a message of its own."""
        here, pictures = self._composer.conversation, self._composer.pictures()
        if here is None or pictures is None:
            return
        if self._composer.bar.question is not None:
            self._composer.bar.key(Qt.Key.Key_Return)
            return
        if self._pending():
            self._when_kept = True
            return
        self._when_kept = False
        text = self._composer.edit.text()
        if not text.strip() and not pictures.refs() and not self._composer.files.refs():
            return
        if not self._asks(here, text):
            self._post(here, text, anyway=False)

    def send_card(self, conversation: int, card: CardReply) -> None:
        """Send a card at once; the draft stays as it is."""
        reply = SendReply(conversation_id=conversation, text=card.text, kind=card.kind, data=card.data)
        self._world.post(reply, partial(self._sent, _Batch(1, [])))

    def _pending(self) -> bool:
        pictures = self._composer.pictures()
        return (pictures is not None and pictures.pending) or self._composer.files.pending

    def _asks(self, here: int, text: str) -> bool:
        """Ask about the wording, then about what arrived; False where nothing is left to ask."""
        if self._overrides is None:
            self._found = self._composer.habits.findings(text)
            if self._found:
                self._composer.edit.mark_spans(questions.spans(self._found))
                self._ask(questions.about_wording(text, self._found))
                return True
        found = self._composer.drafts.differences(here)
        if found:
            self._ask(questions.about_news(found))
        return bool(found)

    def _ask(self, question: Question) -> None:
        self._composer.bar.ask(question)
        self._composer.edit.asking = True
        self._composer.edit.setFocus()

    def _answered(self, value: str) -> None:
        question, here = self._composer.bar.question, self._composer.conversation
        overrides = self._overrides
        self.reset()
        if question is None or here is None:
            return
        if question.kind == "stale":
            self._composer.drafts.renew_seen(here)  # the agent has seen it, whatever the answer
            self._overrides = overrides
            if value:
                self._post(here, self._composer.edit.text(), anyway=True)
        elif value:
            self._overrides = questions.overrides(self._found, value)
            self.send()
        self._composer.edit.setFocus()

    def _post(self, here: int, text: str, *, anyway: bool) -> None:
        pictures, files = self._composer.pictures(), self._composer.files.refs()
        refs = pictures.refs() if pictures is not None else []
        seen = None if anyway else self._composer.drafts.seen(here)
        words = SendReply(
            conversation_id=here, text=text, seen_message_id=self._composer.seen, seen=seen,
            quote_id=self._composer.quote() if text.strip() else None, overrides=self._overrides or (),
        )  # fmt: skip
        replies = [words] if text.strip() else []
        # Each is asked for alone: where words come back since something arrived, their pictures must not go ahead.
        replies += [SendReply(conversation_id=here, picture=ref, seen=seen) for ref in refs]
        replies += [
            SendReply(conversation_id=here, text=ref.name, picture=ref, kind="file", seen=seen) for ref in files
        ]
        batch = _Batch(len(replies), [])
        for reply in replies:
            self._world.post(reply, partial(self._sent, batch), partial(self._back, batch, reply))
        self._composer.take_away()  # while the disk is at work; a refusal comes back a turn later at the earliest
        self._composer.drafts.keep()  # queued behind the replies: a kill in between loses neither

    def _sent(self, batch: _Batch, done: Done) -> None:
        if isinstance(done.result, int):
            batch.ids.append(done.result)
        self._ended(batch)

    def _ended(self, batch: _Batch) -> None:
        batch.left -= 1
        if batch.left <= 0 and batch.ids:
            self.replied.emit(tuple(batch.ids))

    def _back(self, batch: _Batch, reply: SendReply, error: BaseException) -> None:
        """A reply that the desk refused goes back into its draft."""
        self._ended(batch)
        put_back(self._composer, reply.conversation_id, reply.text if not reply.kind else "", reply.picture, reply.kind)
        if reply.quote_id is not None:
            self._composer.quote_back(reply.conversation_id, reply.quote_id)
        found = error.values.get("differences") if isinstance(error, DeskError) and error.key == "reply_stale" else None
        if isinstance(found, list) and reply.conversation_id == self._composer.conversation:
            # It arrived between the press and the commit. The question comes after the words stand there again.
            QTimer.singleShot(0, self, partial(self._ask_again, questions.about_news(found), reply.overrides))
        else:
            self._world.notices.refuse(error)

    def _ask_again(self, question: Question, overrides: tuple[Override, ...]) -> None:
        """The words stand there as they were sent: the reasons given for them still hold."""
        self._overrides = overrides or self._overrides
        self._ask(question)


def put_back(composer: Composer, conversation: int, text: str, ref: FileRef | None = None, kind: str = "") -> None:
    """Put words, a picture or a file back into the draft of the conversation they were written in."""
    drafts = composer.drafts
    if ref is not None and kind == "file":
        drafts.set_files(conversation, [*drafts.files(conversation), ref])
    elif ref is not None:
        drafts.set_pictures(conversation, [*drafts.pictures(conversation), ref])
    if ref is not None:
        drafts.given.emit(conversation)
        return
    kept = "\n".join(part for part in (text, drafts.text(conversation)) if part)
    if conversation == composer.conversation:
        composer.edit.set_text(kept)
    else:
        drafts.set_text(conversation, kept)
        drafts.given.emit(conversation)  # it may stand in another pane by now
    drafts.keep()
