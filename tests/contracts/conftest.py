"""The program's own source as syntax trees, and snippets of the same form that prove that a contract can fail."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Source(NamedTuple):
    """One module: its name from the package on ("ticketdesk/ui/icons.py"), its text and its tree."""

    name: str
    text: str
    tree: ast.Module

    def floor(self) -> str:
        """The part of the house it belongs to: "ui", "domain", "app" …"""
        return Path(self.name).parts[1].removesuffix(".py")

    def calls(self, *names: str) -> Iterable[ast.Call]:
        """Every call of a function or method with one of these names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and callee(node) in names:
                yield node

    def texts(self) -> Iterable[ast.Constant]:
        """Every text constant that is no docstring."""
        documentation = {id(node) for node in _docstrings(self.tree)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield node

    def at(self, node: ast.AST) -> str:
        """Where a finding stands, as file:line."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


def callee(call: ast.Call) -> str:
    """The last name of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _docstrings(tree: ast.Module) -> Iterable[ast.AST]:
    for node in ast.walk(tree):
        # A text that stands alone documents what is above it, also below an attribute.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def package() -> tuple[Source, ...]:
    """Every module of the program."""
    files = sorted((ROOT / "ticketdesk").rglob("*.py"))
    return tuple(_source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in files)


@pytest.fixture(scope="session")
def snippet() -> Callable[..., Source]:
    """Makes a module of the program out of a text, for controls."""

    def make(text: str, name: str = "ticketdesk/ui/example.py") -> Source:
        return _source(name, text)

    return make


def _source(name: str, text: str) -> Source:
    return Source(name, text, ast.parse(text, name))
