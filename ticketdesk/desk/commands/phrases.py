"""The agent keeps phrases: the shop's, which needs the right to edit them, and the agent's own, which needs none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, BulkCommand, Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.phrase_merge import LONGEST_NAME
from ticketdesk.domain.phrases import initials, phrase_text
from ticketdesk.domain.text import clean_name, kept_text
from ticketdesk.store.queries.phrases import seen_phrases
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import phrases
from ticketdesk.store.writers.tickets import add_attachment

_PAGE: Final = 500
_ONE: Final = Scope("phrase", "phrase_id", Permission.PHRASE_EDIT)
_MANY: Final = Scope("phrase", "phrase_ids", Permission.PHRASE_EDIT)
_WORDS: Final = frozenset({"phrase.code", "phrase.text", "phrase.grouping", "phrase.initials"})
_VALIDITY: Final = frozenset({"phrase.valid_from", "phrase.valid_to"})
_PICTURE: Final = frozenset({"phrase.attachment_id", "attachment.+"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPhrase(SingleCommand):
    """The agent adds a phrase, ``personal`` one of the agent's own; validity in UTC ms (None: no bound)."""

    text: str
    code: str = ""
    grouping: str = ""
    personal: bool = False
    valid_from: int | None = None
    valid_to: int | None = None
    picture: FileRef | None = None
    needs: ClassVar[Permission | None] = None
    also: ClassVar[tuple[Permission, ...]] = (Permission.PHRASE_EDIT,)
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"phrase.+", "attachment.+"})

    @classmethod
    def need_for(cls, values: Mapping[str, object]) -> Permission | None:
        """Return the right to edit the shop's phrases for one that is not the agent's own."""
        return None if values.get("personal") else Permission.PHRASE_EDIT

    def run(self, context: Context) -> int:
        """Add it and return its id; DeskErrors ``phrase_empty``, ``phrase_validity``, ``message_too_long``."""
        values = _words(self.text, self.code, self.grouping) | _validity(self.valid_from, self.valid_to)
        values["owner_id"] = context.actor.agent_id if self.personal else None
        values["attachment_id"] = add_attachment(context.tx, self.picture, context.now) if self.picture else None
        return phrases.add_phrase(context.tx, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPhrase(SingleCommand):
    """The agent changes the words of a phrase."""

    phrase_id: int
    text: str
    code: str = ""
    grouping: str = ""
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _ONE
    fields: ClassVar[frozenset[str] | None] = _WORDS

    def run(self, context: Context) -> None:
        """Change it; errors as of ``AddPhrase``, and ``row_missing``."""
        _check_own(context, [self.phrase_id])
        phrases.edit_phrase(context.tx, self.phrase_id, _words(self.text, self.code, self.grouping))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPhrase(SingleCommand):
    """The agent changes a phrase wholly: words, whose it is, validity (UTC ms), picture.

    ``picture`` replaces the one that stands; ``keep_picture`` leaves it as it is.
    """

    phrase_id: int
    text: str
    code: str = ""
    grouping: str = ""
    personal: bool = False
    valid_from: int | None = None
    valid_to: int | None = None
    picture: FileRef | None = None
    keep_picture: bool = True
    needs: ClassVar[Permission | None] = None
    also: ClassVar[tuple[Permission, ...]] = (Permission.PHRASE_EDIT,)
    scope: ClassVar[Scope] = _ONE
    fields: ClassVar[frozenset[str] | None] = _WORDS | _VALIDITY | _PICTURE | {"phrase.owner_id"}

    def run(self, context: Context) -> None:
        """Change it; errors as of ``AddPhrase``, and ``row_missing``."""
        _check_own(context, [self.phrase_id])
        values = _words(self.text, self.code, self.grouping) | _validity(self.valid_from, self.valid_to)
        values["owner_id"] = _owner(context, personal=self.personal)
        if not self.keep_picture:
            values["attachment_id"] = add_attachment(context.tx, self.picture, context.now) if self.picture else None
        phrases.edit_phrase(context.tx, self.phrase_id, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePhrase(SingleCommand):
    """The agent removes a phrase; undo brings it back."""

    phrase_id: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _ONE
    fields: ClassVar[frozenset[str] | None] = frozenset({"phrase.deleted"})

    def run(self, context: Context) -> None:
        """Lay its tombstone."""
        _check_own(context, [self.phrase_id])
        phrases.remove_phrase(context.tx, self.phrase_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPhrases(SingleCommand):
    """The agent puts phrases into a group ("" takes them out of any)."""

    phrase_ids: tuple[int, ...]
    grouping: str
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _MANY
    fields: ClassVar[frozenset[str] | None] = frozenset({"phrase.grouping"})

    def run(self, context: Context) -> None:
        """Change all of them, or none."""
        _edit_all(context, self.phrase_ids, {"grouping": _name(self.grouping)})


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPhrases(SingleCommand):
    """The agent says from when to when phrases are offered (UTC ms; None: no bound)."""

    phrase_ids: tuple[int, ...]
    valid_from: int | None = None
    valid_to: int | None = None
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _MANY
    fields: ClassVar[frozenset[str] | None] = _VALIDITY

    def run(self, context: Context) -> None:
        """Change all of them, or none; DeskError ``phrase_validity`` where the end is not after the beginning."""
        _edit_all(context, self.phrase_ids, _validity(self.valid_from, self.valid_to))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPhrases(SingleCommand):
    """The agent makes phrases personal, or gives personal ones to the shop."""

    phrase_ids: tuple[int, ...]
    personal: bool
    needs: ClassVar[Permission | None] = None
    also: ClassVar[tuple[Permission, ...]] = (Permission.PHRASE_EDIT,)
    scope: ClassVar[Scope] = _MANY
    fields: ClassVar[frozenset[str] | None] = frozenset({"phrase.owner_id"})

    def run(self, context: Context) -> None:
        """Change all of them, or none."""
        _check_own(context, self.phrase_ids)  # before the right is asked for: nobody hears of what is not there
        _edit_all(context, self.phrase_ids, {"owner_id": _owner(context, personal=self.personal)})


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePhrases(SingleCommand):
    """The agent removes phrases; one undo brings all of them back."""

    phrase_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _MANY
    fields: ClassVar[frozenset[str] | None] = frozenset({"phrase.deleted"})

    def run(self, context: Context) -> None:
        """Lay their tombstones, or none."""
        _check_own(context, self.phrase_ids)
        for phrase in self.phrase_ids:
            phrases.remove_phrase(context.tx, phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeManyPhrases(BulkCommand):
    """The agent changes very many phrases at once, in steps between which others get in; one undo takes it back.

    ``change`` is group (``grouping``), days (validity in UTC ms), mine, shop or remove. The ids stand in the journal by
    what was changed, not as arguments.
    """

    phrase_ids: tuple[int, ...]
    change: str
    grouping: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _MANY
    fields: ClassVar[frozenset[str] | None] = _VALIDITY | {"phrase.grouping", "phrase.owner_id", "phrase.deleted"}
    secret: ClassVar[frozenset[str]] = frozenset({"phrase_ids"})

    @classmethod
    def need_for(cls, values: Mapping[str, object]) -> Permission | None:
        """Return the right to edit the shop's phrases where own ones are given to it."""
        return Permission.PHRASE_EDIT if values.get("change") == "shop" else None

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Change one after the other; DeskErrors ``row_missing``, ``choice_unknown`` and those of a single change."""
        values = self._values(context)
        for at in range(0, len(self.phrase_ids), _PAGE):
            page = self.phrase_ids[at : at + _PAGE]
            _check_own(context, page)
            for phrase in page:
                if values is None:
                    phrases.remove_phrase(context.tx, phrase)
                else:
                    phrases.edit_phrase(context.tx, phrase, values)
                yield 1

    def outcome(self) -> int:
        """Return how many were changed."""
        return len(self.phrase_ids)

    def _values(self, context: Context) -> dict[str, Value] | None:
        if self.change == "group":
            return {"grouping": _name(self.grouping)}
        if self.change == "days":
            return _validity(self.valid_from, self.valid_to)
        if self.change in ("mine", "shop"):
            return {"owner_id": _owner(context, personal=self.change == "mine")}
        if self.change != "remove":
            raise DeskError("choice_unknown", value=self.change)
        return None


def _edit_all(context: Context, ids: Sequence[int], values: dict[str, Value]) -> None:
    _check_own(context, ids)
    for phrase in ids:
        phrases.edit_phrase(context.tx, phrase, values)


def _check_own(context: Context, ids: Sequence[int]) -> None:
    """Another agent's own phrase is as good as missing, whatever the role allows."""
    seen = seen_phrases(context.tx, ids, context.actor.agent_id)
    missing = next((number for number in ids if number not in seen), None)
    if missing is not None:
        raise DeskError("row_missing", table="phrase", id=missing)


def _owner(context: Context, *, personal: bool) -> int | None:
    if personal:
        return context.actor.agent_id
    context.actor.need(Permission.PHRASE_EDIT)
    return None


def _words(text: str, code: str, grouping: str) -> dict[str, Value]:
    found = phrase_text(kept_text(text))
    if not found:
        raise DeskError("phrase_empty")
    return {"text": found, "code": _name(code), "grouping": _name(grouping), "initials": initials(found)}


def _name(text: str) -> str:
    found = clean_name(text)
    if len(found) > LONGEST_NAME:
        raise DeskError("phrase_name_too_long", limit=LONGEST_NAME)
    return found


def _validity(start: int | None, end: int | None) -> dict[str, Value]:
    if start is not None and end is not None and end <= start:
        raise DeskError("phrase_validity")
    return {"valid_from": start, "valid_to": end}
