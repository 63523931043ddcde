"""What the acts of the table do in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketdesk.ui import pages
from ticketdesk.ui.actions import Actions
from ticketdesk.ui.routes import PAGES

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow


def connect(window: MainWindow, acts: Actions) -> None:
    """Give every act of the table its work in ``window``."""
    for name in PAGES:
        acts.on(name, _Show(window, name))
    acts.on("search", lambda: window.palette_list.reach())
    acts.on("new_ticket", window.ask_ticket)
    acts.on("paste_talk", window.paste_talk)
    acts.on("import_orders", lambda: pages.open_import(window.world, window))
    acts.on("phrases", lambda: pages.open_phrases(window.world, window))
    acts.on("capture", lambda: pages.start_capture(window))
    acts.on("capture_hidden", lambda: pages.start_capture(window, hidden=True))
    window.world.capture_wanted.connect(lambda to: pages.start_capture(window, to=(to,)))
    acts.on("practice", window.world.practice_wanted.emit)
    acts.on("open_news", lambda: window.later.alerts.open_newest())
    acts.on("tool_bar", lambda: window.later.alerts.turn_bar())
    acts.on("dock_bar", lambda: window.later.alerts.dock_bar())
    acts.on("undo", window.steps.undo)
    acts.on("redo", window.steps.redo)
    acts.on("next_panel", lambda: window.cycle_panels(1))
    acts.on("previous_panel", lambda: window.cycle_panels(-1))
    acts.on("theme", window.turn_theme)
    acts.on("shortcuts", lambda: pages.open_shortcuts(window.world, window))
    acts.on("lock", window.entrance.lock)
    acts.on("switch_agent", window.entrance.switch)
    acts.on("change_password", lambda: pages.open_password(window.world, window))
    acts.on("sign_out", window.entrance.sign_out)
    acts.on("quit", window.close)


class _Show:
    """Shows one page."""

    def __init__(self, window: MainWindow, page: str) -> None:
        self._window, self._page = window, page

    def __call__(self) -> None:
        self._window.show_page(self._page)
