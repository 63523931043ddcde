"""Real servers on loopback: Dovecot as a private instance, an SMTP server, and a line between that can be cut."""

from __future__ import annotations

import email
import os
import pwd
import random
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from imapclient import IMAPClient

USER = "shop@shop.example"
PASSWORD = "spring-secret"
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PATIENCE = 60.0


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def waited(ready: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Whether ``ready`` became true."""
    ends = time.monotonic() + patience
    while not ready():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True


def certificate(folder: Path) -> Path:
    """A certificate for localhost, with its key in the same file."""
    found = folder / "both.pem"
    key, cert = folder / "key.pem", folder / "cert.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    made = (
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    )
    subprocess.run([*made, "-keyout", str(key), "-out", str(cert), *subject], check=True, capture_output=True)
    found.write_bytes(key.read_bytes() + cert.read_bytes())
    return found


_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
ssl = yes
ssl_cert = <{home}/both.pem
ssl_key = <{home}/both.pem
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{home}/mail/%u
mail_uid = {user}
mail_gid = {group}
mail_max_userip_connections = 500
maildir_very_dirty_syncs = no
imap_capability = {capability}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={home}/home
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
"""


class Dovecot:
    """One instance in a folder of its own, without any right: as whoever runs the tests, or as nobody for root."""

    def __init__(self, *, idle: bool = True) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.plain, self.tls = free_port(), free_port()
        self._who = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.pem = certificate(self.home)
        for name in ("run", "state", "mail", "home"):
            (self.home / name).mkdir()
        capability = "" if idle else "IMAP4rev1 SASL-IR LITERAL+ UIDPLUS SPECIAL-USE"
        self._config = self.home / "dovecot.conf"
        self._config.write_text(
            _CONFIG.format(
                home=self.home, user=self._who.pw_name, group=self._group, plain=self.plain, tls=self.tls,
                password=PASSWORD, capability=capability,
            )
        )  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def _group(self) -> str:
        import grp

        return grp.getgrgid(self._who.pw_gid).gr_name

    def begin(self) -> None:
        """Start it and wait until it answers."""
        given: dict[str, Any] = {}
        if os.getuid() == 0:
            for each in (self.home, *self.home.rglob("*")):
                os.chown(each, self._who.pw_uid, self._who.pw_gid)
            given = {"user": self._who.pw_uid, "group": self._who.pw_gid, "extra_groups": []}
        assert DOVECOT is not None
        self._process = subprocess.Popen([DOVECOT, "-F", "-c", str(self._config)], stderr=subprocess.PIPE, **given)
        assert waited(self._answers), self._log()

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.plain), 1) as line:
            return line.recv(10).startswith(b"* OK")
        return False

    def _log(self) -> str:
        assert self._process is not None
        log = self.home / "log"
        said = log.read_text() if log.exists() else ""
        if self._process.poll() is not None and self._process.stderr is not None:
            said += self._process.stderr.read().decode()
        return said

    def end(self) -> None:
        """Stop it and leave nothing."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            if self._process.stderr is not None:
                self._process.stderr.close()
        shutil.rmtree(self.home, ignore_errors=True)

    @contextmanager
    def opened(self, user: str = USER) -> Iterator[IMAPClient]:
        """The mailbox under the tests' own hands."""
        client = IMAPClient("127.0.0.1", self.plain, ssl=False)
        try:
            client.login(user, PASSWORD)
            yield client
        finally:
            with suppress(Exception):
                client.logout()

    def deliver(self, *mails: bytes, user: str = USER, folder: str = "INBOX") -> None:
        """Put mails into a mailbox."""
        with self.opened(user) as client:
            for mail in mails:
                client.append(folder, mail)

    def context(self) -> ssl.SSLContext:
        """TLS that trusts this instance's certificate and nothing else."""
        return ssl.create_default_context(cafile=str(self.home / "cert.pem"))


class Post:
    """An SMTP server that keeps what it takes: (Message-ID, sender, recipients, bytes)."""

    def __init__(self, pem: Path | None = None, *, context: ssl.SSLContext | None = None) -> None:
        self.taken: list[tuple[str, str, list[str], bytes]] = []
        self.refuses: dict[str, str] = {}
        self.before_answer: Callable[[bytes], None] = lambda mail: None
        self.after_data: list[Callable[[], None]] = []
        self._guard = threading.Lock()
        self.port = free_port()
        more: dict[str, Any] = {"tls_context": context} if context is not None else {}
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, authenticator=self._knows,
            auth_require_tls=context is not None, data_size_limit=50 << 20, **more,
        )  # fmt: skip

    def _knows(self, server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right or None)

    async def handle_MAIL(self, server: object, session: Any, envelope: Any, sender: str, options: object) -> str:
        if not session.authenticated:
            return "530 who are you"
        envelope.mail_from = sender
        return "250 OK"

    async def handle_RCPT(self, server: object, session: object, envelope: Any, to: str, options: object) -> str:
        if to in self.refuses:
            return self.refuses[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        header_id = str(email.message_from_bytes(envelope.content)["Message-ID"])
        with self._guard:
            self.taken.append((header_id, envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        self.before_answer(envelope.content)
        return "250 taken"

    @property
    def ids(self) -> list[str]:
        """Message-IDs of what was taken, in order."""
        with self._guard:
            return [each[0] for each in self.taken]

    def begin(self) -> None:
        """Start it."""
        self._controller.start()

    def end(self) -> None:
        """Stop it."""
        self._controller.stop()


class Cutter:
    """A line to a port that breaks: every connection after a random number of bytes, or all at once by ``cut``."""

    def __init__(self, port: int, *, seed: int = 0, most: int = 0) -> None:
        """``most`` bytes pass at most before a connection is cut; 0 cuts none by itself."""
        self._to, self._most = port, most
        self._random = random.Random(seed)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self.cuts = 0
        self.open = True
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._guard = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                if not self.open:
                    near.close()
                    continue
                try:
                    far = socket.create_connection(("127.0.0.1", self._to), 5)
                except OSError:
                    near.close()
                    continue
                self._join(near, far)

    def _join(self, near: socket.socket, far: socket.socket) -> None:
        pair = (near, far)
        left = [self._random.randrange(400, self._most) if self._most else 1 << 60]
        with self._guard:
            self._pairs.add(pair)
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._pass, args=(source, target, pair, left), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, pair: Any, left: list[int]) -> None:
        with suppress(OSError):
            while content := source.recv(1_024):
                left[0] -= len(content)
                if left[0] < 0:
                    self._end(pair, cut=True)
                    return
                target.sendall(content)
        self._end(pair)

    def _end(self, pair: tuple[socket.socket, socket.socket], *, cut: bool = False) -> None:
        with self._guard:
            if pair not in self._pairs:
                return
            self._pairs.discard(pair)
            self.cuts += cut
        for each in pair:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def cut(self) -> None:
        """Cut every connection."""
        with self._guard:
            pairs = list(self._pairs)
        for pair in pairs:
            self._end(pair, cut=True)

    def end(self) -> None:
        """Let nothing through any more."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()
