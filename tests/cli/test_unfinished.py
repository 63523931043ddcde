"""Reading a store that a program left in the middle of an import, and one that is at work right now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ticketdesk.store.queries import acts
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import STORE_NAME, NewAct, Store
from ticketdesk.store.tables import Buyer
from ticketdesk.store.writer import Priority


def leave_unfinished(store: Store) -> None:
    """Commit one chunk of an act and leave it open, as a killed import does."""

    def begin() -> None:
        tx = store.begin_open(NewAct(1_795_000_000_000, None, "ImportOrders", "{}", 16))
        with store.chunk(tx) as frame:
            frame.tx.insert(Buyer, {"nick": "半个导入"})

    store.submit(begin, Priority.ACT).result()


def copied(store: Path, folder: Path) -> Path:
    """Return a copy of the store's files, as a dead program leaves them."""
    folder.mkdir()
    for file in store.parent.glob(store.name + "*"):
        if not file.name.endswith(".lock"):
            shutil.copy(file, folder / file.name)
    return folder / store.name


@pytest.fixture
def open_store(run, store, orders_csv):
    run("import", orders_csv)
    opened = Store(store / STORE_NAME)
    yield opened
    opened.close()


def test_half_an_import_is_taken_back_before_it_is_read(open_store, run, tmp_path):
    leave_unfinished(open_store)
    left = copied(open_store.path, tmp_path / "left")
    found = run("search", "半个导入", "--store", left, "--count", "--json")
    assert (found.code, found.json["buyers"]) == (0, 0)
    reader = Reader(left)
    assert not acts.unfinished(reader)
    reader.close()
    assert run("verify", "--store", left, "--json").json["sound"] is True


def test_work_that_goes_on_is_no_finding(open_store, run):
    leave_unfinished(open_store)
    checked = run("verify", "--json")
    assert (checked.code, checked.json["findings"]) == (0, [])
