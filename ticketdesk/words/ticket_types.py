"""Names of ticket types, of their fields and choices: shipped ones in the chosen language, the shop's as typed.

And the sentences for refusals of types and values, and the shop's packs of deadline rules for what is said of a rule
by its name, in the same module: each one costs the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ticketdesk.words import mark, tr, trn

if TYPE_CHECKING:
    from ticketdesk.domain.rules.values import Pack
    from ticketdesk.words.problems import Refusal

# By the keys of ``domain.tickets.TicketType``; a test holds them to ``domain.ticket_types_shipped``.
_TYPES: Final = MappingProxyType(
    {
        "inquiry": mark("Inquiry"),
        "after_sale": mark("After-sale"),
        "return_refund": mark("Return and refund"),
        "refund_only": mark("Refund only"),
        "exchange": mark("Exchange"),
        "reshipment": mark("Reshipment"),
        "repair": mark("Repair"),
        "onsite_repair": mark("Repair on site"),
        "logistics": mark("Logistics"),
        "change_address": mark("Change of address or pull-back"),
        "invoice": mark("Invoice"),
        "complaint": mark("Complaint"),
        "collaboration": mark("Collaboration"),
    }
)
# Every other English string of a shipped type: names of fields, choices, lines of checklists.
SHIPPED_WORDS: Final = frozenset(
    {
        mark("Inquiry"), mark("After-sale"), mark("Return and refund"), mark("Refund only"), mark("Exchange"),
        mark("Reshipment"), mark("Repair"), mark("Repair on site"), mark("Logistics"),
        mark("Change of address or pull-back"), mark("Invoice"), mark("Complaint"), mark("Collaboration"),
        mark("Product"), mark("Reason"), mark("Quality problem"), mark("Not as described"), mark("Wrong item sent"),
        mark("Something missing"), mark("Damaged on the way"), mark("Size or colour does not suit"),
        mark("No longer wanted"), mark("Other reason"), mark("Item of the order"), mark("Amount of the refund"),
        mark("The shop agrees to the refund"), mark("Both sides have come to terms"), mark("Proof"),
        mark("Screenshot of the refund"), mark("Tracking number of the return"),
        mark("Exchange for"), mark("Tracking number of the new item"),
        mark("Quantity to send"), mark("What is broken"), mark("Bought on"), mark("Tracking number of the way back"),
        mark("Day of the visit"), mark("Result of the visit"),
        mark("Visit agreed with the buyer"), mark("Tracking number"), mark("Answer of the carrier"),
        mark("What shall change"), mark("New address"), mark("Pull the parcel back"), mark("New receiver or phone"),
        mark("Warehouse told"), mark("Buyer told"), mark("Title of the invoice"), mark("Tax number"),
        mark("Kind of invoice"), mark("Electronic, ordinary"), mark("Electronic, special"), mark("Paper"),
        mark("Amount of the invoice"), mark("Complaint about"), mark("Number on the platform"),
        mark("Answer to the platform"),
        mark("Check the goods that came back"), mark("Keep the screenshot of the refund"),
        mark("Agree on it with the buyer"), mark("Ask the courier"), mark("Tell the buyer what comes of it"),
        mark("Tell the team lead"),
    }
)  # fmt: skip
_SOURCES: Final = SHIPPED_WORDS | frozenset(_TYPES.values())


class _Shop:
    """How the shop of this process calls its types: like the language, all that speaks must share it."""

    __slots__ = ("packs", "read", "read_packs", "types")

    def __init__(self) -> None:
        self.read: Callable[[], Iterable[tuple[str, str, bool]]] = tuple
        self.types: Mapping[str, tuple[str, bool]] | None = None
        self.read_packs: Callable[[], tuple[Pack, ...]] = tuple
        self.packs: tuple[Pack, ...] | None = None


_shop = _Shop()


def use_types(
    read: Callable[[], Iterable[tuple[str, str, bool]]], packs: Callable[[], tuple[Pack, ...]] = tuple
) -> None:
    """Call types as the shop does from now on: (key, name, retired), read when they are first spoken of.

    ``packs`` are its own rules of deadlines, the oldest first, read when a rule is first named.
    """
    _shop.read, _shop.types = read, None
    _shop.read_packs, _shop.packs = packs, None


def leave_types(read: Callable[[], Iterable[tuple[str, str, bool]]]) -> None:
    """Read ``read`` no more (its store closes): types are called as shipped, unless another shop has begun to speak."""
    if _shop.read is read:
        use_types(tuple)


def own_rules() -> tuple[Pack, ...]:
    """Return the packs of rules that the shop took in, the oldest first, read when a rule is first named."""
    found = _shop.packs
    if found is None:
        found = _shop.packs = _shop.read_packs()
    return found


@contextmanager
def types_of(read: Callable[[], Iterable[tuple[str, str, bool]]]) -> Iterator[None]:
    """Call types as the shop of ``read`` does, for so long."""
    use_types(read)
    try:
        yield
    finally:
        leave_types(read)


def _types() -> Mapping[str, tuple[str, bool]]:
    found = _shop.types
    if found is None:
        found = _shop.types = MappingProxyType({key: (name, retired) for key, name, retired in _shop.read()})
    return found


def type_keys() -> tuple[str, ...]:
    """Return the types that are offered: shipped ones, then the shop's own."""
    own = _types()
    every = (*_TYPES, *(key for key in own if key not in _TYPES))
    return tuple(key for key in every if key not in own or not own[key][1])


