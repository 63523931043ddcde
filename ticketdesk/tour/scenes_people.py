"""The people of the sample shop: locking, wrong words, taking over, staff and roles, what is refused, the log."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents, orders
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.doors import choose, enter, gate
from ticketdesk.tour.sample import PASSWORD
from ticketdesk.tour.sample_orders import COLLEAGUE, KEEPER, OWNER
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.story import DEER_ORDER
from ticketdesk.ui.people.password_again import PasswordDialog
from ticketdesk.ui.settings.audit.section import AuditSection
from ticketdesk.ui.settings.security_section import SecuritySection
from ticketdesk.ui.settings.staff.add_dialog import AddStaffDialog
from ticketdesk.ui.settings.staff.section import StaffSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr
from ticketdesk.words.rights import right


def _lock(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("reception")
    agent.act("lock")
    gate(agent)
    agent.sees(agent.world.session.locked, "the desk is locked")


def _wrong(agent: Agent) -> None:
    agent.fills(Entry(tr("Password"), "not the password"))
    agent.keys("Return")
    agent.until(lambda: bool(gate(agent).problem.text()), "the wrong password is refused in words")
    agent.sees(agent.world.session.locked, "the desk stays locked")


def _sign_in(agent: Agent) -> None:
    agent.press(tr("Someone else works here now"))
    choose(agent, KEEPER)
    agent.sees(len(gate(agent).people.people()) == 4, "everybody who works here is offered")


def _staff(agent: Agent) -> None:
    enter(agent, KEEPER)
    agent.window.go(Place("settings.staff"))
    section = _staff_section(agent)
    held = next(each for each in agents.agents(agent.reader) if each.name == COLLEAGUE)
    section.table.setFocus(Qt.FocusReason.TabFocusReason)
    agent.chooses_row(tr("Staff"), held.id)
    agent.sees(section.role_card.role is not None and section.role_card.role.key == "agent", "the card is the agent's")


def _again(agent: Agent) -> None:
    box = agent.find(QCheckBox, right(Permission.DATA_EXPORT))
    box.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Space")
    agent.dialog(tr("Password again"))


def _role(agent: Agent) -> None:
    agent.fills(Entry(tr("Your password"), PASSWORD))
    agent.keys("Return")
    agent.no_dialog()
    agent.until(lambda: _may_export(agent), "agents may export from now on")


def _add(agent: Agent) -> None:
    agent.act("undo")
    agent.until(lambda: not _may_export(agent), "the right is taken back")
    agent.press(tr("Add staff"))
    agent.dialog(tr("Add staff"))
    agent.fills(Entry(tr("Name"), "小雨"), Entry(tr("First password"), "ticketdesk"))


def _security(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.security"))
    agent.find(QAbstractButton, tr("Change my password"))


def _denied(agent: Agent) -> None:
    agent.act("switch_agent")
    enter(agent, COLLEAGUE)
    agent.goes_to("orders")
    order = agent.there(lambda: orders.id_of_number(agent.reader, DEER_ORDER), "the order is there")
    agent.chooses_row(tr("Orders"), order)
    agent.sees(not agent.world.may(Permission.PERSONAL_REVEAL), "the colleague may not see whole data")


def _audit(agent: Agent) -> None:
    agent.act("switch_agent")
    enter(agent, OWNER)
    agent.window.go(Place("settings.audit"))
    section = _audit_section(agent)
    agent.until(lambda: section.model.rowCount() > 40, "the acts are listed")
    section.table.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Home")
    for _step in range(section.model.rowCount()):
        line = section.model.line(section.table.current_id())
        if line is not None and line.row.command == "SetRolePermission":
            return
        agent.keys("Down")
    agent.sees(False, "the change of the role stands in the log")


def _checked(agent: Agent) -> None:
    agent.press(tr("Check the log"))
    section = _audit_section(agent)
    agent.until(lambda: tr("The log is whole.") in section.result.accessibleName(), "the chain is whole")


def _staff_section(agent: Agent) -> StaffSection:
    return agent.there(lambda: next(agent.shown(StaffSection), None), "the staff is shown")


def _audit_section(agent: Agent) -> AuditSection:
    return agent.there(lambda: next(agent.shown(AuditSection), None), "the log is shown")


def _may_export(agent: Agent) -> bool:
    role = next(each for each in agents.roles(agent.reader) if each.key == "agent")
    return Permission.DATA_EXPORT.value in role.permissions


PEOPLE_SCENES: tuple[Scene, ...] = (
    Scene("lock", mark("The desk is locked, nothing of it is seen"), _lock),
    Scene("lock-wrong", mark("A wrong password is refused in words"), _wrong),
    Scene("sign-in", mark("Someone else takes over"), _sign_in),
    Scene("staff", mark("Who works here, with which rights"), _staff, (StaffSection,)),
    Scene("password-again", mark("A right is given only with the password"), _again, (PasswordDialog,)),
    Scene("role", mark("The right holds at once, and can be taken back"), _role),
    Scene("add-staff", mark("A colleague is added with a role and a first password"), _add, (AddStaffDialog,)),
    Scene("security", mark("The own password, locking, masks"), _security, (SecuritySection,)),
    Scene("denied", mark("What an agent may not do is closed, and says why"), _denied),
    Scene("audit", mark("Every act, with what it changed"), _audit, (AuditSection,)),
    Scene("audit-checked", mark("The chain of the log is checked"), _checked),
)
