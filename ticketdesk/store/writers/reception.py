"""Writing what stands beside conversations: endings, transfers, ratings, groups, tags, overrides of wording."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first
from ticketdesk.store.reception_tables import (
    AgentGroup,
    AgentGroupMember,
    BuyerTag,
    Ending,
    Rating,
    Transfer,
    WordingOverride,
)
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Buyer
from ticketdesk.store.tx import Tx


class Ended(NamedTuple):
    """How a conversation ended."""

    reason: str
    summary: str
    confirmed: bool
    invited_rating: bool


def add_ending(tx: Tx, conversation: int, agent: int | None, at: int, ended: Ended) -> int:
    """Insert the record of an ending and return its id."""
    last = first(tx, "SELECT MAX(id) FROM message WHERE conversation_id = ? AND deleted = 0", (conversation,))
    return tx.insert(
        Ending,
        {
            "conversation_id": conversation, "agent_id": agent, "at": at, "reason": ended.reason,
            "summary": ended.summary, "confirmed": int(ended.confirmed), "invited_rating": int(ended.invited_rating),
            "last_message_id": last[0] if last else None,
        },
    )  # fmt: skip


def add_transfer(
    tx: Tx, conversation: int, came_from: int | None, to: tuple[int | None, int | None], reason: str, note: str, at: int
) -> int:
    """Insert the record of a transfer to (agent, group) and return its id."""
    return tx.insert(
        Transfer,
        {
            "conversation_id": conversation, "from_agent_id": came_from, "to_agent_id": to[0], "to_group_id": to[1],
            "reason": reason, "note": note, "at": at,
        },
    )  # fmt: skip


def add_rating(tx: Tx, conversation: int, score: int, text: str, at: int) -> int:
    """Insert what a buyer thought of a conversation and return its id."""
    return tx.insert(Rating, {"conversation_id": conversation, "score": score, "text": text, "at": at})


def add_override(tx: Tx, message: int, rule: str, reason: str, agent: int | None, at: int) -> int:
    """Insert why words were sent against a rule of wording and return its id."""
    values: dict[str, Value] = {"message_id": message, "rule": rule, "reason": reason, "agent_id": agent, "at": at}
    return tx.insert(WordingOverride, values)


def add_tag(tx: Tx, buyer: int, text: str) -> bool:
    """Tag a buyer and return whether the tag is new; DeskError ``buyer_missing``."""
    check_buyer(tx, buyer)
    if _tag(tx, buyer, text) is not None:
        return False
    tx.insert(BuyerTag, {"buyer_id": buyer, "text": text})
    return True


def remove_tag(tx: Tx, buyer: int, text: str) -> bool:
    """Take a tag away and return whether it was there; DeskError ``buyer_missing``."""
    check_buyer(tx, buyer)
    found = _tag(tx, buyer, text)
    if found is not None:
        tx.tombstone(BuyerTag, found)
    return found is not None


def _tag(tx: Tx, buyer: int, text: str) -> int | None:
    found = first(tx, "SELECT id FROM buyer_tag WHERE buyer_id = ? AND text = ? AND deleted = 0", (buyer, text))
    return int(found[0]) if found else None


def check_buyer(tx: Tx, buyer: int) -> None:
    """Raise DeskError ``buyer_missing`` where the buyer is gone."""
    if first(tx, "SELECT 1 FROM buyer WHERE id = ? AND deleted = 0", (buyer,)) is None:
        raise DeskError("buyer_missing", id=buyer)


def set_blocked(tx: Tx, buyer: int, at: int | None, reason: str) -> bool:
    """Block a buyer (``at`` in UTC ms) or not (None); return whether that is new. DeskError ``buyer_missing``."""
    check_buyer(tx, buyer)
    found = first(tx, "SELECT blocked_at IS NULL FROM buyer WHERE id = ?", (buyer,))
    if found is None or bool(found[0]) == (at is None):
        return False
    tx.update(Buyer, buyer, {"blocked_at": at, "block_reason": reason})
    return True


def add_group(tx: Tx, name: str) -> int:
    """Insert a group of agents and return its id; DeskError ``group_name_taken``."""
    _check_name(tx, name, 0)
    return tx.insert(AgentGroup, {"name": name})


def rename_group(tx: Tx, group: int, name: str) -> None:
    """Give a group another name; DeskErrors ``row_missing`` and ``group_name_taken``."""
    _check_name(tx, name, group)
    tx.update(AgentGroup, group, {"name": name})


def _check_name(tx: Tx, name: str, group: int) -> None:
    if first(tx, "SELECT 1 FROM agent_group WHERE name = ? AND deleted = 0 AND id <> ?", (name, group)):
        raise DeskError("group_name_taken", name=name)


def remove_group(tx: Tx, group: int) -> None:
    """Lay the tombstone on a group and its members; DeskError ``group_in_use`` while something waits for it."""
    if first(tx, "SELECT 1 FROM conversation WHERE group_id = ? AND deleted = 0 LIMIT 1", (group,)):
        raise DeskError("group_in_use")
    if first(tx, "SELECT 1 FROM ticket WHERE group_id = ? AND deleted = 0 AND closed_at IS NULL LIMIT 1", (group,)):
        raise DeskError("group_in_use")
    for (member,) in tx.rows("SELECT id FROM agent_group_member WHERE group_id = ? AND deleted = 0", (group,)):
        tx.tombstone(AgentGroupMember, member)
    tx.tombstone(AgentGroup, group)


def set_member(tx: Tx, group: int, agent: int, *, member: bool) -> bool:
    """Take an agent into a group or out of it and return whether that is new; DeskError ``row_missing``."""
    check_group(tx, group)
    sql = "SELECT id FROM agent_group_member WHERE group_id = ? AND agent_id = ? AND deleted = 0"
    found = first(tx, sql, (group, agent))
    if (found is not None) == member:
        return False
    if found is None:
        tx.insert(AgentGroupMember, {"group_id": group, "agent_id": agent})
    else:
        tx.tombstone(AgentGroupMember, found[0])
    return True


def check_group(tx: Tx, group: int) -> str:
    """Return the name of a group; DeskError ``row_missing`` where it is gone."""
    found = first(tx, "SELECT name FROM agent_group WHERE id = ? AND deleted = 0", (group,))
    if found is None:
        raise DeskError("row_missing", table="agent_group", id=group)
    return str(found[0])
