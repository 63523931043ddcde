"""The story of the program told in its real window, with the sample shop that it is told with."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run the tour with the arguments after ``tour``; 0 where every step had its effect, 1 where one had not, 2 where
    it could not begin."""
    # Imported here: the sample files are made, and a demo is filled, without the window.
    from ticketdesk.tour.run import main as run

    return run(argv)
