"""The idleness of this system, looked for only once somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ticketdesk.ui.people.idle import Idleness


class LateIdleness:
    """Loads what the system is asked with at the second question: the first comes before the first picture."""

    def __init__(self) -> None:
        self._asked = False
        self._found: Idleness | None = None

    def seconds(self) -> float | None:
        """Return the seconds since the last touch; None at the first question."""
        if not self._asked:
            self._asked = True
            return None
        if self._found is None:
            from ticketdesk.ui.people.idle import idleness

            self._found = idleness()
        return self._found.seconds()

    def stop(self) -> None:
        """Ask and watch no more."""
        if self._found is not None:
            self._found.stop()
