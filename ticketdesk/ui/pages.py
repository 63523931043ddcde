"""How the window makes its pages and the dialogs that belong to no page; each is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtWidgets import QSplitter, QWidget

from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.world import TicketSeed, World

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from ticketdesk.ui.capture.destination import Destination
    from ticketdesk.ui.main_window import MainWindow
    from ticketdesk.ui.reception.chat_panel import ChatPanel
    from ticketdesk.ui.reception.outlet import Outlet
    from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel


def making_part(
    name: str, world: World, outlet: Outlet | None = None
) -> Generator[None, None, ChatPanel | DetailPanel | None]:
    """Return what can be made of a page in turns before the rest of it; None where it is made in one turn."""
    if name == "reception":
        from ticketdesk.ui.reception.chat_header import ChatHeader
        from ticketdesk.ui.reception.chat_panel import ChatPanel
        from ticketdesk.ui.reception.talk_view import TalkView

        header, talk = ChatHeader(world), TalkView(world)
        with _given_up(header), _given_up(talk):
            yield
        return ChatPanel(world, outlet, upper=(header, talk))
    if name == "tickets":
        from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel

        return DetailPanel(world)
    return None


def make_page(name: str, world: World, outlet: Outlet | None = None, part: QWidget | None = None) -> QWidget:
    """Return a new page called ``name`` (of ``routes.PAGES``); replies leave through ``outlet``.

    ``part`` is what `making_part` made of it.
    """
    # Imported here, so that the window stands before the pages behind it are read.
    if name == "home":
        from ticketdesk.ui.home.page import HomePage

        return HomePage(world)
    if name == "reception":
        from ticketdesk.ui.reception.page import ReceptionPage

        return ReceptionPage(world, outlet, cast("ChatPanel | None", part))
    if name == "tickets":
        from ticketdesk.ui.tickets.page import TicketsPage

        return TicketsPage(world, cast("DetailPanel | None", part))
    if name == "orders":
        from ticketdesk.ui.orders.page import OrdersPage

        return OrdersPage(world)
    if name == "buyers":
        from ticketdesk.ui.buyers.page import BuyersPage

        return BuyersPage(world)
    if name == "settings":
        from ticketdesk.ui.settings.page import SettingsPage

        return SettingsPage(world)
    raise KeyError(name)


def parts(page: QWidget) -> list[QWidget]:
    """What of a page wears the style sheet, each on its own: a change of mode, and the first look, hold the window as
    long as the largest of them takes. The ``dressed_parts`` it names; of a page that is one splitter, what lies in it;
    else the page.
    """
    named = getattr(page, "dressed_parts", None)
    if callable(named):
        return list(named())
    layout, splitter = page.layout(), getattr(page, "splitter", None)
    if layout is None or layout.count() != 1 or not isinstance(splitter, QSplitter):
        return [page]
    # Not its handles: the splitter paints them, and Qt keeps the sheet of each wearer taken apart, 0.3 MB a line.
    panels = [splitter.widget(place) for place in range(splitter.count())]
    return [part for part in panels if part is not None]


def undressed(page: QWidget) -> list[QWidget]:
    """What of a page does not wear the style sheet of the mode in force."""
    wears = current_theme().dressing.wears
    return [part for part in parts(page) if not wears(part)]


def dress(name: str, part: QWidget) -> None:
    """Let a part of the page called ``name`` wear the style sheet: only the settings have every kind of field."""
    current_theme().dress(part, plain=name != "settings")


def opening_new_ticket(world: World, seed: TicketSeed, window: QWidget) -> Iterator[None]:
    """The turns in which the form of a new ticket opens over ``window``: fields, dialog, and shown."""
    from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog
    from ticketdesk.ui.tickets.form.new_ticket_form import NewTicketForm

    form = NewTicketForm(world, seed.messages)
    with _given_up(form):
        yield
    dialog = NewTicketDialog(world, seed, window, form)
    with _given_up(dialog):
        yield
    dialog.open()


@contextmanager
def _given_up(made: QWidget) -> Iterator[None]:
    """Take away what was made where the desk is shut before it is shown."""
    try:
        yield
    except GeneratorExit:
        if shiboken6.isValid(made):  # the window may be gone too
            made.deleteLater()
        raise


def start_capture(window: MainWindow, *, hidden: bool = False, to: Sequence[Destination] = ()) -> None:
    """Let the agent choose a part of the screen and give it to a ticket, a reply or the clipboard."""
    from ticketdesk.ui.capture.capture import Capture
    from ticketdesk.ui.capture.places import places

    made = window.findChild(Capture)
    if made is None:
        made = Capture(
            window.world, window, lambda: places(window.world, window.shown(), partial(_ticket_with, window))
        )
        window.entrance.closed.connect(made.stop)
    made.start(hidden=hidden, to=to)


def _ticket_with(window: MainWindow, image: QImage) -> None:
    """Open the form of a new ticket from what the page shows, with the picture in it."""
    from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog

    window.ask_ticket()
    window.showing.finish()
    for dialog in window.findChildren(NewTicketDialog):
        if dialog.isVisible():
            dialog.form.pictures.add([image])


def opening_phrases(world: World, window: QWidget) -> Iterator[None]:
    """The turns in which the phrase workshop opens over ``window``: parts, dialog, dressed, shown."""
    from ticketdesk.ui.phrases.bulk_bar import BulkBar
    from ticketdesk.ui.phrases.editor import PhraseEditor
    from ticketdesk.ui.phrases.workshop import PhraseWorkshop

    editor = PhraseEditor(world)
    with _given_up(editor):
        yield
        bulk = BulkBar(world)
        with _given_up(bulk):
            yield
    dialog = PhraseWorkshop(world, window, editor, bulk)
    with _given_up(dialog):
        yield
        current_theme().dress(dialog)
        yield
    dialog.open()


def open_import(world: World, window: QWidget, files: Sequence[Path] = ()) -> None:
    """Open the import of order files over ``window``, with ``files`` to begin with."""
    from ticketdesk.ui.orders.import_dialog import ImportDialog

    dialog = ImportDialog(world, window)
    dialog.open()
    if files:
        dialog.load_all(files)


def open_refunds(world: World, window: QWidget) -> None:
    """Open the list of refunds over ``window``."""
    from ticketdesk.ui.refunds.list_dialog import RefundsDialog

    RefundsDialog(world, window).open()


def open_password(world: World, window: QWidget) -> None:
    """Open the change of the own password over ``window``."""
    from ticketdesk.ui.people.change_password import ChangePasswordDialog

    ChangePasswordDialog(world, window).open()


def open_stand_in(world: World, window: QWidget) -> None:
    """Open over ``window`` who stands in for whom."""
    from ticketdesk.ui.people.stand_in_dialog import StandInDialog

    if world.agent_id is not None:
        StandInDialog(world, window).open()


def open_shortcuts(world: World, window: QWidget) -> None:
    """Open the page of the keys over ``window``."""
    from ticketdesk.ui.shortcuts import ShortcutsDialog

    _ = world.phrase_keys
    ShortcutsDialog(world.keymap.acts(), world.keymap, window).open()
