"""Taking in a conversation copied from Qianniu: text or .txt file, what was understood of it, who is the buyer."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.desk.commands.talk import Received, ReceiveTranscript
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.transcript import Transcript
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.paste_edit import PasteEdit
from ticketdesk.ui.reception.transcript_preview import TranscriptPreview
from ticketdesk.ui.reception.transcript_text import Known, heard, known_people, read_transcript, understand
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.file_choice import choose_file
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.errors import sentence

_PAUSE_MS: Final = 120
_PEEK: Final = 4_000
_TASK: Final = "reception.understand"


class PasteDialog(ModalDialog):
    """`received(conversation id)` after the desk has taken the conversation; Ctrl+Enter takes it."""

    received = Signal(object)

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent, tr("Paste conversation"), tr("copied from Qianniu or Wangwang"), width=720)
        self._world = world
        self._known = known_people(world.reader)
        self._transcript: Transcript | None = None
        self._buyer: str | None = None
        self._file = ""
        self._wanted = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._connect()
        self._show(None)
        self._offer_clipboard()
        self.edit.setFocus()

    def _build(self) -> None:
        self.edit = PasteEdit()
        self.edit.setMinimumHeight(190)
        self.who = ChoiceChips(name=tr("Who is the buyer?"))
        self._asking = QWidget()
        row = QHBoxLayout(self._asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(tr("Who is the buyer?"), role="strong"))
        row.addWidget(self.who, 1)
        self.preview = TranscriptPreview()
        self.open_file = button(tr("Open .txt…"), "file-text")
        self.clear = button(tr("Clear"), "x")
        self.take = button(tr("Take in"), "check", "primary", tip=tr("Take in (Ctrl+Enter)"))
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        tools = QHBoxLayout()
        tools.addWidget(self.open_file)
        tools.addWidget(self.clear)
        tools.addStretch(1)
        self.body.addWidget(self.edit)
        self.body.addLayout(tools)
        self.body.addWidget(self._asking)
        self.body.addWidget(self.preview)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.take)

    def _connect(self) -> None:
        self.edit.source_changed.connect(self._text_changed)
        self.edit.file_dropped.connect(self.read_file)
        self._pause.timeout.connect(self._understand)
        self.who.chosen.connect(self._named)
        self.open_file.clicked.connect(self._choose_file)
        self.clear.clicked.connect(self._clear)
        self.take.clicked.connect(self.submit)
        self.submitted.connect(self.submit)

    def set_text(self, text: str) -> None:
        """Show this text as if it had been pasted."""
        self.edit.set_source(text)

    def read_file(self, name: str) -> None:
        """Read a .txt file in a worker and show its text."""
        path = Path(name)

        def work(_progress: Progress, _cancelled: Cancelled) -> str:
            return read_transcript(path)

        self._file = path.name
        self._world.tasks.start("reception.file", work, self.set_text, self._refuse)

    def submit(self) -> None:
        """Hand the conversation to the desk."""
        transcript = self._transcript
        if self._pause.isActive() or self._world.tasks.running(_TASK):
            self._wanted = True  # asked for before it was read: taken as soon as it is
            return
        if transcript is None or not self.take.isEnabled():
            return
        self.take.setEnabled(False)
        command = ReceiveTranscript(buyer_nick=transcript.buyers[0], messages=heard(transcript))
        self._world.post(command, self._taken, self._refuse)

    @override
    def done(self, result: int) -> None:
        """Close; nothing that is still being read is wanted any more."""
        self._pause.stop()
        self._world.tasks.cancel(_TASK)
        super().done(result)

    def _offer_clipboard(self) -> None:
        """Begin with what lies on the clipboard, if it is a conversation, which its first messages tell."""
        text = QGuiApplication.clipboard().text()
        if not text:
            return
        try:
            understand(text[:_PEEK], self._known)
        except DeskError as error:
            if error.key == "transcript_no_header":
                return  # something else was copied; any other refusal is told when the text is shown
        self.set_text(text)

    def _text_changed(self) -> None:
        self._buyer = None
        self._wanted = False
        self.take.setEnabled(False)
        self._pause.start()

    def _understand(self) -> None:
        text = self.edit.source()
        if not text.strip():
            self._show(None)
            return
        work = partial(_understand, text, self._known, self._buyer)
        self._world.tasks.start(_TASK, work, self._understood, self._refuse)

    def _understood(self, transcript: Transcript) -> None:
        self._show(transcript)
        if self._wanted:
            self._wanted = False
            self.submit()

    def _named(self, buyer: str) -> None:
        self._buyer = buyer
        self._understand()

    def _show(self, transcript: Transcript | None) -> None:
        self._transcript = transcript
        self.preview.show_transcript(transcript)
        asked = transcript is not None and (transcript.undecided or self._buyer is not None)
        if transcript is not None and asked and self._buyer is None:
            senders = transcript.buyers or transcript.senders
            self.who.set_choices([Choice(name, name) for name in senders])
        self._asking.setVisible(asked)
        ready = transcript is not None and bool(transcript.messages) and not transcript.undecided
        self.take.setEnabled(ready)
        self.clear.setVisible(bool(self.edit.source()))
        if asked and not ready:
            self.set_status(tr("Say who the buyer is, then take it in."), "warn")
        else:
            self.set_status(tr("Pasting again or a longer copy adds only what is new."))
        self.refit()

    def _refuse(self, error: BaseException) -> None:
        self._wanted = False
        if not isinstance(error, DeskError):
            self._world.notices.refuse(error)
            return
        self._show(None)
        self.set_status(sentence(error), "bad")

    def _taken(self, done: Done) -> None:
        result = done.result
        if isinstance(result, Received):
            self._world.notices.say(_outcome(result), undoable=bool(result.added))
            self.received.emit(result.conversation_id)
        self.accept()

    def _choose_file(self) -> None:
        kinds = f"{tr('Text files')} (*.txt);;{tr('All files')} (*)"
        choose_file(self, tr("Open a conversation"), self.read_file, kinds=kinds)

    def _clear(self) -> None:
        self.edit.set_source("")
        self.edit.setFocus()


def _outcome(result: Received) -> str:
    if not result.added:
        return tr("Nothing new: all of it was already here")
    if result.known:
        return trn(
            result.added, "{0} new message, {1} already here", "{0} new messages, {1} already here", result.known
        )
    return trn(result.added, "{0} new message taken in", "{0} new messages taken in")


def _understand(text: str, known: Known, buyer: str | None, _progress: Progress, _cancelled: Cancelled) -> Transcript:
    return understand(text, known, buyer)
