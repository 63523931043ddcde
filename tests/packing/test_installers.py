"""The installers' files: their versions, the files they name, and on Linux what they do."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tarfile
from xml.etree import ElementTree

import pytest

from ticketdesk import __version__
from ticketdesk.app import NAME

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="install.sh is for Linux")


@pytest.fixture
def folder(root):
    return root / "packaging"


@pytest.fixture
def inno(folder):
    return (folder / "windows" / "ticketdesk.iss").read_text(encoding="utf-8")


@pytest.fixture
def metainfo(folder):
    return ElementTree.parse(folder / "linux" / "org.ticketdesk.TicketDesk.metainfo.xml").getroot()


@pytest.fixture
def desktop(folder):
    parser = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str
    parser.read(folder / "linux" / "ticketdesk.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture
def built(tmp_path):
    """A program of one line in a folder such as PyInstaller's."""
    program = tmp_path / "dist 工作" / "ticketdesk"
    (program / "_internal").mkdir(parents=True)
    (program / "ticketdesk").write_text("#!/bin/sh\necho started\n", encoding="utf-8")
    (program / "ticketdesk").chmod(0o755)
    (program / "_internal" / "libz.so.1").write_bytes(b"z")
    (program / "_internal" / "libz.so").symlink_to("libz.so.1")
    return program


def packed(folder, built, out):
    out.mkdir()
    command = [str(folder / "linux" / "make_tarball.sh"), str(built)]
    done = subprocess.run(command, env={**os.environ, "OUT": str(out)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.tar.gz"))


def test_the_versions_are_the_programs(inno, metainfo):
    assert re.search(r'^#define AppVersion "(.+)"$', inno, re.M)[1] == __version__
    assert metainfo.find("releases/release").get("version") == __version__


def test_the_installer_for_windows_names_files_that_are_there(inno, root):
    named = re.findall(r"\{#Root\}([\w.\\-]+)", inno)
    kept = [name.replace("\\", "/") for name in named if not name.startswith("dist")]
    assert {"LICENSE", "resources/icons/app.ico"} == set(kept)
    assert all((root / name).is_file() for name in kept)
    sections = re.findall(r"^\[(\w+)\]$", inno, re.M)
    assert sections == [
        "Setup",
        "Languages",
        "CustomMessages",
        "Tasks",
        "InstallDelete",
        "Files",
        "Icons",
        "Run",
        "Code",
    ]
    assert "PrivilegesRequired=lowest" in inno


def test_both_languages_say_that_the_data_stays_and_nothing_deletes_it(inno):
    messages = dict(re.findall(r"^(en|zh)\.DataStays=(.+)$", inno, re.M))
    assert set(messages) == {"en", "zh"} and all("%1" in text for text in messages.values())
    assert re.findall(r'^Name: "(\w+)"; MessagesFile', inno, re.M) == ["zh", "en"]
    # The store lies in {localappdata}\<NAME>, as platformdirs has it.
    assert f'#define Name "{NAME}"' in inno and r"{localappdata}\{#Name}" in inno
    assert "[UninstallDelete]" not in inno and "DelTree" not in inno


def test_the_desktop_entry_is_found_by_the_window(desktop, metainfo, root):
    assert 'setDesktopFileName("ticketdesk")' in (root / "ticketdesk" / "app.py").read_text(encoding="utf-8")
    assert metainfo.findtext("launchable") == "ticketdesk.desktop"
    assert {"Name", "Comment", "GenericName"} <= {key.partition("[")[0] for key in desktop if key.endswith("[zh_CN]")}
    assert desktop["Type"] == "Application" and desktop["Icon"] == "ticketdesk"
    assert all(desktop[key].endswith(";") for key in ("Categories", "Keywords", "Keywords[zh_CN]"))


def test_the_metainfo_speaks_both_languages(metainfo):
    from bundle.identity import BUNDLE_ID

    assert metainfo.findtext("id") == BUNDLE_ID
    for tag in ("name", "summary", "description/p", "description/ul/li"):
        texts = metainfo.findall(tag)
        chinese = [text for text in texts if text.get(LANG) == "zh_CN"]
        assert chinese and len(texts) == 2 * len(chinese), tag
    assert not metainfo.findtext("summary").endswith(".")


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli reads metainfo files")
def test_the_metainfo_is_valid(folder):
    file = folder / "linux" / "org.ticketdesk.TicketDesk.metainfo.xml"
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash reads these scripts")
def test_the_scripts_can_be_read_and_run(folder, root):
    for script in (
        folder / "macos" / "make_dmg.sh",
        folder / "linux" / "make_tarball.sh",
        folder / "linux" / "install.sh",
    ):
        assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0, script
        assert os.access(script, os.X_OK), script
    image = (folder / "macos" / "make_dmg.sh").read_text(encoding="utf-8")
    assert (root / re.search(r"--entitlements (\S+)", image)[1]).is_file()
    assert plistlib.loads((folder / "macos" / "entitlements.plist").read_bytes())


@on_linux
def test_the_archive_is_the_same_each_time(folder, built, tmp_path):
    first, second = (packed(folder, built, tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    assert first.name.startswith(f"ticketdesk-{__version__}-linux-")
    with tarfile.open(first) as archive:
        owners = {(member.uid, member.gid, member.mtime) for member in archive.getmembers()}
    assert owners == {(0, 0, 0)}


@on_linux
def test_installed_started_updated_and_taken_off(folder, built, tmp_path):
    with tarfile.open(packed(folder, built, tmp_path / "out")) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    installer = next((tmp_path / "unpacked").iterdir()) / "install.sh"
    home = tmp_path / "我 的 $家 & co"
    data = home / ".local" / "share" / "TicketDesk" / "ticketdesk.db"
    data.parent.mkdir(parents=True)
    data.write_bytes(b"the shop")
    environ = {"PATH": os.environ["PATH"], "HOME": str(home)}
    before = {path for path in home.rglob("*") if path.is_file()}

    def install(*arguments):
        return subprocess.run([str(installer), *arguments], env=environ, capture_output=True, text=True, check=True)

    install()
    stale = home / ".local" / "lib" / "ticketdesk" / "_internal" / "old.so"
    stale.write_bytes(b"")
    install()
    assert not stale.exists()
    started = subprocess.run([str(home / ".local" / "bin" / "ticketdesk")], capture_output=True, text=True, check=True)
    assert started.stdout == "started\n"
    entry = (home / ".local" / "share" / "applications" / "ticketdesk.desktop").read_text(encoding="utf-8")
    program = str(home / ".local" / "lib" / "ticketdesk" / "ticketdesk").replace("$", "\\\\$")
    assert f'Exec="{program}"\n' in entry and "TryExec" not in entry
    told = install("--uninstall").stdout
    assert str(data.parent) in told and data.read_bytes() == b"the shop"
    assert {path for path in home.rglob("*") if path.is_file() or path.is_symlink()} == before
