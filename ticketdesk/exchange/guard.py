"""The leading apostrophe that keeps an exported text from becoming a formula, put on and taken off without loss."""

from __future__ import annotations

APOSTROPHE = "'"
EMPTY_WORD = "null"
GUARDED_STARTS = "=+-@＝＋－＠\t\r\n" + APOSTROPHE
"""What begins a formula, and the apostrophe itself."""


def guard(text: str) -> str:
    """Return ``text`` as a table cell that no spreadsheet evaluates; ``unguard`` gives the same text back.

    Guarded are the starts of a formula (also the full-width ones, which Excel accepts, and ones behind blanks), an
    apostrophe of the text's own, and the word ``null``, which the platform's files use for "empty".
    """
    if not text:
        return text
    if text[0] in GUARDED_STARTS or text[0].isspace() or text == EMPTY_WORD:
        return APOSTROPHE + text
    return text


def guard_number(text: str) -> str:
    """Like ``guard``, and also for digits that Excel would round or shorten: 12 and more of them, or a leading zero."""
    if text.isascii() and text.isdigit() and (len(text) >= 12 or (len(text) > 1 and text[0] == "0")):
        return APOSTROPHE + text
    return guard(text)


def unguard(cell: str) -> str:
    """Return the text that ``guard`` made ``cell`` of."""
    return cell[1:] if cell[:1] == APOSTROPHE else cell
