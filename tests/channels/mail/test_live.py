"""Mail through real servers: in, out, threads, files, what comes back, what must not answer itself."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from tests.channels.mail.livedesk import LiveDesk, now, values
from tests.channels.mail.mails import bounce, mail, part, several
from tests.channels.mail.servers import Dovecot, Post
from tests.channels.mail.test_reading import PNG
from ticketdesk.desk import files
from ticketdesk.desk.commands.auto_replies import AddAutoReply
from ticketdesk.desk.commands.sending import ResendMessage
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.file_names import is_program
from ticketdesk.store.queries import conversations
from ticketdesk.store.queries.mail import Place
from ticketdesk.store.writer import Priority
from ticketdesk.store.writers.mail import put_place


@pytest.fixture
def live(desk: Desk, dovecot: Dovecot, post: Post) -> Iterator[LiveDesk]:
    """A desk with the channel on."""
    found = LiveDesk(desk, values(dovecot.plain, post.port, signature="小店客服\n电话 010"))
    found.begin()
    yield found
    found.stop()


def parsed(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def heard(live: LiveDesk, dovecot: Dovecot, *mails: bytes) -> None:
    """Let mails come in and wait until all their words are here."""
    before = live.count("in")
    dovecot.deliver(*mails)
    assert live.until(lambda: live.count("in") >= before + len(mails))


def test_a_mail_comes_in_and_its_answer_goes_out_in_the_same_thread(
    live: LiveDesk, dovecot: Dovecot, post: Post
) -> None:
    assert live.channel.state.kind == "on"
    heard(live, dovecot, mail("你好\n\n在 2026年11月1日，小店 写道：\n> 旧的"))
    (talk,) = live.talks()
    assert (talk.nick, talk.subject, talk.heard) == ("lin@buyer.example", "包裹", ["你好"])
    assert "旧的" in talk.rows[0].data
    live.reply(talk.id, "亲，在路上了")
    assert live.until(lambda: live.count("out", "sent") == 1)
    ((header_id, sender, to, raw),) = post.taken
    left = parsed(raw)
    assert (sender, to) == ("shop@shop.example", ["lin@buyer.example"])
    assert (left["In-Reply-To"], left["Subject"], left["Auto-Submitted"]) == ("<1@buyer.example>", "Re: 包裹", None)
    assert left["From"] == "小店 <shop@shop.example>"
    assert left.get_content().splitlines() == ["亲，在路上了", "", "-- ", "小店客服", "电话 010"]
    heard(live, dovecot, mail("谢谢", subject="Re: Re: 包裹", header_id="<2@buyer.example>", answers=[header_id]))
    assert [each.heard for each in live.talks()] == [["你好", "谢谢"]]
    assert live.channel.recall("lin@buyer.example", f"td-{talk.id}") is False


def test_another_thread_and_another_buyer_are_other_conversations(live: LiveDesk, dovecot: Dovecot) -> None:
    heard(
        live,
        dovecot,
        mail("一", header_id="<a@b>"),
        mail("二", header_id="<c@b>", subject="退款"),
        mail("三", header_id="<d@b>", sender="he@b.example", answers=["<a@b>"]),
        mail("四", header_id="<e@b>", answers=["<a@b>", "<unknown@b>"]),
        mail("五", header_id="<g@b>", answers=["<f@b>"]),
        mail("六", header_id="<f@b>"),
    )
    assert sorted(talk.heard for talk in live.talks()) == [["一", "四"], ["三"], ["二"], ["五", "六"]]


def test_files_both_ways(live: LiveDesk, dovecot: Dovecot, post: Post) -> None:
    parts = (part("看图".encode(), "text/plain", charset="utf-8"), part(PNG + bytes(500), "image/png", "图.png"))
    dovecot.deliver(several(*parts, part(b"MZ" + bytes(90), "application/pdf", "发票.pdf.exe")))
    assert live.until(lambda: live.count("in") == 3)
    (talk,) = live.talks()
    assert [(row.kind, row.text) for row in talk.rows] == [("text", "看图"), ("picture", ""), ("file", "发票.pdf.exe")]
    assert is_program(talk.rows[2].file_name) and (talk.rows[1].width, talk.rows[1].height) == (3, 2)
    store = live.desk.store
    assert files.read(store, talk.rows[1].sha256) == PNG + bytes(500)
    content = bytes(range(256)) * 9_000
    ref = files.keep(store, content, "账单 ..\u202eexe.pdf", "application/pdf")
    live.reply(talk.id, "请看", picture=ref, kind="file")
    assert live.until(lambda: live.count("out") == live.count("out", "sent") > 0)
    sent = [attached for each in post.taken for attached in parsed(each[3]).iter_attachments()]
    assert [attached.get_filename() for attached in sent] == ["账单 ..exe.pdf"]
    assert sent[0].get_content() == content


def test_a_large_attachment_stays_in_the_mailbox_and_the_rest_of_the_mail_comes_in(
    live: LiveDesk, dovecot: Dovecot
) -> None:
    huge = part(bytes(60 << 20), "application/zip", "录像.zip")
    small = part(b"PK" + b"y" * (2 << 20), "application/zip", "小.zip")
    heard(live, dovecot, several(part("见附件".encode(), "text/plain", charset="utf-8"), huge, small))
    assert live.until(lambda: live.count("in") == 2)
    (talk,) = live.talks()
    assert talk.rows[0].text.startswith("见附件\n\n") and "录像.zip (60.0 MB)" in talk.rows[0].text
    assert files.read(live.desk.store, talk.rows[1].sha256) == b"PK" + b"y" * (2 << 20)


def test_what_comes_back_has_failed_and_leaves_again_where_somebody_sends_it_again(
    live: LiveDesk, dovecot: Dovecot, post: Post
) -> None:
    heard(live, dovecot, mail("在吗"))
    (talk,) = live.talks()
    message = live.reply(talk.id, "在的")
    assert live.until(lambda: live.count("out", "sent") == 1)
    dovecot.deliver(bounce(post.ids[0], action="delayed"), bounce(post.ids[0]))
    assert live.until(lambda: live.count("out", "failed") == 1)
    row = conversations.message(live.desk.store.reader, message)
    assert row is not None and "550 5.1.1 no such mailbox" in row.data
    live.desk.run(ResendMessage(message_id=message))
    assert live.until(lambda: live.count("out", "sent") == 1)
    assert post.ids == [post.ids[0]] * 2
    # The report that nothing failed yet is a machine's word; the one that failed a reply is no conversation.
    assert sorted(each.nick for each in live.talks()) == ["lin@buyer.example", "mailer-daemon@mx.example"]


def test_a_bounce_of_somebody_elses_mail_is_only_a_mail(live: LiveDesk, dovecot: Dovecot) -> None:
    heard(live, dovecot, mail("在吗"), bounce("<td-1.000000000000@shop.example>"))
    assert len(live.talks()) == 2 and live.count("out") == 0


def test_the_server_says_no_to_one_and_later_to_another(live: LiveDesk, dovecot: Dovecot, post: Post) -> None:
    post.refuses = {"gone@b.example": "550 nobody here", "busy@b.example": "451 greylisted"}
    senders = ("gone@b.example", "busy@b.example", "fine@b.example")
    heard(live, dovecot, *(mail("在吗", sender=each, header_id=f"<{each}>") for each in senders))
    talks = {talk.nick: talk.id for talk in live.talks()}
    for nick in senders:
        live.reply(talks[nick], f"{nick} 在的")
    assert live.until(lambda: (live.count("out", "failed"), live.count("out", "sent")) == (1, 1))
    failed = next(talk for talk in live.talks() if "failed" in talk.states)
    assert failed.nick == "gone@b.example" and "550 nobody here" in failed.rows[-1].data
    del post.refuses["busy@b.example"]
    assert live.until(lambda: live.count("out", "sent") == 2)
    assert len(post.ids) == len(set(post.ids)) == 2


def test_taken_in_only_once_the_store_has_it(desk: Desk, dovecot: Dovecot, post: Post) -> None:
    dovecot.deliver(mail("一"))
    first = LiveDesk(desk, values(dovecot.plain, post.port))
    first.begin()
    found: list[object] = []
    assert first.until(lambda: found.extend(first.channel.step(now())) or found)  # type: ignore[func-returns-value]
    assert isinstance(found[0], Said) and desk.store.reader.rows("SELECT * FROM mail_place") == []
    first.stop()
    second = LiveDesk(desk, values(dovecot.plain, post.port))
    second.begin()
    assert second.until(lambda: second.count("in") == 1)
    dovecot.deliver(mail("二", header_id="<2@buyer.example>"))
    assert second.until(lambda: second.count("in") == 2)
    assert second.until(lambda: desk.store.reader.rows("SELECT uid FROM mail_place") != [])
    second.stop()
    dovecot.deliver(mail("三", header_id="<3@buyer.example>"))
    # The server numbers its mails anew: all are told again, each is here once.
    place = desk.store.reader.rows("SELECT folder, uidvalidity, uid FROM mail_place")[0]
    write = (put_place, place[0], Place(place[1] + 1, place[2] + 100))
    desk.store.submit(lambda: desk.store.aside(*write), Priority.ACT).result()
    third = LiveDesk(desk, values(dovecot.plain, post.port))
    third.begin()
    assert third.until(lambda: desk.store.reader.rows("SELECT uidvalidity FROM mail_place") == [(place[1],)])
    third.stop()
    assert sorted(each for talk in third.talks() for each in talk.heard) == ["一", "三", "二"]


def test_read_mails_of_before_stay_out_at_the_first_start(desk: Desk, dovecot: Dovecot, post: Post) -> None:
    dovecot.deliver(mail("旧", header_id="<old@b>"), mail("新", header_id="<new@b>"))
    with dovecot.opened() as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(["HEADER", "Message-ID", "<old@b>"]), [b"\\Seen"])
    live = LiveDesk(desk, values(dovecot.plain, post.port))
    live.begin()
    dovecot.deliver(mail("更新", header_id="<newer@b>"))
    assert live.until(lambda: live.count("in") == 2)
    live.stop()
    assert sorted(each for talk in live.talks() for each in talk.heard) == ["新", "更新"]
    with dovecot.opened() as client:
        client.select_folder("INBOX")
        assert len(client.search("UNSEEN")) == 2


def test_what_the_store_refuses_is_told_again(live: LiveDesk, dovecot: Dovecot) -> None:
    dovecot.deliver(mail("一"), mail("二", header_id="<2@b>"))
    found: list[Said] = []
    assert live.until(lambda: found.extend(live.channel.step(now())) or len(found) == 2)  # type: ignore[arg-type, func-returns-value]
    live.channel.not_kept([each.key for each in found], "disk_full")
    assert (live.channel.state.kind, live.channel.state.sentence) == ("failed", "disk_full")
    assert live.until(lambda: live.count("in") == 2)
    assert live.until(lambda: live.channel.state.kind == "on")


def test_the_servers_own_sent_folder_is_asked_before_a_reply_goes_again(
    live: LiveDesk, dovecot: Dovecot, post: Post
) -> None:
    """The desk dies between the server's word and its own note: the next one finds the mail among those sent."""
    heard(live, dovecot, mail("在吗"))
    post.before_answer = lambda raw: dovecot.deliver(raw, folder="Sent")
    message = live.reply(live.talks()[0].id, "在的")
    assert live.until(lambda: live.count("out", "sent") == 1)
    store = live.desk.store
    undone = ("UPDATE mail_ref SET side = 'try' WHERE message_id = ?", (message,))
    store.submit(lambda: store.aside(lambda connection: connection.execute(*undone)), Priority.ACT).result()
    row = conversations.message(store.reader, message)
    talk = live.talks()[0]
    assert row is not None
    assert live.channel.hand_over(talk.nick, row, f"td-{message}", thread=talk.thread) == "accepted"
    sides = "SELECT side FROM mail_ref WHERE message_id = ?"
    assert live.until(lambda: store.reader.rows(sides, (message,)) == [("out",)])
    assert len(post.ids) == 1


