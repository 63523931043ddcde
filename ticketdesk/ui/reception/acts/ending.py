"""Ending a conversation as one run: the closing words, the invitation to rate, then the end itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.desk import Done
from ticketdesk.ui.world import World


class EndingRun(QObject):
    """Posts the replies one after the other, then ``ending``; a refusal stops it before the conversation is ended.

    ``sent`` hears each reply that was taken, ``replied`` the ids of them, ``ended`` that all is done, ``failed`` the
    refusal.
    """

    def __init__(
        self,
        world: World,
        replies: Sequence[SendReply],
        ending: EndConversation,
        *,
        sent: Callable[[SendReply], None],
        replied: Callable[[tuple[int, ...]], None],
        ended: Callable[[], None],
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._world, self._ending = world, ending
        self._left = list(replies)
        self._ids: list[int] = []
        self._told, self._replied, self._ended, self._failed = sent, replied, ended, failed

    def start(self) -> None:
        """Begin with the first reply."""
        if self._left:
            reply = self._left.pop(0)
            self._world.post(reply, partial(self._sent, reply), self._refused)
            return
        self._deliver()
        self._world.post(self._ending, self._over, self._refused)

    def _sent(self, reply: SendReply, done: Done) -> None:
        self._told(reply)
        if isinstance(done.result, int):
            self._ids.append(done.result)
        self.start()

    def _over(self, _done: Done) -> None:
        self._ended()
        self.deleteLater()

    def _deliver(self) -> None:
        if self._ids:
            self._replied(tuple(self._ids))
            self._ids.clear()

    def _refused(self, error: BaseException) -> None:
        self._deliver()
        self._failed(error)
        self.deleteLater()
