"""Replies as bytes: one header line for each field whatever stands in it, threads that every reader understands."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.mail.livedesk import values
from tests.desk.undoing import refusal
from ticketdesk.channels.mail.account import Account, account_of
from ticketdesk.channels.mail.compose import File, Outgoing, answer_subject, message_id, recipient, written
from ticketdesk.domain.errors import DeskError

SHOP = account_of(values(1, 1, signature="小店\n电话"))
FIELDS = {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "In-Reply-To", "References", "Content-Type",
          "Content-Transfer-Encoding", "Auto-Submitted", "X-Auto-Response-Suppress", "Precedence"}  # fmt: skip


def reply(**more: object) -> Outgoing:
    base = Outgoing(message_id(SHOP, "td-1"), "lin@b.example", "包裹", "亲", 1_795_000_000_000)
    return base._replace(**more)


def parsed(account: Account, outgoing: Outgoing) -> EmailMessage:
    pieces = list(written(account, outgoing))
    assert all(piece.endswith(b"\r\n") and len(piece) < 100_000 for piece in pieces[1:])
    found = email.message_from_bytes(b"".join(pieces), policy=email.policy.default)
    assert isinstance(found, EmailMessage) and found.defects == []
    return found


def lines_of(outgoing: Outgoing) -> list[bytes]:
    return b"".join(written(SHOP, outgoing)).split(b"\r\n")


def test_an_answer() -> None:
    left = parsed(SHOP, reply(answers=("<a@b>", "<c@d>")))
    assert (left["References"], left["In-Reply-To"]) == ("<a@b> <c@d>", "<c@d>")
    assert (left["From"], left["Subject"], left["To"]) == ("小店 <shop@shop.example>", "Re: 包裹", "lin@b.example")
    assert left.get_content().splitlines() == ["亲", "", "-- ", "小店", "电话"]
    assert left["Message-ID"] == message_id(SHOP, "td-1") != message_id(SHOP, "td-2")


def test_long_message_ids_stay_as_they_are() -> None:
    answers = tuple(f"<{'x' * 240}{n}@b>" for n in range(15))
    assert parsed(SHOP, reply(answers=answers))["References"].split() == list(answers)
    assert max(map(len, lines_of(reply(answers=answers)))) < 998


@pytest.mark.parametrize(
    "evil", ["hi\nBcc: v@x.example", "hi\r\n\r\nbody", "hi\rBcc: v", "a\u2028Bcc: v", "\x00a", "=?utf-8?q?a=0ABcc?="]
)
def test_no_field_begins_another(evil: str) -> None:
    account = SHOP._replace(name=evil)
    left = parsed(account, reply(subject=evil, answers=(evil, "<a@b>"), file=File(evil, evil, b"x")))
    assert set(left.keys()) <= FIELDS and left["References"] == "<a@b>"
    assert left["Bcc"] is None and len(list(left.iter_attachments())) == 1


@pytest.mark.parametrize(
    "to", ["a@b\nBcc: c@d", "a@b, c@d", "<a@b>", "a b@c", "", "a", "a@", "张@b.example", "a@b\r\nDATA", 'a"@b']
)
def test_no_reply_goes_to_what_is_no_address(to: str) -> None:
    with pytest.raises(DeskError) as told:
        recipient(to)
    assert told.value.key == "mail_recipient_bad"


def test_a_name_of_another_script_has_a_name_of_letters() -> None:
    assert recipient("lin@例子.cn") == "lin@xn--fsqu00a.cn"


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
def test_any_words_arrive_as_they_are(text: str, subject: str, name: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    account = SHOP._replace(name=name, signature="")
    left = parsed(account, reply(text=text, subject=subject))
    assert set(left.keys()) <= FIELDS
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    got = left.get_payload(decode=True)
    assert isinstance(got, bytes) and got.decode() == expected.replace("\n", "\r\n") + "\r\n"


def test_a_large_file_goes_out_in_small_pieces() -> None:
    content = bytes(range(256)) * 20_000
    (attached,) = parsed(SHOP, reply(file=File("账单" * 30 + ".pdf", "application/pdf", content))).iter_attachments()
    assert attached.get_content() == content and attached.get_filename() == "账单" * 30 + ".pdf"


def test_automatic_answers_say_so() -> None:
    left = parsed(SHOP, reply(automatic=True))
    assert (left["Auto-Submitted"], left["Precedence"]) == ("auto-replied", "bulk")
    assert parsed(SHOP, reply())["Auto-Submitted"] is None


def test_subjects_are_answered_once() -> None:
    for subject in ("Re: a", "回复：a", "RE:a", "答复: a"):
        assert answer_subject(subject) == subject
    assert answer_subject("") == "Re:" and answer_subject("Regen") == "Re: Regen"


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"address": "a@b\nBcc: c@d.example"}, "mail_address_bad"),
        ({"address": "张@b.example"}, "mail_address_bad"),
        ({"name": "hi\nBcc: c@d"}, "mail_name_bad"),
        ({"folder": "IN\r\nBOX"}, "mail_name_bad"),
        ({"imap_host": "a\r\nb"}, "mail_host_bad"),
        ({"smtp_port": 0}, "mail_host_bad"),
    ],
)  # fmt: skip
def test_accounts_that_could_say_more_than_they_should(more: dict[str, object], key: str) -> None:
    assert refusal(lambda: account_of(values(1, 1, **more))).key == key


@pytest.mark.parametrize(
    ("host", "readable"), [("127.0.0.1", False), ("::1", False), ("localhost", False), ("mail.x", True)]
)
def test_what_others_could_read_is_known(host: str, *, readable: bool) -> None:
    assert account_of(values(1, 1, imap_host=host)).imap.readable is readable