RULE = AddAutoReply(scene="first_contact", text="亲，已收到您的来信", cooldown_ms=0)


def test_machines_get_no_automatic_answer(live: LiveDesk, dovecot: Dovecot, post: Post) -> None:
    live.desk.run(RULE)
    heard(
        live,
        dovecot,
        mail("我不在", sender="m1@b.example", header_id="<1@m>", more=["Auto-Submitted: auto-replied"]),
        mail("通知", sender="noreply@b.example", header_id="<2@m>"),
        mail("名单", sender="m3@b.example", header_id="<3@m>", more=["List-Id: <l.b.example>"]),
        mail("我自己", sender="shop@shop.example", header_id="<4@m>"),
        mail("在吗", sender="human@b.example", header_id="<5@m>"),
    )
    assert live.until(lambda: live.count("out", "sent") == 1)
    ((_id, _from, to, raw),) = post.taken
    left = parsed(raw)
    assert to == ["human@b.example"] and left["Auto-Submitted"] == "auto-replied" and left["Precedence"] == "bulk"
    talk = next(each for each in live.talks() if each.nick == "shop@shop.example")
    live.reply(talk.id, "给自己")
    assert live.until(lambda: live.count("out", "failed") == 1)


@pytest.mark.parametrize("threads", [True, False])
def test_two_machines_that_answer_each_other_come_to_an_end(
    live: LiveDesk, dovecot: Dovecot, post: Post, *, threads: bool
) -> None:
    """The other one is the worst there is: it answers everything, says nothing of being a machine, forgets threads."""
    live.desk.run(AddAutoReply(scene="keyword", text="亲，已收到", keywords="收到", cooldown_ms=0))

    def answers(raw: bytes) -> None:
        n = len(post.ids)
        given = [post.ids[-1]] if threads else []
        dovecot.deliver(mail(f"收到 {n}", sender="bot@b.example", header_id=f"<{n}@bot>", answers=given))

    post.before_answer = answers
    heard(live, dovecot, mail("收到 0", sender="bot@b.example", header_id="<0@bot>"))
    most = 3 if threads else 6
    assert live.until(lambda: live.count("out", "failed") == 1)
    assert live.count("out", "sent") == len(post.ids) == most
    assert live.count("in") == most + 1


