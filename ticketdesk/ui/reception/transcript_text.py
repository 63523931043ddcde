"""A copied conversation on its way in: reading a .txt file, understanding the text, and handing it to the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from ticketdesk.desk.commands.talk import Heard
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.transcript import TRANSCRIPT_LIMIT, Said, Transcript, parse_transcript
from ticketdesk.exchange.magic import require_file, unreadable
from ticketdesk.exchange.textfile import read_error, sound_encodings
from ticketdesk.store.queries import agents
from ticketdesk.store.reader import Reader
from ticketdesk.words import mark, tr

_BYTES: Final = 4 * TRANSCRIPT_LIMIT
_REASONS: Final = {
    "transcript_before_first": mark("stands before the first message"),
    "transcript_empty_message": mark("has no text"),
}


class Known(NamedTuple):
    """By what our own side is recognised: the shop's name, the accounts and names of its agents."""

    shop: str
    accounts: tuple[str, ...]


def known_people(reader: Reader) -> Known:
    """Read who works in the shop."""
    shop = agents.shop(reader)
    names = [name for agent in agents.agents(reader) for name in (agent.account, agent.name) if name]
    return Known(shop.name if shop else "", tuple(dict.fromkeys(names)))


def understand(text: str, known: Known, buyer: str | None = None) -> Transcript:
    """Return the conversation in ``text``; ``buyer`` is the sender the agent named. DeskErrors as parse_transcript."""
    return parse_transcript(text, shop_name=known.shop, agent_accounts=known.accounts, buyer=buyer)


def heard(transcript: Transcript) -> tuple[Heard, ...]:
    """Return the messages as the desk takes them; whoever is not the shop's side is the buyer."""
    said = transcript.messages
    return tuple(Heard(_side(each), each.sender, each.at_ms, each.text, bool(each.read)) for each in said)


def read_transcript(path: Path) -> str:
    """Return the text of a .txt file, UTF-8 (with or without mark), UTF-16 or GB18030.

    Raises DeskError: file_missing, file_unreadable, file_encoding, file_cut, file_empty, transcript_too_long,
    transcript_no_header for what is no text at all.
    """
    try:
        require_file(path)
    except OSError as error:
        raise unreadable(path, error) from error
    encodings = sound_encodings(path)
    if path.stat().st_size > _BYTES:
        raise DeskError("transcript_too_long", limit=TRANSCRIPT_LIMIT // 1024 // 1024)
    data = path.read_bytes()
    if not data.strip():
        raise DeskError("file_empty", name=path.name)
    for encoding in encodings:
        try:
            text = data.decode(encoding.codec)
        except UnicodeDecodeError:
            continue
        if "\0" in text or text.startswith("%PDF-"):
            raise DeskError("transcript_no_header")
        return text
    raise read_error(path, encodings[-1]) or DeskError("file_encoding", name=path.name, line=1)


def problem_text(reason: str) -> str:
    """Say why a part of the text became no message."""
    return tr(_REASONS[reason]) if reason in _REASONS else reason


def _side(said: Said) -> str:
    if said.system:
        return "system"
    return "out" if said.is_agent else "in"
