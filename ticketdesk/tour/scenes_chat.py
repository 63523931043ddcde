"""The chat at work: a buyer who writes over several channels, and everything that can be done with what was said."""

from __future__ import annotations

import json

from ticketdesk.desk import files
from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.marks import MarkSeen
from ticketdesk.desk.commands.sending import FailReply, RecallCounting
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.moments import DAY, MINUTE
from ticketdesk.store.queries import conversations, live
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_files import PICTURE_FILE
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.story import shipped
from ticketdesk.ui.reception.acts.forward_dialog import ForwardDialog
from ticketdesk.ui.reception.chat.day_dialog import DayDialog
from ticketdesk.ui.reception.chat.find_bar import FindBar
from ticketdesk.ui.reception.chat.keep_phrase_dialog import KeepPhraseDialog
from ticketdesk.ui.reception.chat.marks_bar import MarksBar
from ticketdesk.ui.reception.chat.pass_on_dialog import PassOnDialog
from ticketdesk.ui.reception.chat.quote_strip import QuoteStrip
from ticketdesk.ui.reception.chat.who_bar import TypingLine, WhoBar
from ticketdesk.ui.reception.picture_view import PictureView
from ticketdesk.ui.reception.presence import presence_of
from ticketdesk.ui.widgets.chat_view import ChatView
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

NICK = "云朵朵"
_CHANNEL = "simulator"


def _talk(agent: Agent) -> int:
    """The conversation of the buyer over the live channel, written at its first use."""
    found = live.conversation_of(agent.reader, NICK, _CHANNEL)
    if found is None:
        _writes(agent)
        found = agent.there(lambda: live.conversation_of(agent.reader, NICK, _CHANNEL), "the buyer has written")
        _answers(agent, found)
    return found


def _writes(agent: Agent) -> None:
    now = agent.world.clock()
    before = tuple(
        Said(NICK, f"w{n}", text, now - 3 * DAY + n * MINUTE)
        for n, text in enumerate(("你好，请问有现货吗", "之前的同事说周三能发", "好的，那我等等"))
    )
    agent.parts.desk.run(ReceiveMessages(channel="web", messages=before))
    parcel = {"carrier": "中通快递", "number": "75310000002296", "event": "到达 苏州转运中心", "at": now - 40 * MINUTE}
    goods = {"title": "竹节棉四件套 1.8m", "code": "ZJ-18 · 暖灰", "price_cents": 26900}
    said = (
        ("text", "在吗，想问一下发货", ""), ("logistics", "", json.dumps(parcel)),
        ("product", "", json.dumps(goods)), ("text", "这个颜色和图片一样吗？发票也要一份", ""),
    )  # fmt: skip
    told = tuple(
        Said(NICK, f"s{n}", text, now - (9 - n) * MINUTE, kind, data) for n, (kind, text, data) in enumerate(said)
    )
    agent.parts.desk.run(ReceiveMessages(channel=_CHANNEL, messages=told))


def _answers(agent: Agent, talk: int) -> None:
    """Replies in every state, a picture, bytes that are none, and a program dressed as an invoice."""
    desk, store = agent.parts.desk, agent.parts.store
    rows = conversations.newest(agent.reader, talk)
    desk.run(MarkSeen(conversation_id=talk, message_id=rows[1].id))
    desk.run(SetSetting(key="outbox.seconds", value="0"))
    picture = agent.world.keep_picture(shipped(PICTURE_FILE).read_bytes(), "吊牌")
    desk.run(SendReply(conversation_id=talk, picture=picture))
    bad = files.keep(store, b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 4, "实拍.png", "image/png")
    desk.run(SendReply(conversation_id=talk, picture=bad))
    program = files.keep(store, b"MZ" + bytes(400_000), "发票.pdf.exe", "application/octet-stream")
    desk.run(SendReply(conversation_id=talk, picture=program, kind="file"))
    failed = desk.run(SendReply(conversation_id=talk, text="和图片一样的亲，自然光下拍的")).result
    desk.run(FailReply(message_id=int(str(failed)), reason="网络中断"))
    desk.run(SetSetting(key="outbox.seconds", value="15"))
    wrong = desk.run(SendReply(conversation_id=talk, text="这条发错了")).result
    agent.world.clock()
    desk.run(RecallCounting(message_id=int(str(wrong))))
    desk.run(SendReply(conversation_id=talk, text="发票和货一起寄给您～", quote_id=rows[-1].id))


def _open(agent: Agent) -> ChatView:
    clear(agent)
    talk = _talk(agent)
    agent.goes_to("reception")
    agent.window.go(Place("conversation", talk))
    view = agent.there(lambda: next(agent.shown(ChatView), None), "the talk is shown")
    agent.settle()
    view.clear_marks()
    view.set_current(None)
    view.scroll_bottom()
    agent.keys("Alt+J")
    return view


