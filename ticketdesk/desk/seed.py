"""What a scratch shop begins with, before any command is read."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.desk.command import Command


class Seed(NamedTuple):
    """A practice shop; ``acts`` are run in it by its owner, who is called ``agent``."""

    shop: str
    agent: str
    acts: tuple[Command, ...] = ()
