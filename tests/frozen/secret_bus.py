"""A session bus with nothing on it but a keyring that holds one password and answers whoever asks for it.

It speaks D-Bus and the encryption of its secrets for real: https://specifications.freedesktop.org/secret-service-spec.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from pathlib import Path
from typing import Any

from jeepney.low_level import Message, Parser
from jeepney.wrappers import new_error, new_method_return
from secretstorage.dhcrypto import Session
from secretstorage.util import format_secret

ITEM = "/org/freedesktop/secrets/collection/one/1"
SESSION = "/org/freedesktop/secrets/session/1"
WORDS = {"Label": ("s", "one"), "Locked": ("b", False)}


class SecretBus:
    """Listens at ``path`` until it is closed; ``told`` are the members that were called, in order."""

    def __init__(self, path: Path, password: str) -> None:
        self.address, self.told = f"unix:path={path}", list[str]()
        self._password = password
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        path.chmod(0o777)  # the program runs as another user
        self._server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Nobody can connect any longer."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            rest = _greeted(client)
            parser, session, serial = Parser(), Session(), 0
            while True:
                for message in parser.feed(rest):
                    serial += 1
                    client.sendall(self._answer(message, session).serialise(serial=serial))
                rest = client.recv(65_536)
                if not rest:
                    return

    def _answer(self, message: Message, session: Session) -> Message:
        fields = {field.name: value for field, value in message.header.fields.items()}
        member = str(fields["member"])
        self.told.append(member)
        answer = self._known(member, message.body, session)
        if answer is None:
            return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", (member,))
        return new_method_return(message, *answer)

    def _known(self, member: str, body: tuple[Any, ...], session: Session) -> tuple[str | None, tuple[Any, ...]] | None:
        if member == "Get":
            return "v", (WORDS[body[1]],)
        if member == "OpenSession":
            session.set_server_public_key(int.from_bytes(body[1][1], "big"))
            session.object_path = SESSION
            return "vo", (("ay", session.my_public_key.to_bytes(128, "big")), SESSION)
        if member == "GetSecret":
            return "(oayays)", (format_secret(session, self._password.encode(), "text/plain"),)
        fixed: dict[str, tuple[str | None, tuple[Any, ...]]] = {
            "AddMatch": (None, ()),
            "Hello": ("s", (":1.1",)),
            "NameHasOwner": ("b", (True,)),
            "SearchItems": ("ao", ([ITEM],)),
            "Unlock": ("aoo", ([ITEM], "/")),
        }
        return fixed.get(member)


def _greeted(client: socket.socket) -> bytes:
    """Let anybody in; returns what came after the greeting."""
    known = b""
    while b"BEGIN\r\n" not in known:
        more = client.recv(4_096)
        if not more:
            raise OSError("nobody began")
        known += more
        if known.rstrip(b"\r\n").endswith(b"NEGOTIATE_UNIX_FD"):
            client.sendall(b"ERROR\r\n")
        elif b"BEGIN" not in known and known.endswith(b"\r\n"):
            client.sendall(b"OK " + os.urandom(16).hex().encode() + b"\r\n")
    return known.partition(b"BEGIN\r\n")[2]
