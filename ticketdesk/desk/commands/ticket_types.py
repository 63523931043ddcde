"""The shop edits its types of tickets (issue 6): saves one, retires it, removes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk import deadlines
from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_opening import form_of
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.query.fields import VOCABULARY, plain
from ticketdesk.domain.text import clean_name
from ticketdesk.domain.ticket_types import (
    ICONS,
    LONGEST_NAME,
    OwnField,
    TicketForm,
    checked_fields,
    checked_list,
)
from ticketdesk.domain.tickets import Priority
from ticketdesk.store.queries import agents, ticket_types
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import ticket_types as writing
from ticketdesk.store.writers.reception import check_group

_ROW = frozenset(
    {
        "ticket_form.+", "ticket_form.name", "ticket_form.icon", "ticket_form.fields", "ticket_form.checklist",
        "ticket_form.rules", "ticket_form.priority", "ticket_form.assignee_id", "ticket_form.group_id",
        "ticket_form.retired",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTicketType(SingleCommand):
    """The shop edits a type, or makes one of its own (``type_key`` ""); ``version`` is the row's as it was seen."""

    type_key: str = ""
    type_name: str
    icon: str = ICONS[0]
    form_fields: tuple[OwnField, ...] = ()
    checklist: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    priority: int = int(Priority.NORMAL)
    assignee_id: int | None = None
    group_id: int | None = None
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = _ROW

    def run(self, context: Context) -> str:
        """Keep it and return its key.

        DeskErrors ``type_name`` (empty or too long), ``type_name_taken``, those of ``checked_fields`` and
        ``checked_list``, ``rule_unknown``, ``choice_unknown``, ``agent_missing``, ``row_missing`` (no such
        department), ``ticket_type_unknown``, ``row_changed``.
        """
        key = self.type_key or f"own-{context.tx.act_id}"
        before = form_of(context.tx, key) if self.type_key else None
        form = self._form(context, key, before)
        if form.assignee_id is not None:
            agents.serving(context.tx, form.assignee_id)
        if form.group_id is not None:
            check_group(context.tx, form.group_id)
        writing.save_type(context.tx, form, version=self.version or None)
        return key

    def _form(self, context: Context, key: str, before: TicketForm | None) -> TicketForm:
        if self.icon not in ICONS:
            raise DeskError("choice_unknown", value=self.icon)
        if self.priority not in set(map(int, Priority)):
            raise DeskError("choice_unknown", value=str(self.priority))
        return TicketForm(
            key=key, name=_free_name(context.tx, self.type_name, key), icon=self.icon,
            fields=checked_fields(self.form_fields),
            priority=self.priority, checklist=checked_list(self.checklist), rules=_rules(context, self.rules),
            assignee_id=self.assignee_id, group_id=self.group_id, retired=before.retired if before else False,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireTicketType(SingleCommand):
    """The shop no longer offers a type, or offers it again; tickets of it stay what they are."""

    type_key: str
    retired: bool = True
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = _ROW

    def run(self, context: Context) -> None:
        """Retire it; DeskErrors ``ticket_type_unknown`` and ``type_last`` for the last one that is offered."""
        form = form_of(context.tx, self.type_key)
        if form.retired == self.retired:
            return
        if self.retired and len(ticket_types.forms(context.tx).offered()) == 1:
            raise DeskError("type_last")
        row = ticket_types.row_id(context.tx, form.key) or writing.save_type(context.tx, form)
        writing.retire_type(context.tx, row, retired=self.retired)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTicketType(SingleCommand):
    """The shop takes its own type away, or brings a shipped one back to how it was shipped."""

    type_key: str
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"ticket_form.deleted"})

    def run(self, context: Context) -> None:
        """Remove the shop's row; DeskErrors ``ticket_type_unknown`` and ``type_in_use`` with the number of tickets."""
        form = form_of(context.tx, self.type_key)
        row = ticket_types.row_id(context.tx, form.key)
        used = 0 if form.shipped else ticket_types.uses(context.tx, form.key)
        if used:
            raise DeskError("type_in_use", type=form.name, count=used)
        if row is not None:
            writing.remove_type(context.tx, row)


def _free_name(tx: Tx, text: str, key: str) -> str:
    """The name cleaned; no other type may be called so, in either language: the search could not tell them apart."""
    name = clean_name(text)
    if not plain(name) or len(name) > LONGEST_NAME:
        raise DeskError("type_name", limit=LONGEST_NAME)
    edited = {each.key: each.name for each in ticket_types.forms(tx)}
    shipped = {word: each.key for each in VOCABULARY.of("type").choices for word in map(plain, each.every())}
    others = {plain(other) for other_key, other in edited.items() if other_key != key}
    if plain(name) in others or shipped.get(plain(name), key) != key:
        raise DeskError("type_name_taken", name=name)
    return name


def _rules(context: Context, given: tuple[str, ...]) -> tuple[str, ...]:
    pack = deadlines.in_force(context.tx, context.now)
    for name in given:
        if pack.rule(name) is None:
            raise DeskError("rule_unknown", rule=name)
    return tuple(dict.fromkeys(given))
