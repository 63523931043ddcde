"""How large a class, a function and a file may be, and that each is a documented part of a real package."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

MOST_METHODS = 25
MOST_LINES = 300
MOST_FUNCTION_LINES = 50


def oversized_classes(source):
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            if len(methods) > MOST_METHODS:
                yield f"{source.at(node)} {node.name}: {len(methods)} methods"


def oversized_functions(source):
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield f"{source.at(node)} {node.name}: {lines} lines"


def oversized_file(source):
    lines = len(source.text.splitlines())
    if lines > MOST_LINES:
        yield f"{source.name}: {lines} lines"


def undocumented(source):
    if source.tree.body and not ast.get_docstring(source.tree):
        yield f"{source.name}: no docstring"


def orphaned_folders(names):
    """Folders with modules but without __init__.py: import-linter and mypy do not look into them."""
    folders = {PurePosixPath(name).parent for name in names}
    return [str(folder) for folder in sorted(folders) if f"{folder}/__init__.py" not in names]


def test_no_class_is_one_that_everything_reaches_through(package):
    assert [found for source in package for found in oversized_classes(source)] == []


def test_functions_keep_one_level_of_thought(package):
    assert [found for source in package for found in oversized_functions(source)] == []


def test_files_are_short(package):
    assert [found for source in package for found in oversized_file(source)] == []


def test_every_module_says_what_lives_there(package):
    assert [found for source in package for found in undocumented(source)] == []


def test_every_folder_is_a_package(package):
    assert orphaned_folders({source.name for source in package}) == []


def test_control_each_rule_can_fail(snippet):
    methods = "\n".join(f"    def m{n}(self): ..." for n in range(26))
    assert list(oversized_classes(snippet(f"class Everything:\n{methods}")))
    assert not list(oversized_classes(snippet("class Small:\n    def one(self): ...")))
    body = "    x = 1\n" * 50
    assert list(oversized_functions(snippet(f"def long():\n{body}")))
    assert list(oversized_file(snippet("x = 1\n" * 301)))
    assert not list(oversized_file(snippet("x = 1\n" * 300)))
    assert list(undocumented(snippet("x = 1")))
    assert orphaned_folders({"ticketdesk/__init__.py", "ticketdesk/ui/window.py"}) == ["ticketdesk/ui"]
