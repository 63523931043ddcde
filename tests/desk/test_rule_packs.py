"""The shop's own packs of rules: looked at, taken in, for whom they hold, taken back, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.builders import Clock, Make, People
from tests.desk.samples_rules import RULE, SHIPPED, hours, toml
from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.rule_packs import ImportRulePack
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.rule_packs import (
    PackReport,
    look_at,
    own_packs,
    rewritten,
    shipped_again,
    toml_in_force,
    versions_taken,
    write_pack,
)
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR, from_ms
from ticketdesk.domain.rules.editing import next_pack, next_version, weighed
from ticketdesk.domain.rules.pack_text import LONGEST_LINE, MOST_BYTES, Difference, checked_pack
from ticketdesk.domain.rules.reading import stated_rule
from ticketdesk.store.store import Store
from ticketdesk.words.errors import sentence


@pytest.fixture(autouse=True)
def held(clock: Clock) -> None:
    clock.step = 0


def take(desk: Desk, text: str) -> str:
    follows = deadlines.in_force(desk.store.reader, desk._clock()).version
    return str(desk.run(ImportRulePack(toml=text, follows=follows)).result)


def look(store: Store, clock: Clock, tmp_path: Path, content: str | bytes) -> PackReport:
    path = tmp_path / "rules.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return look_at(store.reader, path, clock.now)


def due_of(store: Store, ticket: int) -> tuple[int, str]:
    ((due, version),) = store.reader.rows("SELECT due_at - opened_at, rule_pack FROM ticket WHERE id = ?", (ticket,))
    return due, version


def test_a_look_names_each_difference_and_writes_nothing(
    store: Store, desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    seen = look(store, clock, tmp_path, toml(hours(24)))
    assert seen.changes == (Difference(RULE, "limit", "48", "24"),)
    assert seen.before == SHIPPED and seen.pack.version == "店-1"
    assert own_packs(store.reader) == ()
    assert store.reader.rows("SELECT COUNT(*) FROM rule_pack") == [(0,)]


def test_rules_that_come_and_go_are_named(store: Store, desk: Desk, clock: Clock, tmp_path: Path) -> None:
    seen = look(store, clock, tmp_path, toml(('id = "CN-7D-PENAL1"', 'id = "OWN-1"')))
    gone = SHIPPED.rule("CN-7D-PENAL1")
    assert gone is not None
    assert seen.changes == (Difference("OWN-1", "", "", gone.duty), Difference("CN-7D-PENAL1", "", gone.duty, ""))


def test_new_tickets_begin_under_it_and_old_ones_keep_theirs(
    store: Store, desk: Desk, make: Make, clock: Clock
) -> None:
    old = make.ticket(type="exchange").id
    assert take(desk, toml(hours(24))) == "店-1"
    new = make.ticket(type="exchange").id
    assert due_of(store, old) == (48 * HOUR, SHIPPED.version)
    assert due_of(store, new) == (24 * HOUR, "店-1")
    for ticket, version in ((old, SHIPPED.version), (new, "店-1")):
        chain = deadlines.chain_of(store.reader, ticket, clock.now)
        assert chain is not None and chain.version == version and chain.pack is not None
        assert chain.pack.version == version


def test_a_pack_for_a_day_to_come_holds_from_then_on(store: Store, desk: Desk, make: Make, clock: Clock) -> None:
    day = from_ms(clock.now + 3 * DAY).date()
    take(desk, toml(hours(24), day=str(day)))
    assert due_of(store, make.ticket(type="exchange").id) == (48 * HOUR, SHIPPED.version)
    clock.now += 4 * DAY
    assert due_of(store, make.ticket(type="exchange").id) == (24 * HOUR, "店-1")


def test_taken_back_it_holds_no_more_but_for_the_tickets_opened_meanwhile(
    store: Store, desk: Desk, make: Make, clock: Clock
) -> None:
    take(desk, toml(hours(24)))
    under = make.ticket(type="exchange").id
    (act,) = store.reader.rows("SELECT id FROM act WHERE command = 'ImportRulePack'")[0]
    desk.undo_act(act).result()
    assert deadlines.in_force(store.reader, clock.now) == SHIPPED
    chain = deadlines.chain_of(store.reader, under, clock.now)
    assert chain is not None and chain.version == "店-1" and chain.steps[0].due == clock.now + 24 * HOUR
    assert due_of(store, make.ticket(type="exchange").id) == (48 * HOUR, SHIPPED.version)
    take(desk, toml(hours(24)))  # the same once more
    assert deadlines.in_force(store.reader, clock.now).version == "店-1"


def test_what_is_written_out_is_what_came_in_and_the_programs_own_can_come_back(
    store: Store, desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    clock.now += 60 * DAY  # the program's pack is of a day that has been
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    write_pack(store.reader, first, clock.now)
    assert first.read_text(encoding="utf-8") == deadlines.newest_toml()
    text = toml(hours(24))
    take(desk, text)
    write_pack(store.reader, second, clock.now)
    assert second.read_text(encoding="utf-8") == text == toml_in_force(store.reader, clock.now)
    take(desk, first.read_text(encoding="utf-8"))
    assert deadlines.in_force(store.reader, clock.now) == SHIPPED


HOSTILE = {
    "not toml": ("version = = 4", "pack_faulty", "line 1"),
    "nests": ("a = " + "[" * 900, "pack_faulty", "TOML"),
    "nests on": ("\n".join(["a = ["] + ["[" * 900] * 20), "pack_faulty", "too deeply"),
    "a number of many digits": ("\n".join(["a = 1", "b = " + "_".join(["9" * 90] * 10)]), "pack_faulty", "version"),
    "10 MB": (b"#" * (10 << 20), "pack_too_big", "256 kB"),
    "no text": (b"\xff\xfe\x00\x01", "pack_no_text", "UTF-8"),
    "one long line": (f'version = "{"9" * 200_000}"', "pack_line_long", "Line 1 "),
    "a planted long string": (
        toml(('duty = "Pay the price back"', 'duty = """\n' + ("x" * 900 + "\n") * 20 + '"""')), "pack_faulty", "duty",
    ),
    "an unknown key": (toml(("limit = 7", "limit = 7\nspell = 1")), "pack_faulty", "“spell” is no field"),
    "a number too large": (toml(("limit = 7", "limit = 10001")), "pack_faulty", "longer than any deadline"),
    "a negative number": (toml(("limit = 7", "limit = -7")), "pack_faulty", "must be 1 or more"),
    "a circle": (
        toml(('id = "CN-7D-NOTICE"', 'id = "CN-7D-NOTICE"\nlapse_then = ["CN-7D-NOTICE"]')), "pack_faulty", "for ever",
    ),
    "no unit": (toml(('unit = "day"\n', "")), "pack_faulty", "“unit” is missing"),
    "a long name": (toml(version="版" * 41), "pack_version", "40"),
    "an empty name": (toml(version=""), "pack_faulty", "version"),
    "a known version": (toml(hours(24), version=SHIPPED.version), "pack_known", SHIPPED.version),
    "the same": (deadlines.newest_toml(), "pack_same", SHIPPED.version),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_wrong_file_gives_one_sentence_and_changes_nothing(
    name: str, store: Store, desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    content, key, said = HOSTILE[name]
    with pytest.raises(DeskError) as caught:
        look(store, clock, tmp_path, content)
    assert caught.value.key == key
    words = sentence(caught.value)
    assert said in words and len(words) < 300 and "\n" not in words
    if isinstance(content, str):
        with pytest.raises(DeskError) as again:
            desk.run(ImportRulePack(toml=content, follows=SHIPPED.version))
        assert again.value.key == key
    assert store.reader.rows("SELECT COUNT(*) FROM rule_pack") == [(0,)]


def test_a_file_that_is_not_there_is_told(store: Store, desk: Desk, clock: Clock, tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        look_at(store.reader, tmp_path / "none.toml", clock.now)
    assert caught.value.key == "pack_unreadable" and "none.toml" in sentence(caught.value)


def test_the_limits_are_those_that_are_told() -> None:
    assert (MOST_BYTES, LONGEST_LINE) == (256 * 1024, 1_000)


def test_a_version_keeps_its_rules_also_after_it_was_taken_back(store: Store, desk: Desk) -> None:
    take(desk, toml(hours(24)))
    desk.undo().result()
    with pytest.raises(DeskError) as caught:
        take(desk, toml(hours(36)))
    assert caught.value.key == "pack_known"


def test_a_pack_that_came_meanwhile_is_not_run_over(store: Store, desk: Desk) -> None:
    take(desk, toml(hours(24)))
    with pytest.raises(DeskError) as caught:
        desk.run(ImportRulePack(toml=toml(hours(36), version="店-2"), follows=SHIPPED.version))
    assert caught.value.key == "row_changed"


def test_a_rule_with_which_a_type_begins_may_not_go(store: Store, desk: Desk) -> None:
    desk.run(SaveTicketType(type_name="寄修", rules=("CN-7D-PENAL1",)))
    with pytest.raises(DeskError) as caught:
        take(desk, toml(('id = "CN-7D-PENAL1"', 'id = "OWN-1"')))
    assert caught.value.values == {"type": "寄修", "rule": "CN-7D-PENAL1"}


def test_only_who_may_change_the_shop_takes_rules_in(store: Store, desk: Desk, people: People) -> None:
    with pytest.raises(DeskError) as caught:
        desk.run(ImportRulePack(toml=toml(), follows=SHIPPED.version), agent_id=people.agent)
    assert caught.value.key == "denied"


def test_a_pack_of_a_newer_program_gives_way_to_the_programs_own(
    store: Store, desk: Desk, make: Make, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(desk, toml(hours(24)))
    ticket = make.ticket(type="exchange").id
    monkeypatch.setattr(deadlines, "own", lambda body: None)  # as for a field that this program does not know
    assert deadlines.in_force(store.reader, clock.now) == SHIPPED
    assert own_packs(store.reader) == () and deadlines.pack_called(store.reader, "店-1") == SHIPPED
    chain = deadlines.chain_of(store.reader, ticket, clock.now)
    assert chain is not None and chain.version == SHIPPED.version
    assert due_of(store, make.ticket(type="exchange").id) == (48 * HOUR, SHIPPED.version)


def test_a_text_that_is_no_pack_is_none() -> None:
    assert deadlines.own('version = "9"\nspell = 1') is None and deadlines.own("") is None


def edited(store: Store, clock: Clock, number: int = 24) -> PackReport:
    """The report of the pack in force with another time for one rule, under the next version, made today."""
    before = deadlines.in_force(store.reader, clock.now)
    old = before.rule(RULE)
    assert old is not None
    rule = weighed(before, RULE, stated_rule(old) | {"limit": number}).rule
    assert rule is not None
    version = next_version(before.version, versions_taken(store.reader))
    return rewritten(store.reader, next_pack(before, RULE, rule, version, from_ms(clock.now).date()), clock.now)


def test_a_rule_that_is_edited_comes_in_as_the_next_version_and_open_tickets_keep_theirs(
    store: Store, desk: Desk, make: Make, clock: Clock
) -> None:
    old = make.ticket(type="exchange").id
    report = edited(store, clock)
    assert report.changes == (Difference(RULE, "limit", "48", "24"),) and report.before == SHIPPED
    assert store.reader.rows("SELECT COUNT(*) FROM rule_pack") == [(0,)]  # nothing is kept yet
    version = take(desk, report.toml)
    assert version == report.pack.version == next_version(SHIPPED.version, ()) != SHIPPED.version
    assert due_of(store, make.ticket(type="exchange").id) == (24 * HOUR, version)
    assert due_of(store, old) == (48 * HOUR, SHIPPED.version)
    assert toml_in_force(store.reader, clock.now).startswith(deadlines.newest_toml()[:200])  # its comment went along
    assert versions_taken(store.reader) == {SHIPPED.version, version}


def test_an_edit_is_taken_back_and_its_version_is_not_given_again(store: Store, desk: Desk, clock: Clock) -> None:
    version = take(desk, edited(store, clock).toml)
    desk.undo().result()
    assert deadlines.in_force(store.reader, clock.now) == SHIPPED
    again = edited(store, clock, 36)
    assert again.pack.version != version and again.pack.version == next_version(version, ())
    assert take(desk, again.toml) == again.pack.version


def test_an_edit_is_refused_where_another_pack_came_meanwhile(store: Store, desk: Desk, clock: Clock) -> None:
    report = edited(store, clock)
    take(desk, toml(hours(36)))
    with pytest.raises(DeskError) as caught:
        desk.run(ImportRulePack(toml=report.toml, follows=report.before.version))
    assert caught.value.key == "row_changed"
    assert deadlines.in_force(store.reader, clock.now).version == "店-1"


def test_an_edit_of_an_edit_changes_what_the_first_one_left(store: Store, desk: Desk, clock: Clock) -> None:
    first = take(desk, edited(store, clock).toml)
    second = edited(store, clock, 36)
    assert second.changes == (Difference(RULE, "limit", "24", "36"),) and second.before.version == first
    assert checked_pack(second.toml) == second.pack


def test_the_shipped_rules_come_back_under_their_own_version(store: Store, desk: Desk, clock: Clock) -> None:
    clock.now += 60 * DAY  # the program's pack is of a day that has been
    take(desk, edited(store, clock).toml)
    back = shipped_again(store.reader, clock.now)
    assert back.changes == (Difference(RULE, "limit", "24", "48"),) and back.pack == SHIPPED
    take(desk, back.toml)
    assert deadlines.in_force(store.reader, clock.now) == SHIPPED
    with pytest.raises(DeskError) as caught:
        shipped_again(store.reader, clock.now)
    assert caught.value.key == "pack_same"
