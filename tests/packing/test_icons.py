"""The icons of Windows and macOS: the right pictures in the right entries, and still those of the SVG."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

MOST_OFF = 2  # processors round the edges of a curve differently


@pytest.fixture
def icons(script):
    return script("make_icons")


@pytest.fixture
def folder(root):
    return root / "resources" / "icons"


def picture(png):
    image = QImage.fromData(png, "PNG").convertToFormat(QImage.Format.Format_RGBA8888)
    assert not image.isNull()
    return image


def differs(png, other):
    one, two = picture(png), picture(other)
    if one.size() != two.size():
        return True
    pairs = zip(bytes(one.constBits()), bytes(two.constBits()), strict=True)
    return any(abs(left - right) > MOST_OFF for left, right in pairs)


def test_ico_has_every_size(icons, folder):
    found = icons.read_ico((folder / "app.ico").read_bytes())
    assert tuple(found) == icons.ICO_SIZES and {16, 32, 48, 256} <= set(found)
    assert [picture(png).width() for png in found.values()] == list(found)


def test_icns_has_every_type(icons, folder):
    content = (folder / "app.icns").read_bytes()
    found = icons.read_icns(content)
    assert content[:4] == b"icns" and int.from_bytes(content[4:8], "big") == len(content)
    assert {kind: picture(png).width() for kind, png in found.items()} == dict(icons.ICNS_TYPES)


def test_they_are_those_of_the_svg(icons, folder):
    svg = (folder / "app.svg").read_bytes()
    made = icons.made(svg)
    assert made == icons.made(svg)
    for name, read in (("app.ico", icons.read_ico), ("app.icns", icons.read_icns)):
        kept, new = read((folder / name).read_bytes()), read(made[name])
        assert [key for key in new if differs(kept[key], new[key])] == [], name


def test_control_another_svg_is_noticed(icons, folder):
    svg = (folder / "app.svg").read_bytes()
    assert differs(icons.png(svg, 32), icons.png(svg.replace(b"#1668f5", b"#f51668"), 32))
