"""What a mail means to the desk: words of a buyer in a thread, or replies of ours that came back."""

from __future__ import annotations

import hashlib
from typing import Final

from ticketdesk.channels.mail.kinds import Kind
from ticketdesk.channels.mail.letter import Letter
from ticketdesk.channels.mail.memory import Memory
from ticketdesk.channels.mail.progress import Progress, Told
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries.mail import Ref
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

_NEW: Final = "mail"


def thread_of(letter: Letter, memory: Memory, progress: Progress) -> str:
    """Return the thread a mail belongs to: that of itself or of the nearest mail it answers, else its root's own.

    The root is the oldest mail it names, so that two mails of one thread meet whichever of them comes first.
    """
    nearest = tuple(each for each in (letter.header_id, *reversed(letter.references)) if each)
    known = memory.threads(nearest)
    for header_id in nearest:
        found = known.get(header_id) or progress.thread(header_id)
        if found:
            return found
    root = letter.references[0] if letter.references else letter.header_id or letter.key
    return f"{_NEW}-{hashlib.sha256(root.encode()).hexdigest()[:32]}"


def said_of(letter: Letter, thread: str, at: int) -> Said:
    """Return a mail as words of its sender; ``at`` is when it came in (UTC ms)."""
    text = letter.said.text or letter.subject or tr("[A mail without words]")
    return Said(
        letter.nick, letter.key, text, at, data=letter.data(), subject=letter.subject, files=letter.said.files,
        thread=thread, automatic=letter.kind is not Kind.WORDS,
    )  # fmt: skip


def told_of(letter: Letter, thread: str, uid: int, at: int) -> Told:
    """Return what is remembered of a mail once it is kept."""
    ref = Ref(letter.header_id, thread, letter.nick, None, "in", at) if letter.header_id else None
    return Told(uid, ref)


def returned_words(reason: str) -> str:
    """Return what the agent reads of a reply that came back."""
    if reason:
        return tr("The other mail server gave it back: {0}", clean_name(reason)[:200])
    return tr("The other mail server gave it back.")


def refused_words(error: DeskError) -> str:
    """Return what the agent reads of a reply that cannot leave."""
    return clean_name(sentence(error))[:300]
