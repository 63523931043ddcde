"""Signing in, locking, taking over: what is seen, what the keys do, what comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ticketdesk.desk.commands.people import DisableAgent, SetAgentRole
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.rights import Gate
from ticketdesk.store.queries import acts, agents, serving
from ticketdesk.ui.phrases.workshop import PhraseWorkshop
from ticketdesk.ui.start.sign_in import SignInPage
from ticketdesk.words import tr

SECRET = "青禾 2026"


def page(parts) -> SignInPage:
    found = parts.window.entrance.page
    assert isinstance(found, SignInPage)
    return found


def type_password(qtbot, parts, text):
    field = page(parts).password
    qtbot.waitUntil(field.isEnabled)
    field.setText(text)
    field.textEdited.emit(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def come_in(qtbot, parts):
    type_password(qtbot, parts, SECRET)
    qtbot.waitUntil(lambda: not parts.window.entrance.shut)


def test_the_start_asks_who_works_here_and_shows_nothing_else(qtbot, parts, staff):
    assert parts.world.agent_id is None and parts.world.session.gate is Gate.SIGNED_OUT
    assert [each.name for each in page(parts).people.people()] == ["青禾（店主）", "阿泽", "仓库-老周"]
    assert page(parts).isVisible() and not parts.window.rail.isVisible()
    assert [act.name for act, _action in parts.window.actions_table.offered()] == ["quit"]
    assert parts.window.unmade() == ()


def test_keys_alone_sign_in(qtbot, parts, staff):
    qtbot.waitUntil(page(parts).password.hasFocus)
    qtbot.keyClicks(page(parts).password, "wrong words")
    qtbot.keyClick(page(parts).password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page(parts).problem.text()))
    assert page(parts).problem.text() == "The password is wrong. Type it again."
    assert page(parts).password.text() == "" and page(parts).password.hasFocus()
    come_in(qtbot, parts)
    assert parts.world.agent_id == staff.owner and parts.window.current_page() == "home"
    assert parts.window.top.agent.name() == "青禾（店主）"
    done = [row.command for row in acts.history(parts.world.reader, staff.owner, 3)]
    assert [each for each in done if each != "SetAgentState"][:2] == ["SignedIn", "SignInFailed"]
    qtbot.waitUntil(lambda: serving.my_state(parts.world.reader, staff.owner).value == "online")


def test_an_agent_without_password_needs_only_enter(qtbot, parts, staff):
    people = page(parts).people
    people.setFocus()
    qtbot.keyClick(people, Qt.Key.Key_Down)
    qtbot.keyClick(people, Qt.Key.Key_Down)
    assert not page(parts).password.isVisible() and "no password" in page(parts)._open.text()
    qtbot.keyClick(people, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: parts.world.agent_id == staff.warehouse and not parts.window.entrance.shut)
    assert not parts.window.entrance.shut


def test_too_many_wrong_ones_count_down_on_the_one_clock(qtbot, parts, clock):
    for _try in range(6):
        page(parts).set_busy(False)
        type_password(qtbot, parts, "wrong words")
        qtbot.waitUntil(lambda: not page(parts)._busy)
    qtbot.waitUntil(lambda: "Try again in 5 seconds" in page(parts).problem.text())
    assert not page(parts).password.isEnabled() and not page(parts).go.isEnabled()
    clock.now += 2_000
    parts.window.tick()
    assert "Try again in 3 seconds" in page(parts).problem.text()
    clock.now += 4_000
    parts.window.tick()
    assert page(parts).problem.text() == "" and page(parts).password.isEnabled()
    come_in(qtbot, parts)


def test_a_lock_hides_everything_and_gives_it_back(qtbot, parts):
    come_in(qtbot, parts)
    search = parts.window.top.search
    search.setFocus()
    qtbot.waitUntil(search.hasFocus)
    dialog = PhraseWorkshop(parts.world, parts.window)
    dialog.open()
    parts.window.toast.tell("林小鹿_88 要换 L 码")
    parts.window.entrance.lock()
    assert parts.world.session.locked and parts.window.entrance.shut
    assert not dialog.isVisible() and not parts.window.toast.isVisible()
    shown = [each for each in parts.window.findChildren(QLabel) if each.isVisible()]
    assert shown and all(page(parts).isAncestorOf(each) for each in shown)
    assert parts.window.windowTitle().endswith("TicketDesk")
    come_in(qtbot, parts)
    assert dialog.isVisible() and parts.world.session.gate is Gate.OPEN
    dialog.reject()


def test_focus_returns_to_where_it_was(qtbot, parts):
    come_in(qtbot, parts)
    parts.window.top.search.setFocus()
    qtbot.waitUntil(parts.window.top.search.hasFocus)
    parts.window.entrance.lock()
    come_in(qtbot, parts)
    qtbot.waitUntil(parts.window.top.search.hasFocus)
    qtbot.wait(200)  # nor does the page take it away again
    assert parts.window.top.search.hasFocus()


def test_undo_and_other_keys_do_nothing_behind_the_lock(qtbot, parts):
    come_in(qtbot, parts)
    parts.window.entrance.lock()
    table = parts.window.actions_table
    assert not any(table.of(name).isEnabled() for name in ("undo", "search", "orders", "lock", "sign_out"))


def test_someone_else_takes_over_with_pages_of_their_own(qtbot, parts, staff):
    come_in(qtbot, parts)
    before = parts.window.page("home")
    parts.window.entrance.switch()
    assert len(page(parts).people.people()) == 3 and page(parts).back.isVisible()
    page(parts).people.set_people(page(parts).people.people(), staff.agent)
    page(parts)._turn()
    type_password(qtbot, parts, "阿泽的密码")
    qtbot.waitUntil(lambda: parts.world.agent_id == staff.agent and not parts.window.entrance.shut)
    assert parts.window.page("home") is not before
    assert parts.window.top.agent.name() == "阿泽"
    parts.window.show_page("settings")
    keys = [entry.key for entry in parts.window.page("settings").list._model.entries]
    assert "staff" not in keys and "audit" not in keys and "security" in keys


def test_back_from_the_list_asks_for_the_password_again(qtbot, parts):
    come_in(qtbot, parts)
    parts.window.entrance.switch()
    page(parts).back.click()
    assert [each.name for each in page(parts).people.people()] == ["青禾（店主）"]
    assert page(parts).title.text() == tr("Locked") and parts.window.entrance.shut


def test_nothing_of_the_work_is_told_before_the_lock(qtbot, parts):
    come_in(qtbot, parts)
    parts.window.entrance.lock()
    parts.world.notices.say("Ticket of 林 opened", undoable=True)
    assert not parts.window.toast.isVisible()
    type_password(qtbot, parts, SECRET)
    qtbot.waitUntil(lambda: not parts.window.entrance.shut)
    parts.world.notices.say("Ticket of 林 opened", undoable=True)
    assert parts.window.toast.isVisible()


def test_whoever_disables_the_own_account_is_out(qtbot, parts, staff):
    come_in(qtbot, parts)
    admin = next(each for each in agents.roles(parts.world.reader) if each.key == "admin")
    parts.world.session.confirm(SECRET).result()
    parts.desk.run(SetAgentRole(agent_id=staff.agent, role_id=admin.id))
    assert not parts.window.entrance.shut
    parts.desk.run(DisableAgent(agent_id=staff.owner))
    qtbot.waitUntil(lambda: parts.window.entrance.shut)
    assert parts.world.agent_id is None
    assert "青禾（店主）" not in [each.name for each in page(parts).people.people()]


def test_signing_out_leaves_nobody(qtbot, parts):
    come_in(qtbot, parts)
    parts.window.entrance.sign_out()
    assert parts.world.agent_id is None and parts.window.entrance.shut


class Left:
    """Somebody who left the desk so many seconds ago."""

    def __init__(self, seconds):
        self.left = seconds

    def seconds(self):
        return self.left

    def stop(self):
        pass


@pytest.mark.parametrize(
    ("minutes", "idle", "locks"), [(15, 899, False), (15, 900, True), (5, 301, True), (0, 9_999, False)]
)
def test_idleness_locks_after_the_shops_minutes(qtbot, parts, minutes, idle, locks):
    come_in(qtbot, parts)
    parts.desk.run(SetSetting(key="lock.minutes", value=str(minutes)))
    parts.window.entrance._idle.stop()
    parts.window.entrance._idle = Left(idle)
    parts.window.tick()
    assert parts.window.entrance.shut is locks


def test_a_computer_that_slept_is_locked(qtbot, parts, clock):
    come_in(qtbot, parts)
    parts.window.entrance._idle.stop()
    parts.window.entrance._idle = Left(0)
    parts.window.tick()
    clock.now += 16 * 60_000
    parts.window.tick()
    assert parts.window.entrance.shut


def test_without_a_password_there_is_no_lock_but_a_way_to_one(qtbot, parts, staff):
    page(parts).people.set_people(page(parts).people.people(), staff.warehouse)
    page(parts)._turn()
    page(parts).go.click()
    qtbot.waitUntil(lambda: parts.world.agent_id == staff.warehouse and not parts.window.entrance.shut)
    parts.window.entrance.lock()
    assert not parts.window.entrance.shut and "no password yet" in parts.window.toast.text()
    assert parts.window.page("settings").current_section() == "security"
