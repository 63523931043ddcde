"""Replaying: from a recording, every state in which a power cut could leave the disk.

A file's bytes are safe up to its last fsync; of what was written since, any part may be there: nothing, some whole
writes in any order, single sectors of 512 or 4,096 bytes, all. Names are safe up to their folder's last fsync; since
then any first part of the folder's changes may be there. Nothing is invented: a sector holds old or new bytes.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.fault.powercut.recording import Step

SECTORS = (512, 4_096)
DATA = ("nothing", "all", "some", "sectors", "sectors")
NAMES = ("synced", "all", "some")


class State(NamedTuple):
    """A disk after the cut: what had been acknowledged, and every file by its path."""

    cut: int
    how: str
    acks: list[bytes]
    files: dict[str, bytes]
    folders: list[str]

    def lay(self, folder: Path, root: Path) -> None:
        """Write the state, which was recorded below ``root``, into the new folder ``folder``."""
        folder.mkdir(parents=True)
        for name in self.folders:
            (folder / Path(name).relative_to(root)).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / Path(name).relative_to(root)).write_bytes(content)


@dataclass(eq=False)
class _File:
    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[str, int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.waiting:
            _apply(self.safe, *change)
        self.waiting.clear()

    def after(self, how: str, rng: random.Random) -> bytes:
        """The bytes after a cut, with what was waiting treated as ``how`` says."""
        found, waiting = bytearray(self.safe), list(self.waiting)
        if how in ("some", "sectors"):
            rng.shuffle(waiting)
        sector = rng.choice(SECTORS)
        for kind, offset, data in waiting if how != "nothing" else ():
            if how == "sectors" and kind == "W":
                for at, part in _sectors(offset, data, sector):
                    if rng.random() < 0.5:
                        _apply(found, "W", at, part)
            elif how == "all" or rng.random() < 0.5:
                _apply(found, kind, offset, data)
        return bytes(found)


def _sectors(offset: int, data: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        end = min(len(data), at + size - (offset + at) % size)
        yield offset + at, data[at:end]
        at = end


def _apply(content: bytearray, kind: str, offset: int, data: bytes) -> None:
    end = offset + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if kind == "T":
        del content[offset:]
    else:
        content[offset:end] = data


_FOLDER = _File()
# One change of a folder: what stands under these names from then on (None: nothing).
_Change = tuple[tuple[str, _File | None], ...]


class Disk:
    """A disk while the recording is played on it."""

    def __init__(self) -> None:
        self.acks: list[bytes] = []
        self._numbers: dict[int, _File] = {}
        self._names: dict[str, _File] = {}  # as the running system sees them
        self._safe: dict[str, _File] = {}  # as the platter holds them
        self._waiting: dict[str, list[_Change]] = {}

    def play(self, step: Step) -> None:
        """Do one recorded call."""
        getattr(self, f"_{step.kind}")(step)

    def _A(self, step: Step) -> None:
        self.acks.append(step.data)

    def _C(self, step: Step) -> None:
        known = self._names.get(step.name)
        if known is None or known is not self._numbers.get(step.inode):
            self._numbers[step.inode] = _File()
            self._change((step.name, self._numbers[step.inode]))

    def _file(self, inode: int) -> _File:
        return self._numbers.setdefault(inode, _File())

    def _W(self, step: Step) -> None:
        self._file(step.inode).waiting.append(("W", step.offset, step.data))

    def _T(self, step: Step) -> None:
        self._file(step.inode).waiting.append(("T", step.offset, b""))

    def _S(self, step: Step) -> None:
        self._file(step.inode).sync()

    def _F(self, step: Step) -> None:
        for change in self._waiting.pop(step.name, []):
            _put(self._safe, change)

    def _M(self, step: Step) -> None:
        self._change((step.name, _FOLDER))

    def _L(self, step: Step) -> None:
        self._change((step.name, self._file(step.inode)))

    def _U(self, step: Step) -> None:
        self._change((step.name, None))

    def _R(self, step: Step) -> None:
        old, new = step.name, os.fsdecode(step.data)
        moved = self._names.get(old)
        if moved is None:
            return
        if os.path.dirname(old) == os.path.dirname(new):
            self._change((new, moved), (old, None))
        else:
            self._change((new, moved))
            self._change((old, None))

    def _change(self, *entries: tuple[str, _File | None]) -> None:
        """Change a folder: seen at once, safe once the folder is synced; a file without a name gives up its number."""
        before = {self._names.get(name) for name, _ in entries}
        _put(self._names, entries)
        self._waiting.setdefault(os.path.dirname(entries[0][0]), []).append(entries)
        gone = before - set(self._names.values())
        self._numbers = {number: file for number, file in self._numbers.items() if file not in gone}

    def after_cut(self, cut: int, rng: random.Random) -> State:
        """One of the states that a cut at this moment can leave."""
        data, names = rng.choice(DATA), rng.choice(NAMES)
        seen = dict(self._safe)
        for changes in self._waiting.values():
            count = {"synced": 0, "all": len(changes)}.get(names, rng.randint(0, len(changes)))
            for change in changes[:count]:
                _put(seen, change)
        folders = sorted(name for name, file in seen.items() if file is _FOLDER)
        lost = {name for name in self._folders_ever() if name not in folders}
        reached = {name: file for name, file in seen.items() if not any(f"{name}/".startswith(f"{f}/") for f in lost)}
        files = {name: file.after(data, rng) for name, file in reached.items() if file is not _FOLDER}
        return State(cut, f"{data}, {names}", list(self.acks), files, [f for f in folders if f in reached])

    def _folders_ever(self) -> list[str]:
        changes = [entry for waiting in self._waiting.values() for change in waiting for entry in change]
        return [name for name, file in (*self._safe.items(), *changes) if file is _FOLDER]


def _put(names: dict[str, _File], change: _Change) -> None:
    for name, file in change:
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def states(recording: Sequence[Step], count: int, rng: random.Random) -> Iterator[State]:
    """Yield ``count`` states: half of them cut right after an acknowledgement, half anywhere."""
    acked = [at for at, step in enumerate(recording, start=1) if step.kind == "A"]
    cuts = sorted(rng.choice(acked) if n % 2 and acked else rng.randint(0, len(recording)) for n in range(count))
    disk, at = Disk(), 0
    for cut in cuts:
        for step in recording[at:cut]:
            disk.play(step)
        at = cut
        yield disk.after_cut(cut, rng)
