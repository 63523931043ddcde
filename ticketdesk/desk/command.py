"""What a command is: a frozen value of JSON-able arguments, one act of an agent or of a channel."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import strip_nul
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


class Door(StrEnum):
    """Who may post a command while nobody works at the desk."""

    FIRST = "first"  # anyone, as long as there is no shop (the command itself refuses a second one)
    AGENT = "agent"  # nobody: an agent is signed in and the desk is not locked
    CHANNEL = "channel"  # a channel: what buyers say comes in also while the desk is locked or nobody is signed in
    SESSION = "session"  # only the session, by ``Desk.enter``


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows a command works on: the ids in ``argument`` are of ``table``; "" where it names no rows.

    ``others`` is the further right for rows that are not the actor's own (``store.queries.ownership``); None where
    the right of the command is for every row of the shop.
    """

    table: str = ""
    argument: str = ""
    others: Permission | None = None

    def ids(self, values: Mapping[str, object]) -> tuple[int, ...]:
        """Return the ids that ``values`` (the arguments) name."""
        found = values.get(self.argument)
        if isinstance(found, int):
            return (found,)
        return tuple(key for key in found if isinstance(key, int)) if isinstance(found, tuple | list) else ()


SHOP: Final = Scope()


@dataclass(frozen=True, slots=True)
class Context:
    """What a command runs in; ``now`` is UTC ms and is the only clock a command knows."""

    tx: Tx
    actor: Actor
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One act. Every subclass declares ``needs``, ``scope`` and ``fields``; docs/decisions/0007-rights.md says why."""

    needs: ClassVar[Permission | None]  # None: whoever is signed in
    also: ClassVar[tuple[Permission, ...]] = ()  # rights that ``run`` asks for besides, depending on the rows
    scope: ClassVar[Scope] = SHOP
    # What may be written: "table.+" a new row, "table.column" a change. None is for tests only: nothing is checked.
    fields: ClassVar[frozenset[str] | None] = None
    confirm: ClassVar[bool] = False  # the password is asked for again
    door: ClassVar[Door] = Door.AGENT
    undoable: ClassVar[bool] = True
    recorded: ClassVar[bool] = False  # keep the act even if it wrote no row (a look at personal data)
    secret: ClassVar[frozenset[str]] = frozenset()  # arguments that the journal does not keep

    @classmethod
    def tables(cls) -> frozenset[str] | None:
        """Return the tables that may be written."""
        return None if cls.fields is None else frozenset(name.partition(".")[0] for name in cls.fields)

    @classmethod
    def need_for(cls, values: Mapping[str, object]) -> Permission | None:
        """Return the right that a command with these arguments needs; asked again when it is taken back."""
        return cls.needs

    @classmethod
    def taken_back(cls, tx: Tx, values: Mapping[str, object]) -> None:
        """Put right what the journal cannot: what later acts wrote because this one stood; part of the undo."""

    @property
    def sensitive(self) -> bool:
        """Whether the password is asked for again."""
        return self.confirm

    def values(self) -> dict[str, object]:
        """Return the arguments by their names, those of rows as they are."""
        return {each.name: getattr(self, each.name) for each in dataclasses.fields(self)}

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
        # Half a character (of a clipboard, of a key) is no text that UTF-8 can hold; the command drops it as well.
        return strip_nul(json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain))


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleCommand(Command):
    """A command that is one transaction."""

    def run(self, context: Context) -> object:
        """Do it; the result is handed to the caller."""
        raise TypeError(f"{self.name} does not say what it does")


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkCommand(Command):
    """A command too large for one transaction: all or nothing all the same, by the journal."""

    backed: ClassVar[bool] = True  # a backup of the moment before is taken first: of what comes from a file

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
