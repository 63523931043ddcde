"""How much of a mail is taken: every figure that the mail channel refuses or cuts by."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.pictures import PICTURE_BYTES

WHOLE_BYTES: Final = 1 << 20
"""A mail up to so many bytes is fetched and read in one piece; a larger one part by part."""

HEADER_BYTES: Final = 2 << 20
"""So much of a header is looked at; what stands beyond it is not."""

VALUE_BYTES: Final = 16 << 10
"""So much of one header field is kept: a list of 10,000 recipients is longer, and we answer the sender alone."""

PARTS: Final = 100
"""So many parts (boundaries) a mail may have to be taken apart; one with more comes in as a file."""

FILES: Final = 50
"""So many attachments of one mail are kept; of the others the names are told."""

FILE_BYTES: Final = PICTURE_BYTES
"""Largest attachment that is kept (safety.md)."""

SUM_BYTES: Final = 100 << 20
"""All attachments of one mail together; the rest of them is told by name."""

TEXT_BYTES: Final = 2 << 20
"""So much of a text part is read."""

TEXT_CHARS: Final = 200_000
"""So many characters of a mail's words stand in the conversation; the whole is then kept beside it as a file."""

CUT_BYTES: Final = 40_000
"""So much of what was cut (quotations, signature) fits beside the message; longer is kept as a file."""

SUBJECT_CHARS: Final = 200
ADDRESS_CHARS: Final = 254
NICK_CHARS: Final = 60
"""Characters of a buyer's nickname, which is the address; a longer one is shortened and told apart by its hash."""

IDS: Final = 20
"""So many Message-IDs of a thread are looked at and written into References."""

ANSWERS_THREAD: Final = 3
ANSWERS_BUYER: Final = 6
ANSWERS_SPAN: Final = 60 * 60 * 1000
"""Automatic answers that leave in one hour (ms) at most: in one thread, and to one address in all its threads."""

EVENTS: Final = 200
"""So many events wait for the desk at most; what the mailbox has beyond them stays there until they are taken."""

LETTERS: Final = 200
"""So many replies lie with the channel at most; the others wait in the desk's own outbox."""
