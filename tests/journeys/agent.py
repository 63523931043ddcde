"""The agent of the journeys: the tour's hands, a clock that can be turned, and one who never touches the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from tests.ready import empty_store, sample_store
from ticketdesk.app import build
from ticketdesk.store.queries import orders
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.doors import enter
from ticketdesk.tour.sample import fill_demo
from ticketdesk.tour.sample_orders import BASE, OWNER, PREFIX, SHOP
from ticketdesk.tour.stage import Condition, StepFailed, StoryClock
from ticketdesk.tour.story import shipped
from ticketdesk.ui.settings.kept import Settings

PATIENCE = 60_000
DEER = "林小鹿_88"
DEER_ORDER = f"{PREFIX}330281764"


class Worker(Agent):
    """An agent at a store that is on the disk; ``remembers`` keeps what belongs to the computer beside it."""

    remembers = False

    def __init__(self, path: Path, clock: StoryClock, *, demo: bool = False) -> None:
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        self.path, self.clock = path, clock
        kept = Settings(path.parent / "window.ini") if self.remembers else None
        super().__init__(build(path, clock=clock, kept=kept, fill=fill_demo if demo else None))
        self.open()

    def until(self, condition: Condition, what: str, patience: int = PATIENCE) -> None:
        """Wait as the tour does, but longer: tests run beside others."""
        super().until(condition, what, patience)

    def starts_again(self) -> Self:
        """Close the program and open it on the same store."""
        self.close()
        again = type(self)(self.path, self.clock)
        if again.window.entrance.shut:
            enter(again, OWNER)
        return again

    def has_a_shop(self) -> None:
        """Go through the first start."""
        self.opens_the_shop(SHOP, OWNER)

    def takes_in(self, *names: str) -> None:
        """Import shipped files, one after the other."""
        for name in names:
            self.looks_at_import(shipped(name))
            self.imports()
            self.closes_import()

    def clicks_first(self, name: str) -> None:
        """Click the first row of a list."""
        view = self.find(QListView, name)
        place = view.visualRect(view.model().index(0, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def order(self, number: str = DEER_ORDER) -> int:
        """Return the id of an order."""
        return self.there(lambda: orders.id_of_number(self.reader, number), f"there is an order {number}")

    def tabs_to(self, name: str) -> None:
        """Press Tab until the widget that a reader calls ``name`` has the keyboard."""
        for _step in range(120):
            if self.focus().accessibleName() == name:
                return
            self.keys("Tab")
        raise StepFailed(f"Tab reaches {name!r}")

    def panels_to(self, name: str) -> None:
        """Press F6 and Tab until the widget that a reader calls ``name`` has the keyboard."""
        for _panel in range(6):
            self.keys("F6")
            for _step in range(25):
                if self.focus().accessibleName() == name:
                    return
                self.keys("Tab")
        raise StepFailed(f"F6 and Tab reach {name!r}")


def open_worker(folder: Path, *, demo: bool = False) -> Worker:
    """Open the window over a new store in ``folder``: an empty one, or the sample shop."""
    path = folder / "店铺 1" / "ticketdesk.db"
    return Worker(sample_store(path, BASE) if demo else empty_store(path), StoryClock(BASE), demo=demo)
