"""How a live channel is doing, for the screens: a frozen value that any thread may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

LineKind = Literal["off", "starting", "on", "failed"]


@dataclass(frozen=True, slots=True)
class LineState:
    """``sentence`` is the key of a DeskError that says why it has ``failed`` (or, while it is on, what is amiss) and
    ``values`` fill its places; ``addresses`` are what buyers open, the one for others first; ``pages`` are open now.
    """

    kind: LineKind
    sentence: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    addresses: tuple[str, ...] = ()
    port: int = 0
    pages: int = 0


OFF: Final = LineState("off")
STARTING: Final = LineState("starting")
