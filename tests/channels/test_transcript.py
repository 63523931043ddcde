"""The channel over the clipboard."""

from __future__ import annotations

from ticketdesk.channels.channel import Channel, Delivery
from ticketdesk.channels.transcript import TranscriptChannel
from ticketdesk.store.queries.conversations import MessageRow


def reply(text: str) -> MessageRow:
    return MessageRow(7, "out", "text", "小满", 1, text, 0, "outbox", 0, None, "", "", "", 0, 0)


def test_a_reply_is_copied_and_waits():
    copied: list[MessageRow] = []
    channel: Channel = TranscriptChannel(copied.append)
    assert channel.deliver(reply("亲，可以换码的")) == Delivery("copied")
    assert [row.text for row in copied] == ["亲，可以换码的"]


def test_it_is_the_channel_of_pasted_conversations():
    channel = TranscriptChannel(lambda row: None)
    assert channel.name == "qianniu"
