"""Search text: folding, the index form of a text, the question to the index, and where a hit stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.variants import simplified

# Old tables (also those of SQLite's tokenizer) take these vowel signs for marks, newer ones for letters;
# they are dropped like every other mark, so that both sides of a search agree whatever the versions. So are the vowels
# and endings of Korean syllables that stand alone: where a sign between two of them falls out, they would be composed.
_KEPT: Final = r"[^\W_\u1160-\u11ff\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3\ud7b0-\ud7ff]+"
_CONTROLS: Final = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)
TEXT_BYTES: Final = 64 * 1024
"""Most bytes of UTF-8 of a message or any other text that people write (safety.md)."""

_MARK: Final = "\ue000"
"""Begins the pairs of a text's simplified form in the index: a token character that no text's letters contain."""


def fold(text: str) -> str:
    """Return ``text`` as search compares it: NFKC, lower case."""
    if text.isascii():
        return text.lower()
    # A second NFKC, since lower() may leave a letter beside a mark it can be composed with; and lower() writes a
    # final sigma by its neighbours, one form keeps folding independent of them.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower()).replace("ς", "σ")


def simplify(text: str) -> str:
    """Return ``text`` with its common traditional characters as simplified ones, each in its place."""
    return text.translate(_variants()) if _variant().search(text) else text


# Tables and patterns are made by the first text and not by the import, which every start waits for: two thousand
# characters in a class take a millisecond, the others a quarter of one each.
@cache
def _variants() -> dict[int, str]:
    return simplified()


@cache
def _variant() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, _variants())) + "]")


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(_KEPT)


def letters(text: str) -> str:
    """Return only the letters and digits of ``text``, in order; blanks, punctuation, marks and signs fall out."""
    return "".join(_kept().findall(text))


def pairs(text: str) -> str:
    """Return the index text of ``text``: overlapping pairs of its folded letters, the last letter also alone.

    ``"退款吧!"`` becomes ``"退款 款吧 吧"``; a text without letters becomes ``""`` (architecture.md section 4, Search).
    A text with traditional characters is followed by the marked pairs of its simplified form, so that one index
    answers both the form as typed and either form.
    """
    if text.isascii() and text.isalnum():
        return _paired_plain(text.lower())  # numbers and codes, which are most fields of an order
    run = letters(fold(text))
    if not run:
        return ""
    plain = simplify(run)
    return _paired(run, "") if plain == run else f"{_paired(run, '')} {_paired(plain, _MARK)}"


def _paired_plain(run: str) -> str:
    """As ``_paired`` without a mark, of ASCII only and not empty: as bytes it takes a third of the time."""
    plain = run.encode()
    out = bytearray(b" ") * (3 * len(plain) - 2)
    out[::3] = plain
    out[1::3] = plain[1:]
    return out.decode()


def _paired(run: str, mark: str) -> str:
    """Return the pairs of ``run``, each begun by ``mark``, and its last letter alone."""
    out = [mark, "", "", " "] * len(run)  # filled by slices: a million messages pass here, and this beats joining
    out[1::4] = run
    out[2::4] = run[1:] + " "
    return "".join(out).rstrip()


def terms(words: str) -> tuple[str, ...]:
    """Return the searchable terms of what was typed: folded letters of each blank-separated part, none empty."""
    runs = (letters(fold(part)) for part in words.split())
    return tuple(dict.fromkeys(run for run in runs if run))


def phrase_query(words: str, *, variants: bool = False) -> str:
    """Return the FTS5 query that finds the texts holding every term of ``words``, or ``""`` if nothing is searchable.

    Over texts stored as :func:`pairs` a term hits exactly where it is a substring of the text's folded letters; with
    ``variants`` where that holds of the simplified forms of both, so that traditional and simplified find each other.
    """
    if not variants:
        return " AND ".join(_asked(term, "") for term in terms(words))
    plain = dict.fromkeys(map(simplify, terms(words)))
    return " AND ".join(f"({_asked(term, '')} OR {_asked(term, _MARK)})" for term in plain)


def holding(letter: str, *, variants: bool = False) -> Callable[[str], bool]:
    """Return what tells whether a text in its index form (:func:`pairs`) holds ``letter``, as the query for it does."""
    if not variants:
        return lambda run: f" {letter}" in f" {run}"
    plain = simplify(letter)
    return lambda run: f" {plain}" in f" {run}" or f" {_MARK}{plain}" in f" {run}"


def _asked(term: str, mark: str) -> str:
    """Return one term as a phrase of pairs, or as a prefix where it is a single character.

    Terms hold letters and digits only, so nothing in them can end the quotation.
    """
    if len(term) == 1:
        return f'"{mark}{term}" *'
    return '"' + " ".join(mark + a + b for a, b in pairwise(term)) + '"'


def spans(original: str, words: str) -> tuple[tuple[int, int], ...]:
    """Return where the terms of ``words`` stand in ``original``, as (start, end), ascending and not overlapping.

    A hit may run over blanks and punctuation that search ignores; touching hits are joined. Traditional and simplified
    forms are marked alike, whichever was asked for.
    """
    wanted = [simplify(term) for term in terms(words)]
    if not wanted:
        return ()
    run, starts, ends = _mapped(original)
    found: list[tuple[int, int]] = []
    for term in wanted:
        at = run.find(term)
        while at >= 0:
            found.append((starts[at], ends[at + len(term) - 1]))
            at = run.find(term, at + 1)
    return _joined(found)


def _joined(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return ``found`` sorted, with overlapping and touching spans made one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _mapped(original: str) -> tuple[str, list[int], list[int]]:
    """Return the folded letters of ``original`` and, for each of them, where its source begins and ends there."""
    run: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(original):
        end = at + 1
        while end < len(original) and _joins(original[end]):
            end += 1
        kept = simplify(letters(fold(original[at:end])))
        run.append(kept)
        starts.extend([at] * len(kept))
        ends.extend([end] * len(kept))
        at = end
    return "".join(run), starts, ends


def _joins(char: str) -> bool:
    """Return whether ``char`` may melt into the character before it: marks, half-width voicing, Korean vowels."""
    if char < "\u0300":
        return False
    first = unicodedata.normalize("NFKC", char)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"


def strip_nul(text: str) -> str:
    """Return ``text`` without NUL and lone surrogates, which the store and UTF-8 cannot hold."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")


def kept_text(text: str) -> str:
    """Return ``text`` as the store keeps it; DeskError ``message_too_long`` over 64 kB of UTF-8 (safety.md)."""
    kept = strip_nul(text)
    if len(kept) * 4 > TEXT_BYTES and len(kept.encode()) > TEXT_BYTES:
        raise DeskError("message_too_long", limit=TEXT_BYTES)
    return kept


def clean_name(text: str) -> str:
    """Return ``text`` as one line that shows what it says.

    Direction marks, zero-width characters, fillers and controls fall out and runs of blanks become one, so that no
    name can imitate another or turn the line around it.
    """
    flat = re.sub(r"[\s\u2028\u2029]+", " ", text)
    return re.sub(r" {2,}", " ", re.sub(_CONTROLS, "", flat)).strip()


def checked_name(text: str, what: str, limit: int = 60) -> str:
    """Return ``text`` as a name of at most ``limit`` characters; ``what`` (shop, owner, agent) is told with a refusal.

    Raises DeskError ``name_empty`` and ``name_too_long``.
    """
    name = clean_name(text)
    if not name:
        raise DeskError("name_empty", what=what)
    if len(name) > limit:
        raise DeskError("name_too_long", what=what, limit=limit)
    return name
