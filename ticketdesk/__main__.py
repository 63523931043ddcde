"""The start of TicketDesk: chooses the window, a headless command or the tour, and imports only that one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from ticketdesk import __version__

HEADLESS = (
    "import", "search", "tickets", "orders", "export", "verify", "stats", "backup", "restore", "doctor", "undo",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Start TicketDesk with `argv` (the process's own arguments if None); returns the exit code.

    0 done, 1 problem rows or findings, 2 could not.
    """
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    first = arguments[0] if arguments else ""
    if first in ("--version", "-V"):
        print(f"ticketdesk {__version__}")
        return 0
    return _start(first, arguments)


def _start(first: str, arguments: list[str]) -> int:
    # Imported here and not above: the headless commands must run where Qt cannot be loaded, and start in no time.
    if first in HEADLESS:
        from ticketdesk import cli

        return cli.main(arguments)
    if first == "tour":
        from ticketdesk import tour

        return tour.main(arguments[1:])
    return _window(arguments)


def _window(arguments: list[str]) -> int:
    collecting = gc.isenabled()
    gc.disable()  # reading modules leaves next to no garbage, and to search for it is a twentieth of the start
    try:
        from ticketdesk.ui.qt_start import load_qt

        load_qt()
        from ticketdesk import app

        gc.freeze()  # nor shall the first sweep of the window look through all that was read (ui/sweeper.py)
        return app.main(arguments)
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()


def _speak_utf8() -> None:
    """Chinese on any console and in any pipe; a windowed Windows program has no streams at all."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
