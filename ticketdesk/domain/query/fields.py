"""What can be asked: the table of fields with their names and values in both languages.

A field that is added here needs its line in ``store/queries/ticket_conditions.py``; a shop's own choices (its ticket
types) come in by ``Vocabulary.with_choices``. The fields of orders stand in ``order_fields.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from ticketdesk.domain.query.tree import ME, NONE, Language
from ticketdesk.domain.text import fold, letters


class Kind(StrEnum):
    """What the values of a field are."""

    CHOICE = "choice"
    PERSON = "person"
    TEXT = "text"
    MOMENT = "moment"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Names:
    """What something is called; the first name of a language is the one that is written."""

    key: str
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def shown(self, language: Language) -> str:
        """Return the name that is written in a language."""
        return self.zh[0] if language == "zh" else self.en[0]

    def every(self) -> tuple[str, ...]:
        """Return all that it is called."""
        return (*self.zh, *self.en, self.key)


@dataclass(frozen=True, slots=True)
class Field:
    """A field: ``names``, what its values are, and its ``choices``.

    ``ranked`` choices stand in the order in which < and > compare them. ``optional``: "none" asks for those without it.
    ``ahead``: a length of time counts from now on (a deadline), else it is how long ago. ``whole`` texts are names as
    they stand, of which no part is asked for.
    """

    names: Names
    kind: Kind
    choices: tuple[Names, ...] = ()
    ranked: bool = False
    optional: bool = False
    ahead: bool = False
    whole: bool = False

    @property
    def key(self) -> str:
        """The name by which program and store know it."""
        return self.names.key

    def choice(self, word: str) -> Names | None:
        """Return the choice that ``word`` names; "none" and "me" are choices of fields that have them."""
        wanted = plain(word)
        return next((each for each in self.words() if wanted in map(plain, each.every())), None)

    def words(self) -> tuple[Names, ...]:
        """Return all words of the field's own."""
        own = self.choices
        if self.kind is Kind.PERSON:
            own = (_ME, *own)
        return (*own, _NONE) if self.optional else own


def plain(word: str) -> str:
    """Return a name as names are compared: letters and digits, folded; "In progress" and "in-progress" are one."""
    return letters(fold(word))


_ME: Final = Names(ME.name, ("我", "本人", "自己"), ("me",))
_NONE: Final = Names(NONE.name, ("无", "没有", "空"), ("none", "nobody", "empty"))
_STATES: Final = (
    Names("open", ("待处理",), ("open",)),
    Names("in_progress", ("处理中",), ("in-progress", "progress")),
    Names("waiting_buyer", ("等买家",), ("waiting-buyer", "waiting-for-buyer")),
    Names("waiting_colleague", ("等同事",), ("waiting-colleague", "waiting-for-colleague")),
    Names("suspended", ("挂起", "挂起中"), ("suspended", "snoozed")),
    Names("done", ("已完成", "完成"), ("done",)),
    Names("cancelled", ("已取消", "取消"), ("cancelled", "canceled")),
    Names("active", ("未结", "未完结", "进行中"), ("active", "unfinished")),
    Names("ended", ("已结", "已完结", "已结束"), ("ended", "finished")),
)
_TYPES: Final = (
    Names("inquiry", ("咨询",), ("inquiry",)),
    Names("after_sale", ("售后",), ("after-sale",)),
    Names("return_refund", ("退货退款",), ("return-and-refund", "return")),
    Names("refund_only", ("仅退款",), ("refund-only",)),
    Names("exchange", ("换货",), ("exchange",)),
    Names("reshipment", ("补发",), ("reshipment",)),
    Names("repair", ("维修",), ("repair",)),
    Names("onsite_repair", ("上门维修",), ("repair-on-site", "onsite-repair")),
    Names("logistics", ("物流", "物流查件"), ("logistics",)),
    Names("change_address", ("改地址", "抽单", "改地址/抽单"), ("change-of-address", "pull-back",
          "change-of-address-or-pull-back")),
    Names("invoice", ("发票",), ("invoice",)),
    Names("complaint", ("投诉",), ("complaint",)),
    Names("collaboration", ("协同工单", "协同"), ("collaboration",)),
)  # fmt: skip
_PRIORITIES: Final = (
    Names("low", ("低",), ("low",)),
    Names("normal", ("中", "普通"), ("normal",)),
    Names("high", ("高", "紧急"), ("high",)),
)
FLAGS: Final = (
    Names("grey", ("灰", "灰旗"), ("grey", "gray")),
    Names("red", ("红", "红旗"), ("red",)),
    Names("yellow", ("黄", "黄旗"), ("yellow",)),
    Names("green", ("绿", "绿旗"), ("green",)),
    Names("blue", ("蓝", "蓝旗"), ("blue",)),
    Names("purple", ("紫", "紫旗", "粉"), ("purple", "pink")),
)
YES_NO: Final = (Names("yes", ("是",), ("yes", "true")), Names("no", ("否", "不是"), ("no", "false")))
_HAS: Final = (
    Names("image", ("图片", "截图", "凭证"), ("image", "picture")),
    Names("note", ("备注", "内部备注"), ("note",)),
    Names("reply", ("回复",), ("reply",)),
    Names("order", ("订单",), ("order",)),
    Names("conversation", ("会话", "聊天"), ("conversation", "chat")),
    Names("deadline", ("时限", "到期"), ("deadline", "due")),
)
CREATED: Final = "created"
STATE: Final = "state"

