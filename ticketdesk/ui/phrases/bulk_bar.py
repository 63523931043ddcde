"""What is done to several phrases at once, each one act that one undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.phrases import ChangeManyPhrases, GroupPhrases, LimitPhrases, OwnPhrases, RemovePhrases
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.phrases.validity import ValidityFields
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_AT_ONCE: Final = 1_000
"""Phrases that are changed in one transaction; so many take a twentieth of a second, and others wait for it."""


class BulkBar(QWidget):
    """``wanted(command, said)`` for an act on the chosen phrases; hidden while fewer than two are chosen.

    An act on very many is done here in steps, and can be stopped; ``done(said)`` tells its end.
    """

    wanted = Signal(object, str)
    done = Signal(str)
    _told = Signal(int)

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._ids: tuple[int, ...] = ()
        self._stop: Event | None = None
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
        self.stop = button(tr("Stop"), "x", small=True, name=tr("Stop, and leave everything as it was"))
        self.stop.hide()
        row.addStretch(1)
        row.addWidget(self.stop)
        for each in (self.group, self.limit, self.mine, self.shop, self.remove):
            row.addWidget(each)
        self.group.clicked.connect(self._ask_group)
        self.limit.clicked.connect(self._ask_days)
        self.mine.clicked.connect(self._make_mine)
        self.shop.clicked.connect(self._give)
        self.remove.clicked.connect(self._remove)
        self.stop.clicked.connect(self.break_off)
        self._told.connect(self._step)
        self.hide()

    def show_chosen(self, ids: Sequence[int]) -> None:
        """Offer acts on these phrases; none hides the bar."""
        if self._stop is not None:
            return  # what is being changed is shown until it is done
        self._ids = tuple(ids)
        self.chosen.setText(tr("{0} chosen", f"{len(ids):,}"))
        self._offer(working=False)
        self.setVisible(bool(ids))

    def follow(self, table: TableView) -> None:
        """Offer acts on what is chosen in ``table``, where that is more than one."""
        self.show_chosen(table.selected_ids() if table.selected_count() > 1 else [])

    def break_off(self) -> bool:
        """Stop a change of very many that runs; False where none does."""
        if self._stop is None:
            return False
        self._stop.set()
        return True

    def _offer(self, *, working: bool) -> None:
        may = self._world.may(Permission.PHRASE_EDIT)
        for each in (self.group, self.limit, self.remove):
            each.setVisible(not working)
        for each in (self.shop, self.mine):
            each.setVisible(may and not working)
        self.stop.setVisible(working)

    def _want(self, command: Command, said: str, many: ChangeManyPhrases) -> None:
        """Let it be done as one step, or here in many."""
        if len(self._ids) <= _AT_ONCE:
            self.wanted.emit(command, said)
            return
        stop = Event()
        self.show_working(stop)

        def done(_result: Done) -> None:
            self.over()
            self.done.emit(said)

        self._world.post(many, done, self._failed, progress=self._told.emit, cancelled=stop.is_set)

    def show_working(self, stop: Event, count: int = 0) -> None:
        """Say how many of the chosen are done until all are; its button sets ``stop``."""
        self._stop = stop
        self._offer(working=True)
        self._step(count)

    def _step(self, count: int) -> None:
        if self._stop is not None:
            self.chosen.setText(tr("{0} of {1} done", f"{count:,}", f"{len(self._ids):,}"))

    def _failed(self, error: BaseException) -> None:
        stopped = self._stop is not None and self._stop.is_set()
        self.over()
        if stopped:
            self._world.notices.say(tr("Stopped: everything is as it was"))
        else:
            self._world.notices.refuse(error)

    def over(self) -> None:
        """The change is over: offer the acts again."""
        self._stop = None
        self.show_chosen(self._ids)

    def _ask_group(self) -> None:
        dialog = PhraseGroupDialog(self)
        dialog.taken.connect(self._grouped)
        dialog.open()

    def _grouped(self, name: str) -> None:
        many = ChangeManyPhrases(phrase_ids=self._ids, change="group", grouping=name)
        self._want(GroupPhrases(phrase_ids=self._ids, grouping=name), tr("Group changed"), many)

    def _ask_days(self) -> None:
        dialog = PhraseDaysDialog(self, self._world.clock())
        dialog.taken.connect(self._limited)
        dialog.open()

    def _limited(self, days: tuple[int | None, int | None]) -> None:
        command = LimitPhrases(phrase_ids=self._ids, valid_from=days[0], valid_to=days[1])
        many = ChangeManyPhrases(phrase_ids=self._ids, change="days", valid_from=days[0], valid_to=days[1])
        self._want(command, tr("Validity changed"), many)

    def _make_mine(self) -> None:
        many = ChangeManyPhrases(phrase_ids=self._ids, change="mine")
        self._want(OwnPhrases(phrase_ids=self._ids, personal=True), tr("Only yours now"), many)

    def _give(self) -> None:
        many = ChangeManyPhrases(phrase_ids=self._ids, change="shop")
        self._want(OwnPhrases(phrase_ids=self._ids, personal=False), tr("Given to the shop"), many)

    def _remove(self) -> None:
        said = trn(len(self._ids), "{0} phrase removed", "{0} phrases removed")
        many = ChangeManyPhrases(phrase_ids=self._ids, change="remove")
        self._want(RemovePhrases(phrase_ids=self._ids), said, many)


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
