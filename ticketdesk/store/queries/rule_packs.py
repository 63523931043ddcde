"""The packs of deadline rules that the shop took in."""

from __future__ import annotations

from ticketdesk.store.reader import Rows, first

_IN_FORCE = "SELECT body FROM rule_pack WHERE deleted = 0 AND from_at <= ? ORDER BY from_at DESC, id DESC LIMIT 1"


def in_force(source: Rows, now: int) -> str:
    """Return the TOML of the pack under which a ticket begins that is opened at ``now`` (UTC ms), "" for none."""
    found = first(source, _IN_FORCE, (now,))
    return "" if found is None else str(found[0])


def ever_called(source: Rows, name: str) -> str:
    """Return the TOML of the pack that ever had this version, taken back or not; "" where there was none."""
    found = first(source, "SELECT body FROM rule_pack WHERE name = ? ORDER BY id DESC LIMIT 1", (name,))
    return "" if found is None else str(found[0])


def all_bodies(source: Rows) -> tuple[str, ...]:
    """Return the TOML of every pack that was ever taken in, the oldest first."""
    return tuple(body for (body,) in source.rows("SELECT body FROM rule_pack ORDER BY id"))


def versions(source: Rows) -> tuple[str, ...]:
    """Return the version of every pack that was ever taken in, the oldest first."""
    return tuple(name for (name,) in source.rows("SELECT name FROM rule_pack ORDER BY id"))
