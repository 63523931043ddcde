"""Phrases written to a file from the workshop: which, in which form, recorded before the first is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.desk import Done
from ticketdesk.desk.exports import phrase_records
from ticketdesk.domain.permissions import Permission
from ticketdesk.exchange.phrases import write_phrases
from ticketdesk.exchange.writers import UTF8_BOM
from ticketdesk.store.queries.phrases import phrase_count
from ticketdesk.store.reader import Rows
from ticketdesk.ui.tasks import Cancelled, Progress, Work
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_target
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
        self.stop = button("", "x", name=tr("Stop writing the phrases"))
        self.stop.hide()
        self.stop.clicked.connect(self._stop)

    def write(self, path: Path, encoding: str = UTF8_BOM) -> None:
        """Record the export, then write the shop's phrases to ``path``; JSON lines hold the agent's own as well."""
        reader, own = self._world.reader, path.suffix.lower() == ".jsonl"
        agent = self._world.agent_id if own else None

        def count(_progress: Progress, _cancelled: Cancelled) -> int:
            return phrase_count(reader, agent)

        def counted(rows: int) -> None:
            self._world.post(RecordExport(kind="phrases", rows=rows), partial(recorded, rows))

        def recorded(rows: int, _done: Done) -> None:
            self._begin(path, partial(_write, reader, agent, path, encoding, rows))

        self._world.tasks.start(_TASK, count, counted, self._world.notices.refuse)

    def _begin(self, path: Path, work: Work) -> None:
        def told(written: int) -> None:
            self._end()
            words = trn(written, "{0} phrase written to {1}", "{0} phrases written to {1}", path.name)
            self._world.notices.say(words)

        self._stepped(0.0)
        self.stop.show()
        self._world.tasks.start(_TASK, work, told, self._failed, self._stepped)

    def _failed(self, error: BaseException) -> None:
        self._end()
        self._world.notices.refuse(error)

    def _stepped(self, share: object) -> None:
        if isinstance(share, float):
            self.stop.setText(tr("Stop writing  {0} %", f"{min(99, int(100 * share))}"))

    def _stop(self) -> None:
        """Write no more: a file that stood there before stays as it was."""
        self._world.tasks.cancel(_TASK)
        self._end()
        self._world.notices.say(tr("Nothing was written"))

    def _end(self) -> None:
        self.stop.hide()

    def _ask(self, ending: str, encoding: str, _checked: bool = False) -> None:
        choose_target(
            self._page, tr("Export phrases"), partial(self._chosen, encoding),
            name=f"phrases.{ending}", kinds=f"*.{ending}", ending=ending,
        )  # fmt: skip

    def _chosen(self, encoding: str, name: str) -> None:
        self.write(Path(name), encoding)


def _write(
    reader: Rows, agent: int | None, path: Path, encoding: str, rows: int, progress: Progress, cancelled: Cancelled
) -> int:
    def step(done: int, _rows: int) -> None:
        progress(done / max(1, rows))

    return write_phrases(path, phrase_records(reader, agent), encoding=encoding, progress=step, cancelled=cancelled)
