"""The row above the list: its order, what it is narrowed to, the search and the paste."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.reception.list.chosen import GROUPS, ORDERS, Chosen, group_words, order_words
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.words import tr

_PAUSE_MS: Final = 60


class ListSearch(SearchField):
    """The words looked for; Esc in the empty field closes it."""

    closed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.text():
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class ListHead(QWidget):
    """``changed(Chosen)`` when the agent chose something else; `show_chosen` says what holds now, without a signal."""

    changed = Signal(object)
    paste_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = Chosen()
        self.order = button("", "chevron-down", "ghost", small=True)
        self.narrowed = button("", "x", "choice", small=True)
        self.filter = IconButton("filter", tr("Filter"), size=16, checkable=True)
        self.glass = IconButton("search", tr("Find in the list"), size=16, checkable=True)
        self.paste = IconButton("clipboard-paste", tr("Paste conversation"), size=16)
        self.words = ListSearch(tr("Nickname or words"), name=tr("Find in the list"), pause_ms=_PAUSE_MS)
        self.words.hide()
        self._groups, self._orders = QMenu(self), QMenu(self)
        self._build()
        self._offer_groups()
        self._offer_orders()
        self._connect()
        self.show_chosen(self._chosen)

    def reach(self) -> None:
        """Open the search and give it the keyboard."""
        self.words.show()
        self.glass.setChecked(True)
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def drop_filter(self) -> None:
        """Open the menu of groups below its button."""
        self._tick()
        self._groups.popup(self.filter.mapToGlobal(self.filter.rect().bottomLeft()))

    def drop_orders(self) -> None:
        """Open the menu of orders below its button."""
        self._orders.popup(self.order.mapToGlobal(self.order.rect().bottomLeft()))

    def show_chosen(self, chosen: Chosen) -> None:
        """Show what holds now."""
        self._chosen = chosen
        words = order_words(chosen.order, descending=chosen.descending)
        self.order.setText(words)
        self.order.setAccessibleName(tr("Sort: {0}", words))
        narrowed = group_words(chosen)
        self.narrowed.setText(narrowed)
        self.narrowed.setAccessibleName(tr("Show all, not only: {0}", narrowed))
        self.narrowed.setVisible(bool(narrowed))
        self.filter.setChecked(bool(narrowed))
        if chosen.words != self.words.text().strip():
            blocked = self.words.blockSignals(True)
            self.words.setText(chosen.words)
            self.words.blockSignals(blocked)
            if not chosen.words:
                self._close()
        self._tick()

    def _build(self) -> None:
        for part in (self.order, self.narrowed):
            part.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the icon behind the words
        head = QHBoxLayout()
        head.setContentsMargins(4, 3, 4, 3)
        head.setSpacing(0)
        head.addWidget(self.order)
        head.addStretch(1)
        for tool in (self.filter, self.glass, self.paste):
            head.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        narrowed, field = QHBoxLayout(), QHBoxLayout()
        narrowed.addWidget(self.narrowed)
        narrowed.addStretch(1)
        field.addWidget(self.words)
        for line in (narrowed, field):
            line.setContentsMargins(SIZES.m, 0, SIZES.m, 0)
            column.addLayout(line)

    def _connect(self) -> None:
        self.order.clicked.connect(self.drop_orders)
        self.filter.clicked.connect(self.drop_filter)
        self.narrowed.clicked.connect(self._clear)
        self.glass.clicked.connect(self._turn_search)
        self.paste.clicked.connect(self.paste_wanted)
        self.words.searched.connect(self._search)
        self.words.closed.connect(self._leave_search)
        self.words.down_pressed.connect(self.list_wanted)
        self.words.returnPressed.connect(self.list_wanted)

    def _offer_groups(self) -> None:
        group = QActionGroup(self._groups)
        for key, text in (("", tr("All conversations")), *((key, tr(text)) for key, text in GROUPS.items())):
            group.addAction(_line(self._groups, text, key)).triggered.connect(partial(self._pick_group, key))
        self._groups.addSeparator()
        self._mine = _line(self._groups, tr("Mine only"), "mine")
        self._mine.triggered.connect(self._pick_mine)
        self._groups.aboutToHide.connect(self._tick)

    def _offer_orders(self) -> None:
        names, turns = QActionGroup(self._orders), QActionGroup(self._orders)
        for key, (name, _usual, _turned) in ORDERS.items():
            names.addAction(_line(self._orders, tr(name), key)).triggered.connect(partial(self._pick_order, key))
        self._orders.addSeparator()
        for key, down in (("down", True), ("up", False)):
            turns.addAction(_line(self._orders, "", key)).triggered.connect(partial(self._pick_turn, down))

    def _tick(self) -> None:
        chosen = self._chosen
        self.filter.setChecked(bool(chosen.group or chosen.mine))
        for line in self._groups.actions():
            line.setChecked(line.data() == chosen.group or (line.data() == "mine" and chosen.mine))
        for line in self._orders.actions():
            if line.data() in ("down", "up"):
                down = line.data() == "down"
                line.setText(order_words(chosen.order, descending=down))
                line.setChecked(down is chosen.descending)
            else:
                line.setChecked(line.data() == chosen.order)

    def _take(self, chosen: Chosen) -> None:
        if chosen != self._chosen:
            self.show_chosen(chosen)
            self.changed.emit(chosen)

    def _pick_group(self, group: str, _checked: bool = False) -> None:
        self._take(replace(self._chosen, group=group))

    def _pick_mine(self, checked: bool) -> None:
        self._take(replace(self._chosen, mine=checked))

    def _pick_order(self, order: str, _checked: bool = False) -> None:
        self._take(replace(self._chosen, order=order, descending=True))

    def _pick_turn(self, down: bool, _checked: bool = False) -> None:
        self._take(replace(self._chosen, descending=down))

    def _clear(self) -> None:
        self._take(replace(self._chosen, group="", mine=False))

    def _search(self, words: str) -> None:
        self._take(replace(self._chosen, words=words.strip()))

    def _turn_search(self, on: bool) -> None:
        if on:
            self.reach()
        else:
            self._leave_search()

    def _leave_search(self) -> None:
        self._close()
        self._take(replace(self._chosen, words=""))
        self.list_wanted.emit()

    def _close(self) -> None:
        self.words.hide()
        self.glass.setChecked(False)


def _line(menu: QMenu, text: str, key: str) -> QAction:
    line = QAction(text, menu)
    line.setData(key)
    line.setCheckable(True)
    menu.addAction(line)
    return line
