"""Bad files and bad rows: each gets its own reason, and never anything but a DeskError."""

from __future__ import annotations

import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.exchange.found import CHECK_EVERY
from ticketdesk.exchange.order_file import open_orders
from ticketdesk.exchange.phrases import read_phrases
from ticketdesk.words.problems import file_sentence, sentence

HEAD = '"订单编号","买家会员名","总金额","订单状态","订单创建时间"\r\n'
GOOD = '="3001000000000000017","竹风","12.80","交易成功","2026-11-20 10:00:01"\r\n'


def refusal(path, content=None, open_file=open_orders):
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DeskError) as refused:
        open_file(path)
    assert file_sentence(refused.value)
    return refused.value


FILES = {
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "file_foreign"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_foreign"),
    "a web page": ("\ufeff <html><table>订单编号".encode(), "file_foreign"),
    "a store": (b"SQLite format 3\x00" + b"\0" * 100, "file_foreign"),
    "nothing": (b"", "file_empty"),
    "only a header": (HEAD.encode("gb18030"), "file_no_rows"),
    "no order number": ("买家,金额\r\n竹风,1\r\n".encode(), "file_unknown_layout"),
    "cut inside quotes": ((HEAD + GOOD).encode("gb18030") + b'="3001","ab', "file_cut"),
    "cut inside a row": ((HEAD + GOOD).encode("gb18030") + b'="3001000000000000019","ab"', "file_cut"),
    "cut inside a letter": ((HEAD + GOOD + '="30010000","竹').encode("gb18030")[:-1], "file_cut"),
    "undecodable": ((HEAD + GOOD).encode() + b'="3001000000000000019","\xff\xfe","1","",""\r\n', "file_encoding"),
    "an endless quote": ((HEAD + '="30010000","' + "x" * 200_000).encode("gb18030"), "file_damaged"),
    "a broken xlsx": (b"PK\x03\x04" + b"broken" * 30, "file_broken_sheet"),
    "a broken xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 700, "file_broken_sheet"),
    "cut JSON": (b'{"number": "3001000', "file_cut"),
    "JSON of something": (b'{"name": 1}\n', "file_unknown_layout"),
    "a refund export": ("订单编号,退款编号\r\n300100,1\r\n".encode(), "file_other_layout"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_bad_file_is_refused_with_its_reason(tmp_path, what):
    content, key = FILES[what]
    assert refusal(tmp_path / "订单.csv", content).key == key


def test_the_line_of_a_bad_byte_is_told(tmp_path):
    content, _ = FILES["undecodable"]
    assert refusal(tmp_path / "订单.csv", content).values["line"] == 3


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_sound_table_of_something_else_is_not_called_broken_text(tmp_path, codec):
    content = "编码,内容,组\r\na,亲，在的,组\r\nb,亲,组\r\n".encode(codec)
    refused = refusal(tmp_path / "别的.csv", content)
    assert refused.key == "file_unknown_layout" and str(refused.values["shown"]).startswith("编码,内容")
    assert refusal(tmp_path / "别的.csv", content, open_file=read_phrases).key == "file_not_phrases"


def test_a_missing_file_and_a_folder(tmp_path):
    assert refusal(tmp_path / "none.csv").key == "file_missing"
    assert refusal(tmp_path).key == "file_unreadable"


def test_a_zip_of_something_else(tmp_path):
    path = tmp_path / "订单.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert refusal(path).key == "file_foreign"


def test_a_cut_workbook(tmp_path, twins):
    content = (twins / "report_8.xlsx").read_bytes()
    assert refusal(tmp_path / "订单.xlsx", content[: len(content) // 2]).key == "file_broken_sheet"


def test_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("ticketdesk.exchange.sniff.MOST_ROWS", 1)
    assert refusal(tmp_path / "订单.csv", (HEAD + GOOD * 2).encode()).key == "file_too_many_rows"


def test_a_too_big_file(tmp_path, monkeypatch):
    monkeypatch.setattr("ticketdesk.exchange.magic.MOST_BYTES", 10)
    assert refusal(tmp_path / "订单.csv", (HEAD + GOOD).encode()).key == "file_too_big"


def test_phrases_are_no_orders_and_orders_no_phrases(twins):
    assert refusal(twins / "phrases_gbk.csv").key == "file_other_layout"
    assert refusal(twins / "list_41.csv", open_file=read_phrases).key == "file_not_phrases"


ROWS = {
    '="","竹风","1.00","",""': ("number_missing", None),
    '"null","竹风","1.00","",""': ("number_missing", None),
    '"4.05567E+18","竹风","1.00","",""': ("number_rounded", None),
    '"4E+18","竹风","1.00","",""': ("number_rounded", None),
    '"合计：3","","1.00","",""': ("number_invalid", None),
    '="3001000000000000019","竹风","12.8O","",""': ("amount_invalid", "12.80"),
    '="3001000000000000019","竹风","l2。5","",""': ("amount_invalid", "12.50"),
    '="3001000000000000019","竹风","12.805","",""': ("amount_invalid", None),
    '="3001000000000000019","竹风","免费","",""': ("amount_invalid", None),
    '="3001000000000000019","竹风","1.00","飞走了",""': ("state_unknown", None),
    '="3001000000000000019","竹风","1.00","","昨天"': ("time_invalid", None),
    '="3001000000000000019","竹风","1.00","","2026-02-30 10:00:00"': ("time_invalid", None),
    '="3001000000000000019","竹风","1.00","","9999-12-31 23:59:59"': ("time_invalid", None),
    '="3001000000000000019","竹风","1.00","","0001-01-01 00:00:00"': ("time_invalid", None),
    '="3001000000000000019","竹风","1.00","","2200-01-02 00:00:00"': ("time_invalid", None),
    '="3001000000000000019","竹风","1.00","","2026-02-20 25:00:00"': ("time_invalid", None),
    '="3001000000000000019","竹风","1.00"': ("columns_wrong", None),
    '="3001000000000000019","竹风","1.00","","","","多"': ("columns_wrong", None),
    '="3001000000000000017","竹风","1.00","",""': ("number_repeated", None),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_bad_row_is_a_problem_and_the_others_are_taken(read_text, row):
    found = read_text(HEAD + GOOD + row + "\r\n" + GOOD.replace("17", "88"))
    assert [order.number for order in found.orders] == ["3001000000000000017", "3001000000000000088"]
    (problem,) = found.problems
    assert (problem.reason, problem.suggestion) == ROWS[row]
    assert problem.line == 3
    assert problem.original
    assert "{" not in sentence(problem)


@pytest.mark.parametrize("comma", ["，", ","])
def test_states_come_in_the_platforms_words_and_codes(read_text, comma):
    words = {f"买家已付款{comma}等待卖家发货": "WAIT_SELLER_SEND_GOODS", "TRADE_CLOSED_BY_TAOBAO": "TRADE_CLOSED"}
    rows = "".join(f'30010000000000000{at},"{word}"\r\n' for at, word in enumerate(words))
    found = read_text(f"订单编号,订单状态\r\n{rows}", "utf-8")
    assert [order.state.value for order in found.orders] == list(words.values()) and found.problems == []


def test_a_repeated_number_names_the_first_line(read_text):
    (problem,) = read_text(HEAD + GOOD + GOOD).problems
    assert dict(problem.args) == {"number": "3001000000000000017", "first": "2"}


def test_a_suggestion_can_be_taken(read_text):
    found = read_text(HEAD + GOOD.replace("12.80", "12.8O"), corrections=frozenset({2}))
    assert found.orders[0].total_cents == 1280


def test_more_empty_cells_and_blank_rows_do_no_harm(read_text):
    found = read_text(HEAD + "\r\n" + GOOD.rstrip() + ",,,\r\n,,,,\r\n")
    assert (len(found.orders), found.problems) == (1, [])
    assert found.orders[0].source_line == 3


def test_a_problem_item_keeps_its_position(read_text):
    text = "订单编号,标题,价格,购买数量\r\n300100,甲,1.00,1\r\n300100,乙,x,1\r\n300100,丙,1.00,1\r\n"
    found = read_text(text)
    assert [line.position for line in found.orders[0].lines] == [1, 3]
    assert [problem.line for problem in found.problems] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_every_encoding_and_delimiter(read_text, encoding, delimiter):
    found = read_text((HEAD + GOOD).replace(",", delimiter), encoding)
    assert (found.orders[0].number, found.orders[0].buyer_nick) == ("3001000000000000017", "竹风")
    assert found.file.found.encoding.replace(" BOM", "-SIG").lower().startswith(encoding[:5])


def test_dressed_cells(read_text):
    found = read_text(
        "订单编号,买家会员名,总金额,联系手机,订单创建时间\r\n"
        '"=""3001000000000000017""","竹\u202e风\u200b\x00",￥１，２３４．５０元,\'13000000001,2016/5/23 22:02\r\n'
        '3001000000000000018,null,"1,234.5",１３０,\r\n',
        "utf-8",
    )
    first, second = found.orders
    assert (first.number, first.buyer_nick, first.total_cents) == ("3001000000000000017", "竹风", 123450)
    assert (first.mobile, second.mobile) == ("13000000001", "130")
    assert (second.buyer_nick, second.total_cents, second.created_at) == (None, 123450, None)


def test_numbers_in_a_sheet(read, tmp_path):
    path = tmp_path / "订单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(2, 0, ["订单编号", "总金额", "宝贝总数量"])
        page.write_row(3, 0, [4055670462648394832, 12.8, 2])
        page.write_row(4, 0, [300100000000003, 0.1 + 0.2, 3])
    found = read(path)
    assert [(problem.line, problem.reason) for problem in found.problems] == [(4, "number_rounded")]
    (order,) = found.orders
    assert (order.number, order.total_cents, order.pieces, order.source_line) == ("300100000000003", 30, 3, 5)


def test_a_file_changed_after_opening_is_refused(tmp_path):
    path = tmp_path / "订单.csv"
    path.write_text(HEAD + GOOD, encoding="gb18030", newline="")
    opened = open_orders(path)
    path.write_text(HEAD + GOOD + GOOD, encoding="gb18030", newline="")
    with pytest.raises(DeskError, match="file_changed"):
        list(opened.items())


def test_cancel_stops_and_progress_ends(tmp_path):
    path = tmp_path / "订单.csv"
    rows = "".join(f'="{3 * 10**18 + at}","","","",""\r\n' for at in range(2 * CHECK_EVERY))
    path.write_text(HEAD + rows, encoding="gb18030", newline="")
    told = []
    assert len(list(open_orders(path, progress=lambda done, total: told.append((done, total))).items())) == 1000
    assert told[-1] == (1000, 1000)
    answers = iter([False] * 2 + [True])
    with pytest.raises(DeskError, match="cancelled"):
        list(open_orders(path, cancelled=lambda: next(answers)).items())


SEEDS = [
    GOOD.encode("gb18030"),
    HEAD.encode("gb18030"),
    HEAD.encode(),
    b'{"number":"300100","lines":[{}]}\n',
    b'"',
    b",",
]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example(b"PK\x03\x04")
@given(
    st.one_of(
        st.binary(max_size=400), st.lists(st.one_of(st.sampled_from(SEEDS), st.binary(max_size=20))).map(b"".join)
    )
)
def test_any_bytes_raise_nothing_but_a_desk_error(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    for opened in (lambda: list(open_orders(path).items()), lambda: list(read_phrases(path))):
        try:
            opened()
        except DeskError as error:
            assert file_sentence(error)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_workbook_raises_nothing_but_a_desk_error(tmp_path, twins, data):
    content = bytearray((twins / "report_8.xlsx").read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "any.xlsx"
    path.write_bytes(content)
    try:
        list(open_orders(path).items())
    except DeskError as error:
        assert file_sentence(error)
