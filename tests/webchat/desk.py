"""The real desk as a process that can be killed, and the wire to it that can be cut."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

NAME = "shop.test"  # window_child.py tells the desk this name; it cannot be asked without Qt
CHILD = Path(__file__).with_name("window_child.py")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class WindowDesk:
    """The window in a process of its own; the same store and port again after ``kill`` and ``start``."""

    def __init__(self, store: Path) -> None:
        self.store, self.port = store, free_port()
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> WindowDesk:
        """Open the window; returns when it serves."""
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), str(self.store), str(self.port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self._line()["ready"] == self.port
        return self

    def _line(self) -> dict[str, Any]:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the desk has ended"
        return dict(json.loads(line))

    def ask(self, do: str, **what: Any) -> Any:
        """Give an order and return its answer."""
        assert self.process is not None and self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **what}, ensure_ascii=False) + "\n")
        self.process.stdin.flush()
        answer = self._line()
        assert "ok" in answer, answer
        return answer["ok"]

    def kill(self) -> None:
        """Kill it where it stands."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self._over()

    def quit(self) -> int:
        """Close the window; returns its exit code."""
        self.ask("quit")
        return self._over()

    def _over(self) -> int:
        assert self.process is not None
        code = self.process.wait(60)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self.process = None
        return code


class Wire:
    """A wire between pages and the desk: while it is cut nothing passes and nobody is told, as with a pulled cable."""

    def __init__(self, target: int = 0) -> None:
        self.target = target  # the port at its other end, for lines that begin from now on
        self._passes = threading.Event()
        self._passes.set()
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.settimeout(0.1)
        self.port = int(self._listener.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def _start(self, work: Any, *values: Any) -> None:
        thread = threading.Thread(target=work, args=values, daemon=True)
        self._threads.append(thread)
        thread.start()

    def cut(self) -> None:
        """Pull the cable."""
        self._passes.clear()

    def mend(self) -> None:
        """Put it back: what was on its way goes on."""
        self._passes.set()

    def close(self) -> None:
        """End everything."""
        self._over.set()
        self._passes.set()
        for thread in self._threads:
            thread.join(30)
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                near, _address = self._listener.accept()
            except TimeoutError:
                continue
            self._start(self._carry, near)

    def _carry(self, near: socket.socket) -> None:
        self._passes.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            near.close()  # nobody is there
            return
        with near, far, selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while not self._over.is_set() and self._step(ready):
                pass

    def _step(self, ready: selectors.BaseSelector) -> bool:
        for key, _events in ready.select(0.1):
            try:
                data = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                self._passes.wait()
                key.data.sendall(data)
            except OSError:
                return False
            if not data:
                return False
        return True
