"""The dialogs that no story needs: pictures at full size, two days, cancelling, names, passwords, moving the shop."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDateEdit

from ticketdesk.store.queries import agents
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_files import PICTURE_FILE
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.tour.sample_talks import DEER, DEER_ERRAND
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.story import shipped
from ticketdesk.ui.capture.canvas import Canvas
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.orders.days_dialog import DaysDialog
from ticketdesk.ui.people.change_password import ChangePasswordDialog, NewPasswordDialog
from ticketdesk.ui.reception.picture_view import PictureView
from ticketdesk.ui.settings.data_section import DataSection, MoveDialog
from ticketdesk.ui.settings.staff.name_dialog import NameDialog
from ticketdesk.ui.settings.staff.section import StaffSection
from ticketdesk.ui.tickets.acts.cancel_dialog import CancelDialog
from ticketdesk.ui.tickets.detail.pictures import Thumbnail
from ticketdesk.ui.widgets.chat_view import ChatView
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr


def _reply_picture(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    agent.fills(Entry(tr("Reply"), "亲，吊牌看到了，这就给您换～"))
    agent.copies_picture(shipped(PICTURE_FILE))
    agent.keys("Ctrl+V")
    agent.find(QAbstractButton, tr("Picture {0}", 1))


def _talk_picture(agent: Agent) -> None:
    agent.keys("Return")
    agent.until(lambda: any(row.sha256 for row in agent.messages_of(DEER.nick)), "the picture stands in the talk")
    talk = agent.there(lambda: next(agent.shown(ChatView), None), "the talk is shown")
    talk.setFocus(Qt.FocusReason.TabFocusReason)
    agent.settle()
    agent.keys("Up", "Return")
    agent.dialog(tr("Picture"))


def _ticket_picture(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("tickets")
    detail = agent.there(lambda: agent.ticket_called(DEER_ERRAND.title), "the exchange is there")
    agent.chooses_row(tr("Tickets"), detail.row.id)
    agent.clicks(agent.there(lambda: next(agent.shown(Thumbnail), None), "the ticket has a picture"))
    view = agent.there(lambda: next(agent.shown(PictureView), None), "the picture opens")
    agent.until(lambda: not view.ground.image().isNull(), "the picture is read")


def _ticket_draw(agent: Agent) -> None:
    agent.keys("A")
    editor = agent.dialog(tr("Screen capture"))
    canvas = agent.there(lambda: editor.findChild(Canvas), "the picture can be drawn upon")
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("2", "Return", *["Right"] * 8, *["Down"] * 4, "Return")
    agent.until(lambda: len(canvas.steps.marks) == 1, "a box stands on the picture")


def _cancel(agent: Agent) -> None:
    clear(agent)
    agent.press(tr("Cancel ticket"))
    agent.dialog(tr("Cancel ticket"))
    agent.fills(Entry(tr("Reason"), "买家不换了"))


def _days(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    agent.drops_menu(tr("Days"))
    agent.picks(tr("From … to …"))
    agent.dialog(tr("Days"))


def _calendar(agent: Agent) -> None:
    field = agent.find(QDateEdit, tr("First day"))
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.rect().center() + QPoint(field.width() // 2 - 8, 0))
    agent.until(lambda: field.calendarWidget().isVisible(), "the calendar opens")


def _staff(agent: Agent) -> StaffSection:
    """Open the staff with the colleague chosen."""
    clear(agent)
    agent.window.go(Place("settings.staff"))
    section = agent.there(lambda: next(agent.shown(StaffSection), None), "the staff is shown")
    held = next(each for each in agents.agents(agent.reader) if each.name == COLLEAGUE)
    agent.chooses_row(tr("Staff"), held.id)
    return section


def _rename(agent: Agent) -> None:
    _staff(agent)
    agent.keys("F2")
    agent.dialog(tr("Rename {0}", COLLEAGUE))


def _add_role(agent: Agent) -> None:
    _staff(agent)
    agent.press(tr("Add role"))
    agent.dialog(tr("Add role"))


def _new_password(agent: Agent) -> None:
    section = _staff(agent)
    agent.keys("Return")
    agent.picks(tr("Set a password…"))
    agent.dialog(tr("New password"))
    agent.sees(section.isVisible(), "the staff stands behind it")


def _own_password(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.security"))
    agent.press(tr("Change my password"))
    agent.dialog(tr("New password"))


def _move(agent: Agent) -> None:
    clear(agent)
    target = agent.world.folder.parent / "moved"
    target.mkdir()
    agent.window.go(Place("settings.data"))
    agent.until(lambda: any(each.counted() for each in agent.shown(DataSection)), "everything is counted")
    agent.press(tr("Move to another folder…"))
    agent.chooses_file(target)
    agent.dialog(tr("Move the shop"))


DIALOG_SCENES: tuple[Scene, ...] = (
    Scene("reply-picture", mark("A picture goes along with the answer"), _reply_picture),
    Scene("talk-picture", mark("A picture of the conversation, large"), _talk_picture, (PictureView,)),
    Scene("ticket-picture", mark("A picture of the ticket, large"), _ticket_picture, (PictureView,)),
    Scene("ticket-draw", mark("It is drawn upon before it goes into the answer"), _ticket_draw, (CaptureDialog,)),
    Scene("ticket-cancel", mark("A ticket is cancelled with a reason"), _cancel, (CancelDialog,)),
    Scene("orders-days", mark("Orders between two days"), _days, (DaysDialog,)),
    Scene("orders-calendar", mark("A day is chosen from the calendar"), _calendar, (DaysDialog,)),
    Scene("staff-rename", mark("A colleague gets another name"), _rename, (NameDialog,)),
    Scene("role-add", mark("A role is added"), _add_role, (NameDialog,)),
    Scene("staff-password", mark("A colleague gets a new password"), _new_password, (NewPasswordDialog,)),
    Scene("own-password", mark("The own password is changed"), _own_password, (ChangePasswordDialog,)),
    Scene("data-move", mark("What moving means is said before it begins"), _move, (MoveDialog,)),
)
