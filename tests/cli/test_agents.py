"""Who acts on the command line: the owner or a named agent, with the password, within the role's rights."""

from __future__ import annotations

import io

import pytest

from tests.desk.builders import PASSWORD, Clock, add_colleague
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import agents
from ticketdesk.store.store import STORE_NAME, Store


@pytest.fixture
def staffed(run, store, orders_csv, monkeypatch):
    """A store with orders, an owner with a password and an agent without one."""
    assert run("import", orders_csv).code == 1
    opened = Store(store / STORE_NAME)
    desk = Desk(opened, Clock(), agents.owner_id(opened.reader))
    add_colleague(desk, "阿泽")
    opened.close()
    monkeypatch.delenv("TICKETDESK_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return run


def test_a_password_is_asked_and_taken_from_the_environment(staffed, orders_csv, monkeypatch):
    done = staffed("undo")
    assert done.code == 2 and "TICKETDESK_PASSWORD" in done.err
    monkeypatch.setenv("TICKETDESK_PASSWORD", "falsch")
    done = staffed("undo")
    assert (done.code, done.err) == (2, "The password is wrong. Type it again.\n")
    monkeypatch.setenv("TICKETDESK_PASSWORD", PASSWORD)
    assert staffed("undo", "--json").json["undone"] == "AddAgent"


def test_rights_hold_on_the_command_line(staffed, store, tmp_path):
    done = staffed("export", "orders", "--to", tmp_path / "o.csv", "--agent", "阿泽")
    assert done.code == 2 and "exporting data" in done.err and not (tmp_path / "o.csv").exists()
    opened = Store(store / STORE_NAME)
    assert opened.reader.rows("SELECT command FROM act ORDER BY id DESC LIMIT 1") == [("Denied",)]
    opened.close()
    assert staffed("undo", "--agent", "阿泽").err == "There is no step left to undo.\n"


def test_nobody_of_that_name_works_here(staffed):
    done = staffed("undo", "--agent", "李四")
    assert (done.code, done.err) == (2, "Nobody called “李四” works here. Check the name.\n")


def test_search_shows_no_whole_names(run, orders_csv):
    run("import", orders_csv)
    assert "李雷" not in run("search", "小鹿").out
