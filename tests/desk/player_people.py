"""What a random agent does to people and roles."""

from __future__ import annotations

import random

from tests.desk.builders import PASSWORD_HASH, People
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.buyers import EditBuyerNote, RevealBuyer
from ticketdesk.desk.commands.people import AddAgent, DisableAgent, EnableAgent, RenameAgent, SetAgentRole, SetPassword
from ticketdesk.desk.commands.roles import AddRole, RenameRole, SetRolePermission
from ticketdesk.domain.permissions import Permission

RIGHTS = tuple(right.value for right in Permission)


class PeopleDraws:
    """Half of ``Player``: its draws of people and roles."""

    people: People
    rng: random.Random

    def _one(self, table: str, where: str = "1") -> int:
        raise NotImplementedError

    def _add_agent(self) -> Command:
        return AddAgent(agent_name=f"新人{self.rng.randrange(1_000)}", role=self.rng.choice(("lead", "agent")))

    def _rename_agent(self) -> Command:
        return RenameAgent(agent_id=self._one("agent"), agent_name=f"同事{self.rng.randrange(1_000)}")

    def _agent_role(self) -> Command:
        return SetAgentRole(agent_id=self._newcomer(), role_id=self._one("role"))

    def _enable(self) -> Command:
        kind = self.rng.choice((DisableAgent, EnableAgent))
        return kind(agent_id=self._newcomer())

    def _newcomer(self) -> int:
        """Somebody who is not among those who play."""
        return self._one("agent", f"id NOT IN ({', '.join(map(str, self.people))})")

    def _password(self) -> Command:
        return SetPassword(agent_id=self._one("agent"), password_hash=PASSWORD_HASH)

    def _add_role(self) -> Command:
        return AddRole(role_name=f"岗位{self.rng.randrange(1_000)}", permissions=(self.rng.choice(RIGHTS),))

    def _rename_role(self) -> Command:
        return RenameRole(role_id=self._one("role"), role_name=f"岗{self.rng.randrange(1_000)}")

    def _right(self) -> Command:
        granted = self.rng.random() < 0.6
        return SetRolePermission(role_id=self._own_role(), permission=self.rng.choice(RIGHTS), granted=granted)

    def _own_role(self) -> int:
        """A role of the shop's own: those who play keep the rights that they play with."""
        return self._one("role", "key LIKE 'role-%'")

    def _note_buyer(self) -> Command:
        return EditBuyerNote(buyer_id=self._one("buyer"), note=f"备注{self.rng.randrange(1_000)}")

    def _reveal_buyer(self) -> Command:
        return RevealBuyer(buyer_id=self._one("buyer"))
