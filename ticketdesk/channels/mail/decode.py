"""Bytes of a mail as text: the charset it names where that is true, else UTF-8, GB18030, and Latin-1 with a note."""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from typing import Final, NamedTuple

# Only charsets of mail: Python knows codecs ("idna", "unicode_escape") that are slow or no charsets at all.
_KNOWN: Final = re.compile(
    r"utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|gb18030|gbk|gb2312|hz|big5(hkscs)?|cp950|iso8859-\d{1,2}|cp125\d|cp87[45]|cp866"
    r"|koi8-[ru]|shift_jis|cp932|euc_jp|iso2022_jp(_\w+)?|euc_kr|cp949|mac-roman|cp437|cp850|tis-620"
)
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030"}
_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN: Final = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")


class Decoded(NamedTuple):
    """A text, and whether its charset had to be guessed in the end (Latin-1 reads anything)."""

    text: str
    guessed: bool


def known_charset(name: str) -> str:
    """Return the codec of a charset that a mail names, "" for one that is unknown, no charset of mail or ASCII."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")[:40] or "?").name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(found, found) if _KNOWN.fullmatch(found) else ""


def text_of(content: bytes, charset: str = "") -> Decoded:
    """Return ``content`` as text: by ``charset`` where it holds, else UTF-8, GB18030 and at last Latin-1."""
    for codec in dict.fromkeys((known_charset(charset), "utf-8", "gb18030")):
        try:
            if codec:
                return Decoded(content.decode(codec).removeprefix("\ufeff"), guessed=False)
        except (UnicodeDecodeError, ValueError):
            continue
    return Decoded(content.decode("latin-1"), guessed=True)


def base64_of(content: bytes) -> bytes:
    """Return what broken or whole base64 says: signs that are none are passed over, a torn end is dropped.

    Padding in the midst ends a piece: senders put together what they had encoded one by one.
    """
    return b"".join(map(_piece, content.split(b"=")))


def _piece(content: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", content)
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def transferred(content: bytes, encoding: str) -> bytes:
    """Return the bytes behind a Content-Transfer-Encoding; one that is unknown is none."""
    kind = encoding.strip().lower()
    if kind == "base64":
        return base64_of(content)
    return quopri.decodestring(content) if kind == "quoted-printable" else content


def words_of(value: bytes) -> str:
    """Return a header's value as text: 8-bit letters by their likely charset, encoded words (RFC 2047) decoded."""
    plain = _BETWEEN.sub(r"\1", text_of(value).text)
    found: list[str] = []
    held: list[tuple[str, bytes]] = []
    end = 0
    for word in _WORD.finditer(plain):
        between = plain[end : word.start()]
        if between or (held and held[-1][0] != word[1].lower()):
            found.append(_spoken(held) + between)
            held = []
        held.append((word[1].lower(), _word_bytes(word[2], word[3])))
        end = word.end()
    return "".join(found) + _spoken(held) + plain[end:]


def _spoken(held: list[tuple[str, bytes]]) -> str:
    """Words of one charset side by side are one run: senders cut them in the midst of a character."""
    # RFC 2231 allows a language after the charset: "utf-8*zh".
    return text_of(b"".join(part for _, part in held), held[0][0].split("*")[0]).text if held else ""


def _word_bytes(kind: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    return base64_of(raw) if kind in "bB" else quopri.decodestring(raw.replace(b"_", b" "), header=True)
