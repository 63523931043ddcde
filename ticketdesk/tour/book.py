"""The book of a tour: plays scenes, keeps their pictures in light and dark, and tells what had no effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ticketdesk.tour.agent import Agent
from ticketdesk.tour.stage import StepFailed
from ticketdesk.ui.theme import current_theme
from ticketdesk.words import tr

Mode = Literal["light", "dark"]
_QUICK = 80  # of 100: less pressed, written in half the time


class Scene(NamedTuple):
    """One picture of the tour: its name, what is told of it, and what is played; ``play`` raises StepFailed.

    ``shows`` names the dialogs and sections that the picture is of: it fails where one of them is not seen.
    """

    name: str
    told: str
    play: Callable[[Agent], None]
    shows: tuple[type[QWidget], ...] = ()


@dataclass
class Book:
    """Collects the scenes of a tour in ``out``; ``say`` prints a line."""

    out: Path
    modes: Sequence[Mode]
    say: Callable[[str], None]
    failed: list[str] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    count: int = 0

    def play(self, agent: Agent, scenes: Sequence[Scene], *, chained: bool) -> None:
        """Play scenes and take their pictures; where ``chained``, the first that fails ends them."""
        for scene in scenes:
            self.count += 1
            name = f"{self.count:02d}-{scene.name}"
            shown = self._try(agent, name, scene)
            self._photograph(agent, name, shown)
            if chained and shown is None:
                return

    def _try(self, agent: Agent, name: str, scene: Scene) -> QImage | None:
        """Play the scene; None where it had no effect."""
        try:
            scene.play(agent)
            shown = agent.settle()
            agent.sees_all(scene.shows)
        except StepFailed as failure:
            self.fail(name, str(failure))
            return None
        self.say(tr("ok {0}: {1}", name, tr(scene.told)))
        return shown

    def fail(self, name: str, what: str) -> None:
        """Note that a step, or the whole, had no effect."""
        self.failed.append(name)
        self.say(tr("FAILED {0}: {1} did not happen", name, what))

    def _photograph(self, agent: Agent, name: str, shown: QImage | None) -> None:
        theme = current_theme()
        # Dressing the window anew is the slow part: begin with the dress it wears.
        for mode in sorted(self.modes, key=lambda each: each != theme.mode):
            if theme.mode != mode:
                theme.use(mode)
                shown = None
            self._keep(self.out / f"{name}-{mode}.png", shown or agent.still())

    def _keep(self, path: Path, picture: QImage) -> None:
        if picture.save(str(path), "PNG", _QUICK):  # type: ignore[call-overload]
            self.pictures.append(path)
        else:
            self.fail(path.name, tr("writing the picture"))
