"""Refusals for want of a right are acts too: recorded without a word of the arguments, and never in floods."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.store import NewAct, Store

DENIED: Final = "Denied"
RECORDED: Final = frozenset({"denied", "signed_out", "locked", "agent_disabled"})
_MINUTE: Final = 60_000
_MOST_IDS: Final = 20


@dataclass(slots=True)
class _Last:
    """The last record of one kind of refusal, and how many were not recorded since."""

    at: int
    unrecorded: int = 0


class Denials:
    """Records refusals (writer thread only): one a minute for the same agent, command and right, counting the rest."""

    def __init__(self, store: Store, clock: Callable[[], int], publish: Callable[[int, str], None]) -> None:
        self._store = store
        self._clock = clock
        self._publish = publish
        self._last: dict[tuple[int | None, str, str], _Last] = {}

    def record(self, error: DeskError, command: str, values: Mapping[str, object], agent_id: int | None) -> None:
        """Write the act ``Denied`` for ``error`` if it is a refusal for want of a right."""
        if error.key not in RECORDED:
            return
        right = str(error.values.get("permission", error.key))
        now = self._clock()
        last = self._last.get((agent_id, command, right))
        if last is not None and abs(now - last.at) < _MINUTE:
            last.unrecorded += 1
            return
        args: dict[str, object] = {"command": command, "right": right, "ids": _ids(values)}
        if last is not None and last.unrecorded:
            args["unrecorded"] = last.unrecorded
        self._last[agent_id, command, right] = _Last(now)
        # Where the disk refuses to keep the record, the refusal itself must still be told.
        with contextlib.suppress(DeskError):
            self._write(NewAct(now, agent_id, DENIED, json.dumps(args, sort_keys=True), 1, undoable=False))

    def _write(self, new: NewAct) -> None:
        with self._store.act(new) as frame:
            pass
        self._publish(frame.tx.act_id, DENIED)


def _ids(values: Mapping[str, object]) -> dict[str, list[int]]:
    """Return the row ids among the arguments, never their words."""
    found: dict[str, list[int]] = {}
    for name, value in values.items():
        if name.endswith(("_id", "_ids")):
            several = value if isinstance(value, tuple | list) else (value,)
            ids = [key for key in several if isinstance(key, int)][:_MOST_IDS]
            if ids:
                found[name] = ids
    return found
