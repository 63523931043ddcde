"""``ticketdesk tour``: the first sentence of the program, played on a fresh store, then the sample shop."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from ticketdesk.app import build
from ticketdesk.domain.moments import MINUTE
from ticketdesk.store.store import STORE_NAME
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Book, Mode, Scene
from ticketdesk.tour.sample import fill_demo
from ticketdesk.tour.sample_orders import BASE
from ticketdesk.tour.scenes import SHOP_SCENES
from ticketdesk.tour.scenes_acts import ACT_SCENES
from ticketdesk.tour.scenes_alerts import ALERT_SCENES
from ticketdesk.tour.scenes_backup import BACKUP_SCENES
from ticketdesk.tour.scenes_boxes import BOX_SCENES
from ticketdesk.tour.scenes_buyer_family import FAMILY_SCENES
from ticketdesk.tour.scenes_buyers import BUYER_SCENES
from ticketdesk.tour.scenes_channels import CHANNEL_SCENES
from ticketdesk.tour.scenes_chat import CHAT_SCENES
from ticketdesk.tour.scenes_composer import COMPOSER_SCENES
from ticketdesk.tour.scenes_deadlines import DEADLINE_SCENES
from ticketdesk.tour.scenes_dialogs import DIALOG_SCENES
from ticketdesk.tour.scenes_flow import FLOW_SCENES
from ticketdesk.tour.scenes_import import IMPORT_SCENES
from ticketdesk.tour.scenes_many import MANY_SCENES
from ticketdesk.tour.scenes_menus import MENU_SCENES
from ticketdesk.tour.scenes_next import NEXT_SCENES
from ticketdesk.tour.scenes_order_list import ORDER_LIST_SCENES
from ticketdesk.tour.scenes_orders import ORDER_SCENES
from ticketdesk.tour.scenes_panes import PANE_SCENES
from ticketdesk.tour.scenes_parcels import PARCEL_SCENES
from ticketdesk.tour.scenes_people import PEOPLE_SCENES
from ticketdesk.tour.scenes_phrases import PHRASE_SCENES
from ticketdesk.tour.scenes_practice import PRACTICE_SCENES
from ticketdesk.tour.scenes_refunds import REFUND_SCENES
from ticketdesk.tour.scenes_settings import SETTINGS_SCENES
from ticketdesk.tour.scenes_shop_rules import SHOP_RULE_SCENES
from ticketdesk.tour.scenes_stand_ins import STAND_IN_SCENES
from ticketdesk.tour.scenes_talk_list import TALK_LIST_SCENES
from ticketdesk.tour.scenes_ticket_list import TICKET_LIST_SCENES
from ticketdesk.tour.scenes_ticket_people import CALL_SCENES
from ticketdesk.tour.scenes_ties import TIE_SCENES
from ticketdesk.tour.scenes_types import TYPE_SCENES
from ticketdesk.tour.screen import screen_chosen
from ticketdesk.tour.stage import StepFailed, StoryClock
from ticketdesk.tour.story import TALK_STORY
from ticketdesk.tour.story_tickets import TICKET_STORY
from ticketdesk.tour.ways import play_ways, ways
from ticketdesk.ui import theme
from ticketdesk.ui.start.beginning import speak
from ticketdesk.words import LANGUAGES, tr

SAMPLE_SCENES = (
    *SHOP_SCENES, *PHRASE_SCENES, *BUYER_SCENES, *SETTINGS_SCENES, *BACKUP_SCENES, *PEOPLE_SCENES,
    *DIALOG_SCENES, *MENU_SCENES, *TALK_LIST_SCENES, *ACT_SCENES, *COMPOSER_SCENES, *CHAT_SCENES,
    *SHOP_RULE_SCENES, *PRACTICE_SCENES, *ALERT_SCENES, *CHANNEL_SCENES, *PANE_SCENES, *BOX_SCENES,
    *DEADLINE_SCENES, *TICKET_LIST_SCENES, *TIE_SCENES, *TYPE_SCENES, *FLOW_SCENES, *CALL_SCENES, *MANY_SCENES,
    *NEXT_SCENES, *STAND_IN_SCENES, *IMPORT_SCENES, *ORDER_SCENES, *ORDER_LIST_SCENES, *PARCEL_SCENES,
    *REFUND_SCENES, *FAMILY_SCENES,
)  # fmt: skip
_DONE, _NO_EFFECT, _COULD_NOT = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Play the tour and save its pictures; 0 all had their effect, 1 some had not (they are named), 2 not begun."""
    arguments = _parser().parse_args(list(argv))
    out: Path = arguments.out
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(tr("The folder {0} cannot be made: {1}", out, error.strerror or ""), file=sys.stderr)
        return _COULD_NOT
    return play_ways(arguments.ways, out) if arguments.ways else _look(arguments, out)


