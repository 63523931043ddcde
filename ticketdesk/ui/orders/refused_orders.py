"""The orders that an act on many left as they were, each with its reason, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.widgets.lines_dialog import LinesDialog
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

_MOST_LINES: Final = 500


def tell_refused(parent: QWidget, refused: Sequence[tuple[str, DeskError]], title: str, done: str) -> None:
    """List the orders (number and reason) under ``title``; ``done`` says what became of the others."""
    lines = [f"{number}  {sentence(error)}".strip() for number, error in refused[:_MOST_LINES]]
    if len(refused) > _MOST_LINES:
        lines.append(tr("and {0} more", f"{len(refused) - _MOST_LINES:,}"))
    LinesDialog(parent, title, done, tr("Orders and why"), lines).open()
