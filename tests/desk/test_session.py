"""Signing in and out, locking, wrong passwords and their waiting; passwords never stand where they could be read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.desk.builders import PASSWORD, PASSWORD_HASH, Clock, Make, People
from ticketdesk.desk.commands.people import AddAgent, DisableAgent, EnableAgent, SetAgentRole, SetPassword
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.roles import AddRole, SetRolePermission
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.session import Account, Session, fresh_hash
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.passwords import matches
from ticketdesk.store.queries import agents
from ticketdesk.store.store import Store


@pytest.fixture
def session(desk: Desk, people: People, clock: Clock):
    """The session of a desk whose owner has the password ``PASSWORD``; it begins signed out."""
    clock.step = 0
    with ThreadPoolExecutor(1) as pool:
        yield Session(desk, clock, pool.submit)


def key_of(future) -> str:
    error = future.exception()
    return error.key if isinstance(error, DeskError) else repr(error)


def acts_of(desk: Desk) -> list[tuple[str, str]]:
    rows = desk.store.reader.rows("SELECT command, args FROM act WHERE command LIKE 'Sign%' ORDER BY id")
    return [(command, args) for command, args in rows]


def test_a_shop_with_passwords_begins_signed_out(session: Session, desk: Desk, people: People) -> None:
    assert (session.agent_id, session.locked, session.gate) == (None, False, "signed_out")
    assert session.accounts()[0] == Account(people.owner, "小满", "Administrator", True)
    assert [account.has_password for account in session.accounts()] == [True, False, False, False]
    assert key_of(desk.post(AddPhrase(text="亲"))) == "signed_out"
    heard = ReceiveTranscript(buyer_nick="小鹿", messages=(Heard("in", "小鹿", 1, "在吗"),))
    assert desk.post(heard).exception() is None  # what channels bring comes in all the same


def test_signing_in_is_recorded_and_remembered(session: Session, desk: Desk, people: People, clock: Clock) -> None:
    told: list[int | None] = []
    session.listen(lambda: told.append(session.agent_id))
    session.sign_in(people.owner, PASSWORD).result()
    assert told == [people.owner] and session.gate == "open"
    assert acts_of(desk) == [("SignedIn", '{"how": "sign_in"}')]
    assert {row.id: row.signed_in_at for row in agents.agents(desk.store.reader)}[people.owner] == clock.now
    session.lock()
    assert session.locked and session.agent_id == people.owner
    assert key_of(desk.post(AddPhrase(text="亲"))) == "locked"
    assert key_of(session.unlock("falsch")) == "password_wrong" and session.locked
    session.unlock(PASSWORD).result()
    assert desk.post(AddPhrase(text="亲")).exception() is None
    session.sign_out()
    assert session.agent_id is None and key_of(desk.undo()) == "nothing_to_undo"


def test_an_agent_without_a_password_signs_in_with_none(session: Session, people: People) -> None:
    assert key_of(session.sign_in(people.agent, "x")) == "password_wrong"
    session.sign_in(people.agent, "").result()
    assert session.agent_id == people.agent


def test_wrong_passwords_make_wait_longer_and_longer(
    session: Session, desk: Desk, people: People, clock: Clock
) -> None:
    for _ in range(5):
        assert key_of(session.sign_in(people.owner, "falsch")) == "password_wrong"
    error = session.sign_in(people.owner, PASSWORD).exception()
    assert isinstance(error, DeskError) and (error.key, error.values) == ("password_wait", {"seconds": 5})
    clock.now += 5_000
    assert key_of(session.sign_in(people.owner, "falsch")) == "password_wrong"
    error = session.sign_in(people.owner, PASSWORD).exception()
    assert isinstance(error, DeskError) and error.values == {"seconds": 10}
    clock.now += 10_000
    session.sign_in(people.owner, PASSWORD).result()
    assert acts_of(desk) == [("SignInFailed", '{"how": "sign_in"}')] * 6 + [("SignedIn", '{"how": "sign_in"}')]
    session.sign_out()
    assert key_of(session.sign_in(people.owner, "falsch")) == "password_wrong"  # counted anew


def test_waiting_survives_a_restart(session: Session, desk: Desk, people: People, clock: Clock, tmp_path: Path) -> None:
    for _ in range(5):
        session.sign_in(people.owner, "falsch").exception()
    with ThreadPoolExecutor(1) as pool:
        again = Session(Desk(desk.store, clock), clock, pool.submit)
        assert key_of(again.sign_in(people.owner, PASSWORD)) == "password_wait"


def test_who_is_disabled_signs_in_no_more(session: Session, desk: Desk, people: People) -> None:
    session.sign_in(people.owner, PASSWORD).result()
    session.confirm(PASSWORD).result()
    desk.run(DisableAgent(agent_id=people.agent))
    assert people.agent not in [account.id for account in session.accounts()]
    assert key_of(session.sign_in(people.agent, "")) == "agent_disabled"
    assert key_of(desk.post(AddPhrase(text="亲"), agent_id=people.agent)) == "agent_disabled"
    desk.run(EnableAgent(agent_id=people.agent))
    assert desk.post(AddPhrase(text="亲"), agent_id=people.agent).exception() is None


def test_a_new_password_is_kept_as_a_hash_that_stands_nowhere_else(desk: Desk, people: People, store: Store) -> None:
    secret = "一个很长的密码 42"
    stored = fresh_hash(secret)
    desk.run(SetPassword(agent_id=people.owner, password_hash=stored))
    desk.run(AddAgent(agent_name="霜降", password_hash=fresh_hash(secret)))
    assert store.reader.rows("SELECT hash FROM credential WHERE agent_id = ?", (people.owner,)) == [(stored,)]
    assert matches(stored, secret) and not matches(stored, secret + "x")
    kept = repr(store.reader.rows("SELECT * FROM act")) + repr(store.reader.rows("SELECT * FROM change"))
    assert "scrypt" not in kept and secret not in kept
    with pytest.raises(ValueError, match="hash"):
        desk.run(SetPassword(agent_id=people.owner, password_hash=secret))


def test_somebody_who_manages_staff_is_always_left(desk: Desk, people: People) -> None:
    admin = next(row.id for row in agents.roles(desk.store.reader) if row.key == "admin")
    agent = next(row.id for row in agents.roles(desk.store.reader) if row.key == "agent")
    for command in (
        DisableAgent(agent_id=people.owner),
        SetAgentRole(agent_id=people.owner, role_id=agent),
        SetRolePermission(role_id=admin, permission="staff.edit", granted=False),
    ):
        assert key_of(desk.post(command)) == "last_admin"
    assert key_of(desk.post(SetAgentRole(agent_id=people.lead, role_id=admin))) == "agent_password_needed"
    desk.run(SetPassword(agent_id=people.lead, password_hash=PASSWORD_HASH))
    desk.run(SetAgentRole(agent_id=people.lead, role_id=admin))
    desk.run(DisableAgent(agent_id=people.owner), agent_id=people.lead)
    # Nor may an undo leave nobody: the owner, who could take the lead's rights back, works here no more.
    assert key_of(desk.undo()) == "agent_disabled"


def test_nobody_gives_away_more_than_is_held(desk: Desk, people: People) -> None:
    half = desk.run(AddRole(role_name="店助", permissions=("staff.edit", "phrase.edit"))).result
    assert isinstance(half, int)
    desk.run(SetPassword(agent_id=people.agent, password_hash=PASSWORD_HASH))
    desk.run(SetAgentRole(agent_id=people.agent, role_id=half))
    admin = next(row.id for row in agents.roles(desk.store.reader) if row.key == "admin")
    for command in (
        SetAgentRole(agent_id=people.agent, role_id=admin),
        SetRolePermission(role_id=half, permission="refund.agree", granted=True),
        AddRole(role_name="x", permissions=("shop.edit",)),
        AddAgent(agent_name="x", role="lead"),
        SetPassword(agent_id=people.owner, password_hash=PASSWORD_HASH),
    ):
        assert key_of(desk.post(command, agent_id=people.agent)) == "denied", command
    assert desk.post(AddRole(role_name="y", permissions=("phrase.edit",)), agent_id=people.agent).exception() is None


def test_an_undo_asks_for_the_right_of_the_act(desk: Desk, make: Make, people: People) -> None:
    role = desk.run(AddRole(role_name="见习", permissions=("phrase.edit", "ticket.handle"))).result
    assert isinstance(role, int)
    desk.run(SetAgentRole(agent_id=people.agent, role_id=role))
    ticket = make.ticket(agent_id=people.agent)
    phrase = desk.run(AddPhrase(text="亲"), agent_id=people.agent)
    desk.run(SetRolePermission(role_id=role, permission="phrase.edit", granted=False))
    desk.agent_id = people.agent
    error = desk.undo().exception()
    assert isinstance(error, DeskError) and error.key == "denied"
    assert error.values == {"permission": "phrase.edit", "root": phrase.act_id}
    assert desk.store.reader.rows("SELECT args FROM act ORDER BY id DESC LIMIT 1") == [
        (f'{{"command": "Undo", "ids": {{"act_id": [{phrase.act_id}]}}, "right": "phrase.edit"}}',)
    ]
    # The step that is refused can be skipped: the one before is taken back.
    assert desk.undo(below=phrase.act_id).result().command == "CreateTicket"
    assert desk.store.reader.rows("SELECT deleted FROM ticket WHERE id = ?", (ticket.id,)) != [(0,)]


def test_refusals_do_not_flood_the_journal(desk: Desk, people: People, clock: Clock) -> None:
    clock.step = 0
    for _ in range(50):
        desk.post(AddRole(role_name="x"), agent_id=people.agent).exception()
    clock.now += 60_000
    desk.post(AddRole(role_name="x"), agent_id=people.agent).exception()
    rows = desk.store.reader.rows("SELECT args FROM act WHERE command = 'Denied' ORDER BY id")
    assert [args for (args,) in rows] == [
        '{"command": "AddRole", "ids": {}, "right": "staff.edit"}',
        '{"command": "AddRole", "ids": {}, "right": "staff.edit", "unrecorded": 49}',
    ]
