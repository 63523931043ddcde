"""Names of the acts on deadlines, and the sentences of their refusals."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.words import mark

DEADLINE_ACTS = MappingProxyType(
    {
        "AgreeOnDeadline": mark("agreed deadline"),
        "CorrectStart": mark("corrected start of a deadline"),
        "NoteStart": mark("start of a deadline"),
        "RecordLapses": mark("passed deadlines"),
    }
)
DEADLINE_ERRORS = MappingProxyType(
    {
        "start_future": (mark("This moment has not been yet. Choose one that is over."), ()),
        "start_missing": (mark("Nothing of this kind has been noted on the ticket. Note it first."), ()),
        "rule_not_agreeable": (
            mark("The rule {0} does not leave its end to an agreement. Choose another step of the ticket."),
            ("rule",),
        ),
    }
)
