"""The timeline's sentences on deadlines."""

from __future__ import annotations

import pytest

from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.ui.tickets.detail.event_words import icon_of, line_of

AT = 1_795_242_368_000  # 2026-11-21 14:26:08 in the shop's zone


def row(kind: str, text: str, before: str = "", after: str = "", author: str = "小满") -> EventRow:
    known = {"kind": kind, "text": text, "before": before, "after": after, "author": author, "at": AT, "pictures": ()}
    return EventRow(**{**dict.fromkeys(EventRow._fields, 0), **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (row("start", "return_signed", after=str(AT)), "小满 noted “Return signed for”: 2026-11-21 14:26"),
        (
            row("start", "applied", str(AT - 60_000), str(AT)),
            "小满 corrected “Buyer applied”: 2026-11-21 14:25 → 2026-11-21 14:26",
        ),
        (
            row("due", "KS-REPAIR-30D", after=str(AT)),
            "小满 set the end agreed on, 2026-11-21 14:26: Finish the repair and send it back (an agreed day wins)",
        ),
        (row("due", "GONE-1", after=str(AT)), "小满 set the end agreed on, 2026-11-21 14:26: GONE-1"),
        (
            row("lapse", "KS-EX-1", "0", str(AT), author=""),
            "Time ran out on 2026-11-21 14:26 · The shop: Answer the exchange that was applied for"
            " → It counts as agreed; the buyer sends the goods back",
        ),
    ],
)
def test_a_line_of_the_timeline_says_what_it_was(event: EventRow, sentence: str) -> None:
    assert line_of(event) == sentence
    assert icon_of(event) == "clock"
