"""How one list of ids becomes another in a few inserts, removes and moves, so that a selection can stay."""

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

MOST_STEPS: Final = 32


class Insert(NamedTuple):
    """`ids` come in at row `at`."""

    at: int
    ids: Sequence[int]


class Remove(NamedTuple):
    """`length` rows go from row `at`."""

    at: int
    length: int


class Move(NamedTuple):
    """The row at `source` goes to `target`, counted after it was taken out."""

    source: int
    target: int


Step = Insert | Remove | Move


def steps_between(old: "array[int]", new: "array[int]") -> list[Step] | None:
    """The steps that turn `old` into `new`, to be applied in order; None where a reset is cheaper.

    Only the stretch between the common beginning and the common end is looked at: a change of a few rows in a
    million costs the comparison of two arrays. Rows that only come in stay one step, however many they are: a list
    whose first rows were shown at once gets its other million that way.
    """
    head = _common(old, new)
    tail = _common_tail(old, new, min(len(old), len(new)) - head)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if not len(before):
        return [Insert(head, after)] if len(after) else []
    if len(before) + len(after) > 4096:
        return None
    return _middle(before, after, head)


def _middle(before: "array[int]", after: "array[int]", head: int) -> list[Step] | None:
    wanted, present = set(after), set(before)
    steps: list[Step] = []
    work = list(before)
    for place in range(len(work) - 1, -1, -1):
        if work[place] not in wanted:
            _take(steps, head + place)
            del work[place]
        if len(steps) > MOST_STEPS:
            return None
    for place, number in enumerate(after):
        if place < len(work) and work[place] == number:
            continue
        if number not in present:
            _put(steps, head + place, number)
            work.insert(place, number)
        else:
            _shift(steps, work, place, after, head)
        if len(steps) > MOST_STEPS:
            return None
    return steps


def _shift(steps: list[Step], work: list[int], place: int, after: "array[int]", head: int) -> None:
    """Bring the wanted row here; or, where one row sank below its neighbours, move that one down instead."""
    follows = work[place + 1] if place + 1 < len(work) else None
    if follows == after[place]:
        number = work[place]
        target = _place_after(after, number, place, len(work) - 1)
        steps.append(Move(head + place, head + target))
        work.insert(target, work.pop(place))
        if work[place] == after[place]:
            return
    source = work.index(after[place], place)
    steps.append(Move(head + source, head + place))
    work.insert(place, work.pop(source))


def _place_after(after: "array[int]", number: int, start: int, most: int) -> int:
    return min(after.index(number, start), most)


def _take(steps: list[Step], at: int) -> None:
    last = steps[-1] if steps else None
    if isinstance(last, Remove) and last.at == at + 1:
        steps[-1] = Remove(at, last.length + 1)
    else:
        steps.append(Remove(at, 1))


def _put(steps: list[Step], at: int, number: int) -> None:
    last = steps[-1] if steps else None
    if isinstance(last, Insert) and last.at + len(last.ids) == at:
        steps[-1] = Insert(last.at, [*last.ids, number])
    else:
        steps.append(Insert(at, [number]))


def _common(old: "array[int]", new: "array[int]") -> int:
    """Length of the common beginning, by halving: comparing slices of arrays runs in C."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_tail(old: "array[int]", new: "array[int]", most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if _ends_alike(old, new, low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _ends_alike(old: "array[int]", new: "array[int]", low: int, high: int) -> bool:
    return old[len(old) - high : len(old) - low] == new[len(new) - high : len(new) - low]
