"""The dialog that settles what remarks of an order contradict: one concluding remark says what counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.orders import ConcludeRemarks
from ticketdesk.desk.desk import Done
from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.domain.remarks import Claim, Conflict
from ticketdesk.store.queries import remark_rules
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.memo_preview import MemoPreview
from ticketdesk.ui.orders.remark_lines import remark_list
from ticketdesk.ui.orders.remark_rows import claim_text
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.orders import slot_name


class ConcludeDialog(ActDialog):
    """Each matter with what the remarks say of it; the latest is chosen, where time does not decide nothing is.

    Ctrl+Enter writes the concluding remark; the others stay as they are.
    """

    def __init__(self, world: World, card: OrderCard, parent: QWidget) -> None:
        super().__init__(
            world, parent, tr("Decide which remark counts"), labels.short_number(card.row.number),
            tr("Write the concluding remark"),
        )  # fmt: skip
        self._order = card.row
        self._rules = remark_rules.rules(world.reader)
        names = [person.name for person in world.people]
        found = remark_list(card.remarks, self._rules, now=world.clock(), agents=names)
        self._newest = found.newest
        self.choices: dict[SlotName, list[tuple[QRadioButton, str]]] = {}
        self.body.addWidget(label(tr("One remark will say what counts. The others stay and are no longer asked about."),
                                  wrap=True, role="second"))  # fmt: skip
        for conflict in found.conflicts:
            self._add(conflict)
        self.preview = MemoPreview(world, card.remarks)
        self.body.addWidget(self.preview)
        self.weigh()

    def command(self) -> Command:
        """Return the conclusion."""
        text = self._rules.concluded(self.chosen())
        return ConcludeRemarks(order_id=self._order.id, text=text, seen=self._newest)

    def told(self, done: Done) -> str:
        """Return that it is settled."""
        return tr("Concluding remark written")

    def ready(self) -> bool:
        """Whether one of each is chosen, and the platform keeps what is said of them."""
        chosen = self.chosen()
        whole = bool(self.choices) and len(chosen) == len(self.choices)
        fits = self.preview.show_text(self._rules.concluded(chosen) if whole else "")
        self.set_status("" if whole else tr("Choose one of each."))
        return whole and fits

    def chosen(self) -> dict[SlotName, str]:
        """The values that are chosen."""
        return {slot: value for slot, offered in self.choices.items() for radio, value in offered if radio.isChecked()}

    def _add(self, conflict: Conflict) -> None:
        self.body.addWidget(label(slot_name(conflict.slot), role="strong"))
        group, offered = QButtonGroup(self), list[tuple[QRadioButton, str]]()
        for claim in _newest_of_each(conflict.claims):
            words = claim_text(claim, self.world.clock())
            radio = QRadioButton(words.replace("&", "&&"))
            radio.setAccessibleName(f"{slot_name(conflict.slot)} {words}")
            radio.setChecked(conflict.winner is not None and claim.value == conflict.winner.value)
            radio.toggled.connect(self.weigh)
            group.addButton(radio)
            self.body.addWidget(radio)
            offered.append((radio, claim.value))
        self.choices[conflict.slot] = offered


def _newest_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """Return one claim a value, the latest of it, the latest value first."""
    found: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: claim.remark.at or 0):
        found.pop(claim.value, None)
        found[claim.value] = claim
    return list(found.values())[::-1]
