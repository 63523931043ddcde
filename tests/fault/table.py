"""The table at the end of ``dev.py faults``: the lines of tally.py added up kind by kind, printed and kept as JSON.

Run as ``python -m tests.fault.table TALLY FAULTS.json``; exits 1 where anything was lost or a control went unnoticed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HEAD = ("kind", "rounds", "lost", "half-done", "control", "seconds", "note")
ALIGN = "<>>><><"


@dataclass
class Kind:
    """All rounds of one kind of fault."""

    kind: str
    rounds: int = 0
    lost: int = 0
    half_done: int = 0
    control: bool | None = None
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def add(self, line: dict[str, Any]) -> None:
        """Add one line; a control that went unnoticed once is not made good by another."""
        self.rounds += line["rounds"]
        self.lost += line["lost"]
        self.half_done += line["half_done"]
        self.seconds = round(self.seconds + line["seconds"], 1)
        if line["control"] is not None:
            self.control = line["control"] and self.control is not False
        if line["note"] and line["note"] not in self.notes:
            self.notes.append(line["note"])

    @property
    def sound(self) -> bool:
        """Whether nothing was lost and the control, if there was one, failed as it must."""
        return not self.lost and not self.half_done and self.control is not False

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        control = {True: "fails as it must", False: "NOT NOTICED", None: "none"}[self.control]
        numbers = (str(self.rounds), str(self.lost), str(self.half_done))
        return (self.kind, *numbers, control, f"{self.seconds:.1f}", "; ".join(self.notes))


def added_up(lines: Iterable[str]) -> list[Kind]:
    """Return the kinds in the order of their first line."""
    found: dict[str, Kind] = {}
    for text in lines:
        line = json.loads(text)
        found.setdefault(line["kind"], Kind(line["kind"])).add(line)
    return list(found.values())


def drawn(kinds: Sequence[Kind]) -> str:
    """Return the table as text with aligned columns."""
    rows = [HEAD, *(kind.cells() for kind in kinds)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = [
        "  ".join(f"{cell:{align}{width}}" for cell, align, width in zip(row, ALIGN, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join((lines[0], "-" * len(lines[0]), *lines[1:]))


def main(arguments: Sequence[str]) -> int:
    """Print the table of the file ``arguments[0]`` and write it as JSON to ``arguments[1]``."""
    tally, out = (Path(argument) for argument in arguments)
    kinds = added_up(tally.read_text(encoding="utf-8").splitlines()) if tally.exists() else []
    print(f"\n{drawn(kinds)}\n", flush=True)
    rows = [{**asdict(kind), "sound": kind.sound} for kind in kinds]
    out.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"Written to {out}", flush=True)
    return 0 if kinds and all(kind.sound for kind in kinds) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
