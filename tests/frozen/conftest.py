"""The built program named by TICKETDESK_FROZEN, where it may not write, with an environment that leads astray."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
LIMIT_S = 120


class Frozen(NamedTuple):
    """A copy of the built program, its home, and how to run it there."""

    folder: Path
    home: Path
    run: Callable[..., subprocess.CompletedProcess[str]]
    start: Callable[..., subprocess.Popen[str]]  # with what differs in its environment as keywords

    @property
    def inside(self) -> Path:
        """Where all that is not the executable lies."""
        inner = self.folder / "_internal"
        return inner if inner.is_dir() else self.folder


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def give_away(top: Path) -> None:
    """Let the program's user own ``top`` and all below it, if that is another one."""
    if not _is_root():
        return
    for path in (top, *top.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def _close(folder: Path) -> None:
    """Nobody may write below ``folder``; everybody may read."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o555 if runnable else 0o444)


def _hostile(home: Path, trap: Path) -> dict[str, str]:
    """An environment that leads astray whoever follows it: modules, plug-ins and libraries that are none."""
    trap.mkdir()
    (trap / "json.py").write_text("raise SystemExit('the trap was imported')\n", encoding="utf-8")
    (trap / "libQt6Core.so.6").write_bytes(b"not a library")
    places = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), str(home))
    led = dict.fromkeys(("PYTHONPATH", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"), str(trap))
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
    return {
        **kept,
        **places,
        **led,
        "HOME": str(home),
        "LD_LIBRARY_PATH": str(trap),
        "PYTHONHOME": str(trap),
        "PYTHONSTARTUP": str(trap / "json.py"),
        "QT_QPA_PLATFORM": "offscreen",
    }


@pytest.fixture(scope="session")
def frozen() -> Iterator[Frozen]:
    built = Path(os.environ.get("TICKETDESK_FROZEN") or "none")
    if not built.is_dir():
        pytest.skip("TICKETDESK_FROZEN names no built program (python dev.py frozen does)")
    # Not pytest's own folder: another user may not look into that one.
    top = Path(tempfile.mkdtemp(prefix="冻结 的 "))
    folder, home = top / "工作 台", top / "家"
    shutil.copytree(built, folder, symlinks=True)
    home.mkdir()
    environ = _hostile(home, top / "trap")
    top.chmod(0o755)
    _close(folder)
    give_away(home)
    name = "ticketdesk-cli.exe" if sys.platform == "win32" else "ticketdesk"

    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if _is_root() else {}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(folder / name), *map(str, arguments)]
        return subprocess.run(
            command, cwd=home, env=environ, capture_output=True, encoding="utf-8", timeout=LIMIT_S, check=False, **who
        )

    def start(*arguments: object, **differs: str) -> subprocess.Popen[str]:
        command = [str(folder / name), *map(str, arguments)]
        return subprocess.Popen(command, cwd=home, env={**environ, **differs}, encoding="utf-8", **who)

    yield Frozen(folder, home, run, start)
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(top)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
