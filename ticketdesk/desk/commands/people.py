"""Colleagues join, get another name or role, stop working here and come back; passwords change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk import staff_rules
from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.passwords import is_hash
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import checked_name, clean_name
from ticketdesk.store.queries import agents
from ticketdesk.store.writers import credentials, people

_AGENT = Scope("agent", "agent_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAgent(SingleCommand):
    """A colleague joins: ``role`` is a role's key, ``account`` the platform sub-account (shop:name) if any.

    ``password_hash`` is what ``desk.session.fresh_hash`` makes, "" for none.
    """

    agent_name: str
    role: str = "agent"
    account: str = ""
    password_hash: str = ""
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent.+", "credential.+"})
    confirm: ClassVar[bool] = True
    secret: ClassVar[frozenset[str]] = frozenset({"password_hash"})

    def run(self, context: Context) -> int:
        """Add the agent and return the id; DeskErrors ``role_missing``, ``agent_name_taken``, ``…_password_needed``."""
        role = people.role_id(context.tx, self.role)
        if role is None:
            raise DeskError("role_missing", role=self.role)
        staff_rules.need_all(context.actor, people.current_role(context.tx, role).permissions)
        name = checked_name(self.agent_name, "agent")
        staff_rules.check_name_free(context.tx, name)
        made = people.add_agent(context.tx, name, role, clean_name(self.account), context.now)
        if self.password_hash:
            credentials.put_hash(context.tx, made, _checked_hash(self.password_hash))
        staff_rules.check(context.tx, context.actor.agent_id)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameAgent(SingleCommand):
    """A colleague gets another name, and another platform sub-account where one is given."""

    agent_id: int
    agent_name: str
    account: str | None = None
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _AGENT
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent.name", "agent.account"})

    def run(self, context: Context) -> None:
        """Change what differs; DeskErrors ``name_empty``, ``name_too_long``, ``agent_name_taken``."""
        name = checked_name(self.agent_name, "agent")
        agents.actor(context.tx, self.agent_id)
        staff_rules.check_name_free(context.tx, name, self.agent_id)
        account = None if self.account is None else clean_name(self.account)
        people.rename_agent(context.tx, self.agent_id, name, account)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAgentRole(SingleCommand):
    """A colleague gets another role."""

    agent_id: int
    role_id: int
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _AGENT
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent.role_id"})
    confirm: ClassVar[bool] = True

    def run(self, context: Context) -> None:
        """Change it; DeskErrors ``agent_missing``, ``role_missing``, ``last_admin``, ``agent_password_needed``."""
        agents.actor(context.tx, self.agent_id)
        role = people.current_role(context.tx, self.role_id)
        staff_rules.need_all(context.actor, role.permissions)
        people.set_agent(context.tx, self.agent_id, "role_id", role.id)
        staff_rules.check(context.tx, context.actor.agent_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisableAgent(SingleCommand):
    """A colleague no longer works here: signs in no more and gets no more work; what was done stays."""

    agent_id: int
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _AGENT
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent.enabled"})
    confirm: ClassVar[bool] = True

    def run(self, context: Context) -> None:
        """Disable; DeskError ``last_admin`` for the last one who may manage staff."""
        agents.actor(context.tx, self.agent_id)
        people.set_agent(context.tx, self.agent_id, "enabled", 0)
        staff_rules.check(context.tx, context.actor.agent_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableAgent(SingleCommand):
    """A colleague works here again."""

    agent_id: int
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _AGENT
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent.enabled"})
    confirm: ClassVar[bool] = True

    def run(self, context: Context) -> None:
        """Enable; nobody brings back more rights than the own."""
        agents.actor(context.tx, self.agent_id)
        staff_rules.need_all(context.actor, people.rights_of(context.tx, self.agent_id))
        people.set_agent(context.tx, self.agent_id, "enabled", 1)
        staff_rules.check(context.tx, context.actor.agent_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword(SingleCommand):
    """An agent gets a new password: the own, or a colleague's. The old password is asked for by the session."""

    agent_id: int
    password_hash: str
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("agent", "agent_id", others=Permission.STAFF_EDIT)
    fields: ClassVar[frozenset[str] | None] = frozenset({"credential.+", "credential.hash"})
    confirm: ClassVar[bool] = True
    undoable: ClassVar[bool] = False
    recorded: ClassVar[bool] = True
    secret: ClassVar[frozenset[str]] = frozenset({"password_hash"})

    def run(self, context: Context) -> None:
        """Keep the hash; whoever sets a colleague's password holds at least the colleague's rights."""
        agents.actor(context.tx, self.agent_id)
        if self.agent_id != context.actor.agent_id:
            staff_rules.need_all(context.actor, people.rights_of(context.tx, self.agent_id))
        credentials.put_hash(context.tx, self.agent_id, _checked_hash(self.password_hash))


def _checked_hash(stored: str) -> str:
    if not is_hash(stored):
        raise ValueError("a password comes as its hash")
    return stored
