"""Who works at this desk: signing in and out, locking, and the password asked for again."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, NamedTuple, Protocol, TypeVar

from ticketdesk.desk.desk import Desk
from ticketdesk.desk.rights import Gate
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import agents, credentials

CONFIRMED_FOR: Final = 300_000  # ms that a password given again counts
T = TypeVar("T")


class Workers(Protocol):
    """Runs a function in another thread, as ``Executor.submit`` does."""

    def __call__(self, work: Callable[[], None], /) -> Future[None]:
        """Start ``work`` and return its future."""


class Account(NamedTuple):
    """Someone who may sign in."""

    id: int
    name: str
    role_name: str
    has_password: bool


class Session:
    """The guard of one desk. Passwords are hashed by ``run_in_worker``, never on the writer's or the window's thread.

    Listeners are called without arguments on whatever thread changed the state. A shop in which nobody has a password
    is opened by its owner, as ever.
    """

    def __init__(self, desk: Desk, clock: Callable[[], int], run_in_worker: Workers) -> None:
        self._desk = desk
        self._clock = clock
        self._submit = run_in_worker
        self._listeners: list[Callable[[], None]] = []
        self._proving = threading.Lock()  # one try at a time, so that none escapes the waiting
        self._locked = False
        self._confirmed_at: int | None = None
        self._earlier: tuple[int, str] | None = None  # who locked the desk, and the state that comes back
        desk.guard = self
        self.start()

    def start(self) -> None:
        """Begin as the owner where nobody has a password, else signed out."""
        reader = self._desk.store.reader
        self._enter(None if credentials.any_password(reader) else agents.owner_id(reader))

    def open_sample(self) -> None:
        """Begin as the owner without a password: for the sample shop only, which holds nobody's data."""
        self._enter(agents.owner_id(self._desk.store.reader))

    @property
    def agent_id(self) -> int | None:
        """Who is signed in."""
        return self._desk.agent_id

    @property
    def locked(self) -> bool:
        """Whether the desk is locked; its agent stays signed in."""
        return self._locked

    @property
    def gate(self) -> Gate:
        """Whether commands are taken; a store without a shop is open, since its first command makes the shop."""
        if self._locked:
            return Gate.LOCKED
        if self._desk.agent_id is None and agents.shop(self._desk.store.reader) is not None:
            return Gate.SIGNED_OUT
        return Gate.OPEN

    def accounts(self) -> list[Account]:
        """Return who may sign in, the oldest first."""
        return [
            Account(row.id, row.name, row.role_name, row.has_password) for row in agents.agents(self._desk.store.reader)
        ]

    def sign_in(self, agent_id: int, password: str) -> Future[None]:
        """Sign in; DeskErrors ``password_wrong``, ``password_wait`` (seconds), ``agent_missing``, ``agent_disabled``.

        An agent without a password gives "".
        """

        def work() -> None:
            self._prove(agent_id, password, "sign_in")
            left, earlier = self._desk.agent_id, self._take_earlier(agent_id)
            self._enter(agent_id)
            if left is not None and left != agent_id:
                self._present(left, "offline")
            self._present(agent_id, earlier or "online")

        return self._submit(work)

    def arrive(self) -> None:
        """Say that whoever the desk began with is here again; for a start, where nobody signs in."""
        from ticketdesk.store.queries import serving

        agent = self._desk.agent_id
        if agent is not None and serving.my_state(self._desk.store.reader, agent) == "offline":
            self._present(agent, "online")

    def unlock(self, password: str) -> Future[None]:
        """Unlock the desk with its agent's password, in the state before it was locked; DeskErrors as ``sign_in``."""

        def work() -> None:
            agent_id = self._somebody()
            self._prove(agent_id, password, "unlock")
            earlier = self._take_earlier(agent_id)
            self._enter(agent_id)
            if earlier:
                self._present(agent_id, earlier)

        return self._submit(work)

    def confirm(self, password: str) -> Future[None]:
        """Give the password again for commands that ask for it: it counts five minutes; DeskErrors as ``sign_in``."""

        def work() -> None:
            agent_id = self._somebody()
            self._prove(agent_id, password, "confirm")
            self._confirmed_at = self._clock()

        return self._submit(work)

    def new_hash(self, password: str, take: Callable[[str], None]) -> Future[None]:
        """Hash a new password with a fresh salt and hand the scrypt string to ``take`` (in the worker).

        DeskErrors ``password_short`` and ``password_long``. Post ``SetPassword`` or ``AddAgent`` with it.
        """

        def work() -> None:
            take(fresh_hash(password))

        return self._submit(work)

    def lock(self) -> None:
        """Lock the desk: everything but what channels bring is refused, and its agent is offline until it is unlocked.

        Without anybody signed in nothing happens.
        """
        if self._desk.agent_id is not None:
            self._go_offline(self._desk.agent_id)
            self._locked = True
            self._confirmed_at = None
            self._tell()

    def sign_out(self) -> None:
        """Nobody works at the desk any more; who did is offline."""
        left = self._desk.agent_id
        self._enter(None)
        if left is not None:
            self._present(left, "offline")

    def leave(self) -> None:
        """The window closes: who works here is offline until the next start."""
        if self._desk.agent_id is not None:
            self._go_offline(self._desk.agent_id)

    def confirmed(self, agent_id: int | None) -> bool:
        """Whether the password was given again within the last five minutes, or the agent has none to give."""
        at = self._confirmed_at
        if at is not None and agent_id == self._desk.agent_id and abs(self._clock() - at) < CONFIRMED_FOR:
            return True
        return agent_id is not None and not credentials.of(self._desk.store.reader, agent_id).hash

    def listen(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every change of who is signed in and whether the desk is locked."""
        self._listeners.append(listener)

    def _go_offline(self, agent_id: int) -> None:
        """Let no new conversation come to an agent, and remember what held; nothing where that is so already."""
        from ticketdesk.store.queries import serving

        state = serving.my_state(self._desk.store.reader, agent_id).value
        if state != "offline":
            self._earlier = (agent_id, state)
            self._present(agent_id, "offline")

    def _take_earlier(self, agent_id: int) -> str:
        """Return what held for an agent before the desk was locked, "" for nothing; it is told once."""
        earlier, self._earlier = self._earlier, None
        return earlier[1] if earlier is not None and earlier[0] == agent_id else ""

    def _present(self, agent_id: int, state: str) -> None:
        """Post the state of an agent who came or went; refused without a word for one who no longer works here."""
        from ticketdesk.desk.commands.serving import SetAgentState  # no start needs it

        self._desk.enter(SetAgentState(agent_id=agent_id, state=state), agent_id)

    def _enter(self, agent_id: int | None) -> None:
        if agent_id != self._desk.agent_id:
            self._confirmed_at = None
        self._desk.agent_id = agent_id
        self._locked = False
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    def _somebody(self) -> int:
        if self._desk.agent_id is None:
            raise DeskError("signed_out")
        return self._desk.agent_id

    def _prove(self, agent_id: int, password: str, how: str) -> None:
        with self._proving:
            prove(self._desk, agent_id, password, self._clock(), how)


def prove(desk: Desk, agent_id: int, password: str, now: int, how: str = "sign_in") -> None:
    """Check a password and record the outcome (about 0.1 s; in a worker); DeskErrors as ``Session.sign_in``."""
    # Read in the worker: where nobody has a password a start needs neither these nor OpenSSL.
    from ticketdesk.desk.commands.session import SignedIn, SignInFailed
    from ticketdesk.domain.passwords import matches, wait_ms

    agents.serving(desk.store.reader, agent_id)
    found = credentials.of(desk.store.reader, agent_id)
    wait = wait_ms(found.failures, found.failed_at, now)
    if wait:
        raise DeskError("password_wait", seconds=-(-wait // 1_000))
    if not (matches(found.hash, password) if found.hash else password == ""):
        desk.enter(SignInFailed(how=how), agent_id).result()
        raise DeskError("password_wrong")
    desk.enter(SignedIn(how=how), agent_id).result()


def fresh_hash(password: str) -> str:
    """Return the scrypt string of a new password with a fresh salt; DeskErrors ``password_short`` and ``…_long``."""
    import secrets

    from ticketdesk.domain.passwords import SALT_BYTES, check_password, hashed

    check_password(password)
    return hashed(password, secrets.token_bytes(SALT_BYTES))
