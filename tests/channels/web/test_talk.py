"""A conversation over a real socket: words both ways, marks, reloads, cut lines, the desk gone and back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

import pytest

from tests.channels.web.live_desk import LiveDesk
from tests.channels.web.page import Page, dial
from ticketdesk.channels.web import hub
from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.domain.channel_events import Closed, Presence, Said, Typing
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import conversations, serving


def go(run: Coroutine[Any, Any, None]) -> None:
    """Run a test's pages."""
    asyncio.run(run)


def talk(live: LiveDesk) -> int:
    """The one conversation over the web."""
    ((found, _nick),) = live.talks()
    return found


def said(live: LiveDesk) -> list[str]:
    """What the buyer said, as the store has it."""
    return [row.text for row in live.messages(talk(live)) if row.side == "in"]


async def begun(live: LiveDesk, page: Page, *texts: str) -> int:
    """Let a buyer say something and return the conversation."""
    await page.until_kept(*[await page.say(text) for text in texts or ("在吗",)])
    return talk(live)


async def eventually(holds: Any) -> None:
    """Wait until something holds at the desk."""
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.02)


def test_words_are_kept_then_acknowledged_and_shown_under_the_pages_own_name(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            name = await page.say("你好，昨天拍的那件亚麻衬衫发货了吗？")
            await page.until_kept(name)
            assert said(live) == ["你好，昨天拍的那件亚麻衬衫发货了吗？"]
            (shown,) = await page.until(lambda: list(page.messages.values()))
            assert (shown["side"], shown["client"], shown["state"], shown["kind"]) == ("in", name, "sent", "text")
            nick = live.talks()[0][1]
            assert nick.startswith("访客 ") and len(nick) == 7

    go(run())


def test_the_first_picture_of_the_page_tells_of_the_shop(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port, lang="en") as page:
            welcome = page.frames[0]
            assert welcome["shop"] == {"name": "青禾生活旗舰店", "mark": "青"}
            assert (
                welcome["open"] and welcome["online"] and welcome["quick"] == ["Where is it?", "New address", "Return"]
            )
            assert (welcome["read"], welcome["rating"], welcome["sender"], welcome["recalled"]) == ("", False, "", [])
            assert abs(welcome["now"] - live.clock()) < 60_000 and len(page.token) >= 43
            await begun(live, page)
            assert live.talks()[0][1].startswith("Visitor ")

    go(run())


def test_a_page_without_a_word_leaves_nothing(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            await page.send(t="typing", on=True)
            await page.send(t="ping")
            await page.told("pong")
        assert live.talks() == [] and live.store.reader.rows("SELECT COUNT(*) FROM web_visit") == [(0,)]
        async with Page(live.port, page.token) as again:
            assert again.token == page.token

    go(run())


def test_a_reply_reaches_every_page_of_the_buyer_and_nobody_elses(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as first, Page(live.port) as stranger:
            conversation = await begun(live, first)
            await stranger.until_kept(await stranger.say("别人"))
            async with Page(live.port, first.token) as second:
                live.reply(conversation, "在的，请讲")
                for page in (first, second):
                    await page.until(lambda page=page: page.texts == ["在吗", "在的，请讲"])
                (ours,) = [each for each in first.messages.values() if each["side"] == "out"]
                assert ours["sender"] and ours["client"] == "" and not ours["auto"]
                await stranger.send(t="ping")
                await stranger.told("pong")
                assert stranger.texts == ["别人"]

    go(run())


def test_a_reply_that_counts_down_or_was_taken_back_before_is_never_shown(live: LiveDesk) -> None:
    async def run() -> None:
        live.setting("outbox.seconds", "15")
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            live.reply(conversation, "还没发")
            await page.until_kept(await page.say("第二句"))
            await page.until(lambda: len(page.messages) == 2)
            assert page.texts == ["在吗", "第二句"]
            async with Page(live.port, page.token) as again:
                await again.until(lambda: len(again.messages) == 2)
                assert again.texts == ["在吗", "第二句"]

    go(run())


def test_a_reply_that_counted_down_while_others_came_is_seen_after_a_cut(live: LiveDesk) -> None:
    async def run() -> None:
        live.setting("outbox.seconds", "1")
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            live.reply(conversation, "先写的")
            await page.until_kept(await page.say("后写的"))
            await page.until(lambda: len(page.messages) == 2)
            newest = max(page.messages, key=int)
            page.cut()
        await eventually(lambda: live.messages(conversation)[1].state == "sent")
        async with Page(live.port, page.token, after=newest) as again:
            await again.until(lambda: len(again.messages) == 3)
            assert again.texts == ["在吗", "先写的", "后写的"]

    go(run())


def test_a_recalled_reply_goes_from_the_pages_that_are_open_and_from_those_that_come_back(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            message = live.reply(conversation, "说错了")
            await page.until(lambda: len(page.messages) == 2)
            live.do(lambda: live.outbox.recall(message)).result(30)
            await page.until(lambda: page.messages[str(message)]["state"] == "recalled")
            assert page.messages[str(message)]["text"] == ""
            async with Page(live.port, page.token, after=str(message)) as again:
                assert again.frames[0]["recalled"] == [str(message)]

    go(run())


def test_told_twice_is_kept_once_and_acknowledged_twice(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            name = str(uuid4())
            for _ in range(3):
                await page.say("一次", name)
            await page.until_kept(name)
            page.cut()
        async with Page(live.port, page.token) as again:
            await again.say("一次", name)
            await again.until_kept(name)
        assert said(live) == ["一次"]

    go(run())


def test_a_page_that_comes_back_has_everything_once_in_order_in_pages(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            await begun(live, page, "第一句")
            cursor = next(iter(page.messages), None) or (await page.until(lambda: list(page.messages)))[0]
        nick = live.talks()[0][1]
        words = tuple(Said(nick, f"k{n}", f"{n}", live.clock()) for n in range(170))
        live.desk.run(ReceiveMessages(channel="web", messages=words))
        expected = ["第一句", *(str(n) for n in range(170))]
        async with Page(live.port, page.token, after=cursor) as behind:
            await behind.until(lambda: len(behind.messages) == 170)
            assert behind.texts == expected[1:]
            lists = [each for each in behind.frames if each["t"] == "messages"]
            assert [each["more"] for each in lists] == [True, True, True, False]
            assert max(len(each["list"]) for each in lists) == 50
        async with Page(live.port, page.token) as fresh:
            await fresh.until(lambda: len(fresh.messages) == 50)
            assert fresh.texts == expected[-50:]
            assert [each["more"] for each in fresh.frames if each["t"] == "messages"] == [True]
            while len(fresh.messages) < 171:
                known = len(fresh.messages)
                await fresh.send(t="older", before=min(fresh.messages, key=int))
                await fresh.until(lambda known=known: len(fresh.messages) > known)
            assert fresh.texts == expected
            last = [each for each in fresh.frames if each["t"] == "messages"][-1]
            assert last["older"] and not last["more"]

    go(run())


def test_what_was_said_before_the_desk_went_is_there_when_it_is_back(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            conversation = await begun(live, page, "一", "二")
            live.stop()
            await page.told("error", why="shutdown")
            await page.until_closed()
        live.reply(conversation, "你走以后说的")
        with pytest.raises(OSError):
            await dial(live.values.port)
        assert [row.state for row in live.messages(conversation)][-1] in ("queued", "counting")
        live.begin()
        async with Page(live.port, page.token) as again:
            await again.until(lambda: len(again.messages) == 3)
            assert again.texts == ["一", "二", "你走以后说的"]

    go(run())


def test_read_marks_both_ways(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            nick, key = live.talks()[0][1], live.messages(conversation)[0].client_key
            live.do(lambda: live.channel.mark_read(nick, str(key)))
            await page.told("read", upto=str(live.messages(conversation)[0].id))
            message = live.reply(conversation, "看到了吗")
            await page.until(lambda: len(page.messages) == 2)
            assert live.messages(conversation)[1].read == 0
            await page.send(t="read", upto=str(message))
            await eventually(lambda: live.messages(conversation)[1].read == 1)
            async with Page(live.port, page.token) as again:
                assert again.frames[0]["read"] == str(message)

    go(run())


def test_typing_presence_and_farewell_reach_the_desk_and_the_page(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "GRACE", 0.2)

    async def run() -> None:
        async with Page(live.port) as page:
            await begun(live, page)
            nick = live.talks()[0][1]
            await page.send(t="typing", on=True)
            await page.send(t="bye")
            for event in (Presence(nick, online=True), Typing(nick, typing=True), Closed(nick)):
                await eventually(lambda event=event: event in live.told)
            live.do(lambda: live.channel.typing(nick, typing=True))
            told = await page.told("typing", on=True)
            assert "sender" in told
            live.do(lambda: live.channel.close(nick))
            await page.told("closed")
        await eventually(lambda: Presence(nick, online=False) in live.told)

    go(run())


def test_a_rating_is_asked_for_and_given_once(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            await page.send(t="rate", score=1, text="没问就评")
            await page.told("rated")
            live.invite(conversation)
            await page.told("rating")
            assert [each["card"] for each in page.messages.values() if each["kind"] == "rating"] == [
                {"event": "invited"}
            ]
            page.cut()
        async with Page(live.port, page.token) as again:
            assert again.frames[0]["rating"] and again.frames[0]["sender"]
            for _ in range(3):
                await again.send(t="rate", score=5, text="谢谢", tags=["有耐心", "回复快"])
            await again.told("rated")
            await again.until(lambda: [each for each in again.messages.values() if each["side"] == "system"])
            (line,) = [each for each in again.messages.values() if each["side"] == "system"]
            assert line["kind"] == "rating" and line["card"] == {"event": "rated", "score": 5} and line["text"] == ""
        (rating,) = serving.ratings(live.store.reader, conversation)
        assert (rating.score, rating.text) == (5, "有耐心 · 回复快 谢谢")

    go(run())


def test_a_closed_shop_takes_a_message_with_a_way_to_reach_the_buyer(live: LiveDesk) -> None:
    async def run() -> None:
        live.opened(is_open=False)
        async with Page(live.port) as page:
            assert not page.frames[0]["open"] and "–" in page.frames[0]["hours"]
            name = str(uuid4())
            await page.send(t="leave", id=name, contact="13800138000", text="尺码偏小，想换 L 码")
            await page.until_kept(name)
            (row,) = [each for each in live.messages(talk(live)) if each.side == "in"]
            assert "13800138000" in row.text and row.text.endswith("尺码偏小，想换 L 码")
            live.opened(is_open=True)
            await page.told("status", open=True)

    go(run())


def test_whether_anybody_is_there_is_told(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            live.agents("offline")
            await page.told("status", online=False)
            live.agents("online")
            await page.told("status", online=True)

    go(run())


def test_cards(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            live.card(
                conversation, "product", {"title": "亚麻宽松衬衫 雾蓝 M", "code": "Q1", "price_cents": 15900, "cost": 1}
            )
            await page.until(lambda: len(page.messages) == 2)
            card = page.messages[max(page.messages, key=int)]
            assert card["kind"] == "product"
            assert card["card"] == {"title": "亚麻宽松衬衫 雾蓝 M", "code": "Q1", "price_cents": 15900}

    go(run())


def order_of(live: LiveDesk) -> tuple[str, str]:
    """The number of an order with a phone, and the last four digits of that."""
    sql = "SELECT number, CASE WHEN mobile <> '' THEN mobile ELSE phone END FROM orders WHERE deleted = 0"
    number, phone = next(row for row in live.store.reader.rows(sql) if row[1][-4:].isdigit())
    return number, phone[-4:]


def test_an_order_is_shown_to_who_proves_it_and_to_nobody_else(live: LiveDesk) -> None:
    async def run() -> None:
        number, digits = order_of(live)
        async with Page(live.port) as page, Page(live.port) as stranger:
            conversation = await begun(live, page)
            live.parcel(conversation, number)
            await page.until(lambda: len(page.messages) == 2)
            locked = page.messages[max(page.messages, key=int)]
            assert locked["card"] == {"locked": True} and locked["text"] == ""
            assert number not in json.dumps(page.frames)
            await page.send(t="prove", order=number, digits=f"{(int(digits) + 1) % 10_000:04d}")
            assert (await page.told("not_proven"))["left"] == 4
            await page.send(t="prove", order=number, digits=digits)
            proven = await page.told("proven", order=number)
            assert proven["card"]["order"] == number and proven["card"]["state"]
            await page.until(lambda: page.messages[locked["id"]]["card"].get("order") == number)
            async with Page(live.port, page.token) as again:
                await again.until(lambda: len(again.messages) == 2)
                assert again.messages[locked["id"]]["card"]["order"] == number
            await stranger.until_kept(await stranger.say("我也看看"))
            mine = next(key for key, nick in live.talks() if key != conversation)
            live.parcel(mine, number)
            await stranger.until(lambda: len(stranger.messages) == 2)
            assert stranger.messages[max(stranger.messages, key=int)]["card"] == {"locked": True}

    go(run())


def test_one_who_guesses_waits_also_under_another_name(live: LiveDesk) -> None:
    async def run() -> None:
        number, digits = order_of(live)
        async with Page(live.port) as page:
            lefts = []
            for n in range(6):
                page.frames.clear()
                await page.send(t="prove", order=number, digits=f"{(int(digits) + 1 + n) % 10_000:04d}")
                lefts.append((await page.told("not_proven"))["left"])
            assert lefts == [4, 3, 2, 1, 0, 0]
            await page.send(t="prove", order=number, digits=digits)
            await page.send(t="ping")
            await page.told("pong")
            assert not [each for each in page.frames if each["t"] == "proven"]
            assert page.frames[-2]["seconds"] > 800
        async with Page(live.port) as other:
            await other.send(t="prove", order=number, digits=digits)
            assert (await other.told("not_proven"))["seconds"] > 800

    go(run())


def test_lines_of_the_desk_and_of_other_conversations_stay_there(live: LiveDesk) -> None:
    async def run() -> None:
        async with Page(live.port) as page:
            conversation = await begun(live, page)
            live.end(conversation)
            await page.told("closed")
            await page.until_kept(await page.say("又来了"))
            rows = live.messages(conversation)
            assert [row for row in rows if row.side == "system"] or conversations.one(live.store.reader, conversation)
            async with Page(live.port, page.token) as again:
                await again.until(lambda: again.messages)
                assert {each["side"] for each in again.messages.values()} == {"in"}

    go(run())


def test_words_that_the_store_refuses_are_asked_for_again_and_nothing_overtakes_them(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True
    whole = ReceiveMessages.run

    def run_on_a_full_disk(command: ReceiveMessages, context: Any) -> tuple[int, ...]:
        if full:
            raise DeskError("disk_full", path="x")
        return whole(command, context)

    monkeypatch.setattr(ReceiveMessages, "run", run_on_a_full_disk)

    async def run() -> None:
        nonlocal full
        async with Page(live.port) as page:
            first = await page.say("一")
            await page.told("refused", id=first, why="not_kept")
            full = False
            later = await page.say("二")
            await page.told("refused", id=later, why="too_fast")
            await page.say("一", first)
            await page.say("二", later)
            await page.until_kept(first, later)
        assert said(live) == ["一", "二"]

    go(run())


def test_a_channel_that_is_off_is_no_listener_of_the_desk(live: LiveDesk) -> None:
    before = len(live.desk._listeners)
    for _turn in range(3):
        live.channel.stop()
        assert len(live.desk._listeners) == before - 1
        live.channel.begin()
    assert len(live.desk._listeners) == before
