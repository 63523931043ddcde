"""A real disk of a few megabytes (a tmpfs in a mount namespace of its own) filled to the brim under a working shop.

Run as ``unshare -m python -m tests.fault.full_disk WHAT FOLDER``; prints what it saw as one line of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.desk.builders import Clock, Make, open_shop
from tests.desk.soundness import connection_of
from tests.fault.whole import problems
from ticketdesk import cli
from ticketdesk.desk import files
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.queries.agents import owner_id
from ticketdesk.store.store import Store

MEGABYTES = 24
DRAFT = "还没发出的话"


class Shop:
    """A shop on the small disk, with a talk and a draft."""

    def __init__(self, folder: Path, *, scratch: Path) -> None:
        self.path = folder / "ticketdesk.db"
        self.store = Store(self.path)
        clock = Clock()
        self.desk = Desk(self.store, clock)
        open_shop(self.desk)
        make = Make(self.desk, scratch, clock)
        make.imported(20)
        self.talk = make.transcript("林", "在吗").conversation_id
        self.desk.keep_draft("reply/1", DRAFT).result()

    def refusals(self, work: Callable[[], object]) -> list[tuple[str, float]]:
        """Do ``work``; the key of its refusal and the seconds until it came, or nothing."""
        begun = time.monotonic()
        try:
            work()
        except DeskError as error:
            return [(error.key, time.monotonic() - begun)]
        return []

    def fill_up(self) -> list[tuple[str, float]]:
        """Short acts until the disk takes no more of them, then a long one and a picture: all refusals."""
        told: list[tuple[str, float]] = []
        for n in range(60):
            told += self.refusals(lambda n=n: self.desk.run(AddPhrase(text=f"{n} " + "欢迎光临" * 100)))
            if len(told) > 3:
                break
        said = tuple(Heard("in", "林", 1_795_000_000_000 + n, "长" * 500) for n in range(100))
        told += self.refusals(lambda: self.desk.run(ReceiveTranscript(buyer_nick="林", messages=said)))
        told += self.refusals(lambda: files.keep(self.store, b"\x89PNG" + bytes(5_000_000), "a.png", "image/png"))
        return told

    def restarted(self) -> list[tuple[str, float]]:
        """Close the store and open it again; the refusal, if there was one."""
        self.store.close()

        def again() -> None:
            self.store = Store(self.path)
            self.desk = Desk(self.store, Clock(1_795_100_000_000), owner_id(self.store.reader))

        return self.refusals(again)

    def found(self) -> dict[str, object]:
        """What can be read, and what is wrong."""
        draft = self.store.reader.rows("SELECT body FROM draft")
        leftovers = [path.name for path in self.path.parent.rglob("*.partial")]
        return {
            "wrong": problems(connection_of(self.store.reader)),
            "draft": draft == [(DRAFT,)],
            "leftovers": leftovers,
        }


@contextlib.contextmanager
def mounted(folder: Path) -> Iterator[None]:
    """A small disk in ``folder``, seen by this process alone."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def full(folder: Path, scratch: Path, *, left: int = 300_000) -> dict[str, object]:
    """Fill the disk but for ``left`` bytes, work until it is full, read on it, make room, go on."""
    with mounted(folder):
        shop = Shop(folder, scratch=scratch)
        filler = folder / "somebody's film"
        disk = os.statvfs(folder)
        filler.write_bytes(bytes(max(0, disk.f_bavail * disk.f_bsize - left)))
        told = shop.fill_up()
        acts = shop.store.reader.rows("SELECT COUNT(*) FROM act")[0][0]
        while_full = shop.found()
        before = digest(shop.store.reader)
        start = shop.restarted()
        filler.unlink()
        start += shop.restarted()
        after = shop.refusals(lambda: shop.desk.run(SendReply(conversation_id=shop.talk, text="又能写了")))
        shop.desk.undo().result()
        same = digest(shop.store.reader) == before
        found = shop.found()
        shop.store.close()
        return {
            "told": told, "acts": acts, "while_full": while_full, "start": start, "after": after, "same": same,
            "found": found,
        }  # fmt: skip


def roomy(folder: Path, scratch: Path) -> dict[str, object]:
    """The control: the same on a disk with room enough."""
    return full(folder, scratch, left=MEGABYTES << 20)


def limited(folder: Path, scratch: Path) -> dict[str, object]:
    """No file may grow any further (as on a stick formatted with FAT32): refused, and nothing is in halves."""
    shop = Shop(folder, scratch=scratch)
    used = max(path.stat().st_size for path in folder.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (used + 60_000, resource.RLIM_INFINITY))
    told = shop.fill_up()
    while_full = shop.found()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    after = shop.refusals(lambda: shop.desk.run(SendReply(conversation_id=shop.talk, text="又能写了")))
    found = shop.found()
    shop.store.close()
    return {"told": told, "while_full": while_full, "after": after, "found": found}


def read_only(folder: Path, scratch: Path) -> dict[str, object]:
    """The folder cannot be written: opening is refused and named, reading works, no byte changes."""
    with mounted(folder):
        shop = Shop(folder, scratch=scratch)
        shop.store.close()
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        told = shop.refusals(lambda: Store(shop.path))
        place = ("--store", str(shop.path), "--lang", "en")
        with contextlib.redirect_stdout(sys.stderr):
            codes = [cli.main(line) for line in (["stats", *place], ["search", "在吗", *place], ["undo", *place])]
        same = before == {path.name: path.read_bytes() for path in folder.iterdir()}
        return {"told": told, "codes": codes, "same": same}


WORK: dict[str, Callable[[Path, Path], dict[str, object]]] = {
    "full": full,
    "roomy": roomy,
    "limited": limited,
    "read_only": read_only,
}

if __name__ == "__main__":
    place = Path(sys.argv[2])
    (place / "disk").mkdir()
    seen = WORK[sys.argv[1]](place / "disk", place)
    print(json.dumps(seen))
