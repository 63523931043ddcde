"""Every command × every role, nobody and a locked desk × own, foreign and missing rows: 0 wrong answers.

What is refused for want of a right changes no byte outside the journal, is recorded, and is told to listeners.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from typing import NamedTuple, get_args

import pytest

from tests.desk.builders import PASSWORD, Clock, Make, People
from tests.desk.samples import DECLARED, SAMPLES, Declared, Sampler, Whose
from ticketdesk.desk import commands as package
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.command import BulkCommand, Command, SingleCommand
from ticketdesk.desk.commands.people import AddAgent, SetAgentRole
from ticketdesk.desk.commands.roles import AddRole
from ticketdesk.desk.commands.session import SignedIn, SignInFailed
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.registry import commands
from ticketdesk.desk.session import Session
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store import search_pieces
from ticketdesk.store.queries import agents, ownership, serving
from ticketdesk.store.store import Store
from ticketdesk.store.writers.drafts import put_draft

ACTORS = ("admin", "lead", "agent", "warehouse", "empty", "nobody", "locked")
MISSING = frozenset(f"{what}_missing" for what in ("row", "order", "ticket", "agent", "role", "buyer", "refund"))


class Actor(NamedTuple):
    """A column of the matrix; ``gate`` is the key of the refusal where the desk is not open."""

    agent_id: int | None
    held: frozenset[str]
    gate: str = ""


def at_once(work):
    """Workers without threads: the tests need no answer later."""
    future: Future[None] = Future()
    try:
        future.set_result(work())
    except DeskError as error:
        future.set_exception(error)
    return future


@pytest.fixture(autouse=True)
def no_upkeep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the merging of the index quiet: it writes between acts, and is no doing of the command in the cell."""
    monkeypatch.setattr(search_pieces, "worn", lambda _connection: [])


@pytest.fixture
def actors(desk: Desk, people: People, clock: Clock) -> dict[str, Actor]:
    """The agents of the four standard roles, and one whose role allows nothing."""
    role = desk.run(AddRole(role_name="见习")).result
    empty = desk.run(AddAgent(agent_name="小寒")).result
    desk.run(SetAgentRole(agent_id=int(str(empty)), role_id=int(str(role))))
    ids = {**dict(zip(ACTORS, people, strict=False)), "empty": int(str(empty))}
    found = {name: Actor(key, agents.actor(desk.store.reader, key).permissions) for name, key in ids.items()}
    found["nobody"] = Actor(None, frozenset(), "signed_out")
    found["locked"] = Actor(people.owner, found["admin"].held, "locked")
    return found


def expected(declared: Declared, actor: Actor, whose: Whose) -> str:
    """Return the answer that the declaration means: "done", "missing", or the key of a refusal."""
    if declared.door == "first":
        return "shop_exists"
    if actor.gate and declared.door == "agent":
        return actor.gate
    if actor.agent_id is None:
        return "missing" if whose == "missing" else "done"  # what a channel brings
    wanted = [declared.needs] if declared.needs else []
    if whose == "foreign" and declared.others:
        wanted.append(declared.others)
    if whose != "missing" and declared.also:
        wanted.append(declared.also)
    if not set(wanted) <= actor.held:
        return "denied"
    return "missing" if whose == "missing" else "done"


def answer(desk: Desk, command: Command, agent_id: int | None) -> str:
    error = desk.post(command, agent_id=agent_id).exception()
    if error is None:
        return "done"
    if not isinstance(error, DeskError):
        raise error
    return "missing" if error.key in MISSING else error.key


def every_byte(store: Store) -> dict[str, str]:
    """One digest per table, the search index with its shadows included; what the journal itself writes left out."""
    rows = store.reader.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    names = [name for (name,) in rows if name not in ("act", "change", "seal")]
    return {
        name: hashlib.sha256(repr(store.reader.rows(f"SELECT * FROM {name}")).encode()).hexdigest() for name in names
    }


