"""Fetching: what may be asked, what is borne, and one line for everything else."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.news.hostile_site import Site, bomb, dripping, endless, open_site

from keiretsu.errors import FetchError
from keiretsu.news.fetching import Limits, fetch
from keiretsu.news.fetching.targets import refusal, target

SHORT = Limits(bytes=1_000_000, seconds=1.0)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as one:
        yield one


def got(url: str, **more: object) -> bytes:
    return fetch(url, allow_private=True, limits=SHORT, **more).body  # type: ignore[arg-type]


def refused(url: str, limits: Limits = SHORT) -> FetchError:
    begun = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(url, allow_private=True, limits=limits)
    assert time.monotonic() - begun < limits.seconds + 1
    assert "\n" not in caught.value.args[0]
    return caught.value


def test_a_page_comes_with_what_the_server_says_of_it(site: Site) -> None:
    url = site.page(
        "/a", "é".encode(), ETag='"7"', Content_Type="text/HTML; charset=utf-8"
    )
    page = fetch(url, allow_private=True)
    assert (page.body, page.kind, page.charset, page.etag, page.url) == (
        "é".encode(),
        "text/html",
        "utf-8",
        '"7"',
        url,
    )
    assert site.asked[0][1]["User-Agent"].startswith("keiretsu/")


@pytest.mark.parametrize(
    ("how", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
        ("identity", bytes),
    ],
)
def test_a_packed_page_is_unpacked(site: Site, how: str, pack: object) -> None:
    text = b"Toyota and Nissan " * 1000
    url = site.page("/a", pack(text), Content_Encoding=how)  # type: ignore[operator]
    assert got(url) == text


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    url = site.page("/a", b"", 304)
    page = fetch(url, allow_private=True, etag='"7"', modified="Mon, 02 Sep 2024")
    assert page.unchanged
    asked = site.asked[0][1]
    assert asked["If-None-Match"] == '"7"'
    assert asked["If-Modified-Since"] == "Mon, 02 Sep 2024"


def test_a_redirect_is_followed_and_the_last_address_told(site: Site) -> None:
    end = site.page("/b", b"there")
    assert got(site.redirect("/a", "/b")) == b"there"
    assert fetch(site.url("/a"), allow_private=True).url == end


def test_too_many_redirects_end(site: Site) -> None:
    assert "redirects more than 5 times" in str(refused(site.redirect("/a", "/a")))


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://example.com/a", "gopher://a/", "javascript:1"),
        *("data:text/html,hi", "http://", "http:///a", "https://:80/", "//host/a"),
        *("http://ada:pw@example.com/", "http://[::1/", "http://host:99999/", ""),
        *(
            "http://a\nb/",
            "http://exa\0mple.com/",
            "http://host/\r\nX: y",
            "http://\\a",
        ),
        "http://" + "a" * 3_000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url)
    assert "pw@" not in str(caught.value)
    assert len(str(caught.value)) < 500


PRIVATE = {
    "127.0.0.1": "loopback",
    "127.8.9.1": "loopback",
    "::1": "loopback",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:10.0.0.1": "private",
    "10.0.0.1": "private",
    "172.16.3.4": "private",
    "192.168.1.1": "private",
    "100.64.0.1": "private",
    "fd00::1": "private",
    "fec0::1": "private",
    "169.254.169.254": "link-local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "224.0.0.1": "multicast",
    "239.1.1.1": "multicast",
    "ff02::1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "0.0.0.0": "no host's",
    "::": "no host's",
    "64:ff9b::7f00:1": "loopback",
    "64:ff9b::a9fe:a9fe": "link-local",
    "2002:7f00:1::": "loopback",
    "2002:a00:1::1": "private",
    "192.0.2.1": "private",
    "nonsense": "no address",
}


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert PRIVATE[address] in (refusal(address) or "")


@pytest.mark.parametrize(
    "address",
    ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909", "172.32.0.1"],
)
def test_a_public_address_is_not(address: str) -> None:
    assert refusal(address) is None


@given(st.ip_addresses(v=4))
def test_an_address_in_an_address_is_judged_as_itself(ip: object) -> None:
    assert refusal(f"::ffff:{ip}") == refusal(str(ip))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]"),
        *("[::ffff:127.0.0.1]", "127.1", "localhost.", "LOCALHOST"),
    ],
)
def test_no_spelling_of_this_machine_is_fetched(site: Site, host: str) -> None:
    port = site.server_address[1]
    with pytest.raises(FetchError, match=r"loopback|no host"):
        fetch(f"http://{host}:{port}/")
    assert site.asked == []


def test_the_hint_says_how_to_allow_it(site: Site) -> None:
    with pytest.raises(FetchError, match="--allow-private"):
        fetch(site.page("/a", b"x"))


@pytest.mark.parametrize(
    "inside",
    [
        "http://10.0.0.7/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00::2]/",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(
    site: Site, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public host, played by the site, sends us on to a private one."""
    url = site.redirect("/a", inside).replace("127.0.0.1", "news.example")
    there = ("127.0.0.1", site.server_address[1])
    made = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda *_, **k: made(there, **k))

    def resolve(host: str, port: int) -> list[str]:
        return ["9.9.9.9"] if host == "news.example" else [host]

    with pytest.raises(FetchError, match=r"private|link-local"):
        fetch(url, resolve=resolve, limits=SHORT)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://a/", "gopher://a/", "http://u:p@a/", "http://[x/"],
)
def test_a_redirect_to_another_scheme_is_refused(site: Site, to: str) -> None:
    assert " redirects" in str(refused(site.redirect("/a", to)))


