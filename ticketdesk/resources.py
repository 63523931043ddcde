"""Where the files that travel with the program lie: in a checkout, in a wheel and in a frozen program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGED = "_resources"


def resources_root(package: Path) -> Path:
    """The resource folder that belongs to the package folder `package`.

    A wheel and a frozen program carry the files inside the package, because nothing else travels with it;
    a checkout keeps them beside it, where they are edited.
    """
    packaged = package / PACKAGED
    return packaged if packaged.is_dir() else package.parent / "resources"


def resource_path(*parts: str) -> Path:
    """The path of one resource, e.g. `resource_path("icons", "app.svg")`; whether it exists is not asked."""
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    """Asked of the disk once: a start looks for some twenty files."""
    return resources_root(Path(__file__).resolve().parent)
