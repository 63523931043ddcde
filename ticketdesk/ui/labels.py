"""Values turned into words and levels: states, types, flags, acts.

Names that the command line says too stand in words/names.py, moments and money in ui/moments.py.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ticketdesk.domain.flags import flag_of
from ticketdesk.domain.tickets import Priority
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.moments import (
    clock_text,
    date_text,
    length_text,
    money,
    remaining,
    sums,
    time_text,
    urgency_level,
    waiting_chip,
    waiting_text,
)
from ticketdesk.words import mark, tr
from ticketdesk.words.names import act_name as command
from ticketdesk.words.names import field_name, ticket_priority_name, ticket_state_name
from ticketdesk.words.names import role_name as role
from ticketdesk.words.names import ticket_type_name as ticket_type
from ticketdesk.words.stages import own_stage
from ticketdesk.words.ticket_types import type_keys as ticket_types

if TYPE_CHECKING:
    from ticketdesk.domain.rules.values import Pack
    from ticketdesk.store.queries.type_names import TypeName
    from ticketdesk.store.reader import Rows

__all__ = [
    "FlagLabel", "Label", "channel", "clock_text", "command", "date_text", "field_name", "flag",
    "flag_name", "flag_token", "length_text", "money", "note_of", "order_state", "priority", "remaining",
    "remark_conflict", "role", "shipped_stage",
    "short_number", "sums", "table", "ticket_event", "ticket_state", "ticket_type", "ticket_types", "time_text",
    "transfer_reason", "undone", "urgency_level", "waiting_chip", "waiting_text",
]  # fmt: skip


class Label(NamedTuple):
    """Words in the chosen language and the level of the chip that carries them."""

    text: str
    level: Level = "plain"


class FlagLabel(NamedTuple):
    """A flag: its name ("Red"), its letter for small places, its colour token, and the stage it stands for."""

    name: str
    letter: str
    token: str
    stage: str


_ORDER = MappingProxyType[str, Label](
    {
        "": Label(mark("State unknown")),
        "WAIT_BUYER_PAY": Label(mark("Waiting for payment"), "accent"),
        "WAIT_SELLER_SEND_GOODS": Label(mark("To ship"), "warn"),
        "SELLER_CONSIGNED_PART": Label(mark("Partly shipped"), "warn"),
        "WAIT_BUYER_CONFIRM_GOODS": Label(mark("Shipped"), "plain"),
        "TRADE_FINISHED": Label(mark("Finished"), "ok"),
        "TRADE_CLOSED": Label(mark("Closed"), "plain"),
    }
)
_TICKET_LEVEL = MappingProxyType[str, Level](
    {
        "open": "accent",
        "in_progress": "accent",
        "waiting_buyer": "warn",
        "waiting_colleague": "warn",
        "suspended": "plain",
        "done": "ok",
        "cancelled": "plain",
    }
)
_REASON = MappingProxyType[str, str](
    {
        "other_duty": mark("Another's duty"),
        "shift_end": mark("End of shift"),
        "needs_lead": mark("Needs the team lead"),
        "needs_warehouse": mark("Needs the warehouse"),
        "knows_case": mark("Knows the case"),
        "too_busy": mark("Too busy"),
        "other": mark("Other reason"),
    }
)
_FLAG = MappingProxyType[int, tuple[str, str, str, str]](
    {
        0: (mark("Grey"), mark("grey|letter"), "flag.none", mark("No flag")),
        1: (mark("Red"), mark("red|letter"), "flag.red", mark("Pre-sale")),
        2: (mark("Yellow"), mark("yellow|letter"), "flag.yellow", mark("Printing and checking")),
        3: (mark("Green"), mark("green|letter"), "flag.green", mark("Shipping")),
        4: (mark("Blue"), mark("blue|letter"), "flag.blue", mark("Tracking and after-sale")),
        5: (mark("Purple"), mark("purple|letter"), "flag.purple", mark("Complaint and special")),
    }
)
_TABLE = MappingProxyType[str, str](
    {
        "orders": mark("order"),
        "order_line": mark("order"),
        "remark": mark("order"),
        "ticket": mark("ticket"),
        "ticket_event": mark("ticket"),
        "conversation": mark("conversation"),
        "message": mark("conversation"),
        "phrase": mark("phrase"),
        "buyer": mark("buyer"),
        "agent": mark("colleague"),
    }
)
_EVENT = MappingProxyType[str, str](
    {
        "created": mark("opened the ticket"),
        "reply": mark("replied"),
        "note": mark("wrote a note"),
        "state": mark("set the state to {0}"),
        "type": mark("set the type to {0}"),
        "priority": mark("set the priority to {0}"),
        "assignee": mark("set the assignee to {0}"),
        "title": mark("changed the title"),
        "demand": mark("changed what the buyer wants"),
        "description": mark("changed the problem"),
        "due": mark("changed the deadline"),
        "transferred": mark("transferred to {0}"),
        "claimed": mark("took the ticket"),
        "released": mark("gave the ticket back"),
        "cancelled": mark("cancelled the ticket"),
        "reopened": mark("reopened the ticket"),
        "start": mark("noted what a deadline counts from"),
        "lapse": mark("A deadline passed"),
        "carried": mark("carried out what followed"),
    }
)
_CHANNEL = MappingProxyType[str, str](
    {
        "qianniu": mark("Qianniu"),
        "transcript": mark("Qianniu"),
        "web": mark("Web"),
        "email": mark("Mail"),
        "simulator": mark("Simulator"),
    }
)


def order_state(state: str | None) -> Label:
    """Return the words and level of a platform state of an order; one this version does not know as it stands."""
    found = _ORDER.get(state or "")
    return Label(tr(found.text), found.level) if found else Label(state or "")


def remark_conflict(standing: int) -> Label:
    """Return the words and level of how an order's remarks stand to each other; "" where they agree."""
    return Label(tr("Contradiction"), "bad") if standing else Label("")


