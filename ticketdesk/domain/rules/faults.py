"""What is wrong with a pack of rules: one fault names the rule and the field, its sentence stands in the words."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class FaultKind(StrEnum):
    """The kinds of faults; ``Fault.value`` holds what stands in their sentence."""

    NOT_TOML = "not_toml"
    NO_RULES = "no_rules"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_WORD = "unknown_word"
    NOT_TEXT = "not_text"
    NOT_WHOLE = "not_whole"
    NOT_DATE = "not_date"
    NOT_TIME = "not_time"
    NOT_YES_NO = "not_yes_no"
    NEGATIVE = "negative"
    TOO_LONG = "too_long"
    LONG_TEXT = "long_text"
    UNIT_MISSING = "unit_missing"
    UNIT_DIFFERS = "unit_differs"
    ENDS_BEFORE_START = "ends_before_start"
    EMPTY_WINDOW = "empty_window"
    REGION_MISSING = "region_missing"
    TWICE = "twice"
    UNKNOWN_NEXT = "unknown_next"
    RUNS_FOR_EVER = "runs_for_ever"
    NEVER_STARTS = "never_starts"
    CLAIMS_TOO_MUCH = "claims_too_much"


class Fault(NamedTuple):
    """A fault of a pack: its rule ("" for the pack's head), its field, and what its sentence names besides."""

    kind: FaultKind
    rule: str
    field: str
    value: str = ""


class PackFaulty(Exception):
    """A pack that cannot be used, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{each.rule}.{each.field}: {each.kind} {each.value}".strip() for each in faults))
        self.faults = faults
