"""What a conversation is made of on the screen: frozen items with ready texts."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from ticketdesk.ui.delegates.paint import Level
from ticketdesk.words import tr

Side = Literal["in", "out", "system", "date", "card", "note", "unread", "border"]

SPEECH: Final = frozenset({"in", "out", "note", "card"})


class ChatCard(NamedTuple):
    """A card (order, product, parcel, file): bold title, second line, price, picture key ("" for none).

    ``icon`` stands in the place of the picture; ``warning`` is said in a third line, in the colour of what is bad.
    """

    title: str
    line: str = ""
    price: str = ""
    picture: str = ""
    icon: str = ""
    warning: str = ""

    def spoken(self) -> str:
        """The words of the card in one line."""
        return " ".join(part for part in (self.title, self.line, self.price, self.warning) if part)


class ChatQuote(NamedTuple):
    """What a message answers: the id of the quoted message, who said it and its words on one line."""

    id: int
    sender: str
    text: str


class ChatState(NamedTuple):
    """What became of our own words, in words, with its level and an icon ("" for none)."""

    text: str = ""
    level: Level = "plain"
    icon: str = ""


class ChatItem(NamedTuple):
    """One line of a conversation; `id` is unique in the view and grows with time.

    `side`: in (buyer), out (us), note (internal, ours), card (buyer's card), system, date (a separator), unread (the
    line above what is new), border (between two conversations of a buyer).
    `state` stands after the time ("read"); `picture` is a key for the thumbnail provider; `outgoing_card`
    places a card at our side; `head` False leaves out name and time (same speaker as just above); `quote` is what the
    message answers; `taken` says that it was recalled: its words are shown crossed out.
    """

    id: int
    side: Side
    sender: str = ""
    time_text: str = ""
    text: str = ""
    state: ChatState = ChatState()
    picture: str | None = None
    card: ChatCard | None = None
    failed: bool = False
    head: bool = True
    outgoing_card: bool = False
    avatar_key: str = ""
    quote: ChatQuote | None = None
    taken: bool = False

    @property
    def state_text(self) -> str:
        """The words of its state."""
        return self.state.text

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
            words = " ".join(part for part in (self.card.spoken(), self.text) if part)
        if self.quote is not None:
            words = tr("{0}, in answer to {1}: {2}", words, self.quote.sender, self.quote.text)
        return " ".join(part for part in (self.sender, self.time_text, words, self.state_text) if part)
