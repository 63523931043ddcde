"""What travels in the wheel, and that the pins fit the ranges and name no host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOST = re.compile(r"https?:|file:|//|--|@|\\")


def pins(text):
    """name → version of a constraints file. Lines that are no plain pin are given under their own text."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    parts = [line.partition("==") for line in lines]
    return {canonicalize_name(name): version for name, _, version in parts}


def hosts(text):
    return [line for line in text.splitlines() if HOST.search(line)]


def loose(pinned, requirements):
    """Requirements whose pin is absent or outside of the range."""
    wanted = [Requirement(each) for each in requirements]
    return [
        str(each)
        for each in wanted
        if each.name != "ticketdesk" and not each.specifier.contains(pinned.get(canonicalize_name(each.name), "0"))
    ]


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def constraints(root):
    return (root / "constraints.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    environ = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


def test_the_constraints_name_no_host(constraints):
    assert hosts(constraints) == []
    assert all(re.fullmatch(r"[0-9][0-9A-Za-z.]*", version) for version in pins(constraints).values())


def test_every_requirement_has_its_pin(project, constraints):
    extras = project["project"]["optional-dependencies"].values()
    wanted = project["project"]["dependencies"] + [each for extra in extras for each in extra]
    assert loose(pins(constraints), wanted) == []


def test_the_known_bad_qt_is_out_of_range(project):
    qt = next(Requirement(each) for each in project["project"]["dependencies"] if each.startswith("PySide6"))
    assert not qt.specifier.contains("6.12.0") and not qt.specifier.contains("6.11.1")


def test_resources_and_code_travel_in_the_wheel(root, wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    resources = [path for path in (root / "resources").rglob("*") if path.is_file()]
    carried = {f"ticketdesk/_resources/{path.relative_to(root / 'resources').as_posix()}" for path in resources}
    assert carried and carried - names == set()
    assert {"ticketdesk/__main__.py", "ticketdesk/words/catalogue.py"} <= names
    assert not [name for name in names if name.startswith(("tests/", "resources/", "dev"))]


def test_the_source_archive_can_build_and_pack(root, tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    environ = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tools = {path.relative_to(root).as_posix() for path in (root / "packaging").rglob("*.*") if path.suffix != ".pyc"}
    needed = {"pyproject.toml", "build.spec", "dev.py", "constraints.txt", "LICENSE", "resources/icons/app.icns"}
    assert (tools | needed) - names == set()


def test_the_program_finds_them_there(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from ticketdesk.resources import resource_path as p; print(p('icons', 'app.svg'), p('icons').is_dir())"
    )
    environ = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-I", "-X", "utf8", "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == [str(tmp_path.resolve() / "ticketdesk/_resources/icons/app.svg"), "True"]


def test_control_each_rule_can_fail():
    assert hosts("--index-url https://example.org/simple") and hosts("peewee @ file:///tmp/peewee.whl")
    assert loose({"peewee": "5.0"}, ["peewee>=4.5,<5"]) and loose({}, ["peewee>=4.5,<5"])
    assert not loose({"peewee": "4.5.3"}, ["peewee>=4.5,<5", "ticketdesk[test]"])
