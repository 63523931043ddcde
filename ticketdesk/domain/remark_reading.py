"""The remarks of one order read together: what each says, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Final, NamedTuple, Protocol

from ticketdesk.domain.remark_slots import RemarkRules
from ticketdesk.domain.remarks import Conflict, Remark, compose, conflicts, parse_memo, parse_remark

READ_BY: Final = 2
"""Of the reading itself: raised where its code finds otherwise than before, so that what is noted is weighed anew."""


class KeptRemark(Protocol):
    """A remark as the store has it; ``concludes`` is the newest remark that it settled, None for an ordinary one."""

    @property
    def id(self) -> int: ...

    @property
    def text(self) -> str: ...

    @property
    def author(self) -> str: ...

    @property
    def flag(self) -> int | None: ...

    @property
    def at(self) -> int: ...

    @property
    def source(self) -> str: ...

    @property
    def concludes(self) -> int | None: ...


def texts_of(remarks: Iterable[KeptRemark]) -> list[str]:
    """Return remarks (the latest first) as they read on the platform, the oldest first; of a file's as they stand."""
    read = [compose(row.author, row.text, row.at) if row.source == "desk" else row.text for row in remarks]
    return read[::-1]


class Standing(IntEnum):
    """How the remarks of an order stand to each other; the value is what the store keeps."""

    AGREED = 0
    DECIDED = 1  # they contradict, the latest counts
    TIED = 2  # they contradict, and time does not say which counts


class Read(NamedTuple):
    """One remark of an order: the row it stands in, and what it says.

    ``settled``: it stands in a memo above a conclusion.
    """

    row: KeptRemark
    remark: Remark
    settled: bool = False

    @property
    def at(self) -> int:
        """When it was written (UTC ms): by its own words, else by its row."""
        return self.remark.at if self.remark.at is not None else self.row.at


def read_remarks(rows: Iterable[KeptRemark], rules: RemarkRules, *, now: int, agents: Sequence[str] = ()) -> list[Read]:
    """Return every remark of ``rows``, the latest first; ``now`` is UTC ms.

    A remark written here is one and was stamped to the millisecond; a memo of the platform may hold several, each with
    its own name and date. What comes back from there in the words that stand here already is no further remark.
    """
    found: list[Read] = []
    known: set[str] = set()
    for row in sorted(rows, key=lambda row: row.id):
        taken = [
            each for each in _taken_apart(row, rules, now, agents) if row.source == "desk" or _words(each) not in known
        ]
        known.update(map(_words, taken))
        found += taken
    found.sort(key=lambda each: (each.at, each.row.id), reverse=True)
    return found


def _taken_apart(row: KeptRemark, rules: RemarkRules, now: int, agents: Sequence[str]) -> list[Read]:
    if row.source == "desk":
        said = parse_remark(row.text, rules, now=now, agents=agents, recorded_at=row.at)
        return [Read(row, replace(said, who=row.author or said.who))]
    memo = parse_memo(row.text, rules, now=now, agents=agents)
    concluded = max((at for at, each in enumerate(memo) if each.body.startswith(rules.conclusion)), default=0)
    return [Read(row, remark, at < concluded) for at, remark in enumerate(memo)]


def _words(each: Read) -> str:
    """A remark as it reads on the platform."""
    row = each.row
    return compose(row.author, row.text, row.at) if row.source == "desk" else each.remark.text.strip()


def open_conflicts(read: Iterable[Read]) -> tuple[Conflict, ...]:
    """Return the contradictions that no concluding remark has settled (trade.md A.8-56, C3).

    A conclusion settles all that stood when it was written, by their ids; what comes later is held against it. One that
    a memo of the platform brings settles what stands above it there.
    """
    known = list(read)
    settled = max((each.row.concludes for each in known if each.row.concludes is not None), default=0)
    return conflicts(each.remark for each in known if each.row.id > settled and not each.settled)


def standing(found: Iterable[Conflict]) -> Standing:
    """Return how remarks with these contradictions stand."""
    known = list(found)
    if not known:
        return Standing.AGREED
    return Standing.DECIDED if all(each.winner is not None for each in known) else Standing.TIED