def test_no_header_can_be_forged(live: LiveDesk, dovecot: Dovecot, post: Post) -> None:
    subject = "=?utf-8?Q?hi=0D=0ABcc:_victim@x.example=0D=0A=0D=0Abody?="
    name = "=?utf-8?Q?A=0ABcc:_victim@x.example?= <lin@buyer.example>"
    heard(live, dovecot, mail("在吗", subject=subject, sender=name, answers=["<a@b>\n\tBcc: victim@x.example"]))
    (talk,) = live.talks()
    assert talk.subject == "hi Bcc: victim@x.example body"
    live.reply(talk.id, "Bcc: victim@x.example\n.\nQUIT\r\nRSET\n..")
    assert live.until(lambda: live.count("out", "sent") == 1)
    ((_id, _from, to, raw),) = post.taken
    left = parsed(raw)
    assert to == ["lin@buyer.example"] and left["Bcc"] is None and left.defects == []
    assert left.get_content().splitlines()[:5] == ["Bcc: victim@x.example", ".", "QUIT", "RSET", ".."]


def test_a_mail_without_a_sender_is_here_and_cannot_be_answered(live: LiveDesk, dovecot: Dovecot) -> None:
    heard(live, dovecot, mail("谁", sender=""))
    (talk,) = live.talks()
    live.reply(talk.id, "您是？")
    assert live.until(lambda: live.count("out", "failed") == 1)
    assert "no address" in live.talks()[0].rows[-1].data


def test_offline_replies_wait_and_leave_later(desk: Desk, dovecot: Dovecot, post: Post) -> None:
    live = LiveDesk(desk, values(dovecot.plain, post.port))
    live.begin()
    heard(live, dovecot, mail("在吗"))
    live.stop()
    assert live.channel.state.kind == "off" and not live.channel.online
    live.reply(live.talks()[0].id, "在的")
    assert live.channel.hand_over("lin@buyer.example", live.talks()[0].rows[-1], "td-1") == "offline"
    for _ in range(5):
        live.step()
    assert live.count("out", "queued") == 1 and post.ids == []
    again = LiveDesk(desk, values(dovecot.plain, post.port))
    again.begin()
    assert again.until(lambda: again.count("out", "sent") == 1)
    again.stop()


def test_settings_that_could_forge_a_header_are_refused_in_words(desk: Desk) -> None:
    for more in ({"address": "a@b\nBcc: c@d"}, {"name": "hi\nBcc: c@d"}, {"imap_host": "a\r\nb"}, {"user": "a\nb"}):
        live = LiveDesk(desk, values(1, 1, **more))
        live.begin()
        assert live.channel.state.kind == "failed" and live.channel.state.sentence.startswith("mail_")
        assert not live.channel.online
        live.stop()
