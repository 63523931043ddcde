"""The layouts of a conversation that are kept: so many of them, and so much text."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from ticketdesk.ui.widgets.chat_layout import Layout

MOST_LAYOUTS: Final = 256
MOST_LETTERS: Final = 100_000
"""Characters in all: each takes 40 to 110 bytes of Qt's, and 256 texts of 20,000 would keep 200 to 500 MB."""
IN_SIGHT: Final = 5_000
"""Pixels of height that are kept whatever they weigh: more than a screen shows, or a paint would lay out all anew."""


class KeptLayouts:
    """Layouts by the id of their item; the oldest go first."""

    def __init__(self) -> None:
        self._made: OrderedDict[int, Layout] = OrderedDict()
        self._letters = 0
        self._height = 0.0

    def __len__(self) -> int:
        return len(self._made)

    @property
    def letters(self) -> int:
        """How many characters are laid out in them."""
        return self._letters

    def get(self, number: int) -> Layout | None:
        """The layout of an item, None where it is not kept."""
        return self._made.get(number)

    def put(self, number: int, made: Layout) -> None:
        """Keep a layout, and drop old ones where they are too many or too heavy."""
        self.drop(number)
        self._made[number] = made
        self._weigh(made, 1)
        while self._too_much():
            self.drop(next(iter(self._made)))

    def drop(self, number: int) -> None:
        """Forget the layout of an item, if there is one."""
        dropped = self._made.pop(number, None)
        if dropped is not None:
            self._weigh(dropped, -1)

    def clear(self) -> None:
        """Forget all."""
        self._made.clear()
        self._letters, self._height = 0, 0.0

    def _too_much(self) -> bool:
        if len(self._made) > MOST_LAYOUTS:
            return True
        oldest = next(iter(self._made.values()))
        return self._letters > MOST_LETTERS and self._height - oldest.height > IN_SIGHT

    def _weigh(self, made: Layout, sign: int) -> None:
        self._letters += sign * made.letters
        self._height += sign * made.height
