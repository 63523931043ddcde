"""What stands before the desk: the first start, the sign-in, the lock; and when the window locks by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QStackedWidget, QToolTip, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.rights import Gate
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import MINUTE, SECOND
from ticketdesk.domain.settings import LOCK_MINUTES
from ticketdesk.store.queries import agents, settings
from ticketdesk.ui import labels
from ticketdesk.ui.errors import words
from ticketdesk.ui.people.late_idle import LateIdleness
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

# Read when one of them is shown: where nobody has a password a start shows none.
if TYPE_CHECKING:
    from ticketdesk.ui.people.idle import Idleness
    from ticketdesk.ui.people.people_list import Person
    from ticketdesk.ui.start.sign_in import SignInPage


class Entrance(QObject):
    """Shows the first page of ``root`` (the desk) only while somebody works at it, and another page over it else.

    ``opened`` when the desk may be shown, ``closed`` when nothing of it may be seen; ``demo_wanted`` from the first
    start. Nothing behind a closed entrance is painted or read aloud: its page is not shown at all, dialogs are hidden
    until their agent comes back, menus are closed. ``note`` stands at the foot of the sign-in.
    """

    opened = Signal()
    closed = Signal()
    demo_wanted = Signal()
    _turned = Signal()

    def __init__(self, world: World, root: QStackedWidget, parent: QObject, idle: Idleness | None = None) -> None:
        super().__init__(parent)
        self._world, self._root = world, root
        self._idle = idle or LateIdleness()
        self._page: QWidget | None = None
        self._hidden: list[QDialog] = []
        self._focus: QWidget | None = None
        self.gives_back = False  # whether the focus returns to where it was, and no page is to take it
        self._was: int | None = None
        self._wait_until = 0
        self._ticked = 0
        self.note = ""
        world.session.listen(self._turned.emit)
        self._turned.connect(self._follow)
        world.changed.connect(self._heard)

    def begin(self) -> None:
        """Open the desk, or ask who comes in."""
        if agents.shop(self._world.reader) is None:
            from ticketdesk.ui.start.page import StartPage

            page = StartPage(self._world)
            page.made.connect(self._made)
            page.demo_wanted.connect(self.demo_wanted)
            self._show(page)
            return
        self._follow()

    @property
    def shut(self) -> bool:
        """Whether the desk is hidden."""
        return self._page is not None

    @property
    def page(self) -> QWidget | None:
        """What stands before the desk, None while it is open."""
        return self._page

    def lock(self) -> None:
        """Lock by the agent's wish; without a password to come back with it says where to set one."""
        if self.shut:
            return
        if not self._guarded(self._world.agent_id):
            self._world.notices.say(tr("You have no password yet. Set one in the settings before you lock."))
            self._world.go.emit(Place("settings.security"))
            return
        self._world.session.lock()

    def switch(self) -> None:
        """Let somebody else take over: the desk is locked and everybody is offered."""
        if not self.shut:
            self._world.session.lock()
            self._offer_all()

    def sign_out(self) -> None:
        """Nobody works here any more."""
        if not self.shut:
            self._world.session.sign_out()

    def tick(self, now: int) -> None:
        """Once a second (``now`` UTC ms): count down a wait, lock what was left alone or slept."""
        slept, self._ticked = (now - self._ticked if self._ticked else 0), now
        page = _asking(self._page)
        if page is not None and self._wait_until:
            left = -(-(self._wait_until - now) // SECOND)
            page.set_wait(max(0, left))
            self._wait_until = self._wait_until if left > 0 else 0
        if not self.shut:
            self._lock_idle(slept)

    def stop(self) -> None:
        """The window goes away, and with it whoever works here."""
        self._idle.stop()
        self._world.session.leave()

    def _lock_idle(self, slept: int) -> None:
        limit = settings.number(self._world.reader, LOCK_MINUTES) * MINUTE
        if not limit or not self._guarded(self._world.agent_id):
            return
        seconds = self._idle.seconds()
        if slept >= limit or (seconds is not None and seconds * SECOND >= limit):
            self._world.session.lock()

    def _guarded(self, agent_id: int | None) -> bool:
        return any(one.id == agent_id and one.has_password for one in self._world.session.accounts())

    def _made(self, _made: object) -> None:
        self._world.session.start()

    def _heard(self, changes: Changes) -> None:
        """Whoever no longer works here leaves at once, and sees nothing any more."""
        agent = self._world.agent_id
        if agent is None or not changes.touches("agent"):
            return
        if all(each.id != agent for each in self._world.session.accounts()):
            self._world.session.sign_out()

    def _follow(self) -> None:
        """Show what the session now is."""
        gate = self._world.session.gate
        if gate is Gate.OPEN:
            self._open()
            return
        page = _asking(self._page) or self._sign_in_page()
        if gate is Gate.LOCKED and self._guarded(self._world.agent_id):
            self._offer_one(page)
        else:
            self._offer_all()
        self._show(page)

    def _sign_in_page(self) -> SignInPage:
        from ticketdesk.ui.start.sign_in import SignInPage

        page = SignInPage()
        page.set_note(self.note)
        page.entered.connect(self._enter)
        page.other_wanted.connect(self._offer_all)
        page.back_wanted.connect(self._offer_back)
        self._page, old = page, self._page
        self._drop(old)
        return page

    def _offer_one(self, page: SignInPage) -> None:
        people = [each for each in self._people() if each.id == self._world.agent_id]
        page.set_locked(people[0].name if people else "")
        page.set_people(people, self._world.agent_id)
        page.reach()

    def _offer_all(self) -> None:
        page = _asking(self._page)
        if page is None:
            return
        shop = agents.shop(self._world.reader)
        page.set_shop(shop.name if shop else "")
        page.set_people(self._people(), self._was)
        page.back.setVisible(self._world.session.locked)
        page.reach()

    def _offer_back(self) -> None:
        """The one who was here stays: with a password it is asked for."""
        page = _asking(self._page)
        if page is None:
            return
        if self._guarded(self._world.agent_id):
            self._offer_one(page)
        else:
            self._enter(self._world.agent_id or 0, "")

    def _people(self) -> list[Person]:
        from ticketdesk.ui.people.people_list import Person

        return [
            Person(one.id, one.name, labels.role(one.role_name), one.has_password)
            for one in self._world.session.accounts()
        ]

    def _enter(self, agent_id: int, password: str) -> None:
        page = _asking(self._page)
        if page is not None:
            page.set_busy(True)
            session = self._world.session
            same = session.locked and agent_id == session.agent_id
            future = session.unlock(password) if same else session.sign_in(agent_id, password)
            self._world.watch(future, None, self._refused)

    def _refused(self, error: BaseException) -> None:
        page = _asking(self._page)
        if page is None:
            return
        sentence = words(error)
        if sentence is None:
            page.refuse("")
            self._world.notices.refuse(error)
        elif isinstance(error, DeskError) and error.key == "password_wait":
            page.refuse("")
            seconds = int(str(error.values["seconds"]))
            self._wait_until = self._world.clock() + seconds * SECOND
            page.set_wait(seconds)
        else:
            page.refuse(sentence)

    def _show(self, page: QWidget) -> None:
        first = not self.shut or self._root.currentWidget() is not page
        self._page = page
        if not first:
            return
        self._was = self._world.agent_id or self._was
        self._focus = QApplication.focusWidget()
        self._hide_others()
        if self._root.indexOf(page) < 0:
            self._root.addWidget(page)
            current_theme().dress(page)
        self._root.setCurrentWidget(page)
        self.closed.emit()

    def _open(self) -> None:
        came = self._was is not None and self._was != self._world.agent_id
        old, self._page = self._page, None
        self._wait_until = self._ticked = 0
        self._root.setCurrentIndex(0)
        self._drop(old)
        for dialog in self._hidden:
            if shiboken6.isValid(dialog):
                _give_up(dialog) if came else dialog.show()
        focus = None if came else self._focus
        self._hidden, self._focus = [], None
        self._was = self._world.agent_id
        self.gives_back = focus is not None and shiboken6.isValid(focus)
        self.opened.emit()
        if focus is not None and shiboken6.isValid(focus):
            QTimer.singleShot(0, focus, partial(focus.setFocus, Qt.FocusReason.OtherFocusReason))

    def _drop(self, page: QWidget | None) -> None:
        if page is not None:
            self._root.removeWidget(page)
            page.hide()
            page.deleteLater()

    def _hide_others(self) -> None:
        """Nothing of the work may stay readable beside the page: dialogs, menus, tooltips."""
        QToolTip.hideText()
        window = self._root.window()
        for widget in QApplication.topLevelWidgets():
            if not widget.isVisible() or not _stands_over(widget, window):
                continue
            if isinstance(widget, QDialog):
                self._hidden.append(widget)
            widget.close() if isinstance(widget, QMenu) else widget.hide()


def _asking(page: QWidget | None) -> SignInPage | None:
    """Return ``page`` if it is the one that asks who comes in."""
    if page is None:
        return None
    from ticketdesk.ui.start.sign_in import SignInPage

    return page if isinstance(page, SignInPage) else None


def _stands_over(widget: QWidget, window: QWidget) -> bool:
    """Whether ``widget`` is a dialog, menu or list that was opened from ``window``."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        parent = parent.parentWidget()
    return parent is window


def _give_up(dialog: QDialog) -> None:
    """Close what somebody else began and may still find among the drafts."""
    dialog.reject()
    dialog.deleteLater()
