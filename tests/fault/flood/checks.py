"""What must be true after a flood: every message once and in order, list and numbers as the store has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import apsw

from tests.fault.flood.typist import Typist
from ticketdesk.app import Parts
from ticketdesk.store import counters
from ticketdesk.store.queries import conversation_lists, conversations
from ticketdesk.ui.reception.conversation_model import listed


def said(parts: Parts) -> dict[int, list[int]]:
    """Return which of its messages each buyer has in the store, in its order."""
    sql = (
        "SELECT b.nick, m.text FROM message m JOIN conversation c ON c.id = m.conversation_id"
        " JOIN buyer b ON b.id = c.buyer_id WHERE m.deleted = 0 AND m.side = 'in' AND c.channel = 'simulator'"
        " AND b.nick LIKE 'flood%' ORDER BY m.id"
    )
    found: dict[int, list[int]] = {}
    for nick, text in parts.store.reader.rows(sql):
        found.setdefault(int(nick.removeprefix("flood")), []).append(int(text.split(".", 1)[0]))
    return found


def said_over_web(parts: Parts) -> dict[int, list[int]]:
    """The same of buyers over the web channel, whose words name them."""
    sql = (
        "SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.deleted = 0"
        " AND m.side = 'in' AND c.channel = 'web' ORDER BY m.id"
    )
    found: dict[int, list[int]] = {}
    for (text,) in parts.store.reader.rows(sql):
        found.setdefault(int(text.rpartition(" ")[2]), []).append(int(text.split(".", 1)[0]))
    return found


def lost(said: dict[int, list[int]], buyers: int, messages: int) -> int:
    """Return how many of the flood's messages are not in the store exactly once in their buyer's order."""
    wanted = list(range(1, messages + 1))
    return sum(_missing(said.get(n, []), wanted) for n in range(buyers))


def _missing(found: list[int], wanted: list[int]) -> int:
    if found == wanted:
        return 0
    return max(1, len(set(wanted) - set(found)), len(found) - len(wanted))


def wrong(parts: Parts, typist: Typist) -> Iterator[str]:
    """Yield in words what the window shows otherwise than the store has it."""
    yield from _list(parts)
    yield from _numbers(parts)
    yield from _chat(parts)
    yield from _drafts(parts, typist)


def _page(parts: Parts) -> Any:
    return parts.window.page("reception")


def _list(parts: Parts) -> Iterator[str]:
    page, reader = _page(parts), parts.store.reader
    shown, current = page.list.model.ids(), page.list.current()
    wanted = conversation_lists.ids(reader, page.list.chosen().wanted(parts.world.agent_id))
    # The row in work stands where it stood until it is left: everything around it must be in order.
    if [each for each in shown if each != current] != [each for each in wanted if each != current]:
        yield f"the list shows {len(shown)} rows otherwise than the {len(wanted)} of the store"
    now = parts.world.clock()
    for row in conversations.rows(reader, list(shown)):
        told = page.list.model.row_at(page.list.model.place_of(row.id))
        true = listed(row, now)
        if (told.last, told.waiting_since, told.unread) != (true.last, true.waiting_since, true.unread):
            yield f"the row of {row.nick} is {told}, the store has {true}"


def _numbers(parts: Parts) -> Iterator[str]:
    reader = parts.store.reader
    kept = {(name, key): n for name, key, n in reader.rows("SELECT name, key, n FROM counter WHERE n <> 0")}
    with closing(apsw.Connection(str(parts.store.path), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        counted = {key: n for key, n in counters.recounted(connection).items() if n}
    if kept != counted:
        yield f"the counters are off: {sorted(set(kept.items()) ^ set(counted.items()))[:4]}"
    sql = "SELECT COUNT(*) FROM conversation WHERE deleted = 0 AND "
    waiting = int(reader.rows(sql + "waiting_since IS NOT NULL")[0][0])
    opened = int(reader.rows(sql + "state = 'open'")[0][0])
    told = {tab.key: tab.count for tab in _page(parts).list.tabs._tabs}
    if (told["waiting"], told["open"]) != (waiting, opened):
        yield f"the tabs say {told}, the store {waiting} and {opened}"
    badge = parts.window.rail.buttons["reception"].badge()
    if badge != waiting:
        yield f"the badge says {badge}, {waiting} wait"


def _chat(parts: Parts) -> Iterator[str]:
    page = _page(parts)
    talk = page.list.current()
    shown = [item.id for item in page.chat.talk.view.column.items if item.speech]
    true = [row.id for row in conversations.newest(parts.store.reader, talk, len(shown))]
    if not shown or shown != true:
        yield f"the chat shows {len(shown)} messages that are not the newest of the store"


def _drafts(parts: Parts, typist: Typist) -> Iterator[str]:
    page = _page(parts)
    in_sight = page.chat.composer.edit.toPlainText()
    if in_sight != typist.typed[page.list.current()]:
        yield f"the reply holds {in_sight[-40:]!r} at its end"
    kept = conversations.drafts(parts.store.reader, "reply:")
    for talk, words in typist.typed.items():
        if kept.get(f"reply:{talk}") != words:
            yield f"the draft of {talk} is {kept.get(f'reply:{talk}')!r} instead of {words!r}"
    if set(kept) - typist.kept_before - {f"reply:{talk}" for talk in typist.typed}:
        yield f"words landed elsewhere: {sorted(kept)}"
