"""Where words that are looked for stand in the bubbles, counted as Qt counts (UTF-16 units)."""

from __future__ import annotations

from ticketdesk.domain.text import spans
from ticketdesk.ui.units import units

Spans = tuple[tuple[int, int], ...]


class Found:
    """The words looked for, and their places in what was painted since."""

    def __init__(self) -> None:
        self.words = ""
        self._kept: dict[int, tuple[str, Spans]] = {}

    def look_for(self, words: str) -> bool:
        """Look for other words ("" for none); False where they are the same."""
        changed = words != self.words
        if changed:
            self.words = words
            self._kept.clear()
        return changed

    def places(self, item: int, laid_out: str) -> Spans:
        """Where they stand in the text of an item as it was laid out."""
        if not self.words:
            return ()
        kept = self._kept.get(item)
        if kept is None or kept[0] != laid_out:
            kept = self._kept[item] = (laid_out, _units(laid_out, spans(laid_out, self.words)))
        return kept[1]


def _units(text: str, found: Spans) -> Spans:
    if text.isascii() or max(text, default="") < "\U00010000":
        return found
    return tuple((units(text[:start]), units(text[:end])) for start, end in found)
