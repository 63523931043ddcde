"""``ticketdesk export``: rows to a file, recorded before the first is written."""

from __future__ import annotations

from ticketdesk.cli.arguments import Given
from ticketdesk.cli.opening import open_desk, store_path
from ticketdesk.cli.output import DONE, Output
from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.exports import check_target, export
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.export import count
from ticketdesk.words import trn


def run(given: Given, output: Output) -> int:
    """Export as ``given`` says; the record needs the store for itself, so an open window refuses it."""
    target = given.to.expanduser().absolute()
    check_target(given.kind, target, given.form)
    with open_desk(store_path(given.store), output, agent=given.agent) as desk:
        total = count(desk.store.reader, given.kind)
        whole = Permission.PERSONAL_REVEAL.value in agents.actor(desk.store.reader, desk.agent_id).permissions
        whole = bool(desk.run(RecordExport(kind=given.kind, rows=total, whole=whole)).result)

        def progress(done: int, _total: int) -> None:
            output.progress(trn(total, "{1} of {0} row written", "{1} of {0} rows written", f"{done:,}"))

        rows = export(desk.store.reader, given.kind, target, whole=whole, form=given.form, progress=progress)
    output.say(trn(rows, "{0} row written to {1}", "{0} rows written to {1}", target))
    output.give({"kind": given.kind, "rows": rows, "file": str(target)})
    return DONE
