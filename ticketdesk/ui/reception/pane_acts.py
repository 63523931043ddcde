"""Whose act a key means: written for the first pane, done in the one that is worked in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ticketdesk.ui.reception.panes import Panes

Slot = Callable[[], object]


def routed(panes: Panes, slots: Mapping[str, Slot]) -> dict[str, Slot]:
    """Return ``slots`` so that what belongs to the first pane is done in the one that is worked in."""
    return {name: partial(_run, panes, slot) for name, slot in slots.items()}


def _run(panes: Panes, slot: Slot) -> object:
    owner = getattr(slot, "__self__", None)
    twin = _twin(panes, owner) if isinstance(owner, QObject) else None
    return slot() if twin is None else getattr(twin, getattr(slot, "__name__", ""))()


def _twin(panes: Panes, owner: QObject) -> QObject | None:
    """What ``owner``, a part of the first pane, is in the active one; None for what is no part of it."""
    first, active = panes.panels()[0], panes.active()
    if active is first:
        return None
    if owner is first:
        return active
    alike = first.findChildren(type(owner))
    return active.findChildren(type(owner))[alike.index(owner)] if owner in alike else None
