"""A process that reads and imports spoilt files until its time is up, and tells what should never happen.

Run as ``python -m tests.fault.fuzz FOLDER SEED SECONDS [weakened] [IMPORTER]``; what went wrong stays in FOLDER as a
file. With the name of an importer (``mutations.IMPORTERS``) it begins with that one's files only. Its memory is
bounded, so that a file that asks for too much ends the process. Prints one line of JSON.
"""

from __future__ import annotations

import itertools
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.desk.builders import Clock, open_shop
from tests.desk.soundness import connection_of
from tests.fault.mutations import IMPORTERS, bombs, mutated, seeds
from tests.fault.whole import problems
from ticketdesk.desk.commands.imports import ImportOrders, ImportPhrases
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import Problem
from ticketdesk.domain.transcript import parse_transcript
from ticketdesk.exchange import cells
from ticketdesk.exchange.opening import open_import
from ticketdesk.exchange.phrases import read_phrases
from ticketdesk.exchange.transcript_file import read_text
from ticketdesk.store.compare import digest
from ticketdesk.store.store import Store
from ticketdesk.words import errors
from ticketdesk.words.problems import sentence

TWINS = Path(__file__).parents[1] / "data"
MEMORY = 1 << 30  # address space beyond what the program has when it begins
SLOWEST = 20.0  # seconds for one file of at most a megabyte
IMPORT_EVERY = 8
CHECK_EVERY = 60


class Fuzz:
    """One shop and the files thrown at it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.rng, self.wrong = folder, random.Random(seed), list[str]()
        self.counts = {"files": 0, "read": 0, "refused": 0, "imports": 0, "taken back": 0}
        self.store = Store(folder / "store" / "ticketdesk.db")
        self.desk = Desk(self.store, Clock())
        open_shop(self.desk)
        self.start = digest(self.store.reader)

    def throw(self, name: str, content: bytes, *, imported: bool) -> None:
        """Read the file as everything it could be, and import it."""
        path = self.folder / name
        path.write_bytes(content)
        begun, known = time.monotonic(), len(self.wrong)
        self.counts["files"] += 1
        for read in (self._orders, self._phrases, self._talk):
            self._guarded(path, read)
        if imported:
            for command in (ImportOrders(path=str(path)), ImportPhrases(path=str(path))):
                self._guarded(path, lambda _path, command=command: self.desk.run(command))
                self._taken_back(path)
        if time.monotonic() - begun > SLOWEST:
            self.wrong.append(f"{name}: {time.monotonic() - begun:.0f} s")
        if len(self.wrong) > known:
            path.rename(self.folder / f"wrong-{len(self.wrong)}-{name}")
        else:
            path.unlink()

    def _guarded(self, path: Path, work: Callable[[Path], object]) -> None:
        """Only a DeskError with a sentence of its own may come out."""
        try:
            work(path)
            self.counts["read"] += 1
        except DeskError as error:
            self.counts["refused"] += 1
            if error.key not in errors.KEYS or not errors.sentence(error):
                self.wrong.append(f"{path.name}: no sentence for {error.key}")
        except BaseException as error:
            self.wrong.append(f"{path.name}: {type(error).__name__} {str(error)[:200]}")

    def _orders(self, path: Path) -> None:
        for item in open_import(path).items():
            assert not isinstance(item, Problem) or sentence(item)

    def _phrases(self, path: Path) -> None:
        for item in read_phrases(path):
            assert not isinstance(item, Problem) or sentence(item)

    def _talk(self, path: Path) -> None:
        parse_transcript(read_text(path)[0], shop_name="青禾旗舰店", agent_accounts=("青禾旗舰店:小满",))

    def _taken_back(self, path: Path) -> None:
        """Whatever the import did is one act: either none, or one that an undo takes back whole."""
        self.counts["imports"] += 1
        if digest(self.store.reader) != self.start:
            self.desk.undo().result()
            self.counts["taken back"] += 1
        if digest(self.store.reader) != self.start:
            self.wrong.append(f"{path.name}: half an import is left")
            self.start = digest(self.store.reader)
        if self.counts["imports"] % CHECK_EVERY == 0:
            self.wrong += [f"{path.name}: {text}" for text in problems(connection_of(self.store.reader))]

    def run(self, seconds: float, importer: str = "") -> None:
        """Spoil files until the time is up, then look at the store as a whole."""
        files = seeds(TWINS)
        if importer:
            files = {name: files[name] for name in IMPORTERS[importer]}
        contents = list(files.values())
        deadline = time.monotonic() + seconds
        for name, content in files.items():
            self.throw(name, content, imported=True)
        for n in itertools.count():
            if time.monotonic() > deadline or len(self.wrong) > 20:
                break
            name = self.rng.choice(list(files))
            self.throw(f"{n}-{name}", mutated(files[name], contents, self.rng), imported=not n % IMPORT_EVERY)
        self.wrong += problems(connection_of(self.store.reader))
        self.store.close()


def weaken() -> None:
    """The control: an amount that is none breaks the reader as it would any careless one."""
    cells.BadCell = ArithmeticError  # type: ignore[assignment,misc]


def bound_memory() -> None:
    """Let the process have so much more address space and no more."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, resource.RLIM_INFINITY))


def main(folder: Path, seed: int, seconds: float, *, weakened: bool, importer: str = "") -> None:
    """Fuzz and tell."""
    fuzz = Fuzz(folder, seed)
    bound_memory()
    if weakened:
        weaken()
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, content in bombs(TWINS) if seconds > 60 and not importer else ():
        fuzz.throw(name, content, imported=False)
    fuzz.run(seconds, importer)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun) >> 10
    print(json.dumps({"wrong": fuzz.wrong, "megabytes": grown, **fuzz.counts}, ensure_ascii=False))


if __name__ == "__main__":
    given = [word for word in sys.argv[4:] if word != "weakened"]
    main(
        Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]),
        weakened="weakened" in sys.argv[4:], importer=given[0] if given else "",
    )  # fmt: skip
