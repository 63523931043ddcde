"""The headless commands, from import to doctor, over the same desk and store as the window."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from types import MappingProxyType

from ticketdesk.cli import backing, checking, exporting, importing, listing, order_listing, searching, undoing
from ticketdesk.cli.arguments import Given, language_of, parse
from ticketdesk.cli.output import COULD_NOT, Output
from ticketdesk.domain.errors import DeskError
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence

__all__ = ["main"]

_COMMANDS = MappingProxyType[str, Callable[[Given, Output], int]](
    {
        "import": importing.run,
        "search": searching.run,
        "tickets": listing.run,
        "orders": order_listing.run,
        "export": exporting.run,
        "verify": checking.run_verify,
        "stats": checking.run_stats,
        "backup": backing.run_backup,
        "restore": backing.run_restore,
        "doctor": backing.run_doctor,
        "undo": undoing.run,
    }
)


def main(argv: Sequence[str]) -> int:
    """Do one headless command; ``argv`` begins with its name.

    Returns 0 done, 1 problem rows or findings, 2 could not: then one sentence on stderr says what and what to do.
    """
    use_language(language_of(argv))
    try:
        given = parse(argv)
    except SystemExit as stop:  # argparse has said what is wrong, or has shown its help
        return stop.code if isinstance(stop.code, int) else COULD_NOT
    output = Output(json=given.json)
    try:
        return _run(given, output)
    except BrokenPipeError:
        # Whoever read our output has had enough (| head); the interpreter must not complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(given: Given, output: Output) -> int:
    try:
        return _COMMANDS[given.command](given, output)
    except DeskError as error:
        output.refuse(error.key, sentence(error))
    except BrokenPipeError:
        raise
    except Exception:
        # A bug: the exit code must not be taken for "problem rows".
        output.end_progress()
        traceback.print_exc()
    return COULD_NOT
