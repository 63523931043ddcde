"""One window per store: a second start asks the first one, over a loopback socket, to come to the front.

The first start writes port and a random token beside the store, readable for its owner only; who cannot read the
file cannot raise the window, and nothing else can be asked for.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from ticketdesk.domain.errors import DeskError

if TYPE_CHECKING:
    import socket

T = TypeVar("T")

_LOG: Final = logging.getLogger(__name__)
_HOST: Final = "127.0.0.1"
_ANSWER: Final = b"raised"
_SECONDS: Final = 2.0
_TOKEN_BYTES: Final = 32
_PATIENCE: Final = 3.0
_AGAIN: Final = 0.05


def call_path(store: Path) -> Path:
    """Where the first start writes how it can be called."""
    return store.with_name(store.name + ".window")


def raise_first(store: Path) -> bool:
    """Ask the program that has ``store`` open to raise its window; whether it did within 2 seconds."""
    import socket  # as below: only where somebody is called or has started to listen

    try:
        port, token = call_path(store).read_text(encoding="ascii").split()
        with socket.create_connection((_HOST, int(port)), timeout=_SECONDS) as line:
            line.sendall(token.encode("ascii"))
            line.shutdown(socket.SHUT_WR)
            return line.recv(len(_ANSWER)) == _ANSWER
    except (OSError, ValueError):
        return False


def open_or_raise(store: Path, open_it: Callable[[], T], *, patience: float = _PATIENCE) -> T | None:
    """Return what ``open_it`` opens, or None where the program that has ``store`` open has raised its window instead.

    The other one may be opening still (then it cannot hear yet) or closing already (then the store is free in a
    moment): for ``patience`` seconds it is asked again; after that its DeskError ``store_in_use`` is raised.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return open_it()
        except DeskError as error:
            if error.key != "store_in_use":
                raise
            if raise_first(store):
                return None
            if time.monotonic() > deadline:
                raise
        time.sleep(_AGAIN)


def hear_second_starts(opened: ExitStack, store: Path, called: Callable[[], None]) -> None:
    """Hear of second starts until ``opened`` is left; where no program may listen, those only say what they are."""
    try:
        first = FirstStart(store, called)
    except OSError as error:
        _LOG.warning("second starts are not heard: %s", type(error).__name__)
    else:
        opened.callback(first.close)


class FirstStart:
    """Listens for second starts in a daemon thread; ``called`` runs on that thread and must only post a signal."""

    def __init__(self, store: Path, called: Callable[[], None]) -> None:
        import secrets
        import socket

        self._path = call_path(store)
        self._called = called
        self._token = secrets.token_hex(_TOKEN_BYTES)
        self._socket = socket.create_server((_HOST, 0))
        self._closed = False
        _write_private(self._path, f"{self._socket.getsockname()[1]} {self._token}")
        self._thread = threading.Thread(target=self._listen, name="second-starts", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and take the note away; call it before the store is closed."""
        import socket

        self._closed = True
        port = self._socket.getsockname()[1]
        # A blocked accept does not notice a close on every system, one last call does.
        try:
            socket.create_connection((_HOST, port), timeout=_SECONDS).close()
        except OSError:
            _LOG.info("the listener was gone already")
        self._thread.join(_SECONDS)
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _listen(self) -> None:
        while not self._closed:
            try:
                line, _address = self._socket.accept()
            except OSError:
                return
            with line:
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        import hmac

        line.settimeout(_SECONDS)
        try:
            said = line.recv(4 * _TOKEN_BYTES)
            if not self._closed and hmac.compare_digest(said, self._token.encode("ascii")):
                self._called()
                line.sendall(_ANSWER)
        except OSError:
            _LOG.info("a second start hung up")


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
