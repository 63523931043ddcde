"""The dialog that keeps the words of a message as a phrase of the shop."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class KeepPhraseDialog(ModalDialog):
    """The words, a code and a group; Ctrl+Enter keeps them, and the notice offers undo."""

    def __init__(self, world: World, words: str, parent: QWidget) -> None:
        super().__init__(parent, tr("Keep as phrase"), width=480)
        self._world = world
        self.text, self.code, self.grouping = TextBox(), QLineEdit(), QLineEdit()
        self.text.setPlainText(words)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for field, name in ((self.text, tr("Text")), (self.code, tr("Code")), (self.grouping, tr("Group"))):
            field.setAccessibleName(name)
            caption = label(name, role="second")
            caption.setBuddy(field)
            form.addRow(caption, field)
        for line in (self.code, self.grouping):
            line.setMaxLength(32)
        self.code.setPlaceholderText(tr("a few letters, such as hm"))
        self.body.addLayout(form)
        cancel = button(tr("Cancel"))
        self.keep = button(tr("Keep  Ctrl+Enter"), kind="primary", name=tr("Keep"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.keep)
        cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.submitted.connect(self._keep)
        if not world.may(Permission.PHRASE_EDIT):
            self.keep.setEnabled(False)
            self.set_status(tr("Your role may use phrases but not change them."))

    def _keep(self) -> None:
        if self.keep.isEnabled():
            self.keep.setEnabled(False)
            command = AddPhrase(text=self.text.toPlainText(), code=self.code.text(), grouping=self.grouping.text())
            self._world.post(command, self._kept, self._refused)

    def _kept(self, _done: Done) -> None:
        self._world.notices.say(tr("Phrase added"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self.keep.setEnabled(True)
