"""What a command is: a frozen value of JSON-able arguments, one act of an agent or of a channel."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the agent (None before the shop exists) and what the role allows."""

    agent_id: int | None
    name: str
    permissions: frozenset[str]

    def need(self, permission: Permission) -> None:
        """Raise DeskError ``denied`` unless the actor may."""
        if permission.value not in self.permissions:
            raise DeskError("denied", permission=permission.value)


@dataclass(frozen=True, slots=True)
class Context:
    """What a command runs in; ``now`` is UTC ms and is the only clock a command knows."""

    tx: Tx
    actor: Actor
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One act. Subclasses declare ``needs`` (None: anyone, also before the first start), and if it can be undone."""

    needs: ClassVar[Permission | None]
    undoable: ClassVar[bool] = True
    recorded: ClassVar[bool] = False  # keep the act even if it wrote no row (a look at personal data)
    secret: ClassVar[frozenset[str]] = frozenset()  # arguments that the journal does not keep

    @property
    def name(self) -> str:
        """The name the journal keeps."""
        return type(self).__name__

    @property
    def block(self) -> int:
        """How many ids the act may make: one for everything it names, and some."""
        values = (getattr(self, f.name) for f in dataclasses.fields(self))
        return 256 + sum(len(value) for value in values if isinstance(value, tuple))

    def args(self) -> str:
        """Return the arguments as JSON."""
        values = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name not in self.secret}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleCommand(Command):
    """A command that is one transaction."""

    def run(self, context: Context) -> object:
        """Do it; the result is handed to the caller."""
        raise TypeError(f"{self.name} does not say what it does")


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkCommand(Command):
    """A command too large for one transaction: all or nothing all the same, by the journal."""

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Work in steps, yielding the rows done by each; between two the desk may commit and let others in."""
        raise TypeError(f"{self.name} does not say what it does")

    def summary(self) -> str:
        """Return what the journal keeps of the whole once the steps are through (the digest of a file)."""
        return ""

    def outcome(self) -> object:
        """Return the result once the steps are through."""
        return None


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return str(value)
