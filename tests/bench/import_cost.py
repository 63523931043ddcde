"""What an import and an export cost in CPU time and memory; noise of a shared machine touches these least.

python -m tests.bench.import_cost [ROWS]: orders of 61 columns, each measure in a process of its own, interleaved.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import apsw

from tests.desk.builders import WIDE_HEADER, Clock, big_list, open_shop
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.exports import export
from ticketdesk.store.store import Store

ROUNDS = 3


def spent(work: Callable[[], object]) -> float:
    """Return the seconds of CPU time, of all threads, that ``work`` takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def memory(name: str) -> int:
    """Return VmHWM or VmRSS of this process in kB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def bare(file: Path, folder: Path) -> tuple[float, ...]:
    """The reference of the import: every cell into one table without index, in one transaction."""

    def work() -> None:
        connection = apsw.Connection(str(folder / "bare.db"))
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        with file.open(encoding="gb18030", newline="") as text, connection:
            rows = csv.reader(text)
            connection.execute(f"CREATE TABLE t({', '.join(f'c{at}' for at, _ in enumerate(next(rows)))})")
            connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(WIDE_HEADER))})", rows)
        connection.close()

    return (spent(work),)


def ours(file: Path, folder: Path) -> tuple[float, ...]:
    """CPU seconds of the import, MB it added at most, CPU seconds of the export and of its reference."""
    store = Store(folder / "ticketdesk.db")
    desk = Desk(store, Clock())
    open_shop(desk)
    before = memory("VmRSS")
    imported = spent(lambda: desk.run(ImportOrders(path=str(file))))
    added = (memory("VmHWM") - before) / 1024

    def plain() -> None:
        with (folder / "plain.csv").open("w", encoding="utf-8-sig", newline="") as text:
            csv.writer(text).writerows(store.reader.each("SELECT * FROM orders"))

    # The first of each finds nothing in memory yet, and is dropped.
    rounds = [(spent(lambda: export(store.reader, "orders", folder / "out.csv")), spent(plain)) for _ in range(4)][1:]
    store.close()
    return imported, added, median(mine for mine, _ in rounds), median(least for _, least in rounds)


def child(what: str, file: Path) -> list[float]:
    """Run one measure in a process of its own and return its numbers."""
    command = (sys.executable, "-m", "tests.bench.import_cost", what, str(file))
    return [float(word) for word in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]


def main(rows: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        file = big_list(Path(folder) / "orders.csv", rows, header=WIDE_HEADER)
        rounds = [(child("bare", file), child("ours", file)) for _ in range(ROUNDS)]
    floor = median(least[0] for least, _ in rounds)
    imported, added, exported, cursor = (median(mine[at] for _, mine in rounds) for at in range(4))
    print(
        f"import of {rows:,}: {imported:.1f} s to {floor:.2f} s of CPU, ratio {imported / floor:.1f}; +{added:.0f} MB"
    )
    print(f"export of {rows:,}: {exported:.1f} s to {cursor:.2f} s of CPU, ratio {exported / cursor:.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] in (["bare"], ["ours"]):
        with tempfile.TemporaryDirectory() as place:
            print(*(bare if sys.argv[1] == "bare" else ours)(Path(sys.argv[2]), Path(place)))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