class Matrix:
    """Walks through the cells of one actor and gathers what is wrong."""

    def __init__(self, make: Make, people: People, actor: Actor, clock: Clock) -> None:
        self.desk, self.actor, self.clock = make.desk, actor, clock
        self.sample = Sampler(make, people, actor.agent_id)
        self.told: list[Changes] = []
        self.desk.listen(self.told.append)
        self.cells = 0

    def wrong(self) -> Iterator[str]:
        for name in SAMPLES:
            cases: tuple[Whose, ...] = get_args(Whose) if commands()[name].scope.argument else ("own",)
            for whose in cases:
                yield from self._cell(name, whose)

    def _cell(self, name: str, whose: Whose) -> Iterator[str]:
        self.cells += 1
        command = self.sample(name, whose)
        self.clock.now += 61_000  # so that every refusal is recorded by itself
        before, acts = every_byte(self.desk.store), self._acts()
        self.told.clear()
        got, want = answer(self.desk, command, self.actor.agent_id), expected(DECLARED[name], self.actor, whose)
        if got != want:
            yield f"{name} {whose}: {got} instead of {want}"
        if got == "done":
            return
        if every_byte(self.desk.store) != before:
            yield f"{name} {whose}: refused, and yet something was written"
        yield from self._record(name, whose, acts, refused=got in ("denied", "locked", "signed_out"))

    def _acts(self) -> int:
        return int(self.desk.store.reader.rows("SELECT COALESCE(MAX(id), 0) FROM act")[0][0])

    def _record(self, name: str, whose: Whose, after: int, *, refused: bool) -> Iterator[str]:
        sql = "SELECT agent_id, command, args, undoable FROM act WHERE id > ? AND command = 'Denied'"
        found = self.desk.store.reader.rows(sql, (after,))
        if len(found) != int(refused) or len([each for each in self.told if each.command == "Denied"]) != int(refused):
            yield f"{name} {whose}: {len(found)} records of the refusal"
        for agent, _, args, undoable in found:
            said = json.loads(args)
            if (agent, undoable, said["command"]) != (self.actor.agent_id, 0, name) or set(said) != {
                "command",
                "ids",
                "right",
            }:
                yield f"{name} {whose}: recorded as {args}"


def gated(desk: Desk, actor: Actor, clock: Clock) -> None:
    """Bring the desk into the state of the column: without a session, signed out, or locked."""
    if actor.gate:
        session = Session(desk, clock, at_once)
        if actor.gate == "locked":
            session.sign_in(int(str(actor.agent_id)), PASSWORD).result()
            session.confirm(PASSWORD).result()
            session.lock()
            await_offline(desk)
    else:
        desk.agent_id = None


def await_offline(desk: Desk) -> None:
    """Wait until it is written that the agent is away: locking writes it in a moment, and that is no wrong answer."""
    until = time.monotonic() + 30
    while serving.my_state(desk.store.reader, int(str(desk.agent_id))).value != "offline":
        assert time.monotonic() < until, "locking has not set the agent offline"
        time.sleep(0.005)


@pytest.mark.parametrize("name", ACTORS)
def test_the_matrix_of_rights(desk, make, people, actors, clock, name) -> None:
    make.imported(2)
    gated(desk, actors[name], clock)
    matrix = Matrix(make, people, actors[name], clock)
    assert list(matrix.wrong()) == []
    assert matrix.cells > 80


def test_control_a_check_that_was_taken_out_is_seen(desk, make, people, actors, clock, monkeypatch) -> None:
    make.imported(2)
    gated(desk, actors["empty"], clock)
    monkeypatch.setattr(commands()["SetFlag"], "needs", None)
    matrix = Matrix(make, people, actors["empty"], clock)
    found = list(matrix.wrong())
    assert any(each.startswith("SetFlag own: done instead of denied") for each in found), found
    assert all(each.startswith("SetFlag") for each in found)


def test_control_rows_of_others_are_told_apart(desk, make, people, actors, clock, monkeypatch) -> None:
    make.imported(2)
    gated(desk, actors["agent"], clock)
    monkeypatch.setattr(ownership, "foreign", lambda *_given: False)
    found = {each.split(":")[0] for each in Matrix(make, people, actors["agent"], clock).wrong()}
    assert found == {
        f"{name} foreign"
        for name in (
            "CancelTicket",
            "SetPassword",
            "DoneReminder",
            "MoveReminder",
            "DoneMention",
            "NameStandIn",
            "EndStandIn",
            "SetAgentState",
            "SaveTicketView",
            "DeleteTicketView",
            "OrderTicketViews",
            "SaveOrderView",
            "DeleteOrderView",
            "ArrangeOrderViews",
        )
    }


