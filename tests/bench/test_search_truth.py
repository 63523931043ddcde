"""Counts of a search over a million messages agree with the known ones and with a plain scan of the generator's files.

TICKETDESK_BENCH may name a folder that holds a generated shop (data/) and its loaded store (store/), which saves two
minutes; without it both are made.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from tests.bench.load_store import load
from ticketdesk import cli
from ticketdesk.store.queries import search
from ticketdesk.store.reader import Reader
from ticketdesk.store.store import STORE_NAME

SHARED = Path(__file__).resolve().parents[3] / "shared"
GENERATOR = SHARED / "tools" / "gen_store.py"
EXAMPLES = SHARED / "data" / "search_examples.json"
MESSAGES, SEED, WORDS = 1_000_000, 42, 20
LETTERS = re.compile(r"[^\W_]+")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.bench,
    pytest.mark.skipif(not GENERATOR.exists(), reason="../shared/tools/gen_store.py is not here"),
]


def normalised(text):
    """What the examples call normalised: NFKC, lower case, letters and digits only."""
    return "".join(LETTERS.findall(unicodedata.normalize("NFKC", text).lower()))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """(folder of the generator's files, the store made of them)."""
    ready = os.environ.get("TICKETDESK_BENCH")
    root = Path(ready) if ready else tmp_path_factory.mktemp("bench")
    data, store = root / "data", root / "store" / STORE_NAME
    if not data.exists():
        subprocess.run([sys.executable, str(GENERATOR), str(data), str(MESSAGES), str(SEED)], check=True)
    if not store.exists():
        seconds = load(data, store)
        print(f"\nloaded in {seconds:.0f} s, {store.stat().st_size / 1e6:.0f} MB")
    return data, store


@pytest.fixture(scope="module")
def texts(shop):
    with (shop[0] / "messages.ndjson").open(encoding="utf-8") as file:
        return [normalised(json.loads(line)["text"]) for line in file]


@pytest.fixture(scope="module")
def words(texts):
    """Words of 1 to 8 characters out of the data itself, every length at least twice."""
    chosen, found = random.Random(2026), []
    while len(found) < WORDS:
        size, text = 1 + len(found) % 8, chosen.choice(texts)
        if len(text) >= size:
            start = chosen.randrange(len(text) - size + 1)
            found.append(text[start : start + size])
    return found


def counted(capsys, store, word):
    assert cli.main(["search", word, "--store", str(store), "--count", "--json"]) == 0
    return json.loads(capsys.readouterr().out)["messages"]


def test_known_counts(capsys, shop, texts):
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))["normalised"]
    assert len(texts) == MESSAGES
    assert {word: counted(capsys, shop[1], word) for word in examples} == examples
    assert {word: sum(word in text for text in texts) for word in examples} == examples


def test_a_plain_scan_agrees(capsys, shop, texts, words):
    assert len(words) == WORDS and {len(word) for word in words} == set(range(1, 9))
    scanned = {word: sum(word in text for text in texts) for word in words}
    assert all(scanned.values())
    assert {word: counted(capsys, shop[1], word) for word in words} == scanned
    print("\n", scanned)


def test_searching_is_quick(shop, words):
    reader = Reader(shop[1])
    pages, counts = [], []
    for word in words:
        began = time.perf_counter()
        search.hits(reader, "messages", word)
        between = time.perf_counter()
        search.count(reader, "messages", word)
        pages.append(between - began)
        counts.append(time.perf_counter() - between)
    reader.close()
    print(f"\nslowest first page {max(pages) * 1000:.0f} ms, slowest count {max(counts) * 1000:.0f} ms")
    assert max(pages) < 1.0


def test_the_store_is_sound(capsys, shop):
    assert cli.main(["verify", "--store", str(shop[1])]) == 0, capsys.readouterr().out
