"""The dialog that keeps what the list shows as a view, or changes a kept one."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ticketdesk.desk.commands.ticket_views import LONGEST_NAME, SaveTicketView
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.saved_views import SavedViewRow
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import label, one_line, set_tooltip
from ticketdesk.ui.tickets.list.saved_views import Kept
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class SaveViewDialog(ModalDialog):
    """Asks for a name and for whom; ``view`` is the kept one that is changed."""

    def __init__(self, world: World, kept: Kept, view: SavedViewRow | None, parent: QWidget) -> None:
        title = tr("Change the view") if view else tr("Keep as a view")
        super().__init__(parent, title, tr("Conditions, order, headings, columns"), width=440)
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
        self.body.addWidget(label(one_line(kept.words, 56) or tr("All tickets"), role="third"))
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
        kept = self._kept
        command = SaveTicketView(
            view_id=self._view.id if self._view else None, view_name=self.name.text(), query=kept.query,
            ordering=kept.ordering, turned=kept.turned, grouping=kept.grouping, hidden=kept.hidden,
            shared=self.shared.isChecked(),
        )  # fmt: skip
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("View “{0}” kept", one_line(self.name.text(), 40)), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()
