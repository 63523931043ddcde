"""A mail as the desk takes it: who wrote what in which thread, its files, and what kind of mail it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from ticketdesk.channels.mail import headers
from ticketdesk.channels.mail.gather import Gathered, Keep, gathered
from ticketdesk.channels.mail.headers import Address, Header
from ticketdesk.channels.mail.kinds import Kind, has_failed, kind_of, reason_of
from ticketdesk.channels.mail.limits import FILE_BYTES
from ticketdesk.channels.mail.parts import Part, TooNested, parts_of
from ticketdesk.words import tr

NO_SENDER: Final = "unknown@sender.invalid"
"""The nickname of mails that name nobody (RFC 2606: ``.invalid`` is nowhere); no reply goes there."""


class Letter(NamedTuple):
    """A mail that was read. ``header_id`` is its Message-ID ("" for none), ``references`` what it answers, in order.

    ``reply_to`` is where an answer goes, "" for nowhere. ``said.report`` names the mails that a server gives back.
    """

    key: str
    header_id: str
    references: tuple[str, ...]
    sender: Address
    reply_to: str
    subject: str
    kind: Kind
    said: Gathered

    @property
    def nick(self) -> str:
        """The buyer."""
        return headers.nick_of(self.sender.address) if self.sender.address else NO_SENDER

    @property
    def failed_ids(self) -> tuple[str, ...]:
        """Message-IDs a delivery report may mean: all that stand in it, where it tells of a failure for good."""
        if self.kind is not Kind.RETURNED or not has_failed(self.said.report):
            return ()
        return headers.ids(self.said.report) + headers.ids(self.said.text.encode())

    @property
    def reason(self) -> str:
        """Why it came back, in the other server's words."""
        return reason_of(self.said.report)

    def data(self) -> str:
        """Return what is kept beside the message: sender, where answers go, what was cut."""
        kept = {
            "from": self.sender.address,
            "name": self.sender.name,
            "reply_to": self.reply_to,
            "id": self.header_id,
            "machine": self.kind is not Kind.WORDS,
            "cut": self.said.cut,
        }
        return json.dumps({"mail": {name: value for name, value in kept.items() if value}}, ensure_ascii=False)


def read_whole(raw: bytes, own: str, keep: Keep) -> Letter:
    """Return the mail ``raw``; one that cannot be taken apart comes in with a sentence and itself as a file."""
    header, at = headers.split(raw)
    try:
        said = gathered(parts_of(header, raw[at:]), keep)
    except TooNested:
        said = _as_file(raw, header, keep)
    return letter_of(header, raw, said, own)


def read_parts(header: Header, parts: Sequence[Part], own: str, keep: Keep, whole: Callable[[], bytes]) -> Letter:
    """Return a large mail from its parts; ``whole`` fetches it as far as a file may be large, for want of parts."""
    said = gathered(parts, keep) if parts else _as_file(whole(), header, keep)
    return letter_of(header, b"", said, own)


def letter_of(header: Header, raw: bytes, said: Gathered, own: str) -> Letter:
    """Put together what the header says and what was gathered."""
    sender = headers.address(header, b"from", b"sender", b"return-path")
    answered = headers.address(header, b"reply-to").address or sender.address
    kind = kind_of(header, sender.address, own)
    if not sender.address:
        line = tr("[This mail names no sender; it cannot be answered.]")
        said = said._replace(text="\n\n".join(filter(None, (said.text, line))))
    # Answers to the shop itself would come back as its buyers' words.
    answered = "" if answered.lower() == own.lower() else answered
    return Letter(
        headers.key_of(header, raw), headers.own_id(header), headers.references(header), sender, answered,
        headers.subject(header), kind, said,
    )  # fmt: skip


def _as_file(raw: bytes, header: Header, keep: Keep) -> Gathered:
    line = tr("[This mail has too many nested parts to be taken apart; it lies beside this as a file.]")
    name = (headers.subject(header)[:60] or "mail") + ".eml"
    kept = (keep(raw[:FILE_BYTES], name, "message/rfc822", 0, 0),) if raw else ()
    return Gathered(line, "", kept, raw[:65_536] if kind_of(header, "", "") is Kind.RETURNED else b"")


def unreadable(key: str, size: int) -> Letter:
    """Return what stands for a mail that could not be read at all: nothing is passed over in silence."""
    line = tr("[A mail of {0} MB could not be read. It is still in the mailbox.]", f"{size / (1 << 20):.1f}")
    return Letter(f"mail-{key}", "", (), Address("", ""), "", "", Kind.MACHINE, Gathered(line, "", (), b""))
