"""The check of the log: every seal of the journal compared in a task, and the result in one banner."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.store.queries.verify import Finding
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import Banner
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TASK: Final = "audit.check"


class LogCheck(QObject):
    """The button, and what it says in ``result``."""

    def __init__(self, world: World, result: Banner) -> None:
        super().__init__(result)
        self._world, self._result = world, result
        self._lent: QWidget | None = None
        self.button = button(tr("Check the log"), "circle-check")
        self.button.clicked.connect(self._check)

    def _check(self) -> None:
        held = self.button.hasFocus()
        self.button.setEnabled(False)
        self._lent = self.button.window().focusWidget() if held else None
        self._result.show()
        self._result.set_banner(tr("Every seal is compared; a log of years takes some seconds."), "accent")
        world = self._world

        def work(_progress: Progress, _cancelled: Cancelled) -> list[Finding]:
            return world.check_log()

        world.tasks.start(_TASK, work, self._checked, self._failed)

    def _free(self) -> None:
        """Offer the button again, with the keyboard where it only went on because the button was off."""
        self.button.setEnabled(True)
        if self._lent is not None and self._lent is self.button.window().focusWidget():
            self.button.setFocus()
        self._lent = None

    def _checked(self, found: list[Finding]) -> None:
        self._free()
        if not found:
            self._result.set_banner(tr("Every act follows from the one before, nothing is missing."), "ok",
                                    lead=tr("The log is whole."))  # fmt: skip
            return
        first = ", ".join(finding.what for finding in found[:3])
        text = trn(
            len(found),
            "{0} act was changed, added or removed from outside (first: {1}). Keep the folder as it is and compare"
            " with a backup.",
            "{0} acts were changed, added or removed from outside (first: {1}). Keep the folder as it is and compare"
            " with a backup.",
            first,
        )
        self._result.set_banner(text, "bad", lead=tr("The log is not whole."))

    def _failed(self, error: BaseException) -> None:
        self._free()
        self._result.hide()
        self._world.notices.refuse(error)
