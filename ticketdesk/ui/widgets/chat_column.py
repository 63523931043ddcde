"""The items of a conversation as one tall column: heights, layouts and places, without a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize

from ticketdesk.ui.widgets.chat_heights import Heights
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.ui.widgets.chat_kept import KeptLayouts
from ticketdesk.ui.widgets.chat_layout import Layout, estimate, lay_out, same_shape

PictureSize = Callable[[str], "QSize | None"]


class ChatColumn:
    """Lays out only what is looked at; the rest stands with a guessed height until it is seen."""

    def __init__(self, picture_size: PictureSize) -> None:
        self.items: list[ChatItem] = []
        self.width = 400
        self._picture_size = picture_size
        self._heights = Heights()
        self._layouts = KeptLayouts()
        self._places: dict[int, int] = {}
        self._first = 0

    def __len__(self) -> int:
        return len(self.items)

    def set_items(self, items: Iterable[ChatItem]) -> None:
        """Hold these items and nothing else."""
        self.items = list(items)
        self._first = 0
        self._places = {item.id: place for place, item in enumerate(self.items)}
        self._heights = Heights(estimate(item, self.width) for item in self.items)
        self._layouts.clear()

    def append(self, items: Iterable[ChatItem]) -> int:
        """Add items at the end, those already held left out; returns how many came."""
        before = len(self.items)
        for item in items:
            if item.id not in self._places:
                self._places[item.id] = len(self.items) + self._first
                self.items.append(item)
                self._heights.append(estimate(item, self.width))
        return len(self.items) - before

    def prepend(self, items: Sequence[ChatItem]) -> int:
        """Add items at the beginning, those already held left out; returns how many came."""
        fresh = [item for item in items if item.id not in self._places]
        self._first -= len(fresh)
        for place, item in enumerate(fresh):
            self._places[item.id] = place + self._first
        self.items[:0] = fresh
        self._heights.prepend(estimate(item, self.width) for item in fresh)
        return len(fresh)

    def update(self, item: ChatItem) -> bool:
        """Put `item` in the place of the one with its id; False where there is none."""
        place = self.place_of(item.id)
        if place < 0:
            return False
        alike, self.items[place] = same_shape(self.items[place], item), item
        if not alike:
            self._layouts.drop(item.id)
        return True

    def place_of(self, number: int) -> int:
        """The place of an id, -1 where it is not held."""
        place = self._places.get(number)
        return -1 if place is None else place - self._first

    def set_width(self, width: int) -> bool:
        """Be `width` pixels wide; heights unseen since then stay guesses. False where it already was."""
        if width == self.width:
            return False
        self.width = width
        self._layouts.clear()
        return True

    def forget(self) -> None:
        """Lay out everything seen anew (fonts or a picture's size changed)."""
        self._layouts.clear()

    def layout(self, place: int) -> Layout:
        """The layout of an item, made when needed; its height then is the true one."""
        item = self.items[place]
        found = self._layouts.get(item.id)
        if found is None:
            size = self._picture_size(item.picture) if item.picture is not None else None
            found = lay_out(item, self.width, size)
            self._layouts.put(item.id, found)
        self._heights.set(place, found.height)
        return found

    def measure(self, place: int) -> float:
        """Lay an item out; returns by how many pixels its height differs from what was thought."""
        before = self._heights[place]
        return self.layout(place).height - before

    def height(self, place: int) -> float:
        """The height of an item as far as it is known."""
        return self._heights[place]

    def top(self, place: int) -> float:
        """Where an item begins, in pixels from the top of the column."""
        return self._heights.top(place)

    def total(self) -> float:
        """The height of the column as far as it is known."""
        return self._heights.total()

    def place_at(self, y: float) -> int:
        """The place of the item at pixel `y`, clipped to those there are."""
        return self._heights.at(y)
