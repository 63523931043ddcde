"""The parts of an order card: item lines, the shipping deadline, the masked person, remarks and differences."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.domain.deadlines import SHIP
from ticketdesk.domain.orders import NO_REFUND
from ticketdesk.store.queries.orders import LineRow, OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import level_tokens, rounded
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.orders.remark_lines import RemarkLine, RemarkList
from ticketdesk.ui.safe_text import ElidedLabel, dress, label, set_tooltip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.marks import Chip, FlagMark
from ticketdesk.words import tr, trn

MOST_REMARKS = 12


def row_of(*widgets: QWidget, spacing: int = SIZES.s, parent: QWidget | None = None) -> QWidget:
    """A bare row of widgets with a stretch at its end."""
    made = QWidget(parent)
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return made


class DeadlineLine(QFrame):
    """The running deadline in the colour of its urgency; `tick` repaints the time only."""

    def __init__(self, text: str, start: int | None, due: int, now: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._start, self._due = text, start, due
        self.setFixedHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tick(now)

    def tick(self, now: int) -> None:
        """Show what is left at `now` (UTC ms)."""
        self._level = labels.urgency_level(self._start, self._due, now)
        self._left = labels.remaining(self._due, now)
        self.setAccessibleName(f"{self._text} {self._left}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        ink, ground = level_tokens(self._level)
        rounded(painter, self.rect(), theme.color(ground), SIZES.radius_chip)
        paint_icon(painter, QRectF(10, (self.height() - 14) / 2, 14, 14), "clock", ink)
        painter.setPen(theme.color(ink))
        x = 32
        for text, bold in ((self._text, False), (self._left, True)):
            painter.setFont(theme.font("small" if not bold else "base", bold=bold))
            area = self.rect().adjusted(x, 0, -8, 0)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
            x += painter.fontMetrics().horizontalAdvance(text) + 10


def ship_line(card: OrderCard, now: int) -> DeadlineLine | None:
    """The line of the shipping deadline, None where no clock runs."""
    if card.row.due_at is None:
        return None
    return DeadlineLine(tr("{0} h to ship", SHIP.hours), card.row.paid_at, card.row.due_at, now)


class Tile(QWidget):
    """A coloured square that stands for goods without a picture; the same goods keep their colour."""

    def __init__(self, key: str, size: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.4)
        rounded(painter, self.rect(), current_theme().avatar(self._key), SIZES.radius)


def item_line(line: LineRow) -> QWidget:
    """One item: tile, title over attributes × quantity, price at the right."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SIZES.s)
    row.addWidget(Tile(line.title))
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(ElidedLabel(line.title))
    amount = f"×{line.quantity}" if line.quantity is not None else ""
    refund = "" if line.refund_state in NO_REFUND else line.refund_state
    under = " ".join(part for part in (line.attributes, amount, refund) if part)
    words.addWidget(ElidedLabel(under, role="third"))
    row.addLayout(words, 1)
    if line.price_cents is not None:
        row.addWidget(label(labels.money(line.price_cents)), 0, Qt.AlignmentFlag.AlignTop)
    return made


def paid_line(card: OrderCard) -> QWidget | None:
    """What was paid, what was taken off and what went back; None where the file said nothing."""
    row = card.row
    if row.paid_cents is None:
        return None
    parts: list[QWidget] = [label(tr("Paid"), role="third"), label(labels.money(row.paid_cents), role="strong")]
    whole = (card.goods_cents or 0) + (card.postage_cents or 0)
    if card.goods_cents is not None and whole > row.paid_cents > 0:
        parts.append(label(tr("Discount {0}", labels.money(whole - row.paid_cents)), role="third"))
    if card.refund_cents:
        parts.append(label(tr("Refunded {0}", labels.money(card.refund_cents)), role="bad"))
    return row_of(*parts)


