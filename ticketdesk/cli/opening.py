"""Finding the store and opening it: for reading beside an open window, for writing as its only user."""

from __future__ import annotations

import getpass
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from ticketdesk.cli.arguments import PASSWORD
from ticketdesk.cli.output import Output
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.session import prove
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.database import check_kind
from ticketdesk.store.home import place_of
from ticketdesk.store.lock import StoreLock
from ticketdesk.store.migrations import MIGRATIONS
from ticketdesk.store.queries import acts, agents, credentials
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import Store
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

_SHOP, _OWNER = "TicketDesk", "Owner"


def store_path(asked: str | None) -> Path:
    """Return the store's file as ``home.place_of`` finds it; None is the user's own data folder."""
    usual = Path(platformdirs.user_data_dir("TicketDesk", appauthor=False))
    return place_of(None if asked is None else Path(asked), usual)


@contextmanager
def open_for_reading(path: Path) -> Iterator[Reader]:
    """A read-only view of the store, also while a window has it open.

    Work that a killed program left unfinished is taken back first, so that half an import is never shown. Raises
    DeskErrors ``store_missing``, ``store_foreign``, ``store_newer``, ``store_older`` (its tables are not those of the
    questions here) and those of SQLite; makes no file.
    """
    version = check_kind(path)
    if version == 0:
        raise DeskError("store_missing", path=str(path))
    if version < len(MIGRATIONS):
        raise DeskError("store_older", path=str(path), version=version, known=len(MIGRATIONS))
    reader = Reader(path)
    try:
        if acts.unfinished(reader):
            _settle(path)
        yield reader
    finally:
        reader.close()


def in_use(path: Path) -> bool:
    """Return whether another program has the store open for writing."""
    lock = StoreLock(path)
    try:
        lock.take()
    except DeskError as error:
        return error.key == "store_in_use"
    lock.release()
    return False


def _settle(path: Path) -> None:
    try:
        Store(path).close()
    except DeskError as error:
        # Somebody is at work on it right now, or nobody may write there: then it is shown as it stands.
        if error.key not in ("store_in_use", "store_read_only"):
            raise


@contextmanager
def open_desk(path: Path, output: Output, *, agent: str = "", make: bool = False) -> Iterator[Desk]:
    """The desk over the store, acting as the agent of this name (the owner for "").

    With ``make`` a missing store is made, with its shop.

    Raises DeskErrors ``store_in_use`` where a window has it open, ``store_missing``, ``shop_missing`` and those of
    ``Store``; ``agent_unknown``, ``password_needed``, ``password_wrong`` and ``password_wait`` for who acts.
    """
    if not make and check_kind(path) == 0:
        raise DeskError("store_missing", path=str(path))
    store = Store(path)
    try:
        if store.rolled_back:
            output.note(tr("An unfinished import of an earlier run was taken back."))
        desk = Desk(store, now)
        owner = _owner(desk, output, make=make)
        desk.agent_id = _proved(desk, _named(desk, agent) if agent else owner)
        desk.before_bulk = Safely(store, output).keep
        yield desk
    finally:
        store.close()


class Safely:
    """Makes one verified backup before the first bulk act of a run, as the window does."""

    def __init__(self, store: Store, output: Output) -> None:
        self._store, self._output = store, output
        self._done = False

    def keep(self) -> None:
        """Make it, once; where it cannot be made, say so and let the act go on."""
        if self._done:
            return
        self._done = True
        # Imported here: most commands make no backup.
        from ticketdesk.store.backup.shelf import Shelf

        try:
            Shelf(self._store.path).add(now=now(), reason="import")
        except DeskError as error:
            self._output.note(tr("No backup could be made before this: {0}", sentence(error)))


def _owner(desk: Desk, output: Output, *, make: bool) -> int:
    owner = agents.owner_id(desk.store.reader)
    if owner is not None:
        return owner
    if not make:
        raise DeskError("shop_missing")
    desk.run(CreateShop(shop_name=_SHOP, owner_name=_OWNER))
    output.note(tr("Made a new store with the shop “{0}” at {1}.", _SHOP, desk.store.path))
    made = agents.owner_id(desk.store.reader)
    if made is None:
        raise DeskError("shop_missing")
    return made


def _named(desk: Desk, name: str) -> int:
    found = agents.named(desk.store.reader, name)
    if found is None:
        raise DeskError("agent_unknown", name=name)
    return found.id


def _proved(desk: Desk, agent_id: int) -> int:
    """Return ``agent_id`` once its password was given: in the environment, else typed; without one nothing is asked."""
    if credentials.of(desk.store.reader, agent_id).hash:
        password = os.environ.get(PASSWORD)
        if password is None:
            if not sys.stdin.isatty():
                raise DeskError("password_missing", variable=PASSWORD)
            password = getpass.getpass(tr("Password: "))
        prove(desk, agent_id, password, now())
    return agent_id


def now() -> int:
    """Return the clock of the desk in UTC ms."""
    return time.time_ns() // 1_000_000
