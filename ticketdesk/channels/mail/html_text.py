"""Plain text from the HTML of a mail: one pass, nothing fetched, nothing nested, no script, no style, no limits passed.

Not on ``html.parser``: in Python 3.11 that takes minutes for a few hundred kilobytes of "<!--" (CVE-2025-6069), and
holds the interpreter, so the window, meanwhile.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple

from ticketdesk.channels.mail.limits import TEXT_BYTES, TEXT_CHARS

_TAG: Final = re.compile(r"</?[A-Za-z]")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9:-]{0,20}")
_VALUE: Final = r"\s*=\s*(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s>]{1,2000}))"
_HREF: Final = re.compile(r"\bhref" + _VALUE, re.IGNORECASE)
_ALT: Final = re.compile(r"\balt" + _VALUE, re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_LINKS: Final = ("http://", "https://", "mailto:", "tel:")
_BLANKS: Final = re.compile(r"[ \t\r\n\f\xa0]+")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
TAG_CHARS: Final = 8_000
"""A tag longer than this is none; styles of real mails stay below it."""

MOST_TAGS: Final = 100_000
"""So many tags are walked through: no letter has as many, and a bomb of them would take seconds."""

_PIECE: Final = 32_000
_DROPPED: Final = frozenset(
    {"script", "style", "head", "title", "template", "svg", "math", "iframe", "object", "noembed"}
)
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p",
        "pre", "section", "table", "tbody", "thead", "tr", "ul",
    }
)  # fmt: skip
_SPACED: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_DEEPEST: Final = 9


class HtmlText(NamedTuple):
    """What HTML says, and whether that is all of it."""

    text: str
    complete: bool


def text_of_html(html: str) -> HtmlText:
    """Return what ``html`` says as lines of text, at most about ``TEXT_CHARS``; links stand behind their words.

    Quotations (``blockquote``) begin with "> " in every line. Takes time by the length alone, whatever stands there.
    """
    writer = _Writer()
    complete = _Walk(html[:TEXT_BYTES], writer).run()
    return HtmlText(writer.text(), complete and len(html) <= TEXT_BYTES)


class _Writer:
    """Lines as they grow: runs of blanks are one, empty lines at most one, quotations marked."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._chars = 0
        self.depth = 0
        self.pre = 0

    @property
    def full(self) -> bool:
        """Whether it holds all that is shown."""
        return self._chars > TEXT_CHARS

    def write(self, text: str) -> None:
        """Add words to the line."""
        if self.pre:
            first, *more = text.split("\n")
            self._add(first)
            for line in more:
                self.end(always=True)
                self._add(line)
        else:
            self._add(_BLANKS.sub(" ", text))

    def _add(self, text: str) -> None:
        if text and (self.pre or text != " " or self._parts):
            self._parts.append(text)
            self._chars += len(text)

    def end(self, *, always: bool = False) -> None:
        """End the line; an empty one counts only where it is asked for."""
        line = "".join(self._parts)
        line = line.rstrip() if self.pre else _BLANKS.sub(" ", line).strip()
        if line or always:
            self._lines.append("> " * self.depth + line if self.depth else line)
            self._chars += 1
        self._parts.clear()

    def gap(self) -> None:
        """Let an empty line stand here."""
        self.end()
        mark = ("> " * self.depth).rstrip()
        if self._lines and self._lines[-1].rstrip() not in ("", mark):
            self._lines.append(mark)

    def text(self) -> str:
        """Return all of it."""
        self.end()
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()
        return _EMPTY_LINES.sub("\n\n", "\n".join(self._lines)).strip()


