"""The one error that belongs to the user's world."""

from __future__ import annotations


class DeskError(Exception):
    """A refusal that the user can understand and act on; the program goes on.

    ``key`` names the sentence in ``words/errors.py`` and ``args`` fill its places.  Everything that is
    not a ``DeskError`` is a bug and is reported as one.
    """

    def __init__(self, key: str, /, **args: object) -> None:
        super().__init__(key)
        self.key = key
        self.values: dict[str, object] = args

    def __str__(self) -> str:
        if not self.values:
            return self.key
        return f"{self.key} " + ", ".join(f"{k}={v!r}" for k, v in sorted(self.values.items()))