def _states(agent: Agent) -> None:
    _open(agent)
    agent.keys("Ctrl+J")


def _cards(agent: Agent) -> None:
    view = _open(agent)
    line = next(place for place, item in enumerate(view.column.items) if item.side == "unread")
    view.reveal(line, middle=True)


def _earlier(agent: Agent) -> None:
    view = _open(agent)
    agent.until(lambda: any(item.side == "border" for item in view.column.items), "the earlier talk stands above")
    line = next(place for place, item in enumerate(view.column.items) if item.side == "border")
    view.reveal(line, middle=True)


def _marks(agent: Agent) -> None:
    _open(agent)
    agent.keys("Shift+Up", "Shift+Up")
    agent.until(lambda: any(agent.shown(MarksBar)), "three messages are marked")


def _find(agent: Agent) -> None:
    _open(agent)
    agent.keys("Ctrl+F")
    agent.write("发")
    bar = agent.there(lambda: next(agent.shown(FindBar), None), "the bar is shown")
    agent.until(lambda: len(bar.hits()) > 1, "the word is found")
    agent.keys("Return")


def _nothing_found(agent: Agent) -> None:
    agent.keys("Ctrl+A")
    agent.write("没有这句")
    bar = agent.there(lambda: next(agent.shown(FindBar), None), "the bar is shown")
    agent.until(lambda: not bar.hits() and bar.count.text() == tr("Nothing found"), "nothing is found")


def _quote(agent: Agent) -> None:
    agent.keys("Esc")
    _open(agent)
    agent.keys("Alt+Q")
    agent.until(lambda: any(agent.shown(QuoteStrip)), "the quoted message stands above the reply")


def _day(agent: Agent) -> None:
    agent.keys("Alt+Q")
    _open(agent)
    agent.keys("Alt+G")
    agent.dialog(tr("Go to a day"))


def _pass_on(agent: Agent) -> None:
    _open(agent)
    agent.keys("Alt+F")
    agent.dialog(tr("Pass on"))
    agent.settle()


def _forward(agent: Agent) -> None:
    _open(agent)
    agent.keys("Shift+Up", "Shift+Up", "Alt+W")
    agent.dialog(tr("Pass on to a colleague"))
    agent.keys("Tab", "Tab")
    agent.write("买家急，今天要回复")


def _phrase(agent: Agent) -> None:
    _open(agent)
    agent.keys("Alt+P")
    agent.dialog(tr("Keep as phrase"))


def _blocked(agent: Agent) -> None:
    view = _open(agent)
    found = [item.id for item in view.column.items if item.picture is not None]
    view.scroll_to(found[-1])
    agent.keys("Return")
    agent.dialog(tr("Picture"))


def _turned(agent: Agent) -> None:
    agent.keys("PgUp")
    agent.settle()
    agent.keys("R", "+")


def _who(agent: Agent) -> None:
    _open(agent)
    talk = _talk(agent)
    presence_of(agent.world).colleague(talk, "阿泽")
    presence_of(agent.world).typing(talk, NICK)
    agent.until(lambda: any(agent.shown(WhoBar)) and any(agent.shown(TypingLine)), "both are told")


CHAT_SCENES: tuple[Scene, ...] = (
    Scene("chat-states", mark("What became of each reply"), _states),
    Scene("chat-cards", mark("A parcel and a product, and what is new since one looked"), _cards),
    Scene("chat-earlier", mark("What the buyer said to colleagues before stands above"), _earlier),
    Scene("chat-marks", mark("Messages are marked"), _marks, (MarksBar,)),
    Scene("chat-find", mark("Words are found in the conversation"), _find, (FindBar,)),
    Scene("chat-find-nothing", mark("Words that nobody said"), _nothing_found, (FindBar,)),
    Scene("chat-quote", mark("A reply answers one message"), _quote, (QuoteStrip,)),
    Scene("chat-day", mark("A day of the conversation is asked for"), _day, (DayDialog,)),
    Scene("chat-pass-on", mark("A message is passed into another reply"), _pass_on, (PassOnDialog,)),
    Scene("chat-forward", mark("Messages are passed on to a colleague"), _forward, (ForwardDialog,)),
    Scene("chat-phrase", mark("A message is kept as a phrase"), _phrase, (KeepPhraseDialog,)),
    Scene("chat-blocked", mark("A picture that is none is blocked"), _blocked, (PictureView,)),
    Scene("chat-picture", mark("The picture before it, turned and larger"), _turned, (PictureView,)),
    Scene("chat-who", mark("A colleague is on the conversation too, and the buyer is typing"), _who, (WhoBar,)),
)
