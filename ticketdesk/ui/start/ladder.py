"""Before a shop is opened: damage is repaired and a wished-for backup restored, each with its report on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.lock import held_elsewhere


def ready_to_open(app: QApplication, store: Path, clock: Callable[[], int], back: Path | None = None) -> bool:
    """Return whether ``store`` shall be opened now; False where the agent left the repair instead.

    With ``back`` the shop first comes back out of that backup. A store that another window has open is left to it.
    """
    if held_elsewhere(store):
        return True
    # Imported here: a sound start reads none of it.
    from ticketdesk.store.ladder.mend import repair_at_start

    try:
        damaged = repair_at_start(store).damaged
    except (DeskError, OSError):
        return True  # opening says it in words
    return _shown(app, store, clock, back) if damaged or back is not None else True


def _shown(app: QApplication, store: Path, clock: Callable[[], int], back: Path | None) -> bool:
    from ticketdesk.store.backup.restore import restore
    from ticketdesk.store.backup.take import Watch
    from ticketdesk.store.ladder.mend import mend
    from ticketdesk.ui.start.repair_window import RepairWindow
    from ticketdesk.ui.tasks import Tasks
    from ticketdesk.words import tr
    from ticketdesk.words.repairs import repair_lines, restored_lines

    def repaired(watch: Watch, chosen: Path | None) -> Sequence[str]:
        return repair_lines(mend(store, now=clock(), watch=watch, chosen=chosen))

    def restored(watch: Watch, chosen: Path | None) -> Sequence[str]:
        return restored_lines(restore(chosen or back or store, store, now=clock(), watch=watch))

    tasks = Tasks()
    title, work = (tr("Repairing the shop"), repaired) if back is None else (tr("Restoring a backup"), restored)
    window = RepairWindow(tasks, store, title, work)
    window.show()
    app.exec()
    tasks.shutdown()
    wanted = window.open_wanted
    window.deleteLater()
    return wanted or (back is not None and store.exists())
