"""What a conversation is made of on the screen: frozen items with ready texts."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Side = Literal["in", "out", "system", "date", "card", "note"]

SPEECH: Final = frozenset({"in", "out", "note", "card"})


class ChatCard(NamedTuple):
    """An order or product card: bold title, second line, price, picture key ("" for none)."""

    title: str
    line: str = ""
    price: str = ""
    picture: str = ""


class ChatItem(NamedTuple):
    """One line of a conversation; `id` is unique in the view and grows with time.

    `side`: in (buyer), out (us), note (internal, ours), card (buyer's card), system, date (a separator).
    `state_text` stands after the time ("read"); `picture` is a key for the thumbnail provider; `outgoing_card`
    places a card at our side; `head` False leaves out name and time (same speaker as just above).
    """

    id: int
    side: Side
    sender: str = ""
    time_text: str = ""
    text: str = ""
    state_text: str = ""
    picture: str | None = None
    card: ChatCard | None = None
    failed: bool = False
    head: bool = True
    outgoing_card: bool = False
    avatar_key: str = ""

    @property
    def ours(self) -> bool:
        """Whether it stands at the right."""
        return self.side in ("out", "note") or (self.side == "card" and self.outgoing_card)

    @property
    def speech(self) -> bool:
        """Whether somebody says it: it has an avatar and can be current."""
        return self.side in SPEECH

    def spoken(self) -> str:
        """One sentence for screen readers."""
        words = self.text
        if self.card is not None:
            words = " ".join(part for part in (self.card.title, self.card.line, self.card.price, self.text) if part)
        return " ".join(part for part in (self.sender, self.time_text, words, self.state_text) if part)
