"""What a random agent does with the flow of tickets: suspending, and the desk bringing them back."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.builders import Clock
from tests.desk.draws import Draws
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.deadlines import AgreeOnDeadline, CorrectStart, NoteStart
from ticketdesk.desk.commands.queues import ClaimTicket, ReleaseTicket
from ticketdesk.desk.commands.stand_ins import EndStandIn, NameStandIn
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.ticket_people import DoneMention, UnwatchTicket, WatchTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.ticket_words import RewordTicket
from ticketdesk.desk.commands.tickets import CancelTicket, ReopenTicket, SetTicketField, SetTicketState, TransferTicket
from ticketdesk.domain.tickets import TicketState


class FlowDraws(Draws):
    """A part of ``Player``. Waking is left out, as arrivals are: it is no step of anybody's."""

    clock: Clock

    def _flow_draws(self) -> tuple[Callable[[], Command], ...]:
        return (
            self._suspend,
            self._claim,
            self._release,
            self._transfer,
            self._cancel,
            self._reopen,
            self._state,
            self._field,
            self._start,
            self._start,
            self._agree,
            self._watch,
            self._unwatch,
            self._call,
            self._reword,
            self._called,
            self._away,
            self._back,
        )

    def _watch(self) -> Command:
        return WatchTicket(ticket_id=self._one("ticket"), agent_ids=self._some("agent", 2))

    def _unwatch(self) -> Command:
        return UnwatchTicket(ticket_id=self._one("ticket"), agent_ids=self._some("agent", 2))

    def _call(self) -> Command:
        return NoteOnTicket(ticket_id=self._one("ticket"), text=f"@霜降 @小寒 {self._text()}")

    def _reword(self) -> Command:
        field, text = self.rng.choice(("title", "demand", "description")), f"@霜降 {self._text()}"
        seen = ((field, text),) * (self.rng.random() < 0.2)
        ticket = self._one("ticket", "closed_at IS NULL")
        return RewordTicket(ticket_id=ticket, words=((field, text[: self.rng.randrange(40)]),), seen=seen)

    def _called(self) -> Command:
        return DoneMention(mention_ids=self._some("ticket_mention", 2), done=self.rng.random() < 0.7)

    def _away(self) -> Command:
        begin = self.clock.now + self.rng.randrange(-600_000, 600_000)
        absent, other = self._one("agent"), self._one("agent")
        return NameStandIn(agent_id=absent, stand_in_id=other, from_at=begin, until_at=begin + 900_000)

    def _back(self) -> Command:
        return EndStandIn(stand_in_ids=self._some("stand_in", 2))

    def _claim(self) -> Command:
        return ClaimTicket(ticket_id=self._one("ticket", "closed_at IS NULL"))

    def _release(self) -> Command:
        return ReleaseTicket(ticket_ids=self._some("ticket", 2, "closed_at IS NULL"), reason=self._text())

    def _suspend(self) -> Command:
        until = self.clock.now + self.rng.randrange(1, 600_000)
        return SuspendTicket(ticket_ids=self._some("ticket", 3, "closed_at IS NULL"), until=until, reason="等仓库")

    def _transfer(self) -> Command:
        to = self.rng.choice((None, self._one("agent")))
        if to is None and self.rng.random() < 0.5:
            group = self._one("agent_group")
            return TransferTicket(
                ticket_ids=self._some("ticket", 2), assignee_id=None, group_id=group, reason="too_busy"
            )
        return TransferTicket(ticket_ids=self._some("ticket", 3), assignee_id=to, reason="shift_end", note=self._text())

    def _cancel(self) -> Command:
        return CancelTicket(ticket_id=self._one("ticket", "closed_at IS NULL"), reason=self._text())

    def _reopen(self) -> Command:
        return ReopenTicket(ticket_id=self._one("ticket", "closed_at IS NOT NULL"))

    def _state(self) -> Command:
        own = {TicketState.CANCELLED, TicketState.SUSPENDED}
        states = [state.value for state in TicketState if state not in own]
        return SetTicketState(ticket_ids=self._some("ticket", 3), state=self.rng.choice(states))

    def _field(self) -> Command:
        field, value = self.rng.choice(
            (("type", "complaint"), ("type", "exchange"), ("priority", "3"), ("priority", "1"))
        )
        return SetTicketField(ticket_ids=self._some("ticket", 4), field=field, value=value)

    def _start(self) -> Command:
        ticket, at = self._one("ticket", "type = 'exchange'"), self.clock.now - self.rng.randrange(10**8)
        event = self.rng.choice(("agreed", "buyer_shipped", "return_signed"))
        if self.rng.random() < 0.4:
            return CorrectStart(ticket_id=ticket, event="applied", at=at)
        return NoteStart(ticket_id=ticket, event=event, at=at)

    def _agree(self) -> Command:
        due = self.clock.now + 10**7 + self.rng.randrange(10**9)
        return AgreeOnDeadline(ticket_id=self._one("ticket"), rule="KS-REPAIR-30D", due_at=due)
