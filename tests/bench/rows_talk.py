"""Rows 7 to 11: search, conversations and tickets opened, messages appended, replies sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.bench.bench import Bench
from tests.bench.disk import disk
from tests.bench.measure import Result, growth, interleaved, median, ms, p95, spread, timed
from tests.bench.stage import Stage
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.store.queries import beside, conversations, search, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.ui.search.found import find

WORDS = ("退货", "亚麻衬衫", "尾号79", "质量太差", "货", "羊毛围巾礼盒装", "林小满", "99", "没有这个词", "补发 陶瓷")


def searching(bench: Bench) -> Iterator[Result]:
    """Row 7: from the key to painted hits, the worker's part of it, and that no hit is missed."""
    found: dict[str, list[float]] = {name: [] for name in bench.names}
    worked: dict[str, list[float]] = {name: [] for name in bench.names}
    for word in WORDS:
        taken = interleaved(bench.rounds, *(partial(_typed, bench.stage(name), word) for name in bench.names))
        asked = interleaved(
            bench.rounds,
            *(partial(timed, partial(find, bench.stage(name).reader, word, _never)) for name in bench.names),
        )
        for place, name in enumerate(bench.names):
            found[name] += taken[place]
            worked[name] += asked[place]
    large, small = found[bench.large], found[bench.names[0]]
    grown = growth(small, large)
    yield Result("7", "search: key → painted hits of five kinds", "", spread(large),
                 f"G {grown:.2f}", "p95 ≤ 50 ms, G ≤ 2", p95(large) <= 50 and grown <= 2)  # fmt: skip
    pages = [timed(partial(search.hits, bench.stage(bench.large).reader, "messages", word)) for word in WORDS * 5]
    yield Result("7", "the worker's part: 50 messages", "", spread(pages), "",
                 "p95 ≤ 3 ms", p95(pages) <= 3)  # fmt: skip
    part = worked[bench.large]
    yield Result("7", "the worker's part: five kinds with counts", "", spread(part),
                 "", "", None)  # fmt: skip
    reader = bench.stage(bench.large).reader
    word = "尾号55433"
    scanned = reader.rows("SELECT COUNT(*) FROM message WHERE deleted = 0 AND instr(text, ?)", (word,))[0][0]
    counted = search.count(reader, "messages", word)
    yield Result(
        "7", "hits counted against a plain scan", f"{scanned:,}", f"{counted:,}", "", "equal", scanned == counted
    )


def _never() -> bool:
    return False


def _typed(stage: Stage, word: str) -> float:
    """The last key of a word; the window's palette answers."""
    palette, field = stage.window.palette_list, stage.window.top.search
    stage.window.activateWindow()
    stage.rest(0.02)
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    field.setText(word[:-1])
    stage.rest(0.2)
    shown: list[object] = []

    def told() -> None:
        shown.append(1)

    palette.model.modelReset.connect(told)
    taken = stage.painted(palette, lambda: field.insert(word[-1]), lambda: bool(shown) and palette._words == word)
    palette.model.modelReset.disconnect(told)
    return taken


def opening(bench: Bench) -> Iterator[Result]:
    """Row 9: another conversation or ticket, chat and sidebar painted; the long one has 10,000 messages, or as many
    as the shop's longest."""
    stage = bench.stage(bench.large)
    page = stage.page("reception")
    ids = list(conversations.snapshot(stage.reader, "open", limit=60))
    longest = int(stage.reader.rows("SELECT MIN(id) FROM conversation")[0][0])
    length = int(stage.reader.rows("SELECT COUNT(*) FROM message WHERE conversation_id = ?", (longest,))[0][0])
    short = _switches(stage, page, ids, bench.rounds * 6)
    away = cycle(number for number in ids[1:] if number != longest)

    def switch(number: int) -> float:
        _show_talk(stage, page, next(away))
        return _show_talk(stage, page, number)

    usual, long = interleaved(bench.rounds, lambda: switch(ids[0]), lambda: switch(longest))
    beside = [_show_side(stage, page, number) for number in ids[: bench.rounds * 3]]
    desk = stage.page("tickets")
    desk._show_view("mine")
    stage.rest()
    found = list(tickets.snapshot(stage.reader, TicketView("mine", stage.parts.desk.agent_id), limit=60))
    opened = [_show_ticket(stage, desk, number) for number in found]
    for what, taken in (("conversation → chat painted", short), (f"conversation of {length:,} → chat painted", long),
                        ("conversation → sidebar painted", beside),
                        ("ticket → detail painted", opened[1:])):  # fmt: skip
        yield Result("9", what, "", spread(taken), "", "p95 ≤ 16 ms",
                     p95(taken) <= 16)  # fmt: skip
    ratio = median(long) / median(usual)
    yield Result("9", "independent of history length", "20 messages", f"{length:,} messages", f"{ratio:.2f}", "≤ 1.2",
                 ratio <= 1.2)  # fmt: skip


