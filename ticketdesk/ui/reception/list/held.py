"""Where the row in work stands while the list changes around it: it moves only after the agent leaves it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

from ticketdesk.ui.models.snapshot import place_in

_AROUND: Final = 16
_WINDOW: Final = 512
"""Neighbours are looked for so many rows up and down, so that the length of the list does not matter."""


def held_in(ids: array[int], shown: array[int], current: int | None) -> array[int]:
    """Return ``ids`` with ``current`` where it stood in ``shown``: between the neighbours it had, also where it left
    the list. Its own place in ``ids`` is kept where that is between them too.
    """
    stood = -1 if current is None else place_in(shown, current)
    if current is None or stood < 0:
        return ids
    natural = place_in(ids, current)
    rest = ids if natural < 0 else ids[:natural] + ids[natural + 1 :]
    above, below = shown[max(0, stood - _AROUND) : stood], shown[stood + 1 : stood + 1 + _AROUND]
    place = _place(rest, natural, stood, (above, below))
    return ids if place == natural else rest[:place] + array("q", (current,)) + rest[place:]


def _place(rest: array[int], natural: int, stood: int, around: tuple[Sequence[int], Sequence[int]]) -> int:
    start = max(0, stood - _WINDOW)
    near = {number: start + at for at, number in enumerate(rest[start : stood + _WINDOW])}
    above = [near[each] for each in around[0] if each in near]
    below = [near[each] for each in around[1] if each in near]
    if not above and not below:
        return natural if natural >= 0 else min(stood, len(rest))
    places = {*(each + 1 for each in above), *below}
    if natural >= 0:
        places.add(natural)

    def cost(place: int) -> tuple[int, bool, int]:
        """How many neighbours would stand on the wrong side; among equals its own place, then the nearest."""
        wrong = sum(each >= place for each in above) + sum(each < place for each in below)
        return wrong, place != natural, abs(place - stood)

    return min(places, key=cost)
