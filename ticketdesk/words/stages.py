"""What the shop calls the stages of its flags: apart from other words of orders, since the first picture says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class _Stages:
    """What the shop of this process calls its stages: like the language, all that speaks must share it."""

    __slots__ = ("names", "read")

    def __init__(self) -> None:
        self.read: Callable[[], Mapping[int, str]] = dict
        self.names: Mapping[int, str] | None = None


_stages = _Stages()


def use_stages(read: Callable[[], Mapping[int, str]]) -> None:
    """Call stages as the shop does from now on: names by the flag's code, read when they are first spoken of."""
    _stages.read, _stages.names = read, None


def leave_stages(read: Callable[[], Mapping[int, str]]) -> None:
    """Read ``read`` no more (its store closes), unless another shop has begun to speak."""
    if _stages.read is read:
        use_stages(dict)


def own_stage(code: int) -> str:
    """Return what the shop calls the stage of a flag, "" where it has no name of its own."""
    found = _stages.names
    if found is None:
        found = _stages.names = _stages.read()
    return found.get(code, "")
