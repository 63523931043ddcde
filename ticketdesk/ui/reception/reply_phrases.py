"""Phrases on their way into a reply: which are offered, their variables filled, their pictures added, uses counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.phrase_fill import Facts, fill
from ticketdesk.domain.phrases import CARET
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.fill_values import facts
from ticketdesk.store.queries.phrases import PhraseRow, phrase_hits, phrases_by_ids
from ticketdesk.ui.phrases.shelf import Shelf, load_offered
from ticketdesk.ui.reception.compose.late import add_to
from ticketdesk.ui.reception.phrase_popup import MOST_OFFERED
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.reception.composer import Composer

_TASK: Final = "reply.phrases"
_MOST_REST: Final = 50
_REST_MS: Final = 60
"""Pause of the keys after which the rest is looked up: a walk through all phrases beside a key delays its frame."""


class ReplyPhrases(QObject):
    """Keeps the list of one composer up to date and puts what was chosen into its reply."""

    def __init__(self, world: World, composer: Composer) -> None:
        super().__init__(composer.popup)  # a list read late is told only while there is one to show
        self._world, self._composer = world, composer
        world.changed.connect(self._changed)
        world.session_changed.connect(self._read)
        self._query = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._read_rest)
        composer.popup.rest_wanted.connect(self._rest_wanted)
        self._read()

    def put(self, phrase: PhraseRow, *, more: bool = False) -> None:
        """Put a phrase at the caret, its variables filled from what stands beside the conversation.

        What is not known, or no variable, stands as it is and is told. A picture goes with the reply of the
        conversation that was open then. With ``more`` the list stays open.
        """
        filled = fill(phrase.text, self._facts())
        self._composer.edit.put_phrase(filled.text, more=more)
        self._composer.edit.setFocus()
        unfilled = [name for name in (*filled.missing, *filled.unknown) if name not in CARET]
        if unfilled:
            self._world.notices.say(tr("Not filled in: {0}", ", ".join(unfilled)))
        if phrase.picture:
            self._add_picture(phrase.picture)
        self._world.count_phrase(phrase.id)

    def _facts(self) -> Facts:
        here, reader = self._composer.conversation, self._world.reader
        if here is None:
            return Facts()
        return facts(reader, here, self._world.clock(), agent=agents.actor(reader, self._world.agent_id).name)

    def _add_picture(self, sha256: str) -> None:
        world, composer, here = self._world, self._composer, self._composer.conversation
        if here is None:
            return

        def work(_progress: Progress, _cancelled: Cancelled) -> bytes:
            return world.read_file(sha256)

        def done(data: bytes) -> None:
            add_to(world, composer, here, [data])

        world.tasks.start(f"{_TASK}.{sha256}.{here}", work, done, world.notices.refuse)

    def _read(self) -> None:
        reader, agent = self._world.reader, self._world.agent_id

        def work(_progress: Progress, cancelled: Cancelled) -> Shelf:
            return load_offered(reader, agent, cancelled, MOST_OFFERED)

        self._world.tasks.start(f"{_TASK}.{id(self)}", work, self._show, self._world.notices.refuse)

    def _rest_wanted(self, query: str) -> None:
        self._query = query
        self._rest.start()

    def _read_rest(self) -> None:
        """Look through every phrase of the store for what the list does not know: it holds the most used ones."""
        reader, agent, now = self._world.reader, self._world.agent_id, self._world.clock()
        query = self._query

        def work(_progress: Progress, cancelled: Cancelled) -> list[PhraseRow]:
            hits = [] if cancelled() else phrase_hits(reader, query, agent, now, _MOST_REST)
            there = {row.id: row for row in phrases_by_ids(reader, [hit.id for hit in hits])}
            return [there[hit.id] for hit in hits if hit.id in there]

        def done(rows: list[PhraseRow]) -> None:
            self._composer.popup.add_rest(query, rows)

        self._world.tasks.start(f"{_TASK}.rest.{id(self)}", work, done, self._world.notices.refuse)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("phrase"):
            self._read()

    def _show(self, shelf: Shelf) -> None:
        self._composer.popup.set_shelf(shelf)
