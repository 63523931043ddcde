"""Numbered, frozen SQL: a new store is made by running all of it, an old one by running what it lacks."""

from __future__ import annotations

# A tuple, not a listing of files: a frozen program finds no files on disk, silently.
MIGRATIONS: tuple[str, ...] = (
    "0001_first_store.sql",
    "0002_people.sql",
    "0003_lists.sql",
    "0004_contacts.sql",
    "0005_reception.sql",
    "0006_channels.sql",
    "0007_deadlines.sql",
    "0008_ticket_views.sql",
    "0009_ticket_ties.sql",
    "0010_ticket_types.sql",
    "0011_ticket_flow.sql",
    "0012_ticket_orders.sql",
    "0013_ticket_people.sql",
    "0014_type_departments.sql",
    "0015_stand_ins.sql",
    "0016_rule_packs.sql",
    "0017_ticket_search.sql",
    "0018_order_work.sql",
    "0019_refunds.sql",
    "0020_order_parcels.sql",
    "0021_order_indexes.sql",
)


def statements(name: str) -> str:
    """Return the SQL of the migration ``name``."""
    from importlib.resources import files  # only where a store is made or migrated

    return (files(__package__) / name).read_text(encoding="utf-8")
