"""The lines that say what is still open when a conversation is to end."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.store.queries.open_questions import OpenQuestions
from ticketdesk.ui.delegates.paint import Level, level_tokens
from ticketdesk.ui.reception.acts.when_field import moment_text
from ticketdesk.ui.safe_text import ElidedLabel, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.words import tr


def open_lines(found: OpenQuestions, now: int) -> list[tuple[str, str, Level]]:
    """Return a line for each open question: icon, words and level; none where nothing is open (``now`` in UTC ms)."""
    unanswered = [tr("Unanswered: {0}", text or tr("[Picture]")) for text in found.unanswered]
    tickets = [tr("Open ticket {0}", f"{each.number} · {each.title}") for each in found.tickets]
    reminders = [_reminder(each.text, moment_text(each.due_at, now)) for each in found.reminders]
    todos = [tr("To-do: {0}", text) for text in found.todos]
    return [
        *(("circle-alert", words, "bad") for words in unanswered),
        *(("ticket-check", words, "warn") for words in tickets),
        *(("alarm-clock", words, "plain") for words in reminders),
        *(("list-todo", words, "plain") for words in todos),
    ]


def _reminder(text: str, moment: str) -> str:
    return tr("Reminder {0}: {1}", moment, text) if text else tr("Reminder {0}", moment)


class OpenList(QWidget):
    """Shows them, or that nothing is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setAccessibleName(tr("Open questions"))

    def show_lines(self, found: OpenQuestions, now: int) -> None:
        """Show what is open as of ``now`` (UTC ms)."""
        lines = open_lines(found, now) or [("circle-check", tr("Nothing is open"), "ok")]
        words = tuple(text for _icon, text, _level in lines)
        if words == self.words:
            return
        self.words = words
        empty(self._column)
        for icon, text, level in lines:
            self._column.addWidget(_line(icon, text, level))
        self.setAccessibleDescription("; ".join(words))


def _line(icon: str, text: str, level: Level) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SIZES.s)
    row.addWidget(IconMark(icon, level_tokens(level)[0], 15))
    row.addWidget(ElidedLabel(one_line(text, 200), role=level if level != "plain" else "second"), 1)
    return line
