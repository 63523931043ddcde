"""Scenes of the import: a table that nobody knows, and a folder that is watched."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.orders.folder_watch import WATCH, FolderWatch
from ticketdesk.ui.orders.import_dialog import ImportDialog
from ticketdesk.ui.orders.import_match import MatchView
from ticketdesk.ui.orders.import_mend import MendLine
from ticketdesk.ui.orders.import_report import ProblemTable
from ticketdesk.ui.settings.import_section import ImportSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

# First the one whose remarks contradict each other, then two others.
_TO_SHIP = (
    "SELECT number FROM orders WHERE state = 'WAIT_SELLER_SEND_GOODS' AND deleted = 0"
    " ORDER BY remark_conflict DESC, id LIMIT 3"
)
_ORDER = "订单编号,买家会员名,总金额,订单状态\r\n3001000000000099918,小鹿88,129.00,买家已付款，等待卖家发货\r\n"
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


def _further(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    with TemporaryDirectory(prefix="ticketdesk-tour-") as folder:
        path = Path(folder) / "仓库导出.csv"
        path.write_text(_TABLE.replace("单号", "订单编号"), encoding="utf-8-sig", newline="")
        agent.looks_at_import(path)
        agent.settle()
        agent.press(tr("Say what these columns are…"))
        view = agent.there(lambda: next(agent.shown(MatchView), None), "the columns are asked for")
    agent.sees(view.read.isEnabled(), "the column of numbers is chosen already")


def _couriers(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    torn, *others = (number for (number,) in agent.world.reader.rows(_TO_SHIP))
    with TemporaryDirectory(prefix="ticketdesk-tour-") as folder:
        path = Path(folder) / "批量发货_快递单号.csv"
        numbers = ("75310000998801", "75310000998802", "顺丰123")
        rows = "".join(f"{order},中通快递,{each}\r\n" for order, each in zip((torn, *others), numbers, strict=True))
        path.write_text(f"订单编号,物流公司,物流单号\r\n{rows}", encoding="utf-8-sig", newline="")
        agent.looks_at_import(path)
        agent.until(lambda: len(list(agent.shown(MendLine))) == 1, "the rows that are wrong are told")

    view = next(agent.shown(ProblemTable))
    view.setFocus()
    agent.keys("Home", "Return")


def _watch(agent: Agent) -> None:
    clear(agent)
    folder = agent.world.folder / "下载"
    folder.mkdir(exist_ok=True)
    agent.window.go(Place("settings.import"))
    section = agent.there(lambda: next(agent.shown(ImportSection), None), "the section is shown")
    section.watch(str(folder))
    agent.sees(section.on.isChecked(), "the folder is watched")


def _watched(agent: Agent) -> None:
    clear(agent)
    agent.goes_to("orders")
    watch = FolderWatch(agent.window)
    path = agent.world.folder / "下载" / "ExportOrderList.csv"
    path.write_text(_ORDER, encoding="utf-8-sig", newline="")
    agent.until(lambda: watch.link is not None and watch.link.isVisible(), "the file is named at the foot")


def _opened(agent: Agent) -> None:
    watch = next(iter(agent.window.findChildren(FolderWatch)))
    agent.press(watch.link.text() if watch.link is not None else "")
    agent.dialog(tr("Import orders"))
    agent.settle()
    agent.world.kept.put(WATCH, "0")
    agent.world.watch_turned.emit()


IMPORT_SCENES: tuple[Scene, ...] = (
    Scene("import-columns", mark("The columns of a table that nobody knows are asked for"), _columns, (ImportDialog,)),
    Scene(
        "import-columns-more",
        mark("A table with order numbers: what its other columns are"),
        _further,
        (ImportDialog,),
    ),
    Scene(
        "import-couriers",
        mark("A list of courier numbers: who is held back, and a number written anew"),
        _couriers,
        (ImportDialog,),
    ),
    Scene("settings-import", mark("A folder of this computer is watched for order files"), _watch, (ImportSection,)),
    Scene("import-watched", mark("An order file came: a quiet link at the foot says so"), _watched),
    Scene("import-watched-open", mark("The link opens the file in the import"), _opened, (ImportDialog,)),
)
