"""Words of deadline rules: what is wrong with a pack, who must act, what starts a clock, how it is counted."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.rules.chain import SetBy, StepState
from ticketdesk.domain.rules.counting import Note
from ticketdesk.domain.rules.faults import Fault, FaultKind
from ticketdesk.domain.rules.values import Actor, Counting, Effect, Event, Rule, Standing
from ticketdesk.words import mark, tr

# The sentence of a fault, and what stands in its places.
_FAULTS = MappingProxyType(
    {
        FaultKind.NOT_TOML: (mark("The file is not TOML: look at line {0}."), ("value",)),
        FaultKind.NO_RULES: (mark("There is no rule in it. State each one in a table of its own."), ()),
        FaultKind.MISSING: (mark("Rule {0}: “{1}” is missing."), ("rule", "field")),
        FaultKind.UNKNOWN_FIELD: (mark("Rule {0}: “{1}” is no field of such a rule."), ("rule", "field")),
        FaultKind.UNKNOWN_WORD: (mark("Rule {0}: “{2}” is no choice for “{1}”."), ("rule", "field", "value")),
        FaultKind.NOT_TEXT: (mark("Rule {0}: “{1}” must be text, not {2}."), ("rule", "field", "value")),
        FaultKind.NOT_WHOLE: (mark("Rule {0}: “{1}” must be a whole number, not {2}."), ("rule", "field", "value")),
        FaultKind.NOT_DATE: (
            mark("Rule {0}: “{1}” must be a day like 2026-11-27, not {2}."),
            ("rule", "field", "value"),
        ),
        FaultKind.NOT_TIME: (mark("Rule {0}: “{1}” must be a time like 18:00, not {2}."), ("rule", "field", "value")),
        FaultKind.NOT_YES_NO: (mark("Rule {0}: “{1}” must be true or false, not {2}."), ("rule", "field", "value")),
        FaultKind.NEGATIVE: (mark("Rule {0}: “{1}” must be 1 or more, not {2}."), ("rule", "field", "value")),
        FaultKind.TOO_LONG: (mark("Rule {0}: “{1}” is longer than any deadline ({2})."), ("rule", "field", "value")),
        FaultKind.LONG_TEXT: (mark("Rule {0}: “{1}” is longer than {2} characters."), ("rule", "field", "value")),
        FaultKind.UNIT_MISSING: (
            mark("Rule {0}: “{1}” is missing: say whether it is hours, days, working days or months."),
            ("rule", "field"),
        ),
        FaultKind.UNIT_DIFFERS: (
            mark("Rule {0}: “{1}” does not fit the way of counting ({2})."),
            ("rule", "field", "value"),
        ),
        FaultKind.ENDS_BEFORE_START: (
            mark("Rule {0}: “{1}” lies before the day it begins ({2})."),
            ("rule", "field", "value"),
        ),
        FaultKind.EMPTY_WINDOW: (mark("Rule {0}: “{1}” ends before it begins ({2})."), ("rule", "field", "value")),
        FaultKind.REGION_MISSING: (mark("Rule {0}: “{1}” must state hours for {2}."), ("rule", "field", "value")),
        FaultKind.TWICE: (mark("Rule {0}: “{1}” has the name {2}, which stands twice."), ("rule", "field", "value")),
        FaultKind.UNKNOWN_NEXT: (
            mark("Rule {0}: “{1}” names {2}, which is no rule of this pack."),
            ("rule", "field", "value"),
        ),
        FaultKind.RUNS_FOR_EVER: (
            mark("Rule {0}: “{1}” leads back to itself, so it would lapse for ever ({2})."),
            ("rule", "field", "value"),
        ),
        FaultKind.NEVER_STARTS: (
            mark("Rule {0}: “{1}” is the end of another rule, but none leads here."),
            ("rule", "field"),
        ),
        FaultKind.CLAIMS_TOO_MUCH: (
            mark("Rule {0}: “{1}” claims more than its source bears ({2})."),
            ("rule", "field", "value"),
        ),
    }
)
_ACTORS = MappingProxyType(
    {
        Actor.SELLER: mark("The shop"),
        Actor.BUYER: mark("The buyer"),
        Actor.BOTH: mark("Both sides"),
        Actor.EITHER: mark("One of the sides"),
        Actor.NOBODY: mark("Nobody here"),
    }
)
_EVENTS = MappingProxyType(
    {
        Event.APPLIED: mark("Buyer applied"),
        Event.AGREED: mark("Shop agreed"),
        Event.REFUSED: mark("Shop refused"),
        Event.WITHDRAWN: mark("Buyer withdrew"),
        Event.BUYER_SHIPPED: mark("Buyer sent it back"),
        Event.RETURN_SIGNED: mark("Return signed for"),
        Event.RETURN_RECEIVED: mark("Goods received back"),
        Event.RETURN_CHECKED: mark("Return checked"),
        Event.REPLACEMENT_SENT: mark("Replacement sent"),
        Event.REPLACEMENT_SIGNED: mark("Replacement signed for"),
        Event.BUYER_CONFIRMED: mark("Buyer confirmed"),
        Event.REFUNDED: mark("Refund paid"),
        Event.REPAIR_SENT_BACK: mark("Repair sent back"),
        Event.REPAIR_FINISHED: mark("Repair finished"),
        Event.VISIT_AGREED: mark("Visit agreed"),
        Event.VISITED: mark("First visit"),
        Event.PAID: mark("Order paid"),
        Event.SHIPPED: mark("Order shipped"),
        Event.TRACKING_ENTERED: mark("Tracking number entered"),
        Event.PICKED_UP: mark("Picked up by the courier"),
        Event.ON_DELIVERY: mark("On its last way"),
        Event.TRACKING_MOVED: mark("Tracking went on"),
        Event.TRACKING_FAILED: mark("Tracking late or failed"),
        Event.DELIVERED: mark("Delivered"),
        Event.DELAY_FOUND: mark("Delay found"),
        Event.SIGNED: mark("Parcel signed for"),
        Event.RETURN_NOTICE: mark("Notice of return"),
        Event.TRADE_FINISHED: mark("Trade finished"),
        Event.RATED: mark("Rating given"),
        Event.RATING_CHANGED: mark("Rating changed"),
        Event.DISPUTE_PASSED_ON: mark("Dispute passed to the shop"),
        Event.DISPUTE_ANSWERED: mark("Dispute answered"),
        Event.DISPUTE_PAUSED: mark("Dispute paused"),
        Event.DISPUTE_RESUMED: mark("Dispute goes on"),
        Event.DISPUTE_CLOSED: mark("Dispute closed"),
        Event.COURT_TOLD: mark("Court case told"),
        Event.COURT_PROVED: mark("Court case proved"),
        Event.POLICE_TOOK_ON: mark("Police took the case"),
        Event.POLICE_DONE: mark("Police concluded"),
        Event.EVIDENCE_ASKED: mark("Evidence asked for"),
        Event.EVIDENCE_GIVEN: mark("Evidence given"),
        Event.JUDGED: mark("Judged"),
        Event.JUDGEMENT_DONE: mark("Judgement carried out"),
        Event.APPEALED: mark("Appeal made"),
        Event.STEPPED_IN: mark("Platform asked to step in"),
        Event.SUBMITTED: mark("Form handed in"),
        Event.FLAW_TOLD: mark("Flaw told"),
        Event.CONSULTED: mark("Inquiry made"),
        Event.ORDERED: mark("Order made"),
        Event.PUSHED: mark("Work order pushed"),
        Event.FINISHED: mark("Work order finished"),
        Event.LAPSE: mark("End of the step before"),
    }
)
_EFFECTS = MappingProxyType(
    {
        Effect.NONE: mark("Nothing is stated"),
        Effect.AGREED: mark("Counts as agreed"),
        Effect.CLOSED: mark("Is closed"),
        Effect.REFUND: mark("Refund"),
        Effect.RETURN_REFUND: mark("Return and refund"),
        Effect.PAID_OUT: mark("Refund is paid"),
        Effect.CONFIRMED: mark("Counts as received"),
        Effect.RIGHT_LOST: mark("The right is gone"),
        Effect.BREACH: mark("Breach"),
        Effect.PENALTY: mark("Penalty"),
        Effect.PLATFORM: mark("The platform decides"),
        Effect.RESUMED: mark("Goes on"),
        Effect.NEXT: mark("The next step begins"),
    }
)
_STANDINGS = MappingProxyType(
    {
        Standing.LAW: mark("Law"),
        Standing.PLATFORM: mark("Rule of the platform"),
        Standing.REPORTED: mark("As reported, not the platform's own text"),
        Standing.OWN: mark("Rule of this shop"),
    }
)
_NOTES = MappingProxyType(
    {
        Note.CALENDAR_ENDED: mark(
            "The calendar of public holidays does not reach this far: Monday to Friday were counted."
        ),
        Note.REGION_UNKNOWN: mark("Where the parcel goes is not known: the shortest time was taken."),
        Note.AGREED_BEFORE_START: mark("The agreed moment lies before the start."),
        Note.IMPORTED_BEFORE_START: mark("The imported moment lies before the start."),
    }
)
_STATES = MappingProxyType(
    {
        StepState.WAITING: mark("Not begun"),
        StepState.RUNNING: mark("Running"),
        StepState.PAUSED: mark("Paused"),
        StepState.DONE: mark("Done in time"),
        StepState.LATE: mark("Done late"),
        StepState.LAPSED: mark("Lapsed"),
        StepState.STOPPED: mark("Ended with the ticket"),
    }
)
_SET_BY = MappingProxyType(
    {
        SetBy.RULE: mark("by the rule"),
        SetBy.AGREED: mark("as agreed"),
        SetBy.IMPORTED: mark("from the platform"),
    }
)
_LIMITS = MappingProxyType(
    {
        Counting.RUNNING: mark("{0} h"),
        Counting.DAYS_24H: mark("{0} days of 24 h"),
        Counting.NATURAL: mark("{0} natural days"),
        Counting.AS_SET: mark("{0} days, as the shop counts them"),
        Counting.WORKING: mark("{0} working days"),
        Counting.MONTHS: mark("{0} months"),
    }
)


def fault_sentence(fault: Fault) -> str:
    """Return the sentence that says what is wrong, naming rule and field."""
    if fault.kind is FaultKind.NOT_TOML and not fault.value:
        return tr("The file is not TOML that can be read: it nests too deeply, or a number in it is too large.")
    if not fault.rule and fault.field and fault.kind is not FaultKind.NO_RULES:
        return tr("The head of the file: “{0}” is missing or wrong.", fault.field)
    sentence, places = _FAULTS[fault.kind]
    return tr(sentence, *(getattr(fault, place) for place in places))


def actor_name(actor: Actor) -> str:
    """Return who must act."""
    return tr(_ACTORS[actor])


def event_name(event: Event) -> str:
    """Return what starts or ends a clock."""
    return tr(_EVENTS[event])


def effect_name(effect: Effect) -> str:
    """Return in short what a lapse does; the rule's ``lapse`` says it in full."""
    return tr(_EFFECTS[effect])


def standing_name(standing: Standing) -> str:
    """Return what the rule claims to be."""
    return tr(_STANDINGS[standing])


def note_sentence(note: Note) -> str:
    """Return what must be said beside a deadline."""
    return tr(_NOTES[note])


def step_state_name(state: StepState) -> str:
    """Return where a step stands."""
    return tr(_STATES[state])


def set_by_name(by: SetBy) -> str:
    """Return what set the end of a step."""
    return tr(_SET_BY[by])


def limit_text(rule: Rule) -> str:
    """Return how long the rule gives, with the kind of counting."""
    if rule.counting is Counting.WINDOW and rule.window is not None:
        return tr("{0} h between {1} and {2}", rule.limit, *map(_clock, rule.window))
    if rule.counting is Counting.CUTOFF:
        return tr("By 24:00 of the day, after {0} of the next day", _clock(rule.cutoff or 0))
    if rule.counting is Counting.REGION:
        return tr("{0} h by region", "/".join(str(hours) for _, hours in rule.regions))
    if rule.counting is Counting.GIVEN:
        return tr("As agreed")
    return tr(_LIMITS[rule.counting], rule.limit)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
