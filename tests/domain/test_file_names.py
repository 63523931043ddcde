"""Names of files that are sent: nothing in them misleads, and programs are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.file_names import MOST, clean_file_name, is_program


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("发票.pdf", "发票.pdf"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("a\u200bb.txt", "ab.txt"),
        ("C:\\Users\\me\\退款 单.xlsx", "退款 单.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.txt", "ab .txt"),
        (" .. ", ""),
    ],
)
def test_a_name_is_cleaned(name, clean):
    assert clean_file_name(name) == clean


@pytest.mark.parametrize("name", ["发票.pdf.exe", "a.EXE", "发票\u202efdp.exe", "照片.jpg.scr", "x.lnk ", "y.apk"])
def test_a_program_is_told_however_it_is_dressed(name):
    assert is_program(name)


@pytest.mark.parametrize("name", ["发票.pdf", "exe", "说明.exe.pdf", "照片.jpg", "说明书.docx"])
def test_other_files_are_none(name):
    assert not is_program(name)


@given(st.text(max_size=400))
def test_any_name_is_short_and_holds_no_path(name):
    clean = clean_file_name(name)
    assert len(clean) <= MOST
    assert not set(clean) & set("/\\\x00\u202e\u200b")
    assert clean_file_name(clean) == clean
