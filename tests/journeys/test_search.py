"""An agent finds everything again by two characters."""

from __future__ import annotations

import pytest

from tests.journeys.agent import DEER, DEER_ORDER, Worker
from ticketdesk.ui.search.found import Entry

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def goes_to_hit(agent: Worker, kind: str) -> Entry:
    """Go down the results to the first one that opens a place of this kind, and open it."""
    palette = agent.window.palette_list
    for _row in range(palette.model.rowCount()):
        entry = palette.current()
        if entry is not None and entry.place is not None and entry.place.kind == kind:
            agent.keys("Return")
            return entry
        agent.keys("Down")
    raise AssertionError(f"no {kind} among {[each.place for each in palette.model.entries]}")


def test_a_message_opens_its_conversation(veteran: Worker) -> None:
    veteran.searches("吊牌")
    goes_to_hit(veteran, "message")
    veteran.until(lambda: veteran.window.current_page() == "reception", "reception opens")
    page = veteran.window.page("reception")
    assert page.chat.conversation().nick == DEER  # type: ignore[attr-defined]


def test_a_ticket_opens_on_its_page(veteran: Worker) -> None:
    veteran.searches("破损")
    entry = goes_to_hit(veteran, "ticket")
    veteran.until(lambda: veteran.window.current_page() == "tickets", "tickets open")
    page = veteran.window.page("tickets")
    assert entry.place is not None
    assert page.detail.ticket_id == entry.place.id  # type: ignore[attr-defined]


def test_the_last_digits_of_a_number_find_the_order(veteran: Worker) -> None:
    veteran.searches(DEER_ORDER[-4:])
    entry = goes_to_hit(veteran, "order")
    veteran.until(lambda: veteran.window.current_page() == "orders", "orders open")
    assert entry.place is not None and entry.place.id == veteran.order()


def test_a_remark_opens_its_order(veteran: Worker) -> None:
    veteran.searches("泡沫")
    goes_to_hit(veteran, "order")
    veteran.until(lambda: veteran.window.current_page() == "orders", "orders open")


def test_what_nobody_wrote_is_not_found(veteran: Worker) -> None:
    veteran.keys("Ctrl+K")
    veteran.write("龘靐齉")
    palette = veteran.window.palette_list
    veteran.until(lambda: palette.isVisible() and palette.current() is None, "the window says that nothing is found")
