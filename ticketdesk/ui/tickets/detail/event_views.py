"""The lines of a ticket's timeline as widgets that can show one event after another: making them costs the most."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.store.queries.ticket_timeline import AttachmentRow, EventRow
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.safe_text import clamp, dress, label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.event_words import icon_of, lead_of, line_of, token_of
from ticketdesk.ui.tickets.detail.pictures import Reply, Thumbnail
from ticketdesk.ui.undo_steps import take_back
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.long_text import MOST, LongText
from ticketdesk.ui.widgets.marks import Avatar, Chip
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

SPOKEN: Final = frozenset({"created", "reply", "note", "heard", "said", "remark"})


_MARKS: Final = MappingProxyType[str, tuple[str, Level]](
    {
        "note": (mark("Internal note"), "note"),
        "reply": (mark("To the buyer"), "accent"),
        "heard": (mark("Buyer"), "plain"),
        "said": (mark("In the conversation"), "plain"),
        "remark": (mark("Remark on the order"), "warn"),
    }
)


class LineFoot(QWidget):
    """At the end of a line: the ticket it came from with a merge, and what takes the line back."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._act: int | None = None
        self._from = label(role="third")
        self._undo = button(tr("Undo"), kind="link", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._from)
        row.addWidget(self._undo)
        self._undo.clicked.connect(self._take_back)

    def show_event(self, event: EventRow, *, own: bool) -> None:
        """Offer what this line has."""
        self._act = event.act if event.kind != "created" else None
        self._from.setText(tr("from {0}", event.number))
        self._from.setVisible(not own)
        self._undo.setVisible(self._act is not None)
        self._undo.setAccessibleName(tr("Undo: {0}", line_of(event) if event.kind not in SPOKEN else event.author))
        self.setVisible(not own or self._act is not None)

    def _take_back(self) -> None:
        if self._act is not None:
            take_back(self._world, self._act)


class SpokenView(QWidget):
    """Something said: avatar, author with what was done and when, the words, the pictures."""

    def __init__(self, world: World, reply: Callable[[], Reply | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world, self._reply = world, reply
        self._role = ""
        self._pictures: QWidget | None = None
        self._avatar = Avatar("", 24)
        self._author, self._lead, self._when = label(role="strong"), label(), label(role="third")
        self._mark, self._foot = Chip(), LineFoot(world)
        self._text = LongText()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        self._words = QVBoxLayout()
        self._words.setSpacing(SIZES.xs)
        self._words.addLayout(self._head())
        self._words.addWidget(self._text)
        row.addLayout(self._words, 1)

    def show_event(self, event: EventRow, now: int, *, own: bool = True) -> None:
        """Show this event; ``now`` is UTC ms, ``own`` says that it is no other ticket's that was merged."""
        self._foot.show_event(event, own=own)
        self._avatar.set_name(event.author)
        self._author.setText(clamp(event.author))
        self._show_kind(event)
        self._when.setText(labels.time_text(event.at, now))
        set_tooltip(self._when, labels.date_text(event.at, now))
        role = {"note": "note", "created": "second"}.get(event.kind, "")
        if role != self._role:
            self._role = role
            dress(self._text.words, role)
        self._text.set_text(event.text)
        self._text.setVisible(bool(event.text))
        self._show_pictures(event.pictures)

    def _show_kind(self, event: EventRow) -> None:
        marked = event.kind in _MARKS
        if marked:
            words, level = _MARKS[event.kind]
            self._mark.set_chip(tr(words), level)
        else:
            self._lead.setText(clamp(lead_of(event)))
        self._mark.setVisible(marked)
        self._lead.setVisible(not marked)

    def _show_pictures(self, files: tuple[AttachmentRow, ...]) -> None:
        if self._pictures is not None:
            self._words.removeWidget(self._pictures)
            self._pictures.hide()
            self._pictures.deleteLater()
            self._pictures = None
        if files:
            self._pictures = QWidget()
            flow = FlowLayout(self._pictures, spacing=8)
            for place in range(len(files)):
                flow.addWidget(Thumbnail(self._world, files, place, self._reply))
            self._words.addWidget(self._pictures)

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        for part in (self._author, self._mark, self._lead, self._when, self._foot):
            line.addWidget(part)
        line.addStretch(1)
        return line


class ChangedView(QWidget):
    """Something changed: one line of small words."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._foot = LineFoot(world)
        self._icon = IconMark("history", "text.third", 14)
        self._words = label(wrap=True, role="third")
        row = QHBoxLayout(self)
        row.setContentsMargins(5, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._foot, 0, Qt.AlignmentFlag.AlignTop)
        # Icon and words stand beside the button, whose line is the highest, also where the words need several.
        line = self._foot.sizeHint().height()
        self._icon.setFixedHeight(line)
        self._words.setContentsMargins(0, max(0, (line - self._words.fontMetrics().height()) // 2), 0, 0)

    def show_event(self, event: EventRow, now: int, *, own: bool = True) -> None:
        """Show this event; ``now`` is UTC ms, ``own`` says that it is no other ticket's that was merged."""
        self._foot.show_event(event, own=own)
        self._icon.set_icon(icon_of(event), token_of(event))
        self._words.setText(f"{one_line(line_of(event), MOST)}  {labels.time_text(event.at, now)}")
        set_tooltip(self._words, labels.date_text(event.at, now))


EventView = SpokenView | ChangedView


class EventViews:
    """Gives a view for an event, one that was given back before where there is one.

    ``reply`` tells what takes a picture of a line that was drawn upon, None where nothing is answered.
    """

    def __init__(self, world: World, reply: Callable[[], Reply | None]) -> None:
        self._world, self._reply = world, reply
        self._spoken: list[SpokenView] = []
        self._changed: list[ChangedView] = []

    def take(self, event: EventRow, now: int, *, own: bool = True) -> EventView:
        """Return a view that shows ``event``, visible once it has its place."""
        view: EventView
        if event.kind in SPOKEN:
            view = self._spoken.pop() if self._spoken else SpokenView(self._world, self._reply)
        else:
            view = self._changed.pop() if self._changed else ChangedView(self._world)
        view.show_event(event, now, own=own)
        return view

    def give_back(self, view: EventView, most: int) -> None:
        """Keep a view for another event, ``most`` of its kind; it stands hidden where it was."""
        view.hide()
        kept: list[SpokenView] | list[ChangedView]
        kept = self._spoken if isinstance(view, SpokenView) else self._changed
        if len(kept) < most:
            kept.append(view)  # type: ignore[arg-type]
        else:
            view.deleteLater()
