"""Which of those who may be the same buyer are merged, and whose name stays."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from ticketdesk.desk.commands.buyer_family import MergeBuyers
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries.buyer_profile import BuyerProfile
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.buyers import why_name


class MergeBuyersDialog(ModalDialog):
    """Nothing is lost: one undo parts them again. Nobody is ticked before somebody looked."""

    def __init__(self, world: World, profile: BuyerProfile, parent: QWidget) -> None:
        nick = one_line(profile.row.nick, 40)
        super().__init__(parent, tr("Merge buyers"), tr("into {0}", nick), width=520)
        self._world, self._buyer, self._nick = world, profile.row.id, nick
        told = tr(
            "Orders, conversations, tickets, refunds, tags and coupons of those ticked go to {0}; what comes in under"
            " their names later too. Undo parts them again.", nick,
        )  # fmt: skip
        self.body.addWidget(label(told, wrap=True, role="second"))
        self.boxes: dict[int, QCheckBox] = {}
        for twin in profile.family.twins:
            said = " · ".join(part for part in (one_line(twin.nick, 40), why_name(twin.why), twin.name) if part)
            box = QCheckBox(said.replace("&", "&&"))
            box.setAccessibleName(said)
            box.toggled.connect(self._weigh)
            self.body.addWidget(box)
            self.boxes[twin.buyer_id] = box
        self.merge = button(tr("Merge  Ctrl+Enter"), kind="primary", name=tr("Merge buyers"))
        cancel = button(tr("Cancel"))
        for widget in (cancel, self.merge):
            self.footer.addWidget(widget)
        cancel.clicked.connect(self.reject)
        self.merge.clicked.connect(self._merge)
        self.submitted.connect(self._merge)
        self._weigh()
        next(iter(self.boxes.values()), self.merge).setFocus()

    def chosen(self) -> tuple[int, ...]:
        """The buyers ticked."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def _weigh(self, _on: bool = False) -> None:
        self.merge.setEnabled(bool(self.chosen()))
        self.set_status("" if self.chosen() else tr("Tick who is the same person"))

    def _merge(self) -> None:
        if self.merge.isEnabled():
            self.merge.setEnabled(False)
            command = MergeBuyers(buyer_id=self._buyer, buyer_ids=self.chosen())
            self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        count = len(self.chosen())
        said = trn(count, "{0} buyer merged into {1}", "{0} buyers merged into {1}", self._nick)
        self._world.notices.say(said, undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()
