"""ICU's data without what Qt never asks for: what stays, that it stays as it was, and that Qt notices nothing."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("icu_child.py")
HEADER = struct.pack("<HBBHHBBBB4s4B", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0, b"CmnD", 1, 0, 0, 0).ljust(32, b"\0")
ON_LINUX = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("objcopy") is None,
    reason="Qt brings ICU's data for Linux only; the binutils take them out of the library, as in a build",
)


@pytest.mark.parametrize(
    "name",
    ["cnvalias.icu", "gb18030.cnv", "root.res", "supplementalData.res", "zh_Hans_CN.res", "en.res", "coll/de.res",
     "coll/ucadata.icu", "zone/pool.res", "zone/zh.res", "region/root.res", "lang/en_GB.res"],
)  # fmt: skip
def test_what_qt_asks_for_stays(name):
    from bundle.icu import is_kept

    assert is_kept(name)


@pytest.mark.parametrize(
    "name",
    ["de.res", "fil.res", "zone/fr.res", "lang/ja.res", "unit/zh.res", "curr/root.res", "brkitr/cjdict.dict",
     "translit/root.res", "rbnf/zh.res"],
)  # fmt: skip
def test_what_nobody_asks_for_goes(name):
    from bundle.icu import is_kept

    assert not is_kept(name)


def test_items_stay_as_they_are_in_icus_own_order():
    from bundle.icu import packed, slim, unpacked

    items = {"p/zh.res": b"zh", "p/de.res": b"german", "p/coll/de.res": b"x" * 16, "p/root.res": b"root" * 5}
    package = packed(HEADER, items)
    header, found = unpacked(package)
    assert header == HEADER and list(found) == sorted(items)
    assert {name: content[: len(items[name])] for name, content in found.items()} == items
    assert list(unpacked(slim(package))[1]) == ["p/coll/de.res", "p/root.res", "p/zh.res"]
    assert len(slim(package)) % 16 == 0 and slim(slim(package)) == slim(package)


@pytest.mark.parametrize("wrong", [b"", b"\0" * 200, HEADER.replace(b"CmnD\x01", b"CmnD\x02") + b"\0" * 4])
def test_data_of_another_form_stop_the_build(wrong):
    from bundle.icu import unpacked

    with pytest.raises(ValueError, match="not known"):
        unpacked(wrong)


@pytest.fixture(scope="module")
def delivered():
    """The library of ICU's data that PySide6 brings."""
    import PySide6

    (found,) = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*")
    return found


@ON_LINUX
def test_the_delivered_data_are_read_to_the_last_byte(delivered, tmp_path):
    from bundle.icu import packed, unpacked

    data = tmp_path / "icu.dat"
    subprocess.run(["objcopy", "-O", "binary", "-j", ".rodata", str(delivered), str(data)], check=True)
    package = data.read_bytes()
    assert packed(*unpacked(package)) == package


def told(folder: Path | None = None):
    """What Qt says in a process of its own, with the libraries of ``folder`` before its own."""
    ahead = {} if folder is None else {"LD_LIBRARY_PATH": str(folder)}
    done = subprocess.run(
        [sys.executable, str(CHILD)], env={**os.environ, **ahead}, capture_output=True, text=True, check=True
    )  # fmt: skip
    return json.loads(done.stdout)


@ON_LINUX
def test_qt_notices_nothing(delivered, tmp_path):
    from bundle.icu import write_slim_library

    slim = tmp_path / delivered.name
    write_slim_library(delivered, slim)
    assert [path.name for path in tmp_path.iterdir()] == [delivered.name]
    assert slim.stat().st_size < delivered.stat().st_size / 2
    before, after = told(), told(tmp_path)
    assert before.pop("libraries") == [str(delivered.resolve())] and after.pop("libraries") == [str(slim)]
    assert len(before["orders"]) > 500 and before["orders"]["zh_CN"] != before["orders"]["en_US"]
    assert before["codecs"]["GB18030"] and len(before["codecs"]) > 200
    assert before == after
