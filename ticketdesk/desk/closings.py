"""The words a conversation can be closed with: those that travel with the program and the shop's own phrases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ticketdesk.domain.phrase_fill import Facts, fill
from ticketdesk.resources import resource_path
from ticketdesk.store.queries.phrases import PhraseRow


class Closings(NamedTuple):
    """The closing words of the program, the groups of phrases that are closings, and the invitation to rate."""

    texts: tuple[str, ...]
    groups: frozenset[str]
    rating: str


@cache
def standard() -> Closings:
    """Return ``resources/rules/closings.toml``, read at the first call."""
    stated = tomllib.loads(resource_path("rules", "closings.toml").read_text(encoding="utf-8"))
    texts = tuple(str(each["text"]) for each in stated["closing"])
    return Closings(texts, frozenset(str(each) for each in stated["groups"]), str(stated["rating"]["text"]))


def closings(phrases: Iterable[PhraseRow], facts: Facts) -> list[str]:
    """Return the closing words filled with ``facts``, the standard ones first, each once.

    One that needs a fact which is not known is left out: a buyer must never read an unfilled place.
    """
    known = standard()
    own = (row.text for row in phrases if row.grouping.strip().lower() in known.groups)
    filled = (fill(text, facts) for text in (*known.texts, *own))
    return list(dict.fromkeys(each.text for each in filled if not each.missing and not each.unknown))
