"""Names of what is known of buyers: membership, and why two may be one."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.buyers import Membership, Why
from ticketdesk.words import mark, tr

_MEMBERSHIPS = MappingProxyType(
    {
        Membership.NONE: mark("No member"),
        Membership.FAN: mark("Fan"),
        Membership.MEMBER: mark("Member"),
        Membership.NEW: mark("New customer"),
    }
)
_WHYS = MappingProxyType({Why.PHONE: mark("same phone"), Why.ADDRESS: mark("same name and address")})


def membership_name(membership: str) -> str:
    """Return how a buyer stands to the shop, "" where it is not known."""
    return tr(_MEMBERSHIPS[Membership(membership)]) if membership in set(Membership) else ""


def card_sentence(field: str, kept: str) -> str:
    """Say that a colleague kept another ``field`` ("level" or "membership") of a buyer meanwhile."""
    name, now = (tr("Level"), kept) if field == "level" else (tr("Membership"), membership_name(kept))
    now = now or tr("Unknown")
    return tr("“{0}” was changed meanwhile and reads “{1}” now. Keep once more if yours shall stand.", name, now)


def why_name(why: Why) -> str:
    """Return what two buyers have in common."""
    return tr(_WHYS[why])
