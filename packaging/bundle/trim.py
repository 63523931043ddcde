"""Which of the collected files the program needs: plug-ins by name, libraries by who loads them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple


class Entry(NamedTuple):
    """One collected file: where it goes in the folder, where it comes from, and PyInstaller's word for its kind."""

    target: str
    source: str
    kind: str


# Qt's plug-ins that are carried, by folder and by name without "lib" and suffix. Everything else stays out: OpenGL and
# frame buffers (the program paints by raster), printing, TLS, SQL, and the decoders for SVG, PDF and TIFF, which a
# buyer's picture could make work for seconds or read other files. The program's own SVG icons go through QtSvg.
PLUGINS: Final[Mapping[str, frozenset[str]]] = {
    "platforms": frozenset({"qxcb", "qwayland", "qwayland-generic", "qoffscreen", "qwindows", "qcocoa"}),
    "imageformats": frozenset({"qgif", "qico", "qjpeg", "qwebp"}),
    "iconengines": frozenset({"qsvgicon"}),
    "platforminputcontexts": frozenset(
        {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin", "fcitx5platforminputcontextplugin"}
    ),
    "platformthemes": frozenset({"qxdgdesktopportal"}),
    "styles": frozenset({"qmacstyle", "qmodernwindowsstyle", "qwindowsvistastyle"}),
    "wayland-decoration-client": frozenset({"adwaita", "bradient"}),
    "wayland-shell-integration": frozenset({"xdg-shell"}),
}
TRANSLATIONS: Final = frozenset({"qtbase_zh_CN.qm"})
# Chinese is read as GB18030; nothing here was ever Japanese, Korean or from Taiwan.
CODECS: Final = ("_codecs_jp.", "_codecs_kr.", "_codecs_hk.", "_codecs_tw.", "_codecs_iso2022.")
# Qt for Windows brings a whole OpenGL in software.
SOFTWARE_OPENGL: Final = ("opengl32sw.dll", "d3dcompiler_47.dll")
COMPILED: Final = frozenset({"BINARY", "EXTENSION"})
TYPES: Final = (".pyi", "/py.typed")


def is_wanted(target: str) -> bool:
    """Whether a file belongs into the folder as far as its name says so (``target`` with slashes of any kind)."""
    path = PurePosixPath(target.replace("\\", "/"))
    if path.name.startswith(CODECS) or path.name in SOFTWARE_OPENGL or str(path).endswith(TYPES):
        return False
    if "PySide6" not in path.parts:
        return True
    if "plugins" in path.parts:
        return _stem(path.name) in PLUGINS.get(path.parent.name, ())
    if "translations" in path.parts:
        return path.name in TRANSLATIONS
    return "qml" not in path.parts


def trimmed(entries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The wanted entries without the libraries that none of them loads, and without links to what is gone.

    ``imports(source)`` names the libraries that a binary loads (with or without a folder).
    """
    every = list(entries)
    wanted = [entry for entry in every if is_wanted(entry.target)]
    loaded = reached([entry for entry in wanted if entry.kind in COMPILED], imports)
    kept = [entry for entry in wanted if entry.kind not in COMPILED or entry.target in loaded]
    gone = [entry for entry in every if entry.kind in COMPILED and entry not in set(kept)]
    names = {_name(entry.target) for entry in gone} - {_name(entry.target) for entry in kept if entry.kind in COMPILED}
    frameworks = {part for entry in gone for part in PurePosixPath(entry.target).parts if part.endswith(".framework")}
    return [entry for entry in kept if not _is_left_over(entry, names, frameworks)]


def _is_left_over(entry: Entry, names: Container[str], frameworks: Container[str]) -> bool:
    """Whether an entry belongs to a library that is gone: a link to it, or a file in its framework."""
    if entry.kind == "SYMLINK" and _name(entry.source) in names:
        return True
    return any(part in frameworks for part in PurePosixPath(entry.target).parts)


def reached(binaries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """The targets of all that Python imports or Qt plugs in, and of every library that these load."""
    found: dict[str, Entry] = {}
    waiting: list[Entry] = []
    for entry in binaries:
        found[_name(entry.target)] = entry
        if is_root(entry):
            waiting.append(entry)
    loaded = {entry.target for entry in waiting}
    while waiting:
        for name in imports(waiting.pop().source):
            library = found.get(_name(name))
            if library is not None and library.target not in loaded:
                loaded.add(library.target)
                waiting.append(library)
    return frozenset(loaded)


def is_root(entry: Entry) -> bool:
    """Whether a binary is there for its own sake: a module, a plug-in, the interpreter."""
    name = _name(entry.target)
    return entry.kind == "EXTENSION" or "plugins" in entry.target or name.startswith(("libpython", "python"))


def is_qt(target: str) -> bool:
    """Whether a file is Qt's or its bindings': these travel unchanged, as their licence is easiest kept."""
    return "PySide6" in target or "shiboken6" in target


def _name(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name.casefold()


def _stem(name: str) -> str:
    return name.removeprefix("lib").partition(".")[0]
