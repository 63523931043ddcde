"""What can be typed after ``ticketdesk``, and what was typed."""

from __future__ import annotations

import argparse
import locale
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ticketdesk.desk.exports import FORMS
from ticketdesk.desk.exports import KINDS as EXPORTS
from ticketdesk.store.queries.search import KINDS, PAGE
from ticketdesk.words import LANGUAGES, tr

PASSWORD = "TICKETDESK_PASSWORD"  # the variable that holds it


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of one call; those that a command does not have keep their default."""

    command: str
    store: str | None = None
    json: bool = False
    files: tuple[Path, ...] = ()
    dry_run: bool = False
    buyer: str = ""
    words: str = ""
    count: bool = False
    kind: str = ""
    limit: int = PAGE
    to: Path = Path()
    into: Path | None = None
    file: Path = Path()
    repair: bool = False
    agent: str = ""
    form: str = ""


def parse(argv: Sequence[str]) -> Given:
    """Read the arguments; raises SystemExit as argparse does (2 where they cannot be understood, 0 after its help)."""
    values = vars(_parser().parse_args(list(argv)))
    values.pop("lang")
    if "words" in values:
        values["words"] = " ".join(values["words"])
    if "files" in values:
        values["files"] = tuple(values["files"])
    return Given(**{name: value for name, value in values.items() if value is not None})


def language_of(argv: Sequence[str]) -> str:
    """Return the language asked for by ``--lang``, else the one the system speaks; parsing itself already needs it."""
    asked = ""
    for argument, following in zip(argv, (*argv[1:], ""), strict=True):
        name, _, value = argument.partition("=")
        if name == "--lang":
            asked = value or following  # the last one counts, as for argparse
    return asked if asked in LANGUAGES else _system_language()


def _system_language() -> str:
    named = next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := os.environ.get(name))), None)
    spoken = named or locale.getlocale()[0] or ""
    return "zh_CN" if spoken.lower().startswith(("zh", "chinese")) else "en"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ticketdesk", allow_abbrev=False)
    common = _common()
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=words, parents=[common], allow_abbrev=False)

    each = command("import", tr("Import order files, phrase files and conversations"))
    each.add_argument("files", nargs="+", type=Path, metavar="FILE")
    each.add_argument("--dry-run", action="store_true", help=tr("only say what the import would do"))
    each.add_argument("--buyer", default="", help=tr("who of a conversation is the buyer"))
    each = command("search", tr("Find messages, orders, tickets, buyers and remarks"))
    each.add_argument("words", nargs="+", metavar="WORDS")
    each.add_argument("--count", action="store_true", help=tr("only count"))
    each.add_argument("--kind", choices=KINDS, help=tr("look in one kind only"))
    each.add_argument("--limit", type=_positive, default=PAGE, metavar="N", help=tr("most hits of each kind"))
    each = command("tickets", tr("List tickets by a query such as {0}", "status:open assignee:me due<4h"))
    each.add_argument("words", nargs="+", metavar="QUERY")
    each.add_argument("--count", action="store_true", help=tr("only count"))
    each.add_argument("--limit", type=_positive, default=PAGE, metavar="N", help=tr("most tickets"))
    each = command("orders", tr("List orders by a query such as {0}", "state:to-ship flag:red amount>100"))
    each.add_argument("words", nargs="+", metavar="QUERY")
    each.add_argument("--count", action="store_true", help=tr("only count"))
    each.add_argument("--limit", type=_positive, default=PAGE, metavar="N", help=tr("most orders"))
    each = command("export", tr("Write rows to a file"))
    each.add_argument("kind", choices=EXPORTS)
    each.add_argument("--to", required=True, type=Path, metavar="FILE.{csv,xlsx,jsonl}")
    in_form = tr("orders only: in the columns of a platform, and only its orders")
    each.add_argument("--form", choices=FORMS, help=in_form)
    command("verify", tr("Check that the store is sound"))
    command("stats", tr("Say how much is in the store"))
    each = command("backup", tr("Save the whole shop as one file"))
    each.add_argument("--to", required=True, type=Path, metavar="FILE.zip")
    each = command("restore", tr("Bring the shop back from a backup"))
    each.add_argument("file", type=Path, metavar="FILE.zip")
    each.add_argument("--to", dest="into", type=Path, metavar="FOLDER", help=tr("make a store there instead"))
    each = command("doctor", tr("Look for damage, and repair it from the backups"))
    each.add_argument("--repair", action="store_true", help=tr("repair what is damaged"))
    command("undo", tr("Take back the newest step of the agent"))
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--store", metavar="PATH", help=tr("the store: its folder or its file"))
    common.add_argument(
        "--agent", metavar="NAME", help=tr("who acts (else the owner); a password is asked, or read from {0}", PASSWORD)
    )
    common.add_argument("--json", action="store_true", help=tr("print one JSON object"))
    common.add_argument("--lang", choices=LANGUAGES, help=tr("the language of all words"))
    return common


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
