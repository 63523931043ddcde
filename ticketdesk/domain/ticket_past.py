"""A ticket as it was: its fields folded back from the changes that the journal keeps (trade.md C22)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

Image = Mapping[str, object]

# What people speak of; versions, copies for speed and numbers of rows are not shown.
FIELDS: Final = (
    "title", "type", "state", "priority", "assignee_id", "due_at", "closed_at", "merged_into", "contact", "product",
    "demand", "description",
)  # fmt: skip


class Step(NamedTuple):
    """One change of the ticket's row: the act, its moment (UTC ms), who, and the row before it (None: not there)."""

    act: int
    at: int
    author: str
    command: str
    before: Image | None


class Field(NamedTuple):
    """A field then and now."""

    name: str
    then: object
    now: object

    @property
    def changed(self) -> bool:
        """Whether they differ."""
        return self.then != self.now


def after_step(now: Image, steps: Sequence[Step], place: int) -> Image | None:
    """Return the row as the change at ``place`` left it; ``steps`` are all changes, the newest first, ``now`` the row.

    Place 0 is how it stands now. ``IndexError`` beyond the steps.
    """
    if not 0 <= place < max(1, len(steps)):
        raise IndexError(place)
    return now if place == 0 else steps[place - 1].before


def as_of(now: Image, steps: Sequence[Step], moment: int) -> Image | None:
    """Return the row at ``moment`` (UTC ms): what the last act up to then left; None before the ticket was there.

    Acts are taken in their own order: where the clock was set back, an earlier act may carry a later moment.
    """
    for place, step in enumerate(steps):
        if step.at <= moment:
            return after_step(now, steps, place)
    return steps[-1].before if steps else now


def difference(then: Image | None, now: Image | None) -> tuple[Field, ...]:
    """Return every field of ``FIELDS`` at two moments."""
    old, new = then or {}, now or {}
    return tuple(Field(name, old.get(name), new.get(name)) for name in FIELDS)
