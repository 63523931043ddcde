"""A command line in this process: ``run("import", file)`` over a store of this test alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ticketdesk import cli
from ticketdesk.words import use_language


class Result(NamedTuple):
    """The exit code and what was printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)


@pytest.fixture
def store(tmp_path) -> Path:
    return tmp_path / "店铺 1"


@pytest.fixture
def run(capsys, store):
    """Call a command over ``store`` in English (the last --store and --lang count)."""

    def calling(command: str, *arguments: object) -> Result:
        capsys.readouterr()
        code = cli.main([command, "--store", str(store), "--lang", "en", *map(str, arguments)])
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    yield calling
    use_language("en")


@pytest.fixture
def orders_csv(tmp_path) -> Path:
    """Three good orders and one with a misspelt amount."""
    path = tmp_path / "订单.csv"
    rows = [
        "订单编号,买家会员名,总金额,订单状态,收货人姓名,订单创建时间,宝贝标题,订单备注,自家列",
        '="4055670462648394832",小鹿88,73.27,交易成功,李雷,2026-02-28 14:00:58,棉布裙子,,甲',
        '="4055670462648394833",大白,12.80,等待买家付款,韩梅,2026-02-28 15:00:58,"袜子，两双",不要中通,乙',
        '="4055670462648394834",=1+1,5.00,等待买家付款,@名,2026-02-28 16:00:58,帽子,,',
        '="4055670462648394835",大白,12.8O,等待买家付款,韩梅,2026-02-28 15:00:58,袜子,,',
    ]
    path.write_bytes("\r\n".join((*rows, "")).encode("gb18030"))
    return path


@pytest.fixture
def transcript(tmp_path) -> Path:
    path = tmp_path / "聊天.txt"
    lines = [
        "小鹿88 2026-03-01 10:00:00", "在吗？裙子想换成L码", "", "青禾旗舰店:小满 2026-03-01 10:00:30", "在的亲", "",
        "小鹿88 2026-03-01 10:01:00", "好的谢谢", "",
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
