"""A folder of this computer is watched for order files: a quiet link says what came, or it is taken in at once.

Read once the first picture stands.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QStorageInfo, QTimer
from PySide6.QtWidgets import QPushButton

from ticketdesk.desk.rights import Gate
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import settings
from ticketdesk.ui import pages
from ticketdesk.ui.dropping import ENDINGS
from ticketdesk.ui.later import soon
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.settings.kept import Setting
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.words import trn

if TYPE_CHECKING:
    from ticketdesk.desk.watching import Arrived, Look, WatchedFolder
    from ticketdesk.ui.main_window import MainWindow
    from ticketdesk.ui.orders.watched_import import WatchedImport

WATCH: Final = Setting("import/watch", "0")
FOLDER: Final = Setting("import/folder", "")
SINCE: Final = Setting("import/since", "0")
"""When the folder was chosen or turned on (UTC ms): what lay there before is known."""
SEEN: Final = Setting("import/seen", "")
MOST_SEEN: Final = 500
_TASK: Final = "orders.watched"
_REST_MS: Final = 1_000  # a file that is the same after so long is whole
_SLOW_MS: Final = 60_000  # a folder of the network, which tells of nothing, and one that is gone
_NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbfs2", "fuse.sshfs", "sshfs", "afpfs", "webdav", "davfs",
     "fuse.davfs2", "9p", "fuse.rclone", "ncpfs"}
)  # fmt: skip


def is_network(folder: str, kind: str, device: str) -> bool:
    """Return whether a folder lies on another computer: by its name (UNC), its file system's kind or its device."""
    names = [each.replace("\\", "/").upper() for each in (folder, device)]
    # Windows names a disk of its own "//?/Volume{…}/" and a pipe "//./…".
    named = any(name.startswith("//") and not name.startswith(("//?/", "//./")) for name in names)
    return named or any(name.startswith("//?/UNC/") for name in names) or kind.lower() in _NETWORK


class Told(NamedTuple):
    """What a look tells the window: who looked, what was found, which of the files that wait for the agent are there
    no more, whether the folder is another computer's."""

    watched: WatchedFolder
    look: Look
    gone: tuple[Arrived, ...]
    network: bool


