"""The dialog that passes messages on to a colleague: with the conversation, or as a to-do for the buyer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.handing import MOST_NOTE, TransferConversation
from ticketdesk.desk.commands.reminders import MOST_TEXT, AddTodo
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.domain.tickets import TransferReason
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui.reception.acts.pick_list import PickList
from ticketdesk.ui.reception.acts.transfer_dialog import colleagues, targets
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

MOST: Final = min(MOST_NOTE, MOST_TEXT)
"""Characters that a note of a transfer and the words of a to-do can both hold."""

_MOST_OWN: Final = 160
_SHOWN: Final = 300
_WAYS: Final = (Choice("transfer", mark("With the conversation")), Choice("todo", mark("As a to-do for the buyer")))


class ForwardDialog(ModalDialog):
    """Type to filter, ↑ ↓ to choose, Enter passes on; words of one's own and the way are reached by Tab.

    ``lines`` are the messages, each with its speaker and time. Both ways can be taken back by undo.
    """

    def __init__(self, world: World, row: ConversationRow, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, tr("Pass on to a colleague"), row.nick, width=520)
        self._world, self._row, self._lines = world, row, tuple(lines)
        self.quoted = label("", role="second", wrap=True)
        self.to = PickList(tr("To whom"), tr("Type a name, a group or initials"))
        may = world.may(Permission.RECEPTION_TRANSFER)
        ways = [Choice(each.key, tr(each.text)) for each in _WAYS if may or each.key == "todo"]
        self.way = ChoiceChips(ways, ways[0].key, name=tr("How it arrives"))
        self.note = QLineEdit()
        self.note.setMaxLength(_MOST_OWN)
        self.note.setAccessibleName(tr("Note for the colleague"))
        self.note.setPlaceholderText(tr("What was done, what is still to do"))
        self.send = button(tr("Pass on  Enter"), kind="primary", name=tr("Pass on"))
        self._build()
        self._offer()

    def _build(self) -> None:
        self.body.addWidget(self.quoted)
        self.body.addWidget(self.to)
        for part in (self.way, self.note):
            self.body.addWidget(label(part.accessibleName(), role="second"))
            self.body.addWidget(part)
        cancel = button(tr("Cancel"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.send)
        self.to.moved.connect(self._weigh)
        self.to.chosen.connect(self._pass_on)
        self.way.chosen.connect(self._offer)
        self.note.textChanged.connect(self._weigh)
        self.note.returnPressed.connect(self._pass_on)
        self.send.clicked.connect(self._pass_on)
        self.submitted.connect(self._pass_on)
        cancel.clicked.connect(self.reject)
        self.to.setFocus()

    def _offer(self, _way: str = "") -> None:
        """A conversation goes to whoever does not have it, also to a group; a to-do to one colleague."""
        alone = self.way.current() == "todo"
        self.to.set_picks(colleagues(self._world) if alone else targets(self._world, self._row))
        self._weigh()

    def _weigh(self) -> None:
        words, left = passed_on(self.note.text(), self._lines)
        self.quoted.setText(one_line(words, _SHOWN))
        self.send.setEnabled(bool(self.to.current()))
        if not self.to.current():
            self.set_status(tr("Nobody of that name works here"), "bad")
        elif left:
            self.set_status(tr("Too long: the earliest {0} are left out", left), "warn")
        else:
            self.set_status("")

    def _pass_on(self) -> None:
        kind, _, number = self.to.current().partition(":")
        if not number or not self.send.isEnabled():
            return
        self.send.setEnabled(False)
        self._world.post(self._command(kind, int(number)), self._done, self._refused)

    def _command(self, kind: str, number: int) -> Command:
        words, _left = passed_on(self.note.text(), self._lines)
        if self.way.current() == "todo":
            return AddTodo(buyer_id=self._row.buyer_id, text=words, conversation_id=self._row.id, assignee_id=number)
        return TransferConversation(
            conversation_id=self._row.id, agent_id=number if kind == "agent" else None,
            group_id=number if kind == "group" else None, reason=TransferReason.OTHER_DUTY.value, note=words,
        )  # fmt: skip

    def _done(self, _done: Done) -> None:
        todo = self.way.current() == "todo"
        told = tr("Passed on as a to-do") if todo else tr("Conversation with {0} handed on", self._row.nick)
        self._world.notices.say(told, undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


def passed_on(note: str, lines: Sequence[str]) -> tuple[str, int]:
    """Return the words that arrive, on one line of at most ``MOST`` characters, and how many messages were left out.

    One's own words come first, then each message between quotation marks. Where they do not fit the earliest fall
    out, and the last message is cut.
    """
    own, texts = clean_name(note), [clean_name(line) for line in lines]
    for left in range(len(texts)):
        words = _joined(own, texts[left:])
        if len(words) <= MOST:
            return words, left
    over = len(_joined(own, texts[-1:])) - MOST
    return _joined(own, [f"{each[: -over - 1]}…" for each in texts[-1:]]), max(0, len(texts) - 1)


def _joined(own: str, texts: Sequence[str]) -> str:
    return " ".join(part for part in (own, *(tr("“{0}”", each) for each in texts)) if part)
