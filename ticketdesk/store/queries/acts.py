"""The acts of the journal: what can be undone and redone, and the history list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ticketdesk.store.reader import Rows, first, marks


class ActRow(NamedTuple):
    """One act as history shows it; ``at`` in UTC ms, ``rows`` the number of changes (at most 1,001)."""

    id: int
    at: int
    agent_id: int | None
    agent_name: str
    command: str
    args: str
    state: str
    undoable: bool
    summary: str


class Target(NamedTuple):
    """What an undo or redo takes back: ``act_id`` is reverted, ``root`` is the agent's own act behind it."""

    act_id: int
    root: int
    command: str
    args: str
    size: int


_NEWEST = (1 << 63) - 1
_STEPS = "('Undo', 'Redo')"
# What a watched folder brought stands among the agent's acts, but is none of the agent's steps.
_OWN = "NOT (command = 'ImportOrders' AND json_extract(args, '$.of_itself') IS 1)"


def undo_target(source: Rows, agent_id: int | None, below: int | None = None) -> Target | None:
    """Return the newest act of the agent that stands and can be undone; with ``below`` one older than that act.

    Not what was done of itself (``ImportOrders``): ``standing_target`` names that.
    """
    row = first(
        source,
        "SELECT id, command, args FROM act WHERE agent_id IS ? AND state = 'done' AND undoable = 1"
        f" AND command NOT IN {_STEPS} AND {_OWN} AND id < ? ORDER BY id DESC LIMIT 1",
        (agent_id, _NEWEST if below is None else below),
    )
    if row is None:
        return None
    return _standing(source, *row)


def _standing(source: Rows, root: int, command: str, args: str) -> Target:
    """Of an act that was redone since, the redo is what stands."""
    redone = first(
        source,
        "SELECT id FROM act WHERE root = ? AND command = 'Redo' AND state = 'done' ORDER BY id DESC LIMIT 1",
        (root,),
    )
    act_id = redone[0] if redone else root
    return Target(act_id, root, command, args, _size(source, act_id))


def standing_target(source: Rows, root: int) -> Target | None:
    """Return what takes this very act back, None where it does not stand or is no step of undo."""
    sql = f"SELECT command, args FROM act WHERE id = ? AND state = 'done' AND undoable = 1 AND command NOT IN {_STEPS}"
    row = first(source, sql, (root,))
    return None if row is None else _standing(source, root, *row)


def redo_target(source: Rows, agent_id: int | None) -> Target | None:
    """Return the newest undo of the agent that stands, unless the agent has acted since."""
    row = first(
        source,
        "SELECT id, root, command FROM act WHERE agent_id IS ? AND state = 'done'"
        f" AND (command = 'Undo' OR (undoable = 1 AND command <> 'Redo' AND {_OWN})) ORDER BY id DESC LIMIT 1",
        (agent_id,),
    )
    if row is None or row[2] != "Undo":
        return None
    command, args = first(source, "SELECT command, args FROM act WHERE id = ?", (row[1],)) or ("", "{}")
    return Target(row[0], row[1], command, args, _size(source, row[0]))


def agent_of(source: Rows, act: int) -> int | None:
    """Return whose act it is, None for nobody's."""
    found = first(source, "SELECT agent_id FROM act WHERE id = ?", (act,))
    return None if found is None or found[0] is None else int(found[0])


def _size(source: Rows, act_id: int) -> int:
    row = first(source, "SELECT COUNT(*) FROM (SELECT 1 FROM change WHERE act = ? LIMIT 2001)", (act_id,))
    return int(row[0]) if row else 0


def stands(source: Rows, command: str, summary: str) -> bool:
    """Return whether an act of this command with this summary (an imported file's digest) stands."""
    sql = "SELECT 1 FROM act WHERE summary = ? AND summary <> '' AND command = ? AND state = 'done' AND undoable = 1"
    return first(source, sql, (summary, command)) is not None


def unfinished(source: Rows) -> bool:
    """Return whether an act is open: at work right now, or left by a program that died."""
    return first(source, "SELECT 1 FROM act WHERE state = 'open' LIMIT 1") is not None


def history(source: Rows, agent_id: int | None, limit: int = 100) -> list[ActRow]:
    """Return the newest acts (of one agent, or of all when None)."""
    own = "WHERE a.agent_id = ?" if agent_id is not None else ""
    sql = (
        "SELECT a.id, a.at, a.agent_id, COALESCE(g.name, ''), a.command, a.args, a.state, a.undoable, a.summary"
        f" FROM act a LEFT JOIN agent g ON g.id = a.agent_id {own} ORDER BY a.id DESC LIMIT ?"
    )
    values = (agent_id, limit) if agent_id is not None else (limit,)
    return [ActRow._make((*row[:7], bool(row[7]), row[8])) for row in source.rows(sql, values)]


def wrote_any(source: Rows, act: int, tables: Sequence[str]) -> bool:
    """Return whether an act has written rows of any of ``tables``."""
    sql = f"SELECT 1 FROM change WHERE act = ? AND tbl IN ({marks(tables)}) LIMIT 1"
    return first(source, sql, (act, *tables)) is not None
