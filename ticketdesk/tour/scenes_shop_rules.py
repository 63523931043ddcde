"""The settings of the reception centre: how buyers are received, what is answered by itself, groups of staff."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from ticketdesk.desk.commands.auto_replies import AddAutoReply
from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.store.queries import agents, serving
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.settings.auto_reply_dialog import AutoReplyDialog
from ticketdesk.ui.settings.auto_reply_section import AutoReplySection
from ticketdesk.ui.settings.groups_section import GroupsSection
from ticketdesk.ui.settings.reception_section import ReceptionSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

_RULES = (
    AddAutoReply(scene="first_contact", text="亲，您好，{店铺}为您服务，请问有什么可以帮您？", cooldown_ms=DAY),
    AddAutoReply(scene="off_hours", text="亲，客服在 8:30–24:00 在线，留言后会尽快回复您～", cooldown_ms=8 * HOUR),
    AddAutoReply(scene="keyword", text="亲，我们支持 7 天无理由退换，并赠送运费险～", keywords="运费险\n退换"),
    AddAutoReply(scene="order_state", text="亲，您的订单已由{快递}承运，单号 {单号}。", cooldown_ms=HOUR),
)


def _section(agent: Agent, key: str) -> None:
    clear(agent)
    agent.window.go(Place(f"settings.{key}"))


def _reception(agent: Agent) -> None:
    _section(agent, "reception")


def _auto_replies(agent: Agent) -> None:
    for rule in _RULES:
        agent.parts.desk.run(rule)
    _section(agent, "auto_replies")
    agent.fills(Entry(tr("A buyer says"), "有运费险吗"))


def _auto_reply(agent: Agent) -> None:
    agent.press(tr("Add auto-reply"))
    agent.dialog(tr("Add auto-reply"))
    agent.press(tr("Keyword"))
    agent.fills(Entry(tr("Answer"), "亲，{买家}，发票随货寄出～"), Entry(tr("Keywords, one a line"), "发票"))


def _groups(agent: Agent) -> None:
    for name in ("售后", "售前"):
        agent.parts.desk.run(AddGroup(group_name=name))
    _section(agent, "groups")
    box = agent.find(QCheckBox, tr("{0} in {1}", COLLEAGUE, "售后"))
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() - box.rect().center() / 2)
    held = next(each.id for each in agents.agents(agent.reader) if each.name == COLLEAGUE)
    agent.parts.desk.run(SetGroupMember(group_id=_group(agent, "售前"), agent_id=held))


def _group(agent: Agent, name: str) -> int:
    return next(row.id for row in serving.groups(agent.reader) if row.name == name)


SHOP_RULE_SCENES: tuple[Scene, ...] = (
    Scene("settings-reception", mark("How this shop receives buyers"), _reception, (ReceptionSection,)),
    Scene("settings-auto-replies", mark("What is answered by itself, tried out"), _auto_replies, (AutoReplySection,)),
    Scene("auto-reply", mark("An auto-reply with its variables and keywords"), _auto_reply, (AutoReplyDialog,)),
    Scene("settings-groups", mark("Groups that conversations are handed to"), _groups, (GroupsSection,)),
)
