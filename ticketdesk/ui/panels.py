"""F6: the focus goes round the panels of the window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QWidget


def panels_of(page: QWidget) -> list[QWidget]:
    """Return the panels of a page: what its ``panels()`` names, else the parts of its splitter, else itself."""
    named = getattr(page, "panels", None)
    if callable(named):
        return [each for each in named() if each.isVisible()]
    splitter = page.findChild(QSplitter)
    if splitter is None:
        return [page]
    parts = [splitter.widget(place) for place in range(splitter.count())]
    return [part for part in parts if part is not None and part.isVisible()] or [page]


def step(panels: list[QWidget], by: int) -> bool:
    """Give the focus to the panel after (``by`` 1) or before (-1) the one that has it; False where none can take it."""
    focus = QApplication.focusWidget()
    here = next((place for place, panel in enumerate(panels) if _holds(panel, focus)), -1 if by > 0 else 0)
    for tried in range(1, len(panels) + 1):
        target = first_field(panels[(here + by * tried) % len(panels)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False


def first_field(panel: QWidget) -> QWidget | None:
    """Return the widget of ``panel`` that takes the focus first: itself, or the first of its children by tab order."""
    if not panel.isVisible():
        return _first_named(panel)
    if _takes(panel):
        return panel
    return next((each for each in _below(panel) if _takes(each)), None)


def _below(panel: QWidget) -> Iterator[QWidget]:
    """What lies in a panel, in the order in which it was made, which is the order of Tab.

    Not by ``nextInFocusChain``: PySide ties each widget to the one that it returned, and when one of them goes, takes
    everything below all that follow in the chain (viewports, entries of menus) for deleted in every page of the window.
    """
    for child in panel.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
            yield from _below(child)


def _first_named(page: QWidget) -> QWidget | None:
    """Return what shall have the focus when the window of ``page`` is shown: else Qt gives it to the search field,
    whose cursor then blinks for as long as nobody works.

    Going round everything in it would have Qt build all its widget classes before the first picture.
    """
    named = getattr(page, "panels", None)
    first = next(iter(named()), None) if callable(named) else None
    return first if first is not None and _wants(first) else None


def _takes(widget: QWidget) -> bool:
    return _wants(widget) and widget.isVisible() and widget.isEnabled()


def _wants(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def _holds(panel: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (panel is focus or panel.isAncestorOf(focus))
