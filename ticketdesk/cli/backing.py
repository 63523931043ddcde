"""``ticketdesk backup``, ``restore`` and ``doctor``: a file of the whole shop, the way back, and the repair."""

from __future__ import annotations

from ticketdesk.cli.arguments import Given
from ticketdesk.cli.opening import now, store_path
from ticketdesk.cli.output import DONE, FINDINGS, Output, iso
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.repairs import Report
from ticketdesk.store.backup.restore import restore
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.backup.take import Watch, backup
from ticketdesk.store.ladder.look import look_closely, repair_at_start
from ticketdesk.store.ladder.mend import mend
from ticketdesk.store.store import store_file
from ticketdesk.words import tr, trn
from ticketdesk.words.repairs import repair_lines, restored_lines, why_text


def run_backup(given: Given, output: Output) -> int:
    """Save a verified backup, attachments included, as the file asked for; also beside an open window."""
    target = given.to.expanduser().absolute()
    taken = backup(store_path(given.store), target, now=now(), reason="saved", watch=_watch(output, tr("Backing up")))
    rows, size = taken.manifest.rows, target.stat().st_size
    output.say(trn(rows, "{0} row saved and checked: {1}", "{0} rows saved and checked: {1}", target))
    if taken.files_missing:
        output.note(tr("Attachments that were not on the disk: {0}", taken.files_missing))
    files = len(taken.manifest.files)
    output.give(
        {"file": str(target), "rows": rows, "bytes": size, "files": files, "files_missing": taken.files_missing}
    )
    return FINDINGS if taken.files_missing else DONE


def run_restore(given: Given, output: Output) -> int:
    """Make the store what a backup holds, or another folder with ``--to``; what is there is kept."""
    target = store_path(given.store) if given.into is None else store_file(given.into)
    file = given.file.expanduser().absolute()
    done = restore(file, target, now=now(), watch=_watch(output, tr("Restoring")))
    for line in restored_lines(done):
        output.say(line)
    output.give({"store": str(target), **done._asdict(), "made_at": iso(done.made_at)})
    return DONE if done.files == done.files_named else FINDINGS


def run_doctor(given: Given, output: Output) -> int:
    """Look closely at the store and say what is wrong; with ``--repair`` repair it."""
    path = store_path(given.store)
    if repair_at_start(path).why == "" and not path.exists():
        raise DeskError("store_missing", path=str(path))
    watch = _watch(output, tr("Reading the store"))
    if given.repair:
        return _told(mend(path, now=now(), watch=watch), output)
    found = look_closely(path, watch)
    newest = Shelf(path).newest()
    made_at = None if newest is None or newest.manifest is None else newest.manifest.made_at
    output.say(why_text(found.why))
    if found.damaged:
        output.say(tr("“ticketdesk doctor --repair” repairs it; the damaged files are kept."))
    output.say(tr("Newest backup: {0}", iso(made_at) or tr("none")))
    output.give({"why": found.why, "damaged": found.damaged, "lost": found.lost, "newest_backup": iso(made_at)})
    return FINDINGS if found.damaged else DONE


def _told(report: Report, output: Output) -> int:
    for line in repair_lines(report):
        output.say(line)
    output.give({**report._asdict(), "backup_at": iso(report.backup_at)})
    return FINDINGS if report.unreadable else DONE


def _watch(output: Output, words: str) -> Watch:
    def progress(done: int, total: int) -> None:
        output.progress(f"{words}: {100 * done // max(1, total)} %")

    return Watch(progress=progress)