FIELDS: Final = (
    Field(Names(STATE, ("状态",), ("state", "status")), Kind.CHOICE, _STATES),
    Field(Names("type", ("类型",), ("type",)), Kind.CHOICE, _TYPES),
    Field(Names("assignee", ("处理人", "客服", "负责人"), ("assignee", "agent")), Kind.PERSON, optional=True),
    Field(Names("priority", ("优先级",), ("priority",)), Kind.CHOICE, _PRIORITIES, ranked=True),
    Field(Names("flag", ("旗", "旗帜"), ("flag",)), Kind.CHOICE, FLAGS),
    Field(Names("overdue", ("超时", "已超时"), ("overdue", "late")), Kind.CHOICE, YES_NO),
    Field(Names("due", ("到期", "时限"), ("due", "deadline")), Kind.MOMENT, optional=True, ahead=True),
    Field(Names("waiting", ("等待", "等待时间"), ("waiting", "waits")), Kind.MOMENT, optional=True),
    Field(Names("order", ("订单", "订单号", "单号"), ("order",)), Kind.TEXT, optional=True),
    Field(Names("buyer", ("买家", "旺旺"), ("buyer",)), Kind.TEXT, optional=True),
    Field(Names("number", ("编号", "工单", "工单号"), ("number", "ticket")), Kind.TEXT),
    Field(Names("has", ("含", "包含", "有"), ("has", "with")), Kind.CHOICE, _HAS),
    Field(Names(CREATED, ("创建", "创建时间", "新建"), ("created", "opened")), Kind.MOMENT),
    Field(Names("updated", ("更新", "更新时间"), ("updated", "changed")), Kind.MOMENT),
    Field(Names("closed", ("结束", "结束时间"), ("closed", "finished-at")), Kind.MOMENT, optional=True),
    Field(Names("department", ("部门", "队列"), ("department", "queue")), Kind.TEXT, optional=True, whole=True),
    Field(Names("creator", ("创建人",), ("creator", "author")), Kind.PERSON, optional=True),
    Field(Names("mention", ("提到", "点名"), ("mention", "calls")), Kind.PERSON),
    Field(Names("watcher", ("关注", "关注人"), ("watcher", "watched-by")), Kind.PERSON),
    Field(Names("standin", ("代班", "代班人"), ("stand-in", "standin")), Kind.PERSON),
)


@dataclass(frozen=True)
class Vocabulary:
    """The fields that a text may name."""

    fields: tuple[Field, ...] = FIELDS

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {plain(name): field for field in reversed(self.fields) for name in field.names.every()}

    @cached_property
    def _by_key(self) -> Mapping[str, Field]:
        return {field.key: field for field in self.fields}

    def named(self, name: str) -> Field | None:
        """Return the field that a typed name means, in either language."""
        return self._by_name.get(plain(name))

    def of(self, key: str) -> Field:
        """Return the field that the program calls ``key``; KeyError for none."""
        return self._by_key[key]

    def with_choices(self, key: str, choices: Iterable[Names]) -> Vocabulary:
        """Return the vocabulary with other choices of a field (the shop's own ticket types)."""
        made = tuple(choices)
        return Vocabulary(tuple(replace(each, choices=made) if each.key == key else each for each in self.fields))


VOCABULARY: Final = Vocabulary()
