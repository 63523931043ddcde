"""What lies in the built folder: nothing that is not needed, and everything in the list of parts with its licence."""

from __future__ import annotations

import importlib.metadata
import json
import sys

import pytest

NOT_NEEDED = ("EglFS", "Qt6Network", "Qt6OpenGL", "Qt6Pdf", "Qt6Qml", "Qt6Quick", "Qt6Sql", "VirtualKeyboard")
OF_THE_PROGRAM = {"ticketdesk"}
BUILT_WITH = {"pyinstaller", "pyinstaller-hooks-contrib", "altgraph"}
# Of the libraries that the channels, the imports and the QR code load when they are first needed.
NEEDED_LATER = {
    "cryptography.hazmat.primitives.ciphers", "imapclient", "keyring.backends.SecretService", "peewee", "segno",
    "smtplib", "ssl", "websockets.asyncio.server", "xlsxwriter",
}  # fmt: skip
MODULES_NOT_NEEDED = {"cffi", "distutils", "openpyxl", "pip", "pycparser", "pydoc_data", "pytest", "setuptools", "trio"}
MOST_MB = 130


@pytest.fixture(scope="module")
def listed(frozen):
    return json.loads((frozen.inside / "sbom.cdx.json").read_text(encoding="utf-8"))


def said(component, name):
    return [each["value"] for each in component["properties"] if each["name"] == f"ticketdesk:{name}"]


def libraries(folder):
    """The compiled files of a folder as paths with slashes; links are none."""
    kinds = {".dll", ".pyd", ".dylib"}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and (path.suffix in kinds or ".so" in path.suffixes):
            yield path.relative_to(folder).as_posix()


def unlisted(files, document):
    named = {file for component in document["components"] for file in said(component, "file")}
    return sorted(set(files) - named)


def without_licence(document, folder):
    for component in document["components"]:
        texts = said(component, "licence-text")
        if not component["licenses"] or not texts or not all((folder / text).is_file() for text in texts):
            yield component["name"]


def modules(program):
    """All Python modules in the executable."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program))
    inner = archive.open_embedded_archive(next(name for name in archive.toc if name.endswith(".pyz")))
    return set(inner.toc)


@pytest.fixture(scope="module")
def frozen_modules(frozen):
    suffix = ".exe" if sys.platform == "win32" else ""
    return modules(frozen.folder / f"ticketdesk{suffix}")


def test_all_of_the_program_is_there(frozen, frozen_modules, root):
    """Also what is imported by name only when it is needed, and every step from the first release's store on."""
    package = root / "ticketdesk"
    paths = [path.relative_to(root).with_suffix("") for path in package.rglob("*.py") if path.stem != "__main__"]
    names = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    assert names - frozen_modules == set()
    data = [path.relative_to(package) for path in package.rglob("*.sql")]
    assert data and [path for path in data if not (frozen.inside / "ticketdesk" / path).is_file()] == []


def test_the_libraries_that_are_loaded_later_are_there_and_no_tools(frozen_modules):
    linux_only = {"cryptography.hazmat.primitives.ciphers", "keyring.backends.SecretService"}
    assert NEEDED_LATER - (set() if sys.platform == "linux" else linux_only) - frozen_modules == set()
    assert {name.partition(".")[0] for name in frozen_modules} & MODULES_NOT_NEEDED == set()


def test_every_library_is_listed(frozen, listed):
    files = list(libraries(frozen.inside))
    assert len(files) > 50 and unlisted(files, listed) == []
    assert unlisted([*files, "libextra.so.1"], listed) == ["libextra.so.1"]


def test_every_distribution_is_listed(frozen, frozen_modules, listed):
    owners = importlib.metadata.packages_distributions()
    carried = {name.partition(".")[0] for name in frozen_modules} | {path.name for path in frozen.inside.iterdir()}
    names = {name.lower().replace("_", "-") for module in carried for name in owners.get(module, ())}
    assert {"peewee", "xlsxwriter", "pyside6-essentials", "pypinyin"} <= names
    assert names - OF_THE_PROGRAM - BUILT_WITH - {component["name"] for component in listed["components"]} == set()


def test_every_part_has_its_licence_and_the_text(frozen, listed):
    assert list(without_licence(listed, frozen.inside)) == []
    bare = {"components": [{"name": "x", "licenses": [], "properties": []}]}
    assert list(without_licence(bare, frozen.inside)) == ["x"]


def test_qt_is_listed_with_the_version_that_is_carried(listed):
    parts = {component["name"]: component for component in listed["components"]}
    assert parts["Qt6Core"]["version"] == importlib.metadata.version("PySide6-Essentials")
    assert parts["Qt6Core"]["licenses"] == [{"license": {"id": "LGPL-3.0-only"}}]
    assert {"SQLite", "SQLite3MultipleCiphers", "CPython", "harfbuzz", "lucide"} <= set(parts)


def test_only_what_is_needed_is_there(frozen):
    files = list(frozen.inside.rglob("*"))
    assert [name for name in libraries(frozen.inside) if any(unneeded in name for unneeded in NOT_NEEDED)] == []
    assert [path.name for path in files if path.suffix == ".qm"] == ["qtbase_zh_CN.qm"]
    assert [str(path) for path in files if not path.exists()] == []
    assert sum(path.stat().st_size for path in files if path.is_file() and not path.is_symlink()) < MOST_MB * 1e6
