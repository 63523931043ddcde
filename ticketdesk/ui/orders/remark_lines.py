"""The remarks of an order as the sidebar lists them: taken apart, latest first, the overruled ones struck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ticketdesk.domain.remark_reading import Read, open_conflicts, read_remarks
from ticketdesk.domain.remark_slots import RemarkRules
from ticketdesk.domain.remarks import Conflict
from ticketdesk.store.queries.orders import RemarkRow


class RemarkLine(NamedTuple):
    """One remark to show; ``at`` UTC ms (None: unknown), ``struck`` where a later remark overrules it."""

    text: str
    who: str
    at: int | None
    flag: int | None
    struck: bool
    concludes: bool = False


class RemarkList(NamedTuple):
    """All remarks, latest first; ``conflicts`` are those that stand open, ``newest`` is the id of the newest row."""

    lines: tuple[RemarkLine, ...]
    conflicts: tuple[Conflict, ...]
    newest: int

    @property
    def contradicting(self) -> int:
        """How many remarks disagree."""
        return len({id(claim.remark) for conflict in self.conflicts for claim in conflict.claims})

    @property
    def decided(self) -> bool:
        """Whether time settles all of it."""
        return all(conflict.winner is not None for conflict in self.conflicts)


def remark_list(rows: Sequence[RemarkRow], rules: RemarkRules, *, now: int, agents: Sequence[str]) -> RemarkList:
    """Return the remarks to show; two that name different values of one slot contradict (trade.md A.8-56, C3).

    ``now`` is UTC ms.
    """
    read = read_remarks(rows, rules, now=now, agents=agents)
    found = open_conflicts(read)
    struck = _overruled(found)
    lines = tuple(_line(each, struck=id(each.remark) in struck) for each in read)
    return RemarkList(lines, found, max((row.id for row in rows), default=0))


def _overruled(found: Iterable[Conflict]) -> set[int]:
    """Ids of remarks that lost every conflict that was decided."""
    lost: set[int] = set()
    kept: set[int] = set()
    for conflict in found:
        for claim in conflict.claims:
            over = conflict.winner is not None and claim.value != conflict.winner.value
            (lost if over else kept).add(id(claim.remark))
    return lost - kept


def _line(each: Read, *, struck: bool) -> RemarkLine:
    here = each.row.source == "desk"
    text = each.row.text if here else each.remark.body or each.remark.text
    who = each.row.author if here else each.remark.who or each.row.author
    at = each.row.at if here else each.remark.at
    return RemarkLine(text, who, at, each.row.flag, struck, each.row.concludes is not None)