def test_a_name_is_looked_up_once_and_the_checked_address_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second answer would be this machine."""
    answers = iter([["9.9.9.9"], ["127.0.0.1"]])
    connected: list[str] = []

    def connect(place: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(place[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError, match="connection refused"):
        fetch("http://rebind.example/", resolve=lambda host, port: next(answers))
    assert connected == ["9.9.9.9"]


def test_one_private_address_among_several_is_enough() -> None:
    with pytest.raises(FetchError, match=r"at 10\.0\.0\.1, which is a private"):
        fetch("http://two.example/", resolve=lambda h, p: ["9.9.9.9", "10.0.0.1"])


def test_a_host_that_is_none_and_a_slow_look_up_are_told() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    def slow(host: str, port: int) -> list[str]:
        time.sleep(1)
        return []

    with pytest.raises(FetchError, match=r"no host 'a\.example'") as caught:
        fetch("http://a.example/", resolve=nowhere)
    assert caught.value.may_pass
    with pytest.raises(FetchError, match=r"more than 0\.1 seconds"):
        fetch("http://a.example/", resolve=slow, limits=Limits(seconds=0.1))


def test_a_gzip_bomb_is_refused_and_never_unpacked(site: Site) -> None:
    url = site.page("/a", bomb(300), Content_Encoding="gzip")
    tracemalloc.start()
    said = refused(url, Limits(bytes=1_000_000, seconds=10))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "larger than 1 MB, unpacked" in str(said)
    assert most < 10_000_000


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"Content-Encoding": "br"}, b"x", "packed as 'br'"),
        ({"Content-Encoding": "gzip, gzip"}, b"x", "packed as 'gzip, gzip'"),
        ({"Content-Encoding": "gzip"}, b"not gzip", "is not gzip, as it says"),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"abc" * 99)[:-9], "broke off"),
        ({"Content-Length": "9000000"}, b"x", "larger than 1 MB"),
        ({"Content-Length": "50"}, b"x", "broke off"),
    ],
)
def test_a_body_that_is_not_what_it_says(
    site: Site, headers: dict[str, str], body: bytes, words: str
) -> None:
    lines = b"".join(f"{k}: {v}\r\n".encode() for k, v in headers.items())
    url = site.raw("/a", lambda: iter([HEAD + lines + b"\r\n" + body]))
    assert words in str(refused(url))


def test_a_stream_without_end_is_cut(site: Site) -> None:
    assert "larger than 1 MB" in str(refused(site.raw("/a", endless)))


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (HEAD, b"X-A: b\r\n"),
        (HEAD + b"\r\n", b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (CHUNKED, b"0"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_slow_answer_is_cut_wherever_it_drips(
    site: Site, head: bytes, drop: bytes
) -> None:
    url = site.raw("/a", lambda: dripping(head, drop))
    said = refused(url, Limits(seconds=0.5))
    assert "took more than 0.5 seconds" in str(said)
    assert said.may_pass


@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"\0\0\0", b"SSH-2.0-x\r\n", b"HTTP/1.1 999999 x\r\n\r\n"),
        *(HEAD + b"X: " + b"y" * 70_000, HEAD + b"A: b\r\n" * 200 + b"\r\n"),
        CHUNKED + b"zz\r\n",
    ],
)
def test_what_is_no_answer_of_http_is_one_line(site: Site, answer: bytes) -> None:
    said = refused(site.raw("/a", lambda: iter([answer])))
    assert len(str(said)) < 300


@pytest.mark.parametrize(
    ("status", "may_pass"), [(404, False), (410, False), (503, True), (429, True)]
)
def test_a_status_that_may_pass_is_told_from_one_that_does_not(
    site: Site, status: int, may_pass: bool
) -> None:
    said = refused(site.page("/a", b"", status, Retry_After="120"))
    assert (said.status, said.may_pass, said.wait) == (status, may_pass, 120)
    assert f"answers {status}" in str(said)


def test_nobody_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = refused(f"http://127.0.0.1:{port}/")
    assert "connection refused" in str(said)


def test_addresses_are_written_one_way() -> None:
    assert (
        target("HTTP://Example.COM:80/a?b=c d#e").url == "http://example.com/a?b=c%20d"
    )
    assert target("https://bücher.example/ä").url == (
        "https://xn--bcher-kva.example/%C3%A4"
    )
    assert target("http://[2620:fe::fe]:81").url == "http://[2620:fe::fe]:81/"


@pytest.fixture
def secured(site: Site, tmp_path: Path) -> Site:
    """The site behind TLS, with a certificate that nobody vouches for."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes a certificate, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout"
    made = [openssl, *words.split(), str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    return site


def test_a_certificate_that_nobody_vouches_for_is_refused(secured: Site) -> None:
    url = secured.page("/a", b"secret").replace("http:", "https:")
    said = refused(url)
    assert "its certificate is not trusted" in str(said)
    assert not said.may_pass
    assert secured.asked == []


def test_a_host_without_tls_is_one_line(site: Site) -> None:
    assert "secure" in str(refused(site.page("/a", b"x").replace("http:", "https:")))
