"""Mails that mean harm or come from broken programs: each ends in a named limit and a sentence, losing nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from tests.channels.mail.mails import mail, part, several
from tests.channels.mail.test_reading import Kept, kept, read
from ticketdesk.channels.mail.headers import split
from ticketdesk.channels.mail.html_text import text_of_html
from ticketdesk.channels.mail.letter import Letter
from ticketdesk.channels.mail.limits import CUT_BYTES, FILES, TEXT_CHARS
from ticketdesk.channels.mail.quoting import parted

__all__ = ["kept", "read"]
Read = Callable[[bytes], Letter]
SECONDS = 20.0
"""What takes longer than this for a megabyte grows faster than its length; all of these take under two."""


@pytest.fixture(autouse=True)
def _soon() -> object:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SECONDS


def nested(levels: int) -> bytes:
    """A mail whose parts lie in each other."""
    head = mail(b"").partition(b"MIME-Version")[0]
    opening = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n'.encode() for n in range(levels)]
    return head + b"".join(opening) + b"Content-Type: text/plain\r\n\r\n" + "到底了".encode() + b"\r\n"


def test_two_thousand_parts_in_each_other(read: Read, kept: Kept) -> None:
    raw = nested(2_000)
    letter = read(raw)
    assert "too many nested parts" in letter.said.text and letter.nick == "lin@buyer.example"
    assert kept["包裹.eml"] == raw
    assert read(nested(40)).said.text == "到底了"


def test_two_thousand_mails_in_each_other(read: Read) -> None:
    raw = mail(b"").partition(b"MIME-Version")[0] + b"Content-Type: message/rfc822\r\n\r\n" * 2_000 + b"x"
    assert "too many nested parts" in read(raw).said.text


def test_two_thousand_parts_side_by_side(read: Read, kept: Kept) -> None:
    letter = read(several(*(part(b"%d" % n, "application/zip", f"{n}.zip") for n in range(2_000))))
    assert len(letter.said.files) == FILES == len(kept)
    assert "50.zip" in letter.said.text and "1,930" in letter.said.text


def test_a_header_of_a_megabyte_and_ten_thousand_recipients(read: Read) -> None:
    crowd = "Cc: " + ",\r\n ".join(f"用户{n} <user{n}@crowd.example>" for n in range(10_000))
    letter = read(mail("在吗", more=[f"X-Long: {'x' * (1 << 20)}", crowd, "Reply-To: second@b.example"]))
    assert (letter.said.text, letter.reply_to, letter.subject) == ("在吗", "second@b.example", "包裹")
    flood = b"Subject: " + b"a\r\n " * 400_000 + b"\r\n\r\nx"
    assert len(split(flood).header[b"subject"]) < 20_000
    assert read(b"From: " + b"(" * 100_000 + b"\r\n\r\nx").reply_to == ""
    assert read(b"From: " + b'"' * 100_000 + b"\r\n\r\nx").reply_to == ""
    assert read(b"From: " + b"a@b.example," * 100_000 + b"\r\n\r\nx").nick == "a@b.example"


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<a ", "<script", "<script>", "<", "&#", "<blockquote>", '<a href="', "&", "<p>", "<!", "</p ", "<pre>",
     "<style>x", "<div style='display:none'>", "<![CDATA[", "<?", "\n", " ", "<table><tr><td>", "&amp;",
     "<a href=x>y"],
)  # fmt: skip
def test_html_that_never_closes(piece: str) -> None:
    assert len(text_of_html(piece * ((2 << 20) // len(piece))).text) <= 2 << 20
    text, complete = text_of_html(piece * 20_000 + "<p>读到了</p>")
    assert complete and ("读到了" in text or "<p>" in text or text == "")


def test_html_that_grows(read: Read, kept: Kept) -> None:
    html = "<blockquote>" * 9 + "<br>x" * 60_000 + "<p>到底了"
    letter = read(mail(html, kind="text/html"))
    assert len(letter.said.text) <= TEXT_CHARS + 200 and "到底了" not in letter.said.text
    assert kept["mail.txt"].decode().endswith("到底了")
    bomb = "<b>" * 200_000 + "到底了"
    assert "到底了" not in read(mail(bomb, kind="text/html")).said.text and kept["mail.html"].decode() == bomb


def test_a_number_of_ten_thousand_digits() -> None:
    assert text_of_html("&#" + "9" * 10_000 + ";x").text.endswith("x")


@pytest.mark.parametrize(
    "line", ["> a\n", "On \n", "on " + "于 写道" * 40 + ":\n", "\n", "a:\n", ">" * 399 + ":\n", "From: x\n", "--\n"]
)
def test_quotations_without_an_end(line: str) -> None:
    found = parted(line * 50_000)
    assert len(found.said) + len(found.cut) > 0 or not line.strip()


def test_a_long_quotation_becomes_a_file(read: Read, kept: Kept) -> None:
    letter = read(mail("好的\n" + "> 旧的一行\n" * 20_000))
    assert letter.said.text == "好的" and letter.said.cut == ""
    assert [file.name for file in letter.said.files] == ["quoted.txt"] and len(kept["quoted.txt"]) > CUT_BYTES
    assert len(letter.data().encode()) < 64_000


def test_a_mail_of_a_million_characters_is_shown_in_part_and_kept_whole(read: Read, kept: Kept) -> None:
    words = "字" * 300_000
    letter = read(mail(words))
    assert letter.said.text.startswith("字" * 1_000) and len(letter.said.text) < TEXT_CHARS + 200
    assert kept["mail.txt"].decode() == words


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\r\n", b"\x00" * 1_000, b"From", b":", b"From: a@b.example", b"\xff\xfe" * 500,
        b"Content-Type: \xff\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\nx",
        b"From: a@b.example\r\nContent-Type: text/plain; charset*=utf-8''%ff; charset*1=%\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: text/plain; name*0*=x; name*9999999999=y\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: text/plain; name=" + b'";' * 50_000 + b"\r\n\r\nx",
        b"From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"From: a@b.example\r\nContent-Transfer-Encoding: uuencode\r\n\r\nbegin 644 x\r\n!",
        b"From: =?x?B?" + b"A" * 5_000 + b"?=@b.example\r\n\r\nx",
        b"From: a@b.example\r\nMessage-ID: <" + b"x" * 100_000 + b">\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n",
        b"From: a@b.example\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed",
        b"From: a@b.example\r\nContent-Type: message/partial; number=1\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: text/html\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=3D=ZZ=",
    ],
)  # fmt: skip
def test_broken_mails_are_mails(read: Read, raw: bytes) -> None:
    letter = read(raw)
    assert letter.key.startswith("mail-") and letter.nick
    assert "\x00" not in letter.said.text and "\x00" not in letter.data()


def test_random_damage(read: Read) -> None:
    rng = random.Random(1_118)
    whole = several(
        part("看图".encode(), "text/plain", charset="utf-8"), part(b"x" * 200, "image/png", "=?utf-8?B?5Zu+?=.png"),
        several(part("<p>网页".encode(), "text/html"), kind="alternative", boundary="b2", head=b""),
    )  # fmt: skip
    for _ in range(1_500):
        raw = bytearray(whole)
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(raw))
            raw[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(3))
        letter = read(bytes(raw))
        assert letter.key and letter.nick and len(letter.data().encode()) < 64_000
