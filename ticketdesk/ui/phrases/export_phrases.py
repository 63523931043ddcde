"""Phrases written to a file from the workshop: which, in which form, recorded before the first is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.desk import Done
from ticketdesk.desk.exports import phrase_records
from ticketdesk.domain.permissions import Permission
from ticketdesk.exchange.phrases import write_phrases
from ticketdesk.exchange.writers import UTF8_BOM
from ticketdesk.store.queries.phrases import phrase_count
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr, trn

_TASK: Final = "phrases.export"
# The words of the menu, the ending, the encoding of a .csv.
_FORMS: Final = (
    (mark("Qianniu CSV (GB18030)"), "csv", "gb18030"),
    (mark("Qianniu CSV (UTF-8)"), "csv", UTF8_BOM),
    (mark("Qianniu Excel"), "xlsx", UTF8_BOM),
    (mark("JSON lines, every column, with your own"), "jsonl", UTF8_BOM),
)


class PhraseExport(QObject):
    """The button and what it does; shown only to agents who may export."""

    def __init__(self, world: World, page: QWidget) -> None:
        super().__init__(page)
        self._world, self._page = world, page
        self.button = button(tr("Export"), "download")
        menu = QMenu(self.button)
        for words, ending, encoding in _FORMS:
            menu.addAction(tr(words)).triggered.connect(partial(self._ask, ending, encoding))
        self.button.setMenu(menu)
        self.button.setVisible(world.may(Permission.DATA_EXPORT))

    def write(self, path: Path, encoding: str = UTF8_BOM) -> None:
        """Record the export, then write the shop's phrases to ``path``; JSON lines hold the agent's own as well."""
        reader, own = self._world.reader, path.suffix.lower() == ".jsonl"
        agent = self._world.agent_id if own else None

        def work(_progress: Progress, cancelled: Cancelled) -> int:
            return write_phrases(path, phrase_records(reader, agent), encoding=encoding, cancelled=cancelled)

        def recorded(_done: Done) -> None:
            self._world.tasks.start(_TASK, work, told, self._world.notices.refuse)

        def told(count: int) -> None:
            self._world.notices.say(trn(count, "{0} phrase written to {1}", "{0} phrases written to {1}", path.name))

        self._world.post(RecordExport(kind="phrases", rows=phrase_count(reader, agent)), recorded)

    def _ask(self, ending: str, encoding: str, _checked: bool = False) -> None:
        dialog = QFileDialog(self._page, tr("Export phrases"), f"phrases.{ending}", f"*.{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.fileSelected.connect(partial(self._chosen, encoding))
        dialog.open()

    def _chosen(self, encoding: str, name: str) -> None:
        self.write(Path(name), encoding)
