"""The ways from messages into a reply: quoted, taken back, drawn upon, passed on into another conversation's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QImage

from ticketdesk.domain.files import FileRef
from ticketdesk.ui.reception.chat.tools import TalkTools
from ticketdesk.ui.reception.composer import Composer
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.world import Place, World


def connect_reply(world: World, tools: TalkTools, composer: Composer, new_ticket: Callable[[], None]) -> None:
    """Let what is done with messages reach the reply, and other conversations."""
    composer.quote = tools.quote.take
    tools.reply_with = partial(_take_drawn, composer)
    tools.acts.ticket_wanted.connect(new_ticket)
    tools.acts.words_back.connect(partial(_take_words, composer))
    tools.acts.quote_wanted.connect(composer.edit.setFocus)
    tools.acts.passed_on.connect(partial(_pass_on, world, composer.drafts))


def _take_words(composer: Composer, words: str) -> None:
    """Put words that were taken back under what is being written."""
    composer.edit.set_text("\n".join(part for part in (composer.edit.text(), words) if part))
    composer.edit.setFocus()


def _pass_on(world: World, drafts: ReplyDrafts, conversation_id: int, words: str, pictures: list[FileRef]) -> None:
    """Put words and pictures into the draft of another conversation and go there."""
    kept = "\n".join(part for part in (drafts.text(conversation_id), words) if part)
    drafts.set_text(conversation_id, kept)
    if pictures:
        drafts.set_pictures(conversation_id, [*drafts.pictures(conversation_id), *pictures])
    world.go.emit(Place("conversation", conversation_id))


def _take_drawn(composer: Composer, image: QImage) -> None:
    composer.add_pictures([image])
    composer.edit.setFocus()
