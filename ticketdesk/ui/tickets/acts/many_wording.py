"""What is asked about the wording before one text goes to many buyers: as each of them reads it, each finding once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from ticketdesk.domain.phrase_fill import Facts, fill
from ticketdesk.domain.wording_rules import Finding
from ticketdesk.store.reader import Rows
from ticketdesk.ui.reception.compose import questions
from ticketdesk.ui.reception.compose.ask_row import AskRow
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

_TASK: Final = "many-wording"


class Breach(NamedTuple):
    """A finding in the words to the buyer of a ticket."""

    ticket: int
    text: str
    finding: Finding


class WordingQuestion(QObject):
    """`passed(overrides)` where nothing speaks against the words, or the agent sends them all the same.

    `found(ticket)`: it asks now, first about words to the buyer of this ticket; `back()`: they are to be changed.
    """

    passed = Signal(object)
    found = Signal(object)
    back = Signal()

    def __init__(self, world: World, bar: AskRow) -> None:
        super().__init__(bar)
        self._world, self.bar = world, bar
        self._breaches: list[Breach] = []
        bar.answered.connect(self._answered)

    @property
    def asking(self) -> bool:
        """Whether it waits for an answer."""
        return self.bar.question is not None

    def check(self, text: str, about: Mapping[int, Facts]) -> None:
        """Look at ``text`` as the buyer of each ticket reads it, in a worker: of many buyers it is many texts."""
        work = partial(_breaches, self._world.reader, text, dict(about))
        self._world.tasks.start(_TASK, work, self._ask, self._world.notices.refuse)

    def reset(self) -> None:
        """Other words stand there now: what was looked at and asked does not hold any more."""
        self._world.tasks.cancel(_TASK)
        self.bar.close_question()

    def answer(self) -> None:
        """Take Enter: send all the same, where no reason is asked for."""
        self.bar.key(Qt.Key.Key_Return)

    def _ask(self, breaches: list[Breach]) -> None:
        self._breaches = breaches
        if not breaches:
            self.passed.emit(())
            return
        self.bar.ask(questions.about_words([(each.text, each.finding) for each in breaches]))
        self.found.emit(breaches[0].ticket)
        self.bar.reach()

    def _answered(self, value: str) -> None:
        self.bar.close_question()
        if not value:
            self.back.emit()
            return
        self.passed.emit(questions.overrides([each.finding for each in self._breaches], value))


def _breaches(
    source: Rows, words: str, about: Mapping[int, Facts], _progress: Progress, cancelled: Cancelled
) -> list[Breach]:
    """What speaks against the words, each finding once: by its rule and the words it marks."""
    from ticketdesk.desk.wording import checker

    look, found = checker(source), dict[tuple[str, str], Breach]()
    known: set[str] = set()
    for ticket, facts in about.items():
        if cancelled():
            break
        text = fill(words, facts).text
        if text not in known:
            known.add(text)
            for each in look(text):
                marked = text[each.start : each.end].casefold()
                found.setdefault((each.rule, marked), Breach(ticket, text, each))
    return list(found.values())
