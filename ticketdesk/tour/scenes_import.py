"""Scenes of the import: a table that nobody knows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.orders.import_dialog import ImportDialog
from ticketdesk.ui.orders.import_match import MatchView
from ticketdesk.words import mark

_TABLE = "单号,谁,多少钱,送到\r\n3001000000000099917,小鹿88,129.00,浙江省 杭州市 西湖区 文三路1号\r\n"


def _columns(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    with TemporaryDirectory(prefix="ticketdesk-tour-") as folder:
        path = Path(folder) / "仓库导出.csv"
        path.write_text(_TABLE, encoding="utf-8-sig", newline="")
        agent.looks_at_import(path)
        view = agent.there(lambda: next(agent.shown(MatchView), None), "the columns are asked for")
    agent.keys("Down")
    agent.sees(view.read.isEnabled(), "with a column of numbers it can be read")


IMPORT_SCENES: tuple[Scene, ...] = (
    Scene("import-columns", mark("The columns of a table that nobody knows are asked for"), _columns, (ImportDialog,)),
)
