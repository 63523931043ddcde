"""What Windows and macOS are told about the program."""

from __future__ import annotations

import ast
import plistlib

from ticketdesk import __version__


def test_the_numbers_of_a_version():
    from bundle.identity import numbers

    assert numbers("0.1.0") == (0, 1, 0, 0)
    assert numbers("12.3") == (12, 3, 0, 0)
    assert numbers("1.2.3rc1") == (1, 2, 3, 0)


def test_the_version_resource_is_what_pyinstaller_reads():
    from bundle.identity import numbers, version_resource

    tree = ast.parse(version_resource(__version__, "ticketdesk"), mode="eval")
    called = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert called.count("StringTable") == 2 and called[0] == "VSVersionInfo"
    strings = {
        node.args[0].value: node.args[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "StringStruct"
    }
    assert strings["ProductVersion"] == strings["FileVersion"] == __version__
    assert strings["OriginalFilename"] == "ticketdesk.exe"
    fixed = next(node for node in ast.walk(tree) if getattr(getattr(node, "func", None), "id", "") == "FixedFileInfo")
    assert ast.literal_eval(fixed.keywords[0].value) == numbers(__version__)


def test_the_plist_can_be_written_and_names_what_macos_asks_for():
    from bundle.identity import BUNDLE_ID, info_plist

    plist = plistlib.loads(plistlib.dumps(info_plist(__version__)))
    assert plist["CFBundleShortVersionString"] == __version__
    assert plist["CFBundleIdentifier"] == BUNDLE_ID
    assert plist["CFBundleLocalizations"] == ["en", "zh_CN"]
    assert plist["NSHighResolutionCapable"] is True and plist["NSScreenCaptureUsageDescription"]
