"""Acts on many tickets in the tests of the tickets page: choosing all, waiting for a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ticketdesk.store.queries import ticket_types
from ticketdesk.ui.world import Place


def choose_all(qtbot, page, ids):
    """List these tickets and choose all of them by the keyboard."""
    page.ids = list(ids)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == len(page.ids))
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.open_place(Place("tickets"))
    qtbot.keyClick(page.list.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    return page


def opened(qtbot, page, kind):
    """Wait for a dialog of this kind."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
    return next(each for each in page.findChildren(kind) if each.isVisible())


def sends(qtbot, dialog):
    """Ctrl+Enter where the keyboard is."""
    qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def kept(world, *ids):
    """The own fields of tickets as they are kept."""
    found = (ticket_types.values(world.reader, each) for each in ids)
    return [{key: each.value for key, each in values.items() if each.value} for values in found]
