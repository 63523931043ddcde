"""How the orders page is laid out: views at the left, filter row over the table, the chosen order at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.ui.orders.filter_bar import FilterBar
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.nav_list import NavList


def laid_out(page: QWidget, nav: NavList, middle: QWidget, detail: QWidget) -> QSplitter:
    """Put the three columns side by side into ``page`` and return what parts them."""
    left = Strip("surface", "right")
    column = QVBoxLayout(left)
    column.setContentsMargins(0, SIZES.s, 1, 0)
    column.addWidget(nav)
    left.setMinimumWidth(170)
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setChildrenCollapsible(False)
    for part in (left, middle, detail):
        splitter.addWidget(part)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes([nav.sizeHint().width() + 1, 800, SIZES.sidebar])
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(splitter)
    return splitter


def middle_column(
    chosen: FilterBar, heads: Sequence[QWidget], busy: QWidget, stack: QStackedWidget, bar: QWidget
) -> QWidget:
    """Return the middle: the field with ``heads`` beside it (the first of them stretches), chips, list, ``bar``."""
    middle = Strip("surface")
    middle.setMinimumWidth(420)
    top, row = QHBoxLayout(), QVBoxLayout()
    top.setContentsMargins(SIZES.m, SIZES.s, SIZES.m, SIZES.s)
    row.setContentsMargins(SIZES.m, 0, SIZES.m, SIZES.s)
    top.setSpacing(SIZES.s)
    chosen.field.setMinimumWidth(90)  # what is counted beside it stays whole in a narrow window
    chosen.field.setMaximumWidth(460)
    top.addWidget(chosen.field, 3)
    first, *others = heads
    top.addWidget(first, 2)
    for part in others:
        top.addWidget(part)
    row.setSpacing(0)
    row.addWidget(chosen.search)
    row.addWidget(chosen)
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(top)
    column.addLayout(row)
    column.addWidget(busy)
    column.addWidget(Divider())
    column.addWidget(stack, 1)
    column.addWidget(bar)
    return middle
