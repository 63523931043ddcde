"""``ticketdesk import``: order files, phrase files and conversations, one act of the desk each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ticketdesk.cli import import_report
from ticketdesk.cli.arguments import Given
from ticketdesk.cli.import_report import Imported
from ticketdesk.cli.opening import open_desk, open_for_reading, store_path
from ticketdesk.cli.output import COULD_NOT, DONE, FINDINGS, Output
from ticketdesk.cli.previewing import preview_file
from ticketdesk.desk.command import BulkCommand
from ticketdesk.desk.commands.imports import ImportOrders, ImportPhrases
from ticketdesk.desk.commands.talk import Heard, Received, ReceiveTranscript
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.imports import ImportReport
from ticketdesk.desk.phrase_import import look_at
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.transcript import Said, Transcript, parse_transcript
from ticketdesk.exchange.layouts import PHRASE_LAYOUTS
from ticketdesk.exchange.opening import open_import
from ticketdesk.exchange.transcript_file import read_text
from ticketdesk.store.database import check_kind
from ticketdesk.store.queries import agents
from ticketdesk.words import trn
from ticketdesk.words.errors import sentence

_HEARD_WITHIN = 0.2  # seconds
_TRANSCRIPT_ENDING = ".txt"
# What a text that is no table is refused as, before it is looked at as a conversation.
_NO_TABLE = frozenset({"file_unknown_layout", "file_encoding", "file_cut", "file_damaged", "file_no_rows"})


class _Kind(NamedTuple):
    """What a file is: "orders", "phrases" or "transcript", and how many rows it has."""

    name: str
    rows: int


def run(given: Given, output: Output) -> int:
    """Import every file that can be taken, each as an act of its own; the others are refused one by one.

    The store is opened (and made, where there is none) only when a file was found that can be read, so that a refusal
    leaves nothing behind.
    """
    done: list[Imported] = []
    refused: list[tuple[Path, DeskError]] = []
    path = store_path(given.store)
    with ExitStack() as opened:
        desk: Desk | None = None
        for file in given.files:
            try:
                kind = _kind_of(file)
                if given.dry_run:
                    done.append(_preview(path, file, kind, output))
                    continue
                desk = desk or opened.enter_context(open_desk(path, output, agent=given.agent, make=True))
                done.append(_import(desk, file, kind, given, output))
            except DeskError as error:
                refused.append((file, error))
                if desk is None and error.key.startswith("store_"):
                    break  # no other file would fare better
    _tell(done, refused, output, several=len(given.files) > 1)
    if refused:
        return COULD_NOT
    return FINDINGS if any(each.problem_count for each in done) else DONE


def _kind_of(file: Path) -> _Kind:
    """Return what the file is, reading it once; DeskError for a file that is nothing of it."""
    try:
        return _Kind("orders", open_import(file).found.rows)
    except DeskError as error:
        if error.key == "file_other_layout" and error.values["layout"] in PHRASE_LAYOUTS:
            return _Kind("phrases", 0)
        if error.key not in _NO_TABLE or file.suffix.lower() != _TRANSCRIPT_ENDING:
            raise
    parse_transcript(read_text(file)[0])  # who is who is asked later, with the accounts of the shop
    return _Kind("transcript", 0)


def _preview(path: Path, file: Path, kind: _Kind, output: Output) -> Imported:
    with ExitStack() as opened:
        there = check_kind(path) != 0
        reader = opened.enter_context(open_for_reading(path)) if there else None
        report = preview_file(reader, file, kind.name, lambda done: _show(output, file, done))
    return import_report.of_report(file, report)


def _import(desk: Desk, file: Path, kind: _Kind, given: Given, output: Output) -> Imported:
    if kind.name == "transcript":
        return _import_transcript(desk, file, given.buyer)
    whole = str(file.absolute())
    if kind.name == "phrases":
        # Named before they are written: afterwards nobody can tell what stood there.
        told = partial(_show, output, file)
        looked = look_at(desk.store.reader, file, desk.agent_id, progress=lambda done, _total: told(done))
        report = _run(desk, ImportPhrases(path=whole), told)
        return replace(import_report.of_report(file, report), phrases=looked)
    report = _run(desk, ImportOrders(path=whole, rows=kind.rows), lambda done: _show(output, file, done))
    return import_report.of_report(file, report)


def _run(desk: Desk, command: BulkCommand, progress: Callable[[int], None]) -> ImportReport:
    """Run ``command``; Ctrl+C takes the whole of it back and is answered with DeskError ``cancelled``."""
    stop: list[bool] = []
    future = desk.post(command, progress=progress, cancelled=lambda: bool(stop))
    try:
        # In short waits, since Windows hears Ctrl+C only between two of them.
        while not wait([future], timeout=_HEARD_WITHIN).done:
            pass
    except KeyboardInterrupt:
        stop.append(True)
    report = future.result().result
    if not isinstance(report, ImportReport):
        raise TypeError(f"{command.name} gave no report")
    return report


def _show(output: Output, file: Path, done: int) -> None:
    output.progress(trn(done, "{1}: {0} row", "{1}: {0} rows", file.name))


def _import_transcript(desk: Desk, file: Path, buyer: str) -> Imported:
    text, encoding = read_text(file)
    reader = desk.store.reader
    shop = agents.shop(reader)
    accounts = [agent.account for agent in agents.agents(reader) if agent.account]
    transcript = parse_transcript(
        text, shop_name=shop.name if shop else "", agent_accounts=accounts, buyer=buyer or None
    )  # fmt: skip
    nick = _buyer(transcript, buyer)
    heard = tuple(_heard(said) for said in transcript.messages)
    received = desk.run(ReceiveTranscript(buyer_nick=nick, messages=heard)).result
    if not isinstance(received, Received):
        raise TypeError("the conversation gave no outcome")
    return import_report.of_transcript(file, encoding, transcript, received, nick)


def _buyer(transcript: Transcript, asked: str) -> str:
    if transcript.undecided or (asked and asked not in transcript.senders):
        raise DeskError("transcript_undecided", senders=", ".join(transcript.senders))
    return asked or transcript.buyers[0]


def _heard(said: Said) -> Heard:
    side = "system" if said.system else "out" if said.is_agent else "in"
    return Heard(side, said.sender, said.at_ms, said.text, bool(said.read))


def _tell(done: list[Imported], refused: list[tuple[Path, DeskError]], output: Output, *, several: bool) -> None:
    for each in done:
        import_report.say(each, output)
    for _, error in refused:
        output.note(sentence(error))
    objects = [import_report.as_json(each) for each in done]
    objects += [{"file": str(file), "error": sentence(error), "key": error.key} for file, error in refused]
    if several:
        output.give({"files": objects})
    elif objects:
        output.give(objects[0])
