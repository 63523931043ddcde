"""What the words of a refund export mean: kinds, states and how far the platform has stepped in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ticketdesk.domain.orders import Problem
from ticketdesk.domain.refunds import RefundKind, RefundRecord, RefundState, Stepping
from ticketdesk.exchange.refunds import RefundRecord as Row

_K, _S = RefundKind, RefundState
# Words of 售后类型 on Taobao, Douyin and others (refund_state_machine.md), and the open platform's codes.
_KINDS: Final = MappingProxyType(
    {
        "仅退款": _K.REFUND_ONLY, "未发货仅退款": _K.REFUND_ONLY, "退款": _K.REFUND_ONLY, "REFUND": _K.REFUND_ONLY,
        "退货退款": _K.RETURN_REFUND, "退款退货": _K.RETURN_REFUND, "REFUND_AND_RETURN": _K.RETURN_REFUND,
        "换货": _K.EXCHANGE, "TMALL_EXCHANGE": _K.EXCHANGE, "补寄": _K.RESEND, "RESHIPPING": _K.RESEND,
        "维修": _K.REPAIR, "REPAIR": _K.REPAIR,
    }
)  # fmt: skip
# The first that a state's text holds; commas are met in both widths and texts are cut.
_STATES: Final = (
    ("拒绝", _S.REFUSED),
    ("成功", _S.SUCCESS),
    ("关闭", _S.CLOSED),
    ("等待卖家确认收货", _S.WAIT_CONFIRM),
    ("已经退货", _S.WAIT_CONFIRM),
    ("等待买家退货", _S.WAIT_RETURN),
    ("等待卖家", _S.WAIT_SELLER),
)
_STEPPING: Final = MappingProxyType(
    {
        "不需要客服介入": Stepping.NONE, "不需客服介入": Stepping.NONE, "需要客服介入": Stepping.NEEDED,
        "客服已经介入": Stepping.IN, "客服初审完成": Stepping.FIRST_CHECKED, "客服主管复审失败": Stepping.CHECK_FAILED,
        "客服处理完成": Stepping.HANDLED, "系统撤销": Stepping.WITHDRAWN, "维权撤销": Stepping.WITHDRAWN,
        "支持买家": Stepping.FOR_BUYER, "支持卖家": Stepping.FOR_SELLER, "举证中": Stepping.EVIDENCE,
        "开放申诉": Stepping.APPEAL,
    }
)  # fmt: skip


def kind_of(words: str | None, goods_back: bool | None) -> RefundKind:
    """Return the kind that 售后类型 says, else what 是否需要退货 means for money; without either money alone."""
    found = _KINDS.get((words or "").strip())
    if found is not None:
        return found
    return RefundKind.RETURN_REFUND if goods_back else RefundKind.REFUND_ONLY


def state_of(text: str | None) -> RefundState | None:
    """Return the state that 退款状态 says, None for words that are no state."""
    words = (text or "").strip()
    if words in set(RefundState):
        return RefundState(words)
    return next((state for part, state in _STATES if part in words), None)


def meant(row: Row) -> RefundRecord | Problem:
    """Return what a row of the file means, or why it cannot be taken: no number of its own, or words of no state."""
    original = " ".join(part for part in (row.number, row.refund_number or "", row.state or "") if part)[:200]
    if row.refund_number is None:
        return Problem(row.line, "refund_number_missing", (), original)
    state = state_of(row.state)
    if state is None:
        return Problem(row.line, "refund_state_unknown", (("value", row.state or ""),), original)
    if row.refund_cents is not None and row.refund_cents < 0:
        return Problem(row.line, "refund_below_zero", (), original)
    return RefundRecord(
        line=row.line, order_number=row.number, number=row.refund_number, kind=kind_of(row.kind, row.goods_back),
        state=state, amount_cents=row.refund_cents, reason=row.reason or "", explanation=row.words or "",
        applied_at=row.applied_at, sent_back_at=row.returned_at, ended_at=row.ended_at, due_at=row.waits_until,
        carrier=row.return_carrier or "", tracking=row.return_tracking or "",
        cs_status=_STEPPING.get(row.platform_steps_in or "", Stepping.NONE).value if row.platform_steps_in else "",
    )  # fmt: skip
