"""What an order file would do and did: counts, problems, and differences kept in favour of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, NamedTuple

from ticketdesk.domain.orders import Problem

# The field whose cell is wrong where a file's reader tells a reason of the row as a whole.
_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("order_unknown", "order_twice"), "number"),
        **dict.fromkeys(("tracking_missing", "tracking_invalid", "tracking_repeated", "tracking_taken"), "tracking"),
        **dict.fromkeys(("refund_above", "refund_below_zero"), "refund_cents"),
        **dict.fromkeys(("refund_number_missing", "refund_repeated", "refund_elsewhere"), "refund_number"),
        "refund_state_unknown": "state",
        "remark_too_long": "remark",
    }
)
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
    columns: Mapping[str, str] = field(default_factory=dict)
    """The file's headers by field: there a row's problem is mended in its cell."""

    @property
    def orders(self) -> int:
        """How many orders the file states."""
        return self.new + self.changed + self.unchanged + self.older

    def add_problem(self, problem: Problem) -> None:
        """Count a row that could not be taken, and list it while there is room."""
        self.problem_count += 1
        if len(self.problems) < SHOWN:
            self.problems.append(self._placed(problem))

    def _placed(self, problem: Problem) -> Problem:
        """Name the column of the cell that is wrong, and what stands in it, where the reader did not."""
        said, name = dict(problem.args), _FIELDS.get(problem.reason, "")
        column = self.columns.get(name)
        if column is None or "column" in said:
            return problem
        value = said.get("value", said.get("number", "") if name in ("number", "refund_number") else "")
        return replace(problem, args=(*problem.args, ("column", column), ("value", value)))

    def add_difference(self, difference: Difference) -> None:
        """Count a field that stays as the agent edited it, and list it while there is room."""
        self.difference_count += 1
        if len(self.differences) < SHOWN:
            self.differences.append(difference)
