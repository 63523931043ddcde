"""The mail channel's own memory in the store: threads by Message-ID, how far a folder was taken, what left."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final, NamedTuple

from ticketdesk.channels.mail.limits import ANSWERS_BUYER, ANSWERS_SPAN, ANSWERS_THREAD, IDS
from ticketdesk.desk import files
from ticketdesk.domain.files import FileRef
from ticketdesk.store.queries import conversations, mail
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.store.queries.mail import Place, Ref
from ticketdesk.store.store import Store
from ticketdesk.store.writer import Priority
from ticketdesk.store.writers import mail as writers

NAME: Final = "email"


class Thread(NamedTuple):
    """What a reply must know of its thread: where it goes ("" for nowhere), its subject, the mails before it.

    ``machine``: the newest mail was written by no human, ``answered`` says that enough automatic answers left already.
    """

    to: str
    subject: str
    ids: tuple[str, ...]
    machine: bool
    answered: bool


class Memory:
    """Usable from any thread; writing waits for the commit, reading goes through the thread's own connection."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self.clock = clock

    def _write(self, write: Callable[..., None], *values: object) -> Future[None]:
        return self._store.submit(lambda: self._store.aside(write, *values), Priority.ACT)

    def threads(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the thread of each Message-ID that is known."""
        return {ref.header_id: ref.thread for ref in mail.refs(self._store.reader, ids)}

    def own(self, ids: Sequence[str]) -> dict[str, int]:
        """Return our own replies among these Message-IDs that have left, with their message ids."""
        found = mail.refs(self._store.reader, ids)
        return {
            ref.header_id: ref.message_id for ref in found if ref.side in ("out", "back") and ref.message_id is not None
        }

    def side(self, header_id: str) -> str:
        """Return what became of a mail of ours: "out", "try" (it may have left), "back", or "" where nothing did."""
        found = mail.refs(self._store.reader, [header_id])
        return found[0].side if found and found[0].side != "in" else ""

    def note(self, header_id: str, thread: str, nick: str, message: int, side: str) -> None:
        """Remember what became of a mail of ours; returns once that is kept."""
        self._write(writers.put_own, Ref(header_id, thread, nick, message, side, self.clock())).result()

    def given_back(self, header_ids: Sequence[str]) -> None:
        """Remember that these mails of ours came back, so that they leave again where somebody sends them again."""
        for ref in mail.refs(self._store.reader, header_ids):
            self._write(writers.put_own, ref._replace(side="back")).result()

    def state(self, message: int) -> str:
        """Return the state of a reply, "" where it is gone."""
        found = conversations.message(self._store.reader, message)
        return found.state if found is not None else ""

    def place(self, folder: str) -> Place | None:
        """Return how far a folder was taken."""
        return mail.place(self._store.reader, folder)

    def settled(self, refs: Sequence[Ref], folder: str, place: Place | None) -> Future[None]:
        """Remember mails that are in the store for certain, and how far their folder was taken; waits for nothing."""
        if refs:
            done = self._write(writers.put_seen, tuple(refs))
        if place is not None:
            done = self._write(writers.put_place, folder, place)
        return done if refs or place is not None else _nothing()

    def thread(self, nick: str, thread: str) -> Thread:
        """Return what a reply to ``nick`` must know; ``to`` is "" where the conversation has no mail to answer."""
        reader = self._store.reader
        talk = conversation_of(reader, nick, NAME, thread)
        if talk is None:
            return Thread("", "", (), machine=False, answered=False)
        known = _mail_of(mail.newest_data(reader, talk))
        before = tuple(ref.header_id for ref in mail.of_thread(reader, thread, IDS) if ref.nick == nick)
        gone = mail.answers(reader, nick, NAME, thread, self.clock() - ANSWERS_SPAN)
        enough = gone.thread >= ANSWERS_THREAD or gone.buyer >= ANSWERS_BUYER
        to = known.get("reply_to", "")
        last = known.get("id", "")
        # The mail that is answered stands last, so that every reader puts the reply below it.
        ids = (*(each for each in before if each != last), last) if isinstance(last, str) and last else before
        return Thread(
            to if isinstance(to, str) else "", mail.subject(reader, talk), ids, bool(known.get("machine")), enough
        )

    def keep(self, content: bytes, name: str, media_type: str, width: int, height: int) -> FileRef:
        """Keep a file of a mail; DeskErrors as ``desk.files.keep``."""
        return files.keep(self._store, content, name, media_type, width=width, height=height)

    def file(self, sha256: str) -> bytes:
        """Return the bytes of a kept file; DeskError ``file_missing``."""
        return files.read(self._store, sha256)


def _mail_of(data: str) -> dict[str, object]:
    try:
        found = json.loads(data or "{}")
    except (ValueError, RecursionError):
        return {}
    inner = found.get("mail") if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else {}


def _nothing() -> Future[None]:
    done: Future[None] = Future()
    done.set_result(None)
    return done
