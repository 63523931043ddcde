"""A ticket as it was: two moments by the list, the clock, the calendar and the slider, and what differs between."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from ticketdesk.desk.commands.ticket_values import SetTicketValue
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.domain.ticket_past import Point
from ticketdesk.store.queries import tickets
from ticketdesk.ui import theme
from ticketdesk.ui.tickets.detail.life_slider import LifeSlider
from ticketdesk.ui.tickets.detail.past_dialog import PastDialog
from ticketdesk.words import use_language

KEY = Qt.Key


@pytest.fixture
def ticket(desk, make, clock):
    """Opened at 14:26 on the 21st; an hour later of high priority, a day later in progress; now it is the 24th."""
    made = make.ticket("问")
    clock.now += HOUR
    desk.run(SetTicketField(ticket_ids=(made,), field="priority", value="3"))
    clock.now += DAY
    desk.run(SetTicketState(ticket_ids=(made,), state="in_progress"))
    clock.now += 2 * DAY
    return made


@pytest.fixture
def opened(qtbot, world, window, ticket):
    made = PastDialog(world, tickets.rows(world.reader, [ticket])[0], window)
    made.open()
    qtbot.waitUntil(made.acts.hasFocus)
    qtbot.waitUntil(made.updatesEnabled)
    return made


def differing(opened):
    return {field.name: (field.then, field.now) for field in opened.fields() if field.changed}


def rows(opened):
    table = opened.table
    shown = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
    return [[table.item(row, column).text() for column in range(3)] for row in shown]


def test_arrows_go_through_the_acts_and_what_differs_is_marked_and_copied(qtbot, opened):
    assert opened.acts.count() == 3 and opened.changed.text() == "1 field differs"
    qtbot.keyClick(opened.acts, KEY.Key_Down)
    assert opened.changed.text() == "2 fields differ"
    assert differing(opened) == {"state": ("open", "in_progress"), "priority": (2, 3)}
    assert ["≠ State", "Open", "In progress"] in rows(opened)
    opened._copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "Field\t11-21 14:26\tNow" and "State\tOpen\tIn progress" in copied


def test_arrows_on_the_slider_go_from_act_to_act(qtbot, opened):
    slider = opened.then.slider
    assert opened.then.words.text() == "小满 · changed ticket"
    qtbot.keyClick(slider, KEY.Key_Left)
    assert opened.then.words.text() == "小满 · new ticket" and opened.acts.currentRow() == 2
    qtbot.keyClick(slider, KEY.Key_Left)
    assert opened.acts.currentRow() == 2
    for row in (1, 0):
        qtbot.keyClick(slider, KEY.Key_Right)
        assert opened.acts.currentRow() == row
    qtbot.keyClick(slider, KEY.Key_Right)
    assert opened.then.words.text() == "Now" and opened.changed.text() == "Nothing differs"
    qtbot.keyClick(slider, KEY.Key_Home)
    assert opened.acts.currentRow() == 2 and slider.value() == slider.minimum()
    qtbot.keyClick(slider, KEY.Key_End)
    assert opened.then.words.text() == "Now" and slider.value() == slider.maximum()
    assert slider.accessibleDescription() == "Now"


def test_a_reader_of_the_screen_steps_as_the_keys_do(opened):
    slider = opened.then.slider
    slider.triggerAction(LifeSlider.SliderAction.SliderSingleStepSub)
    assert slider.point() == Point(opened._steps[2].at, 2)
    slider.triggerAction(LifeSlider.SliderAction.SliderToMaximum)
    assert slider.point() == opened._life[-1]


def drag(slider, x):
    at, none = QPointF(x, 15), Qt.MouseButton.NoButton
    kind, mods = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(kind, at, slider.mapToGlobal(at), none, Qt.MouseButton.LeftButton, mods)
    QApplication.sendEvent(slider, moved)


def test_the_mouse_takes_any_moment_and_an_act_where_it_is_near(qtbot, opened):
    slider = opened.then.slider
    first, second = (slider.place_of(point) for point in opened._life[1:3])
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(round((first + second) / 2), 15))
    assert opened.then.words.text() == "after 小满 · changed ticket"
    assert opened._steps[1].at < slider.point().at < opened._steps[0].at
    assert differing(opened) == {"state": ("open", "in_progress")}
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(second) + 2, 15))
    assert slider.point() == Point(opened._steps[0].at, 0)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(first), 15))
    drag(slider, slider.width())
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width(), 15))
    assert slider.point() == opened._life[-1]


def type_moment(qtbot, field, text):
    field.setFocus()
    field.lineEdit().selectAll()
    field.lineEdit().insert(text)
    qtbot.keyClick(field, KEY.Key_Return)


def test_a_moment_is_typed_on_the_clock_of_the_shop(qtbot, opened):
    field = opened.then.field
    assert field.text() == "2026-11-21 15:26:08"
    type_moment(qtbot, field, "2026-11-21 15:00:00")
    assert differing(opened) == {"state": ("open", "in_progress"), "priority": (2, 3)}
    assert opened.then.words.text() == "after 小满 · new ticket" and opened.acts.currentRow() == 2
    assert opened.isVisible()
    type_moment(qtbot, field, "2026-11-20 09:00:00")
    assert opened.then.words.text() == "The ticket was not there yet"
    assert opened.acts.currentRow() == -1 and ["≠ Title", "—", "问"] in rows(opened)
    type_moment(qtbot, field, "2031-01-01 00:00:00")
    assert opened.then.words.text() == "Now" and field.text().startswith("2026-11-24")


def test_all_that_happened_in_a_second_that_is_typed_has_happened(qtbot, opened):
    type_moment(qtbot, opened.then.field, "2026-11-21 15:26:07")
    assert opened.acts.currentRow() == 2
    type_moment(qtbot, opened.then.field, "2026-11-21 15:26:08")
    assert opened._steps[1].at % 1_000 != 0 and opened.then.slider.point() == Point(opened._steps[1].at, 1)


def test_a_day_is_picked_in_the_calendar(qtbot, opened):
    field = opened.beside.field
    assert field.calendarPopup()
    field.setDate(QDate(2026, 11, 21))
    assert opened.beside.words.text() == "小满 · changed ticket"
    assert opened.beside.slider.point() == Point(opened._steps[1].at, 1) and opened.changed.text() == "Nothing differs"


def test_a_second_moment_shows_the_differences_between_the_two(qtbot, opened):
    qtbot.keyClick(opened.acts, KEY.Key_End)
    qtbot.keyClick(opened.beside.slider, KEY.Key_Left)
    qtbot.keyClick(opened.beside.slider, KEY.Key_Left)
    assert differing(opened) == {"priority": (2, 3)}
    heads = [opened.table.horizontalHeaderItem(column).text() for column in range(3)]
    assert heads == ["Field", "Then · 11-21 14:26", "Beside · 11-21 15:26"]
    assert opened.table.accessibleDescription() == "1 field differs: Priority"
    opened.beside.now.click()
    assert opened.beside.words.text() == "Now" and opened.changed.text() == "2 fields differ"


def test_only_what_differs_can_be_shown_and_copied(qtbot, opened):
    every = len(rows(opened))
    opened.only.setFocus()
    qtbot.keyClick(opened.only, KEY.Key_Space)
    assert rows(opened) == [["≠ State", "Open", "In progress"]]
    opened._copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    qtbot.keyClick(opened.only, KEY.Key_Space)
    assert len(rows(opened)) == every


def test_fields_of_the_type_have_their_names_and_values_also_after_a_change_of_type(world, desk, make, window):
    ticket = make.ticket("换", type="exchange")
    desk.run(SetTicketValue(ticket_id=ticket, own=(("wanted", "L 码"),)))
    made = PastDialog(world, tickets.rows(world.reader, [ticket])[0], window)
    made.open()
    assert ["≠ Exchange for", "—", "L 码"] in rows(made)
    desk.run(SetTicketField(ticket_ids=(ticket,), field="type", value="inquiry"))
    later = PastDialog(world, tickets.rows(world.reader, [ticket])[0], window)
    later.open()
    assert ["Exchange for", "L 码", "L 码"] in rows(later) and ["≠ Type", "Exchange", "Inquiry"] in rows(later)


def test_a_ticket_of_this_moment_has_its_opening_and_now(qtbot, world, make, window):
    made = PastDialog(world, tickets.rows(world.reader, [make.ticket("新")])[0], window)
    made.open()
    assert made.acts.count() == 1 and made.then.slider.isEnabled()
    assert made.changed.text() == "Nothing differs"


def test_every_part_is_named_for_readers(opened):
    for row, name in ((opened.then, "Then"), (opened.beside, "Beside")):
        assert row.field.accessibleName() == f"{name}: day and time"
        assert row.slider.accessibleName() == f"{name}: along the life of the ticket"
        assert row.now.accessibleName() == f"{name}: now"
    focused = [each for each in opened.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    unnamed = [each for each in focused if each.isVisible() and not each.accessibleName()]
    assert [each for each in unnamed if not isinstance(each.parent(), type(opened.then.field))] == []


def test_it_speaks_chinese(qtbot, world, window, ticket):
    use_language("zh_CN")
    made = PastDialog(world, tickets.rows(world.reader, [ticket])[0], window)
    made.open()
    texts = [each.text() for each in (*made.findChildren(QLabel), *made.findChildren(QPushButton)) if each.text()]
    words = [text for text in texts if text.isascii() and any(sign.isalpha() for sign in text)]
    assert [text for text in words if text != "Esc" and not text.startswith("T-")] == []
    assert made.only.text() == "只看不同" and made.then.slider.accessibleName() == "当时：在工单的时间轴上移动"


@pytest.fixture(params=["light", "dark"])
def colours(qapp, request):
    yield theme.apply(qapp, request.param)
    theme.apply(qapp, "light")


def test_the_slider_marks_its_acts_in_both_themes(qtbot, colours):
    slider = LifeSlider("Then")
    qtbot.addWidget(slider)
    life = (Point(0, 1), Point(50 * MINUTE, 0), Point(100 * MINUTE, 0))
    slider.resize(224, 30)
    slider.set_life(life)

    def painted(point):
        slider.show_point(point)
        picture = QImage(slider.size(), QImage.Format.Format_ARGB32)
        slider.render(picture, QPoint())
        return [picture.pixelColor(*at).name() for at in ((112, 10), (60, 10), (160, 15))]

    third, rail, before = (colours.color(name).name() for name in ("text.third", "line.strong", "accent"))
    tick, beside, beyond = painted(life[0])
    assert tick == third and beside != third and beyond == rail
    assert painted(life[2])[2] == before