class FolderWatch(QObject):
    """Watches while it is turned on and an agent with the right to import is at work.

    At rest nothing runs: the system tells of changes, and only a folder of the network is looked through by a slow
    timer. ``arrived`` are the files that wait for the agent.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._world = window, window.world
        self.arrived: list[Arrived] = []
        self.link: QPushButton | None = None
        self.gone = False
        self._folder: Path | None = None
        self._watched: WatchedFolder | None = None
        self._told: QFileSystemWatcher | None = None
        self._taking: WatchedImport | None = None
        self._soon = soon(self, _REST_MS, self._look)
        self._slow = QTimer(self)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._look)
        self._world.watch_turned.connect(self.begin)
        self._world.session_changed.connect(self.begin)
        self.begin()

    def begin(self) -> None:
        """Begin anew with what is chosen now, or rest."""
        self._rest()
        kept, name = self._world.kept, self._world.kept.get(FOLDER)
        allowed = self._world.session.gate is Gate.OPEN and self._world.may(Permission.ORDER_IMPORT)
        if kept.get(WATCH) != "1" or not name or not allowed:
            return
        self._folder = Path(name)
        self.arrived = [each for each in self.arrived if each.path.parent == self._folder]
        self._show()
        self._look()

    def watching(self) -> bool:
        """Whether the folder is watched now."""
        return self._folder is not None

    def open(self) -> None:
        """Show what came in the import; it is not offered again."""
        files = [each.path for each in sorted(self.arrived, key=lambda each: each.changed)]
        self.remember(self.arrived)
        self.arrived = []
        self._show()
        if files:
            self._window.showing.after(partial(pages.open_import, self._world, self._window, files))

    def remember(self, dealt: Sequence[Arrived]) -> None:
        """Keep what was shown or taken in, so that the same content never comes again."""
        known = [*self._world.kept.get(SEEN).split(), *(each.digest for each in dealt)]
        self._world.kept.put(SEEN, " ".join(known[-MOST_SEEN:]))

    def _rest(self) -> None:
        self._world.tasks.cancel(_TASK)
        if self._taking is not None:
            self._taking.stop()
        for timer in (self._soon, self._slow):
            timer.stop()
        if self._told is not None:
            self._told.deleteLater()
        self._told, self._folder, self._watched, self.gone = None, None, None, False
        if self.link is not None:
            self.link.hide()

    def _look(self) -> None:
        folder, reader, watched = self._folder, self._world.reader, self._watched
        if folder is None:
            return
        if self._world.tasks.running(_TASK):
            self._soon.start()  # another look would lose what that one finds
            return
        since = self._world.kept.get(SINCE)
        waiting, queued = tuple(self.arrived), self._taking.queued() if self._taking is not None else []
        known = (*self._world.kept.get(SEEN).split(), *(each.digest for each in (*waiting, *queued)))

        def work(_progress: Progress, cancelled: Cancelled) -> Told:
            # Made in the task as well: reading the importers would hold the window.
            from ticketdesk.desk.watching import WatchedFolder

            looking = watched or WatchedFolder(folder, ENDINGS, int(since) if since.isdigit() else 0, known)
            gone = tuple(each for each in waiting if not os.path.exists(each.path))
            looking.forget(gone)
            storage = QStorageInfo(str(folder))
            named = (storage.fileSystemType(), storage.device())
            kind, device = (bytes(each.data()).decode("utf-8", "replace") for each in named)
            network = is_network(str(folder), kind, device)
            return Told(looking, looking.look(reader, cancelled), gone, network=network)

        self._world.tasks.start(_TASK, work, self._looked, self._failed)

    def _looked(self, told: Told) -> None:
        look, self._watched, self.gone = told.look, told.watched, False
        self._follow(look, network=told.network)
        if look.restless:
            self._soon.start()
        for error in look.errors:
            self._world.notices.refuse(error)
        if told.gone:
            self.arrived = [each for each in self.arrived if each not in told.gone]
            self._show()
        if look.arrived:
            self._found(look.arrived)

    def _found(self, arrived: Sequence[Arrived]) -> None:
        from ticketdesk.domain.order_settings import IMPORT_AT_ONCE

        if settings.number(self._world.reader, IMPORT_AT_ONCE):
            self._take(arrived)
        else:
            self._offer(arrived)

    def _offer(self, arrived: Sequence[Arrived]) -> None:
        """Name files at the foot, also those that could not be taken in."""
        self.arrived = list({each.path: each for each in (*self.arrived, *arrived)}.values())
        if self._folder is not None:
            self._show()

    def _failed(self, error: BaseException) -> None:
        """A folder that is gone is told of once, and looked for again."""
        if not isinstance(error, DeskError) or error.key != "watch_folder_gone":
            self._world.notices.refuse(error)
        elif not self.gone:
            self.gone = True
            self._world.notices.refuse(error)
        self._slow.start()

    def _follow(self, look: Look, *, network: bool) -> None:
        """Hear of the folder and of the files in it, or look again by the slow timer where nothing is told."""
        folder = self._folder
        if folder is None:
            return
        heard = not network and self._heard([str(folder), *map(str, look.files)])
        if heard and not look.shut:
            self._slow.stop()
        elif not self._slow.isActive():
            self._slow.start()

    def _heard(self, paths: Sequence[str]) -> bool:
        """Let the system tell of these paths and no others; False where it cannot of the first one, the folder."""
        if self._told is None:
            self._told = QFileSystemWatcher(self)
            for signal in (self._told.directoryChanged, self._told.fileChanged):
                signal.connect(self._stirred)
        known = {*self._told.directories(), *self._told.files()}
        over = list(known.difference(paths))
        if over:
            self._told.removePaths(over)  # each costs the system a watch of its few, and some systems an open file
        wanted = [path for path in paths if path not in known]
        deaf = self._told.addPaths(wanted) if wanted else []
        if len(deaf) < len(wanted):
            self._soon.start()  # what happened between the look and now nobody told
        return paths[0] not in deaf

    def _stirred(self, _path: str) -> None:
        """A look follows soon; one file that never rests does not put it off."""
        if not self._soon.isActive():
            self._soon.start()

    def _take(self, found: Sequence[Arrived]) -> None:
        from ticketdesk.ui.orders.watched_import import WatchedImport

        if self._taking is None:
            self._taking = WatchedImport(self._world, self)
            self._taking.dealt.connect(self.remember)
            self._taking.left.connect(self._offer)
        self._taking.take(found)

    def _show(self) -> None:
        """Say at the foot how many files wait; nothing where none does."""
        if not self.arrived:
            if self.link is not None:
                self.link.hide()
            return
        if self.link is None:
            from ticketdesk.ui.widgets.buttons import button

            self.link = button("", kind="link", small=True)
            self.link.clicked.connect(self.open)
            self._window.status.add_link(self.link)
        count, name = len(self.arrived), one_line(self.arrived[-1].path.parent.name, 30)
        words = trn(count, "{0} order file in {1}: look at it", "{0} order files in {1}: look at them", name)
        self.link.setText(words.replace("&", "&&"))
        self.link.setAccessibleName(words)
        self.link.show()
