"""How many statements a click asks of the store, counted at the reader of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.bench.stage import Stage
from ticketdesk.store.queries import conversations
from ticketdesk.store.reader import Reader

Click = Callable[[], object]
GOAL = 3
REST_S = 0.2


class Statements(NamedTuple):
    """What a click asks: ``before`` its frame, and ``rested`` until the window rests, those before included."""

    before: int
    rested: int


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the statements that any reader is asked until the end of the block."""
    asked: list[str] = []
    own_rows, own_each = Reader.rows, Reader.each

    def rows(self: Reader, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        asked.append(sql)
        return own_rows(self, sql, values)

    def each(self: Reader, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        asked.append(sql)
        return own_each(self, sql, values)

    Reader.rows, Reader.each = rows, each  # type: ignore[method-assign]
    try:
        yield asked
    finally:
        Reader.rows, Reader.each = own_rows, own_each  # type: ignore[method-assign]


def clicks(stage: Stage) -> dict[str, Statements]:
    """Return the statements of every click: before its frame, and with all that a worker or a rest adds later."""
    reception, desk, orders = (stage.page(name) for name in ("reception", "tickets", "orders"))
    talks = conversations.snapshot(stage.reader, "open", limit=6)
    desk._show_view("all")
    stage.rest(0.1)
    mine = list(desk.list.model.ids()[:5])
    todo: dict[str, tuple[str, Click]] = {
        "open a conversation": ("reception", lambda: reception.list.select(talks[4])),
        "change the tab": (
            "reception",
            lambda: (reception.list.tabs.set_current("open"), reception.list._switch("open")),
        ),
        "open a ticket": ("tickets", lambda: desk.list.table.set_current_id(mine[3])),
        "change the view of tickets": ("tickets", lambda: desk._show_view("mine")),
        "open an order": ("orders", lambda: orders.table.setCurrentIndex(orders.model.index(2, 0))),
        "change the view of orders": ("orders", lambda: orders.show_view("flag:1")),
    }
    asked: dict[str, Statements] = {}
    for name, (page, click) in todo.items():
        stage.page(page)
        stage.rest(0.2)
        with counted() as statements:
            click()
            before = len(statements)
            stage.rest(REST_S)
        asked[name] = Statements(before, len(statements))
    return asked
