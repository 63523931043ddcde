"""Files of phrases: looked at, taken in, taken back, written out again."""

from __future__ import annotations

import csv
import json
from collections import Counter

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.builders import add_colleague
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.imports import ImportOwnPhrases, ImportPhrases
from ticketdesk.desk.commands.phrases import AddPhrase, GroupPhrases, LimitPhrases, OwnPhrases, RemovePhrases
from ticketdesk.desk.exports import phrase_records
from ticketdesk.desk.phrase_import import look_at
from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.phrases import PHRASE_HEADER, write_phrases
from ticketdesk.store.compare import digest
from ticketdesk.store.queries.phrases import phrases

NASTY = [
    '"引" 与,逗号',
    "=1+1",
    "＝全角",
    "'撇号",
    "''两撇",
    "第一行\n第二行",
    "@＠-＋",
    "null",
    " 空 ",
    "＂全角引号＂",
]


def write(path, rows, encoding="utf-8-sig"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([PHRASE_HEADER, *rows])
    return path


def stand(desk, agent_id=None):
    return [(row.code, row.text, row.grouping) for row in phrases(desk.store.reader, agent_id)]


def look(desk, path, **more):
    return look_at(desk.store.reader, path, desk.agent_id, **more)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "短语.csv"


def test_the_look_names_every_difference(desk, file):
    for code, text in (("kd", "今天发"), ("zd", "在的呢"), ("hm", "可以换码的哦")):
        desk.run(AddPhrase(text=text, code=code, grouping="售前"))
    desk.run(AddPhrase(text="我的", code="my", personal=True))
    rows = [
        ("kd", "明天发", "售前"), ("zd", "在的呢", "售前"), ("", "新的一句", ""), ("my", "店铺的", ""),
        ("x", "亲可以换码的哦", "售后"), ("x", "第二个同码", ""),
    ]  # fmt: skip
    before = digest(desk.store.reader)
    told = look(desk, write(file, rows))
    assert (told.new, told.changed, told.unchanged) == (4, 1, 1)
    changed = next(each for each in told.changes if each.before)
    assert (changed.line, changed.text, changed.before.text) == (2, "明天发", "今天发")
    assert [each.line for each in told.changes] == [2, 4, 5, 6, 7]
    assert (told.repeated, told.empty_codes, told.shadowed) == ({"x": [6, 7]}, 1, [5])
    assert [(each.line, each.other_line, each.other_text) for each in told.near] == [(6, None, "可以换码的哦")]
    assert digest(desk.store.reader) == before


def test_an_import_changes_adds_and_goes_with_one_undo(desk, file):
    desk.run(AddPhrase(text="今天发", code="kd", grouping="售前"))
    before = digest(desk.store.reader)
    rows = [("kd", "明天发", "售后"), ("zd", "在的", ""), ("", "没有文字", ""), ("y", "", "")]
    report = desk.run(ImportPhrases(path=str(write(file, rows, "gb18030")))).result
    assert (report.new, report.changed, report.problem_count, report.encoding) == (2, 1, 1, "GB18030")
    assert stand(desk) == rows[:3]
    again = desk.run(ImportPhrases(path=str(file))).result
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    desk.undo().result()
    assert digest(desk.store.reader) == before


def test_a_file_that_changed_since_it_was_looked_at_is_refused(desk, file):
    seen = desk.run(ImportPhrases(path=str(write(file, [("a", "一", "")])))).result.digest
    write(file, [("a", "二", "")])
    assert refusal(lambda: desk.run(ImportPhrases(path=str(file), digest=seen))).key == "file_changed"
    assert stand(desk) == [("a", "一", "")]


def test_own_phrases_need_no_right_and_are_nobody_elses(desk, file):
    other = add_colleague(desk, "老周", "warehouse")
    write(file, [("a", "一", ""), ("b", "二", "")])
    assert refusal(lambda: desk.run(ImportPhrases(path=str(file)), agent_id=other)).key == "denied"
    assert desk.run(ImportOwnPhrases(path=str(file)), agent_id=other).result.new == 2
    assert stand(desk, desk.agent_id) == [] and len(stand(desk, other)) == 2
    theirs = tuple(row.id for row in phrases(desk.store.reader, other))
    for command in (
        GroupPhrases(phrase_ids=theirs, grouping="我"), LimitPhrases(phrase_ids=theirs),
        RemovePhrases(phrase_ids=theirs),
        OwnPhrases(phrase_ids=theirs, personal=True),
    ):  # fmt: skip
        assert refusal(lambda command=command: desk.run(command)).key == "row_missing"
    assert refusal(lambda: desk.run(OwnPhrases(phrase_ids=theirs, personal=False), agent_id=other)).key == "denied"


def test_bulk_acts_are_one_step_each(desk):
    ids = tuple(desk.run(AddPhrase(text=text)).result for text in "一二三")
    steps = (
        GroupPhrases(phrase_ids=ids, grouping="活动"), LimitPhrases(phrase_ids=ids, valid_from=1, valid_to=9),
        OwnPhrases(phrase_ids=ids, personal=True), RemovePhrases(phrase_ids=ids),
    )  # fmt: skip
    for step in steps:
        before = digest(desk.store.reader)
        desk.run(step)
        assert digest(desk.store.reader) != before
        desk.undo().result()
        assert digest(desk.store.reader) == before
    assert refusal(lambda: desk.run(LimitPhrases(phrase_ids=ids, valid_from=9, valid_to=9))).key == "phrase_validity"


def test_uses_are_counted_and_never_undone(desk, clock):
    phrase = desk.run(AddPhrase(text="在的")).result
    for _use in range(3):
        desk.count_phrase(phrase).result()
    desk.count_phrase(12345).result()
    desk.undo().result()
    desk.redo().result()
    assert [row.uses for row in phrases(desk.store.reader)] == [3]


def test_a_bots_file_brings_its_pictures(desk, tmp_path):
    path = tmp_path / "机器人.csv"
    (tmp_path / "图片").mkdir()
    (tmp_path / "图片" / "码表.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 40)
    rows = [
        ["最初3行的内容请勿改动(V3)！！！"], ["店铺:小满"],
        ["分组", "快捷编码", "标题", "内容", "图片名", "程序数据（请勿改动）"],
        ["售前", "x1", "码表", "请看码表", "码表.png", ""], ["售前", "x2", "", "没有图", "没有.png", ""],
        ["售前", "x3", "", "外面的图", "../../etc/passwd", ""],
    ]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    told = look(desk, path)
    assert (told.layout, told.new, [each.reason for each in told.problems]) == ("bot_phrases", 3, ["phrase_picture"])
    report = desk.run(ImportPhrases(path=str(path))).result
    assert (report.new, report.problem_count) == (3, 1)
    assert [bool(row.picture) for row in phrases(desk.store.reader)] == [True, False, False]
    assert desk.run(ImportPhrases(path=str(path))).result.unchanged == 3


@pytest.mark.parametrize("form", ["csv", "gb18030", "xlsx", "jsonl"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["", "kd", "'kd", "007", "=k"]),
            st.sampled_from(NASTY) | st.text(min_size=1, max_size=20),
            st.sampled_from(["", "售前", "＝组"]), st.booleans(),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_what_is_written_out_changes_nothing_when_taken_in(desk, tmp_path, form, rows):
    for code, text, group, personal in rows:
        # A text of nothing but blanks and controls is no phrase.
        if error := desk.post(AddPhrase(text=text, code=code, grouping=group, personal=personal)).exception():
            assert isinstance(error, DeskError) and error.key == "phrase_empty"
    path = tmp_path / f"短语.{'csv' if form == 'gb18030' else form}"
    who = desk.agent_id if form == "jsonl" else None
    encoding = "gb18030" if form == "gb18030" else "utf-8-sig"
    if write_phrases(path, phrase_records(desk.store.reader, who), encoding=encoding):
        before = digest(desk.store.reader)
        told = look(desk, path)
        assert (told.new, told.changed, told.problem_count) == (0, 0, 0)
        report = desk.run(ImportPhrases(path=str(path))).result
        assert report.unchanged == len(phrases(desk.store.reader, who))
        assert digest(desk.store.reader) == before


def test_json_lines_hold_every_column(desk, tmp_path):
    phrase = desk.run(AddPhrase(text="限时", code="xs", valid_from=5, valid_to=9, personal=True)).result
    desk.count_phrase(phrase).result()
    path = tmp_path / "短语.jsonl"
    write_phrases(path, phrase_records(desk.store.reader, desk.agent_id))
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "code": "xs", "text": "限时", "group": "", "personal": True, "valid_from": 5, "valid_to": 9, "uses": 1,
        "picture": None,
    }  # fmt: skip
    desk.run(LimitPhrases(phrase_ids=(phrase,)))
    report = desk.run(ImportPhrases(path=str(path))).result
    assert (report.changed, phrases(desk.store.reader, desk.agent_id)[0].valid_to) == (1, 9)


def test_json_that_is_no_phrase_is_a_problem_row(desk, tmp_path):
    path = tmp_path / "坏.jsonl"
    good = {"code": "a", "text": "一", "group": ""}
    bad = [{**good, "text": 3}, {**good, "valid_to": "明天"}, {**good, "text": " "}, {**good, "code": "码" * 201}]
    path.write_text("\n".join(map(json.dumps, [good, *bad, good])) + "\n{\n", encoding="utf-8")
    told = look(desk, path)
    reasons = ["json_wrong", "json_wrong", "phrase_empty", "phrase_name_too_long", "json_wrong"]
    assert (told.new, [each.reason for each in told.problems]) == (2, reasons)


def test_the_limits_are_named(desk, file):
    told = look(desk, write(file, [("a", "字" * 21_846, ""), ("b", "字" * 21_845, "")]))
    assert (told.new, told.problems[0].reason, told.problems[0].args) == (1, "phrase_too_long", (("limit", "64"),))
    write(file, [("", f"{n}", "") for n in range(100_001)])
    error = refusal(lambda: look(desk, file))
    assert (error.key, error.values["limit"]) == ("file_too_many_phrases", "100,000")


def test_a_hundred_thousand_rows_are_looked_at_and_can_be_stopped(desk, file):
    write(file, [(f"k{n % 900}", f"第{n}句，亲，今天下午会发货的哦", f"组{n % 40}") for n in range(100_000)])
    told = []
    report = look(desk, file, progress=lambda done, rows: told.append((done, rows)))
    assert (report.new, len(report.changes), report.near) == (100_000, 10_000, None)
    assert told[-1] == (100_000, 100_000)
    stopped = desk.post(ImportPhrases(path=str(file)), cancelled=lambda: True).exception()
    assert isinstance(stopped, DeskError) and stopped.key == "cancelled"
    assert stand(desk) == []


def by_csv(path):
    encoding = "gb18030" if "gbk" in path.name else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def by_openpyxl(path):
    sheet = openpyxl.load_workbook(path).active
    return [tuple(cell or "" for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_samples_come_in_whole_and_go_out_equal(desk, exports, tmp_path):
    """The counts are those of the standard library and of openpyxl, which share no code with the reader."""
    paths = sorted(exports.glob("千牛快捷短语*"))
    assert len(paths) == 3
    for number, path in enumerate(paths):
        rows = by_openpyxl(path) if path.suffix == ".xlsx" else by_csv(path)
        expected = [tuple(str(cell).strip().replace("\r\n", "\n") for cell in row) for row in rows]
        told = look(desk, path)
        assert told.new + told.changed + told.unchanged == len(expected)
        assert told.empty_codes == sum(1 for code, _, _ in expected if not code)
        codes = Counter(code for code, _, _ in expected if code)
        assert told.repeated.keys() == {code for code, times in codes.items() if times > 1}
        report = desk.run(ImportPhrases(path=str(path))).result
        counts = (len(expected), 0, 0) if number == 0 else (0, 0, len(expected))
        assert (report.new, report.changed, report.unchanged) == counts
        assert stand(desk) == expected
        out = tmp_path / f"{number}{path.suffix}"
        write_phrases(out, phrase_records(desk.store.reader), encoding="gb18030" if "gbk" in path.name else "utf-8-sig")
        back = look(desk, out)
        assert (back.new, back.changed, back.unchanged) == (0, 0, len(expected))
