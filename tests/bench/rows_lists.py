"""Rows 3 to 6: lists opened, filtered, turned, jumped in and scrolled; badges."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any, NamedTuple

import apsw
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QTableView, QWidget

from tests.bench.bench import Bench
from tests.bench.measure import Result, growth, interleaved, median, ms, p95, spread, timed
from tests.bench.stage import Stage
from tests.bench.steps import VIEWS
from tests.bench.store_rows import NOW
from ticketdesk.store import counters
from ticketdesk.store.queries import badges
from ticketdesk.ui.tickets.list import ticket_views

ORDER_VIEWS = ("all", "due", "flag:1", "state:TRADE_FINISHED", "late")
TICKETS, EMPTY, TALKS, ORDERS, PAGES = (
    "ticket list: view, filter, turn", "ticket list: view without tickets", "conversation list: tab",
    "order list: view", "page: change",
)  # fmt: skip


class Act(NamedTuple):
    """One measured act: its kind is a line of the table."""

    kind: str
    what: str
    work: Callable[[], float]


def lists(bench: Bench) -> Iterator[Result]:
    """Row 3: every view, tab and turn of every list, until its first rows stand painted."""
    acts = {name: _acts(bench.stage(name)) for name in bench.names}
    found: dict[str, list[list[float]]] = {name: [] for name in bench.names}
    for pair in zip(*acts.values(), strict=True):
        assert len({(act.kind, act.what) for act in pair}) == 1
        taken = interleaved(bench.rounds, *(act.work for act in pair))
        for name, values in zip(bench.names, taken, strict=True):
            found[name].append(values)
    floor = median(interleaved(bench.rounds, lambda: _plain_frame(bench.stage(bench.large)))[0])
    whole = acts[bench.large]
    for kind in dict.fromkeys(act.kind for act in whole):
        places = [place for place, act in enumerate(whole) if act.kind == kind]
        small, large = ([each for at in places for each in found[name][at]] for name in (bench.names[0], bench.large))
        grown = growth(small, large) if len(bench.names) > 1 else None
        met = p95(large) <= 16 and (grown is None or grown <= 1.2)
        ratio = f"G {grown:.2f}" if grown else ""
        yield Result("3", f"{kind} ({len(places)}) → painted", f"C++ frame {ms(floor)}",
                     spread(large), ratio, "p95 ≤ 16 ms, G ≤ 1.2", met)  # fmt: skip
    medians = [(median(each), act) for each, act in zip(found[bench.large], whole, strict=True)]
    views = [each for each in medians if each[1].kind in (TICKETS, EMPTY)]
    for what, among in (("slowest view of tickets", views), ("slowest of all these", medians)):
        longest, slowest = max(among, key=lambda each: each[0])
        yield Result("3", what, "", f"{slowest.what}: median {ms(longest)}", "", "", None)


def _acts(stage: Stage) -> list[Act]:
    """One measured act each: where it begins from is put right before."""
    tickets, talks, orders = (stage.page(name) for name in ("tickets", "reception", "orders"))

    def ticket_view(key: str, shown: QWidget) -> float:
        _on(stage, "tickets", lambda: tickets._show_view("cancelled" if key == "mine" else "mine"))
        return stage.painted(
            shown, lambda: tickets._show_view(key), lambda: tickets.list.stack.currentWidget() is shown
        )

    def view_act(key: str) -> Act:
        shown = _shown_by(stage, tickets, key)
        return Act(TICKETS if shown is tickets.list.table else EMPTY, f"tickets {key}", lambda: ticket_view(key, shown))

    def turn() -> float:
        _on(stage, "tickets", lambda: tickets._show_view("all"))
        return stage.painted(tickets.list.table, lambda: tickets.list._sort("updated", False))

    def tab(scope: str) -> float:
        other = "open" if scope == "recent" else "recent"
        _on(stage, "reception", lambda: (talks.list.tabs.set_current(other), talks.list._switch(other)))
        return stage.painted(
            talks.list.view, lambda: (talks.list.tabs.set_current(scope), talks.list._switch(scope))
        )  # fmt: skip

    def order_view(key: str) -> float:
        _on(stage, "orders", lambda: orders.show_view("flag:2"))
        told: list[object] = []
        orders.model.ids_changed.connect(lambda: told.append(1))
        return stage.painted(orders.table, lambda: orders.show_view(key), lambda: bool(told))

    def change(name: str) -> float:
        _on(stage, "orders" if name == "home" else "home", lambda: None)
        page = stage.window.page(name)
        return stage.painted(page, lambda: stage.window.show_page(name))

    return [
        *map(view_act, VIEWS),
        Act(TICKETS, "tickets all, turned", turn),
        *(Act(TALKS, f"conversations {scope}", partial(tab, scope)) for scope in ("waiting", "open", "recent")),
        *(Act(ORDERS, f"orders {key}", partial(order_view, key)) for key in ORDER_VIEWS),
        *(Act(PAGES, f"page {name}", partial(change, name)) for name in ("home", "reception", "tickets", "orders")),
    ]


def _shown_by(stage: Stage, tickets: Any, key: str) -> QWidget:
    """Show a view until all of it is read, and return what stands there: the table, or the words of an empty one."""
    _on(stage, "tickets", lambda: tickets._show_view(key))
    stage.rest(0.5)  # a view that is a search is asked a moment later
    shown: QWidget = tickets.list.stack.currentWidget()
    return shown


def _on(stage: Stage, page: str, act: Callable[[], object]) -> None:
    stage.window.show_page(page)
    act()
    stage.rest()


def _plain_frame(stage: Stage) -> float:
    view = _plain_view(stage, _standard_model())
    taken = stage.painted(view, view.reset)
    view.deleteLater()
    return taken


def _standard_model() -> QStandardItemModel:
    model = QStandardItemModel(64, 8)
    for row in range(64):
        for column in range(8):
            model.setItem(row, column, QStandardItem(f"亚麻衬衫 {row} {column}"))
    return model


def _plain_view(stage: Stage, model: Any) -> QTableView:
    """A bare QTableView of the size that the ticket list has."""
    table = stage.page("tickets").list.table
    view = QTableView()
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.setModel(model)
    view.verticalHeader().setDefaultSectionSize(44)
    view.resize(table.size())
    view.show()
    stage.rest()
    return view


def jumps(bench: Bench) -> Iterator[Result]:
    """Row 4: the thumb thrown to any row of a million."""
    stage, chosen = bench.stage(bench.large), random.Random(4)
    table = stage.page("tickets").list.table
    _on(stage, "tickets", lambda: stage.page("tickets")._show_view("all"))
    bar, plain = table.verticalScrollBar(), _plain_view(stage, _standard_model())

    def jump() -> float:
        return stage.painted(table, lambda: bar.setValue(chosen.randrange(bar.maximum())))

    def frame() -> float:
        return stage.painted(plain, plain.viewport().update)

    taken, floor = interleaved(bench.rounds * 20, jump, frame)
    rows = table.model().rowCount()
    yield Result("4", f"jump to any of {rows:,} tickets → painted", f"C++ frame {ms(median(floor))}",
                 spread(taken), f"{median(taken) / median(floor):.2f}",
                 "p95 ≤ 12 ms", p95(taken) <= 12)  # fmt: skip
    others = _each_view(stage, lambda: interleaved(bench.rounds * 2, jump)[0])
    ours, pooled = _told(others)
    yield Result("4", f"jump in each of {len(others)} other views", f"C++ frame {ms(median(floor))}", ours,
                 f"{median(pooled) / median(floor):.2f}", "p95 ≤ 12 ms", p95(pooled) <= 12)  # fmt: skip
    yield _orders_jump(stage, chosen, floor, bench.rounds * 20)
    plain.deleteLater()
    stage.rest()


def _orders_table(stage: Stage) -> Any:
    """The list of all orders, read whole."""
    page = stage.page("orders")
    _on(stage, "orders", lambda: page.show_view("all"))
    (count,) = stage.reader.rows("SELECT n FROM counter WHERE name = 'orders.all'")[0]
    stage.until(lambda: page.table.model().rowCount() >= count)
    return page.table


def _orders_jump(stage: Stage, chosen: random.Random, floor: list[float], rounds: int) -> Result:
    table = _orders_table(stage)
    bar = table.verticalScrollBar()

    def jump() -> float:
        return stage.painted(table, lambda: bar.setValue(chosen.randrange(bar.maximum())))

    (taken,) = interleaved(rounds, jump)
    what = f"jump to any of {table.model().rowCount():,} orders → painted"
    ratio = f"{median(taken) / median(floor):.2f}"
    return Result(
        "4", what, f"C++ frame {ms(median(floor))}", spread(taken), ratio, "p95 ≤ 12 ms", p95(taken) <= 12
    )  # fmt: skip


Taken = dict[str, list[float]]


def _each_view(stage: Stage, measured: Callable[[], list[float]]) -> Taken:
    """Measure in each view of the program that has more rows than the table shows at once; ``all`` is left out."""
    tickets = stage.page("tickets")
    found: Taken = {}
    for key in VIEWS:
        table = tickets.list.table
        if key != "all" and _shown_by(stage, tickets, key) is table and table.verticalScrollBar().maximum() > 0:
            found[key] = measured()
    return found


def _told(views: Taken) -> tuple[str, list[float]]:
    """What was measured in each view: of all together as text with the slowest view, and as figures."""
    pooled = [each for found in views.values() for each in found]
    slowest = max(views, key=lambda key: median(views[key]))
    return f"{spread(pooled)}; slowest {slowest}: median {ms(median(views[slowest]))}", pooled


def scrolling(bench: Bench) -> Iterator[Result]:
    """Row 5: a step of one row and a page, against the C++ model over the same rows in a bare view."""
    stage = bench.stage(bench.large)
    table = stage.page("tickets").list.table
    _on(stage, "tickets", lambda: stage.page("tickets")._show_view("all"))
    database, model = _sql_model(bench)
    plain = _plain_view(stage, model)
    frames: list[float] = []
    for what, dy in (("step", 44), ("page", table.viewport().height())):
        ours, theirs = interleaved(
            bench.rounds * 20, lambda dy=dy: _scroll(stage, table, dy), lambda dy=dy: _scroll(stage, plain, dy)
        )
        frames += ours
        floor = ms(median(theirs))
        ratio = median(ours) / median(theirs)
        yield Result("5", f"scrolling by a {what}", f"QSqlQueryModel {ms(median(theirs))}",
                     f"{ms(median(ours))}", f"{ratio:.2f}", "R ≤ 1.3", ratio <= 1.3)  # fmt: skip
    yield Result("5", "frames of scrolling", "", f"p95 {ms(p95(frames))}, longest {ms(max(frames))}", "",
                 "p95 ≤ 8.3 ms, none over 16.6", p95(frames) <= 8.3 and max(frames) <= 16.6)  # fmt: skip
    page = table.viewport().height()
    others = _each_view(stage, lambda: interleaved(bench.rounds * 2, lambda: _scroll(stage, table, page))[0])
    ours, pooled = _told(others)
    yield Result("5", f"scrolling by a page in each of {len(others)} other views", f"QSqlQueryModel {floor}", ours, "",
                 "p95 ≤ 8.3 ms", p95(pooled) <= 8.3)  # fmt: skip
    orders = _orders_table(stage)
    (pages,) = interleaved(bench.rounds * 20, lambda: _scroll(stage, orders, orders.viewport().height()))
    yield Result("5", "scrolling the orders by a page", f"QSqlQueryModel {floor}", spread(pages), "", "p95 ≤ 8.3 ms",
                 p95(pages) <= 8.3)  # fmt: skip
    plain.deleteLater()
    stage.rest()
    model.clear()
    database.close()


def _scroll(stage: Stage, view: Any, dy: int) -> float:
    bar = view.verticalScrollBar()
    if bar.value() + dy > min(bar.maximum(), 40_000):
        bar.setValue(0)
        stage.rest(0.01)
    return stage.scrolled(view, lambda: bar.setValue(bar.value() + dy))


def _sql_model(bench: Bench) -> tuple[QSqlDatabase, QSqlQueryModel]:
    """Qt's own model over a table of a file of its own: two copies of SQLite never meet in one file."""
    path = bench.work / "reference.db"
    path.unlink(missing_ok=True)
    with closing(apsw.Connection(str(path))) as connection:
        rows = [tuple(f"亚麻衬衫 {n} {c}" for c in range(8)) for n in range(2_000)]
        with connection:
            connection.execute("CREATE TABLE t(a, b, c, d, e, f, g, h)")
            connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    database = QSqlDatabase.addDatabase("QSQLITE", "reference")
    database.setDatabaseName(str(path))
    database.open()
    model = QSqlQueryModel()
    model.setQuery("SELECT * FROM t", database)
    while model.canFetchMore():
        model.fetchMore()
    return database, model


