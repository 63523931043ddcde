"""What is done with a conversation beside answering it: handed on, put off, marked, ended."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember
from ticketdesk.desk.commands.reminders import AddTodo, DoneTodo, RemindLater
from ticketdesk.domain.moments import HOUR, MINUTE
from ticketdesk.store.queries import conversations, reminders, serving
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.tour.sample_talks import DEER
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.stage import Condition
from ticketdesk.ui.home.errands import ErrandCard
from ticketdesk.ui.reception.acts.block_dialog import BlockDialog
from ticketdesk.ui.reception.acts.end_dialog import EndDialog
from ticketdesk.ui.reception.acts.remind_dialog import MoveReminderDialog, RemindDialog
from ticketdesk.ui.reception.acts.reminder_strip import ReminderStrip
from ticketdesk.ui.reception.acts.todo_dialog import TodoDialog
from ticketdesk.ui.reception.acts.todo_panel import TodoPanel
from ticketdesk.ui.reception.acts.transfer_dialog import TransferTalkDialog
from ticketdesk.ui.reception.chat_header import ChatHeader
from ticketdesk.ui.widgets.tab_strip import TabStrip
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

_GROUP = "售后组"
_LOUD = "秋水长天"


def _talk(agent: Agent, nick: str = DEER.nick) -> ConversationRow:
    clear(agent)
    row = _row(agent, nick)
    agent.window.go(Place("conversation", row.id))
    head = agent.there(lambda: next(agent.shown(ChatHeader), None), "the conversation has its head")
    agent.until(lambda: head.nick.text() == nick, "the conversation is shown")
    agent.settle()  # what comes a few turns after the head may still take the keyboard into the reply
    return row


def _tags(agent: Agent) -> None:
    """Two tags are typed; the header keeps them."""
    row = _talk(agent)
    for tag in ("怕热", "爱问尺码"):
        agent.keys("Ctrl+G")
        agent.until(lambda: agent.named(QAbstractButton, tr("Add a tag")) is None, "a tag can be typed")
        agent.write(tag)
        agent.keys("Return")
        agent.until(partial(_tagged, agent, row.buyer_id, tag), "the buyer is tagged")
        agent.settle()  # the words on offer go after the tag has come
    agent.keys("Ctrl+B")
    agent.until(lambda: bool((conversations.one(agent.reader, row.id) or row).starred), "the conversation is starred")


def _transfer(agent: Agent) -> None:
    row = _talk(agent)
    if not serving.groups(agent.reader):
        _posts(agent, AddGroup(group_name=_GROUP), lambda: bool(serving.groups(agent.reader)))
        group = serving.groups(agent.reader)[0].id
        member = SetGroupMember(group_id=group, agent_id=agent.world.agent_id or 0)
        _posts(agent, member, lambda: bool(serving.members(agent.reader, group)))
    agent.sees(row.agent_name != COLLEAGUE, "somebody else can take it")
    agent.keys("Ctrl+T")
    agent.dialog(tr("Transfer the conversation"))
    agent.write("a")
    agent.fills(Entry(tr("Note for the colleague"), "尺码偏小要换 L，吊牌照片已收到"))


def _remind(agent: Agent) -> None:
    _talk(agent)
    agent.keys("Ctrl+R")
    agent.dialog(tr("Remind me later"))
    agent.fills(Entry(tr("Moment in own words"), "明天 10:00"))
    agent.press(tr("Workdays"))
    agent.fills(Entry(tr("What about"), "看看 L 码到货了没有"))
    agent.find_field(tr("Conversations to be reminded of")).setFocus()
    agent.keys("Down", "Space")


def _due(agent: Agent) -> None:
    """The reminder is set by its dialog and comes back when its moment is there."""
    row = _talk(agent)
    due = agent.world.clock() + MINUTE
    about = RemindLater(due_at=due, conversation_ids=(row.id,), text="看看 L 码到货了没有")
    _posts(agent, about, lambda: bool(reminders.reminders_of(agent.reader, row.id)))
    while agent.world.clock() <= due:
        pass
    agent.until(lambda: any(agent.shown(ReminderStrip)), "the reminder comes back")


def _move(agent: Agent) -> None:
    agent.until(lambda: any(agent.shown(ReminderStrip)), "a reminder is due")
    agent.keys("Ctrl+Alt+R")
    agent.dialog(tr("Put off"))
    agent.fills(Entry(tr("Moment in own words"), "30分钟后"))


def _todo(agent: Agent) -> None:
    _talk(agent)
    agent.keys("Ctrl+O")
    agent.dialog(tr("New to-do"))
    agent.fills(Entry(tr("What is to be done"), "L 码到货后补发吊牌"), Entry(tr("Until when"), "明天 10:00"))


def _todos(agent: Agent) -> None:
    """Two to-dos, one of them done, in their tab of the sidebar."""
    row = _talk(agent)
    for text in ("给买家寄一张尺码表", "L 码到货后补发吊牌"):
        due = agent.world.clock() + 20 * HOUR if text.startswith("L") else None
        add = AddTodo(buyer_id=row.buyer_id, text=text, conversation_id=row.id, due_at=due)
        _posts(agent, add, partial(_noted, agent, row.buyer_id, text))
    oldest = reminders.todos_of(agent.reader, row.buyer_id)[-1]
    _posts(agent, DoneTodo(todo_id=oldest.id), lambda: len(_texts(agent, row.buyer_id)) == 1)
    tabs = agent.find(TabStrip, tr("Sidebar"))
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("End")
    agent.until(lambda: any(agent.shown(TodoPanel)), "the to-dos are shown")


def _home(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("home")
    agent.until(lambda: any(agent.shown(ErrandCard)), "reminders and to-dos stand on the home page")


def _block(agent: Agent) -> None:
    _talk(agent, _LOUD)
    agent.keys("Ctrl+Shift+B")
    agent.dialog(tr("Block the buyer"))
    agent.press(tr("Advertising"))


def _blocked(agent: Agent) -> None:
    agent.keys("Return")
    agent.no_dialog()
    agent.until(lambda: _row(agent, _LOUD).blocked_at is not None, "the buyer is blocked")


def _end(agent: Agent) -> None:
    if _row(agent, _LOUD).blocked_at is not None:
        _talk(agent, _LOUD)
        agent.keys("Ctrl+Shift+B")
        agent.until(lambda: _row(agent, _LOUD).blocked_at is None, "the buyer is heard again")
    _talk(agent)
    agent.keys("Ctrl+W")
    agent.dialog(tr("End the conversation"))
    agent.keys("r", "5")
    agent.fills(Entry(tr("Summary for the departments"), "尺码偏小，建议详情页加实测尺码"))


def _row(agent: Agent, nick: str) -> ConversationRow:
    number = agent.there(lambda: agent.talk_of(nick), f"there is a conversation with {nick}")
    return agent.there(lambda: conversations.one(agent.reader, number), "it is there")


def _texts(agent: Agent, buyer: int) -> list[str]:
    return [row.text for row in reminders.todos_of(agent.reader, buyer) if row.state == "open"]


def _tagged(agent: Agent, buyer: int, tag: str) -> bool:
    return tag in serving.tags(agent.reader, buyer)


def _noted(agent: Agent, buyer: int, text: str) -> bool:
    return text in _texts(agent, buyer)


def _posts(agent: Agent, command: Command, holds: Condition) -> None:
    """What the scene needs to stand there beforehand."""
    agent.world.post(command)
    agent.until(holds, f"{command.name} is done")


ACT_SCENES: tuple[Scene, ...] = (
    Scene("talk-tags", mark("A buyer is tagged and the conversation starred"), _tags),
    Scene("talk-transfer", mark("A conversation is handed to a colleague"), _transfer, (TransferTalkDialog,)),
    Scene("talk-remind", mark("The agent will be reminded in own words"), _remind, (RemindDialog,)),
    Scene("reminder-due", mark("A reminder comes back over the chat"), _due),
    Scene("reminder-move", mark("A reminder is put off"), _move, (MoveReminderDialog,)),
    Scene("buyer-todo", mark("Something is to be done for a buyer"), _todo, (TodoDialog,)),
    Scene("buyer-todos", mark("The to-dos of a buyer, with what was done"), _todos),
    Scene("home-errands", mark("Reminders and to-dos on the home page"), _home),
    Scene("buyer-block", mark("A buyer is blocked with a reason"), _block, (BlockDialog,)),
    Scene("buyer-blocked", mark("A blocked buyer in the list and the head"), _blocked),
    Scene("talk-end", mark("A conversation is ended with its questions answered"), _end, (EndDialog,)),
)
