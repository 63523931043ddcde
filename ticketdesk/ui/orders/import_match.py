"""Saying which columns of an unknown table are an order's: asked once, remembered by this computer."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.matching import COLUMNS, Aliases, Peek, field_of, peek
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.settings.kept import Setting
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

KEPT: Final = Setting("import/columns", "")
_NUMBER: Final = "number"
_NAMES: Final = MappingProxyType(
    {
        "number": mark("Order number"), "buyer_nick": mark("Buyer"), "state": mark("State"),
        "total_cents": mark("Total"), "paid_cents": mark("Paid"), "titles": mark("Goods"), "pieces": mark("Pieces"),
        "receiver": mark("Receiver"), "mobile": mark("Mobile"), "address": mark("Address"),
        "created_at": mark("Ordered at"), "paid_at": mark("Paid at"), "carrier": mark("Courier"),
        "tracking": mark("Tracking number"), "remark": mark("Remark"), "buyer_message": mark("Buyer's message"),
    }
)  # fmt: skip


class MatchView(QWidget):
    """A choice among the file's columns for each field of an order; only the number must be chosen."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = {name: QComboBox() for name in _NAMES}
        self.remember = QCheckBox(tr("Remember these columns for other files"))
        self.remember.setChecked(True)
        self.read = button(tr("Read with these columns"), kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.m)
        self.lead = label(role="second", wrap=True)
        column.addWidget(self.lead)
        column.addLayout(self._grid())
        foot = QHBoxLayout()
        foot.addWidget(self.remember)
        foot.addStretch(1)
        foot.addWidget(self.read)
        column.addLayout(foot)
        column.addStretch(1)
        self.fields[_NUMBER].currentIndexChanged.connect(self._offer)
        self.read.clicked.connect(self.chosen)

    def ask(self, found: Peek, known: Aliases) -> None:
        """Offer the columns of a file, each with its first cell; those known by their names or by ``known`` are chosen
        already."""
        numbered = any(field_of(header, {}) == _NUMBER for header in found.header)
        self.lead.setText(
            tr("Say which columns are what; the others are kept as they are.") if numbered else
            tr("No column of this file is known as an order number. Say which columns are what.")
        )  # fmt: skip
        for name, field in self.fields.items():
            field.clear()
            field.addItem(tr("(none)"), "")
            for header, cell in zip(found.header, found.sample, strict=True):
                if header:
                    field.addItem(one_line(f"{header} · {cell}" if cell else header, 60), header)
                if header and field.currentIndex() <= 0 and field_of(header, known) == name:
                    field.setCurrentIndex(field.count() - 1)
        self._offer()

    def aliases(self) -> dict[str, str]:
        """Return what was chosen: the known column by the file's. Of one that was chosen twice the first counts: the
        number is never lost."""
        chosen = ((field.currentData(), name) for name, field in reversed(self.fields.items()))
        return {header: COLUMNS[name] for header, name in chosen if header and field_of(header, {}) != name}

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SIZES.m)
        grid.setVerticalSpacing(SIZES.s)
        half = (len(_NAMES) + 1) // 2
        for at, (name, field) in enumerate(self.fields.items()):
            words = tr(_NAMES[name])
            field.setAccessibleName(words)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row, side = at % half, 2 * (at // half)
            grid.addWidget(label(words, role="second"), row, side)
            grid.addWidget(field, row, side + 1)
            grid.setColumnStretch(side + 1, 1)
        return grid

    def _offer(self) -> None:
        self.read.setEnabled(bool(self.fields[_NUMBER].currentData()))


class Matching(QObject):
    """Looks at a file that nobody knows and asks for its columns.

    ``asked()`` when the view is ready, ``matched()`` when they were said, ``given_up()`` where it has none to choose
    from.
    """

    asked = Signal()
    matched = Signal()
    given_up = Signal()

    def __init__(self, world: World, parent: QObject) -> None:
        super().__init__(parent)
        self._world = world
        self._only: dict[str, str] = {}
        self.view = MatchView()
        self.view.chosen.connect(self._said)

    def aliases(self) -> dict[str, str]:
        """Return the columns that were said for this file or remembered; they count for unknown files only."""
        return {**self._remembered(), **self._only}

    def begin(self) -> None:
        """Another file: what was said for the last one only is forgotten."""
        self._only = {}

    def look(self, path: Path | None) -> None:
        """Look at the first rows of ``path``; None is no file."""
        if path is None:
            return

        def work(_progress: Progress, _cancelled: Cancelled) -> Peek | None:
            try:
                return peek(path)
            except DeskError:
                return None

        self._world.tasks.start("orders.peek", work, self._looked, lambda _error: self.given_up.emit())

    def _looked(self, found: Peek | None) -> None:
        if found is None:
            self.given_up.emit()
            return
        self.view.ask(found, self.aliases())
        self.asked.emit()

    def _said(self) -> None:
        said = self.view.aliases()
        if self.view.remember.isChecked():
            self._world.kept.put(KEPT, json.dumps({**self._remembered(), **said}, ensure_ascii=False))
        self._only = said
        self.matched.emit()

    def _remembered(self) -> dict[str, str]:
        try:
            found = json.loads(self._world.kept.get(KEPT) or "{}")
        except ValueError:
            return {}
        known = set(COLUMNS.values())
        pairs = found.items() if isinstance(found, dict) else ()
        return {str(name): column for name, column in pairs if column in known}
