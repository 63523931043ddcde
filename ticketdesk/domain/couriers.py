"""Couriers and their parcel numbers: which courier a number belongs to, and whether a text can be a number at all."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError

SHORTEST, LONGEST = 8, 32
_NUMBER: Final = re.compile(rf"[A-Z0-9-]{{{SHORTEST},{LONGEST}}}")
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff']+")


class Courier(NamedTuple):
    """A courier: its code, its whole name, what agents call it, and the form of its numbers (None: not known)."""

    code: str
    name: str
    short: str
    numbers: re.Pattern[str] | None


class Couriers:
    """The couriers that the program knows, those whose numbers it knows first."""

    def __init__(self, known: Iterable[Courier]) -> None:
        self.all = tuple(known)

    def of_number(self, number: str) -> tuple[Courier, ...]:
        """Return the couriers whose numbers look like this one, the likeliest first; () for an unknown form."""
        return tuple(each for each in self.all if each.numbers is not None and each.numbers.fullmatch(number))

    def named(self, name: str) -> Courier | None:
        """Return the courier that a file or an agent calls ``name`` («中通», «中通快递», "ZTO"); None for none."""
        word = name.strip().upper()
        if not word:
            return None
        exact = (each for each in self.all if word in (each.name.upper(), each.code, each.short.upper()))
        return next(exact, None) or next((each for each in self.all if each.short and each.short in word), None)


def parse_couriers(table: str, rules: str) -> Couriers:
    """Return the couriers of ``table`` (CSV: group, name, code) with the forms that ``rules`` (TOML) state for some.

    Raises KeyError for a form of a courier that the table does not have (a fault of the files).
    """
    names = {row["code"]: row["name"] for row in csv.DictReader(table.splitlines())}
    known = [
        Courier(each["code"], names[each["code"]], each["short"], re.compile(each["numbers"]))
        for each in tomllib.loads(rules)["courier"]
    ]
    formed = {each.code for each in known}
    return Couriers([*known, *(Courier(code, name, "", None) for code, name in names.items() if code not in formed)])


def parcel_number(text: str) -> str:
    """Return a parcel's number as it is kept, without blanks and in capitals; DeskError ``parcel_odd`` for none."""
    number = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not _NUMBER.fullmatch(number) or not any(character.isdigit() for character in number):
        raise DeskError("parcel_odd", number=text.strip()[:40], least=SHORTEST, most=LONGEST)
    return number
