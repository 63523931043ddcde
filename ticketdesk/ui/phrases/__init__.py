"""The phrase workshop: the phrases of the shop and of the agent, kept, searched, taken in and written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ticketdesk.ui.world import World


def open_phrases(world: World, parent: QWidget) -> None:
    """Open the workshop over the window of ``parent``; it is loaded only now, since few open it at a start."""
    from ticketdesk.ui.phrases.workshop import PhraseWorkshop

    PhraseWorkshop(world, parent).open()
