"""What the buyer wrote now, apart from what the mail repeats: quotations and signatures. Nothing is thrown away."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_LINE: Final = 400
"""A longer line is nobody's separator."""

_WROTE: Final = re.compile(
    r"[>\s]*(?:on\b.{4,300}\bwrote\s?[:：]|am\b.{4,300}\bschrieb.{0,100}[:：]|le\b.{4,300}\ba écrit\s?[:：]"
    r"|在.{2,300}写道\s?[:：]|于.{2,300}写道\s?[:：]|.{2,300}\s于.{4,100}写道\s?[:：]|.{4,300}写道\s?[:：])\s*",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"(?:on|am|le|在|于)", re.IGNORECASE)
_ORIGINAL: Final = re.compile(
    r"\s*[-_=—]{2,}\s*(?:original message|original mail|原始邮件|原始信件|原邮件|reply message|回复邮件|邮件原件)"
    r"\s*[-_=—]{2,}\s*",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"[\s*]*(?:from|发件人|寄件者|寄件人|von)\s?[:：]\**.*", re.IGNORECASE)
_WITH: Final = re.compile(
    r"[\s*]*(?:to|sent|date|subject|cc|收件人|发送时间|发送日期|日期|时间|主题|主旨|抄送|收件者|寄件日期|an|gesendet|betreff)\s?[:：].*",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"\s*(?:_{10,}|-{20,})\s*")
_PHONE: Final = re.compile(r"\s*(?:发自我的|从我的|sent from my |get outlook for |来自我的).{0,60}", re.IGNORECASE)
_FORWARDED: Final = re.compile(r"\s*-{2,}\s*(?:forwarded message|转发邮件|转发的邮件)\s*-{2,}.*", re.IGNORECASE)
_SIGNATURE_LINES: Final = 15


class Parted(NamedTuple):
    """The words of now, and what was cut, in its order ("" where nothing was)."""

    said: str
    cut: str


def parted(text: str) -> Parted:
    """Return ``text`` without the quotation at its end or beginning and without its signature.

    A quotation between own words stays: it says what they answer. Where nothing would be left, nothing is cut: a mail
    that only hands something on says that.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = _leading(lines), _trailing(lines)
    if first >= last:
        first = 0
    end = _signature(lines, first, last)
    said = "\n".join(lines[first:end]).strip("\n \t")
    if not said:
        return Parted("\n".join(lines).strip(), "")
    cut = ["\n".join(lines[:first]).strip("\n"), "\n".join(lines[end:]).strip("\n")]
    return Parted(said, "\n".join(part for part in cut if part.strip()))


def _quoted(line: str) -> bool:
    return line.startswith((">", " >"))


def _leading(lines: list[str]) -> int:
    """Return where own words begin: behind a quotation that stands first."""
    at = _skip_blank(lines, 0)
    wrote = _wrote(lines, at)
    at = _skip_blank(lines, wrote) if wrote else at
    if at >= len(lines) or not _quoted(lines[at]):
        return 0
    while at < len(lines) and (_quoted(lines[at]) or not lines[at].strip()):
        at += 1
    return at


def _trailing(lines: list[str]) -> int:
    """Return where own words end: before the first separator, or before the quotation that stands last."""
    begin = _leading(lines)
    for at in range(begin, len(lines)):
        if _FORWARDED.fullmatch(lines[at][:_LINE]):
            break  # what is handed on is what the mail is about
        if _separates(lines, at):
            return at
    end = len(lines)
    while end > begin and (_quoted(lines[end - 1]) or not lines[end - 1].strip()):
        end -= 1
    return end if any(map(_quoted, lines[end:])) else len(lines)


def _separates(lines: list[str], at: int) -> bool:
    """Whether a quotation of everything before begins with this line."""
    line = lines[at]
    if len(line) > _LINE or not line.strip():
        return False
    if _ORIGINAL.fullmatch(line) or _is_head(lines, at):
        return True
    if _RULE.fullmatch(line):
        return _is_head(lines, _skip_blank(lines, at + 1))
    wrote = _wrote(lines, at)
    return bool(wrote) and _all_quoted(lines, wrote)


def _is_head(lines: list[str], at: int) -> bool:
    """Whether a written-out header stands here: who, and within five lines when, to whom or about what."""
    if at >= len(lines) or not _FROM.fullmatch(lines[at][:_LINE]):
        return False
    return sum(bool(_WITH.fullmatch(line[:_LINE])) for line in lines[at + 1 : at + 6]) >= 2


def _wrote(lines: list[str], at: int) -> int:
    """Return the line behind an "On … wrote:" that begins at ``at`` and may run over three lines; 0 for none."""
    if at >= len(lines) or not lines[at].strip() or len(lines[at]) > _LINE:
        return 0
    if _said_so(lines[at]):
        return at + 1
    if not _BEGINS.match(lines[at].lstrip("> \t")):
        return 0
    for more in (2, 3):
        together = " ".join(line.strip() for line in lines[at : at + more])
        if _said_so(together):
            return at + more
    return 0


def _said_so(line: str) -> bool:
    return len(line) <= _LINE and line.rstrip().endswith((":", "：")) and bool(_WROTE.fullmatch(line))


def _all_quoted(lines: list[str], at: int) -> bool:
    """Whether what follows is repeated to its end: all of it marked, or none of it (then nothing tells it apart)."""
    marked = [_quoted(line) for line in lines[at:] if line.strip()]
    return bool(marked) and (all(marked) or not any(marked))


def _skip_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _signature(lines: list[str], first: int, end: int) -> int:
    """Return where the signature begins between ``first`` and ``end``, or ``end``."""
    for at in range(first, end):
        if lines[at].rstrip("\n") == "-- " or (lines[at] == "--" and end - at <= _SIGNATURE_LINES):
            return at
    last = end
    while last > first and not lines[last - 1].strip():
        last -= 1
    return last - 1 if last - 1 > first and _PHONE.fullmatch(lines[last - 1][:_LINE]) else end
