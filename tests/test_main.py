"""The start: which part of the program an argument leads to."""

from __future__ import annotations

import gc
import sys
from types import ModuleType

import pytest

import ticketdesk
from ticketdesk.__main__ import HEADLESS, main


@pytest.fixture
def doors(monkeypatch):
    """Stands in for the three ways on and keeps what each was given."""
    called = []
    for name in ("cli", "tour", "app"):
        door = ModuleType(f"ticketdesk.{name}")
        door.main = lambda argv, name=name: called.append((name, argv)) or 7
        monkeypatch.setitem(sys.modules, f"ticketdesk.{name}", door)
        monkeypatch.setattr(ticketdesk, name, door, raising=False)
    return called


@pytest.mark.parametrize("command", HEADLESS)
def test_headless_commands_go_to_the_command_line(doors, command):
    assert main([command, "--json"]) == 7
    assert doors == [("cli", [command, "--json"])]


def test_the_tour_gets_its_own_arguments(doors):
    assert main(["tour", "--out", "pictures"]) == 7
    assert doors == [("tour", ["--out", "pictures"])]


@pytest.mark.parametrize("arguments", [[], ["--demo"], ["--store", "店铺.tdstore"]])
def test_everything_else_opens_the_window(doors, arguments):
    assert main(arguments) == 7
    assert doors == [("app", arguments)]


@pytest.mark.parametrize("collecting", [True, False])
def test_no_garbage_is_searched_for_while_the_window_is_read(doors, monkeypatch, collecting):
    seen = []
    monkeypatch.setattr(ticketdesk.app, "main", lambda _given: seen.append((gc.isenabled(), gc.get_freeze_count() > 0)))
    (gc.enable if collecting else gc.disable)()
    try:
        main([])
        assert seen == [(False, True)]
        assert (gc.isenabled(), gc.get_freeze_count()) == (collecting, 0), "and after it as before"
    finally:
        gc.enable()


def test_the_version_is_said(doors, capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"ticketdesk {ticketdesk.__version__}\n"
    assert doors == []


def test_without_streams_as_in_a_windowed_program(doors, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main([]) == 7
