"""The desk: every write of the program goes through ``post`` (the window) or ``run`` (where there is none)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from ticketdesk.desk.changes import Changes, published
from ticketdesk.desk.rights import Gate, Guard, actor_of, pass_gate, permit
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.journal import Touched
from ticketdesk.store.store import NewAct, Store
from ticketdesk.store.writer import Priority

# What acts are made of is read by the first one, and before it by ``store.warm``: no start waits for it.
if TYPE_CHECKING:
    from ticketdesk.desk.bulk import BulkRun, Progress
    from ticketdesk.desk.command import Actor, BulkCommand, Command, SingleCommand
    from ticketdesk.desk.denials import Denials
    from ticketdesk.desk.history import Step

LATE: Final = ("ticketdesk.desk.denials", "ticketdesk.desk.history", "ticketdesk.store.queries.parents")
"""What the first act would have to read."""

_LOG: Final = logging.getLogger(__name__)

Listener = Callable[[Changes], None]


class Done(NamedTuple):
    """An act that is committed; ``act_id`` is None where nothing had to be written."""

    act_id: int | None
    result: object


def _never() -> bool:
    return False


def _silent(_done: int) -> None:
    return None


class Desk:
    """Permission, transaction, journal, publishing and undo over one store; ``clock`` gives UTC ms."""

    def __init__(self, store: Store, clock: Callable[[], int], agent_id: int | None = None) -> None:
        self.store = store
        self.agent_id = agent_id
        self.guard: Guard | None = None
        # What a bulk act waits for before it begins: a backup of the moment before it, where any are made.
        self.before_bulk: Callable[[], Future[None] | None] = _nothing_before
        self._clock = clock
        self._listeners: list[Listener] = []
        store.paid.append(self._paid)

    @cached_property
    def denials(self) -> Denials:
        """Who records refusals."""
        from ticketdesk.desk.denials import Denials

        return Denials(self.store, self._clock, lambda act_id, command: self.publish(act_id, command, []))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with the Changes of every commit, on the writer thread; returns what ends that."""
        self._listeners.append(listener)
        return partial(self._unlisten, listener)

    def _unlisten(self, listener: Listener) -> None:
        # A new list: the writer thread may be going through the old one.
        self._listeners = [each for each in self._listeners if each != listener]

    def post(
        self,
        command: Command,
        *,
        agent_id: int | None = None,
        progress: Progress = _silent,
        cancelled: Callable[[], bool] = _never,
    ) -> Future[Done]:
        """Queue ``command`` for the writer and return the future of its commit, which may hold a DeskError."""
        from ticketdesk.desk.command import BulkCommand, Door

        if command.door is Door.SESSION:
            raise TypeError(f"{command.name} is the session's own")
        who = agent_id if agent_id is not None else self.agent_id
        gate = self.gate
        if isinstance(command, BulkCommand):
            return self._post_bulk(command, who, gate, progress, cancelled)
        return self._submit(command, who, gate)

    def enter(self, command: SingleCommand, agent_id: int) -> Future[Done]:
        """Queue an act of the session itself for ``agent_id``, whoever works at the desk."""
        return self._submit(command, agent_id, Gate.OPEN)

    def of_itself(self, command: SingleCommand) -> Future[Done]:
        """Queue what the desk does of itself, in nobody's name, also while it is locked: its door is a channel's."""
        from ticketdesk.desk.command import Door

        if command.door is not Door.CHANNEL:
            raise TypeError(f"{command.name} is an agent's act")
        return self._submit(command, None, self.gate)

    def _submit(self, command: Command, agent_id: int | None, gate: Gate) -> Future[Done]:
        from ticketdesk.desk.command import SingleCommand

        if not isinstance(command, SingleCommand):
            raise TypeError(f"{command!r} is no command")
        return self.store.submit(lambda: self._run_single(command, agent_id, gate), Priority.ACT)

    @property
    def gate(self) -> Gate:
        """Whether somebody works at the desk; always open where there is no session."""
        return Gate.OPEN if self.guard is None else self.guard.gate

    def run(self, command: Command, *, agent_id: int | None = None) -> Done:
        """Do ``command`` and wait for its commit; raises its refusal."""
        return self.post(command, agent_id=agent_id).result()

    def _actor(self, command: Command, agent_id: int | None, gate: Gate) -> Actor:
        kind, values, rows = type(command), command.values(), self.store.writer_rows
        try:
            pass_gate(kind, gate)
            actor = actor_of(rows, agent_id)
            permit(rows, kind, values, actor)
        except DeskError as error:
            self.denials.record(error, command.name, values, agent_id)
            raise
        if command.sensitive:
            self.need_password(command.name, agent_id)
        return actor

    def need_password(self, command: str, agent_id: int | None) -> None:
        """Raise DeskError ``password_needed`` unless the agent has given the password again."""
        if self.guard is not None and not self.guard.confirmed(agent_id):
            raise DeskError("password_needed", command=command)

    def _run_single(self, command: SingleCommand, agent_id: int | None, gate: Gate) -> Done:
        from ticketdesk.desk.command import Context

        actor = self._actor(command, agent_id, gate)
        now = self._clock()
        new = NewAct(now, agent_id, command.name, command.args(), command.block, undoable=command.undoable)
        try:
            with self.store.act(new._replace(tables=command.tables())) as frame:
                result = command.run(Context(frame.tx, actor, now))
                if not command.recorded and not self.store.wrote(frame):
                    raise _NothingToDo(result)
        except _NothingToDo as nothing:
            return Done(None, nothing.result)
        except DeskError as error:
            self.denials.record(error, command.name, command.values(), agent_id)
            raise
        self.publish(frame.tx.act_id, command.name, frame.touched)
        return Done(frame.tx.act_id, result)

    def _post_bulk(
        self, command: BulkCommand, agent_id: int | None, gate: Gate, progress: Progress, cancelled: Callable[[], bool]
    ) -> Future[Done]:
        from ticketdesk.desk.bulk import BulkRun
        from ticketdesk.desk.command import Context

        future: Future[Done] = Future()
        future.set_running_or_notify_cancel()

        def begin() -> None:
            actor = self._actor(command, agent_id, gate)
            now = self._clock()
            new = NewAct(now, agent_id, command.name, command.args(), command.block, undoable=command.undoable)
            tx = self.store.begin_open(new._replace(tables=command.tables()))
            steps = command.steps(Context(tx, actor, now), cancelled)
            run = BulkRun(self.store, tx, steps, progress, cancelled, command.summary)
            self.follow(run, Done(tx.act_id, None), command, future, agent_id)

        def queue(_ready: object = None) -> None:
            try:
                self.store.submit(begin, Priority.ACT).add_done_callback(lambda begun: _pass_on(begun, future))
            except RuntimeError as error:  # the store was closed meanwhile
                future.set_exception(error)

        ready = self.before_bulk() if command.backed else None
        ready.add_done_callback(queue) if ready is not None else queue()
        return future

    def follow(
        self, run: BulkRun, done: Done, command: BulkCommand, future: Future[Done], agent_id: int | None
    ) -> None:
        """Start ``run``; publish what it touched (also when it was taken back) and settle ``future``."""
        act_id = done.act_id or 0

        def finished(touched: list[Touched]) -> None:
            self.publish(act_id, command.name, touched)
            future.set_result(done._replace(result=command.outcome()))

        def failed(error: BaseException, touched: list[Touched]) -> None:
            if isinstance(error, DeskError):
                self.denials.record(error, command.name, command.values(), agent_id)
            self.publish(act_id, command.name, touched)
            future.set_exception(error)

        run.start(finished, failed)

    def publish(self, act_id: int, command: str, touched: list[Touched]) -> None:
        """Tell every listener what was committed."""
        from ticketdesk.store.queries.parents import parents_of

        changes = published(act_id, command, touched, parents_of(self.store.writer_rows, touched))
        for listener in self._listeners:
            try:
                listener(changes)
            except Exception as error:
                # The act is committed: a screen that fails must not make it look refused. No text of the error is
                # kept, since it may hold a buyer's words.
                _LOG.error("a listener failed on %s: %s", command, type(error).__name__)

    def _paid(self, act_id: int, touched: list[Touched]) -> None:
        """Tell of a failed bulk act whose rows could only now be taken back (the disk had been full)."""
        self.publish(act_id, "Undo", touched)

    def undo(self, *, progress: Progress = _silent, below: int | None = None) -> Future[Step]:
        """Take back the agent's newest standing act; DeskErrors ``nothing_to_undo``, ``undo_conflict``, ``denied``.

        The last two name the act as ``root``: ``below=root`` skips it and takes back the one before.
        """
        from ticketdesk.desk import history

        return history.post_undo(self, self.agent_id, self._clock, progress, below)

    def undo_act(self, root: int, *, progress: Progress = _silent) -> Future[Step]:
        """Take back this one act; DeskErrors ``act_not_standing``, ``undo_conflict``, ``denied``."""
        from ticketdesk.desk import history

        return history.post_undo_act(self, self.agent_id, self._clock, progress, root)

    def redo(self, *, progress: Progress = _silent) -> Future[Step]:
        """Do again what was just undone; DeskError ``nothing_to_redo`` or ``undo_conflict``."""
        from ticketdesk.desk import history

        return history.post_redo(self, self.agent_id, self._clock, progress)

    def keep_draft(self, key: str, body: str) -> Future[None]:
        """Keep unsent words so that they survive the death of the program; an empty body drops them."""
        at = self._clock()
        from ticketdesk.store.writers.drafts import put_draft  # no start needs the writers

        return self.store.submit(lambda: self.store.aside(put_draft, key, body, at), Priority.ACT)

    def count_phrase(self, phrase_id: int) -> Future[None]:
        """Count one use of a phrase."""
        at = self._clock()
        from ticketdesk.store.writers.phrases import count_use

        return self.store.submit(lambda: self.store.aside(count_use, phrase_id, at), Priority.ACT)


class _NothingToDo(Exception):
    def __init__(self, result: object) -> None:
        super().__init__()
        self.result = result


def _nothing_before() -> Future[None] | None:
    return None


def _pass_on(begun: Future[None], future: Future[Done]) -> None:
    error = begun.exception()
    if error is not None and not future.done():
        future.set_exception(error)


def refused(error: BaseException) -> bool:
    """Whether ``error`` is a refusal of the user's world rather than a bug."""
    return isinstance(error, DeskError)
