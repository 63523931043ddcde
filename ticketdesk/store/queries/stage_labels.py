"""What the shop calls the stages of its flags; apart from their rules, since the first picture says it."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.flags import STAGE_LABEL_KEYS
from ticketdesk.store.queries import settings
from ticketdesk.store.reader import Rows

_FLAGS: Final = {key: int(flag) for flag, key in STAGE_LABEL_KEYS.items()}


def stage_labels(source: Rows) -> dict[int, str]:
    """Return what the shop calls its stages, by the flag's code; those it never named are left out.

    The names stand as ``domain.order_settings`` cleaned them when they were set.
    """
    kept = settings.kept(source, tuple(_FLAGS))
    return {_FLAGS[key]: name for key, name in kept.items() if name}
