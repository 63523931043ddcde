"""How far a folder was taken: mails that were told, those that the store has, and those to be told once more."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.store.queries.mail import Place, Ref

TRIES: Final = 5
"""So often a mail that the store refuses is told in one run; the next start tells it again."""

BREAKS: Final = 25
"""So often a mail that ends the connection is fetched; then a line stands for it."""


class Told(NamedTuple):
    """A mail that was handed to the desk: its number in the folder, and what is remembered of it once it is kept."""

    uid: int
    ref: Ref | None


class Progress:
    """One folder in one run. Mails are taken in any order; the place moves only over mails that all are kept.

    ``first``: mails up to ``uid`` that are to be taken all the same; no place is told before they are kept.
    """

    def __init__(self, uidvalidity: int, uid: int, first: Sequence[int] = ()) -> None:
        self.uidvalidity = uidvalidity
        self._guard = threading.Lock()
        self._begun = uid
        self._low = uid
        self._done: set[int] = set()
        self._open: set[int] = set(first)
        self._told: dict[str, Told] = {}
        self._again: dict[int, float] = dict.fromkeys(first, 0.0)
        self._tries: dict[int, int] = {}
        self._breaks: dict[int, int] = {}
        self._refused: set[int] = set()
        self._threads: dict[str, str] = {}

    @property
    def low(self) -> int:
        """Everything up to this number is kept."""
        return self._low

    @property
    def careful(self) -> bool:
        """Whether a mail was refused and not kept since: they are then told one by one, to find which it is."""
        return bool(self._refused)

    def wanted(self, uids: Sequence[int], now: float) -> list[int]:
        """Return which of the mails that the folder has are to be taken now, in order."""
        with self._guard:
            new = {uid for uid in uids if uid > self._low and uid not in self._done and uid not in self._open}
            due = {uid for uid, at in self._again.items() if at <= now}
            return sorted(new | due)

    def due(self, now: float) -> bool:
        """Whether a mail is to be taken once more."""
        with self._guard:
            return any(at <= now for at in self._again.values())

    def take(self, uid: int) -> None:
        """A mail is being read."""
        with self._guard:
            self._open.add(uid)
            self._again.pop(uid, None)

    def tell(self, key: str, told: Told) -> None:
        """A mail was handed to the desk under ``key``."""
        with self._guard:
            self._told[key] = told
            if told.ref is not None:
                self._threads[told.ref.header_id] = told.ref.thread

    def thread(self, header_id: str) -> str:
        """Return the thread of a mail that was told and is not kept yet, "" for any other."""
        with self._guard:
            return self._threads.get(header_id, "")

    def pass_over(self, uid: int) -> Place | None:
        """A mail needs nothing more; return the new place where it moved."""
        with self._guard:
            return self._finish([uid])

    def kept(self, keys: Sequence[str]) -> tuple[list[Ref], Place | None]:
        """The store has these for certain: return what is to be remembered of them, and the place where it moved."""
        with self._guard:
            found = [self._told.pop(key) for key in keys if key in self._told]
            refs = [each.ref for each in found if each.ref is not None]
            for ref in refs:
                self._threads.pop(ref.header_id, None)
            return refs, self._finish([each.uid for each in found])

    def _finish(self, uids: Sequence[int]) -> Place | None:
        for uid in uids:
            self._open.discard(uid)
            self._again.pop(uid, None)
            self._tries.pop(uid, None)
            self._refused.discard(uid)
            self._done.add(uid)
        top = min(self._open) - 1 if self._open else max(self._done, default=self._low)
        first = self._low == self._begun and not self._open
        if top <= self._low and not first:
            return None
        top = max(top, self._low)
        self._low = top
        self._done = {uid for uid in self._done if uid > top}
        return Place(self.uidvalidity, top)

    def refused(self, keys: Sequence[str], at: float) -> None:
        """The store refused these: take them again at the moment ``at``."""
        with self._guard:
            for told in [self._told.pop(key) for key in keys if key in self._told]:
                self._refused.add(told.uid)
                self._repeat(told.uid, at)

    def broke_off(self, uid: int) -> None:
        """A mail could not be read to its end (the connection was cut, the disk was full): take it again at once."""
        with self._guard:
            self._breaks[uid] = self._breaks.get(uid, 0) + 1
            self._again[uid] = 0.0

    def hopeless(self, uid: int) -> bool:
        """Whether a mail broke off so often that it must not keep the others waiting."""
        return self._breaks.get(uid, 0) >= BREAKS

    def repeat(self, uid: int, at: float) -> bool:
        """Take a mail again at the moment ``at``; False where that was done often enough."""
        with self._guard:
            return self._repeat(uid, at)

    def _repeat(self, uid: int, at: float) -> bool:
        self._tries[uid] = self._tries.get(uid, 0) + 1
        if self._tries[uid] >= TRIES:
            return False
        self._again[uid] = at
        return True
