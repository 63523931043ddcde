"""What a rule means, in words and by an example that the engine counts, above the form in which it is edited."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.rules.counting import Due, Reckoning, due
from ticketdesk.domain.rules.own_days import reckoning_of
from ticketdesk.domain.rules.values import Rule
from ticketdesk.store.queries.deadlines import habits
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.frames import Banner
from ticketdesk.ui.world import World
from ticketdesk.words import rules as words
from ticketdesk.words import tr

_TASK: Final = "rules.example"
_LONGEST: Final = 160
_LINES: Final = 3


class Preview(QWidget):
    """`show_rule(rule)` says what it means and counts an example in a task: ten thousand months take a while."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._said = ""
        self._reckoning = reckoning_of(habits(world.reader))
        self.banner = Banner(level="accent")
        # Room for what it says of a right rule, so that nothing below moves while one is typed.
        self.banner.setMinimumHeight(_LINES * self.banner.fontMetrics().lineSpacing() + SIZES.m)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)

    def count_anew(self) -> None:
        """Read again how the shop counts its days."""
        self._reckoning = reckoning_of(habits(self._world.reader))

    def show_rule(self, rule: Rule | None) -> None:
        """Say what ``rule`` means; None for one with which something is wrong."""
        if rule is None:
            self.leave()
            self.banner.set_banner(tr("The rule cannot be kept like this: look at what is marked in red."), "bad")
            return
        self._said = rule_in_words(rule)
        self._show("…")
        now = self._world.clock()
        work = partial(_example, rule, now, self._reckoning)
        self._world.tasks.start(_TASK, work, partial(self._counted, now), self._world.notices.refuse)

    def text(self) -> str:
        """Return what is said now."""
        return self.banner.accessibleName()

    def leave(self) -> None:
        """Count no more."""
        self._world.tasks.cancel(_TASK)

    def _counted(self, now: int, found: Due) -> None:
        self._show(example_in_words(now, found))

    def _show(self, example: str) -> None:
        self.banner.set_banner(f"{self._said}\n{example}", "accent")


def rule_in_words(rule: Rule) -> str:
    """Return in words who must do what, how long from when on, and what a lapse does."""
    duty = one_line(tr(rule.duty), _LONGEST)
    gives = tr(
        "{0}: {1}. Time given: {2}, from “{3}” on.",
        words.actor_name(rule.actor), duty, words.limit_text(rule), words.event_name(rule.starts),
    )  # fmt: skip
    lapse = one_line(tr(rule.lapse), _LONGEST) if rule.lapse else words.effect_name(rule.effect)
    return f"{gives}\n{tr('If the time runs out: {0}', lapse)}"


def example_in_words(now: int, found: Due) -> str:
    """Return when a limit ends that begins at ``now`` (UTC ms), with what must be said beside it."""
    begins = _minute(now)
    if found.moment is None:
        return tr("Begun now, {0}, it has no end until one is agreed or imported.", begins)
    ends = tr("Begun now, {0}, it ends {1}.", begins, _minute(found.moment))
    return " ".join((ends, *sorted(map(words.note_sentence, found.notes))))


def _minute(ms: int) -> str:
    return f"{from_ms(ms):%Y-%m-%d %H:%M}"


def _example(rule: Rule, now: int, reckoning: Reckoning, _progress: Progress, _cancelled: Cancelled) -> Due:
    return due(rule, now, reckoning)
