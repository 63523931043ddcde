"""What was said to an act beside the rows it names: a reason, a file, a right."""

from __future__ import annotations

from ticketdesk.ui.settings.audit.audit_model import AuditLine
from ticketdesk.ui.settings.audit.subjects import Names, arguments
from ticketdesk.ui.settings.audit.values import shown
from ticketdesk.words.arguments import argument_name
from ticketdesk.words.names import act_name


def told(line: AuditLine, names: Names, now: int) -> list[tuple[str, str]]:
    """Return (name, words) of each argument that an agent can read; ids and versions are left out."""
    found: list[tuple[str, str]] = []
    for key, value in arguments(line.row.args).items():
        name = argument_name(key)
        if not name or isinstance(value, list | dict) or value is None:
            continue
        words = act_name(str(value)) if key == "command" else shown(line.row.command, key, value, now, names)
        if words:
            found.append((name, words))
    return found
