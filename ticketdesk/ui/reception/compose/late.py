"""Pictures that come late for a reply: to their own conversation, whatever is shown by then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ticketdesk.domain.files import FileRef
from ticketdesk.ui.pictures import Source, read_picture
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.picture_strip import THUMB
from ticketdesk.ui.world import World

if TYPE_CHECKING:
    from ticketdesk.ui.reception.composer import Composer


def add_to(world: World, composer: Composer, conversation: int, sources: Sequence[Source]) -> None:
    """Add pictures to the reply of ``conversation``: as usual where ``composer`` shows it, else to its draft.

    What is no picture is refused in a sentence.
    """
    if composer.conversation == conversation:
        composer.add_pictures(list(sources))
        return
    drafts = composer.drafts

    def work(_progress: Progress, _cancelled: Cancelled) -> list[FileRef]:
        return [world.keep_picture(read_picture(source, THUMB).data, "picture") for source in sources]

    def done(refs: list[FileRef]) -> None:
        drafts.add_pictures(conversation, refs)

    world.tasks.start(f"reply.late.{id(work)}", work, done, world.notices.refuse)
