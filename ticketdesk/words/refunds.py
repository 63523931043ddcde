"""Names of refunds' kinds, states and acts, and the sentences of what is refused about them."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.money import YUAN, money
from ticketdesk.domain.refunds import RefundAct, RefundKind, RefundState, Stepping
from ticketdesk.words import mark, tr
from ticketdesk.words.problems import Refusal

_KINDS = MappingProxyType(
    {
        RefundKind.REFUND_ONLY: mark("Refund only"),
        RefundKind.RETURN_REFUND: mark("Return and refund"),
        RefundKind.EXCHANGE: mark("Exchange"),
        RefundKind.RESEND: mark("Re-send"),
        RefundKind.REPAIR: mark("Repair"),
    }
)
# The platform's own words are long (买家已经申请退款，等待卖家同意); a chip says the same in a few.
_STATES = MappingProxyType(
    {
        RefundState.WAIT_SELLER: mark("Waits for the shop"),
        RefundState.WAIT_RETURN: mark("Waits for the return"),
        RefundState.WAIT_CONFIRM: mark("Return on its way"),
        RefundState.REFUSED: mark("Refused"),
        RefundState.SUCCESS: mark("Refunded"),
        RefundState.CLOSED: mark("Closed"),
    }
)
_DONE = MappingProxyType(
    {
        RefundKind.EXCHANGE: mark("Exchanged"),
        RefundKind.RESEND: mark("Sent again"),
        RefundKind.REPAIR: mark("Repaired"),
    }
)
_ACTS = MappingProxyType(
    {
        RefundAct.OPENED: mark("Asked for"),
        RefundAct.AGREED: mark("Agreed"),
        RefundAct.REFUSED: mark("Refused"),
        RefundAct.SENT_BACK: mark("Buyer sent the goods back"),
        RefundAct.RECEIVED: mark("Return received"),
        RefundAct.DONE: mark("Refund finished"),
        RefundAct.CHANGED: mark("Buyer changed the request"),
        RefundAct.STEPPED_IN: mark("Platform stepped in"),
        RefundAct.WITHDRAWN: mark("Withdrawn by the buyer"),
        RefundAct.CLOSED: mark("Closed"),
        RefundAct.IMPORTED: mark("The platform's file says"),
        RefundAct.LAPSED: mark("Time ran out"),
    }
)
_STEPPING = MappingProxyType(
    {
        Stepping.NEEDED: mark("Platform is asked to step in"),
        Stepping.IN: mark("Platform has stepped in"),
        Stepping.FIRST_CHECKED: mark("Platform has checked a first time"),
        Stepping.CHECK_FAILED: mark("Platform checks again"),
        Stepping.HANDLED: mark("Platform has decided"),
        Stepping.WITHDRAWN: mark("Claim withdrawn"),
        Stepping.FOR_BUYER: mark("Platform decided for the buyer"),
        Stepping.FOR_SELLER: mark("Platform decided for the shop"),
        Stepping.EVIDENCE: mark("Platform waits for evidence"),
        Stepping.APPEAL: mark("Appeal is open"),
    }
)
_SENTENCES = MappingProxyType(
    {
        "refund_missing": (mark("This refund is no longer there; what made it may have been taken back."), ()),
        "refund_amount_missing": (mark("The amount is missing. Say how much shall be paid back."), ()),
        "refund_amount_low": (mark("A refund pays back more than 0. Write the amount, or choose another kind."), ()),
        "refund_unpaid": (mark("Nothing was paid for this order as far as is known. Import its order list first."), ()),
        "refund_ticket_other": (mark("Ticket {0} is not about this order. Choose one that is, or none."), ("number",)),
        "evidence_missing": (mark("A refusal needs evidence. Add at least one picture."), ()),
        "tracking_missing": (mark("The tracking number is missing. Write the number of the parcel."), ()),
        "proofs_many": (
            mark("These are more pictures than can be kept at once (at most {0}). Take some away."),
            ("limit",),
        ),
    }
)


def kind_name(kind: str) -> str:
    """Return the name of a kind of refund; the value itself for one without a name."""
    return tr(_KINDS[RefundKind(kind)]) if kind in set(RefundKind) else kind


def state_name(state: str, kind: str = RefundKind.REFUND_ONLY) -> str:
    """Return the name of a state; what ended well is called by what came of it."""
    if state not in set(RefundState):
        return state
    if state == RefundState.SUCCESS and kind in _DONE:
        return tr(_DONE[RefundKind(kind)])
    return tr(_STATES[RefundState(state)])


def act_word(act: str) -> str:
    """Return what happened to a refund; the value itself for an act without a name."""
    return tr(_ACTS[RefundAct(act)]) if act in set(RefundAct) else act


def stepping_name(status: str) -> str:
    """Return how far the platform's own service is in a refund, "" where it is not."""
    return tr(_STEPPING[Stepping(status)]) if status in set(Stepping) and Stepping(status) in _STEPPING else ""


def refund_sentence(error: Refusal) -> str:
    """Say why something about a refund is refused, and what to do."""
    values = error.values
    if error.key in _SENTENCES:
        text, names = _SENTENCES[error.key]
        return tr(text, *(values.get(name, "") for name in names))
    if error.key == "refund_amount_high":
        currency = str(values.get("currency", YUAN))
        left, paid = (money(int(str(values[name])), currency) for name in ("left", "paid"))
        return tr("At most {0} of the {1} paid are left to pay back. Write no more than that.", left, paid)
    state = state_name(str(values["state"]))
    if error.key == "refund_ended":
        return tr("This refund has ended ({0}). Open a new one instead.", state)
    if error.key == "refund_changed":
        who = str(values.get("author", "")) or tr("A file of the platform")
        return tr("{0} changed this refund meanwhile: it is “{1}”. Look and try again.", who, state)
    act = act_word(str(values["act"]))
    return tr("“{0}” cannot be done while the refund is “{1}”. Look at its state.", act, state)
