"""What a flood has to say, and the line that it prints."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tests.fault.soak.report import Stall


@dataclass(frozen=True, slots=True)
class Flooded:
    """One flood: messages sent and keys pressed, messages lost, what the window shows wrong, and its stalls."""

    messages: int
    keys: int
    lost: int
    wrong: list[str]
    exceptions: list[str]
    warnings: list[str]
    stalls: list[Stall]
    forgiven: int

    @property
    def longest(self) -> int:
        """The longest stall in ms net, 0 where none was over 50."""
        return max((each.net for each in self.stalls), default=0)

    def line(self) -> str:
        """The report as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(line: str) -> Flooded:
    """The report of such a line."""
    found = json.loads(line)
    found["stalls"] = [Stall(**{**each, "stacks": tuple(each["stacks"])}) for each in found["stalls"]]
    return Flooded(**found)
