"""The views at the left of the orders page: those of the program with their counts, and those that agents keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.order_views import ArrangeOrderViews, DeleteOrderView
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import from_ms, parse_stamp
from ticketdesk.domain.query.order_fields import ORDERS as VOCABULARY
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Among, Between, Day, Key, Period, Query, Span, Term, Value
from ticketdesk.domain.query.wording import unparse
from ticketdesk.store.queries import badges
from ticketdesk.store.queries.badges import Badges
from ticketdesk.store.queries.order_conditions import STATES
from ticketdesk.store.queries.order_filter import ORDERS, RECENT, OrderFilter
from ticketdesk.store.queries.order_terms import WITH_DEADLINE
from ticketdesk.store.queries.saved_views import OF_ORDERS, SavedViewRow
from ticketdesk.store.queries.saved_views import ORDERS as OF
from ticketdesk.ui.kept_views import SAVED, KeptViews, ViewActs, key_of
from ticketdesk.ui.orders.filter_bar import FilterBar
from ticketdesk.ui.orders.filter_state import BETWEEN, Chosen
from ticketdesk.ui.orders.order_model import OrderView, nav_entries, view_of
from ticketdesk.ui.query.field import language
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.nav_list import NavEntry, NavList
from ticketdesk.ui.world import World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.save_view_dialog import Keeping

_ACTS: Final = ViewActs(OF, lambda key: DeleteOrderView(view_id=key), lambda keys: ArrangeOrderViews(view_ids=keys))
_STATE_KEYS: Final = {state: key for key, state in STATES.items()}
_RISKS: Final = frozenset({"late", "contradicting", "readdressed", "refunded", "stalled", "together"})
_DAYS: Final[dict[str, Value]] = {
    "today": Period("today"), "week": Span(7, "d"), "month": Span(30, "d"), "quarter": Span(90, "d"),
    "this_month": Period("this_month"), "last_month": Period("last_month"),
}  # fmt: skip


class OrderViews(NavList):
    """The list at the left; a kept view is asked in the filter row, where it can be read and narrowed."""

    def __init__(self, world: World, numbers: Badges) -> None:
        super().__init__(tr("Views of orders"))
        self._world = world
        self._row: FilterBar | None = None
        self.kept = KeptViews(world, _ACTS, self)
        self.count(numbers)

    def count(self, numbers: Badges) -> None:
        """Show the views with these counts."""
        self.set_entries([*nav_entries(numbers), *self.kept.entries(_entry)])

    def follow(self, changes: Changes, numbers: Badges) -> None:
        """Take up what was committed; a view that is no more is left for all orders."""
        stood = self.current()
        if changes.touches("saved_view"):
            self.kept.read()
        if changes.touches("saved_view", "orders", "setting"):  # the shop may name its stages anew
            self.count(numbers)
        if stood.startswith(SAVED) and self.kept.view(stood) is None:
            self._go("all")

    def serve(self, row: FilterBar) -> None:
        """Keep what is shown from the filter row, change kept views into it, and follow who works here."""
        self._row = row
        row.keep.clicked.connect(lambda: self.keep())
        self.kept.change_wanted.connect(self._change)
        self._world.session_changed.connect(self._turn_agent)

    def enter(self, key: str, chosen: FilterBar, *, left: str) -> None:
        """Make a view the current one, having ``left`` another: what a kept one asks stands in the filter row, and
        goes from there with it."""
        self.set_current(key)
        view = self.kept.view(key)
        query = _query(self._world, view)
        if view is not None and query is not None:
            order = view.ordering.removeprefix(OF_ORDERS)
            chosen.show_kept(query, order if order in ORDERS else RECENT, descending=not view.turned)
        elif left.startswith(SAVED):
            chosen.leave_kept()
        chosen.set_view(view_of(key), self.text_of(key))

    def keep(self, view: SavedViewRow | None = None) -> None:
        """Ask for the name under which what is shown is kept; ``view`` is the kept one that becomes this."""
        from ticketdesk.ui.save_view_dialog import SaveViewDialog

        row, shown = self._row, view_of(self.current() or "all")
        if row is not None:
            query = query_of(shown, row.chosen, row.search.query)
            SaveViewDialog(self._world, keeping(query, row.wanted(shown)), view, self.window()).open()

    def _change(self, view: SavedViewRow) -> None:
        """Change a kept view into what is shown; another one is shown first."""
        if self.current() != key_of(view):
            self._go(key_of(view))
        self.keep(view)

    def _turn_agent(self) -> None:
        """Another agent works here: a view of the one before is not shown any longer."""
        stood = self.current().startswith(SAVED)
        self.kept.read()
        self.count(badges.badges(self._world.reader))
        if stood:
            self._go("all")

    def _go(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)


def _query(world: World, view: SavedViewRow | None) -> Query | None:
    if view is None:
        return None
    try:
        return parse(view.query, VOCABULARY)
    except DeskError as error:
        world.notices.refuse(error)
        return None


def _entry(view: SavedViewRow) -> NavEntry:
    return NavEntry(key_of(view), one_line(view.name, 40))


def query_of(view: OrderView, chosen: Chosen, asked: Query) -> Query:
    """Return all that a view, the chips and the search leave in the list as one query."""
    terms = list(_of_view(view))
    if chosen.state and view.name != "state":
        terms.append(_is("state", Key(_STATE_KEYS[chosen.state])))
    if chosen.flag and view.name != "flag":
        terms.append(_is("flag", Key(Flag(int(chosen.flag)).name.lower())))
    if chosen.platform:
        terms.append(_is("platform", Key(chosen.platform)))
    terms += _of_days(chosen.days)
    for there, term in (
        (chosen.refunded, _is("risk", Key("refunded"))), (chosen.ticketed, _is("ticket", Key("yes"))),
        (chosen.readdressed, _is("risk", Key("readdressed"))),
    ):  # fmt: skip
        terms += [term] if there else []
    return Query(tuple(dict.fromkeys((*terms, *asked.terms))))


def _of_view(view: OrderView) -> tuple[Term, ...]:
    if view.name == "flag":
        return (_is("flag", Key(Flag(int(view.key or 0)).name.lower())),)
    if view.name == "state":
        return (_is("state", Key(_STATE_KEYS[str(view.key)])),)
    if view.name == "due":
        return (WITH_DEADLINE,)
    return (_is("risk", Key(view.name)),) if view.name in _RISKS else ()


def _of_days(days: str) -> list[Term]:
    if not days:
        return []
    if days in _DAYS:
        return [_is("created", _DAYS[days])]
    first, _, last = days.partition(BETWEEN)
    low, high = (_day(each) for each in (first, last))
    return [Term(Between("created", low, high))] if low or high else []


def _day(text: str) -> Day | None:
    at = parse_stamp(text)
    return None if at is None else Day(*from_ms(at).date().timetuple()[:3])


def _is(field: str, value: Value) -> Term:
    return Term(Among(field, (value,)))


def keeping(query: Query, wanted: OrderFilter) -> Keeping:
    """Return what the dialog asks a name for: a query and the order of the list."""
    from ticketdesk.desk.commands.order_views import SaveOrderView
    from ticketdesk.ui.save_view_dialog import Keeping

    order = wanted.order if wanted.order in ORDERS else RECENT  # what is on its way goes by time

    def command(name: str, shared: bool, view: int | None) -> SaveOrderView:
        return SaveOrderView(
            view_id=view, view_name=name, query=unparse(query, "en", VOCABULARY), ordering=order,
            turned=not wanted.descending, shared=shared,
        )  # fmt: skip

    return Keeping(unparse(query, language(), VOCABULARY) or tr("All orders"), tr("Conditions and order"), command)
