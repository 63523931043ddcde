"""Problem rows of an import saved to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.writers import write_table
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.file_choice import choose_target
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.problems import sentence


class ProblemSaver(QObject):
    """Asks where to and writes what ``problems()`` returns then; ``saved(sentence)``."""

    saved = Signal(str)

    def __init__(self, world: World, parent: QWidget, problems: Callable[[], Sequence[Problem]]) -> None:
        super().__init__(parent)
        self._world, self._over, self._problems = world, parent, problems

    def ask(self, path: Path | None) -> None:
        """Ask for a name beside that of the file ``path``."""
        name = f"{path.stem if path else 'orders'}-problems.csv"
        choose_target(self._over, tr("Save problem rows"), self.save, name=name, kinds="CSV (*.csv)", ending="csv")

    def save(self, name: str) -> None:
        """Write the rows."""
        rows = [(each.line, sentence(each), each.original) for each in self._problems()]
        header = [tr("Line"), tr("Problem"), tr("Original text")]

        def work(_progress: Progress, cancelled: Cancelled) -> int:
            return write_table(Path(name), header, rows, cancelled=cancelled)

        def told(count: int) -> None:
            words = trn(count, "{0} problem row saved to {1}", "{0} problem rows saved to {1}", Path(name).name)
            self.saved.emit(words)

        self._world.tasks.start("orders.problems", work, told, self._world.notices.refuse)
