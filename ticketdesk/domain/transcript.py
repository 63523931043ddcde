"""Transcripts: a copied conversation as messages of buyer and agent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.text import clean_name, strip_nul
from ticketdesk.domain.transcript_lines import READ, Header, date_line, headers, is_noise, is_notice

MESSAGE_LIMIT: Final = 64 * 1024
"""Bytes of UTF-8 that one message may have."""

TRANSCRIPT_LIMIT: Final = 10 * 1024 * 1024
"""Characters that one pasted or opened conversation may have (FORMATS 1.7: 10 MB)."""

_COLONS: Final = ":\uff1a"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a transcript: who (True agent, False buyer, None unknown), when (UTC ms), what.

    ``read`` is the platform's mark, None where there is none; ``line`` is the 1-based line of the header (of the notice
    itself where ``system``: then nobody said it and ``sender`` is empty).
    """

    sender: str
    is_agent: bool | None
    at_ms: int
    text: str
    read: bool | None
    line: int
    system: bool = False


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A part of the transcript that became no message: 1-based line, reason (a key of words), original text."""

    line: int
    reason: str
    original: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation read; ``buyers`` are the senders who may be the buyer, in order of appearance."""

    messages: tuple[Said, ...]
    problems: tuple[LineProblem, ...]
    senders: tuple[str, ...]
    buyers: tuple[str, ...]

    @property
    def undecided(self) -> bool:
        """Whether the agent must be asked who of the senders is the buyer."""
        return len(self.buyers) != 1 or any(said.is_agent is None for said in self.messages if not said.system)


def parse_transcript(
    text: str, *, shop_name: str = "", agent_accounts: Iterable[str] = (), buyer: str | None = None
) -> Transcript:
    """Return the messages of a conversation copied from Qianniu or Wangwang (trade.md C9, FORMATS 1.7).

    Whoever is the shop, ``shop:account`` or one of ``agent_accounts`` is an agent; if none of these occurs, the one
    with a colon in his name. ``buyer`` answers :attr:`Transcript.undecided` and settles all sides. Messages stand in
    the order of the text, also within one second. Raises ``DeskError``: ``transcript_no_header``,
    ``transcript_message_too_long`` (line, limit in kB), ``transcript_too_long`` (limit in MB).
    """
    if len(text) > TRANSCRIPT_LIMIT:
        raise DeskError("transcript_too_long", limit=TRANSCRIPT_LIMIT // 1024 // 1024)
    accounts = tuple(clean_name(account) for account in agent_accounts)
    lines = _lines(text)
    heads = headers(lines, [name for name in (shop_name, *accounts, buyer) if name])
    if not heads:
        raise DeskError("transcript_no_header")
    messages, problems = _read(lines, heads)
    senders = tuple(dict.fromkeys(head.sender for head in heads.values()))
    sides = _sides(senders, clean_name(shop_name), accounts, buyer)
    return Transcript(
        tuple(said if said.system else replace(said, is_agent=sides[said.sender]) for said in messages),
        tuple(problems),
        senders,
        tuple(sender for sender in senders if sides[sender] is not True),
    )


def _lines(text: str) -> list[str]:
    """Return the lines without byte order mark, NUL, carriage returns and blanks at their ends."""
    plain = strip_nul(text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [line.strip(" \t\u00a0\u3000\u200b") for line in plain.split("\n")]


def _read(lines: Sequence[str], heads: dict[int, Header]) -> tuple[list[Said], list[LineProblem]]:
    """Return the messages between the headers, and what could not become one."""
    places = [*heads, len(lines)]
    before = [(place, line) for place, line in enumerate(lines[: places[0]]) if line and not _dropped(line)]
    problems = [LineProblem(place + 1, "transcript_before_first", line[:200]) for place, line in before]
    messages: list[Said] = []
    for start, end in pairwise(places):
        block = list(_block(heads[start], start, lines[start + 1 : end]))
        messages.extend(block)
        if not block:
            problems.append(LineProblem(start + 1, "transcript_empty_message", lines[start][:200]))
    return messages, problems


def _dropped(line: str) -> bool:
    return is_noise(line) or line in READ or date_line(line) is not None


def _block(head: Header, place: int, body: Sequence[str]) -> Iterator[Said]:
    """Yield the message under a header, if it has a text, then the notices that stand in it."""
    marks = [READ[line] for line in body if line in READ]
    text = "\n".join(line for line in body if not _dropped(line) and not is_notice(line)).strip("\n")
    if len(text.encode()) > MESSAGE_LIMIT:
        raise DeskError("transcript_message_too_long", line=place + 1, limit=MESSAGE_LIMIT // 1024)
    if text:
        yield Said(head.sender, None, head.at_ms, text, marks[-1] if marks else None, place + 1)
    for offset, line in enumerate(body):
        if is_notice(line):
            yield Said("", None, head.at_ms, line, None, place + offset + 2, system=True)


def _sides(senders: Sequence[str], shop: str, accounts: Collection[str], buyer: str | None) -> dict[str, bool | None]:
    """Return for each sender whether he is an agent; None where nothing tells."""
    if buyer is not None and buyer in senders:
        return {sender: sender != buyer for sender in senders}
    shops = {shop} | {_shop_of(account) for account in accounts}
    agents = {name for name in senders if name in accounts or name == shop or _shop_of(name) in shops - {""}}
    if not agents:
        # Nothing known occurs: accounts of one single shop are written with a colon, buyers are not.
        agents = {name for name in senders if _shop_of(name)}
        if len({_shop_of(name) for name in agents}) != 1:
            return dict.fromkeys(senders)
    others = [name for name in senders if name not in agents]
    side = False if len(others) == 1 else None
    return {name: True if name in agents else side for name in senders}


def _shop_of(name: str) -> str:
    """Return the shop's part of ``shop:account``, empty if ``name`` has no such form."""
    for colon in _COLONS:
        shop, found, account = name.partition(colon)
        if found and shop and account:
            return shop
    return ""
