"""Auto-replies of the shop, and what stands around a buyer who may get one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ticketdesk.domain.auto_replies import Rule, Scene, keyword_lines
from ticketdesk.store.reader import Rows, first


class AutoReplyRow(NamedTuple):
    """An auto-reply as it is edited; ``enabled`` 0 or 1."""

    id: int
    version: int
    scene: str
    keywords: str
    text: str
    cooldown_ms: int
    enabled: int


def auto_replies(source: Rows) -> list[AutoReplyRow]:
    """Return every auto-reply in its order."""
    sql = "SELECT id, version, scene, keywords, text, cooldown_ms, enabled FROM auto_reply WHERE deleted = 0"
    return [AutoReplyRow(*row) for row in source.rows(f"{sql} ORDER BY sort, id")]


def rules(source: Rows) -> list[Rule]:
    """Return the auto-replies that are switched on, in their order."""
    known = {scene.value for scene in Scene}
    return [
        Rule(row.id, Scene(row.scene), keyword_lines(row.keywords), row.text, row.cooldown_ms)
        for row in auto_replies(source)
        if row.enabled and row.scene in known
    ]


class Asking(NamedTuple):
    """A buyer whose words wait: ``first_contact`` where nobody of us has ever written."""

    conversation_id: int
    buyer_id: int
    channel: str
    text: str
    first_contact: bool
    tracked: bool


def asking(source: Rows, conversation_id: int) -> Asking | None:
    """Return what is asked, None where the last word is not the buyer's or nobody waits (blocked, ended)."""
    sql = (
        "SELECT c.id, c.buyer_id, c.channel, m.text, NOT EXISTS (SELECT 1 FROM message o WHERE o.conversation_id = c.id"
        " AND o.deleted = 0 AND o.side = 'out' LIMIT 1), COALESCE((SELECT p.tracking <> '' FROM orders p"
        " WHERE p.buyer_id = c.buyer_id AND p.deleted = 0 ORDER BY p.sort_at DESC, p.id DESC LIMIT 1), 0)"
        " FROM conversation c JOIN message m ON m.id = c.last_message_id"
        " WHERE c.id = ? AND c.deleted = 0 AND c.waiting_since IS NOT NULL AND c.last_side = 'in'"
    )
    found = first(source, sql, (conversation_id,))
    return Asking._make((*found[:4], bool(found[4]), bool(found[5]))) if found else None


def given(source: Rows, buyer_id: int, asked: Iterable[Rule]) -> dict[int, int]:
    """Return when each of the rules ``asked`` was last given to a buyer (UTC ms), over whichever channel."""
    sql = (
        "SELECT MAX((SELECT m.sent_at FROM message m INDEXED BY message_auto WHERE m.conversation_id = c.id"
        " AND m.auto = ? AND m.auto <> '' AND m.deleted = 0 ORDER BY m.id DESC LIMIT 1))"
        " FROM conversation c WHERE c.buyer_id = ? AND c.deleted = 0"
    )
    found = {rule.id: first(source, sql, (str(rule.id), buyer_id)) for rule in asked}
    return {key: int(row[0]) for key, row in found.items() if row and row[0] is not None}
