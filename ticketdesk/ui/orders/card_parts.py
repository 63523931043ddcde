"""The parts of an order card: item lines, the shipping deadline, what was paid, the masked person, the parcel.

Each is made once and filled for one order after another.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.orders import NO_REFUND
from ticketdesk.store.queries.orders import LineRow, OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import Level, level_tokens, rounded
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.orders.refill import say
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import ElidedLabel, label, set_tooltip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.marks import FlagMark
from ticketdesk.words import tr


def bare_row(owner: QWidget, spacing: int = SIZES.s) -> QHBoxLayout:
    """A row without margins as the layout of ``owner``."""
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    return row


def row_of(*widgets: QWidget, spacing: int = SIZES.s, parent: QWidget | None = None) -> QWidget:
    """A bare row of widgets with a stretch at its end."""
    made = QWidget(parent)
    line = bare_row(made, spacing)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return made


class Running(NamedTuple):
    """A deadline that runs: its words, when it began (None: unknown), when it ends, and now (UTC ms)."""

    text: str
    start: int | None
    due: int
    now: int


class DeadlineLine(QFrame):
    """The running deadline in the colour of its urgency; `tick` repaints the time only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._start: int | None = None
        self._due = 0
        self._level: Level = "plain"
        self._left = ""
        self.setFixedHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def fill(self, running: Running) -> None:
        """Show another deadline."""
        self._text, self._start, self._due = running.text, running.start, running.due
        self.tick(running.now)

    def tick(self, now: int) -> None:
        """Show what is left at `now` (UTC ms)."""
        self._level = labels.urgency_level(self._start, self._due, now)
        self._left = labels.remaining(self._due, now)
        self.setAccessibleName(f"{self._text} {self._left}")
        self.update()

    @override
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


def ship_line(card: OrderCard, now: int) -> list[Running]:
    """The shipping deadline, none where no clock runs."""
    paid, due = card.row.paid_at, card.row.due_at
    if due is None:
        return []
    words = tr("Ship the order") if paid is None else tr("{0} h to ship", -(-(due - paid) // HOUR))
    return [Running(words, paid, due, now)]


class Tile(QWidget):
    """A coloured square that stands for goods without a picture; the same goods keep their colour."""

    def __init__(self, key: str, size: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFixedSize(size, size)

    def set_key(self, key: str) -> None:
        """Stand for other goods."""
        self._key = key
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.4)
        rounded(painter, self.rect(), current_theme().avatar(self._key), SIZES.radius)


class ItemLine(QWidget):
    """One item: tile, title over attributes × quantity, price at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(self)
        self._tile, self._title, self._under = Tile(""), ElidedLabel(), ElidedLabel(role="third")
        self._price = label()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._under)
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        row.addWidget(self._price, 0, Qt.AlignmentFlag.AlignTop)

    def fill(self, shown: tuple[LineRow, str]) -> None:
        """Show another item, its price in the currency beside it."""
        line, currency = shown
        amount = f"×{line.quantity}" if line.quantity is not None else ""
        refund = "" if line.refund_state in NO_REFUND else line.refund_state
        self._tile.set_key(line.title)
        say(self._title, line.title)
        say(self._under, " ".join(part for part in (line.attributes, amount, refund) if part))
        say(self._price, labels.money(line.price_cents, currency))


class PaidLine(QWidget):
    """What was paid, what was taken off and what went back; amounts in a long currency take a second line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(self, spacing=SIZES.s, line_spacing=2)
        self._paid, self._off, self._back = label(role="strong"), label(role="third"), label(role="bad")
        for part in (label(tr("Paid"), role="third"), self._paid, self._off, self._back):
            row.addWidget(part)

    def fill(self, card: OrderCard) -> None:
        """Show what was paid of another order."""
        paid, currency = card.row.paid_cents or 0, card.row.currency
        whole = (card.goods_cents or 0) + (card.postage_cents or 0)
        off = card.goods_cents is not None and whole > paid > 0
        say(self._paid, labels.money(paid, currency))
        say(self._off, tr("Discount {0}", labels.money(whole - paid, currency)) if off else "")
        say(self._back, tr("Refunded {0}", labels.money(card.refund_cents, currency)) if card.refund_cents else "")


class Person(NamedTuple):
    """The words of `PersonLine`: whole while ``revealed``; ``refusal`` says why the agent may not look."""

    words: str
    revealed: bool
    refusal: str


NOBODY: Final = Person("", revealed=False, refusal="")


class PersonLine(QWidget):
    """Receiver, phone and address: masked, whole while revealed; `reveal_asked` by its eye button."""

    reveal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(self)
        self._masked, self._whole = ElidedLabel(), label(wrap=True)
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.eye = IconButton("eye", "", size=14)
        self.eye.clicked.connect(self.reveal_asked)
        row.addWidget(IconMark("map-pin", "text.third", 14))
        row.addWidget(self._masked, 1)
        row.addWidget(self._whole, 1)
        row.addWidget(self.eye)

    def fill(self, person: Person) -> None:
        """Show another person, or the same masked or whole; nothing stays of what was whole."""
        say(self._masked, "" if person.revealed else person.words)
        say(self._whole, person.words if person.revealed else "")
        self.eye.set_icon("eye-off" if person.revealed else "eye")
        self.eye.set_name(
            tr("Hide the personal data") if person.revealed else tr("Show the personal data for a minute")
        )
        self.eye.setEnabled(not person.refusal)
        if person.refusal:
            set_tooltip(self.eye, person.refusal)


def person_text(card: OrderCard) -> str:
    """Receiver, number and address, as much of them as the card holds."""
    return "  ".join(part for part in (card.receiver, card.mobile or card.phone, card.address) if part)


class ShippedLine(QWidget):
    """Courier and parcel number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(self)
        self._words = ElidedLabel(role="second")
        row.addWidget(IconMark("truck", "text.third", 14))
        row.addWidget(self._words)
        row.addStretch(1)

    def fill(self, words: str) -> None:
        """Show another parcel."""
        self._words.setText(words)


def shipped_words(card: OrderCard) -> list[str]:
    """Courier and parcel number, none where nothing was shipped."""
    return [f"{card.row.carrier} {card.row.tracking}".strip()] if card.row.tracking else []


def flag_mark(code: int | None, size: int = 12) -> FlagMark:
    """The flag of a platform code with its name."""
    return FlagMark(labels.flag_token(code), labels.flag_name(code), size)
