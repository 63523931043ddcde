"""Who the collected files belong to: distributions, Qt, the interpreter, the system; with their licence texts."""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from bundle.components import DISTRIBUTIONS, ICU, INNER, QT_LICENCE, TEXTS, system_licence
from bundle.sbom import Part
from bundle.trim import COMPILED, Entry

_TEXT_NAMES: Final = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_COMMON: Final = re.compile(r"/usr/share/common-licenses/([\w+-]+(?:\.[\w+-]+)*)")
_LIBRARY: Final = re.compile(r"(?:lib)?([^.]+)\.")


class Text(NamedTuple):
    """A licence text: the file it is read from and its path in the folder."""

    source: Path
    target: str


class Package(NamedTuple):
    """A package of the system."""

    name: str
    version: str


class Found(NamedTuple):
    """The parts of a program and the texts that they need."""

    parts: list[Part]
    texts: list[Text]


class Carried:
    """Collects parts and texts over the files of one program. ``licences`` is the project's folder of texts."""

    def __init__(self, licences: Path) -> None:
        self._own = licences
        self._parts: list[Part] = []
        self._texts: dict[str, Text] = {}

    def found(self) -> Found:
        """All that was added."""
        return Found(self._parts, sorted(self._texts.values(), key=lambda text: text.target))

    def add_distributions(self, owned: Mapping[str, Iterable[Entry]]) -> None:
        """Add distributions by name with the files that are theirs; their own lists of parts are taken over."""
        for name, entries in owned.items():
            distribution = importlib.metadata.distribution(name)
            files = [Path(str(file.locate())) for file in distribution.files or () if ".dist-info" in file.parts[0]]
            texts = [self._text(name, file) for file in files if _TEXT_NAMES.search(file.name)]
            licence = _licence_of(name, distribution.metadata)
            if licence == QT_LICENCE:
                texts = self._qt_texts()
            elif name in TEXTS and not texts:
                texts = [self._text(name, self._own / TEXTS[name])]
            targets = tuple(entry.target for entry in entries)
            purl = f"pkg:pypi/{name}@{distribution.version}"
            self._parts.append(Part(name, distribution.version, licence, purl, targets, texts=tuple(texts)))
            for file in files:
                if file.name.endswith(".cyclonedx.json"):
                    self._take_over(name, file, texts)

    def add_qt(self, entries: Iterable[Entry], version: str) -> None:
        """Add Qt's libraries and plug-ins, each as a part of its own."""
        for entry in entries:
            name = library_name(entry.target)
            if name.startswith("icu"):
                texts = (self._text("icu", self._own / ICU[1]),)
                self._parts.append(_of_file(entry, name, PurePosixPath(entry.target).suffix[1:], ICU[0], texts))
            else:
                self._parts.append(_of_file(entry, name, version, QT_LICENCE, tuple(self._qt_texts())))

    def add_python(self, entries: Iterable[Entry], licence: Path) -> None:
        """Add the interpreter with its modules."""
        files = tuple(entry.target for entry in entries)
        texts = (self._text("python", licence),) if licence.exists() else ()
        version = platform.python_version()
        self._parts.append(Part("CPython", version, "Python-2.0.1", f"pkg:generic/cpython@{version}", files, (), texts))

    def add_system(self, entries: Iterable[Entry]) -> None:
        """Add libraries of the system with what its package manager says; raises LookupError for one unknown to us."""
        libraries = list(entries)
        packages = debian_packages(entry.source for entry in libraries)
        for entry in libraries:
            name = PurePosixPath(entry.target).name
            package, version = packages.get(entry.source, Package("", ""))
            copying = Path("/usr/share/doc", package, "copyright")
            texts = self._debian_texts(package, copying) if package and copying.exists() else ()
            purl = f"pkg:deb/debian/{package}@{version}" if package else ""
            part = _of_file(entry, name, version, system_licence(name), texts)
            self._parts.append(part._replace(purl=f"{purl}#{name}" if purl else ""))

    def add_inner(self, versions: Mapping[str, str]) -> None:
        """Add what is compiled into the carried binaries that are here; ``versions`` where they are known."""
        here = {library_name(file) for part in self._parts for file in part.files}
        for inner in INNER:
            if inner.inside in here or inner.inside in {part.name.partition("-")[0] for part in self._parts}:
                texts = (self._text(inner.name, self._own / inner.text),)
                version = versions.get(inner.name, "")
                self._parts.append(Part(inner.name, version, inner.licence, texts=texts, inside=inner.inside))

    def add(self, part: Part, *sources: Path) -> None:
        """Add a part with the licence texts in ``sources``."""
        self._parts.append(part._replace(texts=tuple(self._text(part.name, source) for source in sources)))

    def _text(self, name: str, source: Path) -> str:
        target = f"licenses/{name}/{source.name}"
        self._texts[target] = Text(source, target)
        return target

    def _qt_texts(self) -> list[str]:
        folder = self._own.parents[1] / "resources" / "licenses"
        return [self._text("Qt", folder / name) for name in ("LGPL-3.0.txt", "GPL-3.0.txt", "README")]

    def _debian_texts(self, package: str, copying: Path) -> tuple[str, ...]:
        named = _COMMON.findall(copying.read_text(encoding="utf-8", errors="replace"))
        common = {Path("/usr/share/common-licenses", name.rstrip(".")) for name in named}
        shared = [self._text("common-licenses", path) for path in sorted(common) if path.is_file()]
        return (self._text(package, copying), *shared)

    def _take_over(self, name: str, file: Path, texts: Iterable[str]) -> None:
        for each in json.loads(file.read_text(encoding="utf-8"))["components"]:
            words = " AND ".join(_licence_words(licence) for licence in each.get("licenses", ()))
            purl = each.get("purl", "")
            self._parts.append(Part(each["name"], each["version"], words, purl, texts=tuple(texts), inside=name))


