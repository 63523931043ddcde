"""What every page is given: reading, posting, files, drafts, tasks, changes, notices and the way to other places."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from ticketdesk.desk.backups import Backups
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.desk.session import Session
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.agents import Person
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import STORE_NAME
from ticketdesk.ui.keymap import Keymap
from ticketdesk.ui.labels import shop_rules, shop_stages, shop_types
from ticketdesk.ui.relay import Relay
from ticketdesk.ui.seeds import PasswordAsked as PasswordAsked
from ticketdesk.ui.seeds import Place as Place
from ticketdesk.ui.seeds import TicketSeed as TicketSeed
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.tasks import Tasks, still_there
from ticketdesk.words.stages import leave_stages, use_stages
from ticketdesk.words.ticket_types import leave_types, use_types

# What only some pages ask of a world is read when they do: each module costs the start a third of a millisecond.
if TYPE_CHECKING:
    from ticketdesk.desk.command import Command
    from ticketdesk.domain.files import FileRef
    from ticketdesk.store.queries.stats import Stats
    from ticketdesk.store.queries.verify import Finding
    from ticketdesk.ui.channels.switch import Channels, Maker
    from ticketdesk.ui.phrases.drafts import PhraseDraft
    from ticketdesk.ui.phrases.keys import PhraseKeys
    from ticketdesk.ui.reception.compose.traffic import Traffic
    from ticketdesk.ui.tickets.detail.flow_facts import FlowFacts
    from ticketdesk.ui.type_book import TypeBook


class Notices(QObject):
    """Short sentences for the agent; the window shows them."""

    said = Signal(str, object)  # text, undoable: bool, or the id of an act
    refused = Signal(object)  # the exception

    def say(self, text: str, *, undoable: bool | int = False) -> None:
        """Tell that something was done; with ``undoable`` the notice offers Undo, of an act's id for that very act."""
        self.said.emit(text, undoable)

    def refuse(self, error: BaseException) -> None:
        """Tell that something could not be done; a DeskError as a sentence, anything else as a bug report."""
        self.refused.emit(error)


def _flow(world: World) -> FlowFacts:
    """What the shop says of the flow of tickets: forbidden moves, departments."""
    from ticketdesk.ui.tickets.detail.flow_facts import FlowFacts

    return FlowFacts(world.reader)


