"""Phrases half written: kept while another phrase is shown, and after the workshop is closed, as long as the program
runs."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketdesk.domain.phrase_merge import Validity

if TYPE_CHECKING:
    from ticketdesk.ui.phrases.editor import PhraseEditor
    from ticketdesk.ui.world import World


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the fields."""

    text: str
    code: str
    grouping: str
    personal: bool
    validity: Validity


@dataclass(frozen=True, slots=True)
class PhraseDraft:
    """What was written and not saved; ``pictures`` is None where the picture was left as it is."""

    written: Written
    pictures: tuple[bytes, ...] | None


class PhraseDrafts:
    """The drafts of one agent: of a new phrase (``phrase`` None) there may be several, the newest comes back first."""

    def __init__(self, world: World, editor: PhraseEditor) -> None:
        self._editor, self._agent, self._kept = editor, world.agent_id, world.phrase_drafts

    @property
    def waiting(self) -> bool:
        """Whether a new phrase stands half written that the fields do not show."""
        return bool(self._kept.get((self._agent, None)))

    def leave(self, phrase: int | None) -> bool:
        """Keep what is half written in the fields, which show ``phrase``; whether anything was."""
        half = self._editor.half_written
        if half:
            self._kept.setdefault((self._agent, phrase), []).append(self._editor.draft())
        return half

    def enter(self, phrase: int | None) -> bool:
        """Write what was kept of ``phrase`` into the fields, which show it; whether anything was."""
        kept = self._kept.get((self._agent, phrase))
        if kept:
            self._editor.restore(kept.pop())
            return True
        return False

    def forget(self, phrase: int | None, draft: PhraseDraft) -> None:
        """Forget what was saved or removed while something else was shown already."""
        for key in (phrase, None):
            kept = self._kept.get((self._agent, key), [])
            if draft in kept:
                kept.remove(draft)
                return

    def adopt(self, there: Container[int]) -> None:
        """Take what is half written of phrases that are not ``there`` any more for new ones."""
        gone = [key for key in self._kept if key[0] == self._agent and key[1] is not None and key[1] not in there]
        for key in gone:
            self._kept.setdefault((self._agent, None), []).extend(self._kept.pop(key))
