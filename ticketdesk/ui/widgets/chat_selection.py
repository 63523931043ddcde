"""The piece of text chosen with the mouse inside one bubble, counted as Qt counts (UTF-16 units)."""

from __future__ import annotations

from ticketdesk.ui.units import piece, units
from ticketdesk.ui.widgets.chat_item import ChatItem


class TextSelection:
    """Which item, from where to where."""

    def __init__(self) -> None:
        self.item: int | None = None
        self._from = self._to = 0

    def begin(self, item: int, position: int) -> None:
        """Start at a position of an item's text."""
        self.item, self._from, self._to = item, position, position

    def extend(self, position: int) -> bool:
        """Reach to a position; False where nothing changed."""
        changed = position != self._to
        self._to = position
        return changed

    def choose(self, item: int, text: str) -> None:
        """Choose the whole text."""
        self.item, self._from, self._to = item, 0, units(text)

    def clear(self) -> bool:
        """Choose nothing; False where nothing was chosen."""
        had, self.item = self.item is not None, None
        return had

    def span(self, item: int) -> tuple[int, int] | None:
        """The chosen span of that item, None for another item or an empty span."""
        if item != self.item or self._from == self._to:
            return None
        return min(self._from, self._to), max(self._from, self._to)

    def text(self, laid_out: str) -> str:
        """The chosen piece of the text as it was laid out, line breaks restored."""
        if self.item is None:
            return ""
        start, end = min(self._from, self._to), max(self._from, self._to)
        return piece(laid_out, start, end).replace("\u2028", "\n")


def words_of(item: ChatItem) -> str:
    """What Ctrl+C takes of a whole bubble: its text, or the words of its card."""
    if item.text or item.card is None:
        return item.text
    return item.card.spoken()
