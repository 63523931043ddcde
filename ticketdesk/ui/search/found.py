"""What the palette shows: the hits of every kind with their counts, and the acts whose words match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.phrases import initials
from ticketdesk.domain.text import fold, letters
from ticketdesk.store.queries import search
from ticketdesk.store.queries.phrases import phrase_hits
from ticketdesk.store.queries.search import Hit
from ticketdesk.store.reader import Reader
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

KINDS: Final = ("buyers", "orders", "tickets", "messages", "remarks")
PHRASES: Final = "phrases"
CAP: Final = 1_000
UNKNOWN: Final = -1
FEW: Final = 5
MANY: Final = 50
_NAMES: Final = {
    "buyers": mark("Buyers"),
    "orders": mark("Orders"),
    "tickets": mark("Tickets"),
    "messages": mark("Messages"),
    "remarks": mark("Remarks"),
    PHRASES: mark("Phrases"),
}
_ICONS: Final = {
    "buyers": "users", "orders": "package", "tickets": "ticket-check", "messages": "messages-square",
    "remarks": "flag", PHRASES: "message-square-text",
}  # fmt: skip
_PLACES: Final = {
    "buyers": "buyer", "orders": "order", "tickets": "ticket", "messages": "message", "remarks": "order",
    PHRASES: "phrase",
}  # fmt: skip
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


class Group(NamedTuple):
    """The hits of one kind: the newest of them, and how many there are (CAP + 1 for more, UNKNOWN while counting)."""

    kind: str
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Offered:
    """For whom phrases are looked up, and when (UTC ms)."""

    agent_id: int | None
    now: int


class ActHit(NamedTuple):
    """An act whose words hold what was typed; ``initials`` of their pinyin, "" where they are not known."""

    name: str
    text: str
    keys: str
    icon: str
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the palette: a heading, a hit, an act, or "more of this kind"."""

    what: str
    title: str
    text: str = ""
    icon: str = ""
    at: int | None = None
    place: Place | None = None
    act: str = ""
    kind: str = ""
    keys: str = ""

    @property
    def chosen(self) -> bool:
        """Whether it can be chosen."""
        return self.what != "heading"


def find(
    reader: Reader,
    words: str,
    cancelled: Callable[[], bool],
    *,
    whole: str = "",
    told: Callable[[tuple[Group, ...]], None] | None = None,
    offered: Offered | None = None,
) -> tuple[Group, ...] | None:
    """Return the hits of every kind, fifty of the kind ``whole`` and five of the others; None when cancelled.
    Phrases are looked up for whom they are ``offered`` to.

    The hits are ``told`` before they are counted: counting a character that a million texts hold takes longer.
    """
    groups: list[Group] = []
    for kind in (whole,) if whole else (*KINDS, PHRASES):
        if cancelled():
            return None
        limit = MANY if whole else FEW
        if kind == PHRASES:
            hits = _phrases(reader, words, offered, limit)
        else:
            hits = tuple(search.hits(reader, kind, words, limit=limit, variants=True))
        if hits:
            groups.append(Group(kind, hits, UNKNOWN))
    if told is not None:
        told(tuple(groups))
    return _counted(reader, words, groups, cancelled)


def _counted(
    reader: Reader, words: str, groups: Sequence[Group], cancelled: Callable[[], bool]
) -> tuple[Group, ...] | None:
    found: list[Group] = []
    for group in groups:
        if cancelled():
            return None
        if group.kind == PHRASES:
            found.append(group)
            continue
        count = search.count(reader, group.kind, words, cap=CAP, variants=True)
        found.append(group._replace(total=max(count, len(group.hits))))
    return tuple(found)


def _phrases(reader: Reader, words: str, offered: Offered | None, limit: int) -> tuple[Hit, ...]:
    """The phrases that answer, as hits."""
    if offered is None:
        return ()
    hits = phrase_hits(reader, words, offered.agent_id, offered.now, limit)
    return tuple(Hit(PHRASES, hit.id, hit.id, hit.code, hit.text, None) for hit in hits)


def act_initials(texts: Iterable[str]) -> dict[str, str]:
    """Return the pinyin initials of those ``texts`` that are Chinese (call it in a task: the table is read first)."""
    return {text: initials(text) for text in texts if _HAN.search(text)}


def matching(words: str, acts: Sequence[ActHit]) -> list[ActHit]:
    """Return the acts whose words or initials hold every typed term; all of them while nothing is typed."""
    terms = [letters(fold(part)) for part in words.split()]
    return [act for act in acts if all(term in letters(fold(act.text)) or term in act.initials for term in terms)]


def entries(groups: Sequence[Group], acts: Sequence[ActHit]) -> list[Entry]:
    """Return the rows of the palette in their order."""
    made: list[Entry] = []
    for group in groups:
        made.append(Entry("heading", tr(_NAMES[group.kind]), count_text(group.total), kind=group.kind))
        made += [_hit(hit) for hit in group.hits]
        rest = len(group.hits) == FEW if group.total == UNKNOWN else group.total > len(group.hits)
        if rest and len(group.hits) < MANY:
            made.append(Entry("more", tr("Show more"), icon="chevron-down", kind=group.kind))
    if acts:
        made.append(Entry("heading", tr("Acts")))
        made += [Entry("act", act.text, icon=act.icon, act=act.name, keys=act.keys) for act in acts]
    return made


def count_text(count: int) -> str:
    """Return a count as it is shown: "36", "1000+", "…" while it is not known."""
    if count == UNKNOWN:
        return "…"
    return f"{CAP}+" if count > CAP else str(count)


def _hit(hit: Hit) -> Entry:
    number = hit.id if hit.kind == "messages" else hit.place
    place = Place(_PLACES[hit.kind], number)
    return Entry("hit", hit.title, hit.text, _ICONS[hit.kind], hit.at, place, kind=hit.kind)
