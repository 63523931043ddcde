"""The ways from messages into a reply: quoted, taken back, drawn upon, passed on into another conversation's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QImage

from ticketdesk.domain.files import FileRef
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.chat.tools import TalkTools
from ticketdesk.ui.reception.compose.late import add_to
from ticketdesk.ui.reception.composer import Composer
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.world import Place, World


def connect_reply(world: World, tools: TalkTools, composer: Composer, new_ticket: Callable[[], None]) -> None:
    """Let what is done with messages reach the reply, and other conversations."""
    composer.quote = tools.quote.take
    composer.quote_back = partial(_quote_again, world, tools)
    tools.reply_with = partial(_take_drawn, world, composer)
    tools.acts.ticket_wanted.connect(new_ticket)
    tools.acts.words_back.connect(partial(_take_back, composer))
    tools.acts.quote_wanted.connect(composer.edit.setFocus)
    tools.acts.passed_on.connect(partial(_pass_on, world, composer.drafts))


def _quote_again(world: World, tools: TalkTools, conversation_id: int, message_id: int) -> None:
    """A reply came back to its draft: it answers the message that it answered before."""
    row = conversations.message(world.reader, message_id)
    if row is not None:
        tools.quote.again(conversation_id, row)


def take_handed(world: World, composer: Composer, conversation_id: int) -> None:
    """Put the words that ``world`` has for a conversation into its reply, which is in ``composer`` or not shown."""
    _take_back(composer, conversation_id, world.handed.pop(conversation_id, ""))


def _take_back(composer: Composer, conversation_id: int, words: str) -> None:
    """Put words into the reply of their conversation, whatever is shown by now."""
    if composer.conversation == conversation_id:
        _take_words(composer, words)
    else:
        _add_words(composer.drafts, conversation_id, words)


def _take_words(composer: Composer, words: str) -> None:
    """Put words (taken back, or of an order) under what is being written."""
    composer.edit.set_text("\n".join(part for part in (composer.edit.text(), words) if part))
    composer.edit.setFocus()


def _pass_on(world: World, drafts: ReplyDrafts, conversation_id: int, words: str, pictures: list[FileRef]) -> None:
    """Put words and pictures into the draft of another conversation and go there."""
    _add_words(drafts, conversation_id, words)
    if pictures:
        drafts.set_pictures(conversation_id, [*drafts.pictures(conversation_id), *pictures])
    world.go.emit(Place("conversation", conversation_id))


def _add_words(drafts: ReplyDrafts, conversation_id: int, words: str) -> None:
    """Put words under what is written for a conversation that is not shown here."""
    kept = "\n".join(part for part in (drafts.text(conversation_id), words) if part)
    drafts.set_text(conversation_id, kept)
    drafts.given.emit(conversation_id)


def _take_drawn(world: World, composer: Composer, conversation_id: int, image: QImage) -> None:
    add_to(world, composer, conversation_id, [image])
    if composer.conversation == conversation_id:
        composer.edit.setFocus()
