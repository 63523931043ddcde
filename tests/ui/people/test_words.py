"""Every command, argument, table and right has words; the log can be filtered to every command."""

from __future__ import annotations

import dataclasses
import importlib
import json
import pkgutil

from ticketdesk.desk import commands
from ticketdesk.desk.command import BulkCommand, Command, SingleCommand
from ticketdesk.domain.permissions import Group, Permission
from ticketdesk.domain.rules.values import Event
from ticketdesk.store.tables import TABLES
from ticketdesk.ui.settings.audit.kinds import KINDS
from ticketdesk.ui.settings.audit.subjects import _TELLING
from ticketdesk.ui.settings.audit.values import shown
from ticketdesk.ui.settings.staff.role_card import BELOW, SHOWN
from ticketdesk.words import rights
from ticketdesk.words.arguments import argument_name
from ticketdesk.words.names import act_name
from ticketdesk.words.records import known
from ticketdesk.words.rules import event_name

# Not worth a line: rows (they stand in "about"), versions, digests, what a list or a file holds.
_UNSAID = {
    "version", "digest", "corrections", "seen_message_id", "picture", "pictures", "messages", "report", "quoted",
    "channel", "contact", "product", "code", "grouping", "receiver", "mobile", "address", "password_hash", "buyer_nick",
    "permissions", "rows", "seen", "refund_seen", "overrides", "data", "keep_picture", "change",
    "thread", "returned", "nth", "toml", "mends", "aliases",
    # Lists of what the changed rows say in words below: values of fields, screenshots, lines that moved, and what a
    # type is made of; and how a view is laid out, which is seen by opening it. Orders and items by their rows' numbers.
    "apart", "items",
    "own", "proofs", "take", "icon", "field_kind", "form_fields", "checklist", "rules", "ordering", "turned", "hidden",
}  # fmt: skip


def registry() -> list[type[Command]]:
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{module.name}")
    found: list[type[Command]] = []
    waiting: list[type[Command]] = [SingleCommand, BulkCommand]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found.append(kind)
            waiting.append(kind)
    return [kind for kind in found if kind.__module__.startswith("ticketdesk.")]


def test_every_command_has_words():
    names = [kind.__name__ for kind in registry()]
    assert len(names) > 30
    assert [name for name in (*names, "Undo", "Redo", "Denied") if act_name(name) == name] == []


def test_every_command_can_be_filtered_for_in_one_kind():
    kinds = [name for _words, names in KINDS.values() for name in names]
    assert sorted(kinds) == sorted(set(kinds))
    wanted = {kind.__name__ for kind in registry()} | {"Undo", "Redo", "Denied"}
    assert wanted - set(kinds) == set()


def test_every_argument_is_said_or_left_out_on_purpose():
    silent = [
        f"{kind.__name__}.{field.name}"
        for kind in registry()
        for field in dataclasses.fields(kind)
        if field.init
        and not argument_name(field.name)
        and field.name not in _UNSAID
        and not field.name.endswith(("_id", "_ids"))
    ]
    assert silent == []


def test_every_column_of_the_journal_has_words():
    pairs = [(table._meta.table_name, field.column_name) for table in TABLES for field in table._meta.sorted_fields]
    assert [f"{table}.{column}" for table, column in pairs if not known(table, column)] == []


def test_every_right_has_a_box_and_words():
    assert sorted(SHOWN + BELOW) == sorted(Permission)
    assert len({rights.right(each) for each in Permission}) == len(Permission)
    assert all(rights.group(each) for each in Group)


def test_what_the_log_names_can_be_opened_or_called():
    assert "ticket_id" in _TELLING and json.dumps(_TELLING)


def test_what_started_a_deadline_is_said_in_words():
    assert shown("NoteStart", "event", "return_signed", 0, {}) == event_name(Event.RETURN_SIGNED) != "return_signed"
    assert shown("NoteStart", "event", "something else", 0, {}) == "something else"
