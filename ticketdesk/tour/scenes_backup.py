"""Backups at work: one made in the settings, and the question before the shop goes back to it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.settings.backup_section import BackupSection
from ticketdesk.ui.settings.restore_dialog import RestoreDialog
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr


def _backup(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.backup"))
    agent.until(lambda: any(agent.shown(BackupSection)), "the section of backups opens")
    agent.press(tr("Back up now"))
    agent.until(lambda: agent.world.backups.state.last_at is not None, "the backup is made and checked")
    agent.until(
        lambda: any(each.text() == tr("Restore…") for each in agent.shown(QPushButton)), "it stands in the list"
    )


def _restore(agent: Agent) -> None:
    [kept] = agent.world.backups.listed()
    section = agent.there(lambda: next(agent.shown(BackupSection), None), "the section of backups is shown")
    next(each for each in agent.shown(QPushButton, section) if each.text() == tr("Restore…")).click()
    agent.until(lambda: any(each.go.isEnabled() for each in agent.shown(RestoreDialog)), "the backup was looked at")
    agent.sees(kept.path.exists(), "nothing happens before it is agreed to")


BACKUP_SCENES: tuple[Scene, ...] = (
    Scene("backup", mark("The whole shop is saved and checked"), _backup, (BackupSection,)),
    Scene("backup-restore", mark("What would leave the shop is said before it goes back"), _restore, (RestoreDialog,)),
)
