"""Makes store_NNNN.db.gz: a small store as a program of that schema left it, with rows in many journaled tables.

Run once with the program of that version, never again: ``python tests/data/make_store.py OUT``. The file is frozen
like its migration; a store of a later version gets a file of its own.
"""

from __future__ import annotations

import gzip
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.desk.builders import Clock, Make, open_shop
from ticketdesk.desk import files
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.commands.ticket_replies import ReplyOnTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.store.store import Store


def fill(store: Store, folder: Path) -> None:
    """A short day in the shop: import, talks, tickets with a picture, remarks, phrases, undo, a draft."""
    clock = Clock()
    desk = Desk(store, clock)
    open_shop(desk)
    make = Make(desk, folder, clock)
    make.imported(12)
    desk.run(ImportOrders(path=str(make.detail_file(range(12)))))
    talks = [make.transcript(f"买家{n}", f"在吗 {n}", "尺码偏小想换").conversation_id for n in range(4)]
    picture = files.keep(store, random.Random(1).randbytes(300), "截图.png", "image/png", width=4, height=3)
    for talk in talks[:3]:
        desk.run(SendReply(conversation_id=talk, text="亲，可以换的"))
        ticket = make.ticket(conversation_id=talk, order_id=make.order_id(talk % 5), pictures=(picture,))
        desk.run(ReplyOnTicket(ticket_id=ticket.id, text=f"已登记 {talk}"))
    for n in range(5):
        desk.run(AddRemark(order_id=make.order_id(n), text=f"要换L码 {n}", flag=n + 1, override="盘点"))
        desk.run(AddPhrase(text=f"欢迎光临 {n}"))
    desk.run(SetFlag(order_ids=tuple(make.order_id(n) for n in range(6)), flag=2, override="盘点"))
    desk.undo().result()
    make.imported(15)
    desk.keep_draft("reply/1", "还没发出的话").result()


def main(out: Path) -> None:
    """Make the store in a scratch folder and pack it to ``out``."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "ticketdesk.db"
        store = Store(path)
        fill(store, Path(scratch))
        store.close()
        out.write_bytes(gzip.compress(path.read_bytes(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
