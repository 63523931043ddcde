"""Recording: the recorder compiled once, a child run under it, and its log read back as steps."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CAN_RECORD = sys.platform == "linux" and shutil.which("gcc") is not None
_HEAD = struct.Struct("<cQQQI")
_WITH_DATA = b"WAR"


class Step(NamedTuple):
    """One recorded call; recorder.c tells what the kinds are."""

    kind: str
    inode: int
    offset: int
    name: str
    data: bytes


def compiled(folder: Path) -> Path:
    """Compile the recorder into ``folder`` (once) and return the library."""
    library = folder / "recorder.so"
    if not library.exists():
        command = ["gcc", "-O2", "-Wall", "-shared", "-fPIC", "-o", str(library), str(HERE / "recorder.c"), "-ldl"]
        subprocess.run(command, check=True)
    return library


def recorded(library: Path, folder: Path, what: str, *arguments: object) -> list[Step]:
    """Run workload.py for ``folder`` under the recorder and return its steps.

    ``folder`` must be empty; the workload's standard output carries its acknowledgements.
    """
    log = folder.with_name(folder.name + ".log")
    environ = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "POWERCUT_DIR": str(folder),
        "POWERCUT_LOG": str(log),
        "POWERCUT_ACKS": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }
    line = [sys.executable, "-m", "tests.fault.powercut.workload", what, str(folder), *map(str, arguments)]
    subprocess.run(line, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL, timeout=300)
    return steps(log.read_bytes())


def steps(log: bytes) -> list[Step]:
    """Return the steps of a recording."""
    found, at = [], 0
    while at < len(log):
        kind, inode, offset, length, name_length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        name = os.fsdecode(log[at : at + name_length])
        at += name_length
        size = length if kind in _WITH_DATA else 0
        found.append(Step(kind.decode(), inode, offset, name, log[at : at + size]))
        at += size
    return found
