"""Print how large a built program is, and how long it takes to its first paint against the same code in this Python.

python packaging/measure.py [FOLDER]: the folder of the program, dist/ticketdesk if none is named.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
ROUNDS: Final = 7
GOAL: Final = 1.2
_LIMIT_S: Final = 120


class Size(NamedTuple):
    """What a folder holds: bytes of its files (links are none) and their number."""

    size: int
    files: int


def folder_size(folder: Path) -> Size:
    """The size of all files below ``folder``."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return Size(sum(sizes), len(sizes))


def executable(folder: Path, platform: str) -> Path:
    """The program in its folder on ``platform`` (a value of sys.platform)."""
    return folder / ("ticketdesk.exe" if platform == "win32" else "ticketdesk")


def first_paint_ms(command: Sequence[str], environ: dict[str, str]) -> float:
    """Milliseconds from the start of a process to its line about the first paint; raises RuntimeError without one."""
    arguments = [*command, "--demo", "--lang", "zh_CN", "--theme", "light", "--probe-start"]
    began = time.perf_counter()
    with subprocess.Popen(arguments, cwd=ROOT, env=environ, stdout=subprocess.PIPE) as process:
        line = process.stdout.readline() if process.stdout else b""
        spent = (time.perf_counter() - began) * 1000
        code = process.wait(_LIMIT_S)
    if code or not line.startswith(b"{"):
        raise RuntimeError(f"{command[0]} ended with {code} and without a first paint")
    return spent


def compared(commands: Sequence[Sequence[str]], environ: dict[str, str], rounds: int = ROUNDS) -> list[float]:
    """The median milliseconds of each command, their rounds interleaved after one that does not count."""
    taken: list[list[float]] = [[] for _ in commands]
    for turn in range(rounds + 1):
        for number, command in enumerate(commands):
            spent = first_paint_ms(command, environ)
            if turn:
                taken[number].append(spent)
    return [statistics.median(each) for each in taken]


def quiet(home: Path) -> dict[str, str]:
    """An environment without the developer's own data and settings, and without a window where none can be shown."""
    named = {name: str(home / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA")}
    environ = {**os.environ, **named, "HOME": str(home), "PYTHONUTF8": "1"}
    environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environ


def main(arguments: Sequence[str]) -> int:
    """Print size and ratio; 1 where the program does not start."""
    folder = Path(arguments[0]) if arguments else ROOT / "dist" / "ticketdesk"
    size = folder_size(folder)
    print(f"size: {size.size / 1e6:.0f} MB in {size.files} files", flush=True)
    with tempfile.TemporaryDirectory() as home:
        commands = ([sys.executable, "-m", "ticketdesk"], [str(executable(folder, sys.platform))])
        try:
            python, frozen = compared(commands, quiet(Path(home)))
        except (OSError, RuntimeError) as error:
            print(f"the start was not measured: {error}")
            return 1
    ratio = frozen / python
    verdict = "within" if ratio <= GOAL else "over"
    print(f"start to first paint, medians of {ROUNDS}: frozen {frozen:.0f} ms, venv {python:.0f} ms")
    print(f"start ratio: {ratio:.2f} ({verdict} the goal of {GOAL})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
