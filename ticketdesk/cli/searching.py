"""``ticketdesk search``: how many, or the newest hits of each kind."""

from __future__ import annotations

from ticketdesk.cli.arguments import Given
from ticketdesk.cli.opening import open_for_reading, store_path
from ticketdesk.cli.output import DONE, Output, iso
from ticketdesk.domain.moments import stamp
from ticketdesk.store.queries import search
from ticketdesk.store.queries.search import KINDS, Hit
from ticketdesk.store.reader import Rows
from ticketdesk.words import mark, tr

_NAMES = {
    "messages": mark("Messages"),
    "orders": mark("Orders"),
    "tickets": mark("Tickets"),
    "buyers": mark("Buyers"),
    "remarks": mark("Remarks"),
}


def run(given: Given, output: Output) -> int:
    """Search as ``given`` says; nothing found is no fault."""
    kinds = (given.kind,) if given.kind else KINDS
    with open_for_reading(store_path(given.store)) as reader:
        if given.count:
            _count(reader, given.words, kinds, output)
        else:
            _list(reader, given, kinds, output)
    return DONE


def _count(reader: Rows, words: str, kinds: tuple[str, ...], output: Output) -> None:
    counts = {kind: search.count(reader, kind, words) for kind in kinds}
    output.table((tr(_NAMES[kind]), n) for kind, n in counts.items())
    output.give(counts)


def _list(reader: Rows, given: Given, kinds: tuple[str, ...], output: Output) -> None:
    found = {kind: search.hits(reader, kind, given.words, limit=given.limit) for kind in kinds}
    for kind, hits in found.items():
        if hits:
            output.say(tr(_NAMES[kind]))
            for hit in hits:
                output.say(_line(hit))
    if not any(found.values()):
        output.say(tr("Nothing found."))
    output.give({kind: [_object(hit) for hit in hits] for kind, hits in found.items()})


def _line(hit: Hit) -> str:
    at = "" if hit.at is None else stamp(hit.at)
    return "  " + "  ".join(part for part in (at, hit.title, hit.text) if part)


def _object(hit: Hit) -> dict[str, object]:
    return {"id": hit.id, "place": hit.place, "title": hit.title, "text": hit.text, "at": iso(hit.at)}