def shared_parcel(group: int | None, state: str) -> Label:
    """Return the words and level of an order that is to leave in one parcel with others; "" for any other."""
    if group is None:
        return Label("")
    from ticketdesk.domain.order_states import OrderState  # no first picture shows an order

    waits = state == OrderState.WAIT_SHIP.value
    return Label(tr("One parcel"), "accent") if waits else Label("")


def ticket_state(state: str) -> Label:
    """Return the words and level of a ticket's state."""
    return Label(ticket_state_name(state), _TICKET_LEVEL.get(state, "plain"))


def priority(value: int) -> Label:
    """Return the words and level of a priority 1..3."""
    return Label(ticket_priority_name(value), "bad" if value == Priority.HIGH else "plain")


def transfer_reason(reason: str) -> str:
    """Return the words of a reason for handing a ticket on."""
    return tr(_REASON.get(reason, reason))


def flag(code: int | None) -> FlagLabel:
    """Return name, letter, colour token and stage of a platform flag (trade.md A.8); none is grey."""
    known = int(flag_of(code))
    name, letter, token, stage = _FLAG[known]
    spoken = tr(letter)
    # In English grey and green would share a letter; grey means no flag, so it has a dash.
    plain = name[0] if known else "–"
    return FlagLabel(tr(name), plain if spoken == letter else spoken, token, own_stage(known) or tr(stage))


def shipped_stage(code: int) -> str:
    """Return what the stage of a flag is called where the shop has no name of its own for it."""
    return tr(_FLAG[int(flag_of(code))][3])


def flag_name(code: int | None) -> str:
    """Return the name of a flag with its stage, for readers and tooltips: "Red · Pre-sale"."""
    found = flag(code)
    return f"{found.name} · {found.stage}"


def flag_token(code: int | None) -> str:
    """Return the colour token of a flag, e.g. "flag.red"."""
    return _FLAG[int(flag_of(code))][2]


def table(name: str) -> str:
    """Return what a row of a table is called: "order", "ticket"."""
    return tr(_TABLE.get(name, name))


def ticket_event(kind: str, after: str = "") -> str:
    """Return what an event of a ticket's timeline says after its author's name; ``after`` is already in words."""
    return tr(_EVENT.get(kind, kind), after)


def channel(name: str) -> str:
    """Return the name of a channel."""
    return tr(_CHANNEL.get(name, name))


def undone(kind: str, name: str) -> str:
    """Return the notice of an undo or redo (``kind`` "Undo"/"Redo") of the command called ``name``."""
    return tr("Undone: {0}", command(name)) if kind == "Undo" else tr("Done again: {0}", command(name))


def note_of(author: str, text: str) -> str:
    """Return a remark with its author: "小满：不要中通"."""
    return tr("{0}: {1}", author, text) if author else text


def short_number(number: str) -> str:
    """Return a platform number shortened for lists: the year and the last nine digits, "2026…330281764"."""
    return f"{number[:4]}…{number[-9:]}" if len(number) > 14 else number


_PLATFORMS = {
    "taobao": mark("Taobao"), "tmall": mark("Tmall"), "pinduoduo": mark("Pinduoduo"), "douyin": mark("Douyin"),
    "jd": mark("JD"), "1688": mark("1688"), "shopify": mark("Shopify"), "own": mark("Own shop"),
}  # fmt: skip


def platform(name: str) -> str:
    """Return the name of a platform that a shop may stand on."""
    return tr(_PLATFORMS.get(name, name))


def size_text(count: int) -> str:
    """Return a number of bytes as it is read: "812 kB", "1.4 GB" (thousands, as file managers count)."""
    if count < 1_000_000:
        return f"{count / 1_000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB" if count < 1_000_000_000 else f"{count / 1_000_000_000:.1f} GB"


def shop_types(source: Rows) -> list[TypeName]:
    """Return how the shop calls its types of tickets."""
    from ticketdesk.store.queries.type_names import type_names

    return type_names(source)


def shop_stages(source: Rows) -> dict[int, str]:
    """Return what the shop calls the stages of its flags, by their codes."""
    from ticketdesk.store.queries.stage_labels import stage_labels

    return stage_labels(source)


def shop_rules(source: Rows) -> tuple[Pack, ...]:
    """Return the rules of deadlines that the shop took in, the oldest first."""
    from ticketdesk.desk.rule_packs import own_packs  # no start needs the rules

    return own_packs(source)
