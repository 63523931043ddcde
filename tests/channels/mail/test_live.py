"""Mail through real servers: in, out, threads, files, what comes back, what must not answer itself."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator

import pytest

from tests.channels.mail.livedesk import LiveDesk, values
from tests.channels.mail.mails import mail
from tests.channels.mail.servers import Dovecot, Post
from ticketdesk.desk.desk import Desk


@pytest.fixture
def live(desk: Desk, dovecot: Dovecot, post: Post) -> Iterator[LiveDesk]:
    """A desk with the channel on."""
    found = LiveDesk(desk, values(dovecot.plain, post.port))
    found.begin()
    yield found
    found.stop()


def parsed(raw: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def test_a_mail_comes_in_and_its_answer_goes_out_in_the_same_thread(
    live: LiveDesk, dovecot: Dovecot, post: Post
) -> None:
    assert live.channel.state.kind == "on"
    dovecot.deliver(mail("你好\n\n在 2026年11月1日，小店 写道：\n> 旧的"))
    assert live.until(lambda: live.count("in") == 1)
    (talk,) = live.talks()
    assert (talk.nick, talk.subject, talk.heard) == ("lin@buyer.example", "包裹", ["你好"])
    live.reply(talk.id, "亲，在路上了")
    assert live.until(lambda: live.count("out", "sent") == 1)
    ((header_id, sender, to, raw),) = post.taken
    left = parsed(raw)
    assert (sender, to) == ("shop@shop.example", ["lin@buyer.example"])
    assert (left["In-Reply-To"], left["Subject"], left["Auto-Submitted"]) == ("<1@buyer.example>", "Re: 包裹", None)
    assert left.get_content().strip() == "亲，在路上了"
    dovecot.deliver(mail("谢谢", subject="Re: Re: 包裹", header_id="<2@buyer.example>", answers=[header_id]))
    assert live.until(lambda: live.count("in") == 2)
    assert [each.heard for each in live.talks()] == [["你好", "谢谢"]]
