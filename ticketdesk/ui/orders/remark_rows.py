"""What an order card says of remarks and of the file: heading, remarks, differences; filled for one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ticketdesk.domain.moments import DAY, from_ms
from ticketdesk.domain.remarks import Claim, Conflict, Remark
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.orders.card_parts import bare_row, flag_mark
from ticketdesk.ui.orders.refill import Lines, say, tell, wear, words_lines
from ticketdesk.ui.orders.remark_lines import RemarkLine, RemarkList
from ticketdesk.ui.safe_text import dress, label, one_line
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.long_text import LongText, shortened
from ticketdesk.ui.widgets.marks import Chip, Divider
from ticketdesk.words import tr, trn
from ticketdesk.words.orders import slot_name

MOST_REMARKS: Final = 12
_MOST_CLAIMS: Final = 4


class Said(NamedTuple):
    """A remark as a row shows it: ``first`` of all, ``by`` whom and when."""

    line: RemarkLine
    first: bool
    by: str


_NOTHING: Final = Said(RemarkLine("", "", None, None, struck=False), first=False, by="")


class RemarkBlock:
    """The lower part of a card, in ``column`` of ``owner``: what the file says otherwise and the remarks.

    ``conclude`` is called where the agent wants to settle what contradicts, ``copy`` where all of it shall be pasted.
    """

    def __init__(
        self, owner: QWidget, column: QVBoxLayout, conclude: Callable[[], object], copy: Callable[[], object]
    ) -> None:
        self._conclude, self._copy = conclude, copy
        self._line: Lines[Divider, None] = Lines(
            owner, column, lambda parent: Divider(dashed=True, parent=parent), lambda _line, _none: None
        )
        self._differing = Lines(owner, column, DifferenceRow, DifferenceRow.fill, "")
        self._head = Lines(owner, column, self._make_head, RemarkHead.fill)
        self._against = Lines(owner, column, ConflictRow, ConflictRow.fill, "")
        self._said = Lines(owner, column, RemarkRow, RemarkRow.fill, _NOTHING)
        self._older = words_lines(owner, column, role="third")

    def clear(self) -> None:
        """Show nothing."""
        self.show((), None, 0)

    def show(self, differences: tuple[str, ...], remarks: RemarkList | None, now: int) -> None:
        """Show ``differences`` and the remarks, latest on top; ``now`` is UTC ms."""
        lines = remarks.lines if remarks is not None else ()
        self._line.show([None] if differences or remarks is not None else [])
        self._differing.show(differences)
        self._head.show([remarks] if remarks is not None else [])
        self._against.show([conflict_text(each, now) for each in remarks.conflicts] if remarks is not None else [])
        self._said.show([_said(line, now, first=n == 0) for n, line in enumerate(lines[:MOST_REMARKS])])
        rest = len(lines) - MOST_REMARKS
        self._older.show([trn(rest, "{0} older remark", "{0} older remarks")] if rest > 0 else [])

    def _make_head(self, parent: QWidget) -> RemarkHead:
        made = RemarkHead(parent)
        made.conclude.clicked.connect(self._conclude)
        made.copy.clicked.connect(self._copy)
        return made


def conflict_text(conflict: Conflict, now: int) -> str:
    """Return what contradicts, with who and when, the newest first, and which of it counts; ``now`` is UTC ms."""
    claims = sorted(conflict.claims, key=lambda claim: claim.remark.at or 0, reverse=True)[:_MOST_CLAIMS]
    said = " ≠ ".join(claim_text(claim, now) for claim in claims)
    if conflict.winner is None:
        return tr("{0}: {1}. Nobody knows which counts.", slot_name(conflict.slot), said)
    return tr("{0}: {1}. {2} counts.", slot_name(conflict.slot), said, conflict.winner.value)


def claim_text(claim: Claim, now: int) -> str:
    """Return a value with who wrote it and when; ``now`` is UTC ms."""
    remark = claim.remark
    who = one_line(remark.who or tr("no name"), 20)
    return tr("{0} ({1}, {2})", one_line(claim.value, 60), who, moment_text(remark, now))


def moment_text(remark: Remark, now: int) -> str:
    """Return day and minute of a remark, as much of it as is known: "11-21 22:40"; ``now`` is UTC ms."""
    if remark.at is None:
        return tr("no date")
    moment = from_ms(remark.at)
    day = moment.strftime("%m-%d" if moment.year == from_ms(now).year else "%Y-%m-%d")
    whole_day = remark.until is not None and remark.until - remark.at >= DAY
    return day if whole_day else f"{day} {labels.clock_text(remark.at, seconds=False)}"


def _said(line: RemarkLine, now: int, *, first: bool) -> Said:
    when = labels.time_text(line.at, now) if line.at is not None else ""
    return Said(line, first, " ".join(part for part in (line.who, when) if part))


class RemarkHead(QWidget):
    """The heading of the remarks, which tells of contradictions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(self)
        self._against = Chip()
        self.conclude = button(tr("Decide…"), kind="link", small=True, name=tr("Decide which remark counts"))
        self.copy = IconButton("copy", tr("Copy all remarks as the platform's memo"), size=13)
        row.addWidget(label(tr("Remarks"), role="third"))
        row.addWidget(self.copy)
        row.addWidget(self._against)
        row.addStretch(1)
        row.addWidget(self.conclude)

    def fill(self, remarks: RemarkList) -> None:
        """Head other remarks."""
        if remarks.contradicting:
            words = (
                tr("{0} contradict each other, the latest counts", remarks.contradicting)
                if remarks.decided
                else tr("{0} contradict each other, ask which counts", remarks.contradicting)
            )
            self._against.set_chip(words, "bad")
        self._against.setVisible(bool(remarks.contradicting))
        self.conclude.setVisible(bool(remarks.contradicting))


