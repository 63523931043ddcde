"""Variables in phrases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.phrase_fill import VARIABLES, Facts, day_of, fill, size_and_colour, unknown_variables, variable

FACTS = Facts("林小鹿", "3001", "圆通速递", "YT88", "L", "雾蓝", "亚麻衬衫", "128.50", "小满", "青禾生活", "11月26日")


def test_every_variable_of_the_list_is_filled() -> None:
    text = " ".join("{" + name + "}" for name in VARIABLES)
    assert fill(text, FACTS) == (" ".join(FACTS), (), ())


def test_what_is_missing_or_unknown_stands_and_is_told() -> None:
    filled = fill("{买家}您好，{单号}已发，{天气} {单号}", FACTS._replace(tracking=""))
    assert filled == ("林小鹿您好，{单号}已发，{天气} {单号}", ("单号",), ("天气",))
    assert unknown_variables("{买家}{天气}{天气}") == ("天气",)


def test_other_words_and_wide_braces_mean_the_same() -> None:
    assert fill("｛昵称｝ { 订单 编号 } {Buyer}", FACTS).text == "林小鹿 3001 林小鹿"
    assert variable("TRACKING") == "单号" and variable("x") is None


def test_a_value_is_never_filled_again() -> None:
    assert fill("{买家}", FACTS._replace(buyer="{订单号}")).text == "{订单号}"


def test_size_and_colour_of_an_item() -> None:
    assert size_and_colour("颜色分类：雾蓝;尺码：M") == ("M", "雾蓝")
    assert size_and_colour("") == ("", "")
    assert day_of(1_795_000_000_000) == "11月18日"


@given(st.text(alphabet="{}｛｝买家 x\n", max_size=200))
def test_text_outside_of_braces_stays(text: str) -> None:
    assert fill(text, Facts()).text == text
