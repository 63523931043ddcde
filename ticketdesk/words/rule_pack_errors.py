"""Sentences of what is refused when a file of deadline rules comes in."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.rules.faults import Fault, FaultKind
from ticketdesk.words import mark, tr, trn
from ticketdesk.words.problems import Refusal
from ticketdesk.words.rules import fault_sentence

PACK_SENTENCES = MappingProxyType(
    {
        "pack_unreadable": (mark("{0} cannot be read. Check that it is there and may be opened."), ("name",)),
        "pack_too_big": (mark("The file is bigger than {0} kB: no file of rules is. Choose another one."), ("limit",)),
        "pack_no_text": (mark("The file is not text in UTF-8. Save it as UTF-8 and try again."), ()),
        "pack_line_long": (mark("Line {0} is longer than {1} characters. Break it up."), ("line", "limit")),
        "pack_version": (
            mark("“version” must be one line of at most {0} characters. Shorten it in the file."),
            ("limit",),
        ),
        "pack_rules_many": (
            mark("There are more than {0} rules in it. Leave out what the shop never needs."),
            ("limit",),
        ),
        "pack_same": (mark("These are the rules in force (version {0}); there is nothing to take in."), ("version",)),
        "pack_known": (
            mark("Version {0} is here already with other rules. Give the file a “version” of its own."),
            ("version",),
        ),
        "pack_type_rule": (
            mark("Tickets of the type “{0}” begin with rule {1}, which the file lacks. Change the type or the file."),
            ("type", "rule"),
        ),
    }
)


def pack_sentence(error: Refusal) -> str:
    """Say why a file of rules is refused; of what is wrong in it the first fault, and how many more there are."""
    values = error.values
    if error.key in PACK_SENTENCES:
        sentence, names = PACK_SENTENCES[error.key]
        return tr(sentence, *(values.get(name, "") for name in names))
    kind, rule, field, value = (str(values.get(name, "")) for name in ("fault", "rule", "field", "value"))
    said, more = fault_sentence(Fault(FaultKind(kind), rule, field, value)), int(str(values.get("more", 0)))
    if not more:
        return said
    return trn(more, "{1} There is {0} more fault.", "{1} There are {0} more faults.", said)
