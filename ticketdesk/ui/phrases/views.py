"""The views at the left of the workshop, with their counts."""

from __future__ import annotations

from ticketdesk.ui.phrases.shelf import ALL, ENDED, GROUP, NEAR, OWN, UNUSED, Overview
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.nav_list import NavEntry
from ticketdesk.words import tr

_MOST_GROUPS = 200


def entries(told: Overview, near: int | None) -> list[NavEntry]:
    """Return the views: all and own, each group (the first 200), and what should be looked through.

    ``near`` is None while near-duplicates are not looked for.
    """
    counts = told.counts
    groups = sorted(told.groups.items(), key=lambda each: (not each[0], -each[1], each[0]))[:_MOST_GROUPS]
    return [
        NavEntry(ALL, tr("All phrases"), counts[ALL], "message-square-text"),
        NavEntry(OWN, tr("Only mine"), counts[OWN], "pin"),
        NavEntry("", tr("To look through")),
        NavEntry(NEAR, tr("Near-duplicates"), near, "copy"),
        NavEntry(ENDED, tr("Ended or ending"), counts[ENDED], "clock", level="bad" if counts[ENDED] else ""),
        NavEntry(UNUSED, tr("Never used"), counts[UNUSED], "eye-off"),
        NavEntry("", tr("Groups")),
        *(NavEntry(GROUP + name, one_line(name, 30) or tr("No group"), count) for name, count in groups),
    ]
