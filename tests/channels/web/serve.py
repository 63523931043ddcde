"""A real desk without a window that serves the web page: ``python -m tests.channels.web.serve --port N``.

The sample shop in a folder of its own, or ``--store PATH`` (made from the sample where there is none; the same path
again is the same shop after a restart). One line ``{"ready": PORT}`` says that pages may come. Each line of standard
input is an order in JSON and is answered by one line in JSON: see ``ORDERS``. The end of the input, or {"do": "quit"},
ends it in good order.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.channels.web.live_desk import PLAIN, LiveDesk, now_ms  # noqa: E402
from tests.ready import sample_store  # noqa: E402

Order = dict[str, Any]


def talk_of(desk: LiveDesk, order: Order) -> tuple[int, str]:
    """The conversation that an order names ("talk"), else the newest over the web."""
    talks = desk.talks()
    named = order.get("talk")
    return next((each for each in talks if each[0] == named), talks[-1])


def _messages(desk: LiveDesk, order: Order) -> object:
    rows = desk.messages(talk_of(desk, order)[0])
    names = ("id", "side", "kind", "text", "state", "read", "client_key", "sha256", "data")
    return [{name: getattr(row, name) for name in names} for row in rows]


def _typing(desk: LiveDesk, order: Order) -> None:
    nick = talk_of(desk, order)[1]
    desk.do(lambda: desk.channel.typing(nick, typing=bool(order.get("on", True))))


def _read(desk: LiveDesk, order: Order) -> None:
    talk, nick = talk_of(desk, order)
    key = [row.client_key for row in desk.messages(talk) if row.side == "in"][-1]
    desk.do(lambda: desk.channel.mark_read(nick, str(key)))


def _picture(desk: LiveDesk, order: Order) -> int:
    return desk.reply_picture(talk_of(desk, order)[0], Path(order["path"]).read_bytes())


def _recall(desk: LiveDesk, order: Order) -> None:
    desk.do(lambda: desk.outbox.recall(int(order["message"]))).result(30)


# {"do": NAME, …}; "talk" is the id of a conversation (none: the newest over the web), answers are {"ok": …}.
ORDERS: dict[str, Callable[[LiveDesk, Order], object]] = {
    "talks": lambda desk, _order: desk.talks(),
    "messages": _messages,
    "reply": lambda desk, order: desk.reply(talk_of(desk, order)[0], order["text"]),
    "picture": _picture,  # "path"
    "card": lambda desk, order: desk.card(talk_of(desk, order)[0], order["kind"], order["data"], order.get("text", "")),
    "parcel": lambda desk, order: desk.parcel(talk_of(desk, order)[0], order["number"]),
    "invite": lambda desk, order: desk.invite(talk_of(desk, order)[0]),
    "recall": _recall,  # "message"
    "typing": _typing,  # "on"
    "read": _read,
    "end": lambda desk, order: desk.end(talk_of(desk, order)[0]),
    "set": lambda desk, order: desk.setting(order["key"], order["value"]),
    "agents": lambda desk, order: desk.agents(order["state"]),
    "open": lambda desk, order: desk.opened(is_open=order["is"]),
    "orders": lambda desk, _order: desk.store.reader.rows("SELECT number, phone, mobile, titles FROM orders LIMIT 20"),
    "told": lambda desk, _order: [repr(each) for each in desk.told],
    "stop": lambda desk, _order: desk.stop(),  # the channel is turned off
    "begin": lambda desk, _order: desk.begin(),  # and on again, at the same port
}


def tell(**what: object) -> None:
    """One line in one call, so that none is torn."""
    os.write(1, (json.dumps(what, ensure_ascii=False) + "\n").encode())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--lan", action="store_true")
    parser.add_argument("--early", action="store_true", help="a control: acknowledges before the store has it")
    parser.add_argument("--countdown", type=int, default=0, help="seconds until a reply leaves")
    return parser.parse_args()


def main() -> None:
    """Serve until the input ends."""
    asked = _asked()
    with TemporaryDirectory() as folder:
        path = asked.store or Path(folder) / "shop" / "ticketdesk.db"
        fresh = not path.exists()
        desk = LiveDesk(sample_store(path, now_ms()) if fresh else path, PLAIN._replace(port=asked.port, lan=asked.lan))
        if fresh:
            desk.setting("outbox.seconds", str(asked.countdown))
            desk.opened(is_open=True)
            desk.agents("online")
        desk.early = asked.early
        tell(ready=desk.begin())
        for line in sys.stdin:
            order = json.loads(line)
            if order["do"] == "quit":
                break
            try:
                tell(ok=ORDERS[order["do"]](desk, order))
            except Exception as error:
                tell(error=f"{type(error).__name__}: {error}")
        desk.close()


if __name__ == "__main__":
    main()