class PersonLine(QWidget):
    """Receiver, phone and address: masked, whole while revealed; `reveal_asked` by its eye button."""

    reveal_asked = Signal()

    def __init__(self, card: OrderCard, *, revealed: bool, refusal: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("map-pin", "text.third", 14))
        self.words = label(person_text(card), wrap=True) if revealed else ElidedLabel(person_text(card))
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse if revealed else Qt.TextInteractionFlag.NoTextInteraction
        )
        row.addWidget(self.words, 1)
        name = tr("Hide the personal data") if revealed else tr("Show the personal data for a minute")
        self.eye = IconButton("eye-off" if revealed else "eye", name, size=14)
        self.eye.setEnabled(not refusal)
        if refusal:
            set_tooltip(self.eye, refusal)
        self.eye.clicked.connect(self.reveal_asked)
        row.addWidget(self.eye)


def person_text(card: OrderCard) -> str:
    """Receiver, number and address, as much of them as the card holds."""
    return "  ".join(part for part in (card.receiver, card.mobile or card.phone, card.address) if part)


def shipped_line(card: OrderCard) -> QWidget | None:
    """Courier and parcel number, None where nothing was shipped."""
    if not card.row.tracking:
        return None
    words = ElidedLabel(f"{card.row.carrier} {card.row.tracking}".strip(), role="second")
    made = row_of(IconMark("truck", "text.third", 14), words)
    return made


def remark_rows(remarks: RemarkList, now: int) -> list[QWidget]:
    """The remarks, latest on top, after a heading that tells of contradictions."""
    head: list[QWidget] = [label(tr("Remarks"), role="third")]
    if remarks.contradicting:
        words = (
            tr("{0} contradict each other, the latest counts", remarks.contradicting)
            if remarks.decided
            else tr("{0} contradict each other, ask which counts", remarks.contradicting)
        )
        head.append(Chip(words, "bad"))
    made = [row_of(*head)]
    made += [_remark_row(line, now, first=place == 0) for place, line in enumerate(remarks.lines[:MOST_REMARKS])]
    rest = len(remarks.lines) - MOST_REMARKS
    if rest > 0:
        made.append(label(trn(rest, "{0} older remark", "{0} older remarks"), role="third"))
    return made


def _remark_row(line: RemarkLine, now: int, *, first: bool) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    if line.flag:
        row.addWidget(flag_mark(line.flag), 0, Qt.AlignmentFlag.AlignTop)
    text = label(line.text, wrap=True, role="strong" if first and not line.struck else "")
    if line.struck:
        dress(text, "second")
        text.setStyleSheet("QLabel { text-decoration: line-through; }")  # a sheet undoes the font's own stroke
        text.setAccessibleName(tr("Overruled: {0}", line.text))
    row.addWidget(text, 1)
    when = labels.time_text(line.at, now) if line.at is not None else ""
    by = " ".join(part for part in (line.who, when) if part)
    if by:
        row.addWidget(label(by, role="third"), 0, Qt.AlignmentFlag.AlignTop)
    return made


def flag_mark(code: int | None, size: int = 12) -> FlagMark:
    """The flag of a platform code with its name."""
    return FlagMark(labels.flag_token(code), labels.flag_name(code), size)


def difference_rows(card: OrderCard) -> list[QWidget]:
    """What the file states otherwise where an agent changed the order here; personal data as the card holds it."""
    here: dict[str, object] = {
        "flag": card.row.flag,
        "receiver": card.receiver,
        "mobile": card.mobile,
        "address": card.address,
    }
    made: list[QWidget] = []
    for name, stated in card.edited.items():
        # Masks of different values may be alike: personal data stands here only where it differs.
        if name in here and stated is not None and (name != "flag" or stated != here[name]):
            said = str(stated)
            shown = labels.flag_name(int(said)) if name == "flag" else said or tr("nothing")
            mark = IconMark("info", "text.third", 13)
            text = tr("{0} changed here, the file says: {1}", labels.field_name(name), shown)
            words = label(text, wrap=True, role="third")
            row = row_of(mark)
            layout = row.layout()
            if isinstance(layout, QHBoxLayout):
                layout.insertWidget(1, words, 10)
            made.append(row)
    return made