def _switches(stage: Stage, page: Any, ids: list[int], rounds: int) -> list[float]:
    for number in ids[-3:]:
        _show_talk(stage, page, number)
    return [_show_talk(stage, page, ids[turn % len(ids)]) for turn in range(rounds)]


def _show_talk(stage: Stage, page: Any, number: int) -> float:
    stage.rest(0.02)
    return stage.painted(page.chat.talk.view, lambda: page.list.select(number))


def _show_side(stage: Stage, page: Any, number: int) -> float:
    """Until the orders of another buyer stand painted beside the chat: the first cards, or that there are none."""
    buyer = int(stage.reader.rows("SELECT buyer_id FROM conversation WHERE id = ?", (number,))[0][0])
    has_orders = bool(beside.of_buyer(stage.reader, buyer, 1).orders)
    stage.rest(0.2)
    side = page.sidebar
    where = side._orders.widget() if has_orders else side.empty
    return stage.shown(where, lambda: page.list.select(number), lambda: side._buyer_id == buyer)


def _show_ticket(stage: Stage, page: Any, number: int) -> float:
    stage.rest(0.02)
    return stage.painted(page.detail, lambda: page.list.table.set_current_id(number))


def talking(bench: Bench) -> Iterator[Result]:
    """Rows 10 and 11: a message in the longest conversation's open chat, its change of width, a reply on its way."""
    stage = bench.stage(bench.large)
    page = stage.page("reception")
    number = int(stage.reader.rows("SELECT MIN(id) FROM conversation")[0][0])
    page.list.select(number)
    stage.rest()
    talk = page.chat.talk
    while talk._source.has_older:
        talk._older()
    talk.scroll_bottom()
    stage.rest(0.3)
    appended = [_append(stage, talk, number) for _turn in range(bench.rounds * 4)][1:]
    yield Result("10", f"message appended to a chat of {len(talk._source.rows):,} → painted", "",
                 spread(appended), "", "p95 ≤ 4 ms", p95(appended) <= 4)  # fmt: skip
    widths = [_widen(stage, talk, turn) for turn in range(bench.rounds + 1)][1:]
    yield Result("10", "change of width", "", f"median {ms(median(widths))}, longest {ms(max(widths))}", "", "≤ 33 ms",
                 max(widths) <= 33)  # fmt: skip
    other = list(conversations.snapshot(stage.reader, "open", limit=5))[2]
    page.list.select(other)
    stage.rest()
    sent = [_send(stage, page, turn) for turn in range(bench.rounds * 4)][1:]
    yield Result("11", "Enter → bubble painted", "", spread(sent), "", "≤ 16 ms",
                 p95(sent) <= 16)  # fmt: skip
    kept = []
    with disk(bench.work) as bare:
        for _turn in range(30):
            bare.write()
            kept.append(timed(lambda: stage.parts.desk.run(SendReply(conversation_id=other, text="好的"))))
    yield Result("11", "reply → durable (FULL), idle", f"write + fsync of 4 kB {spread(bare.taken)}", spread(kept), "",
                 "≤ 5 ms", p95(kept) <= 5)  # fmt: skip


def _append(stage: Stage, talk: Any, number: int) -> float:
    """The desk has committed, the window has not heard yet: from hearing to painted."""
    stage.rest(0.05)
    last = talk.newest_id()
    stage.parts.desk.run(SendReply(conversation_id=number, text="已经为您登记，今天下午发出"))
    return stage.shown(talk.view, lambda: None, lambda: talk.newest_id() != last)


def _widen(stage: Stage, talk: Any, turn: int) -> float:
    stage.rest(0.05)
    width = 1440 - 60 * (turn % 2)
    return stage.painted(talk.view, lambda: stage.window.resize(width, 900), lambda: True)


def _send(stage: Stage, page: Any, turn: int) -> float:
    stage.rest(0.05)
    edit, talk = page.chat.composer.edit, page.chat.talk
    last = talk.newest_id()
    edit.setFocus()
    edit.set_text(f"好的，第 {turn} 件已经安排")
    stage.rest(0.05)
    press: Callable[[], None] = lambda: QTest.keyClick(edit, Qt.Key.Key_Return)  # noqa: E731
    return stage.shown(talk.view, press, lambda: talk.newest_id() != last)
