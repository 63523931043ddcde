"""A rule of deadlines is edited: typed, looked through as differences, and taken in as a new version of the rules."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk import deadlines
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.rule_packs import ImportRulePack
from ticketdesk.desk.desk import Done
from ticketdesk.desk.rule_packs import PackReport, rewritten, versions_taken
from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules.editing import Weighed, next_pack, next_version, weighed
from ticketdesk.domain.rules.values import Pack, Rule
from ticketdesk.store.reader import Rows
from ticketdesk.ui.errors import words as error_words
from ticketdesk.ui.orders.card_ends import refusal
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line, set_tooltip
from ticketdesk.ui.settings.rule_changes import ChangesView
from ticketdesk.ui.settings.rule_model import place_name
from ticketdesk.ui.settings.rules.form import RuleForm
from ticketdesk.ui.settings.rules.preview import Preview
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_TASK: Final = "rules.rewrite"


class RuleDialog(ModalDialog):
    """Ctrl+Enter shows the differences, and there takes the new version in, which can be undone; Esc goes back.

    Where another pack comes in force meanwhile, what was typed stands over its rule. Who may not change the shop reads.
    """

    def __init__(self, world: World, pack: Pack, rule: Rule, parent: QWidget) -> None:
        why_not = refusal(world, Permission.SHOP_EDIT)
        title = tr("Rule of deadlines") if why_not else tr("Edit a rule of deadlines")
        super().__init__(parent, title, _subtitle(rule), width=940)
        self._world, self._pack, self._rule, self._why_not = world, pack, rule, why_not
        self._taken = versions_taken(world.reader)
        self._suggested = next_version(pack.version, self._taken)
        self._weighed = Weighed(rule, ())
        self._report: PackReport | None = None
        self._busy = self._gone = False
        self.preview, self.form = Preview(world), RuleForm(pack, rule)
        self.view = ChangesView(tr("After the change"))
        self._place()
        self.back, self.cancel = button(tr("Back")), button(tr("Close") if why_not else tr("Cancel"))
        self.go = button(tr("Look at the changes  Ctrl+Enter"), kind="primary", name=tr("Look at the changes"))
        self.take = button(tr("Keep  Ctrl+Enter"), kind="primary", name=tr("Keep"))
        for part in (self.cancel, self.back, self.go, self.take):
            self.footer.addWidget(part)
        self._connect()
        self.form.show_version(self._suggested)
        if why_not:
            self.form.lock()
            self.set_status(why_not, "bad")
        self._weigh()
        self._show_form()

    @override
    def reject(self) -> None:
        """Go back from the differences to the form, and close from there."""
        if self._stack.currentWidget() is self.view and not self._busy:
            self._show_form()
            self.form.enter()
            return
        self._world.tasks.cancel(_TASK)
        self.preview.leave()
        super().reject()

    def report(self) -> PackReport | None:
        """What the change is that is looked through, None while it is typed."""
        return self._report

    def look(self) -> None:
        """Write the new version and show what it changes; nothing is kept."""
        rule = self._weighed.rule
        if rule is None or not self.go.isEnabled():
            return
        now = self._world.clock()
        pack = next_pack(self._pack, self._rule.id, rule, self.form.version(), from_ms(now).date())
        self._set_busy(busy=True)
        work = partial(_rewritten, self._world.reader, pack, now)
        self._world.tasks.start(_TASK, work, self._looked, self._failed)

    def take_in(self) -> None:
        """Take in what was looked at."""
        report = self._report
        if report is None or self._busy:
            return
        self._set_busy(busy=True)
        self.view.show_busy(tr("Writing"))
        command = ImportRulePack(toml=report.toml, follows=report.before.version)
        self._world.post(command, self._done, self._failed)

    def _place(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.m)
        column.addWidget(self.preview)
        column.addWidget(self.form)
        column.addStretch(1)
        self._page = page
        self._stack = QStackedWidget()
        self._stack.addWidget(page)
        self._stack.addWidget(self.view)
        self.body.addWidget(self._stack)

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(self.reject)
        self.go.clicked.connect(self.look)
        self.take.clicked.connect(self.take_in)
        self.submitted.connect(self._forward)
        self.form.edited.connect(self._edited)
        self._world.changed.connect(self._changed)

    def _forward(self) -> None:
        self.take_in() if self._stack.currentWidget() is self.view else self.look()

    def _edited(self) -> None:
        self.set_status("")
        self._weigh()
        next_turn(self, self._reveal)

    def _reveal(self) -> None:
        """Keep what is said below the field with the keyboard in sight."""
        field = self.focusWidget()
        around = field.parentWidget() if field is not None else None
        if around is not None and self.form.isAncestorOf(around):
            self._scroll.ensureWidgetVisible(around, 0, SIZES.s)

    def _weigh(self) -> None:
        """Say what is wrong and what the rule means as it is typed."""
        if self._gone:
            self.go.setEnabled(False)
            return
        self._weighed = weighed(self._pack, self._rule.id, self.form.fields())
        unnamed = version_fault(self.form.version(), self._taken)
        self.form.tell(self._weighed.faults, unnamed)
        self.preview.show_rule(self._weighed.rule)
        same = self._weighed.rule == self._rule
        fit = self._weighed.rule is not None and not unnamed and not same
        self.go.setEnabled(fit and not self._why_not and not self._busy)
        set_tooltip(self.go, self._why_not or (tr("Nothing is changed yet.") if same else ""))

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.form.setEnabled(not busy and not self._gone)
        self.take.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self._weigh()

    def _looked(self, report: PackReport) -> None:
        self._set_busy(busy=False)
        if report.before != self._pack:  # that it came in has not been heard yet
            self._stand_over()
            return
        self._report = report
        self.view.show_report(report)
        self._turn(self.view)
        self.take.setFocus()

    def _show_form(self) -> None:
        self._report = None
        self._turn(self._page)

    def _turn(self, page: QWidget) -> None:
        looks = page is self.view
        self._stack.setCurrentWidget(page)
        self.back.setVisible(looks)
        self.take.setVisible(looks)
        self.cancel.setVisible(not looks)
        self.go.setVisible(not looks and not self._why_not)

    def _done(self, done: Done) -> None:
        version = one_line(str(done.result), 40)
        said = tr("Rule {0} is changed with version {1} of the rules", one_line(self._rule.id, 60), version)
        self._world.notices.say(said, undoable=True)
        self.preview.leave()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        self.view.busy.set_idle()
        self._show_form()
        self.form.enter()
        said = error_words(error)
        if said is None:
            self._world.notices.refuse(error)
        else:
            self.set_status(said, "bad")
        self._stand_over()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("setting"):
            self.preview.count_anew()
            self.preview.show_rule(self._weighed.rule)
        if changes.touches("rule_pack") and not self._busy:
            self._stand_over()

    def _stand_over(self) -> None:
        """Where another pack is in force what was typed stands over its rule now, to be looked through once more."""
        before, self._pack = self._pack, deadlines.in_force(self._world.reader, self._world.clock())
        if before == self._pack:
            return
        self._suggest()
        found = self._pack.rule(self._rule.id)
        self._gone = found is None
        version = one_line(self._pack.version, 40)
        if found is None:
            said = tr("Version {0} came in meanwhile and has this rule no more: it cannot be changed there.", version)
        else:
            self._rule = found
            self.form.stand_over(found)
            said = tr("Version {0} came in meanwhile: what you typed stands over its rule. Look it through.", version)
        self._set_busy(busy=False)
        self._show_form()
        self.set_status(said, "bad")

    def _suggest(self) -> None:
        """Suggest the version after the one in force, unless another was written."""
        untouched = self.form.version() == self._suggested
        self._taken = versions_taken(self._world.reader)
        self._suggested = next_version(self._pack.version, self._taken)
        if untouched:
            self.form.show_version(self._suggested)


def version_fault(version: str, taken: Collection[str]) -> str:
    """Return why rules cannot have this version, "" where they can; ``taken`` are those that others have."""
    if not version:
        return tr("The version has no name. Write one.")
    if not version.isprintable():
        return tr("The version has a character that cannot be seen. Write it anew.")
    return tr("Version {0} is here already. Write another one.", version) if version in taken else ""


def _subtitle(rule: Rule) -> str:
    return f"{one_line(rule.id, 60)} · {place_name(rule.platform)}"


def _rewritten(reader: Rows, pack: Pack, now: int, _progress: Progress, _cancelled: Cancelled) -> PackReport:
    return rewritten(reader, pack, now)
