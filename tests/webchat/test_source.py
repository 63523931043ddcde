"""What holds of the page's source: no markup out of texts, no inline code, colours of the tokens, both languages."""

from __future__ import annotations

import json
import re

import pytest

from ticketdesk.resources import resource_path
from ticketdesk.ui.theme.palette import DARK, LIGHT

FOLDER = resource_path("webchat")
SCRIPTS = sorted(FOLDER.glob("*.js"))
SHEETS = sorted(FOLDER.glob("*.css"))
SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|"
    r"createContextualFragment|srcdoc"
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(")
MOST_LINES = 300


def text_of(name):
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_nothing_becomes_markup(script):
    assert SINKS.findall(script.read_text(encoding="utf-8")) == []


def test_control_a_sink_is_found():
    assert SINKS.findall("element.innerHTML = text") == ["innerHTML"]


def test_the_page_has_no_inline_code_or_style():
    page = text_of("index.html")
    assert re.findall(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=|<style|javascript:", page) == []
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"#]+)"', page))


def test_every_file_that_is_named_is_there():
    named = set(re.findall(r'(?:src|href)="/([^"#]+)"', text_of("index.html")))
    for script in SCRIPTS:
        named |= {each for each in re.findall(r'from "\./([\w.]+)"', script.read_text(encoding="utf-8"))}
    present = {path.name for path in FOLDER.iterdir()}
    assert named <= present
    assert present - named == {"index.html", "bubble.js"}


def test_files_are_flat_and_short():
    assert [path.name for path in FOLDER.iterdir() if path.is_dir()] == []
    assert [path.name for path in SCRIPTS + SHEETS if len(path.read_text("utf-8").splitlines()) > MOST_LINES] == []


@pytest.mark.parametrize("sheet", [path for path in SHEETS if path.name != "tokens.css"], ids=lambda path: path.name)
def test_colours_come_from_the_tokens(sheet):
    assert COLOUR.findall(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("palette", "part"), [(LIGHT, 0), (DARK, 1)], ids=["light", "dark"])
def test_the_tokens_are_those_of_the_program(palette, part):
    found = dict(re.findall(r"--([\w-]+): (#\w+);", text_of("tokens.css").split("@media")[part]))
    found.pop("face", None)
    own = {name: palette.value(name.replace("-", "_")) for name in found}
    assert found == own and len(found) > 20


def test_an_agents_face_has_a_colour_of_the_program():
    assert f"--face: {LIGHT.value('note')};" in text_of("tokens.css")


def words():
    """The two tables of words.js as Python reads them."""
    found = re.findall(r"const (ZH|EN) = \{(.*?)\n\};", text_of("words.js"), re.DOTALL)
    return {name: dict(re.findall(r'^  (\w+): (".*"),$', body, re.MULTILINE)) for name, body in found}


def test_both_languages_say_everything():
    tables = words()
    assert set(tables) == {"ZH", "EN"} and len(tables["ZH"]) > 90
    assert list(tables["ZH"]) == list(tables["EN"])
    for key, chinese in tables["ZH"].items():
        english = tables["EN"][key]
        assert sorted(re.findall(r"\{\d\}", chinese)) == sorted(re.findall(r"\{\d\}", english)), key
        assert json.loads(chinese).strip() and json.loads(english).strip(), key


def test_every_word_that_is_asked_for_is_there():
    known = set(words()["ZH"])
    for script in SCRIPTS:
        asked = set(re.findall(r'\bsay\("(\w+)"', script.read_text(encoding="utf-8")))
        assert asked <= known, script.name


def test_chinese_words_stand_in_the_tables_alone():
    han = re.compile(r"[\u4e00-\u9fff]")
    for script in SCRIPTS:
        if script.name in ("words.js", "bubble.js"):
            continue
        code = [line.partition("//")[0] for line in script.read_text(encoding="utf-8").splitlines()]
        code = [line for line in code if not line.lstrip().startswith(("/**", "*")) and han.search(line)]
        # Dates are put together where they are made.
        assert [line for line in code if script.name != "dates.js"] == [], script.name
