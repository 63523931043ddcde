"""Words for the fields of a deadline rule and for what stands in them, for its editor and lists of differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from ticketdesk.domain.rules.values import Actor, Confidence, Counting, Effect, Event, Standing, Unit
from ticketdesk.words import mark, tr
from ticketdesk.words.names import ticket_state_name, ticket_type_name
from ticketdesk.words.rules import actor_name, effect_name, event_name, standing_name

Word = TypeVar("Word", bound=StrEnum)
_FIELDS: Final = MappingProxyType(
    {
        "id": mark("Name of the rule"),
        "platform": mark("Platform"),
        "matter": mark("Matter"),
        "actor": mark("Who must act"),
        "starts": mark("Counts from"),
        "duty": mark("Duty"),
        "lapse": mark("What a lapse does"),
        "limit": mark("Limit"),
        "unit": mark("Unit"),
        "counting": mark("Kind of counting"),
        "from_next_day": mark("Counts from 0:00 of the next day"),
        "window": mark("Between these times of the day"),
        "cutoff": mark("Cut-off time"),
        "regions": mark("Hours by region"),
        "far": mark("Far provinces"),
        "agreed": mark("An agreed end wins"),
        "pauses_in": mark("Stands still while"),
        "done_by": mark("Ended in time by"),
        "then": mark("Follows when done"),
        "lapse_then": mark("Follows a lapse"),
        "effect": mark("Consequence"),
        "opens": mark("Begins with tickets of"),
        "also": mark("Earlier names"),
        "source": mark("Where it is written"),
        "read_on": mark("Read there on"),
        "effective": mark("In force from"),
        "until": mark("In force until"),
        "confidence": mark("Confidence"),
        "standing": mark("What it claims to be"),
        "note": mark("Remark on the rule"),
    }
)
_COUNTINGS: Final = MappingProxyType(
    {
        Counting.RUNNING: mark("Running hours"),
        Counting.DAYS_24H: mark("Days of 24 hours"),
        Counting.NATURAL: mark("Natural days, to 23:59:59 of the last one"),
        Counting.AS_SET: mark("Days, as the shop counts them"),
        Counting.WORKING: mark("Working days"),
        Counting.MONTHS: mark("Months"),
        Counting.WINDOW: mark("Hours of a part of the day"),
        Counting.CUTOFF: mark("Until midnight, by a cut-off time"),
        Counting.REGION: mark("Hours by region"),
        Counting.GIVEN: mark("Only as agreed or imported"),
    }
)
_UNITS: Final = MappingProxyType(
    {
        Unit.HOUR: mark("hours"),
        Unit.DAY: mark("days"),
        Unit.WORKING_DAY: mark("working days"),
        Unit.MONTH: mark("months"),
        Unit.MOMENT: mark("a moment"),
    }
)
_CONFIDENCES: Final = MappingProxyType(
    {
        Confidence.A: mark("A · the platform's own text"),
        Confidence.B: mark("B · a statute"),
        Confidence.S: mark("S · a founding document of the trade"),
        Confidence.C: mark("C · a retelling"),
        Confidence.D: mark("D · a field's description"),
        Confidence.R: mark("R · what agents were heard to say"),
    }
)
_REGIONS: Final = MappingProxyType(
    {"near": mark("Same province"), "across": mark("Another province"), "far": mark("Far province")}
)


def rule_field_name(field: str) -> str:
    """Return the name of a rule's field; the field itself where it has none."""
    return tr(_FIELDS.get(field, field))


def counting_name(counting: Counting) -> str:
    """Return how a limit is counted."""
    return tr(_COUNTINGS[counting])


def unit_name(unit: Unit) -> str:
    """Return what a limit is counted in."""
    return tr(_UNITS[unit])


def confidence_name(confidence: Confidence) -> str:
    """Return how well a source stands, with its letter."""
    return tr(_CONFIDENCES[confidence])


def region_name(region: str) -> str:
    """Return a region of a rule's table."""
    return tr(_REGIONS.get(region, region))


def rule_value(field: str, text: str) -> str:
    """Return in words what ``differences`` says of a field; what no word stands for stays as it is."""
    say = _SAID.get(field)
    return say(text) if say and text else text


def _of(words: type[Word], name: Callable[[Word], str]) -> Callable[[str], str]:
    def say(text: str) -> str:
        return name(words(text)) if text in set(words) else text

    return say


def _each(say: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: " · ".join(say(each) for each in text.split(", "))


def _yes(text: str) -> str:
    return tr("yes") if text == "True" else text


def _hours(text: str) -> str:
    """One line of a table of regions: "near 48"."""
    name, blank, hours = text.partition(" ")
    return tr("{0}: {1} h", region_name(name), hours) if blank else text


def _between(text: str) -> str:
    return "–".join(text.split(", "))


_SAID: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "actor": _of(Actor, actor_name),
        "starts": _of(Event, event_name),
        "unit": _of(Unit, unit_name),
        "counting": _of(Counting, counting_name),
        "effect": _of(Effect, effect_name),
        "confidence": _of(Confidence, confidence_name),
        "standing": _of(Standing, standing_name),
        "done_by": _each(_of(Event, event_name)),
        "pauses_in": _each(ticket_state_name),
        "opens": _each(ticket_type_name),
        "regions": _each(_hours),
        "window": _between,
        "from_next_day": _yes,
        "agreed": _yes,
        "duty": tr,
        "lapse": tr,
        "note": tr,
    }
)
