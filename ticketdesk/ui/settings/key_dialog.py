"""Asks for the keys of one act and says at once what stands in their way."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QWidget

from ticketdesk.ui.actions import Act, keys_text
from ticketdesk.ui.keymap import Keymap, unfit
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import tr

_SHOWN: Final = 24


class _KeyField(QKeySequenceEdit):
    """Takes every key but Esc, which leaves the dialog: no act may have it, and nothing else would lead out."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class KeyDialog(ModalDialog):
    """Press the keys, then keep them; keys that another act has can be taken away from it, but not for a phrase."""

    def __init__(self, keymap: Keymap, act: Act, parent: QWidget) -> None:
        title = tr("Keys of this phrase") if act.phrase is not None else tr("Keys of “{0}”", tr(act.text))
        super().__init__(parent, title, width=460)
        self._keymap, self._act = keymap, act
        if act.phrase is not None:
            self.body.addWidget(label(one_line(act.words(), _SHOWN), role="strong"))
        self.body.addWidget(label(tr("Press the new keys."), role="second"))
        self.edit = _KeyField()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(tr("New keys"))
        self.body.addWidget(self.edit)
        self.problem = label(" ", role="second", wrap=True)
        self.problem.setMinimumHeight(self.problem.fontMetrics().height() * 2)
        self.body.addWidget(self.problem)
        self.none = button(tr("No keys"))
        self.keep = button(tr("Keep"), kind="primary")
        self.footer.addWidget(self.none)
        self.footer.addWidget(self.keep)
        self.none.setEnabled(bool(keymap.keys(act)))
        self.keep.setEnabled(False)
        self.edit.keySequenceChanged.connect(self._weigh)
        self.keep.clicked.connect(self._keep)
        self.none.clicked.connect(self._drop)
        self.edit.setFocus()

    def _weigh(self, keys: QKeySequence) -> None:
        """Say what stands in the way; only what no act may have cannot be kept."""
        why = unfit(keys)
        text = keys.toString(QKeySequence.SequenceFormat.PortableText)
        holders = [] if why else self._keymap.holders(text, self._act)
        kept = next((each for each in holders if each.phrase is None), None) if self._act.phrase is not None else None
        self.keep.setEnabled(not why and kept is None)
        self.keep.setText(tr("Take these keys") if holders and kept is None else tr("Keep"))
        if kept is not None:
            why = tr("{0} does “{1}” already. Choose other keys for a phrase.", keys_text(text), kept.words())
        elif holders:
            said = tr(", ").join(one_line(each.words(), _SHOWN) for each in holders)
            why = tr("{0} now does “{1}”, which would lose it.", keys_text(text), said)
        self.problem.setText(why or " ")
        self.refit()
        if self.keep.isEnabled():
            self.keep.setFocus()

    def _keep(self) -> None:
        self._keymap.take(self._act, self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText))
        self.accept()

    def _drop(self) -> None:
        self._keymap.put(self._act, ())
        self.accept()
