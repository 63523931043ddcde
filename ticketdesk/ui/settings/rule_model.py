"""The table of a pack's rules."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject

from ticketdesk.domain.rules.values import Pack, Rule
from ticketdesk.ui import labels
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import one_line
from ticketdesk.words import mark, tr
from ticketdesk.words import rules as words

# What rules are of besides the platforms that a shop may stand on.
_PLACES: Final = MappingProxyType({"any": mark("Any"), "kuaishou": mark("Kuaishou")})


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with its place in the pack, from 1."""

    id: int
    rule: Rule


class RuleModel(SnapshotModel):
    """The rules of one pack in the order of their file."""

    def __init__(self, pack: Pack, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Rule"), width=150), Column(tr("Platform"), width=74), Column(tr("Who must act"), width=104),
            Column(tr("Counts from"), width=130), Column(tr("Limit"), width=140),
            Column(tr("Where it is written"), width=130), Column(tr("As of"), width=86),
            Column(tr("Confidence"), width=84),
        )  # fmt: skip
        self._by_id: dict[int, RuleRow] = {}
        super().__init__(columns, self._found, _present, parent)
        self.show(pack)

    def show(self, pack: Pack) -> None:
        """Show the rules of another pack."""
        self._by_id = {place: RuleRow(place, rule) for place, rule in enumerate(pack.rules, start=1)}
        self.reset_ids(array("q", self._by_id))

    def rule(self, number: int | None) -> Rule | None:
        """Return the rule of a row."""
        found = None if number is None else self._by_id.get(number)
        return None if found is None else found.rule

    def _found(self, ids: Sequence[int]) -> list[RuleRow]:
        return [self._by_id[key] for key in ids]


def _present(row: RuleRow) -> tuple[str, ...]:
    rule = row.rule
    taken = rule.effective or rule.read_on
    return (
        rule.id, place_name(rule.platform), words.actor_name(rule.actor), words.event_name(rule.starts),
        words.limit_text(rule), one_line(rule.source, 80), str(taken), rule.confidence,
    )  # fmt: skip


def place_name(platform: str) -> str:
    """Return the platform that a rule is of; a statute is of any."""
    name = _PLACES.get(platform)
    return tr(name) if name else labels.platform(platform)


def sentence(rule: Rule, pack: Pack) -> str:
    """Return what a rule says in full: duty, what a lapse does, what follows, what it claims to be."""
    names = (pack.rule(name) for name in dict.fromkeys((*rule.then, *rule.lapse_then)))
    after = "; ".join(tr(each.duty) for each in names if each)
    lapse = tr("If the time runs out: {0}", tr(rule.lapse) if rule.lapse else words.effect_name(rule.effect))
    follows = [tr("Next: {0}", after)] if after else []
    note = [tr(rule.note)] if rule.note else []
    head = f"{rule.id} · {tr('{0}: {1}', words.actor_name(rule.actor), tr(rule.duty))}"
    return "\n".join([head, lapse, *follows, f"{rule.source} · {words.standing_name(rule.standing)}", *note])
