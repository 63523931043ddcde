"""The words of a deadline rule and the frozen values of a rule and of a pack of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Actor(StrEnum):
    """Who must act before the deadline."""

    SELLER = "seller"
    BUYER = "buyer"
    BOTH = "both"
    EITHER = "either"
    NOBODY = "nobody"


class Unit(StrEnum):
    """What a limit is counted in; ``MOMENT`` is a moment that is not counted to (a cut-off, an agreed date)."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    MOMENT = "moment"


class Counting(StrEnum):
    """How a limit is counted (trade.md A.7: H, D and ND; the others as ``deadline_rules`` states them).

    ``AS_SET`` are days of which the source does not say which: the shop chooses, 24 hours each by default.
    ``GIVEN`` has no limit of its own: only an agreed or an imported moment ends it.
    """

    RUNNING = "running"
    DAYS_24H = "days_24h"
    NATURAL = "natural_days"
    AS_SET = "days_as_set"
    WORKING = "working_days"
    MONTHS = "months"
    WINDOW = "window"
    CUTOFF = "cutoff"
    REGION = "region"
    GIVEN = "given"


UNIT_OF: Final[Mapping[Counting, Unit]] = {
    Counting.RUNNING: Unit.HOUR,
    Counting.DAYS_24H: Unit.DAY,
    Counting.NATURAL: Unit.DAY,
    Counting.AS_SET: Unit.DAY,
    Counting.WORKING: Unit.WORKING_DAY,
    Counting.MONTHS: Unit.MONTH,
    Counting.WINDOW: Unit.HOUR,
    Counting.CUTOFF: Unit.MOMENT,
    Counting.REGION: Unit.HOUR,
    Counting.GIVEN: Unit.MOMENT,
}


class Event(StrEnum):
    """What can start a clock or end it in time. ``LAPSE`` is the end of the step before: it starts nothing else."""

    APPLIED = "applied"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    BUYER_SHIPPED = "buyer_shipped"
    RETURN_SIGNED = "return_signed"
    RETURN_RECEIVED = "return_received"
    RETURN_CHECKED = "return_checked"
    REPLACEMENT_SENT = "replacement_sent"
    REPLACEMENT_SIGNED = "replacement_signed"
    BUYER_CONFIRMED = "buyer_confirmed"
    REFUNDED = "refunded"
    REPAIR_SENT_BACK = "repair_sent_back"
    REPAIR_FINISHED = "repair_finished"
    VISIT_AGREED = "visit_agreed"
    VISITED = "visited"
    PAID = "paid"
    SHIPPED = "shipped"
    TRACKING_ENTERED = "tracking_entered"
    PICKED_UP = "picked_up"
    ON_DELIVERY = "on_delivery"
    TRACKING_MOVED = "tracking_moved"
    TRACKING_FAILED = "tracking_failed"
    DELIVERED = "delivered"
    DELAY_FOUND = "delay_found"
    SIGNED = "signed"
    RETURN_NOTICE = "return_notice"
    TRADE_FINISHED = "trade_finished"
    RATED = "rated"
    RATING_CHANGED = "rating_changed"
    DISPUTE_PASSED_ON = "dispute_passed_on"
    DISPUTE_ANSWERED = "dispute_answered"
    DISPUTE_PAUSED = "dispute_paused"
    DISPUTE_RESUMED = "dispute_resumed"
    DISPUTE_CLOSED = "dispute_closed"
    COURT_TOLD = "court_told"
    COURT_PROVED = "court_proved"
    POLICE_TOOK_ON = "police_took_on"
    POLICE_DONE = "police_done"
    EVIDENCE_ASKED = "evidence_asked"
    EVIDENCE_GIVEN = "evidence_given"
    JUDGED = "judged"
    JUDGEMENT_DONE = "judgement_done"
    APPEALED = "appealed"
    STEPPED_IN = "stepped_in"
    SUBMITTED = "submitted"
    FLAW_TOLD = "flaw_told"
    CONSULTED = "consulted"
    ORDERED = "ordered"
    PUSHED = "pushed"
    FINISHED = "finished"
    LAPSE = "lapse"


