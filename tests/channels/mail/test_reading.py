"""Reading mails: headers, charsets, HTML, quotations, files; every mail is made here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest

from tests.channels.mail.mails import bounce, mail, part, several
from ticketdesk.channels.mail.decode import base64_of, text_of, words_of
from ticketdesk.channels.mail.headers import ids, nick_of
from ticketdesk.channels.mail.html_text import text_of_html
from ticketdesk.channels.mail.kinds import Kind
from ticketdesk.channels.mail.letter import NO_SENDER, Letter, read_whole
from ticketdesk.channels.mail.pictures import shown_picture
from ticketdesk.channels.mail.quoting import parted
from ticketdesk.domain.files import FileRef

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02\x00\x00\x00"
Kept = dict[str, bytes]


@pytest.fixture
def kept() -> Kept:
    """Files that were kept, by name."""
    return {}


@pytest.fixture
def read(kept: Kept) -> Callable[[bytes], Letter]:
    """Reads a mail to the shop."""

    def keep(content: bytes, name: str, media_type: str, width: int, height: int) -> FileRef:
        kept[name] = content
        return FileRef(hashlib.sha256(content).hexdigest(), name, media_type, len(content), width, height)

    return lambda raw: read_whole(raw, "shop@shop.example", keep)


def test_a_plain_mail(read: Callable[[bytes], Letter]) -> None:
    letter = read(mail("你好，\n\n包裹到哪里了？", answers=["<0@x>", "<a@shop.example>"]))
    assert (letter.nick, letter.sender.name, letter.subject) == ("lin@buyer.example", "林小鹿", "包裹")
    assert letter.said.text == "你好，\n\n包裹到哪里了？" and letter.kind is Kind.WORDS
    assert (letter.header_id, letter.references) == ("<1@buyer.example>", ("<0@x>", "<a@shop.example>"))
    assert json.loads(letter.data())["mail"]["reply_to"] == "lin@buyer.example"


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        (None, "退款到账了吗".encode(), "退款到账了吗"),
        (None, "退款到账了吗".encode("gb18030"), "退款到账了吗"),
        ("gb2312", "镕㐱".encode("gb18030"), "镕㐱"),
        ("us-ascii", "退款".encode("gb18030"), "退款"),
        ("utf-8", "退款".encode("gb18030"), "退款"),
        ("no-such-charset", "退款".encode(), "退款"),
        ("unicode_escape", b"\\u9000", "\\u9000"),
        ("big5", "退款".encode("big5"), "退款"),
        ("utf-16", "退款".encode("utf-16"), "退款"),
        ("iso-2022-jp", "返品".encode("iso-2022-jp"), "返品"),
    ],
)
def test_charsets(charset: str | None, body: bytes, text: str) -> None:
    assert text_of(body, charset or "") == (text, False)


def test_bytes_of_no_charset_are_told_of(read: Callable[[bytes], Letter]) -> None:
    letter = read(mail(b"caf\xe9 \xff\xff\xff ok", charset=None))
    assert letter.said.text.startswith("café") and "charset" in letter.said.text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?utf-8?B?5YyF6KO5?=", "包裹"),
        (b"=?utf-8?B?5YyF?= =?utf-8?Q?=E8=A3=B9?=", "包裹"),
        (b"=?utf-8?B?5YyF6A==?=\r\n =?utf-8?B?o7k=?=", "包裹"),
        (b"=?gb2312?B?sPy5/A==?= ok", "包裹 ok"),
        (b"Re: =?utf-8*zh?Q?=E5=8C=85?=", "Re: 包"),
        ("包裹".encode("gb18030"), "包裹"),
        (b"=?utf-8?B?5YyF6KO5", "=?utf-8?B?5YyF6KO5"),
        (b"=?utf-8?B?!!!?= x", " x"),
        (b"=?x?Q?a_b=3F?=", "a b?"),
    ],
)
def test_encoded_words(raw: bytes, text: str) -> None:
    assert words_of(raw) == text


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        (b"5YyF6KO5", "包裹".encode()),
        (b"5Yy\r\nF6 KO5\n", "包裹".encode()),
        (b"5YyF6KO", "包裹".encode()[:5]),
        (b"5YyF6KO55", "包裹".encode()),
        (b"YQ==Yg==", b"ab"),
        (b"", b""),
        (b"====", b""),
    ],
)
def test_broken_base64_says_what_it_can(raw: bytes, content: bytes) -> None:
    assert base64_of(raw) == content


def test_the_plain_text_of_an_alternative_counts_and_the_html_where_it_is_blank(
    read: Callable[[bytes], Letter],
) -> None:
    plain, html = part("字".encode(), "text/plain", charset="utf-8"), part("<p>网<b>页</b></p>".encode(), "text/html")
    assert read(several(plain, html, kind="alternative")).said.text == "字"
    assert read(several(part(b" ", "text/plain"), html, kind="alternative")).said.text == "网页"
    inner = several(plain, html, kind="alternative", boundary="b2", head=b"")
    assert read(several(inner, part("脚注".encode(), "text/html"))).said.text == "字\n\n脚注"


def test_files_keep_their_names_and_only_pictures_are_pictures(read: Callable[[bytes], Letter], kept: Kept) -> None:
    letter = read(
        several(
            part("看图".encode(), "text/plain", charset="utf-8"),
            part(PNG, "application/pdf", "=?utf-8?B?5Zu+LnBuZw==?="),
            part(b"MZ" + bytes(40), "image/png", "发票.pdf.exe"),
            part(b"<svg/>", "image/png", "../../画\u202egnp.svg"),
        )
    )
    picture, program, drawing = letter.said.files
    assert (picture.name, picture.media_type, picture.width, picture.height) == ("图.png", "image/png", 3, 2)
    assert (program.name, program.width) == ("发票.pdf.exe", 0) and kept["发票.pdf.exe"].startswith(b"MZ")
    assert (drawing.name, drawing.width) == ("画gnp.svg", 0)
    assert letter.said.text == "看图"


def test_a_file_name_after_rfc_2231_and_one_without(read: Callable[[bytes], Letter]) -> None:
    named = part(b"x", "text/plain").replace(
        b"Content-Transfer",
        b"Content-Disposition: attachment; filename*0*=utf-8''%E5%8F%91;\r\n filename*1*=%E7%A5%A8.txt\r\n"
        b"Content-Transfer",
        1,
    )  # fmt: skip
    assert [file.name for file in read(several(named, part(b"y", "application/zip"))).said.files] == [
        "发票.txt",
        "2.bin",
    ]


def test_a_picture_of_too_many_pixels_is_a_file() -> None:
    huge = PNG[:16] + (30_000).to_bytes(4, "big") * 2 + PNG[24:]
    assert shown_picture(huge) is None and shown_picture(PNG) is not None
    jpeg = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x0b\x08\x00\x05\x00\x07\x01\x01\x11\x00"
    assert shown_picture(jpeg) is not None and shown_picture(jpeg)[1] == (7, 5)  # type: ignore[index]
    assert shown_picture(b"GIF89a\x04\x00\x03\x00" + bytes(10))[1] == (4, 3)  # type: ignore[index]
    bmp = (
        b"BM"
        + bytes(12)
        + (40).to_bytes(4, "little")
        + (9).to_bytes(4, "little")
        + (-8 & 0xFFFFFFFF).to_bytes(4, "little")
    )
    assert shown_picture(bmp)[1] == (9, 8)  # type: ignore[index]
    webp = b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + (5).to_bytes(3, "little") + (6).to_bytes(3, "little")
    assert shown_picture(webp)[1] == (6, 7)  # type: ignore[index]
    assert shown_picture(b"\xff\xd8\xff" + b"\xff" * 5_000) is None and shown_picture(b"GIF89a") is None


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>你好</p><p>再见</p>", "你好\n\n再见"),
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("<ul><li>一<li>二</ul>", "- 一\n- 二"),
        ('<a href="https://x.cn/a">这里</a>。', "这里 (https://x.cn/a)。"),
        ('<a href="https://x.cn/">https://x.cn</a>', "https://x.cn"),
        ('<a href="javascript:alert(1)">点我</a>', "点我"),
        ('<a href="mailto:a@b.cn">a@b.cn</a>', "a@b.cn"),
        ("<script>x()</script>y<style>z{}</style>", "y"),
        ('<div style="display: none">看不见</div>看得见', "看得见"),
        ("<table><tr><td>订单<td>3</tr><tr><td>数量<td>2</table>", "订单 3\n数量 2"),
        ("<blockquote>旧<br>更旧<blockquote>最旧</blockquote></blockquote>", "> 旧\n> 更旧\n>\n> > 最旧"),
        ("a &lt;b&gt; &amp; &#20320; &nbsp; c", "a <b> & 你 c"),
        ("5 < 6 <3 <", "5 < 6 <3 <"),
        ("<pre>  a\n    b</pre>", "  a\n    b"),
        ('<img src="http://t.cn/pixel.gif" alt="图">', "[图]"),
        ("<!-- 看不见 -->看得见<!-- 没有完", "看得见<!-- 没有完"),
        ("<p>没有<b>完", "没有完"),
    ],
)
def test_html(html: str, text: str) -> None:
    assert text_of_html(html) == (text.strip(), True)


WROTE = "On Mon, 1 Nov 2026 at 10:00,\nA <a@b>\nwrote:\n\n> 旧"
WRITTEN_OUT = "发件人: 小店\n发送时间: 昨天\n收件人: 我\n主题: 包裹\n\n旧"
OUTLOOK = "________________________________\nFrom: A\nSent: now\nTo: B\n旧"
ORIGINAL = "------------------ 原始邮件 ------------------"
FORWARDED = "---------- Forwarded message ---------\nFrom: A\nTo: B\nSubject: C\n正文"


@pytest.mark.parametrize(
    ("body", "said", "cut"),
    [
        ("好的\n\n> 旧\n> 更旧", "好的", "> 旧\n> 更旧"),
        ("好的\n\nOn Mon, A <a@b> wrote:\n> 旧", "好的", "On Mon, A <a@b> wrote:\n> 旧"),
        (f"好的\n{WROTE}", "好的", WROTE),
        ("好的\n在 2026年11月1日，小店 <a@b> 写道：\n旧", "好的", "在 2026年11月1日，小店 <a@b> 写道：\n旧"),
        ("好的\n\n-----原始邮件-----\n发件人: 小店\n旧", "好的", "-----原始邮件-----\n发件人: 小店\n旧"),
        (f"好的\n{ORIGINAL}\n旧", "好的", f"{ORIGINAL}\n旧"),
        (f"好的\n\n{WRITTEN_OUT}", "好的", WRITTEN_OUT),
        (f"好的\n{OUTLOOK}", "好的", OUTLOOK),
        ("On Mon, 1 Nov 2026, A wrote:\n> 问\n\n答", "答", "On Mon, 1 Nov 2026, A wrote:\n> 问"),
        ("先说\n> 问一\n答一\n> 问二\n答二", "先说\n> 问一\n答一\n> 问二\n答二", ""),
        ("好的\n-- \n张三\n电话 1", "好的", "-- \n张三\n电话 1"),
        ("好的\n\n发自我的iPhone", "好的", "发自我的iPhone"),
        ("> 只有引文", "> 只有引文", ""),
        (FORWARDED, FORWARDED, ""),
        ("发件人: 是谁？请告诉我", "发件人: 是谁？请告诉我", ""),
        ("他在信里写道：\n我来了\n> 引", "他在信里写道：\n我来了", "> 引"),
        ("-- ", "--", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_quotations_and_signatures_are_cut_and_kept(body: str, said: str, cut: str) -> None:
    assert parted(body) == (said, cut)


@pytest.mark.parametrize(
    ("more", "sender", "kind"),
    [
        (["Auto-Submitted: auto-replied"], "a@b.example", Kind.MACHINE),
        (["Auto-Submitted: auto-generated; owner=x"], "a@b.example", Kind.MACHINE),
        (["Auto-Submitted: no"], "a@b.example", Kind.WORDS),
        (["Precedence: bulk"], "a@b.example", Kind.MACHINE),
        (["Precedence: first-class"], "a@b.example", Kind.WORDS),
        (["X-Auto-Response-Suppress: OOF, AutoReply"], "a@b.example", Kind.MACHINE),
        (["List-Id: <l.example>"], "a@b.example", Kind.MACHINE),
        (["List-Unsubscribe: <mailto:x@y>"], "a@b.example", Kind.MACHINE),
        ([], "Shop@Shop.example", Kind.MACHINE),
        ([], "no-reply@b.example", Kind.MACHINE),
        ([], "MAILER-DAEMON@b.example", Kind.RETURNED),
        (["Return-Path: <>"], "a@b.example", Kind.RETURNED),
        ([], "a@b.example", Kind.WORDS),
    ],
)
def test_machines_are_told_from_buyers(
    read: Callable[[bytes], Letter], more: list[str], sender: str, kind: Kind
) -> None:
    assert read(mail(sender=sender, more=more)).kind is kind


def test_a_bounce_names_the_mail_it_gives_back(read: Callable[[bytes], Letter]) -> None:
    letter = read(bounce("<td-7.abc@shop.example>"))
    assert letter.kind is Kind.RETURNED and "<td-7.abc@shop.example>" in letter.failed_ids
    assert letter.reason == "550 5.1.1 no such mailbox"
    assert read(bounce("<td-7.abc@shop.example>", action="delayed")).failed_ids == ()


def test_a_mail_without_a_message_id_has_the_same_key_whenever_it_is_told(read: Callable[[bytes], Letter]) -> None:
    one, other = mail("甲", header_id=""), mail("乙", header_id="")
    assert read(one).key == read(one).key != read(other).key
    # Programs that give all their mails one Message-ID lose none of them.
    same = [mail("甲", subject="一"), mail("乙", subject="二")]
    assert read(same[0]).key != read(same[1]).key


def test_no_sender_and_an_answer_that_would_come_back(read: Callable[[bytes], Letter]) -> None:
    letter = read(mail("谁", sender=""))
    assert letter.nick == NO_SENDER and letter.reply_to == "" and "no sender" in letter.said.text
    assert read(mail(more=["Reply-To: shop@shop.example"])).reply_to == ""
    assert read(mail(more=["Reply-To: Other <o@b.example>"])).reply_to == "o@b.example"


def test_addresses_longer_than_a_nickname_stay_apart() -> None:
    one, other = (f"{'a' * 55}@{name}.example" for name in ("x", "y"))
    assert len(nick_of(one)) <= 60 and nick_of(one) != nick_of(other) and nick_of(one) == nick_of(one.upper())


def test_message_ids_that_could_not_be_repeated_are_none() -> None:
    assert ids(b"<a@b> <c d@e> <\x01@x> <f@g><a@b>") == ("<a@b>", "<f@g>")
    many = b" ".join(b"<%d@x>" % n for n in range(500))
    assert len(ids(many)) == 20 and ids(many)[0] == "<0@x>" and ids(many)[-1] == "<499@x>"
