"""Deadlines: the chain of an exchange that lapsed, a time that is corrected, and rules that are edited."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ticketdesk.desk.deadlines import newest_toml
from ticketdesk.store.queries import tickets
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import ERRANDS
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.settings.deadline_section import DeadlineSection
from ticketdesk.ui.settings.rule_pack_dialog import RulePackDialog
from ticketdesk.ui.settings.rules.dialog import RuleDialog
from ticketdesk.ui.tickets.acts.chain_dialog import ChainDialog
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

_EDITED = "KS-EXCH-48H"


def _chain(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("tickets")
    detail = agent.there(lambda: agent.ticket_called(ERRANDS[0].title), "the exchange that lapsed is there")
    agent.chooses_row(tr("Tickets"), detail.row.id)
    agent.keys("Ctrl+D")
    agent.dialog(tr("Deadlines of the ticket"))


def _noted(agent: Agent) -> None:
    """The buyer sent the goods: the clock of the buyer ends, the shop waits for the parcel."""
    detail = agent.there(lambda: agent.ticket_called(ERRANDS[0].title), "the exchange that lapsed is there")
    agent.keys("Ctrl+Return")
    agent.until(
        lambda: tickets.rows(agent.reader, [detail.row.id])[0].due_rule != detail.row.due_rule, "the chain went on"
    )


def _rules(agent: Agent) -> None:
    clear(agent)
    agent.window.go(Place("settings.deadlines"))
    section = agent.there(lambda: next(agent.shown(DeadlineSection), None), "the rules are shown")
    agent.fills(Entry(tr("Days off besides the public calendar"), "2027-02-15..2027-02-22"))
    agent.press(tr("Keep"))
    agent.until(lambda: not section.keep.isEnabled(), "the days are kept")
    section.table.setFocus()
    agent.keys("Down", "Down", "Down", "Down", "Down")


def _pack(agent: Agent) -> None:
    """A file of rules with a shorter time, a rule that comes in and one that goes; nothing is taken in."""
    clear(agent)
    agent.window.go(Place("settings.deadlines"))
    section = agent.there(lambda: next(agent.shown(DeadlineSection), None), "the rules are shown")
    section.acts.take_in.click()
    dialog = agent.there(lambda: next(agent.shown(RulePackDialog), None), "the import is open")
    with TemporaryDirectory(prefix="ticketdesk-tour-") as folder:
        path = Path(folder) / "本店时限.toml"
        path.write_text(other_rules(newest_toml()), encoding="utf-8")
        dialog.load(path)
        agent.until(lambda: dialog.report() is not None, "the file is looked through")


def _edit(agent: Agent) -> None:
    """The first answer of an exchange gets a shorter time; the rule is opened by Enter on its row."""
    clear(agent)
    agent.window.go(Place("settings.deadlines"))
    section = agent.there(lambda: next(agent.shown(DeadlineSection), None), "the rules are shown")
    rules = section.model.ids()
    row = next(each for each in rules if (rule := section.model.rule(each)) is not None and rule.id == _EDITED)
    agent.chooses_row(tr("Rules of deadlines"), row)
    agent.keys("Return")
    dialog = agent.dialog(tr("Edit a rule of deadlines"))
    agent.fills(Entry(tr("Limit"), "24"))
    assert isinstance(dialog, RuleDialog)
    agent.until(dialog.go.isEnabled, "the rule is right")
    agent.until(lambda: "…" not in dialog.preview.text(), "the example is counted")


def _edit_wrong(agent: Agent) -> None:
    """A limit that is none, and a day that is none."""
    _edit(agent)
    dialog = agent.there(lambda: next(agent.shown(RuleDialog), None), "the rule is open")
    agent.fills(Entry(tr("Limit"), "0"), Entry(tr("Read there on"), "2026-02-30"))
    agent.until(lambda: not dialog.go.isEnabled(), "what is wrong is told")


def _edit_changes(agent: Agent) -> None:
    """The differences of the rule, before it is kept; nothing is."""
    _edit(agent)
    dialog = agent.there(lambda: next(agent.shown(RuleDialog), None), "the rule is open")
    agent.keys("Ctrl+Return")
    agent.until(lambda: dialog.report() is not None, "the differences are shown")


def other_rules(toml: str) -> str:
    """The program's rules as a shop may have changed them."""
    for before, after in (
        ('version = "2026-11"', 'version = "本店 2026-11"'), ("limit = 168", "limit = 120"),
        ('id = "CN-7D-PENAL1"', 'id = "OWN-ANSWER"'),
        ('duty = "Send the goods back and enter the tracking number"', 'duty = "寄回商品并填写单号"'),
    ):  # fmt: skip
        toml = toml.replace(before, after, 1)
    return toml


DEADLINE_SCENES: tuple[Scene, ...] = (
    Scene("ticket-chain", mark("Every step of an exchange that lapsed, with its rule"), _chain, (ChainDialog,)),
    Scene("ticket-chain-on", mark("The buyer sent the goods, and the chain goes on"), _noted, (ChainDialog,)),
    Scene(
        "settings-deadlines", mark("How days are counted, and the rules with their sources"), _rules, (DeadlineSection,)
    ),
    Scene("rules-import", mark("A file of rules is looked through against those in force"), _pack, (RulePackDialog,)),
    Scene("rule-edit", mark("A rule is edited: what it means, with an example"), _edit, (RuleDialog,)),
    Scene("rule-edit-wrong", mark("What is wrong with a rule is told below its field"), _edit_wrong, (RuleDialog,)),
    Scene("rule-edit-changes", mark("What the edited rule changes, before it is kept"), _edit_changes, (RuleDialog,)),
)
