"""``ticketdesk tickets``: a query in either language, its list, its count, and what is wrong with it."""

from __future__ import annotations

import pytest

from ticketdesk.__main__ import HEADLESS
from ticketdesk.cli import arguments
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import agents
from ticketdesk.store.store import STORE_NAME, Store


@pytest.fixture
def shop(run, store, orders_csv):
    """Three tickets, two of them open, one of these its owner's."""
    run("import", orders_csv)
    opened = Store(store / STORE_NAME)
    desk = Desk(opened, lambda: 1_795_000_000_000)
    desk.agent_id = agents.owner_id(opened.reader)
    for title, kind, mine in (
        ("尺码偏小", "exchange", True),
        ("漏发", "after_sale", False),
        ("旧事", "complaint", False),
    ):
        made = desk.run(CreateTicket(type=kind, title=title, assignee_id=desk.agent_id if mine else None)).result
    desk.run(SetTicketState(ticket_ids=(made.id,), state="done"))
    opened.close()
    return run


def titles(done):
    return [each["title"] for each in done.json["tickets"]]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("status:active assignee:me", ["尺码偏小"]),
        ("状态：未结　处理人：我", ["尺码偏小"]),
        ("type:exchange,complaint", ["旧事", "尺码偏小"]),
        ("-done", ["尺码偏小", "漏发"]),
        ("偏小", ["尺码偏小"]),
        ("flag:blue", []),
    ],
)
def test_a_query_lists_its_tickets(shop, query, wanted):
    done = shop("tickets", "--json", "--", query)
    assert done.code == 0
    assert sorted(titles(done)) == sorted(wanted)


def test_the_words_of_a_list_are_those_of_the_language(shop):
    line = shop("tickets", "偏小", "--lang", "zh_CN").out
    assert "待处理" in line and "换货" in line and "尺码偏小" in line
    assert shop("tickets", "flag:blue").out == "Nothing found.\n"


def test_a_query_is_counted_and_written_in_the_language(shop):
    assert shop("tickets", "状态:已结", "--count", "--json").json == {"query": "state:ended", "count": 1}
    assert shop("tickets", "status:active", "--count", "--lang", "zh_CN").out == "状态:未结: 2\n"
    assert shop("tickets", "", "--count").out == "All tickets: 3\n"
    assert len(titles(shop("tickets", "--json", "--limit", "2", ""))) == 2


def test_who_asks_is_named(shop):
    name = shop("tickets", "assignee:me", "--json").json["tickets"][0]["assignee"]
    assert titles(shop("tickets", "assignee:me", "--agent", name, "--json")) == ["尺码偏小"]
    unknown = shop("tickets", "assignee:me", "--agent", "没有这人", "--json")
    assert unknown.code == 2 and unknown.json["key"] == "agent_unknown"


@pytest.mark.parametrize(
    ("query", "key", "said"),
    [
        ("statos:open", "query_field_near", "“statos” (character 1); perhaps “status”"),
        ("a status:opne", "query_value_near", "“opne” (character 10)"),
        ('"open', "query_quote_open", "has no end"),
        ("assignee:Somebody", "query_value_unknown", "“Somebody” (character 10)"),
        ("\udc80\x00" * 5_000, "query_too_long", "2,000"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(shop, query, key, said):
    done = shop("tickets", query, "--json")
    assert done.code == 2 and done.json["key"] == key
    assert said.replace("2,000", "2000") in done.err


def test_it_runs_without_the_window():
    assert "tickets" in HEADLESS


def test_a_query_is_one_text_however_the_shell_parts_it():
    assert arguments.parse(["tickets", "status:open", "type:exchange"]).words == "status:open type:exchange"
