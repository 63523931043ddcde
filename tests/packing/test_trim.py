"""Which files stay: by name, and by who loads them."""

from __future__ import annotations

import pytest

QT = "PySide6/Qt/lib"
PLUGINS = "PySide6/Qt/plugins"


@pytest.mark.parametrize(
    "target",
    [
        f"{PLUGINS}/platforms/libqxcb.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        f"{PLUGINS}/platforms/libqcocoa.dylib",
        f"{PLUGINS}/imageformats/libqwebp.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/QtCore.abi3.so",
        "python3.11/lib-dynload/_codecs_cn.cpython-311-x86_64-linux-gnu.so",
        "pypinyin/phrases_dict.json",
        "libz.so.1",
    ],
)
def test_what_is_needed_stays(target):
    from bundle.trim import is_wanted

    assert is_wanted(target)


@pytest.mark.parametrize(
    "target",
    [
        f"{PLUGINS}/imageformats/libqsvg.so",
        f"{PLUGINS}/imageformats/libqpdf.so",
        f"{PLUGINS}/platformthemes/libqgtk3.so",
        f"{PLUGINS}/egldeviceintegrations/libqeglfs-x11-integration.so",
        f"{PLUGINS}/tls/libqopensslbackend.so",
        "PySide6\\plugins\\imageformats\\qtiff.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "python3.11/lib-dynload/_codecs_jp.cpython-311-x86_64-linux-gnu.so",
        "pypinyin/core.pyi",
    ],
)
def test_what_is_not_needed_goes(target):
    from bundle.trim import is_wanted

    assert not is_wanted(target)


def test_a_library_goes_with_the_last_that_loads_it():
    from bundle.trim import Entry, trimmed

    loads = {
        "gui": ["libQt6Core.so.6", "libm.so.6"],
        "gtk": ["libgtk.so"],
        "core": ["/usr/lib/libicu.so"],
        "gtklib": [],
    }
    entries = [
        Entry("PySide6/QtGui.abi3.so", "gui", "EXTENSION"),
        Entry(f"{PLUGINS}/platformthemes/libqgtk3.so", "gtk", "BINARY"),
        Entry(f"{QT}/libQt6Core.so.6", "core", "BINARY"),
        Entry("libicu.so", "icu", "BINARY"),
        Entry("libgtk.so", "gtklib", "BINARY"),
        Entry("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        Entry("libgtk.so.0", "libgtk.so", "SYMLINK"),
        Entry("data.json", "data", "DATA"),
    ]
    kept = [entry.target for entry in trimmed(entries, lambda source: loads.get(source, []))]
    assert kept == ["PySide6/QtGui.abi3.so", f"{QT}/libQt6Core.so.6", "libicu.so", "libQt6Core.so.6", "data.json"]


def test_a_framework_goes_whole():
    from bundle.trim import Entry, trimmed

    framework = f"{QT}/QtNetwork.framework"
    entries = [
        Entry("PySide6/QtGui.abi3.so", "gui", "EXTENSION"),
        Entry(f"{framework}/Versions/A/QtNetwork", "network", "BINARY"),
        Entry(f"{framework}/Versions/Current", "A", "SYMLINK"),
        Entry(f"{framework}/Resources/Info.plist", "plist", "DATA"),
        Entry(f"{QT}/QtGui.framework/Versions/A/QtGui", "qtgui", "BINARY"),
        Entry(f"{QT}/QtGui.framework/Versions/Current", "A", "SYMLINK"),
    ]
    loads = {"gui": ["@rpath/QtGui.framework/Versions/A/QtGui"]}
    kept = [entry.target for entry in trimmed(entries, lambda source: loads.get(source, []))]
    assert kept == [entries[0].target, entries[4].target, entries[5].target]
