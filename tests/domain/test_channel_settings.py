"""Settings of the live channels: what is kept of what was typed, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain import channel_settings as table
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.settings import SHOP_SETTINGS, checked
from ticketdesk.words.settings import setting_name


def refused(setting: table.TextSetting, text: str) -> str:
    with pytest.raises(DeskError) as caught:
        setting.checked(text)
    return caught.value.key


@pytest.mark.parametrize("key", sorted(table.CHANNEL_SETTINGS))
def test_every_setting_has_a_name_and_a_default_that_is_one(key: str) -> None:
    setting = table.CHANNEL_SETTINGS[key]
    assert setting_name(key) != key and key not in SHOP_SETTINGS
    assert setting.read(None) == setting.default
    assert checked(key, str(setting.default)) == str(setting.default)


@given(st.text(max_size=300), st.sampled_from([each for each in (*table.WEB, *table.MAIL)]))
def test_whatever_a_store_holds_is_read_and_what_is_kept_is_kept_again(
    text: str, setting: table.ChannelSetting
) -> None:
    setting.read(text)
    try:
        kept = setting.checked(text)
    except DeskError:
        return
    assert setting.checked(kept) == kept and str(setting.read(kept)) == kept


def test_names_of_computers_are_kept_in_one_form() -> None:
    assert table.WEB_HOSTS.checked(" Shop.Example.COM. \n\nshop.example.com\n192.168.1.20") == (
        "shop.example.com\n192.168.1.20"
    )
    assert table.WEB_HOSTS.checked("青禾.example") == "xn--2lzs91d.example"
    for odd in ("http://a.example", "a b", "-a.example", "a..b", "a/b", "x" * 300):
        assert refused(table.WEB_HOSTS, odd) == "host_odd", odd
    assert refused(table.WEB_HOSTS, "\n".join(f"h{n}" for n in range(21))) == "setting_lines"


def test_pages_are_kept_as_origins() -> None:
    assert table.WEB_ORIGINS.checked("HTTPS://Shop.example/\nhttp://127.0.0.1:8080") == (
        "https://shop.example\nhttp://127.0.0.1:8080"
    )
    for odd in ("shop.example", "*", "https://*", "https://a/b", "javascript:alert(1)", "https://a:70000",
                "https://a:0", "https://a; script-src *", "'self'"):  # fmt: skip
        assert refused(table.WEB_ORIGINS, odd) == "origin_odd", odd


def test_quick_buttons_fit_a_phone() -> None:
    assert table.WEB_QUICK.checked("查物流\n\n改地址 \n查物流") == "查物流\n改地址"
    assert refused(table.WEB_QUICK, "长" * 13) == "quick_too_long"
    assert refused(table.WEB_QUICK, "\n".join("abcdefghi")) == "setting_lines"


def test_a_mail_address_holds_no_second_header() -> None:
    assert table.MAIL_ADDRESS.checked(" shop@example.com ") == "shop@example.com"
    for odd in ("shop", "a@b@c", "a b@c.d", "a@-c", "x@y\nBcc: z@q.example", "<a@b.c>"):
        assert refused(table.MAIL_ADDRESS, odd) == "mail_address_odd", odd
    assert table.MAIL_SIGNATURE.checked("\n青禾\n\u202e工作时间\x00 \n") == "青禾\n工作时间"
    assert refused(table.MAIL_NAME, "长" * 61) == "setting_too_long"


def test_values_are_what_the_store_keeps() -> None:
    kept = {
        "web.on": "1",
        "web.port": "9100",
        "web.lan": "1",
        "web.hosts": "a.example\nb.example",
        "web.quick": "查物流",
    }
    assert table.web_values(kept) == (9_100, True, ("a.example", "b.example"), (), ("查物流",), "")
    assert table.web_values({**kept, "web.on": "0"}) is None and table.web_values({}) is None
    odd = table.web_values({"web.on": "1", "web.port": "99999", "web.origins": "javascript:x"})
    assert odd is not None and (odd.port, odd.origins) == (8_765, ())


def test_a_mail_account_is_complete_with_address_and_servers() -> None:
    kept = {"mail.on": "1", "mail.address": "a@b.example", "mail.imap_host": "imap.b.example"}
    half = table.mail_values(kept)
    assert half is not None and not half.complete
    whole = table.mail_values({**kept, "mail.smtp_host": "smtp.b.example"})
    assert whole is not None and whole.complete
    assert (whole.user, whole.folder, whole.imap_port, whole.imap_ssl) == ("a@b.example", "INBOX", 993, table.TLS)
    assert table.mail_values({**kept, "mail.on": "0"}) is None