def counting(bench: Bench) -> Iterator[Result]:
    """Row 6: reading every badge, and the window's answer to a change, against counting."""
    stage = bench.stage(bench.large)
    with closing(apsw.Connection(str(bench.stores[bench.large]), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        read, shown, counted = interleaved(
            bench.rounds,
            lambda: timed(lambda: badges.badges(stage.reader)),
            lambda: timed(stage.window._refresh_badges),
            lambda: timed(lambda: connection.execute("SELECT COUNT(*) FROM ticket WHERE deleted = 0").fetchall()),
        )
        agent = stage.window.world.agent_id
        views = interleaved(bench.rounds, lambda: timed(lambda: ticket_views.counts(stage.reader, agent, NOW)))[0]
        same = counters.recounted(connection) == counters.stored(connection.execute("SELECT * FROM counter"))
    yield Result("6", "all counters read", f"COUNT(*) of one {ms(median(counted))}", ms(median(read)),
                 f"{median(read) / median(counted):.3f}", "≤ 1 ms", median(read) <= 1)  # fmt: skip
    yield Result("6", "rail and status bar after a change", "", ms(median(shown)), "", "≤ 1 ms", median(shown) <= 1)
    yield Result("6", f"counts of all {len(VIEWS)} views of tickets", "", ms(median(views)), "", "≤ 1 ms",
                 median(views) <= 1)  # fmt: skip
    yield Result("6", "counters equal to COUNT(*)", "", "equal" if same else "different", "", "equal", same)
