"""``ticketdesk verify`` and ``ticketdesk stats``: whether the store is sound, and how much is in it."""

from __future__ import annotations

from pathlib import Path

from ticketdesk.cli.arguments import Given
from ticketdesk.cli.opening import in_use, open_for_reading, store_path
from ticketdesk.cli.output import DONE, FINDINGS, Output, iso
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import stamp
from ticketdesk.store.files import FileStore
from ticketdesk.store.queries.stats import Stats, stats
from ticketdesk.store.queries.verify import Finding, verify
from ticketdesk.words import mark, tr

_STEPS = {
    "integrity": mark("Checking the database file"),
    "foreign_key": mark("Checking that rows belong together"),
    "counter": mark("Counting again"),
    "search": mark("Checking the search index"),
    "journal": mark("Checking the journal"),
    "tail": mark("Comparing the journal with the newest backup"),
    "open_act": mark("Looking for unfinished work"),
    "file": mark("Checking pictures and attachments"),
}
_FINDINGS = {
    "integrity": mark("The database file is damaged: {1}"),
    "foreign_key": mark("{0} belongs to a row of {1} that is not there"),
    "counter": mark("The counter {0} is wrong (stored / counted: {1})"),
    "search": mark("The search index lacks or has too many {0}: {1}"),
    "journal": mark("The journal was changed at the act {0}"),
    "tail": mark("The journal lacks acts up to {0} that the backup {1} has seen"),
    "open_act": mark("The act {0} ({1}) is unfinished; the next start takes it back"),
    "file_missing": mark("The attachment {0} is not on the disk ({1})"),
    "file_changed": mark("The attachment {0} was changed on the disk ({1})"),
}


def run_verify(given: Given, output: Output) -> int:
    """Check the store and print every finding."""
    path = store_path(given.store)
    try:
        with open_for_reading(path):
            files = FileStore(path.with_name("files"))
            found = verify(path, files, lambda step: output.progress(tr(_STEPS[step])))
            found = [finding for finding in found if finding.kind != "open_act" or not in_use(path)]
    except DeskError as error:
        if error.key != "store_damaged":
            raise
        found = [Finding("integrity", "", str(error.__cause__ or error))]
    for finding in found:
        output.say(_sentence(finding))
    if not found:
        output.say(tr("The store is sound."))
    output.give({"sound": not found, "findings": [{**f._asdict(), "sentence": _sentence(f)} for f in found]})
    return FINDINGS if found else DONE


def _sentence(finding: Finding) -> str:
    text = _FINDINGS[finding.kind]
    return tr(text, finding.what, finding.detail)


def run_stats(given: Given, output: Output) -> int:
    """Print how much is in the store."""
    path = store_path(given.store)
    with open_for_reading(path) as reader:
        found = stats(reader, path, path.with_name("files"))
    _say_stats(path, found, output)
    output.give(
        {
            "store": str(path),
            "rows": found.rows,
            "acts": found.acts,
            "changes": found.changes,
            "store_bytes": found.store_bytes,
            "file_count": found.file_count,
            "file_bytes": found.file_bytes,
            "spans": {
                kind: {"oldest": iso(span.oldest), "newest": iso(span.newest)} for kind, span in found.spans.items()
            },
        }
    )
    return DONE


def _say_stats(path: Path, found: Stats, output: Output) -> None:
    output.say(str(path))
    output.table((name, f"{n:,}") for name, n in found.rows.items())
    output.say(tr("Acts: {0}, changes: {1}", f"{found.acts:,}", f"{found.changes:,}"))
    output.say(tr("Store: {0} MB", f"{found.store_bytes / 1e6:,.1f}"))
    output.say(tr("Attachments: {0}, {1} MB", f"{found.file_count:,}", f"{found.file_bytes / 1e6:,.1f}"))
    for kind, span in found.spans.items():
        if span.oldest is not None and span.newest is not None:
            output.say(f"{kind}: {stamp(span.oldest)} … {stamp(span.newest)}")
