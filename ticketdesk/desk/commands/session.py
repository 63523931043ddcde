"""The acts of the session: who proved to be who, and who failed to. Recorded, never undone, without a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.writers import credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(SingleCommand):
    """The acting agent gave the right password (or has none); ``how`` is sign_in, unlock or confirm."""

    how: str = "sign_in"
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"credential.+", "credential.signed_in_at"})
    door: ClassVar[Door] = Door.SESSION
    undoable: ClassVar[bool] = False
    recorded: ClassVar[bool] = True

    def run(self, context: Context) -> None:
        """Forget the tries that failed; a sign-in is also noted as the last one."""
        if context.actor.agent_id is not None:
            credentials.passed(context.tx, context.actor.agent_id, context.now, signed_in=self.how == "sign_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed(SingleCommand):
    """Somebody typed a wrong password for the acting agent."""

    how: str = "sign_in"
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"credential.failures", "credential.failed_at"})
    door: ClassVar[Door] = Door.SESSION
    undoable: ClassVar[bool] = False
    recorded: ClassVar[bool] = True

    def run(self, context: Context) -> None:
        """Count it, so that the next tries must wait."""
        if context.actor.agent_id is not None:
            credentials.failed(context.tx, context.actor.agent_id, context.now)
