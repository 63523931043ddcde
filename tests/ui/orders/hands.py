"""Hands on the orders page: rows by their number, dialogs as they open, keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.order_files import number
from ticketdesk.store.queries import orders


def order(world, n):
    return orders.id_of_number(world.reader, number(n))


def row(world, n):
    return orders.rows(world.reader, [order(world, n)])[0]


def dialog(page, kind):
    return next((each for each in page.window().findChildren(kind) if each.isVisible()), None)


def opened(qtbot, page, kind):
    qtbot.waitUntil(lambda: dialog(page, kind) is not None)
    return dialog(page, kind)


def press(qtbot, page, n, key):
    page.table.set_current_id(order(page._world, n))
    page.table.setFocus()
    qtbot.keyClick(page.table, key)


def ctrl_enter(qtbot, shown):
    qtbot.keyClick(shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
