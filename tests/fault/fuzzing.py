"""What ``dev.py fuzz`` starts: each importer under fire, as many at once as there are cores.

Run as ``python -m tests.fault.fuzzing [--minutes N | --short] [arguments for pytest]``.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHORT = 20 / 60  # minutes


def requirements(root: Path, extra: str) -> list[str]:
    """What an extra of pyproject.toml asks for, with the systems that it asks it of."""
    stated = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return [str(each) for each in stated["project"]["optional-dependencies"][extra]]


def guided() -> bool:
    """Whether atheris, which guides files by the branches of their reader, is there or could be installed.

    By its own name: to install the project anew with this extra would take it away for a moment from whoever runs it.
    """
    if importlib.util.find_spec("atheris") is None and sys.platform == "linux":
        pip = (sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "-c", "constraints.txt")
        subprocess.run([*pip, *requirements(ROOT, "fuzz")], cwd=ROOT, check=False)
        importlib.invalidate_caches()
    return importlib.util.find_spec("atheris") is not None


def main(argv: Sequence[str]) -> int:
    """Throw files at the importers for ten minutes each, or as long as is asked for; pytest's exit code."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description="Each importer of files under fire.",
                                     allow_abbrev=False)  # fmt: skip
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--short", action="store_true", help="20 s an importer, the same files on every machine")
    options, rest = parser.parse_known_args(argv)
    environ = dict(os.environ)
    if not options.short:
        environ["TICKETDESK_LONG"] = "1"
    environ["TICKETDESK_FUZZ_MINUTES"] = str(options.minutes or (SHORT if options.short else 10))
    files = ["tests/fault/test_importers.py"]
    if guided():
        files.append("tests/fault/guided_importers.py")
    else:
        print("Without atheris (of Linux only) no importer is guided by its branches.", flush=True)
    share = getattr(os, "sched_getaffinity", None)
    cores = len(share(0)) if share else os.cpu_count() or 1
    line = (sys.executable, "-m", "pytest", "-q", "-rP", "-p", "no:randomly", "-n", str(cores))
    return subprocess.run([*line, *files, *rest], cwd=ROOT, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
