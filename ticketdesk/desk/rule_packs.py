"""The shop's packs of rules: looked at before they are taken in, and written out again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ticketdesk.desk import deadlines
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.rules.pack_text import MOST_BYTES, Difference, checked_pack, differences, text_of
from ticketdesk.domain.rules.pack_toml import heading_of, toml_of
from ticketdesk.domain.rules.values import Pack
from ticketdesk.exchange.writers import whole_file
from ticketdesk.store.queries import rule_packs, ticket_types
from ticketdesk.store.reader import Rows


class PackReport(NamedTuple):
    """What a file of rules would change in the pack in force; ``toml`` is what it holds."""

    toml: str
    before: Pack
    pack: Pack
    changes: tuple[Difference, ...]


def look_at(source: Rows, path: Path, now: int) -> PackReport:
    """Read a file of rules against the pack in force at ``now`` (UTC ms); nothing is written.

    DeskErrors ``pack_unreadable``, those of ``text_of`` and ``checked_pack``, and those of ``taken_over``.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # no more of a large file than shows that it is one
    except OSError as error:
        raise DeskError("pack_unreadable", name=path.name) from error
    return _report(source, text_of(content), now)


def rewritten(source: Rows, pack: Pack, now: int) -> PackReport:
    """Write ``pack`` as TOML and hold it against the pack in force at ``now`` (UTC ms); nothing is kept.

    The comment with which the TOML in force begins goes along. DeskErrors of ``checked_pack`` and ``taken_over``.
    """
    return _report(source, toml_of(pack, heading_of(toml_in_force(source, now))), now)


def shipped_again(source: Rows, now: int) -> PackReport:
    """Hold the newest pack of the program against the one in force at ``now`` (UTC ms); DeskErrors of ``taken_over``.

    It keeps the name of its version, which names these rules for ever.
    """
    return _report(source, deadlines.newest_toml(), now)


def _report(source: Rows, toml: str, now: int) -> PackReport:
    pack = checked_pack(toml)
    before = taken_over(source, pack, now)
    return PackReport(toml, before, pack, differences(before, pack))


def taken_over(source: Rows, pack: Pack, now: int) -> Pack:
    """Return the pack in force that ``pack`` would follow.

    DeskErrors ``pack_same`` (it is in force already), ``pack_known`` (its version names other rules, to which tickets
    may stand), ``pack_type_rule`` (a type of tickets begins with a rule that it lacks).
    """
    before = deadlines.in_force(source, now)
    if before == pack:
        raise DeskError("pack_same", version=pack.version)
    known = deadlines.packs().get(pack.version) or deadlines.own(rule_packs.ever_called(source, pack.version))
    if known is not None and known != pack:
        raise DeskError("pack_known", version=pack.version)
    for form in ticket_types.forms(source):
        for name in form.rules:
            if pack.rule(name) is None and not form.retired:
                raise DeskError("pack_type_rule", type=form.name, rule=name)
    return before


def toml_in_force(source: Rows, now: int) -> str:
    """Return the TOML of the pack in force, word for word as it was taken in or travels with the program."""
    return rule_packs.in_force(source, now) or deadlines.newest_toml()


def write_pack(source: Rows, path: Path, now: int) -> None:
    """Write the pack in force to a file; DeskError ``export_failed``, nothing is left behind then."""
    toml = toml_in_force(source, now)
    with whole_file(path) as file:
        file.write(toml.encode("utf-8"))


def own_packs(source: Rows) -> tuple[Pack, ...]:
    """Return every pack that the shop ever took in and that can be read, the oldest first."""
    return tuple(pack for pack in map(deadlines.own, rule_packs.all_bodies(source)) if pack is not None)


def versions_taken(source: Rows) -> frozenset[str]:
    """Return the versions that name rules already: those of the program, and every one that the shop ever took in."""
    return frozenset((*deadlines.packs(), *rule_packs.versions(source)))
