"""What happened to a refund, the newest first: when, who, what, in which words, with which pictures."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.refunds import RefundAct
from ticketdesk.store.queries import refunds
from ticketdesk.store.queries.refunds import RefundEventRow
from ticketdesk.store.queries.ticket_timeline import AttachmentRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import clamp, label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.deadline_words import step_words
from ticketdesk.ui.tickets.detail.pictures import Thumbnail
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.refunds import act_word, state_name


class RefundHistory(QWidget):
    """Made anew when the refund moved: few lines, seldom."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.lines: list[str] = []
        self.setAccessibleName(tr("What happened"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SIZES.s)

    def show_refund(self, refund: int) -> None:
        """Show the history of a refund."""
        empty(self._column)
        reader, now = self._world.reader, self._world.clock()
        events = refunds.events(reader, refund)
        kept = refunds.proofs(reader, sorted({sha for event in events for sha in event.proofs}))
        self.lines = []
        for event in events:
            head = words_of(event)
            self.lines.append(head)
            text = "" if event.act == RefundAct.LAPSED else event.text
            self._column.addWidget(self._line(labels.date_text(event.at, now), head, text))
            found = [kept[sha] for sha in event.proofs if sha in kept]
            files = [
                AttachmentRow(event.id + place, None, file.sha256, file.name, file.media_type, file.width, file.height)
                for place, file in enumerate(found)
            ]
            if files:
                self._column.addWidget(self._pictures(files))

    def _line(self, when: str, head: str, text: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.m)
        moment = label(when, role="third")
        moment.setMinimumWidth(92)
        row.addWidget(moment)
        row.addWidget(label(clamp(f"{head}: {text}" if text else head), wrap=True), 1)
        return made

    def _pictures(self, files: list[AttachmentRow]) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(92 + SIZES.m, 0, 0, 0)
        row.setSpacing(6)
        for place in range(len(files)):
            row.addWidget(Thumbnail(self._world, files, place, lambda: None))
        row.addStretch(1)
        return made


def words_of(event: RefundEventRow) -> str:
    """Return who did what; of a file, which state it says; of a deadline that passed, what nobody did."""
    if event.act == RefundAct.LAPSED:
        who, duty, lapse = step_words(event.text) if event.text else ("", "", "")
        said = [act_word(event.act), tr("{0}: {1}", who, duty) if who else duty]
        return " · ".join(part for part in said if part) + (f" → {lapse}" if lapse else "")
    if event.act == "imported":
        return tr("{0} {1}", act_word(event.act), state_name(event.after))
    return " ".join(part for part in (event.author, act_word(event.act)) if part)
