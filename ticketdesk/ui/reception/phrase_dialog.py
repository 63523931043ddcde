"""Managing the phrases: the list with its search, and one phrase being added or changed."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase, RemovePhrase
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import phrases
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.reception.phrase_popup import PhraseDelegate, PhraseModel
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn


class PhraseDialog(ModalDialog):
    """The phrases of the shop; every change is an act of its own and can be undone. Ctrl+Enter saves."""

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent, tr("Phrases"), tr("found by code or pinyin initials after /"), width=760)
        self._world = world
        self._editing: int | None = None
        self.model = PhraseModel(self)
        self._build()
        self._connect()
        self._allow()
        self._read()
        self._start_new()

    def _build(self) -> None:
        self.search = SearchField(tr("Search phrases"), name=tr("Search phrases"))
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(PhraseDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(tr("Phrases"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMinimumSize(300, 300)
        self.count = label(role="third")
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.view, 1)
        left.addWidget(self.count)
        row = QHBoxLayout()
        row.setSpacing(SIZES.l)
        row.addLayout(left, 1)
        row.addLayout(self._form(), 1)
        self.body.addLayout(row)
        self.new = button(tr("New phrase"), "plus")
        self.remove = button(tr("Remove"), "trash-2", "danger")
        self.save = button(tr("Save"), "check", "primary", tip=tr("Save (Ctrl+Enter)"))
        self.undo = button(tr("Undo"), "undo-2")
        self.undo.setVisible(False)
        for each in (self.undo, self.new, self.remove, self.save):
            self.footer.addWidget(each)

    def _form(self) -> QFormLayout:
        self.code, self.grouping, self.text = QLineEdit(), QLineEdit(), TextBox()
        self.code.setMaxLength(32)
        self.grouping.setMaxLength(32)
        self.code.setPlaceholderText(tr("a few letters, such as hm"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for field, name in ((self.text, tr("Text")), (self.code, tr("Code")), (self.grouping, tr("Group"))):
            field.setAccessibleName(name)
            caption = label(name, role="second")
            caption.setBuddy(field)
            form.addRow(caption, field)
        return form

    def _connect(self) -> None:
        self.search.textChanged.connect(self._ask)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self.new.clicked.connect(self._start_new)
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.undo.clicked.connect(self._undo)
        self._world.changed.connect(self._changed)

    def _allow(self) -> None:
        may = self._world.may(Permission.PHRASE_EDIT)
        for each in (self.new, self.save, self.remove):
            each.setEnabled(may)
        if not may:
            self.set_status(tr("Your role may use phrases but not change them."))

    def _read(self) -> None:
        self.model.set_phrases(phrases.phrases(self._world.reader))
        self._ask(self.search.text())

    def _ask(self, words: str) -> None:
        found = self.model.ask(words.strip().removeprefix("/"))
        self.count.setText(trn(self.model.known, "{1} of {0} phrase", "{1} of {0} phrases", found))
        self._select(self._editing)

    def _select(self, phrase_id: int | None) -> None:
        places = [row for row in range(self.model.rowCount()) if (it := self.model.phrase(row)) and it.id == phrase_id]
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        if places:
            self.view.setCurrentIndex(self.model.index(places[0]))
        else:
            selection.clear()
        selection.blockSignals(False)
        self.view.viewport().update()

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        found = self.model.phrase(index.row()) if index.isValid() else None
        if found is not None:
            self._show(found)

    def _show(self, phrase: PhraseRow) -> None:
        self._editing = phrase.id
        self.text.setPlainText(phrase.text)
        self.code.setText(phrase.code)
        self.grouping.setText(phrase.grouping)
        self.remove.setVisible(True)

    def _start_new(self) -> None:
        self._editing = None
        self.view.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.Clear)
        self.text.clear()
        self.code.clear()
        self.remove.setVisible(False)
        self.text.setFocus()

    def _save(self) -> None:
        text, code, group = self.text.toPlainText(), self.code.text(), self.grouping.text()
        if self._editing is None:
            self._post(AddPhrase(text=text, code=code, grouping=group), tr("Phrase added"))
        else:
            edit = EditPhrase(phrase_id=self._editing, text=text, code=code, grouping=group)
            self._post(edit, tr("Phrase changed"))

    def _remove(self) -> None:
        if self._editing is not None:
            self._post(RemovePhrase(phrase_id=self._editing), tr("Phrase removed"))

    def _undo(self) -> None:
        """Take back the newest act: while this dialog is open, that is what was done here."""
        self.undo.setVisible(False)
        self._world.watch(self._world.undo(), self._undone)

    def _undone(self, _step: object) -> None:
        self.set_status(tr("Undone"))

    def _post(self, command: Command, said: str) -> None:
        def done(_result: Done) -> None:
            self.set_status(said, "ok")
            self.undo.setVisible(True)
            self._world.notices.say(said, undoable=True)
            if self._editing is None:
                self._start_new()

        self._world.post(command, done)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("phrase"):
            self._read()
            if self._editing is not None and not self.model.holds(self._editing):
                self._start_new()
