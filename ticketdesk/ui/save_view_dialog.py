"""The dialog that keeps what the list shows as a view, or changes a kept one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.desk import Done
from ticketdesk.desk.view_keeping import LONGEST_NAME
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.saved_views import SavedViewRow
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import label, one_line, set_tooltip
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class Keeping(NamedTuple):
    """What is kept: the conditions in ``words`` of the agent's language, ``what`` besides them, and how.

    ``command(name, shared, view_id)`` keeps it; ``view_id`` is None for a new one.
    """

    words: str
    what: str
    command: Callable[[str, bool, int | None], Command]


class SaveViewDialog(ModalDialog):
    """Asks for a name and for whom; ``view`` is the kept one that is changed."""

    def __init__(self, world: World, kept: Keeping, view: SavedViewRow | None, parent: QWidget) -> None:
        title = tr("Change the view") if view else tr("Keep as a view")
        super().__init__(parent, title, kept.what, width=440)
        self._world, self._kept, self._view = world, kept, view
        self.name = QLineEdit(view.name if view else "")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(tr("Name of the view"))
        self.name.setPlaceholderText(tr("Name of the view"))
        self.shared = QCheckBox(tr("For everybody of the shop"))
        self.shared.setChecked(view is not None and view.owner_id is None)
        why = refusal(world, Permission.SHOP_EDIT)
        self.shared.setEnabled(not why)
        set_tooltip(self.shared, why)
        self.body.addWidget(label(one_line(kept.words, 56), role="third"))
        self.body.addWidget(self.name)
        self.body.addWidget(self.shared)
        self.keep = button(tr("Keep"), kind="primary")
        cancel = button(tr("Cancel"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.keep)
        cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.name.returnPressed.connect(self._keep)
        self.submitted.connect(self._keep)
        self.name.textChanged.connect(self._weigh)
        self._weigh()
        self.name.setFocus()

    def _weigh(self) -> None:
        self.keep.setEnabled(bool(self.name.text().strip()))

    def _keep(self) -> None:
        if not self.keep.isEnabled():
            return
        self.keep.setEnabled(False)
        view = self._view.id if self._view else None
        command = self._kept.command(self.name.text(), self.shared.isChecked(), view)
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("View “{0}” kept", one_line(self.name.text(), 40)), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()
