"""Makes the shops that everything is measured on: python tests/bench/make_stores.py [S] [L] [T] [--stores FOLDER].

S has 10,000 tickets, 50,000 messages and 10,000 orders, L a hundred times as many; T, for the rows of talking alone
(``dev.py bench --large T``), 10,000 conversations and another one of 100,000 messages. The program's own desk makes
shop and agents; the rows come in by bulk statements with triggers and indexes away, then journal, counters, numbers
and full text are brought to what the program would have written, so that ``ticketdesk verify`` finds the shop sound.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import apsw  # noqa: E402

from tests.bench import store_rows, store_words  # noqa: E402
from tests.bench.store_rows import AGENTS, LONG, NOW, Plan, fill_words  # noqa: E402
from tests.bench.store_search import HALVES, take_over  # noqa: E402
from ticketdesk.desk.commands.people import AddAgent, SetPassword  # noqa: E402
from ticketdesk.desk.commands.shop import CreateShop  # noqa: E402
from ticketdesk.desk.desk import Desk  # noqa: E402
from ticketdesk.domain.moments import DAY, HOUR  # noqa: E402
from ticketdesk.domain.passwords import hashed  # noqa: E402
from ticketdesk.domain.permissions import STANDARD_ROLES  # noqa: E402
from ticketdesk.store import counters, journal  # noqa: E402
from ticketdesk.store.database import migrate, open_writer  # noqa: E402
from ticketdesk.store.migrations import MIGRATIONS, statements  # noqa: E402
from ticketdesk.store.search_index import body  # noqa: E402
from ticketdesk.store.store import STORE_NAME, NewAct, Store  # noqa: E402
from ticketdesk.store.writer import Priority  # noqa: E402

SIZES = {"S": 10_000, "L": 1_000_000}
TALKS = {"T": Plan(60_000, 0, 100_000)}
PLANS = {name: Plan(tickets, 0) for name, tickets in SIZES.items()} | TALKS
_FAST = ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = 2",
         "threads = 2", "foreign_keys = OFF", "locking_mode = EXCLUSIVE")  # fmt: skip
VERSION = 2  # to be raised where a change of this file makes other shops
Tell = Callable[[str], None]


def default_folder() -> Path:
    """Where the made shops are kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ticketdesk-bench"


def ready(name: str, folder: Path, tell: Tell = print) -> Path:
    """Return the file of shop ``name`` in ``folder``, made anew where it is not there or was made by other rules."""
    place, wanted = folder / name, _made_by(name)
    note = place / "made.json"
    found = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    known = found.get("migrations", [])
    if found.get("rules") != wanted["rules"] or known != wanted["migrations"][: len(known)]:
        make(PLANS[name].tickets, place, tell, longest=PLANS[name].longest)
        note.write_text(json.dumps(wanted), encoding="utf-8")
    elif known != wanted["migrations"]:
        tell(f"{name}: migrating")
        _migrate(place / STORE_NAME)
        note.write_text(json.dumps(wanted), encoding="utf-8")
    return place / STORE_NAME


def _migrate(path: Path) -> None:
    """Bring a shop to the newest schema without the backup that a real one gets: this one can be made again."""
    connection = open_writer(path)
    migrate(connection)
    connection.close()


