"""A ticket as it was: its fields folded back from the changes that the journal keeps (trade.md C22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

Image = Mapping[str, object]

# What people speak of; versions, copies for speed and numbers of rows are not shown.
FIELDS: Final = (
    "title", "type", "state", "priority", "assignee_id", "group_id", "due_at", "resume_at", "closed_at", "merged_into",
    "contact", "product", "demand", "description",
)  # fmt: skip
OWN: Final = "own:"
"""What stands before the key of a field of the ticket's type."""


class Change(NamedTuple):
    """A row as it was before an act wrote it; ``seq`` counts on, ``at`` is UTC ms.

    ``own`` is the key of a field of the ticket's type, "" for the ticket's own row; ``before`` is that field's value or
    that row, None where it was not there.
    """

    seq: int
    act: int
    at: int
    author: str
    command: str
    own: str
    before: Image | str | None


class Step(NamedTuple):
    """One act on the ticket: its moment (UTC ms), who, and the ticket before it (None: not there)."""

    act: int
    at: int
    author: str
    command: str
    before: Image | None


class Point(NamedTuple):
    """A moment of a ticket's life (UTC ms), and the place of the newest act up to then: see ``after_step``."""

    at: int
    place: int


class Field(NamedTuple):
    """A field then and now."""

    name: str
    then: object
    now: object

    @property
    def changed(self) -> bool:
        """Whether they differ; what is empty does not differ from what was never filled in."""
        return (None if self.then == "" else self.then) != (None if self.now == "" else self.now)


def steps_of(now: Image, changes: Iterable[Change]) -> tuple[Step, ...]:
    """Return one step an act, the newest first; ``now`` is the ticket with its own fields as it stands."""
    found: dict[int, Step] = {}
    whole: Image | None = now
    for change in sorted(changes, key=attrgetter("seq"), reverse=True):
        whole = _before(whole or {}, change)
        # Of several changes of one act the first, which comes last here, says how it was before.
        found[change.act] = Step(change.act, change.at, change.author, change.command, whole)
    return tuple(found.values())


def _before(after: Image, change: Change) -> Image | None:
    if change.own:
        return {**after, OWN + change.own: change.before}
    if not isinstance(change.before, Mapping):
        return None
    return {**after, **change.before}


def after_step(now: Image, steps: Sequence[Step], place: int) -> Image | None:
    """Return the ticket as the act at ``place`` left it; ``steps`` are all, the newest first, ``now`` how it stands.

    Place 0 is how it stands now, the place after the last step how it was before the first act that is known.
    ``IndexError`` beyond that.
    """
    if not 0 <= place <= len(steps):
        raise IndexError(place)
    return now if place == 0 else steps[place - 1].before


def as_of(now: Image, steps: Sequence[Step], moment: int) -> Image | None:
    """Return the ticket at ``moment`` (UTC ms): what the last act up to then left; None before it was there.

    Acts are taken in their own order: where the clock was set back, an earlier act may carry a later moment.
    """
    return after_step(now, steps, point_at(points(steps, moment), moment).place)


def points(steps: Sequence[Step], now: int) -> tuple[Point, ...]:
    """Return the moments of a life worth stopping at, the oldest first: that of each act, and ``now`` (UTC ms)."""
    acts = [Point(step.at, place) for place, step in enumerate(steps)]
    return (*reversed(acts), Point(max(now, acts[0].at if acts else now), 0))


def point_at(life: Sequence[Point], moment: int) -> Point:
    """Return the point of a moment (UTC ms) between, before or at those of ``points``; what is to come is now."""
    *acts, now = life
    if moment >= now.at:
        return now
    place = next((point.place for point in reversed(acts) if point.at <= moment), len(acts))
    return Point(moment, place)


def stepped(life: Sequence[Point], point: Point, by: int) -> Point:
    """Return the act that lies ``by`` acts after ``point``, before it where negative; after the newest one is now."""
    last = len(life) - 1
    here = last - 1 - point.place  # the act up to then; below 0 where none is
    if by < 0 and here >= 0 and point.at > life[here].at:
        here += 1
    return life[min(last, max(0, here + by))]


def own_fields(now: Image, steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the names of the fields of the ticket's type that ever had a value, those it has now first."""
    images = (now, *(step.before for step in steps if step.before is not None))
    return tuple(dict.fromkeys(name for image in images for name in image if name.startswith(OWN)))


def difference(then: Image | None, now: Image | None, own: Sequence[str] = ()) -> tuple[Field, ...]:
    """Return every field of ``FIELDS`` and of ``own`` at two moments."""
    old, new = then or {}, now or {}
    return tuple(Field(name, old.get(name), new.get(name)) for name in (*FIELDS, *own))
