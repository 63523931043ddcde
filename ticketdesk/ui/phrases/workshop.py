"""The phrase workshop: views and groups, the table with its search, one phrase being written, bulk acts, files."""

from __future__ import annotations

from array import array
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.phrases import RemovePhrase
from ticketdesk.desk.desk import Done
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.override import override
from ticketdesk.ui.phrases.bulk_bar import BulkBar
from ticketdesk.ui.phrases.drafts import PhraseDrafts
from ticketdesk.ui.phrases.editor import PhraseEditor, command_of
from ticketdesk.ui.phrases.export_phrases import PhraseExport
from ticketdesk.ui.phrases.import_dialog import PhraseImportDialog
from ticketdesk.ui.phrases.phrase_table import PhraseTable, PhraseTableModel
from ticketdesk.ui.phrases.place import PhrasePlace
from ticketdesk.ui.phrases.shelf import ALL, NEAR
from ticketdesk.ui.phrases.shelves import NOTHING, Shelves
from ticketdesk.ui.phrases.views import entries
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.nav_list import NavList
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_PICTURE = "phrases.picture"
_MOST_GROUPS = 2_000


class PhraseWorkshop(ModalDialog):
    """Every change is an act of its own and can be undone. Ctrl+Enter saves the phrase that is written.

    ``editor`` and ``bulk`` are such as were made some turns before: all at once would hold the window.
    """

    def __init__(
        self, world: World, parent: QWidget, editor: PhraseEditor | None = None, bulk: BulkBar | None = None
    ) -> None:
        super().__init__(parent, tr("Phrases"), tr("found by code or pinyin initials after /"), width=1232)
        self._world = world
        self.shelves = Shelves(world, self)
        self._editing: int | None = None
        self.model = PhraseTableModel(world.clock, self)
        self.bulk = bulk or BulkBar(world)
        self.editor = editor or PhraseEditor(world)
        self._build()
        self._connect()
        self.drafts = PhraseDrafts(world, self.editor)
        self.editor.settle()
        self.shelves.read()
        self._turn_to(None)

    @override
    def reject(self) -> None:
        """Esc and Close: stop the change of very many phrases that runs, else close."""
        if not self.bulk.break_off():
            super().reject()

    def _build(self) -> None:
        self.views = NavList(tr("Views and groups of phrases"), entries(NOTHING, None))
        self.views.setProperty("role", "bare")
        self.views.setFixedWidth(204)
        self.search = SearchField(tr("Search phrases"), name=tr("Search phrases"))
        self.table = PhraseTable(self.model)
        self.count = label(role="third")
        self.export = PhraseExport(self._world, self)
        self.take_in = button(tr("Import…"), "upload")
        self.new, self.remove = button(tr("New phrase"), "plus"), button(tr("Remove"), "trash-2", "danger")
        self.save = button(tr("Save"), "check", "primary", tip=tr("Save (Ctrl+Enter)"))
        self.undo = button(tr("Undo"), "undo-2")
        self.undo.setVisible(False)
        row = QHBoxLayout()
        row.setSpacing(SIZES.m)
        row.addWidget(self.views)
        row.addLayout(self._middle(), 1)
        self.editor.setFixedWidth(330)
        row.addWidget(self.editor)
        self.body.addLayout(row)
        for each in (self.take_in, self.export.button, self.export.stop, self.undo, self.new, self.remove, self.save):
            self.footer.addWidget(each)

    def _middle(self) -> QVBoxLayout:
        self.place = PhrasePlace(self.table, self.shelves, lambda: self.views.current() == NEAR)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        middle = QVBoxLayout()
        middle.setSpacing(SIZES.s)
        middle.addLayout(head)
        middle.addWidget(self.place, 1)
        middle.addWidget(self.bulk)
        return middle

    def _connect(self) -> None:
        self.shelves.loaded.connect(self._loaded)
        self.shelves.compared.connect(self._compared)
        self.shelves.found.connect(self._show)
        self.finished.connect(self._leave)
        self.views.chosen.connect(lambda _key: self._ask(self.search.text(), fresh=True))
        self.search.searched.connect(self._ask)
        self.search.down_pressed.connect(self.table.enter)
        self.table.current_changed.connect(self._chosen)
        self.table.clicked.connect(lambda index: self._chosen(self.model.id_at(index), passing=False))
        self.table.opened.connect(self._write)
        self.table.selected_changed.connect(partial(self.bulk.follow, self.table))
        self.bulk.wanted.connect(self._post)
        self.bulk.done.connect(self._told)
        self.new.clicked.connect(self._write)
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.undo.clicked.connect(self._undo)
        self.take_in.clicked.connect(self._import)
        self.editor.own.toggled.connect(self._allow)
        self._world.changed.connect(self._changed)

    def _allow(self, *_what: object) -> None:
        """Whoever may not edit the shop's phrases keeps own ones."""
        may = self._world.may(Permission.PHRASE_EDIT)
        row = self.model.phrase(self._editing)
        mine = self.editor.own.isChecked() if row is None else row.owner_id is not None
        self.save.setEnabled(may or mine)
        self.remove.setEnabled(row is not None and (may or mine))
        self.editor.own.setEnabled(may)
        if not may:
            self.set_status(tr("Your role may use the shop's phrases but not change them; your own you may."))

    def _loaded(self, first: bool) -> None:
        shelf = self.shelves.shelf
        self._show_views()
        self.editor.set_groups([name for name in self.shelves.overview.groups if name][:_MOST_GROUPS])
        self._ask(self.search.text(), fresh=first)
        if self._editing is not None and self._editing not in shelf.rows:
            self._gone()
        self.drafts.adopt(shelf.rows)
        self._offer_new()

    def _compared(self) -> None:
        self._show_views()
        if self.views.current() == NEAR:
            self._ask(self.search.text())

    def _show_views(self) -> None:
        current = self.views.current() or ALL
        self.views.set_entries(entries(self.shelves.overview, self.shelves.near_count))
        self.views.set_current(current)
        if not self.views.current():
            self.views.set_current(ALL)

    def _ask(self, words: str, *, fresh: bool = False) -> None:
        if self.views.current() == NEAR and self.shelves.compare():
            self.place.show_comparing(0.0)
        self.shelves.ask(self.views.current(), words, fresh=fresh)

    def _show(self, ids: array[int], fresh: bool) -> None:
        shelf = self.shelves.shelf
        self.model.show(shelf, ids, fresh=fresh)
        if self.shelves.known and (self.views.current() != NEAR or self.shelves.near_count is not None):
            self.place.show_rows(anything=bool(ids))
        self.count.setText(trn(len(shelf.rows), "{1} of {0} phrase", "{1} of {0} phrases", f"{len(ids):,}"))
        self.bulk.follow(self.table)

    def _chosen(self, number: int | None, *, passing: bool | None = None) -> None:
        """Show the current row; where the way of Tab only leads through the table, what is half written stays."""
        row = self.model.phrase(number)
        passing = self.table.passing if passing is None else passing
        if row is not None and number != self._editing and not (passing and self.editor.half_written):
            self._turn_to(row)

    def _turn_to(self, row: PhraseRow | None) -> None:
        """Show a phrase, or fields for a new one; nothing that is half written is lost by it."""
        left = self.drafts.leave(self._editing)
        self._editing = row.id if row is not None else None
        if row is None:
            self.table.set_current_id(None)
        self.editor.show_phrase(row)
        if row is None and not self._world.may(Permission.PHRASE_EDIT):
            self.editor.own.setChecked(True)
        self.editor.settle()
        if self.drafts.enter(self._editing):
            self.set_status(tr("Half written: it is kept here until it is saved"), "warn")
        elif left:
            self.set_status(tr("What is half written is kept: it is there again when you come back to it"))
        self.remove.setVisible(row is not None)
        self._offer_new()
        self._allow()

    def _offer_new(self) -> None:
        words = tr("Go on writing") if self.drafts.waiting else tr("New phrase")
        self.new.setText(words)
        self.new.setAccessibleName(words)

    def _gone(self) -> None:
        """The phrase that is shown was removed: what is half written of it becomes a new one."""
        if self.editor.half_written:
            self._editing = None
            self.table.set_current_id(None)
            self.remove.hide()
            self._allow()
        else:
            self._turn_to(None)

    def _write(self, number: object = None) -> None:
        """Put the caret into the words of a row, or of a new phrase."""
        if isinstance(number, int) and not isinstance(number, bool):
            self._chosen(number, passing=False)
        else:
            self._turn_to(None)
        self.editor.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.drafts.leave(self._editing)
        self.shelves.stop()

    def _save(self) -> None:
        """Keep what is written; a new picture is kept first."""
        if not self.save.isEnabled():
            return
        data = self.editor.new_picture()
        if data is None:
            self._keep(None)
            return
        world = self._world

        def work(_progress: Progress, _cancelled: Cancelled) -> FileRef:
            return world.keep_picture(data, tr("phrase"))

        world.tasks.start(_PICTURE, work, self._keep, world.notices.refuse)

    def _keep(self, picture: FileRef | None) -> None:
        keep, phrase, draft = not self.editor.picture_changed(), self._editing, self.editor.draft()

        def done(_result: Done) -> None:
            self._told(tr("Phrase saved"))
            if (phrase, draft) != (self._editing, self.editor.draft()):
                self.drafts.forget(phrase, draft)
                self._offer_new()
                return  # something else is written by now
            self.editor.settle()
            if phrase is None:
                self._turn_to(None)

        self._world.post(command_of(draft.written, phrase, picture, keep_picture=keep), done)

    def _remove(self) -> None:
        phrase, draft = self._editing, self.editor.draft()

        def done(_result: Done) -> None:
            if phrase == self._editing:
                self.editor.settle()  # what was changed of it goes with it
            self.drafts.forget(phrase, draft)
            self._offer_new()
            self._told(tr("Phrase removed"))

        if phrase is not None:
            self._world.post(RemovePhrase(phrase_id=phrase), done)

    def _post(self, command: Command, said: str) -> None:
        def done(_result: Done) -> None:
            self._told(said)

        self._world.post(command, done)

    def _told(self, said: str) -> None:
        self.set_status(said, "ok")
        self.undo.setVisible(True)
        self._world.notices.say(said, undoable=True)

    def _undo(self) -> None:
        """Take back the newest act: while this dialog is open, that is what was done here."""
        self.undo.setVisible(False)
        self.set_status("")
        self._world.watch(self._world.undo())

    def _import(self) -> None:
        dialog = PhraseImportDialog(self._world, self)
        dialog.imported.connect(partial(self.undo.setVisible, True))
        dialog.open()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("phrase"):
            self.shelves.read(changes.of("phrase"))
