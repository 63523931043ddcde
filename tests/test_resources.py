"""Where resources are looked for."""

from __future__ import annotations

from ticketdesk.resources import resource_path, resources_root


def test_a_checkout_keeps_them_beside_the_package(tmp_path):
    assert resources_root(tmp_path / "ticketdesk") == tmp_path / "resources"


def test_a_wheel_and_a_frozen_program_carry_them_inside(tmp_path):
    inside = tmp_path / "ticketdesk" / "_resources"
    inside.mkdir(parents=True)
    assert resources_root(tmp_path / "ticketdesk") == inside


def test_the_icons_are_found():
    assert resource_path("icons", "app.svg").is_file()
