"""``ticketdesk undo``: the newest step of an agent taken back."""

from __future__ import annotations

from ticketdesk.cli.arguments import Given
from ticketdesk.cli.opening import open_desk, store_path
from ticketdesk.cli.output import DONE, Output
from ticketdesk.words import tr, trn
from ticketdesk.words.names import act_name


def run(given: Given, output: Output) -> int:
    """Take one step back and say which; DeskErrors ``nothing_to_undo`` and ``undo_conflict``."""
    with open_desk(store_path(given.store), output, agent=given.agent) as desk:
        step = desk.undo(progress=lambda rows: output.progress(_taken_back(rows))).result()
    output.say(tr("Undone: {0}", act_name(step.command)))
    output.give({"undone": step.command, "act": step.act_id})
    return DONE


def _taken_back(rows: int) -> str:
    return trn(rows, "{0} row taken back", "{0} rows taken back")
