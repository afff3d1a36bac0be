"""What strangers may try: words that would be script, other sites, paths, sizes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.test_pages import Links

from keiretsu.web.app import create_app
from keiretsu.web.articles import Articles
from keiretsu.web.guard import MOST_BODY
from keiretsu.web.rates import A_SECOND, MOST_AT_ONCE, MOST_CLIENTS, Rates
from keiretsu.web.tokens import LASTS, Tokens

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
OURS = {"origin": "http://testserver"}


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/read").text)
    assert found is not None
    return found[1]


def send(client: TestClient, **fields: str) -> Any:
    sent = {"token": token(client)} | fields
    return client.post("/read", data=sent, headers=OURS)


ADDRESSES = (
    *("/deal/{0}~nissan", "/deal/toyota~{0}", "/deal/toyota~nissan?stake={0}"),
    *("/deal/toyota~nissan?on={0}", "/deal/toyota~nissan?market={0}"),
    *("/company/{0}", "/company/nissan?on={0}", "/car/{0}", "/car/leaf?in={0}"),
    *("/car/leaf?d={0}", "/compare?d={0}", "/compare?d=toyota~nissan:{0}"),
    *("/on/{0}", "/read/{0}", "/confirm?holder={0}&held=nissan", "/{0}", "/car?q={0}"),
    *("/confirm?holder=toyota&held=nissan&stake={0}", "/deal/toyota~nissan.{0}"),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_script_in_any_field_stays_text(client: TestClient, address: str) -> None:
    from urllib.parse import quote

    answer = client.get(address.format(quote(SCRIPT, safe="")), follow_redirects=True)
    assert answer.status_code < 500
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert Links(answer.text).handlers == []


def test_a_hostile_article_stays_text(client: TestClient) -> None:
    text = f"# {SCRIPT}\n\nToyota plans to buy 25% of Nissan {SCRIPT}, it said.\n"
    done = send(client, text=text, date="2025-05-24")
    assert done.status_code == 303
    page = client.get(done.headers["location"]).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert Links(page).handlers == []


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example", "localhost@evil.example", ""),
        *("testserver:80@evil.example", "[::1]evil.example", "testserver:evil.example"),
        *("testserver/x", "testserver:80:80", "[::1]@evil.example"),
    ],
)
def test_a_name_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "x-content-type-options" in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "https://evil.example"}, {"origin": "null"},
     {"origin": "http://testserver.evil.example"}],
)  # fmt: skip
def test_another_site_cannot_send_our_form(
    client: TestClient, headers: dict[str, str]
) -> None:
    sent = {"token": token(client), "text": "Toyota buys 5% of Nissan."}
    assert client.post("/read", data=sent, headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["testserver", "localhost:8000", "[::1]:8000"])
def test_our_own_names_are_answered_with_any_port(
    client: TestClient, host: str
) -> None:
    assert client.get("/openapi.json", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("length", ["abc", "-5", "1e3", "٣", "0x10"])
def test_a_length_that_is_no_number_is_refused(client: TestClient, length: str) -> None:
    told = {"content-length": length.encode(), "origin": b"http://testserver"}
    assert client.post("/read", content=b"x", headers=told).status_code == 400  # type: ignore[arg-type]


@pytest.mark.parametrize("made", ["", "x", "1.2.3", "99999999999.a.b"])
def test_a_form_without_our_token_writes_nothing(client: TestClient, made: str) -> None:
    sent = {"token": made, "text": "Toyota buys 5% of Nissan."}
    assert client.post("/read", data=sent, headers=OURS).status_code == 403


def test_tokens_are_signed_and_grow_old(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = Tokens(b"a" * 32), Tokens(b"b" * 32)
    made = ours.new()
    assert ours.holds(made)
    assert not theirs.holds(made)
    assert not ours.holds(made[:-1])
    import time

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + LASTS + 5)
    assert not ours.holds(made)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


def test_a_huge_form_is_refused_by_its_header_and_by_its_body(
    client: TestClient,
) -> None:
    words = "a" * (MOST_BODY + 10)
    sent = {"token": token(client), "text": words}
    assert client.post("/read", data=sent, headers=OURS).status_code == 413
    kind = {"content-type": "application/x-www-form-urlencoded"}

    def pieces() -> Any:
        yield b"text="
        for _ in range(20):
            yield b"a" * 100_000

    answer = client.post("/read", content=pieces(), headers=OURS | kind)
    assert answer.status_code == 413


def test_who_asks_too_often_is_told_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = 5
    monkeypatch.setattr("keiretsu.web.rates.MOST_AT_ONCE", few)
    app = create_app(tmp_path)
    app.rates = Rates(clock=lambda: 0.0)

    def codes(client: str, number: int) -> list[int]:
        asking = TestClient(app, client=(client, 50000))
        return [asking.get("/openapi.json").status_code for _ in range(number)]

    assert codes("203.0.113.5", few) == [200] * few
    assert codes("203.0.113.5", 2) == [429] * 2
    assert codes("203.0.113.6", 1) == [200]
    assert set(codes("127.0.0.1", 2 * few)) == {200}
    late = TestClient(app, client=("203.0.113.5", 50000)).get("/")
    assert late.status_code == 429
    asking = TestClient(app, client=("203.0.113.5", 50000))
    files = ("/style.css", "/static/slider.js", "/fonts/none")
    assert 429 not in {asking.get(file).status_code for file in files}
    assert late.headers["retry-after"] == "1"
    assert "content-security-policy" in late.headers


@pytest.mark.parametrize(
    ("client", "after"),
    [
        ("203.0.113.5", 1 / A_SECOND),
        ("2001:db8::1", 1 / A_SECOND),
        ("::1", 0.0),
        ("127.0.0.9", 0.0),
        ("a unix socket", 0.0),
    ],
)
def test_a_bucket_of_requests_fills_again(client: str, after: float) -> None:
    now = 0.0
    rates = Rates(clock=lambda: now)
    assert [rates.wait(client) for _ in range(MOST_AT_ONCE)] == [0.0] * MOST_AT_ONCE
    assert rates.wait(client) == pytest.approx(after)
    now = 1 / A_SECOND
    assert rates.wait(client) == 0.0
    assert (rates.wait(client) > 0) == (after > 0)
    now = 1e6
    assert [rates.wait(client) for _ in range(MOST_AT_ONCE)] == [0.0] * MOST_AT_ONCE
    assert (rates.wait(client) > 0) == (after > 0)


def test_addresses_of_one_network_of_ipv6_are_one_client() -> None:
    rates = Rates(clock=lambda: 0.0)
    waits = [rates.wait(f"2001:db8:0:1::{n:x}") for n in range(MOST_AT_ONCE + 1)]
    assert waits[-1] > 0
    assert rates.wait("2001:db8:0:2::1") == 0.0


def test_only_the_last_clients_are_remembered() -> None:
    rates = Rates(clock=lambda: 0.0)
    for number in range(MOST_CLIENTS + 50):
        rates.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(rates._left) == MOST_CLIENTS


def test_a_long_address_is_refused(client: TestClient) -> None:
    assert client.get("/company/" + "a" * 5000).status_code == 414


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fversion.py",
        "/static//etc/passwd",
        "/read/..%2f..%2fetc%2fpasswd",
        "/read/....//....//etc/passwd",
    ],
)
def test_no_path_leads_out_of_its_folder(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {400, 404}
    assert "import" not in answer.text
    assert "root:" not in answer.text


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=60))
def test_no_words_break_an_address(words: str) -> None:
    from urllib.parse import quote

    client = _quick()
    for address in ("/company/{0}", "/on/{0}", "/find?q={0}", "/deal/{0}~nissan"):
        name = quote(words.encode("utf-8", "replace"), safe="")
        answer = client.get(address.format(name), follow_redirects=False)
        assert answer.status_code < 500, (address, words)


_HELD: list[TestClient] = []


def _quick() -> TestClient:
    import tempfile

    from keiretsu.web.app import create_app

    if not _HELD:
        _HELD.append(TestClient(create_app(Path(tempfile.mkdtemp()))))
    return _HELD[0]


def test_articles_are_kept_by_their_hash_and_no_other_name(tmp_path: Path) -> None:
    kept = Articles(tmp_path)
    name = kept.keep("Toyota buys 5% of Nissan.")
    assert kept.keep("Toyota buys 5% of Nissan.") == name
    assert "Toyota buys" in kept.get(name).text
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    for wrong in ("secret", "../secret", name.upper(), ""):
        with pytest.raises(Exception, match="no such article"):
            kept.get(wrong)