class ConflictRow(QWidget):
    """Two remarks that contradict each other: both, who wrote them and when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(self, 6)
        self._words = label(wrap=True, role="bad")
        row.addWidget(IconMark("circle-alert", "bad", 13), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def fill(self, words: str) -> None:
        """Tell of another contradiction."""
        say(self._words, one_line(words, 400))


class RemarkRow(QWidget):
    """One remark: flag, words (struck where a later one overrules it), who and when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = bare_row(self, 6)
        self._flag, self._text, self._by = flag_mark(None), LongText(), label(role="third")
        words = QVBoxLayout()
        words.addWidget(self._text)
        self._struck = Lines(self, words, _struck_label, _say_struck, "")
        column.addWidget(self._flag, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(words, 1)
        column.addWidget(self._by, 0, Qt.AlignmentFlag.AlignTop)

    def fill(self, said: Said) -> None:
        """Show another remark."""
        line = said.line
        if line.flag:
            self._flag.set_flag(labels.flag_token(line.flag), labels.flag_name(line.flag))
        self._flag.setVisible(bool(line.flag))
        wear(self._text.words, "strong" if said.first and not line.struck else "")
        tell(self._text, "" if line.struck else line.text)
        self._struck.show([line.text] if line.struck else [])
        say(self._by, said.by)


def _struck_label(parent: QWidget) -> QLabel:
    made = label(wrap=True, parent=parent)
    dress(made, "second")
    made.setStyleSheet("QLabel { text-decoration: line-through; }")  # a sheet undoes the font's own stroke
    return made


def _say_struck(part: QLabel, text: str) -> None:
    say(part, shortened(text))
    part.setAccessibleName(tr("Overruled: {0}", text) if text else "")


class DifferenceRow(QWidget):
    """What the file states otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(self)
        self._words = label(wrap=True, role="third")
        row.addWidget(IconMark("info", "text.third", 13))
        row.addWidget(self._words, 10)
        row.addStretch(1)

    def fill(self, words: str) -> None:
        """Say another difference."""
        say(self._words, one_line(words, 300))


def differences(card: OrderCard) -> tuple[str, ...]:
    """What the file states otherwise where an agent changed the order here; personal data as the card holds it."""
    here: dict[str, object] = {
        "flag": card.row.flag,
        "receiver": card.receiver,
        "mobile": card.mobile,
        "address": card.address,
    }
    made: list[str] = []
    for name, stated in card.edited.items():
        # Masks of different values may be alike: personal data stands here only where it differs.
        if name in here and stated is not None and (name != "flag" or stated != here[name]):
            said = str(stated)
            shown = labels.flag_name(int(said)) if name == "flag" else said or tr("nothing")
            made.append(tr("{0} changed here, the file says: {1}", labels.field_name(name), shown))
    return tuple(made)
