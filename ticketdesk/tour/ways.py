"""The ways in which the tour is looked at, each played by a child process into a folder of its own."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.words import tr

_WIDE, _SMALL = "1440x900", "1280x720"


class Way(NamedTuple):
    """One way to look: dress, language, size of the window in points, and how many pixels a point has."""

    name: str
    theme: str = "light"
    lang: str = "zh_CN"
    size: str = _WIDE
    scale: float = 1.0


WAYS: Final[tuple[Way, ...]] = (
    Way("light"),
    Way("dark", theme="dark"),
    Way("english", lang="en"),
    # A screen of 1920×1080 at 150 % has room for 1280×720 points.
    Way("scale150", size=_SMALL, scale=1.5),
    Way("small", size=_SMALL),
    Way("small-english", lang="en", size=_SMALL),
)


def ways(text: str) -> tuple[Way, ...]:
    """Return the ways named by ``text`` ("light,small"; "all" for every one); ArgumentTypeError for any other name."""
    known = {way.name: way for way in WAYS}
    names = list(known) if text == "all" else [name.strip() for name in text.split(",") if name.strip()]
    if not names or not set(names) <= set(known):
        raise argparse.ArgumentTypeError(f"all, or some of {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names))


def play_ways(chosen: Sequence[Way], out: Path) -> int:
    """Play the tour once for each way into ``out``/name; returns the worst exit code of all."""
    worst = 0
    for way in chosen:
        print(tr("The tour as {0}", way.name), flush=True)
        done = subprocess.run(command(way, out), env=environment(way, os.environ), check=False)
        worst = max(worst, abs(done.returncode))
    return worst


def command(way: Way, out: Path) -> list[str]:
    """Return the command that plays one way: this program, frozen or not."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ticketdesk"]
    look = ["--theme", way.theme, "--lang", way.lang, "--size", way.size]
    return [*program, "tour", "--out", str(out / way.name), *look]


def environment(way: Way, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the child: Qt reads the scale before anything else can say it."""
    return {**environ, "QT_SCALE_FACTOR": f"{way.scale:g}"}
