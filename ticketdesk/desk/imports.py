"""What an order file would do and did: counts, problems, and differences kept in favour of the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ticketdesk.domain.orders import Problem

SHOWN = 10_000  # problems and differences beyond this are counted, not listed


class Difference(NamedTuple):
    """A field that an agent edited here and the file states otherwise: the desk's value stays."""

    number: str
    field: str
    file_value: str
    desk_value: str


@dataclass(slots=True)
class ImportReport:
    """Counts of one file; orders are counted once, problems by row."""

    layout: str = ""
    encoding: str = ""
    digest: str = ""
    kind: str = ""
    rows: int = 0
    known: bool = False  # this very file was imported before
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    difference_count: int = 0
    differences: list[Difference] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()

    @property
    def orders(self) -> int:
        """How many orders the file states."""
        return self.new + self.changed + self.unchanged + self.older

    def add_problem(self, problem: Problem) -> None:
        """Count a row that could not be taken, and list it while there is room."""
        self.problem_count += 1
        if len(self.problems) < SHOWN:
            self.problems.append(problem)

    def add_difference(self, difference: Difference) -> None:
        """Count a field that stays as the agent edited it, and list it while there is room."""
        self.difference_count += 1
        if len(self.differences) < SHOWN:
            self.differences.append(difference)
