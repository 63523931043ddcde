"""The command line as a program of its own: exit codes, encodings, no Qt, pipes that close."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def program(store):
    """Run ``python -m ticketdesk`` in a plain C locale, as a scheduled task would."""

    def running(command, *arguments, prepare=()):
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
        environ |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C"}
        line = [
            sys.executable,
            *(prepare or ("-m", "ticketdesk")),
            command,
            "--store",
            str(store),
            *map(str, arguments),
        ]
        return subprocess.run(line, env=environ, capture_output=True, check=False, timeout=120)

    return running


def test_the_whole_way(program, orders_csv, tmp_path):
    done = program("import", orders_csv, "--json")
    assert done.returncode == 1, done.stderr.decode()
    assert json.loads(done.stdout.decode("utf-8"))["new"] == 3
    counts = program("search", "大白", "--count", "--json")
    assert (counts.returncode, json.loads(counts.stdout)["buyers"]) == (0, 1)
    listed = program("search", "大白", "--json").stdout
    assert "大白".encode() in listed and b"\\u" not in listed
    assert program("export", "orders", "--to", tmp_path / "出.xlsx").returncode == 0
    assert program("verify").returncode == 0
    assert program("undo").returncode == 0
    refused = program("import", tmp_path / "没有.csv")
    assert refused.returncode == 2 and "没有.csv" in refused.stderr.decode("utf-8")


def test_no_qt_is_loaded(program, orders_csv, tmp_path):
    script = tmp_path / "start.py"
    script.write_text(
        "import sys\nfrom ticketdesk.__main__ import main\ncode = main(sys.argv[1:])\n"
        "loaded = [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))]\n"
        "sys.exit(code if not loaded else 99)\n",
        encoding="utf-8",
    )
    start = (str(script),)
    assert program("import", orders_csv, prepare=start).returncode == 1
    for command in (
        ("search", "大白"),
        ("stats",),
        ("verify",),
        ("export", "orders", "--to", tmp_path / "x.csv"),
        ("undo",),
    ):
        assert program(*command, prepare=start).returncode == 0, command


@pytest.mark.skipif(os.name == "nt", reason="needs a shell's pipe")
def test_a_reader_that_has_enough(program, store, orders_csv):
    program("import", orders_csv)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = f'"{sys.executable}" -m ticketdesk search 2026 --store "{store}" | true'
    done = subprocess.run(line, shell=True, env=environ, capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr
