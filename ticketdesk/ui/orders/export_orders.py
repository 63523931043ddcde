"""Export of all orders from the window: where to, the record of who exported, the writing in a task."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.desk import Done
from ticketdesk.desk.exports import FORMS, export
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import badges
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_target_of_kind
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr, trn

_TASK: Final = "orders.export"
_FILTER: Final = "CSV (*.csv);;Excel (*.xlsx);;JSON Lines (*.jsonl)"
_TABLES: Final = "(*.csv *.xlsx)"
# What the columns of a platform are called among the kinds of files, by the form's name (exchange/forms.py).
_FORMS: Final = MappingProxyType(
    {
        "taobao": mark("Taobao order list"),
        "taobao-detail": mark("Taobao order details"),
        "pinduoduo": mark("Pinduoduo order export"),
        "douyin": mark("Douyin order export"),
        "jd": mark("JD order export"),
        "1688": mark("1688 order export"),
        "shopify": mark("Shopify order export"),
    }
)


class OrderExport(QObject):
    """The button and what it does; shown only to agents who may export."""

    def __init__(self, world: World, page: QWidget) -> None:
        super().__init__(page)
        self._world = world
        self._page = page
        self.button = button(tr("Export"), "download")
        self.button.setParent(page)  # what stands nowhere would be shown as a window, and take the keyboard away
        self.button.clicked.connect(self._ask)
        self.refresh()

    def refresh(self, *, there: bool | None = None) -> None:
        """Offer the export where the agent may and orders are ``there`` (None: count them)."""
        if there is None:
            there = badges.badges(self._world.reader).of("orders.all") > 0
        self.button.setVisible(self._world.may(Permission.DATA_EXPORT))
        self.button.setEnabled(there)

    def write(self, path: Path, form: str = "") -> None:
        """Record the export, then write every order to ``path`` (its ending says how), or those of one platform in its
        own columns (``form``: a name of ``desk.exports.FORMS``).

        Whoever may not see whole phone numbers and addresses gets them masked.
        """
        reader, whole = self._world.reader, self._world.may(Permission.PERSONAL_REVEAL)

        def work(progress: Progress, cancelled: Cancelled) -> int:
            return export(reader, "orders", path, whole=whole, form=form, cancelled=cancelled)

        def recorded(_done: Done) -> None:
            self.button.setEnabled(False)
            self._world.tasks.start(_TASK, work, told, failed)

        def told(count: int) -> None:
            self.refresh()
            self._world.notices.say(trn(count, "{0} order written to {1}", "{0} orders written to {1}", path.name))

        def failed(error: BaseException) -> None:
            self.refresh()
            self._world.notices.refuse(error)

        rows = badges.badges(reader).of("orders.all")
        self._world.post(RecordExport(kind="orders", rows=rows, whole=whole), recorded)

    def _ask(self) -> None:
        kinds = ";;".join((_FILTER, *(_kind(form) for form in FORMS)))
        choose_target_of_kind(
            self._page, tr("Export orders"), self._chosen, name="orders.csv", kinds=kinds, ending="csv"
        )  # fmt: skip

    def _chosen(self, name: str, kind: str) -> None:
        self.write(Path(name), next((form for form in FORMS if _kind(form) == kind), ""))


def _kind(form: str) -> str:
    return f"{tr(_FORMS[form])} {_TABLES}"
