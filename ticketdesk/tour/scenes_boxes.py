"""Questions before something ends, a mistake of the program, and the window that repairs a shop."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup.take import Watch
from ticketdesk.store.queries import agents
from ticketdesk.store.store import STORE_NAME
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.errors import Troubles
from ticketdesk.ui.settings.staff.section import StaffSection
from ticketdesk.ui.start.repair_window import RepairWindow, Work
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr
from ticketdesk.words.repairs import moved_lines


def _end(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    waiting = agent.there(lambda: agent.talk_of("haoyun2015"), "a buyer waits")
    agent.chooses_row(tr("Conversations"), waiting)
    agent.press(tr("End"))
    agent.press(tr("End"), agent.dialog(tr("End the conversation")))
    _box(agent)


def _disable(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.staff"))
    section = agent.there(lambda: next(agent.shown(StaffSection), None), "the staff is shown")
    section.table.setFocus(Qt.FocusReason.TabFocusReason)
    held = next(each for each in agents.agents(agent.reader) if each.name == COLLEAGUE)
    agent.chooses_row(tr("Staff"), held.id)
    agent.keys("Delete")
    _box(agent)


def _mistake(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")
    troubles = Troubles(lambda: agent.window, agent.window)
    # What is only shown must not stand in a log as if it had happened.
    logging.disable(logging.CRITICAL)
    try:
        _stumble()
    except ZeroDivisionError as error:
        troubles.tell(error)
    finally:
        logging.disable(logging.NOTSET)
    _box(agent)


def _stumble() -> None:
    raise ZeroDivisionError("shown by the tour")


def _box(agent: Agent) -> None:
    agent.until(lambda: isinstance(agent.top(), QMessageBox), "the question is asked")
    box = agent.top()
    box.move(agent.window.mapToGlobal(agent.window.rect().center()) - box.rect().center())


def _moved(agent: Agent) -> None:
    def work(_watch: Watch, _chosen: Path | None) -> Sequence[str]:
        return moved_lines(str(agent.world.folder.parent / "moved"), str(agent.world.folder))

    window = _repairing(agent, tr("Moving the shop"), work, tr("The shop has moved"))
    agent.until(window.open.isVisible, "the shop can be opened again")


def _unopened(agent: Agent) -> None:
    def work(_watch: Watch, _chosen: Path | None) -> Sequence[str]:
        raise DeskError("store_io", path=str(agent.world.folder / STORE_NAME))

    window = _repairing(agent, tr("Repairing the shop"), work)
    agent.until(window.choose.isVisible, "a backup can be chosen")


def _repairing(agent: Agent, title: str, work: Work, done: str = "") -> RepairWindow:
    """Show the window of a repair in the middle of the shop's."""
    clear(agent)
    window = RepairWindow(agent.parts.tasks, agent.world.folder / STORE_NAME, title, work, done=done)
    window.setParent(agent.window, Qt.WindowType.Window)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.move(agent.window.mapToGlobal(agent.window.rect().center()) - window.rect().center())
    window.show()
    return window


BOX_SCENES: tuple[Scene, ...] = (
    Scene("ask-end", mark("A conversation is not ended unasked while the buyer waits"), _end, (QMessageBox,)),
    Scene("ask-disable", mark("What disabling means is said before it happens"), _disable, (QMessageBox,)),
    Scene("mistake", mark("A mistake of the program is told and can be reported"), _mistake, (QMessageBox,)),
    Scene("moved", mark("The shop has moved"), _moved, (RepairWindow,)),
    Scene("unopened", mark("A shop that cannot be repaired offers its backups"), _unopened, (RepairWindow,)),
)
