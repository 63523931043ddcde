"""When a buyer's message calls the agent, and how loudly (issue 4, point 7)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from ticketdesk.domain.moments import MINUTE, SECOND, day_start
from ticketdesk.domain.settings import within_day

BETWEEN_SOUNDS: Final = 3 * SECOND
"""A flood of messages rings once in so many milliseconds."""


class Arrival(NamedTuple):
    """What a buyer said: ``agent_id`` is who serves the conversation, None for nobody."""

    message_id: int
    conversation_id: int
    nick: str
    text: str
    agent_id: int | None


class Choices(NamedTuple):
    """What this computer has switched on."""

    strip: bool = True
    sound: bool = True
    attention: bool = True
    tray: bool = True


class Around(NamedTuple):
    """What holds now: ``looked_at`` are conversations in sight, ``active`` whether the window has the keyboard."""

    agent_id: int | None
    looked_at: Collection[int] = ()
    active: bool = True
    quiet: bool = False


class Calls(NamedTuple):
    """How the agent is called."""

    strip: bool = False
    sound: bool = False
    attention: bool = False
    tray: bool = False


def concerning(arrived: Collection[Arrival], around: Around) -> list[Arrival]:
    """Return what this agent has not in sight: messages to the agent, or to nobody yet."""
    seen = around.looked_at if around.active else ()
    return [each for each in arrived if each.agent_id in (None, around.agent_id) and each.conversation_id not in seen]


def calls(around: Around, choices: Choices) -> Calls:
    """Return how to call for news: in quiet hours only by the word in the window, in a window in use without a call."""
    loud = not around.quiet
    away = loud and not around.active
    return Calls(choices.strip, loud and choices.sound, away and choices.attention, away and choices.tray)


def is_quiet(now: int, begins: int, ends: int) -> bool:
    """Return whether ``now`` (UTC ms) lies in the shop's quiet hours, minutes after midnight."""
    return within_day((now - day_start(now)) // MINUTE, begins, ends)
