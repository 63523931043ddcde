"""The dialogs that merge tickets and link them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QWidget

from ticketdesk.desk.commands.ticket_links import LinkTickets
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tickets.form.ticket_pick import TicketPick
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

THIS, OTHER = "this", "other"


class Choosing(QObject):
    """What both dialogs have: other tickets to choose, why not, and a foot with one act that Ctrl+Enter does.

    ``ready`` says for how many tickets the act can be done, ``post`` does it.
    """

    def __init__(
        self,
        dialog: ModalDialog,
        row: TicketRow,
        world: World,
        act: str,
        ready: Callable[[int], bool],
        post: Callable[[tuple[int, ...]], None],
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._world, self._ready, self._post = dialog, world, ready, post
        self.pick = TicketPick(world, row)
        self.why = label(wrap=True, role="bad")
        self.why.hide()
        self.act = button(f"{act}  Ctrl+Enter", kind="primary", name=act)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(dialog.reject)
        dialog.footer.addWidget(cancel)
        dialog.footer.addWidget(self.act)
        self.act.clicked.connect(self._run)
        dialog.submitted.connect(self._run)
        self.pick.changed.connect(self.weigh)

    def weigh(self, _what: object = None) -> None:
        """Offer the act where it can be done."""
        unknown = self.pick.unknown()
        self._say(tr("There is no ticket {0}", unknown[0]) if unknown else "")
        self.act.setEnabled(not unknown and self._ready(len(self.pick.chosen())))

    def refused(self, error: BaseException, about: str = "") -> None:
        """Say in the dialog why not; ``about`` is the number of the ticket that it is about."""
        self.weigh()
        if isinstance(error, DeskError):
            self._say(tr("{0}: {1}", about, sentence(error)) if about else sentence(error))
        else:
            self._world.notices.refuse(error)

    def _say(self, why: str) -> None:
        if why != self.why.text():
            self.why.setText(why)
            self.why.setVisible(bool(why))
            self._dialog.refit()

    def _run(self) -> None:
        if self.act.isEnabled():
            self.act.setEnabled(False)
            self._post(self.pick.chosen())


class MergeDialog(ModalDialog):
    """Which tickets become one, and which of two stays. Where they are of two buyers it asks whether that is meant."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Merge tickets"), f"{row.number} {one_line(row.title, 40)}", width=560)
        self._world, self._row = world, row
        self.choosing = Choosing(self, row, world, tr("Merge"), self._ready, self._post)
        self.pick, self.act = self.choosing.pick, self.choosing.act
        self._seen = {row.id: row.version, **self.pick.seen}
        stays = [Choice(THIS, tr("{0} stays", row.number)), Choice(OTHER, tr("The other one stays"))]
        self.stays = ChoiceChips(stays, THIS, name=tr("Which ticket stays"))
        self.meant = QCheckBox(tr("I mean it: these are tickets of two buyers"))
        self.meant.hide()
        said = tr(
            "The others are closed and point to it; their lines are shown with its own. It can be taken apart again."
        )
        for part in (self.pick, self.stays, label(said, wrap=True, role="third"), self.choosing.why, self.meant):
            self.body.addWidget(part)
        self.stays.chosen.connect(self.choosing.weigh)
        self.meant.toggled.connect(self.choosing.weigh)
        self.choosing.weigh()

    def _ready(self, count: int) -> bool:
        asked = self.meant.isHidden() or self.meant.isChecked()
        return asked and (count == 1 or (count > 1 and self.stays.current() == THIS))

    def _post(self, chosen: tuple[int, ...]) -> None:
        winner, losers = (self._row.id, chosen) if self.stays.current() == THIS else (chosen[0], (self._row.id,))
        command = MergeTickets(
            winner_id=winner, loser_ids=losers, across_buyers=self.meant.isChecked(), version=self._seen.get(winner),
            seen=tuple((key, self._seen[key]) for key in losers if key in self._seen),
        )  # fmt: skip
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("Tickets merged"), undoable=True)
        if self.stays.current() == OTHER:
            self._world.go.emit(Place("ticket", self.pick.chosen()[0]))
        self.accept()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, DeskError) and error.key == "merge_other_buyer":
            self.meant.show()
            self.refit()
            self.meant.setFocus()
        changed = error.values["id"] if isinstance(error, DeskError) and error.key == "ticket_changed" else None
        found = tickets.rows(self._world.reader, [changed]) if isinstance(changed, int) else []
        self._seen.update((each.id, each.version) for each in found)  # who merges once more has been told
        self.choosing.refused(error, found[0].number if found else "")


class LinkDialog(ModalDialog):
    """Which ticket it belongs to, and how."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Link tickets"), f"{row.number} {one_line(row.title, 40)}", width=560)
        self._world, self._row = world, row
        self.choosing = Choosing(self, row, world, tr("Link"), self._ready, self._post)
        self.pick, self.act = self.choosing.pick, self.choosing.act
        kinds = [
            Choice("related", tr("Related")),
            Choice("parent", tr("This is a child of it")),
            Choice("child", tr("This is its parent")),
        ]
        self.kind = ChoiceChips(kinds, "related", name=tr("How they belong together"))
        for part in (self.pick, self.kind, self.choosing.why):
            self.body.addWidget(part)
        self.choosing.weigh()

    def _ready(self, count: int) -> bool:
        return count == 1

    def _post(self, chosen: tuple[int, ...]) -> None:
        kind = self.kind.current()
        pair = (chosen[0], self._row.id) if kind == "child" else (self._row.id, chosen[0])
        command = LinkTickets(ticket_ids=pair, kind="related" if kind == "related" else "parent")
        self._world.post(command, self._done, self.choosing.refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("Tickets linked"), undoable=True)
        self.accept()
