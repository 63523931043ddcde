"""What the acts of the table do in the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui import pages
from ticketdesk.ui.actions import Actions
from ticketdesk.ui.dropping import FileDrop
from ticketdesk.ui.routes import PAGES
from ticketdesk.ui.seeds import Place

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow


def connect(window: MainWindow, acts: Actions) -> None:
    """Give every act of the table its work in ``window``."""
    for name in PAGES:
        acts.on(name, partial(window.show_page, name))

    def on(name: str, slot: Callable[[], object]) -> None:
        acts.on(name, partial(window.showing.after, slot))

    on("search", lambda: window.palette_list.reach())
    on("new_ticket", window.ask_ticket)
    on("paste_talk", window.paste_talk)
    on("import_orders", lambda: pages.open_import(window.world, window))
    FileDrop(
        window, lambda: not window.entrance.shut and window.world.may(Permission.ORDER_IMPORT),
        lambda files: window.showing.after(lambda: pages.open_import(window.world, window, files)),
    )  # fmt: skip
    on("refunds", lambda: pages.open_refunds(window.world, window))
    on("phrases", lambda: window.showing.do(pages.opening_phrases(window.world, window)))
    on("capture", lambda: pages.start_capture(window))
    on("capture_hidden", lambda: pages.start_capture(window, hidden=True))
    window.world.capture_wanted.connect(lambda to: pages.start_capture(window, to=(to,)))
    on("practice", window.world.practice_wanted.emit)
    on("open_news", lambda: window.later.alerts.open_newest())
    on("next_item", lambda: window.later.next_up.open())
    on("tool_bar", lambda: window.later.alerts.turn_bar())
    on("dock_bar", lambda: window.later.alerts.dock_bar())
    on("deadline_rules", lambda: window.world.go.emit(Place("settings.deadlines.rules")))
    on("undo", window.steps.undo)
    on("redo", window.steps.redo)
    on("next_panel", lambda: window.cycle_panels(1))
    on("previous_panel", lambda: window.cycle_panels(-1))
    on("theme", window.turn_theme)
    on("shortcuts", lambda: pages.open_shortcuts(window.world, window))
    on("lock", window.entrance.lock)
    on("switch_agent", window.entrance.switch)
    on("change_password", lambda: pages.open_password(window.world, window))
    on("stand_in", lambda: pages.open_stand_in(window.world, window))
    on("sign_out", window.entrance.sign_out)
    on("quit", window.close)
