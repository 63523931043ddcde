"""The driver of the soak: chooses by its seed what to do next, with whatever widgets, menus and acts are there."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QFileDialog, QLineEdit, QWidget

from tests.fault.soak import hands, shop
from tests.fault.soak.hands import Steps
from tests.fault.soak.watch import Watch
from tests.fault.soak.words import HARD, PASSWORD, SHORT
from ticketdesk.app import Parts
from ticketdesk.ui.routes import PAGES

_TURN_MS = 3
# In a loop that a step has opened (Qt's own dragging) nobody would let go of the mouse.
_CAUGHT = 0.25
_COUNT_EVERY = 3.0  # seconds
KEYS = (
    "Tab", "Tab", "Shift+Tab", "Up", "Down", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown", "Return",
    "Space", "Esc", "Esc", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Delete", "Backspace",
    "F1", "F6", "Shift+F6", "Ctrl+K", "Ctrl+N", "Ctrl+I", "Ctrl+P", "Ctrl+Return", "Alt+Down", "F2", "F4", "F5",
    "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+F", "Shift+Down", "Ctrl+Down", "Shift+F10", "Menu",
    "Ctrl+Home", "Ctrl+End", "Ctrl+Shift+V", "Ctrl+Shift+L", "Ctrl+Y", "Ctrl+L",
)  # fmt: skip
SIZES = ((1024, 640), (1280, 720), (1440, 900), (1920, 1080), (1100, 1000))


class Driver(QObject):
    """Does one event a turn; ``left_out`` are the acts that would end the run."""

    def __init__(self, parts: Parts, watch: Watch, files: Sequence[Path], seed: int) -> None:
        super().__init__()
        self.parts, self.watch, self.files = parts, watch, files
        self.rng = random.Random(seed)
        self.did: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.freed = 0
        self.standing: list[tuple[float, int]] = []  # seconds of the watch's tape, widgets in all windows
        self._steps: Steps = iter(())
        self._choosing = False
        self._step_began = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        watch.on_beat = self._free

    # The window that hides for a capture would be taken for one that was closed where the time ends just then.
    left_out = frozenset({"quit", "capture_hidden"})

    def start(self) -> None:
        """Begin."""
        self._timer.start(_TURN_MS)

    def stop(self) -> None:
        """End after the event that is under way."""
        self._timer.stop()

    def _turn(self) -> None:
        self.watch.beat()
        self._step_began = self.watch.now
        if isinstance(hands.top(self.parts.window), QFileDialog) and not self._choosing:
            self._steps = iter(())  # a dialog of files has opened meanwhile: nothing is typed into it at random
        try:
            next(self._steps)
        except StopIteration:
            with self.watch.unwatched():
                self._steps = self._choose()
        except RuntimeError as error:  # the widget went away between two events
            if "already deleted" not in str(error):
                raise
            self._steps = iter(())
        finally:
            self._step_began = 0.0
            self.watch.beat()

    def _free(self, now: float) -> None:
        """End a loop that a step is caught in, as a person would by Esc."""
        if self._step_began and now - self._step_began > _CAUGHT:
            self._step_began = now
            self.freed += 1
            QTest.keyClick(hands.top(self.parts.window), Qt.Key.Key_Escape)

    def _count(self) -> None:
        if not self.standing or self.watch.seconds - self.standing[-1][0] > _COUNT_EVERY:
            found = sum(1 for owner in QApplication.topLevelWidgets() for _widget in hands.below(owner))
            self.standing.append((self.watch.seconds, found))

    def _choose(self) -> Steps:
        self._count()
        window = self.parts.window
        upper = hands.top(window)
        self.seen.add(f"{type(upper).__name__} {window.current_page() if upper is window else ''}".strip())
        self._choosing = isinstance(upper, QFileDialog)
        if isinstance(upper, QFileDialog):
            return self._named("file", self._file(upper))
        ways: tuple[tuple[int, str, Callable[[], Steps]], ...] = (
            (26, "click", lambda: hands.click(self._widget(upper), self.rng)),
            (3, "double", lambda: hands.double_click(self._widget(upper), self.rng)),
            (4, "menu", lambda: hands.ask_menu(self._widget(upper), self.rng)),
            (4, "drag", lambda: hands.drag(self._widget(upper), self.rng)),
            (6, "hover", lambda: hands.hover(self._widget(upper), self.rng)),
            (8, "wheel", lambda: hands.wheel(self._widget(upper), self.rng)),
            (20, "keys", lambda: hands.keys(window, *self.rng.choices(KEYS, k=self.rng.randint(1, 4)))),
            (10, "write", self._write),
            (6, "act", self._act),
            (4, "paste", self._paste),
            (2, "size", self._size),
            (2, "close", lambda: self._close(upper)),
            (4, "heard", self._heard),
            (2, "place", self._place),
        )
        _weight, name, way = self.rng.choices(ways, [weight for weight, _name, _way in ways])[0]
        return self._named(name, way())

    def _named(self, name: str, steps: Steps) -> Steps:
        self.did[name] += 1
        upper = hands.top(self.parts.window)
        self.watch.during = f"{name} on {type(upper).__name__}, page {self.parts.window.current_page()}"
        return steps

    def _widget(self, upper: QWidget) -> QWidget:
        """Some widget of the upper window: buttons and lists more often than the rest."""
        shown = [each for each in hands.below(upper) if each.isVisible() and each.isEnabled()]
        if not shown:
            return upper
        buttons = [each for each in shown if isinstance(each, QAbstractButton)]
        views = [each.viewport() for each in shown if isinstance(each, QAbstractItemView)]
        group = self.rng.choice([each for each in (buttons, buttons, views, shown) if each])
        found = self.rng.choice(group)
        self.watch.during += f" [{type(found).__name__}]"
        return found

    def _write(self) -> Steps:
        field = hands.focus(self.parts.window)
        if isinstance(field, QLineEdit) and field.echoMode() == QLineEdit.EchoMode.Password:
            return chain(hands.keys(self.parts.window, "Ctrl+A"), hands.write(self.parts.window, PASSWORD))
        enter = hands.keys(self.parts.window, self.rng.choice(("Return", "Ctrl+Return", "Tab")))
        return chain(hands.write(self.parts.window, self.rng.choice(SHORT)), enter)

    def _act(self) -> Steps:
        acts = [each for each in self.parts.window.actions_table.offered() if each[0].name not in self.left_out]
        if not acts:  # the window is locked
            return
        act, action = self.rng.choice(acts)
        self.did[f"act:{act.name}"] += 1
        yield
        # As a person can: not past a dialog that is open.
        if QApplication.activeModalWidget() is None:
            action.trigger()

    def _paste(self) -> Steps:
        field = hands.focus(self.parts.window)
        if isinstance(field, QLineEdit) and field.echoMode() == QLineEdit.EchoMode.Password:
            return
        clipboard = QGuiApplication.clipboard()
        if self.rng.random() < 0.25:
            picture = QImage(self.rng.choice((3, 400, 3000)), 700, QImage.Format.Format_RGB32)
            picture.fill(QColor(self.rng.randrange(1 << 24)))
            clipboard.setImage(picture)
        else:
            content = QMimeData()
            content.setText(self.rng.choice((*SHORT, *HARD)).encode("utf-8", "replace").decode())
            clipboard.setMimeData(content)
        yield
        yield from hands.keys(self.parts.window, "Ctrl+V")

    def _size(self) -> Steps:
        yield
        self.parts.window.resize(*self.rng.choice(SIZES))

    def _close(self, upper: QWidget) -> Steps:
        yield
        if upper is not self.parts.window:
            upper.close()

    def _heard(self) -> Steps:
        """Somebody else is at work: buyers write, while the window is open."""
        nick = f"买家{self.rng.randrange(40)}"
        command = shop.heard(self.rng, nick, self.parts.world.clock(), self.rng.randint(1, 3))
        self.parts.world.post(command)
        yield

    def _place(self) -> Steps:
        """Straight to a page, so that a run that plays with one dialog sees the others too."""
        yield
        for _ in range(5):
            upper = hands.top(self.parts.window)
            if upper is self.parts.window:
                break
            upper.close()
            yield
        pages = [action for act, action in self.parts.window.actions_table.offered() if act.name in PAGES]
        if hands.top(self.parts.window) is self.parts.window and pages:
            self.rng.choice(pages).trigger()

    def _file(self, dialog: QFileDialog) -> Iterator[None]:
        """Choose one of the prepared files, or none: what is typed at random could be a file of this computer."""
        yield
        if self.rng.random() < 0.3:
            dialog.reject()
            return
        dialog.selectFile(str(self.rng.choice(self.files)))
        yield
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        yield
        if dialog.isVisible():
            dialog.reject()
