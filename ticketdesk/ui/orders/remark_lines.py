"""The remarks of an order as the sidebar lists them: taken apart, latest first, the overruled ones struck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ticketdesk.domain.remarks import Conflict, Remark, conflicts, parse_memo, parse_remark
from ticketdesk.store.queries.orders import RemarkRow


class RemarkLine(NamedTuple):
    """One remark to show; ``at`` UTC ms (None: unknown), ``struck`` where a later remark overrules it."""

    text: str
    who: str
    at: int | None
    flag: int | None
    struck: bool


class RemarkList(NamedTuple):
    """All remarks, latest first; ``contradicting`` counts those that disagree, ``decided`` whether time settles it."""

    lines: tuple[RemarkLine, ...]
    contradicting: int
    decided: bool


class _Read(NamedTuple):
    row: RemarkRow
    remark: Remark


def remark_list(rows: Sequence[RemarkRow], *, now: int, agents: Sequence[str]) -> RemarkList:
    """Return the remarks to show; two that name different values of one slot contradict (trade.md A.8-56, C3).

    A memo of the platform may hold several remarks, each with its own name and date at the end; ``now`` is UTC ms.
    """
    read = [each for row in rows for each in _taken_apart(row, now, agents)]
    read.sort(key=lambda each: _moment(each) or 0, reverse=True)
    found = conflicts(each.remark for each in read)
    struck = _overruled(found)
    involved = {id(claim.remark) for conflict in found for claim in conflict.claims}
    lines = tuple(_line(each, struck=id(each.remark) in struck) for each in read)
    return RemarkList(lines, len(involved), all(conflict.winner is not None for conflict in found))


def _taken_apart(row: RemarkRow, now: int, agents: Sequence[str]) -> list[_Read]:
    """A remark written here is one and was stamped to the millisecond; one from a file is read for its own dates."""
    if row.source == "desk":
        return [_Read(row, parse_remark(row.text, now=now, agents=agents, recorded_at=row.at))]
    return [_Read(row, remark) for remark in parse_memo(row.text, now=now, agents=agents)]


def _overruled(found: Iterable[Conflict]) -> set[int]:
    """Ids of remarks that lost every conflict that was decided."""
    lost: set[int] = set()
    kept: set[int] = set()
    for conflict in found:
        for claim in conflict.claims:
            over = conflict.winner is not None and claim.value != conflict.winner.value
            (lost if over else kept).add(id(claim.remark))
    return lost - kept


def _moment(each: _Read) -> int | None:
    return each.remark.at if each.remark.at is not None else each.row.at


def _line(each: _Read, *, struck: bool) -> RemarkLine:
    here = each.row.source == "desk"
    text = each.row.text if here else each.remark.body or each.remark.text
    who = each.row.author if here else each.remark.who or each.row.author
    return RemarkLine(text, who, each.row.at if here else each.remark.at, each.row.flag, struck)
