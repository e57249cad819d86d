import pytest

from segue.kit.masked import masked
from segue.kit.net import client_address


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "counted_as"),
    [
        ("192.0.2.7", "", 0, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", 0, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9, 198.51.100.1", 1, "198.51.100.1"),
        ("192.0.2.7", "203.0.113.9, 198.51.100.1, 192.0.2.8", 2, "198.51.100.1"),
        ("192.0.2.7", "", 1, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", 2, "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "", 0, "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "", 0, "192.0.2.7"),
        ("192.0.2.7", "<script>", 1, ""),
        ("", "", 0, ""),
    ],
)
def test_a_client_is_counted_by_what_our_own_proxies_say(remote, forwarded, proxies, counted_as):
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(meta, proxies=proxies) == counted_as


@pytest.mark.parametrize("room", ["r", "answer", "mails"])
def test_a_private_link_in_a_log_opens_nothing(room):
    assert masked(f"Forbidden: /{room}/0198-abcdef0123/another") == f"Forbidden: /{room}/.../another"


def test_an_address_cannot_begin_a_line_of_the_log():
    assert "\n" not in masked("/nothing\n2026-09-07 [error] all is lost\x1b[31m")
    assert "\x1b" not in masked("/nothing\x1b[31m")