def type_name(key: str) -> str:
    """Return the name of a ticket's type; the key itself for one that nobody knows."""
    own = _types().get(key)
    return shown(own[0]) if own else tr(_TYPES.get(key, key))


def shown(text: str) -> str:
    """Return a name of a type, a field or a choice: a shipped one in the chosen language, else as the shop typed it."""
    return tr(text) if text in _SOURCES else text


def source(text: str) -> str:
    """Return the source of what ``shown`` gave, so that a shipped name left as it is stays translatable."""
    return next((each for each in sorted(_SOURCES) if tr(each) == text), text)


_SENTENCES: Final = MappingProxyType(
    {
        "value_number": (mark("“{0}” must be a number such as 3 or 2.5, not “{1}”."), ("field", "value")),
        "value_amount": (mark("“{0}” must be an amount such as 12.80, not “{1}”."), ("field", "value")),
        "value_date": (mark("“{0}” must be a day such as 2026-11-27, not “{1}”."), ("field", "value")),
        "value_choice": (mark("“{1}” is no choice of “{0}”. Choose one of the list."), ("field", "value")),
        "value_changed": (
            mark("“{0}” was filled in meanwhile and reads “{1}” now. Keep once more if yours shall stand."),
            ("field", "value"),
        ),
        "value_yes_no": (mark("“{0}” is answered with yes or no."), ("field",)),
        "value_tracking": (
            mark("“{0}” must be a tracking number of letters and digits, not “{1}”."),
            ("field", "value"),
        ),
        "value_picture": (mark("“{0}” takes pictures only. Paste or drop one there."), ("field",)),
        "value_long": (mark("“{0}” has more than {1} characters. Shorten it."), ("field", "limit")),
        "value_guarded": (mark("“{0}” is answered on the ticket itself, with the password."), ("field",)),
        "type_lacks_field": (mark("Tickets of the type “{0}” have no field “{1}”."), ("type", "field")),
        "ticket_type_retired": (mark("“{0}” is no longer offered. Choose another type."), ("type",)),
        "refund_none": (mark("A ticket of this type has no refund to agree to. Change its type first."), ()),
        "orders_many": (
            mark("So many orders cannot get a ticket each at once (the most is {0}). Choose fewer."),
            ("limit",),
        ),
        "rule_unknown": (mark("There is no deadline rule {0}. Choose one of the list."), ("rule",)),
        "type_name": (mark("The type needs a name of 1 to {0} characters."), ("limit",)),
        "type_name_taken": (mark("Another type is called “{0}” already. Choose another name."), ("name",)),
        "type_last": (mark("This is the last type that is offered. Offer another one first."), ()),
        "type_fields_many": (mark("A type has {0} fields at most, these are {1}. Remove some."), ("limit", "count")),
        "type_field_name": (mark("Field {0} needs a name of 1 to {1} characters."), ("place", "limit")),
        "type_field_twice": (mark("Two fields are called “{0}”. Rename one of them."), ("field",)),
        "type_field_kind": (mark("“{0}” is of a kind that does not exist. Choose one of the list."), ("field",)),
        "type_field_options": (mark("“{0}” has nothing to choose from. Type its choices."), ("field",)),
        "type_options_many": (
            mark("“{0}” may have {1} choices of at most {2} characters. Shorten the list."),
            ("field", "limit", "length"),
        ),
        "type_checks_many": (
            mark("A checklist has {0} lines of at most {1} characters. Shorten it."),
            ("limit", "length"),
        ),
    }
)
TYPE_KEYS: Final = frozenset(_SENTENCES) | {"fields_missing", "type_in_use"}


def type_sentence(error: Refusal) -> str:
    """Say what is wrong with a type or a value of one of its fields; names of shipped fields are translated."""
    values = error.values
    if error.key == "fields_missing":
        given = values.get("names", ())
        names = given if isinstance(given, list | tuple) else ()
        return tr("Still empty: {0}. Fill this in first.", tr(", ").join(shown(str(name)) for name in names))
    if error.key == "type_in_use":
        return trn(
            int(str(values.get("count", 0))),
            "{0} ticket is of the type “{1}”. Retire it instead: it is no longer offered then.",
            "{0} tickets are of the type “{1}”. Retire it instead: it is no longer offered then.",
            shown(str(values.get("type", ""))),
        )
    text, names = _SENTENCES[error.key]
    answers = {"yes": tr("yes"), "no": tr("no")} if values.get("kind") == "yes_no" else {}
    given = (str(values.get(name, "")) for name in names)
    return tr(text, *(answers.get(each, shown(each)) for each in given))
