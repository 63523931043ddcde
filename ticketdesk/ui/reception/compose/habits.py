"""How this shop and this computer write: which Enter sends, which rules of wording are asked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.settings import ENTER_SENDS, WORDING_CONTACT, WORDING_ON, WORDING_RULES
from ticketdesk.domain.wording_rules import Finding, check
from ticketdesk.store.queries import settings
from ticketdesk.ui.settings.kept import Setting
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

ENTER: Final = Setting("reply/enter", "shop")
"""This computer's choice: shop (as the shop has it), sends, breaks."""


class Habits(QObject):
    """Reads the settings once and again when they change; `changed()` tells."""

    changed = Signal()

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._read: dict[str, int] = {}
        self._off: frozenset[str] | None = None  # rules that the shop has switched off, each alone
        self._warm = False
        world.changed.connect(self._heard)

    @property
    def enter(self) -> str:
        """What was chosen on this computer."""
        return self._world.kept.get(ENTER)

    def choose_enter(self, choice: str) -> None:
        """Keep another choice on this computer: shop, sends or breaks."""
        self._world.kept.put(ENTER, choice)
        self.changed.emit()

    def enter_sends(self) -> bool:
        """Whether Enter sends and Shift+Enter breaks the line, or the other way round."""
        if self.enter in ("sends", "breaks"):
            return self.enter == "sends"
        return bool(self._number("enter"))

    def warm(self) -> None:
        """Compile the rules of wording in a worker: the first sending shall not wait for them."""
        if not self._warm:
            self._warm = True
            self._world.tasks.start("reply.rules", _compile, _nothing, self._world.notices.refuse)

    def findings(self, text: str) -> list[Finding]:
        """Return what ``text`` says against the rules that the shop has switched on."""
        if not text.strip() or not self._number("on"):
            return []
        from ticketdesk.desk.wording import rules

        if self._off is None:
            self._off = settings.switched_off(self._world.reader, WORDING_RULES)
        return check(rules(), text, contact=bool(self._number("contact")), ignored=self._off)

    def _number(self, name: str) -> int:
        if name not in self._read:
            setting = {"enter": ENTER_SENDS, "on": WORDING_ON, "contact": WORDING_CONTACT}[name]
            self._read[name] = settings.number(self._world.reader, setting)
        return self._read[name]

    def _heard(self, changes: Changes) -> None:
        if changes.touches("setting"):
            self._read.clear()
            self._off = None
            self.changed.emit()


def _compile(_progress: Progress, _cancelled: Cancelled) -> int:
    from ticketdesk.desk.wording import rules

    return len(rules())


def _nothing(_count: int) -> None:
    return None
