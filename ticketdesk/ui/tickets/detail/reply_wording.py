"""What is asked about the wording of a reply on a ticket before it goes to the buyer, as the composer asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from ticketdesk.ui.tickets.detail.reply_edit import ReplyEdit
from ticketdesk.ui.world import World

if TYPE_CHECKING:
    from ticketdesk.desk.commands.talk import Override
    from ticketdesk.domain.wording_rules import Finding
    from ticketdesk.ui.reception.compose.ask_row import AskRow
    from ticketdesk.ui.reception.compose.habits import Habits

    Go = Callable[[tuple[Override, ...]], None]


class ReplyWording(QObject):
    """`ask(words, go)` calls ``go(overrides)`` once nothing speaks against the words, or they go all the same.

    The question stands in ``column`` below the field; other words there end it. `turned(asking)` tells when it comes
    and goes. Its parts are made when they are first needed: no page waits for the rules.
    """

    turned = Signal(bool)

    def __init__(self, world: World, text: ReplyEdit, column: QVBoxLayout) -> None:
        super().__init__(text)
        self._world, self._text, self._column = world, text, column
        self._habits: Habits | None = None
        self.bar: AskRow | None = None
        self._found: list[Finding] = []
        self._go: Go | None = None
        text.textChanged.connect(self._write)

    @property
    def asking(self) -> bool:
        """Whether it waits for an answer."""
        return self.bar is not None and self.bar.question is not None

    def ask(self, words: str, go: Go) -> None:
        """Look at the words; a second time, while it asks, is Enter."""
        if self.bar is not None and self.bar.question is not None:
            self._go = go
            self.bar.key(Qt.Key.Key_Return)
            return
        self._found = self._rules().findings(words)
        if self._found:
            self._show(words, go)
        else:
            go(())

    def reset(self) -> None:
        """Ask no more."""
        if self.bar is not None and self.bar.question is not None:
            self.bar.close_question()
            self.turned.emit(False)

    def _rules(self) -> Habits:
        if self._habits is None:
            from ticketdesk.ui.reception.compose.habits import Habits

            self._habits = Habits(self._world, self)
        return self._habits

    def _show(self, words: str, go: Go) -> None:
        from ticketdesk.ui.reception.compose import questions
        from ticketdesk.ui.reception.compose.ask_row import AskRow

        if self.bar is None:
            self.bar = AskRow(self._text.window())
            self.bar.answered.connect(self._answered)
            self._column.insertWidget(self._column.indexOf(self._text) + 1, self.bar)
        self._go = go
        self.turned.emit(True)
        self.bar.ask(questions.about_wording(words, self._found))
        self.bar.reach()

    def _answered(self, value: str) -> None:
        from ticketdesk.ui.reception.compose import questions

        go, self._go = self._go, None
        self.reset()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        if value and go is not None:
            go(questions.overrides(self._found, value))

    def _write(self) -> None:
        """The first words have the rules compiled in a worker: the first sending shall not wait for them."""
        self.reset()
        if self._text.toPlainText():
            self._rules().warm()
