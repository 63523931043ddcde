"""Which item an agent takes up next, from tables made by hand."""

from __future__ import annotations

import pytest

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.domain.next_item import Mark, NextItem, NextKind, mark, next_item
from ticketdesk.domain.tickets import Priority

NOW = 1_795_000_000_000
ME, COLLEAGUE = 1, 2


def ticket(id: int, left: int | None, limit: int = 48 * HOUR, **more: object) -> NextItem:
    """A ticket with ``left`` ms of its ``limit``."""
    due = None if left is None else NOW + left
    made = NextItem(NextKind.TICKET, id, due, None if due is None else due - limit, state="open")
    return made._replace(**more)  # type: ignore[arg-type]


def talk(id: int, waited: int, **more: object) -> NextItem:
    """A buyer who has waited ``waited`` ms, where the shop's thresholds are 1 and 3 minutes."""
    since = NOW - waited
    made = NextItem(NextKind.TALK, id, since + 3 * MINUTE, since, since + MINUTE)
    return made._replace(**more)  # type: ignore[arg-type]


def reminder(id: int, late: int) -> NextItem:
    return NextItem(NextKind.REMINDER, id, NOW - late, NOW - late - HOUR, handler_id=ME)


def order_of(*items: NextItem) -> list[int]:
    """The ids as one press after another shows them."""
    shown: dict[tuple[NextKind, int], Mark] = {}
    found = []
    while (item := next_item(items, shown, ME, NOW)) is not None:
        shown[item.kind, item.id] = mark(item, NOW)
        found.append(item.id)
    return found


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ((), []),
        # Over, pressing, with time, without a limit.
        ((ticket(1, None), ticket(2, DAY), ticket(3, HOUR), ticket(4, -1)), [4, 3, 2, 1]),
        ((ticket(1, 1), ticket(2, 0)), [2, 1]),
        # Relative to its own limit: 10 h of 48 are less than 5 h of 10.
        ((ticket(1, 5 * HOUR, 10 * HOUR), ticket(2, 10 * HOUR, 48 * HOUR)), [2, 1]),
        # A buyer who waits three limits goes before a ticket that is an hour late; half a limit late is not.
        ((ticket(1, -HOUR), talk(2, 12 * MINUTE)), [2, 1]),
        ((ticket(1, -4 * DAY), talk(2, 4 * MINUTE)), [1, 2]),
        # The shop's thresholds: from the first on a buyer is pressing, from the second on late.
        ((ticket(1, 20 * HOUR), talk(2, 90_000)), [2, 1]),
        ((ticket(1, HOUR), talk(2, 30_000)), [1, 2]),
        ((ticket(1, -1), talk(2, 90_000), talk(3, 3 * MINUTE)), [1, 3, 2]),
        ((talk(1, 4 * MINUTE), talk(2, 9 * MINUTE)), [2, 1]),
        # Flags of the same tenth, then the priority, then the earlier moment.
        (
            (ticket(1, 25 * HOUR), ticket(2, 25 * HOUR, flag=Flag.BLUE), ticket(3, 25 * HOUR, flag=Flag.PURPLE)),
            [3, 2, 1],
        ),
        ((ticket(1, 25 * HOUR, flag=Flag.RED), ticket(2, 25 * HOUR, priority=Priority.HIGH)), [2, 1]),
        ((ticket(1, 25 * HOUR), ticket(2, 28 * HOUR, flag=Flag.PURPLE)), [2, 1]),
        ((ticket(1, 20 * HOUR), ticket(2, 30 * HOUR, flag=Flag.PURPLE)), [1, 2]),
        ((ticket(1, 26 * HOUR), ticket(2, 25 * HOUR)), [2, 1]),
        ((ticket(1, None, priority=Priority.LOW), ticket(2, None), ticket(3, None, flag=Flag.BLUE)), [3, 2, 1]),
        # A reminder counts in hours: two of them late goes before an exchange that is an hour late.
        ((ticket(1, -HOUR), reminder(2, 2 * HOUR)), [2, 1]),
        # What is a colleague's, suspended, or another's turn within its limit is nobody's next.
        ((ticket(1, -1, handler_id=COLLEAGUE), ticket(2, HOUR, handler_id=ME), ticket(3, DAY)), [2, 3]),
        ((ticket(1, -1, state="suspended"), talk(2, 9 * MINUTE, handler_id=COLLEAGUE)), []),
        ((ticket(1, HOUR, state="waiting_buyer"), ticket(2, -1, state="waiting_colleague")), [2]),
        # A limit of nothing, and one that ends before it began.
        ((ticket(1, -MINUTE, 0), ticket(2, -2 * MINUTE, -HOUR)), [2, 1]),
    ],
)
def test_the_order(items: tuple[NextItem, ...], wanted: list[int]) -> None:
    assert order_of(*items) == wanted
    assert order_of(*reversed(items)) == wanted


def test_what_was_shown_comes_again_when_it_changed_and_when_its_limit_passes() -> None:
    item = ticket(1, HOUR)
    shown = {(item.kind, item.id): mark(item, NOW)}
    assert next_item([item], shown, ME, NOW) is None
    assert next_item([item], shown, ME, NOW + HOUR - 1) is None
    assert next_item([item], shown, ME, NOW + HOUR) == item
    changed = item._replace(version=1)
    assert next_item([changed], shown, ME, NOW) == changed


def test_an_item_of_another_kind_with_the_same_id_is_another() -> None:
    shown = {(NextKind.TALK, 1): mark(ticket(1, HOUR), NOW)}
    found = next_item([ticket(1, HOUR)], shown, ME, NOW)
    assert found is not None and found.kind is NextKind.TICKET
