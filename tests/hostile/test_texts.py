"""Hostile texts: too long, unpaired, reversed, invisible; refused or cleaned, with everything else as it was."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData

from tests.desk.builders import Clock, order_row, write_table
from tests.ready import empty_store
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.exports import export
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.transcript import parse_transcript
from ticketdesk.exchange.order_file import open_orders
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import buyers, search
from ticketdesk.store.store import Store
from ticketdesk.ui.reception.paste_edit import PasteEdit
from ticketdesk.ui.reception.reply_edit import ReplyEdit
from ticketdesk.ui.safe_text import MOST_SHOWN
from ticketdesk.ui.widgets.text_box import MOST_LINES, TextBox
from ticketdesk.words.errors import sentence
from ticketdesk.words.problems import sentence as row_sentence

MILLION = "长" * 1_000_000
NASTY = "a\0b\ud83dc\udc00d\u202ee\u200bf"
CLEAN = "abcd\u202ee\u200bf"  # a text keeps its direction marks, a name does not


@pytest.fixture
def shop(tmp_path: Path):
    store = Store(empty_store(tmp_path / "a.db"))
    desk = Desk(store, Clock())
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id
    desk.run(ReceiveTranscript(buyer_nick="竹风", messages=(Heard("in", "竹风", 1_795_000_000_000, "在吗"),)))
    path = write_table(tmp_path / "订单.csv", tuple(order_row(1, random.Random(1))), [
        order_row(1, random.Random(1))
    ])  # fmt: skip
    desk.run(ImportOrders(path=str(path)))
    desk.run(CreateTicket(type="exchange", title="换货"))
    yield desk
    store.close()


def one(desk: Desk, table: str) -> int:
    return int(desk.store.reader.rows(f"SELECT MIN(id) FROM {table}")[0][0])


def commands(desk: Desk, text: str) -> dict[str, Command]:
    """Every command by which people write something."""
    talk, ticket, order = one(desk, "conversation"), one(desk, "ticket"), one(desk, "orders")
    return {
        "heard": ReceiveTranscript(buyer_nick="竹风", messages=(Heard("in", "竹风", 1_795_000_100_000, text),)),
        "reply": SendReply(conversation_id=talk, text=text),
        "ticket reply": ReplyOnTicket(ticket_id=ticket, text=text),
        "note": NoteOnTicket(ticket_id=ticket, text=text),
        "demand": CreateTicket(type="exchange", title="换货", demand=text),
        "remark": AddRemark(order_id=order, text=text),
        "phrase": AddPhrase(text=text),
    }


WRITTEN = ("heard", "reply", "ticket reply", "note", "demand", "remark", "phrase")


@pytest.mark.parametrize("what", WRITTEN)
def test_a_million_characters_are_refused_and_nothing_changes(shop: Desk, what: str) -> None:
    before = digest(shop.store.reader)
    with pytest.raises(DeskError) as refused:
        shop.run(commands(shop, MILLION)[what])
    assert refused.value.key in ("message_too_long", "remark_too_long")
    assert "{" not in sentence(refused.value)
    assert digest(shop.store.reader) == before


def test_the_limit_is_bytes_and_belongs_to_what_is_taken(shop: Desk) -> None:
    shop.run(SendReply(conversation_id=one(shop, "conversation"), text="x" * 65_536))
    with pytest.raises(DeskError, match="message_too_long"):
        shop.run(SendReply(conversation_id=one(shop, "conversation"), text="x" * 65_537))


@pytest.mark.parametrize("what", WRITTEN)
def test_nul_and_lone_surrogates_are_dropped_and_the_store_stays_sound(shop: Desk, what: str, tmp_path: Path) -> None:
    shop.run(commands(shop, NASTY)[what])
    said = json.dumps([list(map(list, shop.store.reader.rows(f"SELECT * FROM {table}"))) for table in
                       ("message", "ticket_event", "ticket", "remark", "phrase")], default=str)  # fmt: skip
    assert "\\ud83d" not in said and "\\u0000" not in said
    for kind in ("messages", "orders", "tickets", "buyers"):
        search.hits(shop.store.reader, kind, NASTY)
    assert buyers.id_of_nick(shop.store.reader, NASTY) is None
    for ending in ("csv", "jsonl", "xlsx"):
        assert export(shop.store.reader, "orders", tmp_path / f"out.{ending}") == 1
    shop.undo().result()
    shop.redo().result()


def test_a_name_shows_what_it_says(shop: Desk) -> None:
    shop.run(ReceiveTranscript(buyer_nick=f" {NASTY}\n\u2066x", messages=()))
    names = [row[0] for row in shop.store.reader.rows("SELECT nick FROM buyer")]
    assert "abcdef x" in names


def test_a_pasted_conversation_of_a_million_characters_is_refused_in_one_sentence() -> None:
    began = time.process_time()
    with pytest.raises(DeskError) as refused:
        parse_transcript(f"竹风 2026-11-21 14:20:01\n{MILLION}\n")
    assert refused.value.key == "transcript_message_too_long" and sentence(refused.value)
    assert time.process_time() - began < 2


def test_an_imported_remark_beyond_the_limit_is_a_listed_row(tmp_path: Path) -> None:
    path = tmp_path / "订单.csv"
    path.write_text(f"订单编号,买家留言,券\n300100,{'长' * 30_000},\n300101,好,{'y' * 70_000}\n300102,好,1\n", "utf-8")
    found = list(open_orders(path).items())
    assert [getattr(each, "reason", "") for each in found] == ["text_too_long", "text_too_long", ""]
    assert ["买家留言" in row_sentence(found[0]), "券" in row_sentence(found[1])] == [True, True]


def test_an_imported_cell_of_a_million_characters_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "订单.csv"
    path.write_text(f"订单编号,买家留言\n300100,{MILLION}\n", "utf-8")
    with pytest.raises(DeskError) as refused:
        open_orders(path)
    assert refused.value.key == "file_damaged" and "no end" in sentence(refused.value)


def pasted(text: str) -> QMimeData:
    found = QMimeData()
    found.setText(text)
    return found


@pytest.mark.parametrize("text", [MILLION, "x" * 65_000, "行\n" * 5_000], ids=["million", "one run", "lines"])
@pytest.mark.parametrize("box", [TextBox, ReplyEdit])
def test_a_box_takes_nothing_of_a_paste_that_would_stop_it(qtbot, box: type[TextBox], text: str) -> None:
    made = box()
    qtbot.addWidget(made)
    made.show()
    made.put("我写的")
    began = time.thread_time()
    with qtbot.waitSignal(made.refused) as refused:
        made.insertFromMimeData(pasted(text))
    assert time.thread_time() - began < 0.05
    assert made.toPlainText() == "我写的"
    assert refused.args is not None and "{" not in sentence(refused.args[0])


def test_a_box_takes_what_fits_without_nul_and_lone_surrogates(qtbot) -> None:
    made = TextBox()
    qtbot.addWidget(made)
    made.insertFromMimeData(pasted("x" * (MOST_SHOWN - 10)))
    made.selectAll()
    made.put("行\n" * (MOST_LINES - 1))
    made.selectAll()
    made.put(NASTY)
    assert made.toPlainText() == CLEAN


def test_the_box_of_conversations_keeps_a_million_characters_and_shows_their_beginning(qtbot) -> None:
    made = PasteEdit()
    qtbot.addWidget(made)
    made.show()
    began = time.thread_time()
    made.insertFromMimeData(pasted(MILLION))
    assert time.thread_time() - began < 0.25  # on a shared machine; 20 ms alone
    assert made.source() == MILLION and len(made.toPlainText()) <= MOST_SHOWN * 1.01
