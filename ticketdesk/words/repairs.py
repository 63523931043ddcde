"""What is said of a repair and of a restored backup: what came back, what is lost, where the old files are."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.repairs import Report, Return
from ticketdesk.words import mark, tr, trn

_WHY = MappingProxyType(
    {
        "": mark("The store is sound; nothing had to be done."),
        "gone": mark("The file of the store was gone."),
        "empty": mark("The file of the store was empty."),
        "header": mark("The beginning of the store was damaged."),
        "cut": mark("The end of the store was missing."),
        "unreadable": mark("The store could not be read."),
        "log_lost": mark("The log beside the store was taken away while it was still needed."),
        "log_damaged": mark("The log beside the store was damaged."),
        "pages": mark("Parts of the store were damaged."),
        "bytes": mark("Rows of the store had changed without anybody changing them."),
        "tail": mark("The end of the journal was missing."),
        "unfinished": mark("A restoring was cut off."),
    }
)
_REASONS = MappingProxyType(
    {
        "manual": mark("by hand"),
        "automatic": mark("automatic"),
        "import": mark("before an import"),
        "bulk": mark("before a change of many rows"),
        "migration": mark("before an update"),
        "restore": mark("before restoring"),
        "saved": mark("saved as a file"),
    }
)


def why_text(why: str) -> str:
    """Return what was wrong, in one sentence."""
    return tr(_WHY[why])


def reason_text(reason: str) -> str:
    """Return why a backup was made, in a word or two."""
    return tr(_REASONS[reason])


def repair_lines(report: Report) -> list[str]:
    """Return what a repair did and could not do, a sentence each; the first says what was wrong."""
    lines = [why_text(report.why)]
    if not report.why:
        return lines
    if report.backup_at is not None:
        lines.append(_came_back(report.restored, report.backup_at))
    elif report.restored:
        lines.append(trn(report.restored, "{0} row was whole.", "{0} rows were whole."))
    else:
        lines.append(tr("There was no good backup: what could be read was taken from the damaged files."))
    lines.append(trn(report.salvaged, "{0} newer row was saved.", "{0} newer rows were saved."))
    lines.append(
        trn(report.unreadable, "{0} row could not be read.", "{0} rows could not be read.")
        if report.unreadable
        else tr("No row is known to be lost.")
        if report.journal
        else tr("Whether newer rows are missing cannot be told, since the journal could not be read.")
    )
    if report.bad_backups:
        lines.append(
            trn(report.bad_backups, "{0} newer backup was damaged too.", "{0} newer backups were damaged too.")
        )
    if not report.journal:
        lines.append(tr("Steps after the backup cannot be undone one by one."))
    if report.kept is not None:
        lines.append(tr("The damaged files are kept in {0}.", report.kept))
    return lines


def restored_lines(done: Return) -> list[str]:
    """Return what a restored backup brought, a sentence each."""
    lines = [_came_back(done.rows, done.made_at)]
    if done.files_named:
        lines.append(tr("Attachments: {0} of {1}.", done.files, done.files_named))
    if done.kept is not None:
        lines.append(tr("The store of before is kept in {0}.", done.kept))
    return lines


def _came_back(rows: int, made_at: int) -> str:
    when = from_ms(made_at).strftime("%Y-%m-%d %H:%M")
    return trn(rows, "{0} row came back from the backup of {1}.", "{0} rows came back from the backup of {1}.", when)


def moved_lines(folder: str, old: str) -> list[str]:
    """Return what is said of a shop that was moved to ``folder`` from ``old``."""
    return [
        tr("The shop now lives in {0}; every row was copied and checked.", folder),
        tr("The old folder {0} was left as it is. Delete it yourself once you are sure.", old),
    ]
