"""Ending a conversation as one run: the closing words, the invitation to rate, then the end itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.desk import Done
from ticketdesk.ui.world import World


class EndingRun(QObject):
    """Posts the replies one after the other, then ``ending``; a refusal stops it before the conversation is ended.

    ``replied`` hears the ids of the replies, ``ended`` that all is done, ``failed`` the refusal.
    """

    def __init__(
        self,
        world: World,
        replies: Sequence[SendReply],
        ending: EndConversation,
        *,
        replied: Callable[[tuple[int, ...]], None],
        ended: Callable[[], None],
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._world, self._ending = world, ending
        self._left = list(replies)
        self._ids: list[int] = []
        self._replied, self._ended, self._failed = replied, ended, failed

    def start(self) -> None:
        """Begin with the first reply."""
        if self._left:
            self._world.post(self._left.pop(0), self._sent, self._refused)
            return
        if self._ids:
            self._replied(tuple(self._ids))
        self._world.post(self._ending, self._over, self._refused)

    def _sent(self, done: Done) -> None:
        if isinstance(done.result, int):
            self._ids.append(done.result)
        self.start()

    def _over(self, _done: Done) -> None:
        self._ended()
        self.deleteLater()

    def _refused(self, error: BaseException) -> None:
        self._failed(error)
        self.deleteLater()
