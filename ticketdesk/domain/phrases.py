"""Quick phrases: initials of their pinyin and the ranking of what is typed after the slash."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.domain.text import fold, letters, simplify, strip_nul

CARET: Final = "{光标}"
"""Where the caret goes once the phrase stands in a reply (trade.md C20)."""

_LONGEST: Final = 32
"""Letters of a phrase whose initials are kept: nobody types more, and the first sentence names the matter."""

# Words of the trade that the pinyin table reads the other way round.
_WORDS: Final = {
    "重发": "cf",
    "重寄": "cj",
    "重补": "cb",
    "偏长": "pc",
    "加长": "jc",
    "袖长": "xc",
    "衣长": "yc",
    "裤长": "kc",
    "裙长": "qc",
    "藏青": "zq",
}
_WORD: Final = re.compile("|".join(_WORDS))
_HAN: Final = re.compile(r"[\u2e80-\u9fff\U00020000-\U0003ffff]")


_CONTROLS: Final = {code: None for code in (*range(32), 127) if code not in (9, 10)}


class PhraseKey(NamedTuple):
    """What a phrase is found by: code and initials in lower case, the folded letters of its text, whether it is own."""

    id: int
    code: str
    initials: str
    body: str
    own: bool = False


def phrase_text(text: str) -> str:
    """Return the words of a phrase as they are kept: one kind of line end, no controls, nothing blank around.

    A file gives the same, so that an export taken in again changes nothing.
    """
    return strip_nul(text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)).strip()


def offered(valid_from: int | None, valid_to: int | None, now: int) -> bool:
    """Return whether a phrase is offered at ``now``: from its first moment on, before its last (all UTC ms)."""
    return (valid_from is None or valid_from <= now) and (valid_to is None or now < valid_to)


def initials(text: str) -> str:
    """Return the initials of ``text``: the first letter of each character's pinyin, letters and digits as they are.

    ``"亲,可以换L码"`` gives ``"qkyhlm"``; at most 32 letters. About 0.2 ms: compute it once and keep it.
    """
    # Imported here, since its tables take a third of a second to load.
    from pypinyin import Style, lazy_pinyin

    run = _plain(text)[:_LONGEST]
    known = _WORD.sub(lambda match: _WORDS[match[0]], run)
    return "".join(lazy_pinyin(known, style=Style.FIRST_LETTER)).lower()


def _plain(text: str) -> str:
    """Return the letters of ``text`` as phrases are compared: folded, in simplified characters."""
    return simplify(letters(fold(text)))


def phrase_key(phrase_id: int, code: str, text: str) -> PhraseKey:
    """Return the search key of a phrase; its initials cost 0.2 ms, so make it once for each."""
    return PhraseKey(phrase_id, code.strip().lower(), initials(text), _plain(text))


def match(query: str, phrases: Iterable[PhraseKey]) -> list[PhraseKey]:
    """Return the phrases that answer ``query``, best first; an empty query returns all as they come.

    Exact code, beginning of a code, beginning of the initials, inside the initials, inside the text, initials with
    gaps; among equals the agent's own, then the shorter code, then the given order.
    """
    asked = query.strip().lower()
    if not asked:
        return list(phrases)
    body = _plain(asked)
    # Chinese letters stand in no code's initials: one pass less for each phrase.
    gaps = None if _HAN.search(asked) or len(body) < 2 else re.compile(".*?".join(map(re.escape, body)))
    ranked = (
        (_rank(asked, body, gaps, key), not key.own, len(key.code), place, key) for place, key in enumerate(phrases)
    )
    return [entry[-1] for entry in sorted(entry for entry in ranked if entry[0] < _NONE)]


_NONE: Final = 6


def _rank(asked: str, body: str, gaps: re.Pattern[str] | None, key: PhraseKey) -> int:
    """Return how well ``key`` answers, 0 best, ``_NONE`` if not at all."""
    if key.code.startswith(asked):
        return 0 if key.code == asked else 1
    if not body:
        return _NONE
    at = key.initials.find(body)
    if at >= 0:
        return 2 if at == 0 else 3
    if body in key.body:
        return 4
    return 5 if gaps is not None and gaps.search(key.initials) else _NONE
