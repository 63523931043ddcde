"""The palette: groups with counts, marks, keys, places, acts, nothing found, a newer query wins."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.store.queries.search import Hit
from ticketdesk.ui.search.found import CAP, ActHit, Group, count_text, entries, find, matching
from ticketdesk.ui.search.rows import FoundModel, excerpt
from ticketdesk.ui.world import Place

NOW = 1_795_242_368_000


def _shop(desk, clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id
    texts = [Heard("in", "林小鹿_88", NOW + n, f"想换码 {n}") for n in range(8)]
    texts.append(Heard("in", "林小鹿_88", NOW + 99, "<b>尺码</b>偏小"))
    desk.run(ReceiveTranscript(buyer_nick="林小鹿_88", messages=tuple(texts)))
    desk.run(CreateTicket(type="exchange", title="尺码偏小换 L", buyer_nick="林小鹿_88"))


@pytest.fixture
def parts(qtbot, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    made.window.actions_table.of("search").trigger()
    yield made
    made.close()


def typed(qtbot, parts, words):
    palette = parts.window.palette_list
    parts.window.top.search.setText(words)
    qtbot.waitUntil(lambda: palette._delegate.words == words and palette.isVisible())
    return palette


def test_the_key_reaches_the_field_and_shows_what_can_be_done(qtbot, parts):
    assert parts.window.top.search.hasFocus()
    palette = parts.window.palette_list
    assert palette.isVisible() and {entry.what for entry in palette.model.entries} == {"heading", "act"}
    assert "new_ticket" in {entry.act for entry in palette.model.entries}


def test_two_characters_find_ticket_and_message(qtbot, parts):
    palette = typed(qtbot, parts, "尺码")
    rows = [(entry.what, entry.kind) for entry in palette.model.entries]
    assert rows == [("heading", "tickets"), ("hit", "tickets"), ("heading", "messages"), ("hit", "messages")]
    assert palette.model.entries[3].text == "<b>尺码</b>偏小"
    assert palette.current() is palette.model.entries[1]


def test_arrows_pass_over_headings_and_enter_opens(qtbot, parts):
    palette = typed(qtbot, parts, "尺码")
    field = parts.window.top.search
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert palette.current().kind == "messages"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert palette.current().kind == "tickets"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    with qtbot.waitSignal(parts.world.go) as went:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    message = parts.store.reader.rows("SELECT id FROM message WHERE text LIKE '%尺码%'")[0][0]
    assert went.args[0] == Place("message", message)
    assert palette.isHidden() and parts.window.current_page() == "reception"
    assert field.text() == "", "the next question starts empty"


def test_more_of_a_kind_is_shown_on_demand(qtbot, parts):
    palette = typed(qtbot, parts, "换码")
    assert [entry.what for entry in palette.model.entries] == ["heading", *["hit"] * 5, "more"]
    qtbot.waitUntil(lambda: palette.model.entries[0].text == "8")
    qtbot.keyClick(parts.window.top.search, Qt.Key.Key_Up)
    qtbot.keyClick(parts.window.top.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(palette.model.entries) == 9)


def test_a_buyer_opens_the_page_of_buyers(qtbot, parts):
    palette = typed(qtbot, parts, "小鹿")
    assert palette.current().kind == "buyers"
    qtbot.keyClick(parts.window.top.search, Qt.Key.Key_Return)
    assert parts.window.current_page() == "buyers"


def test_an_act_is_found_by_its_words_and_done(qtbot, parts):
    palette = typed(qtbot, parts, "orders")
    assert [entry.act for entry in palette.model.entries if entry.act] == [
        "orders",
        "import_orders",
        "page:orders_aside",
        "page:filter_orders",
    ]
    qtbot.keyClick(parts.window.top.search, Qt.Key.Key_Return)
    assert parts.window.current_page() == "orders"


def test_nothing_found_says_so_with_the_words_as_text(qtbot, parts):
    palette = typed(qtbot, parts, "<i>zzz")
    assert palette.model.rowCount() == 0 and palette.nothing.isVisible()
    assert "<i>zzz" in palette.nothing.text.text()


def test_escape_closes_then_leaves_empty(qtbot, parts):
    palette = typed(qtbot, parts, "尺码")
    field = parts.window.top.search
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert palette.isHidden() and field.text() == "尺码"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "" and not field.hasFocus() and palette.isHidden()


def test_a_newer_query_takes_the_place_of_the_older(qtbot, parts):
    for words in ("换", "换码", "尺码"):
        parts.window.top.search.setText(words)
        parts.window.palette_list._search(words)
    qtbot.waitUntil(lambda: len(parts.window.palette_list.model.entries) == 4)


def test_results_come_soon_after_typing(parts):
    assert parts.window.top.search._pause.interval() <= 60


def test_simplified_words_find_what_was_written_in_traditional_ones(parts):
    said = (Heard("in", "阿嬌", NOW, "這件要退貨"),)
    parts.desk.run(ReceiveTranscript(buyer_nick="阿嬌", messages=said))
    found = find(parts.world.reader, "退货", lambda: False)
    assert found is not None
    assert [(group.kind, [hit.text for hit in group.hits], group.total) for group in found] == [
        ("messages", ["這件要退貨"], 1)
    ]


def test_a_cancelled_search_gives_nothing(parts):
    assert find(parts.world.reader, "尺码", lambda: True) is None


def test_counts_are_capped():
    assert count_text(CAP) == "1000" and count_text(CAP + 1) == "1000+"


def test_acts_match_by_every_term():
    acts = [ActHit("a", "Import orders", "Ctrl+I", "upload"), ActHit("b", "New ticket", "Ctrl+N", "ticket-plus")]
    assert [act.name for act in matching("ORD imp", acts)] == ["a"]
    assert len(matching("", acts)) == 2 and matching("zz", acts) == []


def test_an_excerpt_begins_near_the_hit():
    text = "很" * 500 + "换码" + "吧" * 50
    assert excerpt(text, "换码").startswith("…") and excerpt(text, "换码").index("换码") < 20
    assert excerpt("换码", "换码") == "换码"


def test_the_model_holds(qtmodeltester):
    model = FoundModel()
    hit = Hit("messages", 1, 2, "林", "换码", NOW)
    model.show(entries([Group("messages", (hit,), 7)], [ActHit("a", "x", "", "upload")]))
    qtmodeltester.check(model)
