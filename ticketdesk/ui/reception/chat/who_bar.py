"""Who else is here: the notice that a conversation is open elsewhere too, and the line that somebody is typing."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.ui.reception.presence import Here, Presence
from ticketdesk.ui.safe_text import ElidedLabel, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import Banner, IconMark
from ticketdesk.words import tr, trn


class WhoBar(QWidget):
    """The notice of a collision; hidden while nobody else is on the conversation of ``pane``."""

    def __init__(self, presence: Presence, pane: QWidget) -> None:
        super().__init__(pane)
        self._presence, self._pane = presence, pane
        self._talk: int | None = None
        self.banner = Banner()
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, SIZES.s, SIZES.l, SIZES.s)
        row.addWidget(self.banner)
        self.typing = TypingLine(pane)
        presence.changed.connect(self._changed)
        self.hide()

    def show_talk(self, conversation_id: int | None) -> None:
        """This pane shows another conversation, or none."""
        self._talk = conversation_id
        self._presence.show(self._pane, conversation_id)
        self._tell()

    def _changed(self, conversation_id: object) -> None:
        if conversation_id == self._talk:
            self._tell()

    def _tell(self) -> None:
        others = self._presence.others(self._pane, self._talk) if self._talk is not None else ()
        self.setVisible(bool(others))
        if others:
            self.banner.set_banner(_sentence(others), "warn")
        self.typing.show_typist(self._presence.typist(self._talk) if self._talk is not None else "")


class TypingLine(QWidget):
    """Says who is typing; hidden while nobody is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = ElidedLabel(role="third")
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, 2, SIZES.l, 4)
        row.setSpacing(SIZES.xs)
        row.addWidget(IconMark("pencil", "text.third", 12))
        row.addWidget(self.words, 1)
        self.hide()

    def show_typist(self, who: str) -> None:
        """Somebody types ("" for nobody)."""
        self.words.setText(tr("{0} is typing…", one_line(who, 40)) if who else "")
        self.setVisible(bool(who))


def _sentence(others: tuple[Here, ...]) -> str:
    named = [each.who for each in others if each.who]
    if named:
        return tr("{0} is on this conversation too. Agree on who answers.", one_line(", ".join(named), 80))
    return trn(
        len(others), "This conversation is also open in {0} other pane.",
        "This conversation is also open in {0} other panes.",
    )  # fmt: skip