class Effect(StrEnum):
    """What a lapse brings about; the rule's own sentence says it in full."""

    NONE = "none"
    AGREED = "agreed"
    CLOSED = "closed"
    REFUND = "refund"
    RETURN_REFUND = "return_refund"
    PAID_OUT = "paid_out"
    CONFIRMED = "confirmed"
    RIGHT_LOST = "right_lost"
    BREACH = "breach"
    PENALTY = "penalty"
    PLATFORM = "platform"
    RESUMED = "resumed"
    NEXT = "next"


class Confidence(StrEnum):
    """How well a source stands: A the platform's own text, B a statute, S a founding document of the shop's trade,
    C a retelling, D a field's description, R what agents were heard to say."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    R = "R"
    S = "S"


class Standing(StrEnum):
    """What a rule claims to be."""

    LAW = "law"
    PLATFORM = "platform"
    REPORTED = "reported"
    OWN = "own"


# What a source may be called at most: a retelling is never the platform's law. OWN is a shop's rule for itself.
MAY_CLAIM: Final[Mapping[Standing, frozenset[Confidence]]] = {
    Standing.LAW: frozenset({Confidence.A, Confidence.B}),
    Standing.PLATFORM: frozenset({Confidence.A}),
    Standing.REPORTED: frozenset(Confidence),
    Standing.OWN: frozenset(Confidence),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A deadline: who must do what, from which event on, how long, and what its lapse does.

    ``limit`` is counted in ``unit`` (None where the kind of counting needs none), ``window`` and ``cutoff`` are minutes
    after the shop's midnight, ``regions`` hours by near|across|far, ``far`` the provinces of the last. ``done_by``
    are the events that end it in time, ``then`` the rules that follow these, ``lapse_then`` those that a lapse starts
    at once. ``opens`` are ticket types it begins for, ``also`` names it had before. ``duty`` and ``lapse`` are English
    source texts for ``words.tr``. ``effective`` is None where the source states no day.
    """

    id: str
    platform: str
    matter: str
    actor: Actor
    starts: Event
    duty: str
    lapse: str
    limit: int | None
    unit: Unit
    counting: Counting
    from_next_day: bool = False
    window: tuple[int, int] | None = None
    cutoff: int | None = None
    regions: tuple[tuple[str, int], ...] = ()
    far: tuple[str, ...] = ()
    agreed: bool = False
    pauses_in: frozenset[str] = frozenset()
    done_by: tuple[Event, ...] = ()
    then: tuple[str, ...] = ()
    lapse_then: tuple[str, ...] = ()
    effect: Effect = Effect.NONE
    opens: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    source: str
    read_on: date
    effective: date | None = None
    until: date | None = None
    confidence: Confidence
    standing: Standing = Standing.REPORTED
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Return whether the rule held on the shop's ``day``; ``until`` is its last one."""
        return (self.effective is None or self.effective <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one version, in the order of their file. A ticket keeps the version it began under."""

    version: str
    made_on: date
    rules: tuple[Rule, ...]

    def rule(self, name: str) -> Rule | None:
        """Return the rule called ``name``, also by a name it had before; None for a name of another pack."""
        return next((each for each in self.rules if each.id == name or name in each.also), None)

    @property
    def pauses(self) -> bool:
        """Whether any rule stands still in a state of its ticket."""
        return any(each.pauses_in for each in self.rules)

    def opening(self, kind: str, day: date, platform: str = "") -> tuple[Rule, ...]:
        """Return the rules that a ticket of type ``kind`` begins with on the shop's ``day``.

        Where the pack has some for the shop's ``platform`` only these count, else all.
        """
        found = tuple(each for each in self.rules if kind in each.opens and each.in_force(day))
        return tuple(each for each in found if each.platform == platform) or found


def named(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return the rules by their ids."""
    return {each.id: each for each in rules}