class World(QObject):
    """The one thing handed to pages and panels. They read through ``reader``, write by ``post`` and nothing else."""

    flow = cached_property(_flow)
    go = Signal(object)  # Place
    new_ticket = Signal(object)  # TicketSeed
    changed = Signal(object)  # desk.changes.Changes, on the window's thread
    password_wanted = Signal(object)  # PasswordAsked
    session_changed = Signal()  # somebody signed in or out, or the desk was locked or unlocked
    backups_changed = Signal(object)  # desk.backups.BackupState, on the window's thread
    move_wanted = Signal(object)  # Path of an empty folder: the window closes, and the shop moves there
    restore_wanted = Signal(object)  # Path of a backup: the window closes, and the shop comes back out of it
    _session_told = Signal()
    _backups_told = Signal(object)
    capture_wanted = Signal(object)  # ui.capture.destination.Destination: where a picture of the screen shall go
    counted = Signal(object)  # now (UTC ms), a few times a second while a reply counts down
    watch_turned = Signal()  # this computer watches another folder for order files, or none
    alerts_turned = Signal()  # this computer switched on or off how it calls its agent
    practice_wanted = Signal()  # the window closes, and played buyers come into a scratch shop
    reopen_wanted = Signal()  # the window shall be built anew (another language)

    def __init__(
        self, desk: Desk, tasks: Tasks, relay: Relay, clock: Callable[[], int], kept: Settings | None = None,
        session: Session | None = None, backups: Backups | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.kept = kept or Settings()
        self.keymap = Keymap(self.kept, self)
        self._desk = desk
        self.tasks = tasks
        self.clock = clock
        self.handed: dict[int, str] = {}  # words on their way into the reply to a conversation (``Place`` "words")
        self.notices = Notices(self)
        self.phrase_drafts: dict[tuple[int | None, int | None], list[PhraseDraft]] = {}  # by agent and phrase
        self.traffic: Traffic | None = None  # the live channels, where they are wired (app.build)
        self.line_maker: Callable[[], Maker] | None = None  # who makes those that can be turned on (app.build)
        self._rights: tuple[int | None, frozenset[str]] | None = None
        self._people: tuple[Person, ...] | None = None
        self._type_names = partial(shop_types, self.reader)
        use_types(self._type_names, partial(shop_rules, self.reader))
        self._stage_names = partial(shop_stages, self.reader)
        use_stages(self._stage_names)
        relay.changed.connect(self._forget_rights)
        relay.changed.connect(self.changed)
        self.session = session or Session(desk, clock, tasks.submit)
        self.backups = backups or Backups(desk.store, clock, None)
        self._backups_told.connect(self.backups_changed, Qt.ConnectionType.QueuedConnection)
        self.backups.listen(self._backups_told.emit)  # on any thread
        self._session_told.connect(self.session_changed, Qt.ConnectionType.QueuedConnection)
        self.session.listen(self._session_told.emit)  # on any thread

    @property
    def reader(self) -> Reader:
        """The reading side of the store."""
        return self._desk.store.reader

    @property
    def folder(self) -> Path:
        """The folder that holds the store, its files and its backups."""
        return self._desk.store.path.parent

    @property
    def movable(self) -> bool:
        """Whether the shop can be found again after a move: a file with a name of its own is only ever named."""
        return self._desk.store.path.name == STORE_NAME

    def check_move(self, folder: Path) -> None:
        """Raise the DeskError why the shop cannot move to ``folder``."""
        from ticketdesk.store.moving import check_target  # backups are read only where they are needed

        check_target(self._desk.store.path, folder)

    def stats(self) -> Stats:
        """Count everything (call it in a task: it reads every table)."""
        from ticketdesk.store.queries.stats import stats

        store = self._desk.store
        return stats(store.reader, store.path, store.files.folder)

    def check_log(self) -> list[Finding]:
        """Return what is broken in the chain of the journal (call it in a task: it reads every act)."""
        from ticketdesk.store.queries.verify import check_log

        return check_log(self._desk.store.path)

    @cached_property
    def phrase_keys(self) -> PhraseKeys:
        """The phrases that have keys on this computer."""
        from ticketdesk.ui.phrases.keys import PhraseKeys

        return PhraseKeys(self)

    @cached_property
    def channels(self) -> Channels | None:
        """The live channels that the shop turns on and off; None where nobody makes them."""
        from ticketdesk.ui.channels.switch import Channels

        return None if self.line_maker is None else Channels(self, self.line_maker())

    def close(self) -> None:
        """Ask the store nothing for words any more, and turn off the channels that were turned on; waits a moment."""
        leave_types(self._type_names)
        leave_stages(self._stage_names)
        made = vars(self).get("channels")
        if made is not None:
            made.close()

    @property
    def agent_id(self) -> int | None:
        """Who works at this desk."""
        return self._desk.agent_id

    def may(self, permission: Permission) -> bool:
        """Whether the agent may; screens hide or disable by it, the desk decides."""
        agent = self.agent_id
        if self._rights is None or self._rights[0] != agent:
            # One opened order asks twenty times; a change of people or roles is heard before any screen hears it.
            self._rights = agent, agents.actor(self.reader, agent).permissions
        return permission.value in self._rights[1]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who may work, oldest first; they change seldom and every ticket and order names them."""
        if self._people is None:
            self._people = agents.people(self.reader)
        return self._people

    @cached_property
    def types(self) -> TypeBook:
        """The types of tickets as the shop has them."""
        from ticketdesk.ui.type_book import TypeBook

        return TypeBook(self.reader)

    def _forget_rights(self, changes: Changes) -> None:
        if "flow" in vars(self) and changes.touches(*self.flow.TABLES):
            del self.flow
        if changes.touches("agent", "role"):
            self._rights = self._people = None
        if changes.touches("setting"):
            use_stages(self._stage_names)
        if changes.touches("ticket_form", "rule_pack"):
            vars(self).pop("types", None)
            use_types(self._type_names, partial(shop_rules, self.reader))

    def post(
        self, command: Command, done: Callable[[Done], None] | None = None,
        failed: Callable[[BaseException], None] | None = None, *,
        progress: Callable[[int], None] | None = None, cancelled: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        """Hand ``command`` to the desk; ``done``/``failed`` are told on the window's thread after COMMIT.

        Without ``failed`` a refusal becomes a notice. ``progress`` is called on the writer thread. Where the desk asks
        for the password again, it is asked for and the command posted once more; ``failed`` hears of it if it is not
        given.
        """
        extra: dict[str, Any] = {}
        if progress is not None:
            extra["progress"] = progress
        if cancelled is not None:
            extra["cancelled"] = cancelled

        def send() -> None:
            self.watch(self._desk.post(command, **extra), done, refused)

        def refused(error: BaseException) -> None:
            if not self.ask_password(error, send, partial(tell, error)) and still_there(tell):
                tell(error)

        tell = failed or self.notices.refuse
        send()

    def ask_password(self, error: BaseException, again: Callable[[], None], given_up: Callable[[], None]) -> bool:
        """Ask for the password if ``error`` wants it, then call ``again``, or ``given_up``; False for other errors."""
        if not isinstance(error, DeskError) or error.key != "password_needed":
            return False
        self.password_wanted.emit(PasswordAsked(str(error.values.get("command", "")), again, given_up))
        return True

    def watch(
        self,
        future: Future[Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Tell the end of any future of the desk on the window's thread."""
        self.tasks.watch(future, done or _nothing, failed or self.notices.refuse)

    def undo(self, act: int | None = None) -> Future[Any]:
        """Take back the agent's newest act, or this one, whoever did it and whatever came after."""
        return self._desk.undo() if act is None else self._desk.undo_act(act)

    def redo(self) -> Future[Any]:
        """Do again what was just taken back."""
        return self._desk.redo()

    def keep_draft(self, key: str, body: str) -> Future[None]:
        """Keep unsent words ("" drops them); read them with ``store.queries.conversations.draft``."""
        return self._desk.keep_draft(key, body)

    def count_phrase(self, phrase_id: int) -> None:
        """Count one use of a phrase."""
        self.watch(self._desk.count_phrase(phrase_id))

    def keep_picture(self, data: bytes, name: str) -> FileRef:
        """Keep a picture durably as `name` and its kind's ending (call it in a task: it waits for the disk)."""
        from ticketdesk.desk import files
        from ticketdesk.domain.pictures import check_picture
        from ticketdesk.ui.pictures import pixels

        kind = check_picture(data)
        size = pixels(data, kind)
        return files.keep(
            self._desk.store, data, f"{name}.{kind}", kind.media_type, width=size.width(), height=size.height()
        )

    def keep_file(self, data: bytes, name: str, media_type: str) -> FileRef:
        """Keep a file that is no picture (call it in a task: it waits for the disk)."""
        from ticketdesk.desk import files

        return files.keep(self._desk.store, data, name, media_type)

    def read_file(self, sha256: str) -> bytes:
        """Return the bytes of a kept file (call it in a task)."""
        from ticketdesk.desk import files

        return files.read(self._desk.store, sha256)


def _nothing(_result: object) -> None:
    return None
