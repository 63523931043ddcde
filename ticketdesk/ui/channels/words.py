"""What the live channels say of themselves: a word, a few words for the foot of the window, and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ticketdesk.domain.line_state import LineState
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.words import tr, trn
from ticketdesk.words.errors import sentence


class LineWords(NamedTuple):
    """``state`` is one word for a chip of ``level``, ``short`` names the channel, ``long`` is a sentence."""

    state: str
    level: Level
    short: str
    long: str


class _Why(NamedTuple):
    """Why a channel is not as it should be, as ``words.errors.sentence`` takes it."""

    key: str
    values: Mapping[str, object]


def line_words(name: str, state: LineState) -> LineWords:
    """Return the words for the state of the channel ``name`` ("web" or "email")."""
    called = labels.channel(name)
    why = sentence(_Why(state.sentence, state.values)) if state.sentence else ""
    if state.kind == "starting":
        return LineWords(tr("Turning on"), "warn", tr("{0}: turning on…", called), tr("It is being turned on…"))
    if state.kind == "failed":
        return LineWords(tr("Failed"), "bad", tr("{0}: look here", called), why or tr("It could not be turned on."))
    if state.kind == "off":
        return LineWords(tr("Off"), "plain", tr("{0}: off", called), tr("Nothing listens and nothing is asked."))
    level: Level = "warn" if why else "ok"
    if name == "web":
        pages = trn(state.pages, "{0} page open", "{0} pages open")
        return LineWords(tr("On"), level, tr("{0}: {1}", called, pages), why or pages)
    return LineWords(tr("On"), level, tr("{0}: on", called), why or tr("New mail comes in by itself."))
