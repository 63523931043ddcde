"""The base of dialogs: a rounded card over a dimmed window, with title row, body and footer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.slices import jumps, paint_in_turns, paint_next_turn
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.words import tr

_EDGE = 24


class ModalDialog(QDialog):
    """Open it with `open()`, never `exec()`: fields go into `body`, buttons into `footer` at its right.

    `set_status` says a word at the footer's left. Ctrl+Enter emits `submitted`; Esc rejects.

    It covers its parent window, dims it, and its card never grows over it; a body too tall scrolls.

    It is there, and has the keyboard, in the turn in which it is opened; it is dressed in the next one and painted a
    part a turn after that: all at once would hold the window.
    """

    submitted = Signal()

    def __init__(self, parent: QWidget, title: str, subtitle: str = "", *, width: int = 640) -> None:
        super().__init__(parent)
        self._wide = width
        self._window = parent.window()
        self.setWindowTitle(one_line(title))
        self.setAccessibleName(one_line(title))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._card = _CardFrame(self)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title_row(title, subtitle))
        column.addWidget(Divider())
        column.addWidget(self._body_area(), 1)
        column.addWidget(Divider())
        column.addWidget(self._footer_row())
        self._window.installEventFilter(self)
        for part in (self._inner, self._card):
            part.installEventFilter(self)

    def set_subtitle(self, text: str) -> None:
        """Show other small words beside the title."""
        self._subtitle.setText(text)

    def set_status(self, text: str, role: str = "third") -> None:
        """Say something at the left of the footer ("Draft saved"); `role` "bad" for what is wrong."""
        self._status.setText(text)
        self._status.setProperty("role", role)
        self._status.style().unpolish(self._status)
        self._status.style().polish(self._status)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # What changes deep inside asks for its room only once the layouts above it have heard of it. The card is asked
        # too: a button that the sheet makes a pixel higher would leave the body a pixel short, with a scroll bar.
        inside = watched is self._inner or watched is self._card
        asking = (QEvent.Type.LayoutRequest,) if inside else (QEvent.Type.Resize, QEvent.Type.Move)
        if event.type() in asking and self.isVisible():
            if isinstance(event, QResizeEvent) and jumps(event):
                paint_next_turn(self)
            self._cover()
        return False

    @override
    def setVisible(self, visible: bool) -> None:
        opens = visible and self.isHidden()
        if opens:
            self.setUpdatesEnabled(False)
        super().setVisible(visible)
        if opens:
            next_turn(self, self._dress)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._cover()
        super().showEvent(event)
        if self.focusWidget() in (None, self._close):
            self._focus_first()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif enter:
            event.ignore()  # a plain Enter in a field must not close the dialog
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_theme().color("dim"))

    def _dress(self) -> None:
        """Wear the sheet, once it stands whole: a field put into what is dressed is dressed again."""
        current_theme().dress(self)
        next_turn(self, self._paint)

    def _paint(self) -> None:
        inside = [each for each in self._inner.children() if isinstance(each, QWidget)]
        paint_in_turns(self, inside)
        self.setUpdatesEnabled(True)

    def refit(self) -> None:
        """Take the size the contents now ask for (rows came or went)."""
        self._cover()

    def _focus_first(self) -> None:
        for field in self._inner.findChildren(QWidget):
            if field.focusPolicy() & Qt.FocusPolicy.TabFocus and field.isEnabled() and field.isVisibleTo(self):
                field.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _cover(self) -> None:
        self.setGeometry(self._window.geometry())
        width = min(self._wide, self.width() - 2 * _EDGE)
        self._inner.setFixedWidth(width)
        layout = self._card.layout()
        chrome = 0 if layout is None else layout.sizeHint().height() - self._scroll.sizeHint().height()
        inner = self._inner.layout()
        wanted = (
            self._inner.sizeHint().height()
            if inner is None
            else inner.totalHeightForWidth(width)
            if inner.hasHeightForWidth()
            else inner.totalSizeHint().height()
        )
        height = min(chrome + wanted, self.height() - 2 * _EDGE)
        self._card.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def _title_row(self, title: str, subtitle: str) -> QWidget:
        row, line = _row(SIZES.xl, 14)
        line.addWidget(label(one_line(title), role="dialog"))
        self._subtitle = ElidedLabel(subtitle, role="third")
        line.addWidget(self._subtitle, 1)
        self._close = button("Esc", small=True, name=tr("Close"))
        self._close.clicked.connect(self.reject)
        line.addWidget(self._close)
        return row

    def _body_area(self) -> QWidget:
        self._inner = QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(SIZES.xl, SIZES.l, SIZES.xl, SIZES.l)
        self.body.setSpacing(SIZES.m)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._inner)
        self._scroll.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self._scroll

    def _footer_row(self) -> QWidget:
        row, line = _row(SIZES.xl, 12)
        self._status = ElidedLabel("", role="third")
        line.addWidget(self._status, 1)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(SIZES.s)
        line.addLayout(self.footer)
        return row

    @override
    def sizeHint(self) -> QSize:
        return self._window.size()


class _CardFrame(QFrame):
    """The card itself."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius_card, theme.color("line"))


def _row(side: int, top: int) -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(side, top, side, top)
    line.setSpacing(SIZES.s)
    return row, line
