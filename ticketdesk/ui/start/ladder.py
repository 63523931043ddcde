"""Before a shop is opened: damage is repaired and a wished-for backup restored, each with its report on the screen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QApplication

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.ladder.look import repair_at_start
from ticketdesk.store.lock import held_elsewhere


class Journey(NamedTuple):
    """Where a shop shall move: to the empty ``folder``, noted in the ``usual`` one."""

    folder: Path
    usual: Path


def ready_to_open(
    app: QApplication,
    store: Path,
    clock: Callable[[], int],
    back: Path | None = None,
    journey: Journey | None = None,
) -> bool:
    """Return whether ``store`` shall be opened now; False where the agent left the repair instead.

    With ``back`` the shop first comes back out of that backup, with ``journey`` it first moves to another
    folder. A store that another window has open is left to it.
    """
    if held_elsewhere(store):
        return True
    try:
        damaged = repair_at_start(store).damaged
    except (DeskError, OSError):
        return True  # opening says it in words
    wanted = damaged or back is not None or journey is not None
    return _shown(app, store, clock, back, journey, sound=not damaged) if wanted else True


def _shown(
    app: QApplication, store: Path, clock: Callable[[], int], back: Path | None, journey: Journey | None, *, sound: bool
) -> bool:
    from ticketdesk.store.backup.restore import restore
    from ticketdesk.store.backup.take import Watch
    from ticketdesk.store.ladder.mend import mend
    from ticketdesk.store.moving import move
    from ticketdesk.ui.start.repair_window import RepairWindow
    from ticketdesk.ui.tasks import Tasks
    from ticketdesk.words import tr
    from ticketdesk.words.repairs import moved_lines, repair_lines, restored_lines

    def repaired(watch: Watch, chosen: Path | None) -> Sequence[str]:
        return repair_lines(mend(store, now=clock(), watch=watch, chosen=chosen))

    def restored(watch: Watch, chosen: Path | None) -> Sequence[str]:
        return restored_lines(restore(chosen or back or store, store, now=clock(), watch=watch))

    def moved(watch: Watch, chosen: Path | None) -> Sequence[str]:
        if journey is None or chosen is not None:
            return restored(watch, chosen)
        move(store, journey.folder, journey.usual, now=clock(), watch=watch)
        return moved_lines(str(journey.folder), str(store.parent))

    tasks, done = Tasks(), ""
    title, work = (tr("Repairing the shop"), repaired) if back is None else (tr("Restoring a backup"), restored)
    if journey is not None:
        title, work, done = tr("Moving the shop"), moved, tr("The shop has moved")
    window = RepairWindow(tasks, store, title, work, sound=sound and store.exists(), done=done)
    window.show()
    app.exec()
    tasks.shutdown()
    wanted = window.open_wanted
    window.deleteLater()
    return wanted or ((back is not None or journey is not None) and store.exists())
