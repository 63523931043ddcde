"""One text to the buyers of many tickets: its variables are seen filled for each of them before anything goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ticketdesk.desk.commands.many_tickets import ReplyOnManyTickets
from ticketdesk.desk.commands.talk import Override
from ticketdesk.domain.phrase_fill import VARIABLES, Facts, fill
from ticketdesk.domain.text import kept_text
from ticketdesk.store.queries import fill_values
from ticketdesk.store.queries.fill_values import OfTicket
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.compose.ask_row import AskRow
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.acts.many_dialogs import ManyDialog
from ticketdesk.ui.tickets.acts.many_wording import WordingQuestion
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TASK: Final = "many-reply"
_NAMED: Final = 3


class ManyReplyDialog(ManyDialog):
    """``given(command)`` for the tickets that can be written to; who is left out is told before.

    At sending the words are looked at as each buyer reads them, by the rules that a single reply goes through. It
    begins with ``words``: those of a reply that came to nothing.
    """

    def __init__(self, world: World, ids: Sequence[int], parent: QWidget, words: str = "") -> None:
        super().__init__(ids, parent, tr("Reply to many buyers"), tr("Send"), width=640)
        self._world = world
        self._about: dict[int, OfTicket] = {}
        self._shown, self._known = 0, False
        self._used: tuple[str, ...] | None = None
        self._out: dict[int, str] = {}
        self.text = RemarkEdit(self)
        self.text.setAccessibleName(tr("Words to every buyer"))
        self.text.setPlaceholderText(tr("Variables as {0} are filled for each", "{" + next(iter(VARIABLES)) + "}"))
        self.text.setFixedHeight(110)
        self.variable = button(tr("Variable…"), "tag", small=True, name=tr("Put a variable in"))
        self.before = IconButton("chevron-left", tr("Preview of the ticket before"))
        self.after = IconButton("chevron-right", tr("Preview of the next ticket"))
        self.head = label(role="second")
        self.preview = TextBox()
        self.preview.setAccessibleName(tr("What this buyer reads"))
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setFixedHeight(110)
        self.left_out = label(role="bad", wrap=True)
        self.wording = WordingQuestion(world, AskRow(self))
        self._overrides: tuple[Override, ...] = ()
        self._place()
        self.text.setPlainText(words)
        self.text.textChanged.connect(self._write)
        self.variable.clicked.connect(self.variable_menu)
        self.before.clicked.connect(lambda _checked: self.step(-1))
        self.after.clicked.connect(lambda _checked: self.step(1))
        self.finished.connect(lambda _result: world.tasks.cancel(_TASK))
        self.finished.connect(lambda _result: self.wording.reset())
        self.wording.passed.connect(self._go)
        self.wording.found.connect(self._look_at)
        self.wording.back.connect(self.text.setFocus)
        self._show()
        self.text.setFocus()
        world.tasks.start(_TASK, self._read, self._learn, self._fail)

    def command(self) -> ReplyOnManyTickets:
        """Return the reply to whom it can be written."""
        text = self.text.toPlainText()
        return ReplyOnManyTickets(ticket_ids=tuple(self._reached()), text=text, overrides=self._overrides)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.wording.asking and event.key() == Qt.Key.Key_Escape:
            self.wording.bar.key(Qt.Key.Key_Escape)  # back to the words, wherever the keyboard is
        else:
            super().keyPressEvent(event)

    def step(self, way: int) -> None:
        """Show what the next or the previous buyer reads."""
        self._shown = (self._shown + way) % len(self.ids)
        self._show()

    def variable_menu(self) -> QMenu:
        """Offer the variables."""
        menu = QMenu(self)
        for name in VARIABLES:
            menu.addAction(name).triggered.connect(lambda _checked, name=name: self._put("{" + name + "}"))
        menu.popup(self.variable.mapToGlobal(self.variable.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def _take(self) -> None:
        """Look at the wording first: what is found is asked about, each finding once for all buyers."""
        if self.wording.asking:
            self.wording.answer()
        elif self.take.isEnabled():
            facts = {ticket: self._about[ticket].facts for ticket in self._reached()}
            self.wording.check(kept_text(self.text.toPlainText()), facts)

    def _go(self, overrides: tuple[Override, ...]) -> None:
        self._overrides = overrides
        super()._take()

    def _look_at(self, ticket: int) -> None:
        """Show the words that are asked about as their buyer reads them."""
        self._shown = self.ids.index(ticket)
        self._show()

    def _write(self) -> None:
        self.wording.reset()
        self._show()

    def _put(self, text: str) -> None:
        self.text.insertPlainText(text)
        self.text.setFocus()

    def _read(self, _progress: Progress, cancelled: Cancelled) -> dict[int, OfTicket]:
        reader, now, found = self._world.reader, self._world.clock(), {}
        names = {each.id: each.name for each in self._world.people}
        agent = names.get(self._world.agent_id or 0, "")
        for ticket in self.ids:
            if cancelled():
                break
            about = fill_values.of_ticket(reader, ticket, now, agent=agent)
            if about is not None:
                found[ticket] = about
        return found

    def _learn(self, about: dict[int, OfTicket]) -> None:
        self._about, self._known = about, True
        self._show()

    def _fail(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self.reject()

    def _reason(self, ticket: int, text: str) -> str:
        """Why a ticket gets no words, "" where it does."""
        about = self._about.get(ticket)
        if about is None:
            return tr("The ticket is gone")
        if about.conversation_id is None:
            return tr("The buyer has no conversation to which this could be sent.")
        missing = fill(text, about.facts).missing
        return tr("Nothing is known for {0}, so nothing was written.", ", ".join(missing)) if missing else ""

    def _reached(self) -> list[int]:
        return [ticket for ticket in self.ids if ticket not in self._out] if self._known else []

    def _weigh(self, text: str) -> None:
        """Look who gets no words, and why: anew where other variables are used, not at each letter."""
        used = fill(text, Facts()).missing
        if self._known and used != self._used:
            self._used = used
            found = ((ticket, self._reason(ticket, text)) for ticket in self.ids)
            self._out = {ticket: why for ticket, why in found if why}

    def _show(self) -> None:
        """Fill the preview, and say who is left out."""
        text, ticket = kept_text(self.text.toPlainText()), self.ids[self._shown]
        about = self._about.get(ticket)
        name = f"{about.number}  {one_line(about.facts.buyer, 30)}" if about else tr("Reading…")
        self.head.setText(tr("{0} of {1}", self._shown + 1, len(self.ids)) + f"  ·  {name}")
        self.preview.setPlainText(fill(text, about.facts).text if about else "")
        self._weigh(text)
        self._tell_left_out()
        reached = len(self.ids) - len(self._out)
        self.take.setText(tr("Send to {0}  Ctrl+Enter", reached) if self._known else tr("Send"))
        self.take.setEnabled(self._known and bool(reached) and bool(text.strip()))

    def _tell_left_out(self) -> None:
        self.left_out.setVisible(bool(self._out))
        if self._out:
            each = (f"{self._number(ticket)}: {why}" for ticket, why in islice(self._out.items(), _NAMED))
            head = trn(len(self._out), "{0} ticket gets no words.", "{0} tickets get no words.")
            self.left_out.setText("\n".join((head, *each)))

    def _number(self, ticket: int) -> str:
        about = self._about.get(ticket)
        return about.number if about else str(ticket)

    def _place(self) -> None:
        below, head = QHBoxLayout(), QHBoxLayout()
        for row in (below, head):
            row.setSpacing(SIZES.s)
        below.addWidget(self.variable)
        below.addStretch(1)
        head.addWidget(self.head, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        self.body.addWidget(self.text)
        self.body.addLayout(below)
        self.body.addLayout(head)
        self.body.addWidget(self.preview)
        self.body.addWidget(self.left_out)
        self.body.addWidget(self.wording.bar)
