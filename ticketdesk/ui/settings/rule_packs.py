"""The rules of deadlines go out as TOML and come in again, from their card in the settings."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.desk import deadlines
from ticketdesk.desk.rule_packs import write_pack
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules.values import Pack
from ticketdesk.store.reader import Rows
from ticketdesk.ui.settings.rule_pack_dialog import RulePackDialog
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_target
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_TASK: Final = "rules.write"


class RulePackActs(QWidget):
    """Export for everybody; import, and the shipped rules again, for who may change the shop."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self.give_out = button(tr("Export the rules…"), icon="download", small=True)
        self.take_in = button(tr("Import rules…"), icon="upload", small=True)
        self.bring_back = button(tr("Shipped rules…"), icon="undo-2", small=True, name=tr("Back to the shipped rules"))
        for part in (self.take_in, self.bring_back):
            part.setEnabled(world.may(Permission.SHOP_EDIT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        acts = ((self.bring_back, self._restore), (self.give_out, self._ask), (self.take_in, self._import))
        for part, slot in acts:
            row.addWidget(part)
            part.clicked.connect(slot)

    def show_pack(self, pack: Pack) -> None:
        """Offer the shipped rules where ``pack`` in force is another one."""
        self.bring_back.setVisible(pack != deadlines.newest())

    def write(self, path: Path) -> None:
        """Write the pack in force to ``path``; a sentence says that it is there, or why it is not."""
        self.give_out.setEnabled(False)
        work = partial(_write, self._world.reader, path, self._world.clock())
        self._world.tasks.start(_TASK, work, partial(self._written, path), self._failed)

    def _ask(self) -> None:
        choose_target(
            self.window(), tr("Export the rules"), lambda name: self.write(Path(name)),
            name="deadlines.toml", kinds="*.toml", ending="toml",
        )  # fmt: skip

    def _import(self) -> None:
        RulePackDialog(self._world, self.window()).open()

    def _restore(self) -> None:
        RulePackDialog(self._world, self.window(), shipped=True).open()

    def _written(self, path: Path, _result: object) -> None:
        self.give_out.setEnabled(True)
        self._world.notices.say(tr("The rules are written to {0}", path.name))

    def _failed(self, error: BaseException) -> None:
        self.give_out.setEnabled(True)
        self._world.notices.refuse(error)


def _write(reader: Rows, path: Path, now: int, _progress: Progress, _cancelled: Cancelled) -> None:
    write_pack(reader, path, now)
