"""Words and files out of the parts of a mail, within the limits; what is kept out is told in a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from ticketdesk.channels.mail.decode import text_of
from ticketdesk.channels.mail.html_text import text_of_html
from ticketdesk.channels.mail.limits import CUT_BYTES, FILE_BYTES, FILES, SUM_BYTES, TEXT_BYTES, TEXT_CHARS
from ticketdesk.channels.mail.parts import Part, name_for
from ticketdesk.channels.mail.pictures import shown_picture
from ticketdesk.channels.mail.quoting import parted
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.text import strip_nul
from ticketdesk.words import tr, trn

Keep = Callable[[bytes, str, str, int, int], FileRef]
"""Keeps a file: content, name, media type, width and height (pixels, 0 for none); DeskError where the disk refuses."""

_MB: Final = 1 << 20
_NAMED: Final = 20


class Gathered(NamedTuple):
    """A mail's words (quotations cut), what was cut, its files in their order, and what servers report in it."""

    text: str
    cut: str
    files: tuple[FileRef, ...]
    report: bytes


def gathered(parts: Sequence[Part], keep: Keep) -> Gathered:
    """Read ``parts`` and keep their files."""
    gatherer = _Gatherer(keep)
    body = [part for part in parts if part.is_body]
    said, cut = parted(gatherer.body(body))
    said = gatherer.within(said)
    cut = gatherer.beside(cut)
    gatherer.files([part for part in parts if not part.is_body])
    text = "\n\n".join(filter(None, (said, *gatherer.lines())))
    return Gathered(text, cut, tuple(gatherer.kept), gatherer.report)


class _Gatherer:
    """What was taken of one mail so far."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self.kept: list[FileRef] = []
        self.report = b""
        self._sum = 0
        self._out: list[str] = []
        self._notes: list[str] = []

    def body(self, parts: Sequence[Part]) -> str:
        """Return the words of the mail: of each alternative the plain text, or the HTML where that says nothing."""
        found: list[str] = []
        done: set[str] = set()
        for part in parts[:FILES]:
            if part.group and part.group in done:
                continue
            group = [each for each in parts if each.group == part.group] if part.group else [part]
            done.add(part.group)
            plain = self._texts(each for each in group if each.media_type == "text/plain")
            found += plain or self._texts(each for each in group if each.media_type == "text/html")
        return "\n\n".join(found)

    def _texts(self, parts: Iterable[Part]) -> list[str]:
        return [text for text in map(self._text, parts) if text.strip()]

    def _text(self, part: Part) -> str:
        if part.size > FILE_BYTES:
            self._out.append(_named(part.name or part.media_type, part.size))
            return ""
        content = part.load()
        decoded = text_of(content[:TEXT_BYTES], part.charset)
        if decoded.guessed:
            self._note(tr("[The mail names no charset that fits; some letters may be wrong.]"))
        text, complete = strip_nul(decoded.text), len(content) <= TEXT_BYTES
        if part.media_type == "text/html":
            text, all_of_it = text_of_html(text)
            complete = complete and all_of_it
        if not complete:
            self._whole(content, part)
            return text[:TEXT_CHARS]
        return text

    def _note(self, line: str) -> None:
        if line not in self._notes:
            self._notes.append(line)

    def _whole(self, content: bytes, part: Part) -> None:
        ending = ".html" if part.media_type == "text/html" else ".txt"
        self._add(content, f"mail{ending}", part.media_type)
        self._note(tr("[The mail is longer than what is shown here; all of it lies in the file beside it.]"))

    def within(self, text: str) -> str:
        """Return ``text`` as far as a conversation shows it; a longer one lies beside it as a file."""
        if len(text) <= TEXT_CHARS:
            return text
        self._whole(text.encode(), _TEXT)
        return text[:TEXT_CHARS]

    def beside(self, cut: str) -> str:
        """Return what was cut as far as it fits beside the message; a longer one becomes a file."""
        # As the message's data has it, escapes included.
        if len(json.dumps(cut, ensure_ascii=False).encode()) <= CUT_BYTES:
            return cut
        self._add(cut.encode(), "quoted.txt", "text/plain")
        return ""

    def files(self, parts: Sequence[Part]) -> None:
        """Keep the attachments; those over a limit are told by name and size."""
        for number, part in enumerate(parts, start=1):
            name = name_for(part, number)
            if part.size > FILE_BYTES or self._sum + part.size > SUM_BYTES or len(self.kept) >= FILES:
                self._out.append(_named(name, part.size))
                continue
            content = part.load()
            if part.media_type.startswith("message/") or part.media_type == "text/rfc822-headers":
                self.report += content[: 4 * _MB]
            if len(content) > FILE_BYTES:
                self._out.append(_named(name, len(content)))
            elif content:
                self._add(content, name, part.media_type)

    def _add(self, content: bytes, name: str, media_type: str) -> None:
        self._sum += len(content)
        shown = shown_picture(content)
        kind, (width, height) = (shown[0].media_type, shown[1]) if shown else (media_type, (0, 0))
        self.kept.append(self._keep(content, name, kind, width, height))

    def lines(self) -> list[str]:
        """Return what is to be said of the mail below its words."""
        out = [tr("[Too large to be kept here, still in the mailbox: {0}]", each) for each in self._out[:_NAMED]]
        more = len(self._out) - _NAMED
        if more > 0:
            out.append(
                trn(more, "[And {0} more file, still in the mailbox]", "[And {0} more files, still in the mailbox]")
            )
        return [*self._notes, *out]


def _named(name: str, size: int) -> str:
    return f"{name} ({size / _MB:.1f} MB)"


_TEXT: Final = Part("text/plain", "utf-8", "", False, "", 0, lambda: b"")
