"""The couriers that travel with the program."""

from __future__ import annotations

from functools import cache

from ticketdesk.domain.couriers import Couriers, parse_couriers
from ticketdesk.resources import resource_path


@cache
def couriers() -> Couriers:
    """Return them, read at the first call."""
    table = resource_path("couriers", "courier_codes_kdniao.csv").read_text(encoding="utf-8-sig")
    return parse_couriers(table, resource_path("rules", "couriers.toml").read_text(encoding="utf-8"))
