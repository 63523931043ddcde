"""Settings of the import: a folder of this computer that is watched for order files, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from ticketdesk.domain.order_settings import IMPORT_AT_ONCE
from ticketdesk.ui.orders.folder_watch import FOLDER, SINCE, WATCH
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.settings.setting_fields import SettingFields, SwitchField
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_folder
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class ImportSection(SectionFrame):
    """The folder and its switch are this computer's, kept at once; what becomes of the files is the shop's choice."""

    remade = True

    def __init__(self, world: World) -> None:
        super().__init__(tr("Import"), tr("Files that the back office's export puts into a folder of this computer."))
        self._world = world
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(tr("Folder"))
        self.folder.setPlaceholderText(tr("None chosen"))
        self.choose = button(tr("Choose a folder…"), icon="upload")
        self.on = QCheckBox(tr("Watch this folder for order files"))
        self.state = label(role="third", wrap=True)
        self.at_once = SwitchField(IMPORT_AT_ONCE, tr("Take in at once what comes; undo takes each file back"))
        self._build()
        self.choose.clicked.connect(self._ask)
        self.on.clicked.connect(self._turn)
        self._show()

    def _build(self) -> None:
        card = self.card(tr("Watched folder"))
        said = tr(
            "New and changed files that hold orders, refunds or courier numbers are named at the foot of the window."
            " Files that are still being written are waited for, and the same content comes only once."
        )
        card.body.addWidget(label(said, role="third", wrap=True))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose)
        add_row(card, tr("Folder"), row, wide=True)
        card.body.addWidget(self.on)
        card.body.addWidget(self.state)
        shop = self.card(tr("What becomes of the files, for the whole shop"))
        shop.body.addWidget(self.at_once)
        self._keeper = SettingFields(self._world, [self.at_once], self)

    def _ask(self) -> None:
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        place = self._world.kept.get(FOLDER) or usual
        choose_folder(self.window(), tr("Choose the folder to watch"), self.watch, place=place)

    def watch(self, name: str) -> None:
        """Watch the folder of this name from now on."""
        self._world.kept.put(FOLDER, str(Path(name)))
        self._turned(on=True)

    def _turn(self, on: bool) -> None:
        if on and not self._world.kept.get(FOLDER):
            self._show()
            self._ask()
            return
        self._turned(on=on)

    def _turned(self, *, on: bool) -> None:
        self._world.kept.put(WATCH, "1" if on else "0")
        self._world.kept.put(SINCE, str(self._world.clock()))
        self._world.watch_turned.emit()
        self._show()

    def _show(self) -> None:
        on = self._world.kept.get(WATCH) == "1"
        self.folder.setText(self._world.kept.get(FOLDER))
        self.folder.setCursorPosition(0)
        self.on.setChecked(on)
        off = tr("Off: files are only taken in when they are chosen or dropped.")
        self.state.setText(tr("On while an agent who may import orders is at work.") if on else off)


def make(world: World) -> QWidget:
    """Return the section."""
    return ImportSection(world)
