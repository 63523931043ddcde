"""What the world may do to the port of the web page: each thing has a limit and a sentence, and nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.channels.web.live_desk import PLAIN, LiveDesk, now_ms
from tests.channels.web.page import Page, dial
from tests.channels.web.test_talk import begun, eventually, go, said, talk
from tests.ready import sample_store
from ticketdesk.channels.web import gate, outgoing, server, session
from ticketdesk.channels.web.channel import WebChannel

_DAY = 86_400_000


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveDesk]:
    """The sample shop with its page served."""
    desk = LiveDesk(sample_store(tmp_path / "店铺 1" / "ticketdesk.db", now_ms() // _DAY * _DAY))
    desk.setting("outbox.seconds", "0")
    desk.begin()
    yield desk
    desk.close()


async def asked(port: int, target: str = "/", *lines: str, host: str = "", method: str = "GET") -> tuple[int, str]:
    """Ask as a browser would, with these header lines; return status and everything that came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [f"{method} {target} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", *lines]
    writer.write(("\r\n".join(head) + "\r\n\r\n").encode("utf-8", "surrogateescape"))
    with contextlib.suppress(ConnectionError):
        async with asyncio.timeout(20):
            answer = (await reader.read()).decode("utf-8", "replace")
    writer.close()
    return (int(answer.split(" ", 2)[1]) if answer.startswith("HTTP/") else 0), answer


async def refused(port: int, **more: Any) -> tuple[int, str]:
    """Return with which status and words a socket was refused."""
    with pytest.raises(InvalidStatus) as error:
        await dial(port, **more)
    answer = error.value.response
    return answer.status_code, bytes(answer.body or b"").decode()


def sentence(text: str) -> bool:
    """Whether a refusal ends with a sentence for people."""
    last = text.strip().splitlines()[-1]
    return last.endswith(".") and len(last) > 15 and "Traceback" not in text


def test_a_foreign_page_may_not_call_the_socket(live: LiveDesk) -> None:
    async def run() -> None:
        for origin in (
            "http://evil.example",
            "null",
            f"http://localhost:{live.port + 1}",
            f"https://127.0.0.1:{live.port}",
        ):
            status, words = await refused(live.port, origin=origin)
            assert status == 403 and sentence(words)
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        wanted = ("Upgrade: websocket", "Connection: Upgrade", key, "Sec-WebSocket-Version: 13")
        status, words = await asked(live.port, "/socket", *wanted)
        assert status == 403 and sentence(words)

    go(run())


def test_a_foreign_name_that_points_here_is_answered_nothing(live: LiveDesk) -> None:
    async def run() -> None:
        for target in ("/", "/socket", "/webchat.js"):
            for host in (f"evil.example:{live.port}", "127.0.0.1.evil.example", "127.0.0.1:1", "", "a b", "::1"):
                status, words = await asked(live.port, target, host=host or " ")
                assert status == 421 and sentence(words), (target, host)
        status, words = await asked(live.port, "/", "Host: evil.example")
        assert status == 400 and sentence(words)

    go(run())


def test_no_answer_lets_another_page_read_it(live: LiveDesk) -> None:
    async def run() -> None:
        for target in ("/", "/bubble.js", "/nothing", "/socket"):
            _, answer = await asked(live.port, target, "Origin: http://evil.example")
            assert "access-control" not in answer.lower()
        assert (await asked(live.port, "/nothing"))[0] == 404
        assert (await asked(live.port, "/../../ticketdesk.db"))[0] == 404
        assert (await asked(live.port, "/", method="POST"))[0] in (0, 405)
        assert (await asked(live.port, "/socket"))[0] in (403, 426)

    go(run())


def test_a_token_of_nobody_opens_nothing(live: LiveDesk) -> None:
    async def hello(token: object) -> dict[str, Any]:
        wire = await dial(live.port)
        await wire.send(json.dumps({"t": "hello", "v": 1, "token": token, "lang": "zh", "after": "0"}))
        async with asyncio.timeout(30):
            answer: dict[str, Any] = json.loads(await wire.recv())
            with pytest.raises(ConnectionClosed):
                await wire.recv()
        return answer

    async def run() -> None:
        async with Page(live.port) as page:
            await begun(live, page, "我的秘密")
            (hashed,) = live.store.reader.rows("SELECT token_hash FROM web_visit")[0]
            for forged in (hashed, page.token[:-1], page.token + "A", "' OR 1=1 --", "a" * 150, "\x00a"):
                assert await hello(forged) in ({"t": "error", "why": "token"}, {"t": "error", "why": "version"})
            for wrong in (7, None, ["x"], "a" * 500):
                assert await hello(wrong) == {"t": "error", "why": "version"}

    go(run())


