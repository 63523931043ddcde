"""Whoever edits the journal behind the program is found: by the chain, its seals, or an anchor kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import apsw
import pytest

from tests.desk.builders import Make
from tests.desk.soundness import connection_of
from tests.store.test_journal import on_writer
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase
from ticketdesk.desk.desk import Desk
from ticketdesk.store import journal
from ticketdesk.store.store import Store

COLUMNS = ", ".join(journal.ActRow._fields)


@pytest.fixture
def busy(desk: Desk, make: Make) -> Desk:
    """A shop with single acts, an import, an undo and a redo."""
    phrase = desk.run(AddPhrase(text="亲")).result
    make.imported(3)
    desk.run(SetFlag(order_ids=(make.order_id(0), make.order_id(1)), flag=4))
    desk.run(AddRemark(order_id=make.order_id(0), text="换L码"))
    desk.run(EditPhrase(phrase_id=phrase, text="亲，在的"))
    desk.undo().result()
    desk.redo().result()
    desk.undo().result()
    return desk


def act_of(desk: Desk, command: str) -> int:
    return int(desk.store.reader.rows("SELECT id FROM act WHERE command = ? ORDER BY id DESC", (command,))[0][0])


def reseal(connection: apsw.Connection) -> None:
    """Make acts and seals anew, as somebody would who knows this program."""
    previous = ""
    for values in connection.execute(f"SELECT {COLUMNS} FROM act ORDER BY id").fetchall():
        act = journal.ActRow(*values)
        previous = journal.seal(previous, act)
        connection.execute("UPDATE act SET mac = ? WHERE id = ?", (previous, act.id)).fetchall()
    seals = connection.execute("SELECT act, last_seq FROM seal WHERE id > 1 ORDER BY id").fetchall()
    since = connection.execute("SELECT last_seq FROM seal WHERE id = 1").fetchone()[0]
    states = connection.execute("SELECT id, state FROM seal WHERE id > 1 ORDER BY id").fetchall()
    connection.execute("DELETE FROM seal WHERE id > 1").fetchall()
    real = journal.last_seq
    try:
        for (act_id, upto), (_, state) in zip(seals, states, strict=True):
            journal.last_seq = lambda _connection, upto=upto: upto  # type: ignore[assignment, misc]
            kept = connection.execute("SELECT state FROM act WHERE id = ?", (act_id,)).fetchone()
            if kept is None:
                continue
            connection.execute("UPDATE act SET state = ? WHERE id = ?", (state, act_id)).fetchall()
            journal.close(connection, act_id, since)
            connection.execute("UPDATE act SET state = ? WHERE id = ?", (kept[0], act_id)).fetchall()
            since = upto
    finally:
        journal.last_seq = real


def on_connection(store: Store, work: Callable[[apsw.Connection], object]) -> None:
    store.submit(lambda: work(store._connection), 0).result()


EDITS = {
    "a change's image edited": "UPDATE change SET before = replace(before, '亲', '滚') WHERE act = {edit}",
    "a change deleted": "DELETE FROM change WHERE seq = (SELECT MIN(seq) FROM change WHERE act = {flag})",
    "a change of a bulk act deleted": "DELETE FROM change WHERE act = {bulk} AND tbl = 'orders'",
    "a change added at the end": "INSERT INTO change(act, tbl, key, before) VALUES ({flag}, 'orders', 1, NULL)",
    "a change moved to another act": "UPDATE change SET act = {flag} WHERE act = {remark} AND tbl = 'remark'",
    "a change that names another row": "UPDATE change SET key = key + 1 WHERE act = {flag}",
    "an act deleted with its changes": "DELETE FROM change WHERE act = {remark}; DELETE FROM act WHERE id = {remark}",
    "an act's words edited": "UPDATE act SET args = replace(args, '换L码', '换M码') WHERE id = {remark}",
    "an act made not to be undone": "UPDATE act SET undoable = 0 WHERE id = {flag}",
    "the digest of an imported file edited": "UPDATE act SET summary = 'x' WHERE id = {bulk}",
    "an act marked as taken back": "UPDATE act SET state = 'undone' WHERE id = {flag}",
    "an act marked as standing": "UPDATE act SET state = 'done' WHERE id = {edit}",
    "a seal edited": "UPDATE seal SET mac = 'x' WHERE act = {flag}",
    "a seal deleted": "DELETE FROM seal WHERE act = {flag}",
    "an act deleted with its seal and changes": (
        "DELETE FROM seal WHERE act = {remark}; DELETE FROM change WHERE act = {remark};"
        " DELETE FROM act WHERE id = {remark}"
    ),
    "an act inserted": (
        "INSERT INTO act SELECT id + 1, at, agent_id, 'SetFlag', args, state, undoes, root, undoable, block_end,"
        " summary, mac FROM act WHERE id = {flag}"
    ),
}


def names(desk: Desk) -> dict[str, int]:
    kinds = {"edit": "EditPhrase", "flag": "SetFlag", "remark": "AddRemark", "bulk": ImportOrders.__name__}
    return {name: act_of(desk, command) for name, command in kinds.items()}


@pytest.mark.parametrize("what", list(EDITS))
def test_every_edit_of_the_journal_is_found(store: Store, busy: Desk, what: str) -> None:
    connection = connection_of(store.reader)
    assert journal.chain_breaks(connection) == []  # control: a journal nobody touched is sound
    on_writer(store, "PRAGMA foreign_keys = 0", *EDITS[what].format(**names(busy)).split(";"))
    assert journal.chain_breaks(connection) != []


def test_two_changes_that_changed_places_are_found(store: Store, busy: Desk) -> None:
    connection = connection_of(store.reader)
    (a, one), (b, two) = connection.execute("SELECT seq, key FROM change WHERE act = ? LIMIT 2", (names(busy)["flag"],))
    assert one != two
    on_writer(store, f"UPDATE change SET key = {one} + {two} - key WHERE seq IN ({a}, {b})")
    assert journal.chain_breaks(connection) == [names(busy)["flag"]]


def test_a_chain_made_anew_after_an_edit_is_found_by_an_anchor(store: Store, busy: Desk) -> None:
    connection = connection_of(store.reader)
    known = journal.anchor(connection)
    busy.run(AddPhrase(text="后来"))
    assert journal.check_anchor(connection, known)  # control: going on breaks no anchor
    on_connection(store, reseal)
    assert journal.chain_breaks(connection) == []
    assert journal.check_anchor(connection, known)  # control: making it anew without an edit gives the same chain
    on_writer(store, EDITS["an act's words edited"].format(**names(busy)))
    assert journal.chain_breaks(connection) != []
    on_connection(store, reseal)
    assert journal.chain_breaks(connection) == []  # without an anchor nobody would know
    assert not journal.check_anchor(connection, known)


def test_an_edited_change_with_a_chain_made_anew_is_found_by_an_anchor(store: Store, busy: Desk) -> None:
    connection = connection_of(store.reader)
    known = journal.anchor(connection)
    on_writer(store, EDITS["a change's image edited"].format(**names(busy)))
    on_connection(store, reseal)
    assert journal.chain_breaks(connection) == []
    assert not journal.check_anchor(connection, known)


@pytest.mark.parametrize("acts", [1, 2])
def test_a_cut_tail_is_found_by_an_anchor(store: Store, busy: Desk, acts: int) -> None:
    connection = connection_of(store.reader)
    before = journal.anchor(connection)
    for text in "一二":
        busy.run(AddPhrase(text=text))
    known = journal.anchor(connection)
    gone = "SELECT id FROM act ORDER BY id DESC LIMIT " + str(acts)
    on_writer(
        store,
        f"DELETE FROM seal WHERE act IN ({gone})",
        f"DELETE FROM change WHERE act IN ({gone})",
        f"DELETE FROM act WHERE id IN ({gone})",
    )
    assert journal.chain_breaks(connection) == []
    assert journal.check_anchor(connection, before)  # an older anchor still holds
    assert not journal.check_anchor(connection, known)


def test_an_anchor_of_a_new_store_and_of_one_before_the_seals_holds(store: Store, busy: Desk) -> None:
    connection = connection_of(store.reader)
    assert journal.check_anchor(connection, journal.Anchor(0, 0, ""))
    last, mac = connection.execute("SELECT id, mac FROM act ORDER BY id DESC LIMIT 1").fetchone()
    count = connection.execute("SELECT COUNT(*) FROM act").fetchone()[0]
    assert journal.check_anchor(connection, journal.Anchor(count, last, mac))
    assert not journal.check_anchor(connection, journal.Anchor(count, last, "x"))


def test_an_act_that_failed_and_one_that_is_open_are_sealed_too(store: Store, desk: Desk, make: Make) -> None:
    connection = connection_of(store.reader)
    looks = iter((False, True, True, True, True, True))
    command = ImportOrders(path=str(make.order_file(600)))
    error = desk.post(command, cancelled=lambda: next(looks, True)).exception()
    assert error is not None
    state = connection.execute("SELECT state FROM act WHERE command = 'ImportOrders'").fetchall()
    assert state == [("undone",)]
    assert journal.chain_breaks(connection) == []
