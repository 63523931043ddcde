"""What the log is filtered by: words, who, what kind, when, one row; and the chips of refusals and looks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.moments import DAY, day_start
from ticketdesk.store.queries.audit import AuditFilter, agents_named
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.audit import kinds
from ticketdesk.ui.settings.audit.subjects import names_of
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.world import Place, World
from ticketdesk.words import mark, tr

_SPANS: Final = (
    ("", mark("Any time"), 0),
    ("today", mark("Today"), 1),
    ("week", mark("7 days"), 7),
    ("month", mark("30 days"), 30),
    ("quarter", mark("90 days"), 90),
)
_COLUMNS: Final = {"ticket": "ticket_id", "order": "order_id", "conversation": "conversation_id", "buyer": "buyer_id"}
_TABLES: Final = {"ticket": "ticket", "order": "orders", "conversation": "conversation", "buyer": "buyer"}


class AuditFilters(QWidget):
    """`changed` when any of them became another; `wanted(now)` gives the filter."""

    changed = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._place: Place | None = None
        self.words = SearchField(tr("Search numbers, names and words of acts"), name=tr("Search the log"))
        self.words.setMinimumWidth(220)
        self.words.setMaximumWidth(360)
        self.who = _combo(tr("Who"))
        self.kind = _combo(tr("Kind of act"))
        self.span = _combo(tr("When"))
        self.only = ChoiceChips(_chips(), "", name=tr("Only these"))
        self.row = button("", "x", small=True)
        self.count = label("", role="third")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s)
        column.addLayout(_line(self.words, self.who, self.kind, self.span))
        column.addLayout(_line(self.only, self.row, last=self.count))
        self._fill()
        self._connect()
        self.show_row(None)

    def wanted(self, now: int) -> AuditFilter:
        """Return the filter as it stands at ``now`` (UTC ms)."""
        only = self.only.current()
        days = int(self.span.currentData() or 0)
        row = self._place
        return AuditFilter(
            agent_id=self.who.currentData(),
            commands=kinds.commands(str(self.kind.currentData() or "")),
            since=day_start(now) - (days - 1) * DAY if days else None,
            row=(_TABLES[row.kind], row.id) if row else None,
            text=self.words.text().strip(),
            denied=only == "denied",
            reveals=only == "reveals",
        )

    def show_row(self, place: Place | None) -> None:
        """Show only what was done to one row ("history of this ticket"); None shows everything."""
        self._place = place if place is not None and place.kind in _TABLES else None
        self.row.setVisible(self._place is not None)
        if self._place is not None:
            key = (_COLUMNS[self._place.kind], self._place.id)
            name = names_of(self._world.reader, [key]).get(key, "…")
            self.row.setText(name.replace("&", "&&"))
            self.row.setAccessibleName(tr("Only {0}; press to show all", name))

    def reset(self) -> None:
        """Show everything again."""
        for combo in (self.who, self.kind, self.span):
            combo.setCurrentIndex(0)
        self.words.clear()
        self.only.set_current("")
        self.show_row(None)
        self.changed.emit()

    def refresh_agents(self) -> None:
        """Offer everybody who works or worked here."""
        current = self.who.currentData()
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem(tr("Everybody"), None)
        for number, name in agents_named(self._world.reader):
            self.who.addItem(name, number)
        self.who.setCurrentIndex(max(0, self.who.findData(current)))
        self.who.blockSignals(False)

    def _fill(self) -> None:
        self.refresh_agents()
        self.kind.addItem(tr("Every act"), "")
        for kind in kinds.KINDS:
            self.kind.addItem(kinds.kind_name(kind), kind)
        for _key, text, days in _SPANS:
            self.span.addItem(tr(text), days)

    def _connect(self) -> None:
        self.words.searched.connect(self._tell)
        for combo in (self.who, self.span):
            combo.currentIndexChanged.connect(self._tell)
        self.kind.currentIndexChanged.connect(self._tell)
        self.only.chosen.connect(self._tell)
        self.row.clicked.connect(self._all_rows)

    def _all_rows(self) -> None:
        self.show_row(None)
        self.changed.emit()

    def _tell(self, _value: object = None) -> None:
        self.changed.emit()


def _line(*parts: QWidget, last: QWidget | None = None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(SIZES.s)
    for part in parts:
        line.addWidget(part, 4 if isinstance(part, SearchField) else 0)
    line.addStretch(1)
    if last is not None:
        line.addWidget(last)
    return line


def _chips() -> list[Choice]:
    return [
        Choice("", tr("All")),
        Choice("denied", tr("Denied")),
        Choice("reveals", tr("Looks and exports")),
    ]


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    made.setMaxVisibleItems(16)
    return made
