"""The captured picture with the tools to draw upon it, and where it can go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.ui.capture.canvas import MOST, Canvas
from ticketdesk.ui.capture.destination import Destination
from ticketdesk.ui.capture.marks import LONGEST, Tool
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, IconButton, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import mark, tr

_WIDE = 980
_AROUND = 250  # what a dialog and its tools take of the height of the window
_TOOLS = (
    (Tool.ARROW, mark("Arrow"), "1"),
    (Tool.BOX, mark("Box"), "2"),
    (Tool.WORDS, mark("Caption"), "3"),
    (Tool.BLUR, mark("Blur"), "4"),
)


class CaptureDialog(ModalDialog):
    """Ctrl+Enter gives the picture to the first destination; Ctrl+C copies it; Esc throws it away."""

    def __init__(self, image: QImage, destinations: Sequence[Destination], parent: QWidget) -> None:
        super().__init__(parent, tr("Screen capture"), f"{image.width()} × {image.height()}", width=_WIDE)
        self._destinations = tuple(destinations)
        self._at = QPoint()
        self.canvas = Canvas(image, most=MOST.boundedTo(QSize(MOST.width(), self._window.height() - _AROUND)))
        self.tools = ChoiceChips(
            [Choice(tool.value, f"{tr(text)}  {key}") for tool, text, key in _TOOLS], Tool.ARROW.value, name=tr("Tool")
        )
        self.undo = IconButton("undo-2", tr("Undo ({0})", "Ctrl+Z"))
        self.redo = IconButton("redo-2", tr("Redo ({0})", "Ctrl+Y"))
        self.words = QLineEdit()
        self.words.setAccessibleName(tr("Text on the picture"))
        self.words.setPlaceholderText(tr("Text on the picture; Enter writes it"))
        self.words.setMaxLength(LONGEST)
        self.words.hide()
        self._build()
        self._connect()
        self._weigh()
        self.canvas.setFocus()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SIZES.s)
        row.addWidget(label(tr("Draw"), role="second"))
        row.addWidget(self.tools, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addWidget(self.words, 1)
        row.addStretch(0)
        self.body.addLayout(row)
        self.body.addWidget(self.canvas)
        self.buttons = [self._button(place) for place in range(len(self._destinations))]
        for each in self.buttons:
            self.footer.addWidget(each)

    def _button(self, place: int) -> QWidget:
        to = self._destinations[place]
        made = button(to.text, icon=to.icon or None, kind="primary" if to.first else "plain")
        made.clicked.connect(partial(self._give, place))
        return made

    def _connect(self) -> None:
        self.tools.chosen.connect(self._choose)
        self.undo.clicked.connect(self.canvas.undo)
        self.redo.clicked.connect(self.canvas.redo)
        self.canvas.changed.connect(self._weigh)
        self.canvas.words_wanted.connect(self._ask_words)
        self.words.returnPressed.connect(self._write)
        self.submitted.connect(self._give_first)
        for keys, slot in (
            ("Ctrl+Z", self.canvas.undo), ("Ctrl+Y", self.canvas.redo), ("Ctrl+Shift+Z", self.canvas.redo),
            ("Ctrl+C", self._copy),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        self.canvas.tool_wanted.connect(self._take_tool)

    def _take_tool(self, tool: Tool) -> None:
        self.tools.set_current(tool.value)
        self._choose(tool.value)

    def _choose(self, key: str) -> None:
        self.canvas.tool = Tool(key)
        self.words.hide()
        self.canvas.setFocus()

    def _ask_words(self, at: QPoint) -> None:
        self._at = at
        self.words.clear()
        self.words.show()
        self.words.setFocus()

    def _write(self) -> None:
        self.canvas.add_words(self._at, self.words.text())
        self.words.hide()
        self.canvas.setFocus()

    def _weigh(self) -> None:
        self.undo.setEnabled(bool(self.canvas.steps.marks))
        self.redo.setEnabled(self.canvas.steps.can_redo)

    def _copy(self) -> None:
        place = next((n for n, to in enumerate(self._destinations) if to.icon == "copy"), None)
        if place is not None:
            self._give(place)

    def _give_first(self) -> None:
        self._give(next((n for n, to in enumerate(self._destinations) if to.first), 0))

    def _give(self, place: int) -> None:
        if self.words.isVisible():
            self._write()
        to = self._destinations[place]
        image = self.canvas.result()
        self.accept()
        to.give(image)
