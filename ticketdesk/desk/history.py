"""Undo and redo: acts like all others, made from the journal, also after a restart and of a hundred thousand rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, NamedTuple

from ticketdesk.desk import rights, staff_rules
from ticketdesk.desk.bulk import BulkRun, Progress
from ticketdesk.desk.order_gate import held_from_redo, pass_gate_again
from ticketdesk.desk.registry import commands
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.journal import Touched
from ticketdesk.store.queries import acts
from ticketdesk.store.queries.acts import Target
from ticketdesk.store.store import NewAct
from ticketdesk.store.tx import Tx
from ticketdesk.store.undo import Later
from ticketdesk.store.writer import Priority

if TYPE_CHECKING:
    from ticketdesk.desk.desk import Desk

_SMALL = 2_000
_OF_FILE: Final = "ImportOrders"
# An act in the midst of others is taken back by itself: that its rows were written since is no reason against it.
_PASSING = frozenset({"updated_at"})


class Step(NamedTuple):
    """A step taken back or done again: ``command`` is the agent's own act, ``kind`` Undo or Redo."""

    act_id: int
    command: str
    kind: str


def post_undo(
    desk: Desk, agent_id: int | None, clock: Callable[[], int], progress: Progress, below: int | None
) -> Future[Step]:
    """Queue the undo of the agent's newest standing act, or of the newest one older than the act ``below``."""
    return _Walk(desk, "Undo", agent_id, clock, progress, below).post()


def post_undo_act(
    desk: Desk, agent_id: int | None, clock: Callable[[], int], progress: Progress, root: int
) -> Future[Step]:
    """Queue the undo of the very act ``root``, whoever did it."""
    return _Walk(desk, "Undo", agent_id, clock, progress, only=root).post()


def post_redo(desk: Desk, agent_id: int | None, clock: Callable[[], int], progress: Progress) -> Future[Step]:
    """Queue the redo of the agent's newest standing undo."""
    return _Walk(desk, "Redo", agent_id, clock, progress).post()


class _Walk:
    """One undo or redo on its way."""

    def __init__(
        self,
        desk: Desk,
        kind: str,
        agent_id: int | None,
        clock: Callable[[], int],
        progress: Progress,
        below: int | None = None,
        only: int | None = None,
    ) -> None:
        self._desk, self._kind, self._agent_id, self._clock = desk, kind, agent_id, clock
        self._below, self._only, self._gate = below, only, desk.gate
        self._progress = progress
        self._future: Future[Step] = Future()
        self._future.set_running_or_notify_cancel()

    def post(self) -> Future[Step]:
        self._desk.store.submit(self._start, Priority.ACT).add_done_callback(self._begun)
        return self._future

    def _begun(self, begun: Future[None]) -> None:
        error = begun.exception()
        if error is not None and not self._future.done():
            self._future.set_exception(error)

    def _target(self) -> Target:
        rows = self._desk.store.writer_rows
        if self._only is not None:
            named = acts.standing_target(rows, self._only)
            if named is None:
                raise DeskError("act_not_standing")
            return named
        undo = self._kind == "Undo"
        found = acts.undo_target(rows, self._agent_id, self._below) if undo else acts.redo_target(rows, self._agent_id)
        if found is None:
            raise DeskError("nothing_to_undo" if self._kind == "Undo" else "nothing_to_redo")
        return found

    def _permit(self, target: Target) -> None:
        """Taking an act back, or doing it again, asks for the same right as the act; ``root`` names what to skip.

        Passing the gate of orders once more asks for the right to override, where that was how it was passed.
        """
        kind, values = commands().get(target.command), json.loads(target.args)
        if kind is None:
            return  # of a version of the program that knew more, or less, than this one
        rows = self._desk.store.writer_rows
        try:
            rights.pass_gate(kind, self._gate)
            actor = rights.actor_of(rows, self._agent_id)
            rights.permit(rows, kind, values, actor)
            if self._only is not None and acts.agent_of(rows, target.root) != self._agent_id:
                # What of the act asked for more than its first right nobody knows any more (a list that shipped).
                for further in kind.also:
                    actor.need(further)
            if self._kind == "Redo" and values.get("override"):
                actor.need(Permission.ORDER_OVERRIDE)
        except DeskError as error:
            error.values.setdefault("root", target.root)
            self._desk.denials.record(error, self._kind, {"act_id": target.root}, self._agent_id)
            raise
        if kind.confirm:
            self._desk.need_password(self._kind, self._agent_id)

    def _start(self) -> None:
        target = self._target()
        self._permit(target)
        later = self._desk.store.later_changes(target.act_id, frozenset() if self._only is None else _PASSING)
        if later.conflicts:
            names = tuple(dict.fromkeys(conflict.table for conflict in later.conflicts))
            raise DeskError(
                "undo_conflict",
                command=target.command,
                tables=names,
                rows=later.conflicts,
                count=len(later.conflicts),
                root=target.root,
            )
        new = NewAct(
            self._clock(), self._agent_id, self._kind, "{}", 1, undoable=False, undoes=target.act_id, root=target.root
        )
        if target.size <= _SMALL:
            self._small(target, new, later)
        else:
            self._large(target, new, later)

    def _steps(self, target: Target, later: Later, tx: Tx) -> Iterator[int]:
        store = self._desk.store
        held: list[int] = []
        if self._kind == "Redo" and not json.loads(target.args).get("override"):
            # What came meanwhile (a refund, another remark) holds an order back from this as from the act itself.
            of_file = target.command == _OF_FILE
            held = yield from held_from_redo(store.writer_rows, target.act_id, self._clock(), of_file=of_file)
        below: int | None = None
        while True:
            below = store.revert_step(target.act_id, below, tombstone=tx.act_id, restorable=later.restorable)
            if below is None:
                break
            yield _SMALL
        pass_gate_again(store.writer_rows, held, self._clock())
        kind = commands().get(target.command)
        if kind is not None and self._kind == "Undo":
            kind.taken_back(tx, json.loads(target.args))
        self._settle(target)

    def _settle(self, target: Target) -> None:
        store = self._desk.store
        store.mark(target.act_id, "undone")
        store.mark(target.root, "undone" if self._kind == "Undo" else "done")

    def _small(self, target: Target, new: NewAct, later: Later) -> None:
        with self._desk.store.act(new) as frame:
            for _ in self._steps(target, later, frame.tx):
                pass
            if acts.wrote_any(self._desk.store.writer_rows, frame.tx.act_id, staff_rules.TABLES):
                staff_rules.check(self._desk.store.writer_rows, self._agent_id)
        self._over(frame.tx.act_id, target, frame.touched)

    def _large(self, target: Target, new: NewAct, later: Later) -> None:
        tx = self._desk.store.begin_open(new)
        run = BulkRun(self._desk.store, tx, self._steps(target, later, tx), self._progress, lambda: False)
        run.start(lambda touched: self._over(tx.act_id, target, touched), self._failed)

    def _failed(self, error: BaseException, _touched: list[Touched]) -> None:
        self._future.set_exception(error)

    def _over(self, act_id: int, target: Target, touched: list[Touched]) -> None:
        self._desk.publish(act_id, self._kind, touched)
        self._future.set_result(Step(act_id, target.command, self._kind))
