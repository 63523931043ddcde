"""The dialog that ends a conversation (trade.md A.10): need met, open questions, closing words, rating, summary."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QMessageBox, QWidget

from ticketdesk.desk import closings, wording
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.talk import ENDING_REASONS, MOST_SUMMARY, EndConversation, SendReply
from ticketdesk.domain.outbox import LIVE
from ticketdesk.domain.phrase_fill import Facts, day_of
from ticketdesk.domain.settings import CONFIRM_UNANSWERED
from ticketdesk.domain.wording_rules import Severity
from ticketdesk.store.queries import conversations, phrases, settings
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.store.queries.open_questions import open_questions
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.ending import EndingRun
from ticketdesk.ui.reception.acts.open_list import OpenList
from ticketdesk.ui.reception.compose.cards import invitation
from ticketdesk.ui.safe_text import label, message_box, one_line
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr
from ticketdesk.words.reception import ending_reason

_NEED: Final = (Choice("yes", mark("Y Yes, the buyer said so")), Choice("no", mark("N No, or not yet")))
_SHOWN: Final = 90


class EndDialog(ModalDialog):
    """Enter goes on to the summary, Enter again ends; Y N the need, 1 to 7 the reason, R the rating.

    `replied(message ids)` for the closing words, `ended(next)` when it is done; ``onward`` makes "and next" the first.
    """

    replied = Signal(object)
    ended = Signal(bool)

    def __init__(self, world: World, row: ConversationRow, parent: QWidget, *, onward: bool = False) -> None:
        super().__init__(parent, tr("End the conversation"), row.nick, width=560)
        self._world, self._row, self._onward = world, row, onward
        self._chosen = False
        # What has left already where the end itself was refused: it must not leave twice.
        self._left: list[SendReply] = []
        self.open_list = OpenList()
        self.need = ChoiceChips([Choice(key, tr(text)) for key, text, _icon in _NEED], name=tr("Is the need met?"))
        self.closing = QComboBox()
        self.closing.setAccessibleName(tr("Closing words"))
        self.rating = QCheckBox(tr("R Invite to rate"))
        numbered = (Choice(each, f"{n} {ending_reason(each)}") for n, each in enumerate(ENDING_REASONS, start=1))
        self.reason = ChoiceChips(list(numbered), name=tr("Reason of the end"))
        self.summary = QLineEdit()
        self.summary.setMaxLength(MOST_SUMMARY)
        self.summary.setAccessibleName(tr("Summary for the departments"))
        self.summary.setPlaceholderText(tr("One line; may stay empty"))
        self._build()
        self._ask()
        self._begin()
        self.closing.currentIndexChanged.connect(self._worded)
        next_turn(self, self._worded)  # the rules may have to be compiled

    def _build(self) -> None:
        self.body.addWidget(self.open_list)
        for part in (self.need, self.closing, self.reason, self.summary):
            self.body.addWidget(label(part.accessibleName(), role="second"))
            self.body.addWidget(part)
            if part is self.closing:
                self.body.addWidget(self.rating)
        cancel = button(tr("Cancel"))
        self.next = button(tr("End and next  Ctrl+Enter"), name=tr("End and open the next one"))
        words = tr("End and next  Enter") if self._onward else tr("End  Enter")
        self.end = button(words, kind="primary", name=tr("End"))
        self.next.setHidden(self._onward)
        for each in (cancel, self.next, self.end):
            self.footer.addWidget(each)
        cancel.clicked.connect(self.reject)
        self.end.clicked.connect(self._finish)
        self.next.clicked.connect(self._finish_on)
        self.submitted.connect(self._finish_on)
        self.summary.returnPressed.connect(self._finish)
        self.need.chosen.connect(self._needed)
        self.reason.chosen.connect(self._reasoned)
        self._world.changed.connect(self._changed)

    def _ask(self) -> None:
        """Read what is open; it may change while the dialog stands."""
        self._open = open_questions(self._world.reader, self._row.id)
        self.open_list.show_lines(self._open, self._world.clock())

    def _begin(self) -> None:
        me = next((person.name for person in self._world.people if person.id == self._world.agent_id), "")
        facts = Facts(buyer=self._row.nick, agent=me, shop=self._open.shop, date=day_of(self._world.clock()))
        self.closing.addItem(tr("No words"), "")
        for text in closings.closings(phrases.phrases(self._world.reader), facts):
            self.closing.addItem(one_line(text, _SHOWN), text)
        live = self._row.channel in LIVE and self._row.blocked_at is None
        self.closing.setCurrentIndex(1 if live and self.closing.count() > 1 else 0)
        self.need.set_current("no" if self._open.any() else "yes")
        self._suggest()
        self.need.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.focusWidget() is self.summary or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif enter:
            self.summary.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self._letter(event.text().lower()):
            super().keyPressEvent(event)

    def _letter(self, key: str) -> bool:
        """Do what a letter or digit stands for; False for one that stands for nothing."""
        if key in ("y", "n"):
            self.need.set_current("yes" if key == "y" else "no")
            self._suggest()
        elif key == "r":
            self.rating.toggle()
        elif key.isdecimal() and 0 < int(key) <= len(ENDING_REASONS):
            self.reason.set_current(ENDING_REASONS[int(key) - 1])
            self._chosen = True
        else:
            return False
        return True

    def _needed(self, _key: str) -> None:
        self._suggest()

    def _reasoned(self, _key: str) -> None:
        self._chosen = True

    def _suggest(self) -> None:
        """Offer the reason that fits, until the agent chooses one."""
        if not self._chosen:
            other = "ticket" if self._open.tickets else "no_reply"
            self.reason.set_current("solved" if self.need.current() == "yes" else other)

    def _finish_on(self) -> None:
        self._onward = True
        self._finish()

    def _finish(self) -> None:
        """End, after a question where the buyer still waits."""
        if not self.end.isEnabled():
            return
        if not self._worded():
            self.closing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        waits = self._row.waiting_since is not None
        if not waits or not settings.number(self._world.reader, CONFIRM_UNANSWERED):
            self._end()
            return
        box = message_box(
            self, tr("End the conversation"), tr("{0} is still waiting for an answer. End anyway?", self._row.nick),
            icon=QMessageBox.Icon.Question, buttons=QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        )  # fmt: skip
        box.button(QMessageBox.StandardButton.Yes).setText(tr("End"))
        box.button(QMessageBox.StandardButton.Cancel).setText(tr("Cancel"))
        box.accepted.connect(self._end)

    def _worded(self) -> bool:
        """Whether the closing words may be sent; the footer tells what speaks against them, a warning holds nothing."""
        text = str(self.closing.currentData() or "")
        found = wording.findings(self._world.reader, text, ending=True) if text else []
        stops = [each for each in found if each.severity is Severity.STOP]
        told = next(iter(stops or found), None)
        self.set_status(tr(told.says) if told else "", "bad" if stops else "warn" if told else "third")
        return not stops

    def _end(self) -> None:
        for each in (self.end, self.next):
            each.setEnabled(False)
        ending = EndConversation(
            conversation_id=self._row.id, reason=self.reason.current(), summary=self.summary.text(),
            confirmed=self.need.current() == "yes", invited_rating=self.rating.isChecked(),
        )  # fmt: skip
        replies = [each for each in self._replies() if each not in self._left]
        EndingRun(
            self._world, replies, ending, sent=self._left.append, replied=self.replied.emit, ended=self._done,
            failed=self._refused, parent=self,
        ).start()  # fmt: skip

    def _replies(self) -> list[SendReply]:
        found = []
        text = str(self.closing.currentData() or "")
        if text:
            found.append(SendReply(conversation_id=self._row.id, text=text))
        if self.rating.isChecked():
            card = invitation()
            found.append(SendReply(conversation_id=self._row.id, text=card.text, kind=card.kind, data=card.data))
        return found

    def _done(self) -> None:
        self._world.notices.say(tr("Conversation with {0} ended", self._row.nick), undoable=True)
        self.accept()
        self.ended.emit(self._onward)

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        for each in (self.end, self.next):
            each.setEnabled(True)

    def _changed(self, changes: Changes) -> None:
        if not changes.touches("conversation", "message", "ticket", "reminder", "todo"):
            return
        row = conversations.one(self._world.reader, self._row.id)
        if row is not None and self.end.isEnabled():
            self._row = row
            self._ask()
            self._suggest()