def test_a_replayed_token_is_its_own_buyer_and_nobody_else(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as first, Page(live.port) as other:
            await begun(live, first, "甲的话")
            name = await other.say("乙的话")
            await other.until_kept(name)
            async with Page(live.port, first.token) as replayed:
                await replayed.until(lambda: replayed.messages)
                assert replayed.texts == ["甲的话"]
                await replayed.say("甲自己", name)
                await replayed.until_kept(name)
            texts = {nick: [row.text for row in live.messages(key) if row.side == "in"] for key, nick in live.talks()}
            assert sorted(texts.values()) == [["乙的话"], ["甲的话", "甲自己"]]
            theirs = max(other.messages, key=int)
            for frame in (
                {"t": "fetch", "id": theirs},
                {"t": "older", "before": theirs},
                {"t": "read", "upto": theirs},
            ):
                await first.send(**frame)
            await first.send(t="ping")
            await first.told("pong")
            assert "乙的话" not in json.dumps(first.frames, ensure_ascii=False)

    go(run())


def test_a_first_frame_that_is_no_hello_ends_it(live: LiveDesk) -> None:
    async def run() -> None:
        for first in ("", "[]", '{"t":"say","id":"x","text":"y"}', b"\x00" * 100, '{"t":"hello","v":9}', "[" * 60_000):
            wire = await dial(live.port)
            await wire.send(first)
            assert json.loads(await wire.recv()) == {"t": "error", "why": "version"}
            await wire.close()
        assert live.talks() == []

    go(run())


def test_a_line_of_a_million_characters_ends_its_own_socket_only(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page, Page(live.port) as other:
            await page.say("退" * 1_000_000)
            await page.until_closed()
            assert page.socket.close_code == 1009
            await other.until_kept(await other.say("我还在"))
            async with Page(live.port, page.token) as again:
                longest = "a" * 60_000
                await again.until_kept(await again.say(longest))
                name = await again.say("退" * 22_000)
                await again.until(lambda: again.socket.close_code or "too_long" in [f.get("why") for f in again.frames])
                assert name not in again.kept

    go(run())


def test_markup_and_strange_characters_stay_plain_text(live: LiveDesk) -> None:
    words = "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; \u202eabc\u2066 'x' \"y\" {{7*7}} %s \\ud800"

    async def run() -> None:
        async with Page(live.port) as page:
            await page.until_kept(await page.say(words))
            assert said(live) == [words]
            await page.until(lambda: page.texts == [words])
            await page.socket.send('{"t":"say","id":"' + str(uuid4()) + '","text":"a\\u0000b\\ud800c\\udfff"}')
            await page.until(lambda: len(page.messages) == 2)
            assert said(live)[1] == "abc"

    go(run())


def test_bombs_of_json_and_other_noise_are_refused_one_by_one(live: LiveDesk) -> None:
    noise = [
        "[" * 65_000, '{"a":' * 10_000, '{"t":"say","id":1e999,"text":{}}', "\u2028", "NaN",
        '{"t":"rate","score":1e3}', '{"t":"hello","v":1}', '{"t":"prove","order":[]}',
        '{"t":"older","before":"' + "9" * 4_000 + '"}',
    ]  # fmt: skip

    async def run() -> None:
        async with Page(live.port) as page:
            await begun(live, page)
            for each in noise:
                await page.socket.send(each)
            await page.socket.send(b"")
            await page.socket.send(b"\xff" * 30)
            await page.until(lambda: len([each for each in page.frames if each["t"] == "refused"]) >= len(noise))
            await page.until_kept(await page.say("und weiter"))
            assert said(live) == ["在吗", "und weiter"]

    go(run())


def test_a_page_that_sends_noise_only_is_sent_away(live: LiveDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "MOST_BAD", 20)

    async def run() -> None:
        async with Page(live.port) as page:
            with contextlib.suppress(ConnectionClosed):
                for _ in range(60):
                    await page.socket.send("x")
            await page.told("error", why="flood")
            await page.until_closed()

    go(run())


def test_ten_thousand_messages_a_minute_are_slowed_down_and_none_acknowledged_is_lost(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            names = [str(uuid4()) for _ in range(200)]
            for n, name in enumerate(names):
                with contextlib.suppress(ConnectionClosed):
                    await page.say(str(n), name)
            await page.until(lambda: [each for each in page.frames if each.get("why") == "too_fast"])
            await asyncio.sleep(2)
            kept = [int(each) for each in said(live)]
            assert 20 <= len(kept) <= 20 + 5 * 40
            assert kept == sorted(kept) == list(range(len(kept)))
            page.cut()
        assert {names[n] for n in map(int, said(live))} >= set(page.kept)

    go(run())


def test_a_thousand_sockets_are_refused_in_words_beyond_the_cap(live: LiveDesk) -> None:
    async def one(results: list[str]) -> Any:
        try:
            return await dial(live.port, open_timeout=30)
        except InvalidStatus as error:
            assert error.response.status_code == 503
            results.append(bytes(error.response.body or b"").decode())
        except (OSError, EOFError, TimeoutError, ConnectionClosed, Exception) as error:
            results.append(f"cut {type(error).__name__}")
        return None

    async def run() -> None:
        words: list[str] = []
        async with Page(live.port) as page:
            wires: list[Any] = []
            for _ in range(20):
                wires += await asyncio.gather(*(one(words) for _ in range(50)))
            open_ones = [wire for wire in wires if wire is not None]
            told = [each for each in words if sentence(each)]
            assert len(open_ones) <= gate.MOST_SOCKETS - 1 and len(told) + len(open_ones) > 900
            await page.until_kept(await page.say("我先来的"))
            await asyncio.gather(*(wire.close() for wire in open_ones))
        await eventually(lambda: live.channel.state.pages == 0)
        async with Page(live.port) as page:
            await page.until_kept(await page.say("又可以了"))

    go(run())


def test_a_storm_of_pages_that_come_back_is_spread(live: LiveDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HANDSHAKES", 0.5)
    monkeypatch.setattr(server, "HANDSHAKE_BURST", 20.0)
    live.stop()
    live.begin()

    async def run() -> None:
        async with Page(live.port) as page:
            await begun(live, page)
            token = page.token
        refusals = 0
        for _ in range(60):
            try:
                wire = await dial(live.port)
            except InvalidStatus as error:
                assert error.response.status_code == 503 and sentence(bytes(error.response.body or b"").decode())
                refusals += 1
            else:
                wire.transport.abort()
        assert refusals > 0
        for _ in range(20):
            await asyncio.sleep(2)
            with contextlib.suppress(InvalidStatus):
                async with Page(live.port, token) as again:
                    await again.until(lambda: again.texts == ["在吗"])
                return
        raise AssertionError("nobody came in again")

    go(run())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a whole net of addresses is one's own")
def test_one_computer_of_the_network_takes_so_many_sockets_and_no_more(live: LiveDesk) -> None:
    async def run() -> None:
        near = {"local_addr": ("127.0.0.2", 0)}
        wires = [await dial(live.port, **near) for _ in range(gate.MOST_OF_ADDRESS)]
        status, words = await refused(live.port, **near)
        assert status == 503 and sentence(words)
        async with Page(live.port) as page:
            await page.until_kept(await page.say("我从别处来"))
        silent = [await asyncio.open_connection("127.0.0.1", live.port, **near) for _ in range(gate.MOST_OF_ADDRESS)]
        reader, writer = await asyncio.open_connection("127.0.0.1", live.port, **near)
        answer = (await reader.read()).decode()
        assert answer.startswith("HTTP/1.1 503 ") and sentence(answer)
        for _, each in [*silent, (reader, writer)]:
            each.close()
        for wire in wires:
            wire.transport.abort()
        await eventually(lambda: live.channel.state.pages == 0)
        await (await dial(live.port, **near)).close()

    go(run())


def test_so_many_pages_of_one_buyer_and_the_oldest_goes(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as first:
            await begun(live, first)
            more = [await Page(live.port, first.token).__aenter__() for _ in range(5)]
            await first.told("error", why="cap")
            await first.until_closed()
            for each in more:
                await each.__aexit__()

    go(run())


def test_a_page_that_does_not_read_is_let_go_and_others_are_not_held_up(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "MOST_BYTES", 600_000)
    monkeypatch.setattr(outgoing, "SLOW", 3.0)

    async def run() -> None:
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            slow = await dial(live.port, max_queue=1)
            slow.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            await slow.send(json.dumps({"t": "hello", "v": 1, "token": page.token, "lang": "zh", "after": "0"}))
            await eventually(lambda: live.channel.state.pages == 2)
            slow.transport.pause_reading()
            for n in range(120):
                live.reply(conversation, f"{n} " + "长" * 20_000)
            await page.until(lambda: len(page.messages) >= 100)
            await eventually(lambda: live.channel.state.pages == 1)
            slow.transport.abort()
            async with Page(live.port, page.token) as again:
                await again.until(lambda: len(again.messages) >= 50)

    go(run())


def test_a_port_that_is_taken_is_said_and_nothing_else_happens(live: LiveDesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        channel = WebChannel(
            live.store, live.desk.listen, live.clock, PLAIN._replace(port=port), live.folder, lambda _data: (1, 1)
        )
        channel.begin()
        assert channel.state.kind == "failed" and channel.state.sentence == "web_port_taken"
        assert channel.state.values == {"port": port} and not channel.online
        assert channel.hand_over("x", None, "td-1") == "offline"  # type: ignore[arg-type]
        channel.stop()
        assert channel.state.kind == "off"


def test_clocks_that_are_apart_or_jump_change_no_order(tmp_path: Path) -> None:
    shift = 0

    def clock() -> int:
        return now_ms() + shift

    live = LiveDesk(sample_store(tmp_path / "ticketdesk.db", now_ms() // _DAY * _DAY), clock=clock)
    live.begin()

    async def run() -> None:
        nonlocal shift
        async with Page(live.port) as page:
            for n, jump in enumerate((0, -3_600_000, 7_200_000, -86_400_000, 0)):
                shift = jump
                await page.until_kept(await page.say(f"{n}"))
            await page.until(lambda: page.texts == ["0", "1", "2", "3", "4"])
        async with Page(live.port, page.token) as again:
            await again.until(lambda: again.texts == ["0", "1", "2", "3", "4"])

    try:
        go(run())
    finally:
        live.close()


def test_no_personal_word_stands_in_a_log(live: LiveDesk, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            await page.send(t="leave", id=str(uuid4()), contact="13912345678", text="canary-words")
            await page.until(lambda: page.kept)
            await page.socket.send('{"t":"say","id":"canary-frame')
            await page.send(t="prove", order="canary-order", digits="1234")
            await page.told("not_proven")
            page.cut()
        await asked(live.port, "/canary-path", "X-Canary: canary-head")
        await asked(live.port, "/", "Host: canary-host.example")

    with caplog.at_level(logging.DEBUG, logger="ticketdesk"):
        go(run())
    assert talk(live)
    assert "canary" not in caplog.text and "13912345678" not in caplog.text


def test_the_end_waits_for_nobody_who_asks_for_nothing(live: LiveDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser keeps lines ready: the thread of the server would stay for as long as they may be silent."""
    live.stop()
    monkeypatch.setattr("ticketdesk.channels.web.server.OPENS_WITHIN", 3_600.0)
    before = set(threading.enumerate())
    live.begin()
    serving = set(threading.enumerate()) - before
    with socket.create_connection(("127.0.0.1", live.port)) as line:
        go(asked(live.port))  # whoever came later was answered: the silent one is in
        live.stop()
        assert line.recv(1) == b""
    for thread in serving:
        thread.join(30)
    assert serving and not any(thread.is_alive() for thread in serving)


def test_a_turned_off_page_has_no_socket(live: LiveDesk) -> None:
    port = live.port
    live.stop()
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    live.begin()
    with socket.create_connection(("127.0.0.1", live.port), timeout=5):
        assert live.port == port
