"""kill -9 of a desk while buyers write over real sockets: what was acknowledged is there once, in order, both sides."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.channels.web.page import Page
from tests.fault.tally import long_form, record
from tests.fault.web_buyer import Buyer
from tests.ready import sample_store
from ticketdesk.store.queries.verify import verify
from ticketdesk.store.store import Store

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills no process at once"),
]
ROUNDS = 40 if long_form() else 3
BUYERS = 6
_DAY = 86_400_000


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def start(path: Path, port: int, *more: str) -> subprocess.Popen[bytes]:
    """Let a desk serve the store at ``path``; returns when pages may come."""
    command = [sys.executable, "-m", "tests.channels.web.serve", "--store", str(path), "--port", str(port), *more]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None and json.loads(child.stdout.readline()) == {"ready": port}
    return child


def in_store(path: Path) -> dict[str, list[str]]:
    """What each buyer said, as the store has it in its order, by the buyer's number."""
    store = Store(path)
    rows = store.reader.rows(
        "SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE c.channel = 'web'"
        " AND m.side = 'in' AND m.deleted = 0 ORDER BY m.id"
    )
    assert list(verify(path, store.files)) == []
    store.close()
    found: dict[str, list[str]] = {}
    for (text,) in rows:
        found.setdefault(text.rpartition(" ")[2], []).append(text)
    return found


def faults(buyers: list[Buyer], kept: dict[str, list[str]]) -> list[str]:
    """What was acknowledged and is gone, and what is there twice or in another order."""
    found = []
    for buyer in buyers:
        mine = kept.get(str(buyer.number), [])
        found += [f"{text} is lost" for text in buyer.kept if text not in mine]
        numbers = [int(text.split(".")[0]) for text in mine]
        found += [f"buyer {buyer.number}: {numbers}"] if numbers != sorted(set(numbers)) else []
    return found


async def killed(path: Path, port: int, buyers: list[Buyer], seconds: float, *more: str) -> None:
    """Let buyers write to a desk that dies after some seconds, at any moment."""
    child = await asyncio.to_thread(start, path, port, *more)
    tasks = [asyncio.create_task(buyer.run()) for buyer in buyers]
    before = sum(len(buyer.kept) for buyer in buyers)
    async with asyncio.timeout(60):
        while sum(len(buyer.kept) for buyer in buyers) < before + BUYERS:
            await asyncio.sleep(0.01)
    await asyncio.sleep(seconds)
    os.kill(child.pid, signal.SIGKILL)
    await asyncio.to_thread(child.wait)
    for pipe in (child.stdin, child.stdout):
        assert pipe is not None
        pipe.close()
    await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def finished(path: Path, port: int, buyers: list[Buyer]) -> None:
    """Let everything that was begun come to its end, and look at it through pages that open anew."""
    child = await asyncio.to_thread(start, path, port)
    for buyer in buyers:
        buyer.stop = True
    async with asyncio.timeout(120):
        await asyncio.gather(*(buyer.run() for buyer in buyers))
    for buyer in buyers:
        async with Page(port, buyer.token) as page:
            await page.until(lambda page=page: page.messages)
            while [each for each in page.frames if each["t"] == "messages"][-1]["more"]:
                known = len(page.frames)
                await page.send(t="older", before=min(page.messages, key=int))
                await page.until(lambda page=page, known=known: len(page.frames) > known)
            assert page.texts == list(buyer.names.values())
    await asyncio.to_thread(child.communicate, b'{"do": "quit"}\n', 30)


def test_what_was_acknowledged_is_there_once_and_in_order_whenever_the_desk_dies(tmp_path: Path) -> None:
    rng, began = random.Random(), time.perf_counter()
    path, port = sample_store(tmp_path / "店铺" / "ticketdesk.db", time.time_ns() // 10**6 // _DAY * _DAY), free_port()
    buyers = [Buyer(port, n, pause=0.02) for n in range(BUYERS)]
    found: list[str] = []
    for _ in range(ROUNDS):
        asyncio.run(killed(path, port, buyers, rng.random() * 1.5))
        found += faults(buyers, in_store(path))
    asyncio.run(finished(path, port, buyers))
    kept = in_store(path)
    found += faults(buyers, kept)
    said = sum(buyer.said for buyer in buyers)
    lost = len([each for each in found if "lost" in each])
    record("web", ROUNDS, lost, len(found) - lost, None, time.perf_counter() - began, f"{said} messages acknowledged")
    assert found == []
    assert kept == {str(buyer.number): list(buyer.names.values()) for buyer in buyers}
    assert said > 10 * ROUNDS


def test_control_a_desk_that_acknowledges_before_the_commit_is_noticed(tmp_path: Path) -> None:
    began = time.perf_counter()
    path, port = sample_store(tmp_path / "店铺" / "ticketdesk.db", time.time_ns() // 10**6 // _DAY * _DAY), free_port()
    found: list[str] = []
    for n in range(5):
        buyers = [Buyer(port, n * BUYERS + each, pause=0.02) for each in range(BUYERS)]
        asyncio.run(killed(path, port, buyers, 0.2, "--early"))
        found = faults(buyers, in_store(path))
        if found:
            break
    record("web", 0, 0, 0, bool(found), time.perf_counter() - began)
    assert [each for each in found if "lost" in each]