def test_control_a_refusal_that_writes_or_is_not_recorded_is_seen(
    desk, make, people, actors, clock, monkeypatch
) -> None:
    make.imported(2)
    gated(desk, actors["empty"], clock)

    def careless(error: DeskError, *_given: object) -> None:
        desk.store.aside(put_draft, "left", f"{error}{clock.now}", clock.now)

    monkeypatch.setattr(desk.denials, "record", careless)
    found = list(Matrix(make, people, actors["empty"], clock).wrong())
    assert any("yet something was written" in each for each in found)
    assert any("0 records" in each for each in found)


def test_every_command_is_declared_here_as_in_the_program() -> None:
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    kinds = [*SingleCommand.__subclasses__(), *BulkCommand.__subclasses__()]
    own = {kind.__name__ for kind in kinds if kind.__module__.startswith(package.__name__)}
    assert own == set(commands()), "desk.registry must name every module of commands"
    assert own == set(DECLARED), "a command without a line in DECLARED"
    assert own - set(SAMPLES) == {"SignedIn", "SignInFailed"}
    for name, kind in commands().items():
        others = kind.scope.others
        also = "".join(right.value for right in kind.also)
        found = Declared(
            kind.needs.value if kind.needs else None, others.value if others else "", also, kind.confirm, kind.door
        )
        assert found == DECLARED[name], name


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_command_declares_its_scope_and_fields_itself(store: Store, name: str) -> None:
    kind = commands()[name]
    for declared in ("needs", "scope", "fields"):
        assert declared in vars(kind), f"{name} declares no {declared}"
    assert kind.needs is None or isinstance(kind.needs, Permission)
    assert kind.__doc__ and kind.fields is not None
    for field in kind.fields:
        table, _, column = field.partition(".")
        columns = {row[1] for row in store.reader.rows(f"PRAGMA table_info({table})")}
        assert columns and column in columns | {"+", "*"}, f"{name}: there is no {field}"
    if kind.scope.argument:
        assert kind.scope.argument in kind.__dataclass_fields__
        assert store.reader.rows(f"PRAGMA table_info({kind.scope.table})")


def test_acts_of_the_session_cannot_be_posted(desk: Desk, people: People) -> None:
    for command in (SignedIn(), SignInFailed()):
        with pytest.raises(TypeError):
            desk.post(command, agent_id=people.agent)


@pytest.mark.parametrize("name", sorted(name for name, each in DECLARED.items() if each.confirm))
def test_what_asks_for_the_password_again_waits_for_it(desk, make, people, clock, name) -> None:
    session = Session(desk, clock, at_once)
    session.sign_in(people.owner, PASSWORD).result()
    sample = Sampler(make, people, people.owner)
    command = sample(name, "own")
    before = every_byte(desk.store)
    assert answer(desk, command, None) == "password_needed"
    assert every_byte(desk.store) == before
    with suppress(DeskError):
        session.confirm("falsch").result()
    assert answer(desk, command, None) == "password_needed"
    session.confirm(PASSWORD).result()
    assert answer(desk, command, None) == "done"
    clock.now += 300_000
    assert answer(desk, sample(name, "own"), None) == "password_needed"


def test_a_store_whose_owner_has_no_password_asks_for_none(bare_desk: Desk, clock: Clock) -> None:
    from ticketdesk.desk.commands.shop import CreateShop

    session = Session(bare_desk, clock, at_once)
    bare_desk.run(CreateShop(shop_name="青禾", owner_name="小满"))
    session.start()
    assert session.agent_id is not None and not session.locked
    assert answer(bare_desk, AddRole(role_name="见习"), None) == "done"
    assert answer(bare_desk, AddAgent(agent_name="立夏"), None) == "owner_password_needed"
