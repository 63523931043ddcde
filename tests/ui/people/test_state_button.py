"""Whether an agent takes conversations: shown and chosen in the top bar, set by coming and going."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.ui.people.conftest import SECRET, fill
from ticketdesk import app
from ticketdesk.desk.commands.serving import SetAgentState
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.session import Session
from ticketdesk.store.queries import serving
from ticketdesk.store.store import Store
from ticketdesk.ui.actions import Actions
from ticketdesk.ui.people.state_button import STATES, StateButton
from ticketdesk.ui.top_bar import TopBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def button(qtbot):
    made = StateButton()
    qtbot.addWidget(made)
    made.set_state("online")
    made.show()
    return made


def test_every_state_has_its_own_look_and_name(button):
    seen = []
    for state in STATES:
        button.set_state(state)
        assert button.state() == state and button.accessibleName().endswith(STATES[state][0])
        assert button.accessibleDescription() == STATES[state][2]
        seen.append(button.grab().toImage())
    assert seen[0] != seen[1] != seen[2] != seen[0]
    button.set_state("")
    assert not button.isVisible()


def test_keys_open_the_menu_and_the_state_holds_only_once_it_is_told(button, qtbot):
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down):
        qtbot.keyClick(button, key)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [line.isChecked() for line in menu.actions()] == [True, False, False]
        menu.close()
    with qtbot.waitSignal(button.chosen) as told:
        button.menu.actions()[1].trigger()
    assert told.args == ["suspended"] and button.state() == "online"
    with qtbot.assertNotEmitted(button.chosen):
        button.menu.actions()[0].trigger()


def test_the_top_bar_sets_ones_own_state(world, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    bar = TopBar(world, Actions(window, world.keymap))
    bar.setParent(window)
    world.changed.connect(lambda changes: bar.refresh() if changes.touches("agent") else None)
    bar.refresh()
    assert bar.state.state() == "online"
    for state in ("suspended", "offline", "online"):
        bar.state.chosen.emit(state)
        qtbot.waitUntil(lambda state=state: bar.state.state() == state)
        assert serving.my_state(world.reader, world.agent_id) == state


def at_once(work):
    done = Future()
    done.set_result(work())
    return done


def test_who_comes_is_online_and_who_goes_is_offline(empty_desk, clock):
    desk = empty_desk
    staff = fill(desk)
    session = Session(desk, clock, at_once)

    def states():
        desk.keep_draft("after", "").result()  # what was posted before stands once this does
        return tuple(str(serving.my_state(desk.store.reader, each)) for each in (staff.owner, staff.warehouse))

    def signs_in(agent, password):
        session.sign_in(agent, password).result()
        return states()

    assert states() == ("online", "online")
    assert signs_in(staff.owner, SECRET) == ("online", "online")
    assert signs_in(staff.warehouse, "") == ("offline", "online")
    session.arrive()
    assert states() == ("offline", "online")
    session.sign_out()
    assert states() == ("offline", "offline")
    session.arrive()
    assert states() == ("offline", "offline")
    assert signs_in(staff.warehouse, "") == ("offline", "online")


def test_who_locks_is_offline_until_the_desk_is_unlocked(empty_desk, clock):
    desk = empty_desk
    staff = fill(desk)
    session = Session(desk, clock, at_once)
    session.sign_in(staff.owner, SECRET).result()

    def state(agent=staff.owner):
        desk.keep_draft("after", "").result()
        return str(serving.my_state(desk.store.reader, agent))

    for before in ("online", "suspended", "offline"):
        desk.run(SetAgentState(agent_id=staff.owner, state=before))
        session.lock()
        assert state() == "offline"
        session.lock()  # locked already
        session.unlock(SECRET).result()
        assert state() == before
    desk.run(SetAgentState(agent_id=staff.owner, state="suspended"))
    session.lock()
    session.sign_in(staff.warehouse, "").result()  # somebody else takes over
    assert (state(), state(staff.warehouse)) == ("offline", "online")
    session.sign_in(staff.owner, SECRET).result()
    assert (state(), state(staff.warehouse)) == ("online", "offline")


def test_closing_the_window_leaves_offline_and_the_next_start_is_online_again(qapp, tmp_path, clock, qtbot):
    path = tmp_path / "s" / "ticketdesk.db"
    made = CreateShop(shop_name="青禾", owner_name="小满")
    first = app.build(path, clock=clock, fill=lambda desk, _clock: desk.run(made))
    me = first.world.agent_id
    assert serving.my_state(first.world.reader, me) == "online"
    first.close()
    store = Store(path)
    assert serving.my_state(store.reader, me) == "offline"
    store.close()
    again = app.build(path, clock=clock)
    again.window.show()
    qtbot.waitUntil(lambda: serving.my_state(again.world.reader, me) == "online")
    again.close()


def test_a_shop_without_passwords_opens_with_its_owner_online(world, desk):
    me = world.agent_id
    desk.run(SetAgentState(agent_id=me, state="offline"))
    world.session.start()
    world.session.arrive()
    desk.keep_draft("after", "").result()
    assert serving.my_state(world.reader, me) == "online"
