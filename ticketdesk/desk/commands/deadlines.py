"""The agent notes and corrects what deadlines count from, agrees on moments; the desk records what lapsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, BulkCommand, Context, Door, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import event, guard, settle
from ticketdesk.desk.deadlines import chain_of, pack_of
from ticketdesk.desk.refund_lapses import AGREED_ON, record
from ticketdesk.desk.refund_moves import MOVED
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules import own_days
from ticketdesk.domain.rules.chain import Step
from ticketdesk.domain.rules.matter import Lapse
from ticketdesk.domain.rules.values import Event
from ticketdesk.store.queries import refunds
from ticketdesk.store.queries.deadlines import case, habits, passed, running
from ticketdesk.store.writers import deadlines, tickets
from ticketdesk.store.writers.people import put_setting

_TICKET: Final = Scope("ticket", "ticket_id")
_SETTLED: Final = frozenset(
    {"ticket.due_at", "ticket.due_from", "ticket.due_rule", "ticket.updated_at", "ticket_event.+"}
)
MOST_AT_ONCE: Final = 200
_A_STEP: Final = 32


def _noted(name: str, at: int, now: int) -> Event:
    """DeskErrors ``choice_unknown`` for no event, ``start_future`` for a moment that has not been."""
    if name not in set(Event) - {Event.LAPSE}:
        raise DeskError("choice_unknown", value=name)
    if at > now:
        raise DeskError("start_future")
    return Event(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStart(SingleCommand):
    """The agent notes that something happened which starts a deadline or ends one in time (a parcel was signed for).

    ``event`` is a ``domain.rules.values.Event``, ``at`` when it was (UTC ms), ``version`` the ticket's as it was seen.
    """

    ticket_id: int
    event: str
    at: int
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = _SETTLED | {"ticket_start.+"}

    def run(self, context: Context) -> int:
        """Note it, reckon the ticket's deadlines anew and return the id of what was noted.

        DeskErrors ``choice_unknown``, ``start_future``, ``ticket_missing``, ``ticket_changed``.
        """
        name = _noted(self.event, self.at, context.now)
        guard(context, tickets.current(context.tx, self.ticket_id), self.version)
        tickets.change_ticket(context.tx, self.ticket_id, context.now, {})
        row = deadlines.add_start(context.tx, self.ticket_id, name, self.at, context.actor.agent_id)
        event(context, self.ticket_id, "start", text=name, after=str(self.at))
        settle(context, self.ticket_id)
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectStart(SingleCommand):
    """The agent corrects when it was that a deadline counts from; when it was noted stays known.

    The last event of that name is corrected; the application, where nobody noted it, is the opening of the ticket.
    """

    ticket_id: int
    event: str
    at: int
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = _SETTLED | {"ticket_start.+", "ticket_start.corrected_at"}

    def run(self, context: Context) -> None:
        """Correct it and reckon the ticket's deadlines anew; what lapsed before stays recorded.

        DeskErrors ``choice_unknown``, ``start_future``, ``start_missing``, ``ticket_missing``, ``ticket_changed``.
        """
        name = _noted(self.event, self.at, context.now)
        now = tickets.current(context.tx, self.ticket_id)
        guard(context, now, self.version)
        tickets.change_ticket(context.tx, now.id, context.now, {})
        before = self._write(context, name, now.opened_at)
        event(context, now.id, "start", text=name, before=str(before), after=str(self.at))
        settle(context, now.id)

    def _write(self, context: Context, name: Event, opened_at: int) -> int:
        """Write the moment and return the one that stood there."""
        found = deadlines.newest_start(context.tx, self.ticket_id, name)
        if found is not None:
            deadlines.correct_start(context.tx, found[0], self.at)
            return found[1]
        if name is not Event.APPLIED:
            raise DeskError("start_missing")
        deadlines.add_start(context.tx, self.ticket_id, name, opened_at, context.actor.agent_id, self.at)
        return opened_at


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeOnDeadline(SingleCommand):
    """Both sides agreed until when (UTC ms); it wins over the rule's own limit, also of a step still to come."""

    ticket_id: int
    rule: str
    due_at: int
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = _SETTLED | {"ticket_term.+"}

    def run(self, context: Context) -> int:
        """Keep it, reckon the ticket's deadlines anew and return the id of what is kept.

        DeskErrors ``moment_past``, ``rule_not_agreeable`` (no rule of the ticket's pack, or one whose end nobody can
        agree on), ``ticket_missing``, ``ticket_changed``.
        """
        if self.due_at <= context.now:
            raise DeskError("moment_past")
        guard(context, tickets.current(context.tx, self.ticket_id), self.version)
        kept = case(context.tx, self.ticket_id)
        rule = pack_of(kept).rule(self.rule) if kept else None
        if rule is None or not rule.agreed:
            raise DeskError("rule_not_agreeable", rule=self.rule)
        tickets.change_ticket(context.tx, self.ticket_id, context.now, {})
        agent = context.actor.agent_id
        row = deadlines.add_term(context.tx, self.ticket_id, "agreed", self.rule, self.due_at, context.now, agent)
        event(context, self.ticket_id, "due", text=self.rule, after=str(self.due_at))
        settle(context, self.ticket_id)
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutLapse(SingleCommand):
    """The agent says that what a recorded lapse brings about was done; ``rule`` and ``nth`` name the step."""

    ticket_id: int
    rule: str
    nth: int = 1
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket_lapse.carried_out", "ticket.updated_at", "ticket_event.+"}
    )

    def run(self, context: Context) -> None:
        """Keep it; DeskErrors ``lapse_missing`` (none, or done already), ``ticket_missing``, ``ticket_changed``."""
        guard(context, tickets.current(context.tx, self.ticket_id), self.version)
        found = deadlines.uncarried_lapse(context.tx, self.ticket_id, self.rule, self.nth)
        if found is None:
            raise DeskError("lapse_missing")
        tickets.change_ticket(context.tx, self.ticket_id, context.now, {})
        deadlines.carry_out(context.tx, found)
        event(context, self.ticket_id, "carried", text=self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLapses(SingleCommand):
    """The desk records the deadlines that passed, and with that begins what their lapse starts. Never taken back.

    Posted by a timer and once at the start, so that days offline are caught up with; at most ``MOST_AT_ONCE`` tickets
    and refunds.
    """

    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = _SETTLED | MOVED | AGREED_ON | {"ticket_lapse.+"}
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Record what passed by now and return for how many rows; as many as allowed means: ask again."""
        found = passed(context.tx, context.now, MOST_AT_ONCE)
        done = habits(context.tx).get(own_days.CARRY) == "1"
        for ticket in found:
            chain = chain_of(context.tx, ticket, context.now)
            for step in chain.to_record if chain else ():
                _record(context, ticket, step, done=done)
            settle(context, ticket)
        late = refunds.passed(context.tx, context.now, MOST_AT_ONCE - len(found))
        for refund in late:
            record(context, refund, done=done)
        return len(found) + len(late)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDayCounting(BulkCommand):
    """The shop says which days it works besides the public calendar, and what days of no stated kind are.

    ``zone`` is where the shop's days end ("" for UTC+8), ``off`` and ``on`` are lists of days
    (``domain.rules.own_days.read_days``), ``natural`` is whether days of no stated kind end at 23:59:59 instead of
    being 24 hours each, ``carry_out`` whether what a lapse brings about counts as done at once.
    Open tickets are counted anew, in steps.
    """

    off: str
    on: str
    natural: bool
    zone: str = ""
    carry_out: bool = False
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"setting.+", "setting.value", "ticket.due_at", "ticket.due_from", "ticket.due_rule", "ticket.updated_at"}
    )

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Keep it and count anew; DeskErrors ``day_unreadable``, ``days_too_many``, ``day_twice``,
        ``zone_unknown``, ``cancelled``."""
        off, on = own_days.checked_days(self.off, self.on)
        wanted = {own_days.OFF: off, own_days.ON: on, own_days.NATURAL: str(int(self.natural))}
        wanted |= {own_days.ZONE: own_days.checked_zone(self.zone), own_days.CARRY: str(int(self.carry_out))}
        kept = habits(context.tx)
        for key, value in wanted.items():
            if kept.get(key, "0" if key in (own_days.NATURAL, own_days.CARRY) else "") != value:
                put_setting(context.tx, key, value)
        yield 1
        after = 0
        while found := running(context.tx, after, _A_STEP):
            if cancelled():
                raise DeskError("cancelled")
            for ticket in found:
                settle(context, ticket)
            after = found[-1]
            yield len(found)


def _record(context: Context, ticket: int, step: Step, *, done: bool) -> None:
    """A lapse, and its line in the timeline, which nobody wrote."""
    lapse = Lapse(step.rule.id, step.nth, step.start or 0, step.due or 0, context.now, done)
    deadlines.add_lapse(context.tx, ticket, lapse)
    tickets.add_event(
        context.tx, ticket, "lapse", agent_id=None, author="", at=context.now, text=step.rule.id,
        before=str(step.start or 0), after=str(step.due or 0),
    )  # fmt: skip
