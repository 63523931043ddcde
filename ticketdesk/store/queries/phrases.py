"""Phrases, all of them: the list is small and is matched in memory."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.store.reader import Rows


class PhraseRow(NamedTuple):
    """A phrase with its pinyin initials, computed when it was written."""

    id: int
    version: int
    code: str
    text: str
    grouping: str
    initials: str


def phrases(source: Rows) -> list[PhraseRow]:
    """Return every phrase in its order."""
    sql = "SELECT id, version, code, text, grouping, initials FROM phrase WHERE deleted = 0 ORDER BY sort, id"
    return [PhraseRow(*row) for row in source.rows(sql)]
