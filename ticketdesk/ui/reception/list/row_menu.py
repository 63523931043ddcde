"""The menu of one or several rows of the conversation list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui.icons import icon
from ticketdesk.ui.reception.list.marking import Marking, RowAct
from ticketdesk.words import tr, trn


def row_menu(rows: Sequence[ConversationRow], marking: Marking, extra: Sequence[RowAct], parent: QWidget) -> QMenu:
    """Return the menu for ``rows`` (at least one), with the acts that other parts added."""
    ids = tuple(row.id for row in rows)
    menu = QMenu(parent)
    if len(rows) > 1:
        title = _add(menu, trn(len(rows), "{0} conversation", "{0} conversations"), "", _nothing)
        title.setEnabled(False)
        menu.addSeparator()
    pinned, starred = all(row.pinned_at is not None for row in rows), all(row.starred for row in rows)
    pin = _add(menu, tr("No longer pin") if pinned else tr("Pin to the top"), "pin", lambda: marking.pin(ids))
    star = _add(menu, tr("Take the star away") if starred else tr("Star"), "star", lambda: marking.star(ids))
    for line in (pin, star):
        line.setEnabled(marking.may_mark())
    for each in extra:
        if each.several or len(rows) == 1:
            _add(menu, each.text, each.icon, lambda act=each.act: act(ids))  # type: ignore[misc]
    if len(rows) == 1:
        _add_single(menu, rows[0], marking)
    return menu


def _add_single(menu: QMenu, row: ConversationRow, marking: Marking) -> None:
    menu.addSeparator()
    _add(menu, tr("Copy nickname"), "copy", lambda: QGuiApplication.clipboard().setText(row.nick))
    words = tr("Block the buyer…") if row.blocked_at is None else tr("No longer block the buyer")
    block = _add(menu, words, "ban", lambda: marking.block(row))
    block.setEnabled(marking.may_block())


def _add(menu: QMenu, text: str, name: str, act: Callable[[], object]) -> QAction:
    line = QAction(text.replace("&", "&&"), menu)
    if name:
        line.setIcon(icon(name, "text.second", 16))
    line.triggered.connect(lambda _checked=False: act())
    menu.addAction(line)
    return line


def _nothing() -> None:
    return None
