"""What the fault tests tell of their rounds: one line of JSON for each, for the table of ``dev.py faults``."""

from __future__ import annotations

import json
import os
from pathlib import Path


def record(
    kind: str,
    rounds: int,
    lost: int,
    half_done: int,
    control: bool | None,
    seconds: float,
    note: str = "",
) -> None:
    """Append one line to the file named by TICKETDESK_TALLY; nothing is written where none is named.

    Call it before the asserts, so that a failed round stands in the table too. ``lost`` counts acknowledged acts that
    are gone, ``half_done`` acts (or files, answers) that are neither whole nor absent. ``control`` is True where the
    control failed as it must, False where nobody noticed it, None where another line tells of it; lines of one kind
    are added up.
    """
    path = os.environ.get("TICKETDESK_TALLY")
    if not path:
        return
    line = {"kind": kind, "rounds": rounds, "lost": lost, "half_done": half_done, "control": control}
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps({**line, "seconds": round(seconds, 3), "note": note}, ensure_ascii=False) + "\n")


def long_form() -> bool:
    """Whether the long forms are asked for."""
    return os.environ.get("TICKETDESK_LONG") == "1"


def importer_seconds() -> float:
    """The seconds of one way to fuzz an importer: a third of TICKETDESK_FUZZ_MINUTES, ten where the long form is
    asked for without it, and one second where nobody asks."""
    minutes = os.environ.get("TICKETDESK_FUZZ_MINUTES", "10" if long_form() else "")
    return float(minutes) * 20 if minutes else 1.0
