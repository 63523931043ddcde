"""The search over a list: what is written, the conditions that were taken as chips, what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.domain.query.errors import QueryError
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Query, Words
from ticketdesk.domain.query.wording import term_text, unparse
from ticketdesk.ui.query.chips import QueryChips
from ticketdesk.ui.query.field import QueryField, language
from ticketdesk.ui.query.subject import Subject
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence


class QueryBar(QWidget):
    """``changed()`` when another question is asked: ``query`` says which; ``left()`` by Esc in the empty field.

    What is written counts from the first pause on; Enter, or a blank after a condition, makes chips of it. What cannot
    be asked is said below the field, and the question before it stands.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, subject: Subject, ground: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = subject
        self._taken, self._written = Query(), Query()
        self.field = QueryField(subject, ground)
        self.chips = QueryChips()
        self.error = label(role="bad", wrap=True)
        self.error.setAccessibleName(tr("What is wrong with the search"))
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SIZES.s)
        column.setSpacing(6)
        self.hide()
        for part in (self.chips, self.error):
            column.addWidget(part)
        self.field.searched.connect(self._read)
        self.field.entered.connect(self.take)
        self.field.stepped_back.connect(self._step_back)
        self.field.left.connect(self.left)
        self.chips.removed.connect(self.remove)
        self.chips.left.connect(self.reach)

    @property
    def query(self) -> Query:
        """What is asked: the chips, and what is written."""
        return Query(self._taken.terms + self._written.terms)

    def set_view(self, title: str) -> None:
        """Say which view is searched."""
        self.field.setPlaceholderText(tr("Search “{0}”: {1}", title, self._subject.example(language())))

    def set_query(self, query: Query) -> None:
        """Ask this, all of it as chips, without a signal."""
        self._taken, self._written = query, Query()
        blocked = self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(blocked)
        self.field.stop_waiting()
        self._dress()

    def reach(self) -> None:
        """Give the keyboard to the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def remove(self, place: int) -> None:
        """Ask without a chip."""
        self._taken = self._taken.without(place)
        self._dress()
        self.changed.emit()

    def take(self) -> None:
        """Make chips of what is written; where it cannot be asked, say why and mark the word."""
        written = self._parsed(self.field.text(), mark=True)
        if written is None:
            return
        before = self.query
        self.set_query(Query(self._taken.terms + written.terms))
        if self.query != before:
            self.changed.emit()

    def _read(self, text: str) -> None:
        """Ask what is written now; conditions that end with a blank become chips."""
        written = self._parsed(text, mark=False)
        if written is None or written == self._written:
            return
        if text[-1:].isspace() and not any(isinstance(each.condition, Words) for each in written.terms):
            self.take()
            return
        self._written = written
        self.changed.emit()

    def _parsed(self, text: str, *, mark: bool) -> Query | None:
        try:
            found = parse(text, self._subject.vocabulary(), self._subject.people())
        except QueryError as error:
            # While words are offered for it, what is being written is not wrong yet.
            self._say("" if self.field.popup.isVisible() and not mark else sentence(error))
            if mark:
                self.field.setSelection(error.start, max(1, error.end - error.start))
            return None
        self._say("")
        return found

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))
        self.setVisible(bool(words or self._taken.terms))

    def _step_back(self, edit: bool) -> None:
        """← goes to the chips, Backspace takes the last one back to be written anew."""
        if not edit or not self._taken.terms:
            if not edit:
                self.chips.enter()
            return
        last = self._taken.terms[-1]
        self._taken = self._taken.without(len(self._taken.terms) - 1)
        self._dress()
        text = unparse(Query((last,)), language(), self._subject.vocabulary())
        self.field.setText(f"{text} {self.field.text()}".strip())
        self.field.setCursorPosition(len(text))

    def _dress(self) -> None:
        terms = self._taken.terms
        self.chips.set_terms([term_text(term, language(), self._subject.vocabulary()) for term in terms])
        self._say("")
