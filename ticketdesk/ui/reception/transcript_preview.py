"""What was understood of a pasted conversation, before it is taken in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.domain.moments import stamp
from ticketdesk.domain.transcript import Said, Transcript
from ticketdesk.ui.reception.transcript_text import problem_text
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.words import tr, trn

_SHOWN: Final = 3


class TranscriptPreview(Card):
    """A few lines: who, how many messages, from when to when, the first and last ones, what became no message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=SIZES.xs, parent=parent)
        self.setAccessibleName(tr("What was understood"))
        self._lines: list[QWidget] = []

    def show_transcript(self, transcript: Transcript | None) -> None:
        """Show what was understood; None hides the card."""
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = list(_lines(transcript)) if transcript is not None else []
        for line in self._lines:
            self.body.addWidget(line)
        self.setVisible(bool(self._lines))

    def text(self) -> str:
        """Everything shown, a line each."""
        return "\n".join(getattr(line, "text", str)() for line in self._lines)


def _lines(transcript: Transcript) -> Iterator[QWidget]:
    spoken = [said for said in transcript.messages if not said.system]
    agents = [name for name in transcript.senders if name not in transcript.buyers]
    if len(transcript.buyers) == 1:
        yield label(tr("Buyer {0}", one_line(transcript.buyers[0], 60)), role="strong")
    if agents:
        yield ElidedLabel(tr("Our side: {0}", ", ".join(one_line(name, 40) for name in agents)), role="second")
    if spoken:
        first, last = min(said.at_ms for said in spoken), max(said.at_ms for said in spoken)
        yield ElidedLabel(_extent(len(spoken), stamp(first), stamp(last)), role="second")
    for said in spoken[:1] + spoken[1:][-(_SHOWN - 1) :]:
        yield ElidedLabel(_line(said), role="third")
    yield from _problems(transcript)


def _problems(transcript: Transcript) -> Iterator[QWidget]:
    if transcript.problems:
        yield label(_left_out(len(transcript.problems)), role="warn")
    for problem in transcript.problems[:_SHOWN]:
        words = tr("Line {0} {1}: {2}", problem.line, problem_text(problem.reason), one_line(problem.original, 80))
        yield ElidedLabel(words, role="third")


def _extent(count: int, first: str, last: str) -> str:
    return trn(count, "{0} message, {1} to {2}", "{0} messages, {1} to {2}", first, last)


def _left_out(count: int) -> str:
    return trn(count, "{0} place became no message:", "{0} places became no message:")


def _line(said: Said) -> str:
    return f"{one_line(said.sender, 30)}  {stamp(said.at_ms)[5:]}  {one_line(said.text, 120)}"
