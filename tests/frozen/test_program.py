"""The built program does its work where it is put: as another user, in a strange folder, without a right to write."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from ticketdesk import __version__

DECODERS_THAT_STAY_OUT = {"svg", "svgz", "pdf", "tif", "tiff"}


def photographed(folder):
    """Every file of a folder with what a change would change."""
    return {path: (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def data(frozen, root):
    """The twins, where the other user can read them."""
    folder = frozen.home.parent / "数据"
    shutil.copytree(root / "tests" / "data", folder)
    return folder


@pytest.fixture(scope="module")
def shop(frozen, data):
    """A shop that the program itself has filled."""
    store = frozen.home / "店铺 1"
    done = frozen.run(
        "import", "--store", store, "--lang", "en", "--json", data / "list_41.csv", data / "report_8.xlsx",
        data / "phrases.xlsx",
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return store, json.loads(done.stdout)


def test_it_says_its_version(frozen):
    done = frozen.run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"ticketdesk {__version__}\n", "")


def test_the_trap_is_one(frozen):
    """The control: a Python that follows the environment which the program gets falls into it."""
    environ = {**os.environ, "PYTHONPATH": str(frozen.home.parent / "trap")}
    fell = subprocess.run([sys.executable, "-c", "import json"], env=environ, capture_output=True, text=True)
    assert fell.returncode == 1 and "the trap was imported" in fell.stderr
    assert [path for path in frozen.folder.rglob("*") if not path.is_symlink() and path.stat().st_mode & 0o222] == []


def test_it_opens_its_window_in_chinese_with_qts_own_words(frozen):
    done = frozen.run("--store", frozen.home / "窗 口", "--lang", "zh_CN", "--probe-start")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["cancel"] == "取消"
    assert {"png", "jpeg", "webp", "gif", "bmp"} <= set(told["pictures"])
    assert not DECODERS_THAT_STAY_OUT & set(told["pictures"])
    inside = [path for path in told["plugins"] if path.startswith(str(frozen.folder.resolve()))]
    assert inside == told["plugins"], told["plugins"]


def test_english_stays_english(frozen):
    done = frozen.run("--store", frozen.home / "窗 口", "--lang", "en", "--probe-start")
    assert json.loads(done.stdout)["cancel"] == "Cancel", done.stderr


def test_it_imports_gb18030_and_xlsx(shop):
    _, told = shop
    assert [file["encoding"] for file in told["files"]][:1] == ["GB18030"]
    assert all(file["new"] + file["changed"] + file["unchanged"] > 0 for file in told["files"]), told


def test_its_store_is_sound_and_can_be_searched_and_exported(frozen, shop):
    store, _ = shop
    assert frozen.run("verify", "--store", store, "--lang", "en").returncode == 0
    assert frozen.run("search", "--store", store, "--lang", "en", "4055").returncode == 0
    out = frozen.home / "出 口.xlsx"
    done = frozen.run("export", "orders", "--store", store, "--to", out)
    assert done.returncode == 0 and out.read_bytes().startswith(b"PK"), done.stderr


def test_its_backup_can_be_restored(frozen, shop):
    store, _ = shop
    kept, second = frozen.home / "备 份.zip", frozen.home / "店铺 2"
    done = frozen.run("backup", "--store", store, "--to", kept, "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["rows"] > 0, done.stderr
    done = frozen.run("restore", kept, "--store", second)
    assert done.returncode == 0, done.stderr
    assert frozen.run("verify", "--store", second).returncode == 0
    assert frozen.run("doctor", "--store", second).returncode == 0
    counted = [frozen.run("search", "--count", "--json", "--store", place, "4055").stdout for place in (store, second)]
    assert counted[0] == counted[1] != ""


def test_a_backup_with_one_wrong_byte_is_refused(frozen, shop):
    """The control of the way back."""
    store, _ = shop
    kept, torn = frozen.home / "好.zip", frozen.home.parent / "坏.zip"
    assert frozen.run("backup", "--store", store, "--to", kept).returncode == 0
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 0xFF
    torn.write_bytes(content)
    done = frozen.run("restore", torn, "--store", frozen.home / "店铺 3", "--lang", "en")
    assert done.returncode == 2 and done.stderr and not (frozen.home / "店铺 3" / "ticketdesk.db").exists()


def test_nothing_was_written_into_its_folder(frozen):
    before = photographed(frozen.folder)
    frozen.run("--store", frozen.home / "窗 口", "--probe-start")
    assert photographed(frozen.folder) == before and len(before) > 100
