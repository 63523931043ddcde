"""The sections of the live channels: fields kept and refused beside themselves, addresses, code, account, trial."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage

from tests.ui.channels.test_switch import kind, put, turned_on
from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.line_state import LineState
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import settings
from ticketdesk.ui.channels.qr import qr_image, save_picture, save_sheet
from ticketdesk.ui.world import Place


def section(parts, key):
    parts.window.go(Place(f"settings.{key}"))
    return parts.window.page("settings")._made[key].widget()


def value(parts, setting):
    return setting.read(settings.kept(parts.world.reader, [setting.key]).get(setting.key))


def goes_to(qtbot, widget):
    """Give the keys to ``widget``; offscreen a window may have lost them to one that is gone."""
    widget.window().activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def types(qtbot, field, text, *, leave=Qt.Key.Key_Tab):
    goes_to(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, leave)


@pytest.fixture
def web(parts):
    return section(parts, "web")


@pytest.fixture
def mail(parts):
    return section(parts, "email")


@pytest.fixture
def account(parts, mail):
    """A mail account that lacks nothing."""
    for setting, words in (
        (table.MAIL_ADDRESS, "a@b.example"), (table.MAIL_IMAP_HOST, "imap.b.example"),
        (table.MAIL_SMTP_HOST, "smtp.b.example"),
    ):  # fmt: skip
        put(parts, setting, words)
    return mail


def test_every_setting_has_its_field_with_a_name(web, mail):
    assert {*web.fields, *mail.fields} == set(table.CHANNEL_SETTINGS)
    assert all(each.accessibleName() for each in (*web.fields.values(), *mail.fields.values()))


def test_whoever_may_not_change_the_shop_sees_neither(parts, web, monkeypatch):
    monkeypatch.setattr(parts.world, "may", lambda right: right is not Permission.SHOP_EDIT)
    web._keeper.refresh()
    assert not any(each.isEnabled() for each in web.fields.values())


def test_the_addresses_are_there_to_be_copied_and_led_to_by_a_code(qtbot, parts, lines, web):
    assert web.none.isVisible() and not web.code.view.isVisible() and not web.embed.isVisible()
    turned_on(qtbot, parts, lines)
    qtbot.waitUntil(lambda: web.addresses[1].isVisible() and not web.addresses[2].isVisible())
    web.addresses[0].copy.click()
    assert QGuiApplication.clipboard().text() == "http://192.168.1.20:8765/"
    web.embed.copy.click()
    assert QGuiApplication.clipboard().text() == '<script src="http://192.168.1.20:8765/bubble.js" async></script>'
    assert "192.168.1.20" in web.code.view.accessibleName() and web.code.save.isVisible()


def test_an_address_of_this_computer_alone_is_said_to_be_one(qtbot, parts, lines, web):
    lines.on = LineState("on", addresses=("http://127.0.0.1:8765/",), port=8_765)
    turned_on(qtbot, parts, lines)
    qtbot.waitUntil(lambda: web.code.view.isVisible())
    assert "http" not in web.code.hint.text()


def test_what_is_no_address_is_refused_beside_its_field_and_stays_there(qtbot, parts, web):
    field = web.fields[table.WEB_ORIGINS.key]
    types(qtbot, field, "shop example")
    assert "shop example" in field.below._shown.text() and value(parts, table.WEB_ORIGINS) == ""
    put(parts, table.WEB_TITLE, "青禾")  # what others change meanwhile does not take it away
    qtbot.waitUntil(lambda: web.fields[table.WEB_TITLE.key].text() == "青禾")
    assert field.toPlainText() == "shop example"
    types(qtbot, field, "https://shop.example")
    qtbot.waitUntil(lambda: value(parts, table.WEB_ORIGINS) == "https://shop.example")
    assert "shop example" not in field.below._shown.text()
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: field.toPlainText() == "")


def test_quick_buttons_are_kept_line_by_line(qtbot, parts, web):
    field = web.fields[table.WEB_QUICK.key]
    goes_to(qtbot, field)
    for line in ("wuliu", "dizhi"):
        qtbot.keyClicks(field, line)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: value(parts, table.WEB_QUICK) == "wuliu\ndizhi")
    qtbot.waitUntil(lambda: field.toPlainText() == "wuliu\ndizhi")


def test_the_sheet_is_headed_with_the_name_that_buyers_see(qtbot, parts, web):
    assert web._title() == "青禾"
    put(parts, table.WEB_TITLE, "青禾生活馆")
    qtbot.waitUntil(lambda: web._title() == "青禾生活馆")


def test_a_code_is_dark_on_light_with_quiet_ground(tmp_path):
    code = qr_image("http://192.168.1.20:8765/")
    corner = [code.pixelColor(n, n).lightness() for n in range(6)]
    assert corner == [255, 255, 255, 255, 0, 255] and code.width() == code.height()
    save_picture(tmp_path / "码.png", "http://192.168.1.20:8765/")
    saved = QImage(str(tmp_path / "码.png"))
    assert saved.width() > 1_000 and saved.width() % code.width() == 0
    assert saved.scaled(QSize(code.width(), code.width())).pixelColor(4, 4).lightness() == 0


def test_a_sheet_is_a_pdf_and_a_place_that_cannot_be_written_is_refused(tmp_path):
    save_sheet(tmp_path / "sheet.pdf", "http://192.168.1.20:8765/", "青禾", "扫码联系客服")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    for write in (lambda at: save_picture(at, "http://a/"), lambda at: save_sheet(at, "http://a/", "青禾", "x")):
        with pytest.raises(Exception, match="store_read_only"):
            write(tmp_path / "nowhere" / "x")


def test_a_picture_is_saved_in_a_task(qtbot, parts, lines, web, tmp_path):
    turned_on(qtbot, parts, lines)
    qtbot.waitUntil(lambda: web.code.view.isVisible())
    web.code._write(str(tmp_path / "x.png"))
    qtbot.waitUntil(lambda: (tmp_path / "x.png").exists())


def test_half_an_account_cannot_be_turned_on(qtbot, parts, mail):
    assert not mail.state.switch.isEnabled() and not mail.trial.begin.isEnabled() and mail.state.words.text()
    types(qtbot, mail.fields[table.MAIL_ADDRESS.key], "a@b.example")
    types(qtbot, mail.fields[table.MAIL_IMAP_HOST.key], "imap.b.example", leave=Qt.Key.Key_Return)
    types(qtbot, mail.fields[table.MAIL_SMTP_HOST.key], "smtp.b.example")
    qtbot.waitUntil(lambda: mail.state.switch.isEnabled() and mail.trial.begin.isEnabled())
    goes_to(qtbot, mail.state.switch)
    qtbot.keyClick(mail.state.switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: kind(parts, "email") == "on")


def test_an_address_that_is_none_is_refused_beside_its_field(qtbot, parts, mail):
    field = mail.fields[table.MAIL_ADDRESS.key]
    types(qtbot, field, "shop at home")
    assert "shop at home" in field.below._shown.text() and value(parts, table.MAIL_ADDRESS) == ""


def test_the_encryption_is_chosen_by_keys(qtbot, parts, mail):
    field = mail.fields[table.MAIL_SMTP_SSL.key]
    goes_to(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: value(parts, table.MAIL_SMTP_SSL) == table.STARTTLS)


def test_the_password_goes_into_the_keyring_and_never_into_the_store(qtbot, parts, lines, account):
    put(parts, table.MAIL_ON, 1)
    qtbot.waitUntil(lambda: kind(parts, "email") == "on")
    types(qtbot, account.password, "geheim", leave=Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines.passwords == [("a@b.example", "geheim")])
    qtbot.waitUntil(lambda: lines.made_lines[-1].wanted.password == "geheim" and kind(parts, "email") == "on")
    parts.desk.store.submit(lambda: None, 0).result()
    assert all(b"geheim" not in path.read_bytes() for path in parts.world.folder.iterdir() if path.is_file())


def test_without_a_keyring_the_password_holds_for_this_run(qtbot, parts, lines, account):
    lines.keyring = False
    before = account._below_password._shown.text()
    types(qtbot, account.password, "geheim")
    qtbot.waitUntil(lambda: account._below_password._shown.text() != before)
    assert parts.world.channels.given_password("a@b.example") == "geheim"


def test_a_password_without_an_address_waits_for_it(qtbot, parts, lines, mail):
    types(qtbot, mail.password, "geheim")
    assert lines.passwords == [] and mail.password.text() == "geheim" and mail.password.isModified()


def test_the_account_is_tried_and_what_keeps_it_out_is_said(qtbot, parts, lines, account):
    lines.found = (("web_port_taken", {"port": 25}),)
    account.trial.begin.click()
    qtbot.waitUntil(lambda: "25" in account.trial.words.text())
    lines.found = ()
    account.trial.begin.click()
    qtbot.waitUntil(lambda: len(lines.tried) == 2 and account.trial.begin.isVisible())
    assert account.trial.words.property("role") == "ok" and lines.tried[0][0].imap_host == "imap.b.example"


def test_a_trial_can_be_cancelled(qtbot, parts, lines, account):
    lines.gate.clear()
    goes_to(qtbot, account.trial.begin)
    account.trial.begin.click()
    assert account.trial.stop.hasFocus() and account.trial.busy.isVisible()
    assert lines.trying.wait(30)  # what has not begun never begins
    qtbot.keyClick(account.trial.stop, Qt.Key.Key_Space)
    assert account.trial.begin.isVisible() and not account.trial.busy.isVisible()
    said = account.trial.words.text()
    qtbot.waitUntil(lambda: len(lines.tried) == 1)
    qtbot.wait(20)
    assert account.trial.words.text() == said
