"""What was said to an act beside the rows it names: a reason, a file, a right."""

from __future__ import annotations

from ticketdesk.domain.money import YUAN
from ticketdesk.ui.settings.audit.audit_model import AuditLine
from ticketdesk.ui.settings.audit.subjects import CURRENCY, Names, arguments
from ticketdesk.ui.settings.audit.values import shown
from ticketdesk.words.arguments import argument_name
from ticketdesk.words.names import act_name


def moneyed(line: AuditLine) -> list[tuple[str, int]]:
    """Return the rows whose currency an amount of the act is in, as ``names_of`` is asked for it."""
    said = arguments(line.row.args)
    if not any(key.endswith("_cents") for key in said):
        return []
    return [(CURRENCY, said[key]) for key in ("order_id", "refund_id") if isinstance(said.get(key), int)]


def told(line: AuditLine, names: Names, now: int) -> list[tuple[str, str]]:
    """Return (name, words) of each argument that an agent can read; ids and versions are left out."""
    found: list[tuple[str, str]] = []
    currency = next((names[key] for key in moneyed(line) if key in names), YUAN)
    for key, value in arguments(line.row.args).items():
        name = argument_name(key)
        if not name or isinstance(value, list | dict) or value is None:
            continue
        words = act_name(str(value)) if key == "command" else shown(line.row.command, key, value, now, names, currency)
        if words:
            found.append((name, words))
    return found
