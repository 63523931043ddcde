"""The killer's side of the nursery: start a child, hear its acknowledgements, kill it with SIGKILL at any moment."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE = 60.0


class Nursery:
    """The running nursery; one child lives at a time."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("nursery.py")
        self._process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self._out = self._process.stdout.fileno()
        self._rest = b""
        self._pid = 0

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.stdout.close()  # type: ignore[union-attr]
        self._process.wait(10)

    def _send(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write((json.dumps(order) + "\n").encode())
        self._process.stdin.flush()

    def start(self, **order: Any) -> None:
        """Fork a child for this order."""
        self._send(order)
        said = self.hear(PATIENCE)
        assert said is not None
        self._pid = said["pid"]

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """The child's next line, or None where it says nothing for so long."""
        while b"\n" not in self._rest:
            if not select.select([self._out], [], [], seconds)[0]:
                return None
            read = os.read(self._out, 65_536)
            assert read, "the nursery died"
            self._rest += read
        line, self._rest = self._rest.split(b"\n", 1)
        found: dict[str, Any] = json.loads(line)
        return found

    def kill(self) -> Iterator[dict[str, Any]]:
        """Kill the child at once; yield what it had still said."""
        os.kill(self._pid, signal.SIGKILL)
        self._pid = 0
        self._send({})
        while True:
            said = self.hear(PATIENCE)
            assert said is not None
            if "end" in said:
                return
            yield said
