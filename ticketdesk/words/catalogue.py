"""Reading a language's catalogue: JSON files of {English source string: translation}, one per area of the program."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ticketdesk.resources import resource_path

SOURCE_LANGUAGE = "en"
LANGUAGES = ("zh_CN", SOURCE_LANGUAGE)


class Conflict(NamedTuple):
    """One source string that two files translate differently."""

    source: str
    first: str
    second: str
    file: str


def catalogue_files(language: str) -> tuple[Path, ...]:
    """The catalogue files of a language in the order they are merged; none for the source language."""
    return tuple(sorted(resource_path("i18n", language).glob("*.json")))


def read_file(path: Path) -> Mapping[str, str]:
    """One catalogue file. Raises ValueError where it is not one flat object of texts."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise ValueError(f"{path.name} is not one flat object of texts")
    return content


def load(language: str) -> Mapping[str, str]:
    """All files of a language merged; the first file to translate a string wins (`conflicts` finds the others)."""
    merged: dict[str, str] = {}
    for path in reversed(catalogue_files(language)):
        merged.update(read_file(path))
    return MappingProxyType(merged)


def conflicts(files: tuple[Path, ...]) -> tuple[Conflict, ...]:
    """Every string that a later file translates differently from an earlier one."""
    known: dict[str, str] = {}
    found: list[Conflict] = []
    for path in files:
        for source, translation in read_file(path).items():
            first = known.setdefault(source, translation)
            if first != translation:
                found.append(Conflict(source, first, translation, path.name))
    return tuple(found)
