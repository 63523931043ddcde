"""Work that may take over a frame: named, cancellable, in two threads, its end told on the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from types import CellType
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from ticketdesk.ui.errors import report
from ticketdesk.ui.turns import next_turn

Progress = Callable[[object], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Any]
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]

_LOG: Final = logging.getLogger(__name__)


class _Run:
    """One started task: its receivers and whether it is still wanted."""

    def __init__(self, name: str, done: Done, failed: Failed, progressed: Progress | None) -> None:
        self.name = name
        self.done, self.failed, self.progressed = done, failed, progressed
        self.stop = Event()


class Tasks(QObject):
    """Runs functions of `(progress, cancelled)` in two threads; a new task of a name cancels the one before."""

    started = Signal(str)
    ended = Signal(str)
    _news = Signal(object, object)

    def __init__(self, parent: QObject | None = None, *, workers: int = 2) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="tasks")
        self._short = ThreadPoolExecutor(1, thread_name_prefix="short")
        self._runs: dict[str, _Run] = {}
        self._closed = False
        self._news.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    def start(self, name: str, work: Work, done: Done, failed: Failed, progressed: Progress | None = None) -> None:
        """Run `work(progress, cancelled)` in a thread; exactly one of `done(result)` and `failed(error)` follows on the
        window's thread, unless it is cancelled or its receiver is gone: then nothing.

        `work` should ask `cancelled()` often and return early; `progress(value)` reaches `progressed`.
        """
        self.cancel(name)
        if self._closed:
            return
        run = _Run(name, done, failed, progressed)
        self._runs[name] = run
        self.started.emit(name)
        self._pool.submit(self._work, run, work)

    def submit(self, work: Callable[[], None], /) -> Future[None]:
        """Run short work (hashing a password) in a thread of its own, never behind an import; `watch` its future."""
        return self._short.submit(work)

    def cancel(self, name: str) -> bool:
        """Ask the task to stop and tell nothing more of it; False where none runs under that name."""
        run = self._runs.pop(name, None)
        if run is None:
            return False
        run.stop.set()
        self.ended.emit(name)
        return True

    def running(self, name: str) -> bool:
        """Whether a task of that name has not ended yet."""
        return name in self._runs

    def watch(self, future: Future[Any], done: Done, failed: Failed | None = None) -> None:
        """Tell the end of `future` on the window's thread; dropped where the receiver was destroyed meanwhile.

        Without `failed` an error is logged.
        """
        run = _Run("", done, failed or _log_error, None)
        future.add_done_callback(lambda ended: self._tell(run, _outcome(run, ended)))

    def shutdown(self) -> None:
        """Cancel everything and wait for the threads; nothing is started or told afterwards."""
        self._closed = True
        for name in list(self._runs):
            self.cancel(name)
        for pool in (self._short, self._pool):
            pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, run: _Run, work: Work) -> None:
        if run.stop.is_set():
            return
        try:
            result = work(lambda value: self._report(run, value), run.stop.is_set)
        except BaseException as error:
            failure = error  # `error` is unbound when the block ends
            self._tell(run, lambda: self._end(run, lambda: run.failed(failure), run.failed))
        else:
            self._tell(run, lambda: self._end(run, lambda: run.done(result), run.done))

    def _report(self, run: _Run, value: object) -> None:
        receiver = run.progressed
        if receiver is not None:
            self._tell(run, lambda: _call(receiver, lambda: receiver(value)))

    def _tell(self, run: _Run, news: Callable[[], None]) -> None:
        if not run.stop.is_set() and shiboken6.isValid(self):
            self._news.emit(run, news)

    def _arrived(self, run: _Run, news: Callable[[], None]) -> None:
        """Let each be told in a turn of its own: what several have found may come at the same moment."""
        next_turn(self, partial(_deliver, run, news))

    def _end(self, run: _Run, news: Callable[[], None], receiver: Callable[..., None]) -> None:
        if self._runs.get(run.name) is run:
            del self._runs[run.name]
            self.ended.emit(run.name)
        _call(receiver, news)


def _deliver(run: _Run, news: Callable[[], None]) -> None:
    if not run.stop.is_set():
        news()


def _outcome(run: _Run, ended: Future[Any]) -> Callable[[], None]:
    def tell() -> None:
        if ended.cancelled():
            return
        error = ended.exception()
        if error is not None:
            _call(run.failed, lambda: run.failed(error))
        else:
            _call(run.done, lambda: run.done(ended.result()))

    return tell


def _call(receiver: Callable[..., None], news: Callable[[], None]) -> None:
    """Tell the news unless what would hear them is a destroyed QObject: the receiver's own, or one it closes over."""
    if still_there(receiver):
        news()


def still_there(receiver: Callable[..., None]) -> bool:
    """Whether no QObject that `receiver` belongs to or closes over is destroyed."""
    return all(shiboken6.isValid(each) for each in _held(receiver))


def _held(receiver: Callable[..., None]) -> Iterator[QObject]:
    function = receiver.func if isinstance(receiver, partial) else receiver
    cells = getattr(function, "__closure__", None) or ()
    for each in (getattr(function, "__self__", None), *(_content(cell) for cell in cells)):
        if isinstance(each, QObject):
            yield each


def _content(cell: CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # named further down and not bound yet
        return None


def _log_error(error: BaseException) -> None:
    _LOG.error("a watched future failed\n%s", report(error))
