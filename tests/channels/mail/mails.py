"""Mails to test with; every word of them is made up here."""

from __future__ import annotations

import base64
from collections.abc import Sequence

CRLF = b"\r\n"


def mail(
    text: str | bytes = "你好，包裹到哪里了？",
    *,
    sender: str = "林小鹿 <lin@buyer.example>",
    subject: str = "包裹",
    header_id: str = "<1@buyer.example>",
    answers: Sequence[str] = (),
    charset: str | None = "utf-8",
    kind: str = "text/plain",
    more: Sequence[str] = (),
) -> bytes:
    """A mail of one part. Headers are written as they stand, 8-bit letters as UTF-8."""
    body = text if isinstance(text, bytes) else text.encode(charset or "utf-8")
    lines = [f"From: {sender}", "To: shop@shop.example", f"Subject: {subject}", "Date: Wed, 18 Nov 2026 10:00:00 +0800"]
    lines += [f"Message-ID: {header_id}"] if header_id else []
    lines += [f"In-Reply-To: {answers[-1]}", f"References: {' '.join(answers)}"] if answers else []
    lines += ["MIME-Version: 1.0", f"Content-Type: {kind}{f'; charset={charset}' if charset else ''}", *more]
    return "\r\n".join([*lines, "", ""]).encode() + body.replace(b"\r\n", b"\n").replace(b"\n", CRLF)


def part(content: bytes, media_type: str, name: str = "", *, attached: bool = True, charset: str = "") -> bytes:
    """A part in base64."""
    head = [
        f"Content-Type: {media_type}{f'; charset={charset}' if charset else ''}",
        "Content-Transfer-Encoding: base64",
    ]
    if name:
        head.append(f'Content-Disposition: {"attachment" if attached else "inline"}; filename="{name}"')
    return "\r\n".join([*head, "", ""]).encode() + base64.encodebytes(content).replace(b"\n", CRLF)


def several(*parts: bytes, kind: str = "mixed", boundary: str = "b1", head: bytes | None = None) -> bytes:
    """A mail (or, with ``head`` b"", a part) of several parts."""
    outer = mail(b"", kind="text/plain").partition(b"MIME-Version")[0] if head is None else head
    begin = outer + f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    return begin + b"".join(line + CRLF + each + CRLF for each in parts) + line + b"--" + CRLF


def bounce(header_id: str, *, action: str = "failed", why: str = "smtp; 550 5.1.1 no such mailbox") -> bytes:
    """What a server writes when it gives a mail back."""
    notice = b"Content-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n"
    status = (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; lin@buyer.example\r\nAction: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: {why}\r\n"
    )
    original = f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {header_id}\r\nSubject: Re\r\n"
    head = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: shop@shop.example\r\nSubject: Undelivered\r\n"
        f"Message-ID: <bounce-{abs(hash(header_id))}@mx.example>\r\nAuto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
    )
    raw = several(notice, status.encode(), original.encode(), kind="report", boundary="r1", head=head.encode())
    return raw.replace(b"multipart/report;", b"multipart/report; report-type=delivery-status;", 1)
