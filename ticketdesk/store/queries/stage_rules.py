"""What the flags stand for in this shop: the stages that travel with the program, with the shop's own choices."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.order_settings import STAGE_LABELS, STAGE_ROUTES
from ticketdesk.domain.stages import ROUTES, StageRules, parse_stages
from ticketdesk.resources import resource_path
from ticketdesk.store.queries import settings
from ticketdesk.store.reader import Rows

_KEYS: Final = (*(each.key for each in STAGE_LABELS.values()), *(each.key for each in STAGE_ROUTES.values()))


def stages(source: Rows) -> StageRules:
    """Return the stages of this shop."""
    kept = settings.kept(source, _KEYS)
    labels = {flag: each.read(kept.get(each.key)) for flag, each in STAGE_LABELS.items()}
    chosen = {flag: each.read(kept.get(each.key)) for flag, each in STAGE_ROUTES.items()}
    return _parsed(tuple(sorted(chosen.items())), tuple(sorted(labels.items())))


def stage_text() -> str:
    """Return the rules as they travel with the program."""
    return resource_path("rules", "stages.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _parsed(chosen: tuple[tuple[Flag, int], ...], labels: tuple[tuple[Flag, str], ...]) -> StageRules:
    return parse_stages(stage_text(), {flag: ROUTES[at - 1] for flag, at in chosen if at}, dict(labels))
