"""What is done to several phrases at once, each one act that one undo takes back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.desk.commands.phrases import GroupPhrases, LimitPhrases, OwnPhrases, RemovePhrases
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.phrases.validity import ValidityFields
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn


class BulkBar(QWidget):
    """``wanted(command, said)`` for an act on the chosen phrases; hidden while fewer than two are chosen."""

    wanted = Signal(object, str)

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._ids: tuple[int, ...] = ()
        self.chosen = label(role="strong")
        self.group = button(tr("Group…"), "tag", small=True, name=tr("Group of the chosen phrases"))
        self.limit = button(tr("Validity…"), "clock", small=True, name=tr("Validity of the chosen phrases"))
        self.mine = button(tr("Make mine"), "pin", small=True)
        self.shop = button(tr("Give to the shop"), "users", small=True)
        self.remove = button(tr("Remove all"), "trash-2", "danger", small=True, name=tr("Remove the chosen phrases"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(self.chosen)
        row.addStretch(1)
        for each in (self.group, self.limit, self.mine, self.shop, self.remove):
            row.addWidget(each)
        self.group.clicked.connect(self._ask_group)
        self.limit.clicked.connect(self._ask_days)
        self.mine.clicked.connect(self._make_mine)
        self.shop.clicked.connect(self._give)
        self.remove.clicked.connect(self._remove)
        self.hide()

    def show_chosen(self, ids: Sequence[int]) -> None:
        """Offer acts on these phrases; none hides the bar."""
        self._ids = tuple(ids)
        self.chosen.setText(tr("{0} chosen", len(ids)))
        may = self._world.may(Permission.PHRASE_EDIT)
        self.shop.setVisible(may)
        self.mine.setVisible(may)
        self.setVisible(bool(ids))

    def _ask_group(self) -> None:
        dialog = PhraseGroupDialog(self)
        dialog.taken.connect(self._grouped)
        dialog.open()

    def _grouped(self, name: str) -> None:
        self.wanted.emit(GroupPhrases(phrase_ids=self._ids, grouping=name), tr("Group changed"))

    def _ask_days(self) -> None:
        dialog = PhraseDaysDialog(self, self._world.clock())
        dialog.taken.connect(self._limited)
        dialog.open()

    def _limited(self, days: tuple[int | None, int | None]) -> None:
        command = LimitPhrases(phrase_ids=self._ids, valid_from=days[0], valid_to=days[1])
        self.wanted.emit(command, tr("Validity changed"))

    def _make_mine(self) -> None:
        self.wanted.emit(OwnPhrases(phrase_ids=self._ids, personal=True), tr("Only yours now"))

    def _give(self) -> None:
        self.wanted.emit(OwnPhrases(phrase_ids=self._ids, personal=False), tr("Given to the shop"))

    def _remove(self) -> None:
        said = trn(len(self._ids), "{0} phrase removed", "{0} phrases removed")
        self.wanted.emit(RemovePhrases(phrase_ids=self._ids), said)


class PhraseGroupDialog(ModalDialog):
    """``taken(name)``; an empty name takes the phrases out of any group."""

    taken = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Group of the chosen phrases"), width=400)
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name.setAccessibleName(tr("Group"))
        self.name.setPlaceholderText(tr("empty: no group"))
        self.body.addWidget(self.name)
        _finish(self)
        self.submitted.connect(self._take)
        self.name.returnPressed.connect(self._take)

    def _take(self) -> None:
        self.taken.emit(self.name.text())
        self.accept()


class PhraseDaysDialog(ModalDialog):
    """``taken((from, before))`` in UTC ms."""

    taken = Signal(object)

    def __init__(self, parent: QWidget, now: int) -> None:
        super().__init__(parent, tr("Validity of the chosen phrases"), tr("both days included"), width=460)
        self.fields = ValidityFields(now)
        self.body.addWidget(self.fields)
        _finish(self)
        self.submitted.connect(self._take)

    def _take(self) -> None:
        self.taken.emit(self.fields.days())
        self.accept()


def _finish(dialog: ModalDialog) -> None:
    cancel = button(tr("Cancel"))
    take = button(tr("Apply  Ctrl+Enter"), kind="primary", name=tr("Apply"))
    cancel.clicked.connect(dialog.reject)
    take.clicked.connect(dialog.submitted)
    take.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    dialog.footer.addWidget(cancel)
    dialog.footer.addWidget(take)