def _made_by(name: str) -> dict[str, object]:
    """What decides how shop ``name`` comes out, as hashes: its words, its rows, the index text, the schema."""
    plan = TALKS.get(name, PLANS["S"])
    words = {kind: getattr(store_words, kind)() for kind in store_words.LISTS}
    rows = store_rows.statements(plan, {kind: len(found) for kind, found in words.items()})
    texts = [body(found[:: len(found) // 50]) for found in words.values()]
    return {
        "rules": hashlib.sha256(repr((VERSION, words, rows, texts)).encode()).hexdigest(),
        "migrations": [hashlib.sha256(statements(step).encode()).hexdigest() for step in MIGRATIONS],
    }


def make(tickets: int, folder: Path, tell: Tell = print, *, longest: int = LONG) -> None:
    """Make a shop of ``tickets`` tickets in ``folder``, its longest conversation of ``longest`` messages; what was
    there before is dropped."""
    shutil.rmtree(folder, ignore_errors=True)
    path = folder / STORE_NAME
    began = time.perf_counter()
    plan, agents = _open_shop(path, Plan(tickets, 0, longest))
    connection = apsw.Connection(str(path))
    for pragma in _FAST:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.create_scalar_function("backwards", lambda text: text[::-1], 1, deterministic=True)
    indexes = _strip(connection)
    with connection:
        tables = _fill(connection, plan, agents, indexes, tell)
    connection.execute("PRAGMA locking_mode = NORMAL").fetchall()
    connection.execute("SELECT COUNT(*) FROM shop").fetchall()  # the lock is given back at the next access
    sides = _start_search(path)
    began_search = time.perf_counter()
    if any([side.wait() for side in sides.values()]):
        raise RuntimeError("the full text could not be made")
    tell(f"full text: {time.perf_counter() - began_search:.0f} s")
    with connection:
        _journal(connection, plan, tables)
        for half in sides:
            take_over(connection, half, path.with_suffix(f".{half}"))
        _finish(connection, indexes, tell)
    connection.close()
    for half in sides:
        path.with_suffix(f".{half}").unlink()
    _migrate(path)  # and back to the log that the program writes
    tell(f"{tickets:,} tickets in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")


def _open_shop(path: Path, wanted: Plan) -> tuple[Plan, list[tuple[int, str]]]:
    """Shop and agents by the desk, then the act of the load; the clock stands still but for a second an act."""
    moments = iter(range(NOW - DAY, NOW, 1_000))
    store = Store(path)
    try:
        desk = Desk(store, lambda: next(moments))
        desk.agent_id = desk.run(CreateShop(shop_name="青禾生活", owner_name="林青")).result.owner_id
        names = [f"客服{n:02d}" for n in range(1, AGENTS)]
        desk.run(SetPassword(agent_id=desk.agent_id, password_hash=hashed("ticketdesk", bytes(16))))
        others = [(desk.run(AddAgent(agent_name=name, role=STANDARD_ROLES[-1].code)).result, name) for name in names]
        new = NewAct(NOW - HOUR, desk.agent_id, "LoadShop", "{}", wanted.ids + 256, undoable=False)
        tx = store.submit(lambda: store.begin_open(new), Priority.ACT).result()

        def end() -> None:
            with store.chunk(tx):
                store.end_open(tx.act_id, "done")

        store.submit(end, Priority.ACT).result()
        return wanted._replace(act=tx.act_id), [(desk.agent_id or 0, "林青"), *others]
    finally:
        store.close()


def _strip(connection: apsw.Connection) -> dict[str, list[str]]:
    """Drop triggers and indexes and return the statements that make a table's indexes again, by table."""
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    found = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql <> ''"
    kept: dict[str, list[str]] = {}
    for name, table, sql in connection.execute(found).fetchall():
        connection.execute(f"DROP INDEX {name}")
        kept.setdefault(table, []).append(sql)
    return kept


def _fill(
    connection: apsw.Connection, plan: Plan, agents: list[tuple[int, str]], indexes: dict[str, list[str]], tell: Tell
) -> list[str]:
    """Fill each table, then make its indexes: later tables and the full text read through them."""
    found = store_rows.statements(plan, fill_words(connection, agents))
    for name, sql in found.items():
        began = time.perf_counter()
        connection.execute(sql)
        filled = time.perf_counter()
        for index in indexes.pop(name, ()):
            connection.execute(index)
        tell(f"{name}: rows {filled - began:.0f} s, indexes {time.perf_counter() - filled:.0f} s")
    return list(found)


def _start_search(path: Path) -> dict[str, subprocess.Popen[bytes]]:
    """Start one process for the messages and one for everything else: two thirds of the work is the full text."""
    script = str(ROOT / "tests" / "bench" / "store_search.py")
    return {
        half: subprocess.Popen([sys.executable, script, str(path), half, str(path.with_suffix(f".{half}"))], cwd=ROOT)
        for half in HALVES
    }


def _journal(connection: apsw.Connection, plan: Plan, tables: list[str]) -> None:
    for table in tables:
        sql = f"INSERT INTO change(act, tbl, key, before) SELECT ?, '{table}', id, NULL FROM {table} ORDER BY id"
        connection.execute(sql, (plan.act,))
    (sealed,) = connection.execute("SELECT MAX(last_seq) FROM seal").fetchone()
    journal.close(connection, plan.act, sealed)


def _finish(connection: apsw.Connection, indexes: dict[str, list[str]], tell: Tell) -> None:
    began = time.perf_counter()
    for sql in chain.from_iterable(indexes.values()):
        connection.execute(sql)
    tell(f"other indexes: {time.perf_counter() - began:.0f} s")
    journal.install(connection)
    connection.execute("DELETE FROM counter")
    counted = [(name, key, n) for (name, key), n in counters.recounted(connection).items()]
    connection.executemany("INSERT INTO counter(name, key, n) VALUES (?, ?, ?)", counted)
    connection.execute(
        "INSERT INTO number_seq(name, n) SELECT 'ticket:20' || substr(number, 3, 6),"
        " MAX(CAST(substr(number, 10) AS INTEGER)) FROM ticket GROUP BY 1"
    )


def main() -> int:
    """Make what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PLANS, []], help="S, L, T (S and L without a name)")
    parser.add_argument("--stores", type=Path, default=default_folder(), help="where they are kept")
    given = parser.parse_args()
    for name in given.names or SIZES:
        ready(name, given.stores)
    return 0


if __name__ == "__main__":
    sys.exit(main())
