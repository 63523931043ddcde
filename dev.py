"""The one door for developers: makes .venv beside this file, then starts, tests, checks or builds TicketDesk in it.

Needs Python 3.11 or newer with venv and pip (23.2 is new enough) and nothing else.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
MEMORY = Path("/dev/shm")  # Linux has it; a container's may be small
ROOM = 2 << 30  # bytes
INPUTS = ("pyproject.toml", "constraints.txt")
INSTALL = ("-m", "pip", "install", "--disable-pip-version-check", "-c", "constraints.txt", "-e", ".[dev]")
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
CHECKS: Mapping[str, Sequence[str]] = {
    "ruff": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy", "--strict"),
    "floors": ("-c", LINT_IMPORTS),
    "contracts": ("-m", "pytest", "-q", "-m", "not slow and not bench", "tests/contracts"),
}
USAGE = """usage: python dev.py [COMMAND] [ARGUMENTS]

  (nothing)      open the window; without a display: run the tour and keep its pictures
  test [ARGS]    the tests, without the slow ones and the benchmarks
  slow [ARGS]    the slow tests that `test` leaves out, each in its short form
  check [NAME…]  ruff, format, mypy, floors, contracts (translations and the rules of the house)
  fmt            format and sort imports
  bench [ARGS]   the benchmarks (--only 1,4  --quick  --stores FOLDER  --json FILE  --write-docs); bench tests [ARGS]
  faults [ARGS]  the long forms of kills, power cuts, full disks, damage, clocks, fuzz and soak, with their table
  fuzz [ARGS]    each importer of files under fire, ten minutes each (--minutes N, --short: 20 s; -k NAME for one)
  build          the program for this system, in dist/ticketdesk; prints its size and start ratio
  frozen [ARGS]  the tests of the program that was built
  tour [ARGS]    the story of the program as pictures in tour-out (--ways all: in every way)
  run [ARGS]     ticketdesk with these arguments"""


def venv_python(venv: Path, platform: str) -> Path:
    """The interpreter of a virtual environment on `platform` (a value of sys.platform)."""
    return venv / "Scripts" / "python.exe" if platform == "win32" else venv / "bin" / "python"


def birth_mark(root: Path) -> str:
    """What a virtual environment can never outlive, as a hash: the interpreter and the place of the checkout."""
    return hashlib.sha256(f"{sys.version}\n{root}".encode("utf-8", "surrogateescape")).hexdigest()


def fingerprint(root: Path) -> str:
    """What is to be installed, as a hash over the files that say so."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def has_display(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether a window can be opened: always on Windows and macOS; on Linux where X or Wayland is named."""
    if not platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def quiet_environment(platform: str, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for work without a window: Qt's offscreen platform where none is chosen and none is there."""
    chosen = {**environ, "PYTHONUTF8": "1"}
    if "QT_QPA_PLATFORM" not in chosen and not has_display(platform, environ):
        chosen["QT_QPA_PLATFORM"] = "offscreen"
    return chosen


def say(text: str) -> None:
    """One line for the developer, in order with the output of the programs started."""
    print(text, flush=True)


def run(arguments: Sequence[str], environ: Mapping[str, str] | None = None) -> int:
    """Run the environment's Python with `arguments` in the checkout and return its exit code."""
    command = [str(venv_python(VENV, sys.platform)), *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(environ or os.environ), check=False).returncode


def make_venv() -> None:
    """Make .venv anew. Exits with a sentence where this Python cannot."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SystemExit(
            f"This Python has no venv/ensurepip. On Debian and Ubuntu: apt install python{version}-venv; "
            "elsewhere install Python from python.org; then run this again."
        )
    shutil.rmtree(VENV, ignore_errors=True)
    say(f"Making {VENV}")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], cwd=ROOT, check=False)
    if made.returncode:
        raise SystemExit(f"The virtual environment could not be made in {VENV} (the lines above say why).")


def install() -> None:
    """Bring .venv up to date; does nothing while its inputs are the same. Exits with pip's code where it fails."""
    born, wanted = birth_mark(ROOT), fingerprint(ROOT)
    found = STAMP.read_text(encoding="ascii").split() if STAMP.exists() else []
    if not venv_python(VENV, sys.platform).exists() or found[:1] != [born]:
        make_venv()
        STAMP.write_text(born, encoding="ascii")
    elif found == [born, wanted]:
        return
    say("Installing TicketDesk and its tools")
    code = run(INSTALL)
    if code:
        say("pip could not install what TicketDesk needs; its lines above say why.")
        raise SystemExit(code)
    STAMP.write_text(f"{born}\n{wanted}", encoding="ascii")


def tour(arguments: Sequence[str]) -> int:
    """Run the tour and say where its pictures are."""
    out = ROOT / "tour-out"
    own = () if "--out" in arguments else ("--out", str(out))
    code = run(("-m", "ticketdesk", "tour", *own, *arguments), quiet_environment(sys.platform, os.environ))
    if own:
        say(f"The pictures of the tour are in {out}")
    return code


def start(arguments: Sequence[str]) -> int:
    """Open the window, or run the tour where no window can be opened."""
    if has_display(sys.platform, os.environ):
        return run(("-m", "ticketdesk", *arguments))
    say("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the tour runs offscreen instead.")
    return tour(())


def swift_environment(memory: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for tests whose files lie in ``memory`` (a folder of the main memory) where it has room.

    A test store syncs some dozen times, and a disk that others use takes milliseconds for each. Modules are compiled
    once, and not by every process that a test starts.
    """
    chosen = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM:
        chosen.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    return chosen


def workers() -> int:
    """One more than the cores of this process: a third of their time tests wait for servers, browsers and children."""
    share = getattr(os, "sched_getaffinity", None)
    return (len(share(0)) if share else os.cpu_count() or 1) + 1


def test(arguments: Sequence[str]) -> int:
    """The tests of every day; what measures, and the long forms of the faults, have a disk below them."""
    return run(
        # A word of the caller's comes later and wins (-n 0 for one process).
        ("-m", "pytest", "-m", "not slow and not bench", "-n", str(workers()), "--dist", "worksteal", *arguments),
        swift_environment(MEMORY, quiet_environment(sys.platform, os.environ)),
    )


def slow(arguments: Sequence[str]) -> int:
    """What the tests of every day leave out, one after the other: most of it starts processes that want the cores."""
    return run(
        ("-m", "pytest", "-m", "slow and not bench", *arguments),
        swift_environment(MEMORY, quiet_environment(sys.platform, os.environ)),
    )


def bench(arguments: Sequence[str]) -> int:
    """The benchmarks' table; `bench tests` runs the tests that measure, with what they print."""
    environ = quiet_environment(sys.platform, os.environ)
    if list(arguments[:1]) == ["tests"]:
        return run(("-m", "pytest", "-m", "bench", "-s", *arguments[1:]), environ)
    return run(("-m", "tests.bench.run", *arguments), environ)


def faults(arguments: Sequence[str]) -> int:
    """The fault tests in their long forms, then their table, which is also written to faults.json."""
    with tempfile.TemporaryDirectory() as folder:
        tally = str(Path(folder) / "tally.jsonl")
        environ = {"TICKETDESK_FUZZ_MINUTES": "10", **quiet_environment(sys.platform, os.environ)}
        code = run(
            ("-m", "pytest", "-m", "fault", *arguments), {**environ, "TICKETDESK_LONG": "1", "TICKETDESK_TALLY": tally}
        )
        # pytest's own code counts too: a round that could not even be told of is in no table.
        return run(("-m", "tests.fault.table", tally, "faults.json"), environ) or code


def fuzz(arguments: Sequence[str]) -> int:
    """The importers' fuzz; see ``tests/fault/fuzzing.py``."""
    environ = swift_environment(MEMORY, quiet_environment(sys.platform, os.environ))
    return run(("-m", "tests.fault.fuzzing", *arguments), environ)


def check(arguments: Sequence[str]) -> int:
    """Every check, or those named in the arguments, also after one failed; the code of the first that failed."""
    environ = quiet_environment(sys.platform, os.environ)
    codes: dict[str, int] = {}
    for name in arguments or CHECKS:
        say(f"--- {name}")
        codes[name] = run(CHECKS[name], environ)
    failed = [name for name, code in codes.items() if code]
    say(f"check: failed: {', '.join(failed)}" if failed else "check: all passed")
    return codes[failed[0]] if failed else 0


def fmt(arguments: Sequence[str]) -> int:
    """Format, then fix what ruff can fix."""
    return run(("-m", "ruff", "format", ".", *arguments)) or run(("-m", "ruff", "check", "--fix", ".", *arguments))


def build(arguments: Sequence[str]) -> int:
    """The program for this system as a folder; then its size, and its start against that of this checkout."""
    made = run(("-m", "PyInstaller", "--noconfirm", "--clean", "build.spec", *arguments))
    return made or run(("packaging/measure.py",), quiet_environment(sys.platform, os.environ))


def frozen(arguments: Sequence[str]) -> int:
    """The tests of the built program."""
    environ = {**quiet_environment(sys.platform, os.environ), "TICKETDESK_FROZEN": str(ROOT / "dist" / "ticketdesk")}
    return run(("-m", "pytest", "-q", "tests/frozen", *arguments), environ)


def open_program(arguments: Sequence[str]) -> int:
    """TicketDesk itself with the developer's arguments."""
    return run(("-m", "ticketdesk", *arguments))


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "test": test,
    "slow": slow,
    "check": check,
    "fmt": fmt,
    "bench": bench,
    "faults": faults,
    "fuzz": fuzz,
    "build": build,
    "frozen": frozen,
    "tour": tour,
    "run": open_program,
}


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code of it."""
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python must hear a sentence)
        say("TicketDesk needs Python 3.11 or newer.")
        return 2
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", ())
    if name in ("-h", "--help", "help"):
        say(USAGE)
        return 0
    command = COMMANDS.get(name, start if not name else None)
    if command is None:
        say(f"There is no command {name!r}.\n\n{USAGE}")
        return 2
    install()
    return command(rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
