"""Buyers with real sockets, in a process of their own: ``-m tests.fault.flood.crowd PORT BUYERS MESSAGES RATE``."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def opened(parts: object) -> int:
    """Turn the web channel of a window on and return the port it will have."""
    from ticketdesk.app import Parts
    from ticketdesk.desk.commands.settings import SetSetting
    from ticketdesk.ui.channels.status import begin_channels

    assert isinstance(parts, Parts)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    for key, value in (("web.port", str(port)), ("web.on", "1")):
        parts.desk.run(SetSetting(key=key, value=value))
    begin_channels(parts.window)
    return port


def sent(port: int, buyers: int, messages: int, per_minute: int) -> subprocess.Popen[bytes]:
    """Send buyers to a port; the process ends when all their words are acknowledged."""
    order = [str(each) for each in (port, buyers, messages, per_minute)]
    return subprocess.Popen([sys.executable, "-m", "tests.fault.flood.crowd", *order], cwd=ROOT)


async def _write(port: int, buyers: int, messages: int, per_minute: int) -> None:
    from tests.fault.web_buyer import Buyer

    pause = 60 * buyers / per_minute
    crowd = [Buyer(port, n, most=messages, pause=pause) for n in range(buyers)]

    async def come(number: int) -> None:
        await asyncio.sleep(pause * number / buyers)
        await crowd[number].run()

    await asyncio.gather(*(come(number) for number in range(buyers)))


if __name__ == "__main__":
    asyncio.run(_write(*(int(each) for each in sys.argv[1:5])))
