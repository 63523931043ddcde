"""The dialogs that move lines: a ticket is split, or a merged one is taken out again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ticketdesk.desk.commands.ticket_merging import SplitTicket, UnmergeTicket
from ticketdesk.desk.commands.tickets import TicketMade
from ticketdesk.desk.desk import Done
from ticketdesk.domain.ticket_ties import MOVABLE
from ticketdesk.store.queries import ticket_ties
from ticketdesk.store.queries.ticket_ties import LinkRow
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr


class Lines(QWidget):
    """Lines of a timeline as boxes: `changed` when one is ticked."""

    changed = Signal()

    def __init__(self, lines: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[tuple[int, QCheckBox]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        for key, words in lines:
            box = QCheckBox(words.replace("&", "&&"))
            box.setAccessibleName(words)
            box.toggled.connect(self.changed)
            self.boxes.append((key, box))
            column.addWidget(box)

    def chosen(self) -> tuple[int, ...]:
        """The lines ticked."""
        return tuple(key for key, box in self.boxes if box.isChecked())


class SplitDialog(ModalDialog):
    """Which replies and notes move, and what the new ticket is about; Ctrl+Enter splits."""

    def __init__(self, world: World, detail: TicketDetail, parent: QWidget) -> None:
        row = detail.row
        super().__init__(parent, tr("Split ticket"), f"{row.number} {one_line(row.title, 40)}", width=560)
        self._world, self._row = world, row
        movable = [line for line in detail.events if line.kind in MOVABLE]
        self.lines = Lines([(line.id, _words(line.author, line.text, line.at, world.clock())) for line in movable])
        self.name = QLineEdit(one_line(row.title))
        self.name.setAccessibleName(tr("Title"))
        self.name.setMaxLength(120)
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Type"))
        for kind in labels.ticket_types():
            self.kind.addItem(labels.ticket_type(kind), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(row.type)))
        said = (
            tr("What is ticked moves to the new ticket") if movable else tr("There is no reply or note that could move")
        )
        self.body.addWidget(label(said, wrap=True, role="second"))
        self.body.addWidget(self.lines)
        form = QFormLayout()
        for widget in (self.name, self.kind):
            form.addRow(label(widget.accessibleName(), role="second"), widget)
        self.body.addLayout(form)
        self.act = _foot(self, tr("Split"))
        self.act.clicked.connect(self._run)
        self.submitted.connect(self._run)
        self.lines.changed.connect(self._weigh)
        self.name.textChanged.connect(self._weigh)
        self._weigh()

    def _weigh(self, _text: str = "") -> None:
        self.act.setEnabled(bool(self.lines.chosen() and self.name.text().strip()))

    def _run(self) -> None:
        if not self.act.isEnabled():
            return
        self.act.setEnabled(False)
        command = SplitTicket(
            ticket_id=self._row.id, event_ids=self.lines.chosen(), title=self.name.text(),
            type=str(self.kind.currentData()),
        )  # fmt: skip
        self._world.post(command, self._done, self._refused)

    def _done(self, done: Done) -> None:
        if isinstance(done.result, TicketMade):
            self._world.notices.say(tr("{0} split off", done.result.number), undoable=True)
            self._world.go.emit(Place("ticket", done.result.id))
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


class TakeOutDialog(ModalDialog):
    """What was written since the merge: what is ticked goes along, the rest stays; Ctrl+Enter takes the ticket out."""

    def __init__(self, world: World, link: LinkRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Take out of the merge"), f"{link.number} {one_line(link.title, 40)}", width=560)
        self._world, self._link = world, link
        since = ticket_ties.written_since(world.reader, link.ticket_id)
        self.lines = Lines([(line.id, _words(line.author, line.text, line.at, world.clock())) for line in since])
        said = (
            tr("Written since the merge: what is ticked goes along with {0}, the rest stays here", link.number)
            if since
            else tr("{0} comes back as it stood; nothing was written since the merge", link.number)
        )
        self.body.addWidget(label(said, wrap=True, role="second"))
        self.body.addWidget(self.lines)
        self.act = _foot(self, tr("Take out"))
        self.act.clicked.connect(self._run)
        self.submitted.connect(self._run)

    def _run(self) -> None:
        if self.act.isEnabled():
            self.act.setEnabled(False)
            command = UnmergeTicket(ticket_id=self._link.ticket_id, take=self.lines.chosen())
            self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("{0} stands alone again", self._link.number), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self.act.setEnabled(True)


def _words(author: str, text: str, at: int, now: int) -> str:
    return f"{author} {labels.date_text(at, now)}  {one_line(text, 60) or tr('Picture')}"


def _foot(dialog: ModalDialog, act: str) -> QPushButton:
    made = button(f"{act}  Ctrl+Enter", kind="primary", name=act)
    cancel = button(tr("Cancel"))
    cancel.clicked.connect(dialog.reject)
    dialog.footer.addWidget(cancel)
    dialog.footer.addWidget(made)
    return made