def owners(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries by the distribution that their source belongs to; under "" those that belong to none."""
    by_path: dict[str, str] = {}
    for distribution in importlib.metadata.distributions():
        name, base = distribution.metadata["Name"].lower().replace("_", "-"), str(distribution.locate_file(""))
        # Read as text: the library's own objects for the tens of thousands of files take seconds.
        for row in csv.reader((distribution.read_text("RECORD") or "").splitlines()):
            by_path[os.path.normpath(os.path.join(base, row[0]))] = name
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[by_path.get(os.path.normpath(entry.source), "")].append(entry)
    return dict(found)


def library_name(target: str) -> str:
    """The name of a library or plug-in without "lib", version and suffix: "libQt6Core.so.6" → "Qt6Core"."""
    name = PurePosixPath(target.replace("\\", "/")).name
    match = _LIBRARY.match(name)
    return match[1] if match else name


def debian_packages(sources: Iterable[str]) -> dict[str, Package]:
    """The package of each file on Debian and its kin; files of no package, and of other systems, are left out."""
    paths = {path: source for source in sources for path in _spellings(source)}
    if not paths or shutil.which("dpkg-query") is None:
        return {}
    # One question for all: each takes the tool a while. Its exit code is 1 where it does not know one of them.
    lines = _asked("dpkg-query", "-S", *paths)
    owned = [line.partition(": ") for line in lines if not line.startswith("diversion ")]
    found = {paths[path]: names.partition(":")[0] for names, _, path in owned}
    told = _asked("dpkg-query", "-W", "--showformat=${Package} ${Version}\n", *sorted(set(found.values())))
    versions = dict(line.split(" ", 1) for line in told)
    return {source: Package(name, versions.get(name, "")) for source, name in found.items()}


def _spellings(source: str) -> Iterable[str]:
    """The ways to name a file in /lib and /usr/lib, which are one folder today and were two in the packages' lists."""
    real = str(Path(source).resolve())
    return dict.fromkeys((f"/usr{source}", real.removeprefix("/usr"), real, source))


def _asked(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if " " in line]


def _of_file(entry: Entry, name: str, version: str, licence: str, texts: tuple[str, ...]) -> Part:
    digests: tuple[str, ...] = ()
    if entry.kind in COMPILED:
        with open(entry.source, "rb") as file:
            digests = (hashlib.file_digest(file, "sha256").hexdigest(),)
    return Part(name, version, licence, "", (entry.target,), digests, texts)


def _licence_of(name: str, metadata: importlib.metadata.PackageMetadata) -> str:
    said = [metadata[field] for field in ("License-Expression", "License") if field in metadata]
    known = next((words for words in (DISTRIBUTIONS.get(name, ""), *said) if words), "")
    # A licence that is a whole text, or words that are no SPDX name, must be looked up by a person.
    return known if re.fullmatch(r"[\w.+ ()-]{2,80}", known) else ""


def _licence_words(licence: Mapping[str, object]) -> str:
    named = licence.get("license")
    return str(licence.get("expression") or (named.get("id") if isinstance(named, dict) else ""))
