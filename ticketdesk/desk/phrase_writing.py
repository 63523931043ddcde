"""The phrases of a file written: what the plan says is new is added, what it says is changed is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ticketdesk.desk.beside import beside
from ticketdesk.desk.command import Context
from ticketdesk.desk.imports import ImportReport
from ticketdesk.desk.phrase_import import Reading, picture_of
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.orders import Problem
from ticketdesk.domain.phrase_merge import MOST_PHRASES, Fate
from ticketdesk.domain.phrases import initials
from ticketdesk.domain.pictures import check_picture
from ticketdesk.domain.text import clean_name
from ticketdesk.exchange.found import Cancelled
from ticketdesk.exchange.phrases import PhraseRecord
from ticketdesk.store.queries.phrases import phrases_by_ids, signs
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import phrases
from ticketdesk.store.writers.tickets import add_attachment

PHRASE_BLOCK: Final = 2 * MOST_PHRASES + 256
PHRASE_FIELDS: Final = frozenset(
    {
        "phrase.+", "phrase.code", "phrase.text", "phrase.grouping", "phrase.initials", "phrase.valid_from",
        "phrase.valid_to", "phrase.attachment_id", "attachment.+",
    }
)  # fmt: skip


def phrase_steps(
    context: Context, path: Path, report: ImportReport, cancelled: Cancelled, *, personal: bool
) -> Iterator[int]:
    """Take the file in, yielding after each phrase that was written."""
    agent = context.actor.agent_id
    reading = yield from beside(lambda: Reading(path, agent, personal=personal, cancelled=cancelled))
    yield from beside(lambda: reading.read(report))
    stored = signs(context.tx, agent)
    yield from beside(lambda: reading.pair(stored, report))
    place = phrases.last_place(context.tx)
    for record, match in reading.matched():
        if match.fate is not Fate.SAME:
            place += 1
            _write(context, record, match.phrase_id, place, report)
            yield 1


def _write(context: Context, record: PhraseRecord, phrase: int | None, place: int, report: ImportReport) -> None:
    values: dict[str, Value] = {"code": record.code, "text": record.text, "grouping": record.group}
    values["initials"] = initials(record.text)
    if record.validity is not None:
        values["valid_from"], values["valid_to"] = record.validity
    picture = picture_of(record)
    if isinstance(picture, Problem):
        report.add_problem(picture)
    elif picture is not None:
        values["attachment_id"] = _kept_picture(context, picture, record)
    # Between two steps others may have removed what the plan wanted to change: then it comes in as new.
    if phrase is not None and phrases_by_ids(context.tx, [phrase]):
        phrases.edit_phrase(context.tx, phrase, values)
        return
    owner = context.actor.agent_id if record.personal else None
    phrases.add_phrase(context.tx, {**values, "owner_id": owner}, place=place)


def _kept_picture(context: Context, data: bytes, record: PhraseRecord) -> int:
    kind = check_picture(data)
    name = clean_name(record.picture.name if record.picture else record.code)[:200]
    file = FileRef(context.tx.files.keep(data), name, kind.media_type, len(data))
    return add_attachment(context.tx, file, context.now)
