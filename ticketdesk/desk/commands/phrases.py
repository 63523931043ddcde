"""The agent keeps phrases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.phrases import initials
from ticketdesk.domain.text import clean_name, kept_text
from ticketdesk.store.writers import phrases


def _text(text: str) -> str:
    found = kept_text(text).strip()
    if not found:
        raise DeskError("phrase_empty")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPhrase(SingleCommand):
    """The agent adds a phrase."""

    text: str
    code: str = ""
    grouping: str = ""
    needs: ClassVar[Permission | None] = Permission.PHRASE_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"phrase.+"})

    def run(self, context: Context) -> int:
        """Add it and return its id."""
        text = _text(self.text)
        return phrases.add_phrase(context.tx, clean_name(self.code), text, clean_name(self.grouping), initials(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPhrase(SingleCommand):
    """The agent changes a phrase."""

    phrase_id: int
    text: str
    code: str = ""
    grouping: str = ""
    needs: ClassVar[Permission | None] = Permission.PHRASE_EDIT
    scope: ClassVar[Scope] = Scope("phrase", "phrase_id")
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"phrase.code", "phrase.text", "phrase.grouping", "phrase.initials"}
    )

    def run(self, context: Context) -> None:
        """Change it."""
        text = _text(self.text)
        phrases.edit_phrase(
            context.tx, self.phrase_id, clean_name(self.code), text, clean_name(self.grouping), initials(text)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePhrase(SingleCommand):
    """The agent removes a phrase; undo brings it back."""

    phrase_id: int
    needs: ClassVar[Permission | None] = Permission.PHRASE_EDIT
    scope: ClassVar[Scope] = Scope("phrase", "phrase_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"phrase.deleted"})

    def run(self, context: Context) -> None:
        """Lay its tombstone."""
        phrases.remove_phrase(context.tx, self.phrase_id)
