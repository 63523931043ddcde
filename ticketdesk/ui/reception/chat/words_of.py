"""Messages as words: for the clipboard, another conversation's draft, a phrase."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.domain.files import FileRef
from ticketdesk.domain.outbox import MessageState
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui import labels
from ticketdesk.ui.reception import wording
from ticketdesk.words import tr


def said(row: MessageRow, *, pictures: bool = True) -> str:
    """Return the words of one message; a picture or file without words by its kind, "" where not ``pictures``."""
    if row.text or not pictures:
        return row.text
    if row.kind == "file":
        return tr("[File] {0}", row.file_name)
    return tr("[Picture]") if row.sha256 else ""


def transcript(rows: Sequence[MessageRow], nick: str) -> str:
    """Return messages as text, one a line, each with its speaker and time; what was recalled says so."""
    return "\n".join(line(row, nick) for row in rows)


def line(row: MessageRow, nick: str) -> str:
    """Return one message with its speaker (``nick`` is the buyer's) and time."""
    words = tr("[Recalled]") if row.state == MessageState.RECALLED else said(row)
    return f"{wording.said_by(row.sender) or nick} {labels.clock_text(row.sent_at)}  {words}"


def picture_of(row: MessageRow) -> FileRef | None:
    """Return the picture of a message, which another one can carry too; None for words and files."""
    if not row.sha256 or row.kind == "file":
        return None
    return FileRef(row.sha256, row.file_name, row.media_type, row.file_size, row.width, row.height)
