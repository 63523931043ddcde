"""The list of parts: complete, deterministic, and never without a licence."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture
def part():
    from bundle.sbom import Part

    return Part


def test_the_document_says_what_it_was_told(part):
    from bundle.sbom import document

    program = part("ticketdesk", "0.1.0", "MIT")
    parts = [
        part("zlib", "1.3", "Zlib", files=("libz.so.1",), hashes=("ab" * 32,), texts=("licenses/zlib/zlib.txt",)),
        part("bits", "2", "MIT OR Apache-2.0", "pkg:cargo/bits@2", inside="calamine"),
    ]
    written = json.loads(document(program, parts))
    assert (written["bomFormat"], written["specVersion"]) == ("CycloneDX", "1.6")
    assert written["metadata"]["component"]["type"] == "application"
    bits, zlib = written["components"]
    assert bits["licenses"] == [{"expression": "MIT OR Apache-2.0"}] and bits["purl"] == "pkg:cargo/bits@2"
    assert zlib["licenses"] == [{"license": {"id": "Zlib"}}]
    assert zlib["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    assert {"name": "ticketdesk:file", "value": "libz.so.1"} in zlib["properties"]


def test_the_same_parts_give_the_same_bytes(part):
    from bundle.sbom import document

    program, parts = part("ticketdesk", "0.1.0", "MIT"), [part(name, "1", "MIT") for name in ("b", "a", "c")]
    assert document(program, parts) == document(program, reversed(parts))
    assert document(program, parts) != document(program, parts[:2])


def test_a_part_without_a_licence_or_twice_is_refused(part):
    from bundle.sbom import document

    program = part("ticketdesk", "0.1.0", "MIT")
    with pytest.raises(ValueError, match="no licence is known for: lib"):
        document(program, [part("lib", "1", "")])
    with pytest.raises(ValueError, match="named twice: lib@1"):
        document(program, [part("lib", "1", "MIT"), part("lib", "1", "MIT")])


def test_a_library_nobody_looked_up_stops_the_build():
    from bundle.components import system_licence

    assert system_licence("libxcb-randr.so.0") == "MIT"
    assert system_licence("libXau.so.6") == "MIT"
    assert system_licence("vcruntime140.dll").startswith("LicenseRef")
    with pytest.raises(LookupError, match="libwhatever"):
        system_licence("libwhatever.so.1")


def test_every_text_that_is_named_is_there(root):
    from bundle.components import ICU, INNER, TEXTS

    folder = root / "packaging" / "licences"
    named = {inner.text for inner in INNER} | {ICU[1]} | set(TEXTS.values())
    assert {path.name for path in folder.glob("*.txt")} == named
    assert all((folder / name).stat().st_size > 200 for name in named)


def test_licences_that_are_no_names_count_as_none():
    from bundle.carried import _licence_of, library_name

    assert _licence_of("peewee", {}) == "MIT"
    assert _licence_of("new", {"License-Expression": "BSD-3-Clause"}) == "BSD-3-Clause"
    assert _licence_of("new", {"License": "Permission is hereby granted, …"}) == ""
    assert library_name("PySide6/Qt/lib/libQt6Core.so.6") == "Qt6Core"
    assert library_name("PySide6\\Qt6Core.dll") == "Qt6Core"


def test_distributions_bring_their_texts_and_their_own_parts(root):
    from bundle.carried import Carried

    found = Carried(root / "packaging" / "licences")
    found.add_distributions({"python-calamine": [], "peewee": [], "shiboken6": [], "chinesecalendar": []})
    parts = {part.name: part for part in found.found().parts}
    assert parts["peewee"].texts == ("licenses/peewee/LICENSE",)
    assert "licenses/Qt/LGPL-3.0.txt" in parts["shiboken6"].texts
    assert parts["chinesecalendar"].texts == ("licenses/chinesecalendar/chinesecalendar.txt",)
    assert parts["calamine"].inside == "python-calamine" and parts["calamine"].licence == "MIT"
    assert all(text.source.is_file() for text in found.found().texts)


def test_files_find_their_distribution():
    import peewee
    from bundle.carried import owners
    from bundle.trim import Entry

    mine, strange = Entry("peewee", peewee.__file__, "PYMODULE"), Entry("x", "/nowhere/x.so", "BINARY")
    assert owners([mine, strange]) == {"peewee": [mine], "": [strange]}


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="there is no dpkg here")
def test_files_find_their_package_however_they_are_spelled():
    from bundle.carried import debian_packages

    found = debian_packages(["/bin/sh", "/usr/bin/env", "/nowhere/x.so"])
    assert "/nowhere/x.so" not in found
    assert found["/usr/bin/env"].name == "coreutils" and found["/usr/bin/env"].version
