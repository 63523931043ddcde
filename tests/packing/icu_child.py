"""What Qt has from ICU's data, as one JSON object: the library that was loaded, orders, encodings, names of zones."""

from __future__ import annotations

import json
from functools import cmp_to_key
from pathlib import Path

from PySide6.QtCore import QCollator, QLocale, QStringConverter, QStringDecoder, QTimeZone

WORDS = [
    "张三",
    "李四",
    "王五",
    "阿",
    "重",
    "銀",
    "b",
    "B",
    "a",
    "Ä",
    "ä",
    "z",
    "ö",
    "ø",
    "10",
    "9",
    "あ",
    "ん",
    "가",
    "ж",
    "а",
    "ё",
    "ñ",
    "n",
    "ch",
    "c",
    "ll",
]
LANGUAGES = ("en", "en_GB", "zh_CN", "zh_TW")
TYPES = (QTimeZone.TimeType.StandardTime, QTimeZone.TimeType.DaylightTime, QTimeZone.TimeType.GenericTime)
LENGTHS = (QTimeZone.NameType.LongName, QTimeZone.NameType.ShortName)


def libraries() -> list[str]:
    """The paths of ICU's data in this process."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return sorted({line.split(maxsplit=5)[-1] for line in lines if "icudata" in line})


def orders() -> dict[str, list[str]]:
    """The words as each locale that Qt knows orders them."""
    every = QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    )  # fmt: skip
    return {locale.name(): sorted(WORDS, key=cmp_to_key(QCollator(locale).compare)) for locale in every}


def zones() -> dict[str, list[str]]:
    """The names of every time zone in the languages of the program."""
    every = [QTimeZone(name) for name in QTimeZone.availableTimeZoneIds()]
    return {
        language: [
            zone.displayName(kind, length, QLocale(language)) for zone in every for kind in TYPES for length in LENGTHS
        ]
        for language in LANGUAGES
    }


if __name__ == "__main__":
    codecs = {name: QStringDecoder(name).isValid() for name in QStringConverter.availableCodecs()}
    print(json.dumps({"libraries": libraries(), "orders": orders(), "codecs": codecs, "zones": zones()}))
