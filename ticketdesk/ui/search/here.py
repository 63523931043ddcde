"""What the page shown can be told to do: its own acts and every button that can be pressed there now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

import shiboken6
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from ticketdesk.ui.actions import keys_text

HERE: Final = "here:"
_MOST: Final = 200


class HereAct(NamedTuple):
    """One thing to do on the page: its words, its keys ("" for none), and how it is done."""

    text: str
    keys: str
    run: Callable[[], object]


def here(page: QWidget | None) -> tuple[HereAct, ...]:
    """Return what can be done on ``page`` now, acts with keys first, each name once."""
    if page is None:
        return ()
    found: dict[str, HereAct] = {}
    for each in (*_acts(page), *_buttons(page)):
        if each.text and len(found) < _MOST:
            found.setdefault(each.text, each)
    return tuple(found.values())


def _acts(page: QWidget) -> Iterator[HereAct]:
    for action in page.findChildren(QAction):
        owner = action.parent()
        reachable = isinstance(owner, QWidget) and (owner is page or owner.isVisibleTo(page))
        if action.isEnabled() and action.shortcuts() and reachable:
            keys = keys_text(action.shortcut().toString(QKeySequence.SequenceFormat.PortableText))
            yield HereAct(action.text(), keys, partial(_do, action))


def _buttons(page: QWidget) -> Iterator[HereAct]:
    for button in page.findChildren(QAbstractButton):
        if button.isEnabled() and button.isVisibleTo(page):
            yield HereAct(button.accessibleName() or button.text(), "", partial(_do, button))


def _do(what: QAction | QAbstractButton) -> None:
    """Do it, unless the page was built anew since it was offered: a message came in, a look ended."""
    if shiboken6.isValid(what):
        what.trigger() if isinstance(what, QAction) else what.click()
