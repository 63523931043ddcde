"""Visits: who holds a token speaks as one buyer in one conversation, and as nobody else."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from ticketdesk.domain.moments import MINUTE
from ticketdesk.store.queries import web
from ticketdesk.store.store import Store
from ticketdesk.store.writer import Priority
from ticketdesk.store.writers.web import add_visit, see_visit

MOST_FRESH: Final = 1_000
"""So many visits that have said nothing yet are remembered; they stand in no store."""

NOTED: Final = 10 * MINUTE
"""A buyer who comes back again and again is noted so often: a storm of pages writes nothing."""

_TOKEN_BYTES: Final = 32
_NAMES: Final = {"zh": "访客", "en": "Visitor"}


@dataclass(slots=True)
class Visit:
    """A buyer's page. It stands in the store, and has a ``nick``, from its first word on (``kept``)."""

    id: int
    token_hash: str
    lang: str
    nick: str = ""
    thread: str = ""
    seen_at: int = 0

    @property
    def kept(self) -> bool:
        """Whether the store has it."""
        return bool(self.nick)


def hashed(token: str) -> str:
    """Return what is kept of a token; the token itself has 256 bits of chance, so a plain hash tells nothing of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def nicks(lang: str) -> list[str]:
    """Return names for a new visitor, each longer one for the case that the shorter are taken."""
    word = _NAMES.get(lang, _NAMES["zh"])
    return [f"{word} {secrets.token_hex(size).upper()}" for size in (2, 2, 2, 2, 3, 3, 4, 8)]


class Visits:
    """Finds, begins and keeps visits; for the thread of the server's loop. ``clock`` gives UTC ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock
        self._fresh: OrderedDict[str, Visit] = OrderedDict()

    def find(self, token: str) -> Visit | None:
        """Return the visit of ``token``, None for one that this desk has not given."""
        digest = hashed(token)
        fresh = self._fresh.get(digest)
        if fresh is not None and not fresh.kept:
            return fresh
        row = web.visit(self._store.reader, digest)
        return None if row is None else Visit(row.id, digest, row.lang, row.nick, row.thread, row.seen_at)

    def begin(self, lang: str) -> tuple[Visit, str]:
        """Return a new visit and its token, which is told once and kept nowhere."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        visit = Visit(secrets.randbits(62), hashed(token), lang)
        self._fresh[visit.token_hash] = visit
        if len(self._fresh) > MOST_FRESH:
            self._fresh.popitem(last=False)
        return visit, token

    async def keep(self, visit: Visit) -> None:
        """Put a visit into the store, where it gets its name; DeskError where the store refuses it."""
        if visit.kept:
            return
        write = partial(
            self._store.aside, add_visit, visit.id, visit.token_hash, nicks(visit.lang), visit.lang, self._clock()
        )
        await asyncio.wrap_future(self._store.submit(write, Priority.ACT))
        visit.nick = web.visit_nick(self._store.reader, visit.id) or ""
        self._fresh.pop(visit.token_hash, None)

    def seen(self, visit: Visit, lang: str) -> None:
        """Note that the buyer of a kept visit is here again, in which language."""
        now = self._clock()
        news = lang != visit.lang or now - visit.seen_at > NOTED
        visit.lang = lang
        if visit.kept and news:
            visit.seen_at = now
            write = partial(self._store.aside, see_visit, visit.id, lang, now)
            # Nobody waits for it, and where it fails (a full disk) only a moment is not noted.
            self._store.submit(write, Priority.MAINTENANCE).add_done_callback(lambda done: done.exception())
