"""The acts of the window: one frozen table that feeds shortcuts, menus, the palette and the page of shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.icons import icon as themed_icon
from ticketdesk.words import mark, tr

if TYPE_CHECKING:
    from ticketdesk.ui.keymap import Keymap


class Act(NamedTuple):
    """One act: its words, its keys (the first is shown), its icon, and the right it needs.

    ``group`` is the heading on the page of shortcuts; ``page`` names the one page that has the act, "" for the window.
    ``phrase`` is the id of the phrase that the keys write: its ``text`` is somebody's words and is never translated.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    icon: str
    needs: Permission | None = None
    group: str = ""
    page: str = ""
    phrase: int | None = None

    def words(self) -> str:
        """Return the act's words in the language of the program."""
        return self.text if self.phrase is not None else tr(self.text)


_ICONS_MS: Final = 300
_GO: Final = mark("Go to")
_WORK: Final = mark("Work")
_STEPS: Final = mark("Steps")
_WINDOW: Final = mark("Window")
_PEOPLE: Final = mark("Who works here")

ACTS: Final[tuple[Act, ...]] = (
    Act("home", mark("Home"), ("Ctrl+1",), "layout-dashboard", None, _GO),
    Act("reception", mark("Reception"), ("Ctrl+2",), "messages-square", None, _GO),
    Act("tickets", mark("Tickets"), ("Ctrl+3",), "ticket-check", None, _GO),
    Act("orders", mark("Orders"), ("Ctrl+4",), "package", None, _GO),
    Act("buyers", mark("Buyers"), ("Ctrl+5",), "users", None, _GO),
    Act("settings", mark("Settings"), ("Ctrl+,",), "settings", None, _GO),
    Act("search", mark("Search"), ("Ctrl+K",), "search", None, _GO),
    Act("new_ticket", mark("New ticket"), ("Ctrl+N",), "ticket-plus", Permission.TICKET_HANDLE, _WORK),
    Act("paste_talk", mark("Paste conversation"), ("Ctrl+Shift+V",), "clipboard-paste", Permission.RECEPTION_REPLY,
        _WORK),
    Act("import_orders", mark("Import orders"), ("Ctrl+I",), "upload", Permission.ORDER_IMPORT, _WORK),
    Act("refunds", mark("Refunds"), ("Ctrl+Shift+X",), "undo-2", None, _WORK),
    Act("phrases", mark("Phrases"), ("Ctrl+P",), "message-square-text", None, _WORK),
    Act("capture", mark("Capture the screen"), ("Ctrl+Shift+A",), "scissors", None, _WORK),
    Act("capture_hidden", mark("Capture without this window"), ("Ctrl+Shift+D",), "scan", None, _WORK),
    Act("practice", mark("Practice"), (), "messages-square", None, _WORK),
    Act("deadline_rules", mark("Rules of deadlines"), (), "clock", Permission.SHOP_EDIT, _WORK),
    Act("undo", mark("Undo"), ("Ctrl+Z",), "undo-2", None, _STEPS),
    Act("redo", mark("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", None, _STEPS),
    Act("next_panel", mark("Next panel"), ("F6",), "chevron-right", None, _WINDOW),
    Act("previous_panel", mark("Previous panel"), ("Shift+F6",), "chevron-right", None, _WINDOW),
    Act("open_news", mark("Open the newest message"), ("F8",), "bell", None, _WORK),
    Act("next_item", mark("Next: the most urgent"), ("F4",), "alarm-clock", None, _WORK),
    Act("tool_bar", mark("Small tool bar"), ("F9",), "list-todo", None, _WINDOW),
    Act("dock_bar", mark("Small tool bar into the next corner"), ("Shift+F9",), "list-todo", None, _WINDOW),
    Act("theme", mark("Light or dark"), ("Ctrl+Shift+L",), "moon", None, _WINDOW),
    Act("shortcuts", mark("Keyboard shortcuts"), ("F1",), "info", None, _WINDOW),
    Act("switch_agent", mark("Someone else takes over"), (), "arrow-right-left", None, _PEOPLE),
    Act("lock", mark("Lock"), ("Ctrl+L",), "lock", None, _PEOPLE),
    Act("change_password", mark("Change my password"), (), "key-round", None, _PEOPLE),
    Act("stand_in", mark("Stand-in for somebody absent"), (), "user-plus", None, _PEOPLE),
    Act("sign_out", mark("Sign out"), (), "log-out", None, _PEOPLE),
    Act("quit", mark("Quit"), ("Ctrl+Q",), "x", None, _WINDOW),
)  # fmt: skip

_HANDLE: Final = Permission.TICKET_HANDLE
_TALKING: Final = mark("Reception")
_TICKETS: Final = mark("Tickets")
_ORDERS: Final = mark("Orders")
_BUYERS: Final = mark("Buyers")

PAGE_ACTS: Final[tuple[Act, ...]] = (
    Act("next_talk", mark("Next conversation"), ("Alt+Down",), "chevron-down", None, _TALKING, "reception"),
    Act("previous_talk", mark("Previous conversation"), ("Alt+Up",), "chevron-up", None, _TALKING, "reception"),
    Act("first_unanswered", mark("First unanswered conversation"), ("Ctrl+Up",), "clock", None, _TALKING, "reception"),
    Act("star_talk", mark("Star, or take the star away"), ("Ctrl+B",), "star", Permission.RECEPTION_REPLY, _TALKING,
        "reception"),
    Act("pin_talk", mark("Pin the conversation to the top"), ("Ctrl+Shift+P",), "pin", Permission.RECEPTION_REPLY,
        _TALKING, "reception"),
    Act("find_talk", mark("Find in the list"), ("Ctrl+Shift+F",), "search", None, _TALKING, "reception"),
    Act("filter_talks", mark("Filter the list"), ("Ctrl+Shift+G",), "filter", None, _TALKING, "reception"),
    Act("mark_pasted", mark("Mark the pasted reply as sent"), ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "check", None,
        _TALKING, "reception"),
    Act("write_reply", mark("Write a reply"), ("Ctrl+J",), "pencil", None, _TALKING, "reception"),
    Act("reply_emoji", mark("Emoji"), ("Ctrl+Shift+E",), "smile", None, _TALKING, "reception"),
    Act("reply_file", mark("Add a file"), ("Ctrl+Shift+U",), "paperclip", None, _TALKING, "reception"),
    Act("reply_card", mark("Send an order or a product"), ("Ctrl+Shift+O",), "shopping-bag", Permission.RECEPTION_REPLY,
        _TALKING, "reception"),
    Act("reply_sum", mark("Calculator"), ("Ctrl+Shift+K",), "calculator", None, _TALKING, "reception"),
    Act("reply_rating", mark("Invite to rate"), ("Ctrl+Shift+J",), "star", Permission.RECEPTION_REPLY, _TALKING,
        "reception"),
    Act("reply_now", mark("Send the counting reply now"), ("Ctrl+Shift+S",), "send", Permission.RECEPTION_REPLY,
        _TALKING, "reception"),
    Act("transfer_talk", mark("Transfer the conversation"), ("Ctrl+T",), "arrow-right-left",
        Permission.RECEPTION_TRANSFER, _TALKING, "reception"),
    Act("remind_later", mark("Remind me later"), ("Ctrl+R",), "alarm-clock", None, _TALKING, "reception"),
    Act("reminder_done", mark("Reminder done"), ("Ctrl+Shift+R",), "check", None, _TALKING, "reception"),
    Act("reminder_move", mark("Put the reminder off"), ("Ctrl+Alt+R",), "alarm-clock", None, _TALKING, "reception"),
    Act("add_todo", mark("New to-do for the buyer"), ("Ctrl+O",), "list-todo", Permission.RECEPTION_REPLY, _TALKING,
        "reception"),
    Act("tag_buyer", mark("Tag the buyer"), ("Ctrl+G",), "tag", Permission.RECEPTION_REPLY, _TALKING, "reception"),
    Act("block_buyer", mark("Block the buyer, or hear him again"), ("Ctrl+Shift+B",), "ban",
        Permission.RECEPTION_TRANSFER, _TALKING, "reception"),
    Act("end_talk", mark("End the conversation"), ("Ctrl+W",), "circle-check", Permission.RECEPTION_REPLY, _TALKING,
        "reception"),
    Act("end_talk_next", mark("End and next conversation"), ("Ctrl+Shift+W",), "circle-check",
        Permission.RECEPTION_REPLY, _TALKING, "reception"),
    Act("read_talk", mark("Go to the messages"), ("Alt+J",), "messages-square", None, _TALKING, "reception"),
    Act("find_in_talk", mark("Find in this conversation"), ("Ctrl+F",), "search", None, _TALKING, "reception"),
    Act("go_to_day", mark("Go to a day"), ("Alt+G",), "history", None, _TALKING, "reception"),
    Act("quote_message", mark("Quote the message"), ("Alt+Q",), "corner-down-left", None, _TALKING, "reception"),
    Act("recall_message", mark("Take the message back"), ("Alt+Z",), "undo-2", None, _TALKING, "reception"),
    Act("resend_message", mark("Send the message again"), ("Alt+R",), "refresh-cw", None, _TALKING, "reception"),
    Act("pass_on", mark("Pass messages on"), ("Alt+F",), "send", None, _TALKING, "reception"),
    Act("forward_messages", mark("Pass messages on to a colleague"), ("Alt+W",), "users", Permission.RECEPTION_REPLY,
        _TALKING, "reception"),
    Act("keep_phrase", mark("Keep the message as a phrase"), ("Alt+P",), "message-square-text", None, _TALKING,
        "reception"),
    Act("ticket_of_marked", mark("New ticket from the marked messages"), ("Alt+K",), "ticket-plus",
        Permission.TICKET_HANDLE, _TALKING, "reception"),
    Act("open_beside", mark("Set the conversation beside"), ("Ctrl+\\",), "layout-dashboard", None, _TALKING,
        "reception"),
    Act("close_pane", mark("Close the pane"), ("Ctrl+Shift+\\",), "x", None, _TALKING, "reception"),
    Act("orders_aside", mark("Show or hide the orders beside"), ("F7",), "shopping-bag", None, _TALKING, "reception"),
    Act("pane_1", mark("First pane"), ("Alt+1",), "messages-square", None, _TALKING, "reception"),
    Act("pane_2", mark("Second pane"), ("Alt+2",), "messages-square", None, _TALKING, "reception"),
    Act("pane_3", mark("Third pane"), ("Alt+3",), "messages-square", None, _TALKING, "reception"),
    Act("pane_4", mark("Fourth pane"), ("Alt+4",), "messages-square", None, _TALKING, "reception"),
    Act("ticket_fields", mark("Fields of the ticket"), ("Ctrl+Shift+I",), "list-todo", Permission.TICKET_HANDLE,
        _TICKETS, "tickets"),
    Act("ticket_words", mark("Title, demand and problem"), ("F2",), "pencil", Permission.TICKET_HANDLE, _TICKETS,
        "tickets"),
    Act("child_ticket", mark("New ticket from this one"), ("Ctrl+Shift+M",), "ticket-plus", Permission.TICKET_HANDLE,
        _TICKETS, "tickets"),
    Act("turn_reply", mark("Reply or note"), ("Ctrl+Shift+N",), "pencil", None, _TICKETS, "tickets"),
    Act("ticket_deadlines", mark("Deadlines of the ticket"), ("Ctrl+D",), "clock", None, _TICKETS, "tickets"),
    Act("filter_tickets", mark("Search in the list of tickets"), ("Ctrl+F",), "search", None, _TICKETS, "tickets"),
    Act("next_ticket", mark("Next ticket"), ("J",), "chevron-down", None, _TICKETS, "tickets"),
    Act("previous_ticket", mark("Previous ticket"), ("K",), "chevron-up", None, _TICKETS, "tickets"),
    Act("ticket_progress", mark("Tickets chosen: in progress"), ("P",), "clock", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_waits", mark("Tickets chosen: waiting for the buyer"), ("W",), "clock", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_done", mark("Tickets chosen: done"), ("D",), "circle-check", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_low", mark("Tickets chosen: low priority"), ("1",), "flag", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_normal", mark("Tickets chosen: normal priority"), ("2",), "flag", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_high", mark("Tickets chosen: high priority"), ("3",), "flag", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_mine", mark("Tickets chosen: mine"), ("M",), "user-plus", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_type", mark("Tickets chosen: another type"), ("T",), "tag", _HANDLE, _TICKETS, "tickets"),
    Act("ticket_assign", mark("Tickets chosen: another assignee"), ("A",), "users", _HANDLE, _TICKETS, "tickets"),
    Act("tickets_suspend", mark("Tickets chosen: suspend"), ("S",), "clock", _HANDLE, _TICKETS, "tickets"),
    Act("tickets_transfer", mark("Tickets chosen: hand on with a reason"), ("H",), "users", _HANDLE, _TICKETS,
        "tickets"),
    Act("tickets_field", mark("Tickets chosen: set a field"), ("F",), "pencil", _HANDLE, _TICKETS, "tickets"),
    Act("tickets_cancel", mark("Tickets chosen: cancel"), ("X",), "x", _HANDLE, _TICKETS, "tickets"),
    Act("tickets_reply", mark("Tickets chosen: reply to their buyers"), ("R",), "send", Permission.RECEPTION_REPLY,
        _TICKETS, "tickets"),
    Act("keep_view", mark("Keep the list as a view"), ("Ctrl+Shift+F",), "plus", None, _TICKETS, "tickets"),
    Act("claim_ticket", mark("Take the ticket"), ("Alt+T",), "user-plus", Permission.TICKET_HANDLE, _TICKETS,
        "tickets"),
    Act("release_ticket", mark("Give the ticket back"), ("Alt+Shift+T",), "users", Permission.TICKET_HANDLE, _TICKETS,
        "tickets"),
    Act("watch_ticket", mark("Watch the ticket, or no more"), ("Ctrl+Alt+W",), "bell", Permission.TICKET_HANDLE,
        _TICKETS, "tickets"),
    Act("mention_done", mark("Done with what I was asked"), ("Ctrl+Alt+D",), "check", None, _TICKETS, "tickets"),
    Act("filter_orders", mark("Filter orders"), ("Ctrl+F",), "filter", None, _ORDERS, "orders"),
    Act("order_columns", mark("Columns of the order list"), ("Ctrl+Alt+C",), "sliders-horizontal", None, _ORDERS,
        "orders"),
    Act("keep_order_view", mark("Keep the order list as a view"), ("Ctrl+Shift+F",), "plus", None, _ORDERS, "orders"),
    Act("filter_buyers", mark("Filter buyers"), ("Ctrl+F",), "filter", None, _BUYERS, "buyers"),
    Act("merge_tickets", mark("Merge tickets"), ("Ctrl+Alt+M",), "ticket-check", Permission.TICKET_HANDLE, _TICKETS,
        "tickets"),
    Act("split_ticket", mark("Split ticket"), ("Ctrl+Alt+S",), "scissors", Permission.TICKET_HANDLE, _TICKETS,
        "tickets"),
    Act("link_tickets", mark("Link tickets"), ("Ctrl+Alt+L",), "paperclip", Permission.TICKET_HANDLE, _TICKETS,
        "tickets"),
    Act("ticket_as_of", mark("The ticket as it was"), ("Ctrl+Alt+H",), "history", None, _TICKETS, "tickets"),
    Act("reply_finish", mark("Reply and finish"), ("Ctrl+Shift+Return",), "send", None, _TICKETS, "tickets"),
)  # fmt: skip
EVERY_ACT: Final = ACTS + PAGE_ACTS


class Actions(QObject):
    """The QActions of the table, added to ``window``; `on` says what each one does."""

    def __init__(self, window: QWidget, keymap: Keymap) -> None:
        super().__init__(window)
        self.keymap = keymap
        self._made: dict[str, QAction] = {act.name: self._make(act, window) for act in ACTS}
        # Nothing of the first picture shows them: two dozen icons are a tenth of the start.
        QTimer.singleShot(_ICONS_MS, self, self._dress)

    def of(self, name: str) -> QAction:
        """Return the action of the act called ``name``; KeyError for an unknown one."""
        return self._made[name]

    def on(self, name: str, slot: Callable[[], object]) -> None:
        """Call ``slot`` when the act is triggered, by whatever way."""
        self._made[name].triggered.connect(_Slot(slot, self).run)

    def allow(self, may: Callable[[Permission], bool], absent: frozenset[str] = frozenset()) -> None:
        """Enable what the agent may do and show nothing of ``absent`` (what this program has no page for)."""
        for act in ACTS:
            there = act.name not in absent and (act.needs is None or may(act.needs))
            self._made[act.name].setEnabled(there)
            self._made[act.name].setVisible(there)

    def offered(self) -> list[tuple[Act, QAction]]:
        """Return the acts that can be done now, in the order of the table."""
        return [(act, self._made[act.name]) for act in ACTS if self._made[act.name].isEnabled()]

    def _dress(self) -> None:
        for act in ACTS:
            self._made[act.name].setIcon(themed_icon(act.icon, "text.second", 18))

    def _make(self, act: Act, window: QWidget) -> QAction:
        made = QAction(tr(act.text), self)
        made.setObjectName(act.name)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        _follow(made, act, self.keymap)
        window.addAction(made)
        return made


class _Keys(QObject):
    """Keeps the keys of one action as the key map has them."""

    def __init__(self, action: QAction, act: Act, keymap: Keymap) -> None:
        super().__init__(action)
        self._action, self._act, self._keymap = action, act, keymap
        keymap.changed.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Give the action its keys."""
        self._action.setShortcuts([QKeySequence(keys) for keys in self._keymap.keys(self._act)])


def _follow(action: QAction, act: Act, keymap: Keymap) -> None:
    _Keys(action, act, keymap)


def page_actions(page: QWidget, keymap: Keymap, slots: Mapping[str, Callable[[], object]]) -> list[QAction]:
    """Return actions for the acts of one page, by their names in the table, added to ``page``; KeyError for others.

    They answer while the page or one of its parts has the focus.
    """
    named = {act.name: act for act in PAGE_ACTS}
    made: list[QAction] = []
    for name, slot in slots.items():
        action = QAction(tr(named[name].text), page)
        action.setObjectName(name)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        _follow(action, named[name], keymap)
        action.triggered.connect(_Slot(slot, action).run)
        page.addAction(action)
        made.append(action)
    return made


class _Slot(QObject):
    """Drops the ``checked`` that Qt sends along."""

    def __init__(self, slot: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._slot = slot

    def run(self) -> None:
        """Do it."""
        self._slot()


def keys_text(keys: str) -> str:
    """Return keys as this system writes them; the key Enter is called so, as on every button."""
    pressed = QKeySequence(keys)
    names = pressed.toString(QKeySequence.SequenceFormat.NativeText)
    last = pressed[0].key() if pressed.count() == 1 else None  # type: ignore[index]
    if last in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return names.removesuffix(QKeySequence(last).toString(QKeySequence.SequenceFormat.NativeText)) + "Enter"
    return names
