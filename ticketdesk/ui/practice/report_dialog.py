"""What came of a practice: typing, first responses and wording, each beside the standard of the shop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ticketdesk.domain.practice import Report
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.moments import span_text
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip, SectionTitle
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import tr, trn

_MOST_SHOWN = 12


class ReportDialog(ModalDialog):
    """``again_wanted()`` begins anew, ``left()`` goes back to the shop; Esc stays to look at the conversations."""

    again_wanted = Signal()
    left = Signal()

    def __init__(self, report: Report, parent: QWidget) -> None:
        super().__init__(parent, tr("Report of the practice"), width=620)
        self._report = report
        self.body.addWidget(self._figures())
        if report.served:
            self.body.addWidget(self._served())
        if report.hits:
            self.body.addWidget(self._hits())
        again, leave = button(tr("Practise again")), button(tr("Back to the shop"), kind="primary")
        again.clicked.connect(self._again)
        leave.clicked.connect(self._leave)
        self.footer.addWidget(again)
        self.footer.addWidget(leave)
        leave.setFocus()

    def _figures(self) -> QWidget:
        report, held = self._report, self._report.standards
        card = Card(margin=SIZES.l)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SIZES.l)
        grid.setVerticalSpacing(SIZES.m)
        grid.setColumnStretch(2, 1)
        speed = report.typing_per_minute
        typed = tr("{0} characters a minute", speed) if speed is not None else tr("too little typed")
        self.typing = _line(grid, tr("Typing"), typed, tr("standard: {0} a minute", held.typing_per_minute),
                            report.typing_met)  # fmt: skip
        mean = report.average
        first = tr("{0} on average", span_text(mean)) if mean is not None else tr("nobody answered")
        asked = tr("standard: {0} s · in time: {1} of {2}", held.first_response_seconds, report.in_time,
                   len(report.served))  # fmt: skip
        self.response = _line(grid, tr("First response"), first, asked, report.response_met)
        count = sum(hit.replies for hit in report.hits)
        against = trn(count, "{0} hit", "{0} hits") if count else tr("no hits")
        sent = trn(report.replies, "in {0} reply", "in {0} replies")
        self.wording = _line(grid, tr("Wording"), against, sent, report.wording_met)
        card.body.addLayout(grid)
        return card

    def _served(self) -> QWidget:
        card = Card(margin=SIZES.l, spacing=SIZES.xs)
        card.body.addWidget(SectionTitle(tr("First response to each buyer")))
        for each in self._report.served[:_MOST_SHOWN]:
            met = each.first_response is not None and (
                each.first_response <= self._report.standards.first_response_seconds * 1000
            )
            words = tr("not answered") if each.first_response is None else span_text(each.first_response)
            card.body.addLayout(_pair(each.nick, Chip(words, "ok" if met else "bad")))
        return card

    def _hits(self) -> QWidget:
        card = Card(margin=SIZES.l, spacing=SIZES.xs)
        card.body.addWidget(SectionTitle(tr("Wording to mend")))
        for hit in self._report.hits[:_MOST_SHOWN]:
            words = trn(hit.replies, "{0} reply", "{0} replies")
            card.body.addLayout(_pair(tr(hit.says), Chip(words, "warn")))  # the rules' own words
        return card

    def _again(self) -> None:
        self.accept()
        self.again_wanted.emit()

    def _leave(self) -> None:
        self.accept()
        self.left.emit()


def _line(grid: QGridLayout, name: str, value: str, standard: str, met: bool | None) -> Chip:
    """Add one figure and return the chip that says whether it meets the standard."""
    row = grid.rowCount()
    words: dict[bool | None, tuple[str, Level]] = {
        True: (tr("met"), "ok"), False: (tr("not met"), "bad"), None: (tr("no figure"), "plain"),
    }  # fmt: skip
    verdict = Chip(*words[met])
    grid.addWidget(label(name, role="second"), row, 0)
    grid.addWidget(label(value, role="strong"), row, 1)
    grid.addWidget(label(standard, role="third"), row, 2)
    grid.addWidget(verdict, row, 3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return verdict


def _pair(text: str, chip: Chip) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(label(one_line(text, 80), role="second", wrap=True), 1)
    row.addWidget(chip)
    return row