def _look(arguments: argparse.Namespace, out: Path) -> int:
    """Play the whole tour in this process."""
    app = _application(arguments.size)
    speak(app, arguments.lang)
    modes: tuple[Mode, ...] = ("light", "dark") if arguments.theme == "both" else (arguments.theme,)
    theme.apply(app, modes[0])
    book = Book(out, modes, lambda line: print(line, flush=True))
    with _bugs_told(book), TemporaryDirectory(prefix="ticketdesk-tour-") as folder:
        _play(book, Path(folder) / "story" / STORE_NAME, (*TALK_STORY, *TICKET_STORY), arguments.size, demo=False)
        _play(book, Path(folder) / "shop" / STORE_NAME, SAMPLE_SCENES, arguments.size, demo=True)
    return _told(book)


def _play(book: Book, path: Path, scenes: Sequence[Scene], size: QSize, *, demo: bool) -> None:
    """Play scenes in a window over a new store at ``path``: the story in one go, the sample shop's one by one."""
    clock = StoryClock(BASE if demo else BASE - MINUTE)
    agent = Agent(build(path, clock=clock, fill=fill_demo if demo else None))
    agent.window.bug.connect(lambda error: book.fail(path.parent.name, f"{type(error).__name__}: {error}"))
    try:
        agent.window.resize(size)
        agent.open()
        book.play(agent, scenes, chained=not demo)
    except StepFailed as failure:
        book.fail(path.parent.name, str(failure))
    finally:
        agent.close()


@contextmanager
def _bugs_told(book: Book) -> Iterator[None]:
    """Count every error that a slot of the window lets out as a step without effect."""
    before = sys.excepthook

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        book.fail(kind.__name__, str(error))

    sys.excepthook = tell
    try:
        yield
    finally:
        sys.excepthook = before


def _told(book: Book) -> int:
    if book.failed:
        print(tr("{0} pictures in {1}. Without effect: {2}", len(book.pictures), book.out, ", ".join(book.failed)))
        return _NO_EFFECT
    print(tr("{0} pictures in {1}. Every step had its effect.", len(book.pictures), book.out))
    return _DONE


def _application(size: QSize) -> QApplication:
    # The pictures must look the same on every desktop, and the tour must reach into the dialog of files.
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    found = QApplication.instance()
    with screen_chosen(size):
        app = found if isinstance(found, QApplication) else QApplication(["TicketDesk"])
    app.setCursorFlashTime(0)
    return app


def _size(text: str) -> QSize:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError("WIDTHxHEIGHT, such as 1440x900") from None
    return QSize(width, height)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("ticketdesk tour", description="The story of the program as pictures.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--theme", choices=("both", "light", "dark"), default="both")
    parser.add_argument("--lang", choices=LANGUAGES, default="zh_CN")
    parser.add_argument("--size", type=_size, default=QSize(1440, 900), metavar="WxH", help="of the window")
    known = "all, or some of light,dark,english,scale150,small,small-english; each goes to a folder of its own"
    parser.add_argument("--ways", type=ways, default=(), metavar="WAYS", help=known)
    return parser