class _Walk:
    """The walk through the tags. Nothing is looked for twice, so that no text of any shape takes long."""

    def __init__(self, html: str, out: _Writer) -> None:
        self._html, self._out = html, out
        self._at = 0
        self._gone: set[str] = set()  # ends that stand nowhere further on
        self._link = ""
        self._link_words: list[str] = []
        self._steps = 0

    def run(self) -> bool:
        """Walk to the end, or until enough was written or walked; whether that was all."""
        while self._at < len(self._html) and not self._out.full and self._steps < MOST_TAGS:
            self._steps += 1
            opened = self._html.find("<", self._at)
            self._say(self._html[self._at : opened if opened >= 0 else len(self._html)])
            self._at = opened if opened >= 0 else len(self._html)
            if opened >= 0:
                self._markup()
        self._leave_link()
        return self._at >= len(self._html)

    def _say(self, raw: str) -> None:
        for at in range(0, len(raw), _PIECE):
            words = _unescaped(raw[at : at + _PIECE])
            self._out.write(words)
            if self._link and len(self._link_words) < 50:
                self._link_words.append(words)

    def _markup(self) -> None:
        html, at = self._html, self._at
        if html.startswith("<!--", at):
            self._skip("-->")
        elif html.startswith(("<!", "<?"), at):
            self._skip(">")
        elif _TAG.match(html, at):
            self._tag()
        else:
            self._say("<")
            self._at = at + 1

    def _skip(self, end: str) -> None:
        """Go behind ``end``; where it stands nowhere the sign is a sign and what follows is text."""
        found = -1 if end in self._gone else self._html.find(end, self._at)
        if found < 0:
            self._gone.add(end)
            self._say("<")
            self._at += 1
        else:
            self._at = found + len(end)

    def _tag(self) -> None:
        end = self._html.find(">", self._at, self._at + TAG_CHARS)
        if end < 0:
            self._say("<")
            self._at += 1
            return
        inner = self._html[self._at + 1 : end]
        self._at = end + 1
        closing = inner.startswith("/")
        found = _NAME.match(inner, 1 if closing else 0)
        name = found[0].lower() if found else ""
        if closing:
            self._close(name)
        else:
            self._open(name, inner)

    def _open(self, name: str, inner: str) -> None:
        if name in _DROPPED or (name in ("div", "span", "p") and _HIDDEN.search(inner)):
            if not inner.endswith("/"):
                self._drop(name)
        elif name == "br":
            self._out.end(always=True)
        elif name == "img":
            alt = _attribute(_ALT, inner)
            self._out.write(f"[{alt}]" if alt else "")
        elif name in ("td", "th"):
            self._out.write(" ")
        elif name == "a":
            self._leave_link()
            self._link = _attribute(_HREF, inner)
        elif name in _BLOCKS:
            self._block(name)

    def _block(self, name: str) -> None:
        if name in _SPACED:
            self._out.gap()
        self._out.end()
        if name == "li":
            self._out.write("- ")
        elif name == "hr":
            self._out.write("----")
            self._out.end()
        elif name == "blockquote":
            self._out.depth = min(self._out.depth + 1, _DEEPEST)
        elif name == "pre":
            self._out.pre += 1

    def _close(self, name: str) -> None:
        if name == "a":
            self._leave_link()
        elif name in _BLOCKS:
            self._out.end()
            if name == "blockquote":
                self._out.depth = max(0, self._out.depth - 1)
            elif name == "pre":
                self._out.pre = max(0, self._out.pre - 1)
            if name in _SPACED:
                self._out.gap()

    def _drop(self, name: str) -> None:
        """Pass over a part that says nothing, up to its end; without one only the tag is passed over."""
        end = f"</{name}"
        if end in self._gone:
            return
        found = re.compile(re.escape(end), re.IGNORECASE).search(self._html, self._at)
        if found is None:
            self._gone.add(end)
        else:
            self._at = found.start()

    def _leave_link(self) -> None:
        """Write where a link leads, unless its own words say that already."""
        words = _BLANKS.sub(" ", "".join(self._link_words)).strip()
        link = self._link.strip()
        self._link, self._link_words = "", []
        shown = link.removeprefix("mailto:").removeprefix("tel:")
        if link.lower().startswith(_LINKS) and shown.rstrip("/") not in (words, words.rstrip("/")):
            self._out.write(f" ({shown})" if words else shown)


def _attribute(pattern: re.Pattern[str], inner: str) -> str:
    found = pattern.search(inner)
    value = next((group for group in found.groups() if group), "") if found else ""
    return _BLANKS.sub(" ", _unescaped(value)).strip()


def _unescaped(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # a number of more digits than Python reads
        return text
