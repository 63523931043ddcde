"""The question before the shop goes back to a backup: what comes back, what goes, and that nothing is deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.backup.manifest import Manifest
from ticketdesk.store.backup.reading import Archive
from ticketdesk.ui.errors import words
from ticketdesk.ui.moments import date_text
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TASK: Final = "backups.look"


class RestoreDialog(ModalDialog):
    """Looks at the file first; with consent the window closes, and the shop comes back out of the backup."""

    def __init__(self, world: World, path: Path, parent: QWidget) -> None:
        super().__init__(parent, tr("Restore a backup"), one_line(path.name, 60), width=520)
        self._world, self._path = world, path
        self.what = label(tr("Looking at the file…"), wrap=True)
        self.warning = label(
            tr("What was written since then leaves the shop. The present files are kept, and nothing is deleted."),
            wrap=True,
            role="second",
        )
        self.body.addWidget(self.what)
        self.body.addWidget(self.warning)
        self.keep = button(tr("Leave it"))
        self.go = button(tr("Restore  Ctrl+Enter"), kind="danger", name=tr("Restore"))
        self.go.setEnabled(False)
        self.footer.addWidget(self.keep)
        self.footer.addWidget(self.go)
        self.keep.clicked.connect(self.reject)
        self.go.clicked.connect(self._restore)
        self.submitted.connect(self._restore)
        self.keep.setFocus()
        self._look()

    def _look(self) -> None:
        path = self._path

        def work(_progress: Progress, _cancelled: Cancelled) -> Manifest:
            return Archive(path).manifest

        self._world.tasks.start(_TASK, work, self._seen, self._refused)

    def _seen(self, manifest: Manifest) -> None:
        when = date_text(manifest.made_at, self._world.clock())
        self.what.setText(
            trn(
                manifest.rows,
                "The shop goes back to how it was: {1}, {0} row.",
                "The shop goes back to how it was: {1}, {0} rows.",
                when,
            )
        )
        self.go.setEnabled(self._world.may(Permission.SHOP_EDIT))

    def _refused(self, error: BaseException) -> None:
        self.warning.hide()
        self.what.setText(words(error) or tr("The file cannot be read."))
        self.what.setProperty("role", "bad")
        self.what.style().unpolish(self.what)
        self.what.style().polish(self.what)

    def _restore(self) -> None:
        if self.go.isEnabled():
            self.accept()
            self._world.restore_wanted.emit(self._path)
