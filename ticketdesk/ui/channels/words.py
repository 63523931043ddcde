"""What the live channels say of themselves, in a few words for the foot of the window and in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ticketdesk.domain.line_state import LineState
from ticketdesk.ui import labels
from ticketdesk.words import tr, trn
from ticketdesk.words.errors import sentence


class LineWords(NamedTuple):
    """``level`` is the token of a dot: good, warn, bad or plain."""

    short: str
    long: str
    level: str


class _Why(NamedTuple):
    """Why a channel is not as it should be, as ``words.errors.sentence`` takes it."""

    key: str
    values: Mapping[str, object]


def line_words(name: str, state: LineState) -> LineWords:
    """Return the words for the state of the channel ``name`` ("web" or "email")."""
    called = labels.channel(name)
    why = sentence(_Why(state.sentence, state.values)) if state.sentence else ""
    if state.kind == "starting":
        return LineWords(tr("{0}: turning on…", called), tr("It is being turned on…"), "warn")
    if state.kind == "failed":
        return LineWords(tr("{0}: look here", called), why or tr("It could not be turned on."), "bad")
    if state.kind == "on":
        if name == "web":
            pages = trn(state.pages, "{0} page open", "{0} pages open")
            return LineWords(tr("{0}: {1}", called, pages), why or pages, "warn" if why else "good")
        return LineWords(tr("{0}: on", called), why or tr("New mail comes in by itself."), "warn" if why else "good")
    return LineWords(tr("{0}: off", called), tr("It is off: nothing listens and nothing is asked."), "plain")
