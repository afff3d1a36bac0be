"""Every page answers its question, in words, and its twins hold the same."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import re
import shutil
import threading
import time
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from keiretsu.deals import Deal, run
from keiretsu.deals.answers import average_change
from keiretsu.deals.figures import percent, signed
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.web.answers import Answers
from keiretsu.web.api import PATHS, described
from keiretsu.web.app import create_app
from keiretsu.web.asked import Asked, landscape_of
from keiretsu.web.guard import Guard
from keiretsu.web.pages.deals import PARTS
from keiretsu.web.pages.start import warm

STATE = "on=2025-05-19&market=is-2024-brands"
DEAL = f"/deal/toyota~nissan?stake=20&{STATE}"
PAGES = (
    *("/", "/read", "/compare", "/car", "/on/2025-05-19", "/company/nissan", DEAL),
    *(f"/deal/toyota~nissan/{part}?stake=20&{STATE}" for part in PARTS),
    f"/compare?d=toyota~nissan:20&d=honda~nissan:merger&{STATE}",
    "/car/ariya?in=JP&d=toyota~nissan:20&on=2025-05-19",
    *("/tie/renault~nissan?on=2025-05-19", "/tie/hyundai~seat?on=2025-05-19"),
)
ARTICLE = """Volkswagen raises stake in Rivian

Volkswagen plans to raise its stake in Rivian to 12.3% from 8.6%, the companies said.
"""


class Links(HTMLParser):
    """The addresses that a page leads to, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        self.handlers += [k for k in found if k.startswith("on") or k == "style"]
        if tag == "a":
            self.links.append(found.get("href", ""))
        if "src" in found:
            self.loads.append(found["src"])


@pytest.mark.parametrize("address", PAGES)
def test_a_page_answers_without_inline_script_or_style(
    client: TestClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    page = Links(answer.text)
    assert page.handlers == []
    assert all(one.startswith("/static/") for one in page.loads)
    assert answer.text.count("<h1>") == 1
    assert "None" not in re.sub(r"<[^>]*>", "", answer.text)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("address", PAGES)
def test_reloading_an_address_gives_the_same_page(
    client: TestClient, address: str
) -> None:
    def told() -> str:
        text = client.get(address).text
        return re.sub(r'name="token" value="[^"]*"', "", text)

    if address == DEAL:
        curve(client)
    assert told() == told()


def curve(client: TestClient) -> Any:
    """Wait for the whole curve."""
    for _ in range(1200):
        answer = client.get(f"/curve/toyota~nissan.json?{STATE}")
        if answer.status_code == 200 and answer.json()["whole"]:
            return answer.json()
        time.sleep(0.1)
    raise AssertionError("the curve did not come")


def test_pictures_get_their_font_from_here_and_a_file_brings_its_own(
    client: TestClient,
) -> None:
    fonts = re.findall(r"url\((fonts/[^)]+)\)", client.get("/style.css").text)
    assert len(fonts) == 4
    for font in fonts:
        answer = client.get(f"/{font}")
        assert answer.headers["content-type"] == "font/woff2"
        assert answer.content[:4] == b"wOF2"
    assert client.get("/fonts/arimo.csv").status_code == 404
    assert "font-src 'self'" in client.get("/").headers["content-security-policy"]
    drawn = client.get("/tie/renault~nissan.svg?on=2025-05-19")
    assert "url(data:font/woff2;base64," in drawn.text
    assert "font-src data:" in drawn.headers["content-security-policy"]


@pytest.mark.slow
def test_every_link_of_a_page_leads_somewhere(client: TestClient) -> None:
    curve(client)
    links = {link for page in (DEAL, "/", "/compare") for link in
             Links(client.get(page).text).links}  # fmt: skip
    own = sorted(link for link in links if link.startswith("/") and ".html" not in link)
    assert len(own) > 25
    cheap = [link for link in own if "deal/" not in link or "market=" in link]
    for link in cheap:
        assert client.get(link).status_code in {200, 303}, link


def test_the_page_says_what_the_library_returns(client: TestClient) -> None:
    data = client.get(DEAL.replace("nissan?", "nissan.json?")).json()
    deal = Deal.stake("toyota", "nissan", 0.2, on="2025-05-19")
    effects = run(deal, load_landscape("2025-05-19"), load_market("is-2024-brands"))
    for told, one in zip(data["effects"], effects.markets, strict=True):
        assert told["parties_price_change"]["point"] == (
            average_change(one, "parties").point
        )
    page = client.get(DEAL).text
    assert "If Toyota holds 20" in page


def test_what_reproduce_says_returns_the_same(
    client: TestClient, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get(f"/deal/toyota~nissan/reproduce?stake=20&{STATE}").text
    codes = [
        part.replace("&#34;", '"').replace("&#39;", "'")
        for part in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.S)
    ]
    toml = client.get(DEAL.replace("nissan?", "nissan.toml?")).text
    assert codes[0].strip() == toml.strip()
    assert tomllib.loads(toml)
    (tmp_path / "deal.toml").write_text(toml, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    again: dict[str, Any] = {}
    exec(codes[2], again)
    data = client.get(DEAL.replace("nissan?", "nissan.json?")).json()
    for told, one in zip(data["effects"], again["effects"].markets, strict=True):
        assert told["parties_price_change"]["point"] == (
            average_change(one, "parties").point
        )


def test_the_curve_comes_whole_and_agrees_with_the_page(client: TestClient) -> None:
    found = curve(client)
    assert len(found["points"]) == 103
    (point,) = (p for p in found["points"] if p["stake"] == 0.2)
    data = client.get(DEAL.replace("nissan?", "nissan.json?")).json()
    for told in data["effects"]:
        assert np.isclose(
            point["changes"][told["reading"]], told["parties_price_change"]["point"]
        )
    svg = client.get(f"/curve/toyota~nissan.svg?{STATE}")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text.startswith("<svg")
    rows = list(csv.DictReader(io.StringIO(
        client.get(f"/curve/toyota~nissan.csv?{STATE}").text)))  # fmt: skip
    assert len(rows) == 3 * len(found["points"])


def test_an_article_becomes_a_deal_when_the_reader_says_yes(
    client: TestClient,
) -> None:
    address = pasted(client, ARTICLE)
    page = client.get(address)
    assert page.status_code == 200
    assert 'value="Volkswagen"' in page.text
    assert 'value="Rivian"' in page.text
    assert 'value="12.3"' in page.text
    swapped = client.get(f"{address}?swap=1").text
    assert swapped.index('value="Rivian"') < swapped.index('value="Volkswagen"')
    none = client.get(f"{address}?not=1").text
    assert "No deal is taken" in none
    data = client.get(f"{address}.json").json()
    assert data["claims"]
    words = "holder=Volkswagen&held=Rivian&stake=12.3&on=2026-11-01"
    yes = client.get(f"/confirm?{words}")
    assert yes.status_code == 303
    assert yes.headers["location"] == (
        "/deal/volkswagen~rivian?stake=12.3&on=2026-11-01"
    )


def test_of_two_readings_neither_is_taken_and_each_can_be(client: TestClient) -> None:
    text = (
        "Volkswagen will put another billion into Rivian and lift its holding in the "
        "truck maker to 12.3 %."
    )
    address = pasted(client, text)
    page = client.get(address).text
    assert "1 with two readings" in page
    assert "neither is used before somebody chooses" in page
    assert page.index('value="Volkswagen"') < page.index('value="Rivian"')
    other = client.get(f"{address}?reading=2").text
    assert other.index('value="Rivian"') < other.index('value="Volkswagen"')
    (claim,) = client.get(f"{address}.json").json()["claims"]
    assert [one["holder"] for one in claim["readings"]] == ["volkswagen", "rivian"]


def pasted(client: TestClient, text: str) -> str:
    """Paste an article and return the address of what was read."""
    form = client.get("/read").text
    token = re.search(r'name="token" value="([^"]+)"', form)
    assert token is not None
    sent = {"token": token[1], "text": text, "date": "2026-11-01"}
    done = client.post("/read", data=sent, headers={"origin": "http://testserver"})
    assert done.status_code == 303
    return done.headers["location"]


def test_what_was_read_is_said_in_words_and_its_claims_are_folded(
    client: TestClient,
) -> None:
    text = "Stellantis hält 21 Prozent an Leapmotor, teilte der Konzern in Turin mit."
    page = client.get(pasted(client, text)).text
    assert "The text is in German, where the reader finds few of the claims" in page
    assert "From a text without a title" in page
    assert not re.search(r"\.\s*\.", page.partition("<main")[2].partition("</main>")[0])
    examples = Path(__file__).parents[2] / "examples"
    article = (examples / "toyota-nissan.md").read_text(encoding="utf-8")
    seed = client.get(pasted(client, article)).text
    folds = re.findall(r'<details class="more"><summary><span class="sign', seed)
    groups = re.findall(r'<ul class="claims">', seed)
    assert len(folds) == len(groups) > 2


def test_a_curve_on_which_nothing_moves_is_a_sentence(client: TestClient) -> None:
    """Cars of Renault Korea are told apart in no market."""
    address = f"/deal/geely~renault_korea?stake=60&{STATE}"
    for _ in range(400):
        page = client.get(address)
        if "refresh" not in page.headers:
            break
        time.sleep(0.05)
    assert "do not move.</p>" in page.text
    assert "<figure" not in page.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Toyota und Nissan verhandeln über eine Fusion, teilten die Unternehmen "
            "am Montag in Tokio mit.",
            "A merger between Nissan and Toyota is being discussed",
        ),
        (
            "丰田汽车与日产汽车正在洽谈合并，消息人士称。",
            "A merger between Nissan and Toyota is being discussed",
        ),
    ],
)
def test_what_the_reader_is_less_sure_of_is_a_link_away_and_says_how_sure(
    client: TestClient, text: str, said: str
) -> None:
    address = pasted(client, text)
    page = client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "sure that it read this rightly" not in page
    assert f'href="{address}?sure=0.3"' in page
    tie = re.search(r"not sure of any tie.*?<li>(.*?)</li>", page, flags=re.DOTALL)
    assert tie is not None
    assert f'<a href="{address}?sure=0.3">Nissan and Toyota: a merger</a> (' in tie[1]
    assert tie[1].endswith(" % sure)")
    more = client.get(f"{address}?sure=0.3").text.replace("\N{NO-BREAK SPACE}", " ")
    assert f'<p class="said">{said}' in more
    for claim in client.get(f"{address}.json?sure=0.3").json()["claims"]:
        assert 0.3 <= claim["probability"] < 1
        assert f"the reader is {percent(claim['probability'])} sure" in more
    assert client.get(f"{address}?sure=no").status_code == 400
    assert client.get(f"{address}?sure=7").status_code == 400


def test_an_article_of_two_deals_lets_the_reader_choose(client: TestClient) -> None:
    address = pasted(
        client,
        "Two talks\n\nToyota and Nissan are in talks about an alliance. Honda and "
        "Mitsubishi Motors are in talks about a merger.",
    )
    first = client.get(address).text
    assert "Or is it about" in first
    second = client.get(f"{address}?reading=2").text
    fields = [re.findall(r'name="(?:holder|held)" value="([^"]+)"', p) for p in
              (first, second)]  # fmt: skip
    assert sorted(map(sorted, fields)) == [
        ["Honda", "Mitsubishi Motors"],
        ["Nissan", "Toyota"],
    ]
    assert f'href="{address}"' in second
    for odd in ("0", "7", "-1", "two", "9" * 500):
        page = client.get(f"{address}?reading={odd}")
        assert page.status_code == 200
        filled = re.findall(r'name="(?:holder|held)" value="([^"]+)"', page.text)
        assert filled == fields[0]


def test_every_tie_that_may_be_meant_is_a_link_to_itself(client: TestClient) -> None:
    address = pasted(
        client,
        "据路透社报道，东风汽车正与长安汽车就合并进行谈判。吉利与雷诺成立合资公司。",
    )
    page = client.get(address).text
    ties = re.findall(r'<li><a href="([^"]+)">([^<:]+) and ([^<:]+):', page)
    assert len(ties) == 2
    for link, *parties in ties:
        chosen = client.get(link.replace("&amp;", "&")).text
        filled = re.findall(r'name="(?:holder|held)" value="([^"]+)"', chosen)
        assert sorted(filled) == sorted(parties)


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("nissan", "/company/nissan"),
        ("Nissan Motor", "/company/nissan"),
        ("ariya", "/car?q=ariya"),
        ("Toyota and Nissan", "/deal/Toyota~Nissan"),
        ("toyota~nissan", "/deal/toyota~nissan"),
        ("", "/"),
        ("<b>", "/car?q=%3Cb%3E"),
    ],
)
def test_one_box_finds_a_company_a_car_and_a_deal(
    client: TestClient, words: str, leads: str
) -> None:
    done = client.get("/find", params={"q": words})
    assert done.status_code == 303
    assert done.headers["location"] == leads


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/deal/toyota~nisan motors xyz", 404, "no company"),
        ("/deal/toyota~toyota", 400, "with itself"),
        ("/deal/toyota", 400, "no two companies"),
        ("/deal/toyota~nissan?stake=120", 400, "a stake of"),
        ("/deal/toyota~nissan?stake=nan", 400, "a stake of"),
        ("/deal/toyota~nissan?stake=abc", 400, "a stake of"),
        ("/deal/toyota~nissan?on=yesterday", 400, "yesterday"),
        ("/deal/toyota~nissan?on=1200-01-01", 400, "out of what"),
        ("/deal/toyota~nissan?on=2999-01-01", 400, "out of what"),
        ("/deal/toyota~nissan?market=mars", 404, "mars"),
        (f"/deal/toyota~nissan/gossip?{STATE}", 400, "no page"),
        (f"/deal/toyota~nissan.exe?{STATE}", 400, "there is no"),
        ("/company/nobody at all", 404, "there is no"),
        ("/car/batmobile9", 404, "there is no model"),
        ("/car/leaf?in=ZZ", 404, "ZZ"),
        ("/on/32-13-2025", 400, "32-13-2025"),
        ("/read/0123456789abcdef", 400, "no such article"),
        ("/compare?" + "d=toyota~nissan:1&" * 7, 400, "7 deals"),
        ("/nothing/here", 404, "no such page"),
    ],
)
def test_what_is_impossible_is_a_page_that_says_so(
    client: TestClient, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("form", "begins"),
    [("png", b"\x89PNG"), ("xlsx", b"PK"), ("md", b"#"), ("tex", b"\\begin")],
)
def test_a_deal_is_there_as_a_file(
    client: TestClient, form: str, begins: bytes
) -> None:
    if form == "xlsx":
        pytest.importorskip("xlsxwriter")
    answer = client.get(f"/deal/toyota~nissan.{form}?stake=20&{STATE}")
    assert answer.status_code == 200
    assert answer.content.lstrip().startswith(begins), answer.content[:40]


def test_a_program_gets_its_error_as_data(client: TestClient) -> None:
    answer = client.get("/deal/toyota~nisssan.json")
    assert answer.status_code == 404
    assert "did you mean" in answer.json()["hint"]


def test_every_json_address_answers_as_its_description_says(
    client: TestClient,
) -> None:
    told = client.get("/openapi.json").json()
    assert told == described()
    assert set(told["paths"]) == set(PATHS)
    curve(client)
    for path in PATHS:
        filled = path.replace("{pair}", "toyota~nissan").replace("{day}", "2025-05-19")
        name = "leaf" if "/car/" in path else "nissan"
        answer = client.get(f"{filled.replace('{name}', name)}?{STATE}")
        known = told["paths"][path]["get"]["responses"]
        assert str(answer.status_code) in known, path
        json.loads(answer.text)


def test_deals_side_by_side_are_a_table_and_a_workbook(client: TestClient) -> None:
    query = f"d=toyota~nissan:20&d=honda~nissan:merger&{STATE}"
    rows = list(csv.DictReader(io.StringIO(client.get(f"/compare.csv?{query}").text)))
    assert {row["deal"] for row in rows} == {"toyota~nissan:20", "honda~nissan:merger"}
    book = client.get(f"/compare.xlsx?{query}")
    assert book.status_code == 200
    assert book.content.startswith(b"PK")
    page = client.get(f"/compare?{query}").text
    glance = page.partition("</table>")[0].replace("\N{NO-BREAK SPACE}", " ")
    for deal, told in client.get(f"/compare.json?{query}").json().items():
        points = [one["parties_price_change"]["point"] for one in told["effects"]]
        low, high = signed(min(points)), signed(max(points))
        span = low if low == high else f"{low} to {high}"
        assert f"{told['sentence']}</th><td>{span} in Iceland" in glance, deal
    links = {link for link in Links(page).links if link.startswith("/compare.")}
    assert len(links) == 4
    for link in links:
        assert client.get(link).status_code == 200
    assert client.get("/compare.xlsx").status_code == 400
    assert client.get(f"/compare.svg?{query}").status_code == 400


def test_a_car_is_told_of_reported_deals_that_touch_it(client: TestClient) -> None:
    told = client.get("/car/ariya?in=JP&on=2025-05-19").text
    assert "If Toyota takes 20" in told
    assert "If Honda and Nissan merge" in told
    untouched = client.get("/car/model%20y?in=DE&on=2025-05-19").text
    assert "price change" not in untouched
    said = "If Toyota takes 20 % of Nissan, or if Honda and Nissan merge: its price"
    assert f"{said} moves by less than 0.10 %" in untouched.replace("\xa0", " ")


def test_a_new_deal_is_answered_with_its_sentence_first(tmp_path: Path) -> None:
    app = create_app(tmp_path, hurried=True)
    hurried = TestClient(app)  # without its lifespan: nothing is warmed
    for deal in ("toyota~nissan?stake=20", "honda~nissan?", "bmw~mazda?stake=10"):
        address = f"/deal/{deal}&{STATE}"
        first, whole = hurried.get(address), hurried.get(address)
        assert first.headers["refresh"] == "0"
        assert "refresh" not in whole.headers or whole.headers["refresh"] == "3"
        said = re.findall(r"<h1>(.*?)</h1>", first.text)
        assert said == re.findall(r"<h1>(.*?)</h1>", whole.text)
        assert "Link to exactly this" in whole.text
    first = hurried.get("/deal/toyota~nissan?stake=20&on=2025-05-19")
    whole = hurried.get("/deal/toyota~nissan?stake=20&on=2025-05-19")
    assert re.findall("<h1>.*", first.text) == re.findall("<h1>.*", whole.text)
    assert first.headers["refresh"] == "0"


def test_what_the_sentence_computed_the_page_does_not_compute_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = TestClient(create_app(tmp_path, hurried=True))
    address = f"/deal/honda~mazda?stake=15&{STATE}"
    assert hurried.get(address).headers["refresh"] == "0"

    def refuse(*given: Any, **named: Any) -> Any:
        raise AssertionError("the deal was computed twice")

    monkeypatch.setattr("keiretsu.report.make.run", refuse)
    assert "Link to exactly this" in hurried.get(address).text


def test_the_start_is_warmed_sentences_first_and_in_steps(app: Guard) -> None:
    site = app.app.state.site  # type: ignore[attr-defined]
    day = dt.date(2025, 5, 19)
    deals = tuple(
        Asked(holder=a, held="subaru", percent=7.0, on=day, market="is-2024-brands")
        for a in ("toyota", "honda")
    )
    one = dataclasses.replace(site, questions=deals, answers=Answers())
    seen = [
        [
            [one.answers.known((what, deal)) is not None for deal in deals]
            for what in ("effects", "report")
        ]
        for _ in warm(one)
    ]
    assert seen == [
        [[True, False], [False, False]],
        [[True, True], [False, False]],
        [[True, True], [True, False]],
        [[True, True], [True, True]],
    ]
    stopped = dataclasses.replace(site, questions=deals, answers=Answers())
    stopped.answers.stopped.set()
    assert list(warm(stopped)) == []


def test_work_behind_gives_way_to_who_waits() -> None:
    answers, made = Answers(), threading.Event()
    waiting = threading.Thread(target=answers.get, args=("page", made.wait))
    waiting.start()
    began = threading.Event()

    def work() -> None:
        began.set()
        answers.give_way()
        answers.keep("behind", 1)

    answers.behind("x", work)
    assert began.wait(5)
    time.sleep(0.2)
    assert answers.known("behind") is None
    made.set()
    waiting.join()
    for _ in range(100):
        if answers.known("behind"):
            break
        time.sleep(0.05)
    assert answers.known("behind") == 1
    answers.close()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no browser prints here")
def test_a_deal_is_printed(client: TestClient) -> None:
    sent = client.get(DEAL.replace("?", ".pdf?"))
    assert sent.headers["content-type"] == "application/pdf"
    assert sent.content.startswith(b"%PDF-")


def test_the_docs_show_ten_pages_and_no_picture_is_left_over() -> None:
    docs = Path(__file__).parents[2] / "docs"
    text = (docs / "web.md").read_text(encoding="utf-8")
    shown = re.findall(r"\(pages/([\w-]+\.webp)\)", text)
    kept = {path.name: path for path in (docs / "pages").iterdir()}
    assert sorted(shown) == sorted(kept)
    assert len(shown) == 10
    for path in kept.values():
        assert path.read_bytes()[8:12] == b"WEBP"
        assert path.stat().st_size < 100_000


def test_what_is_newest_behind_the_pages_has_its_first_step_next() -> None:
    answers, told = Answers(), list[str]()
    begun, go_on = threading.Event(), threading.Event()

    def work(name: str, steps: int) -> Iterator[str]:
        for step in range(steps):
            told.append(f"{name}{step}")
            begun.set()
            assert go_on.wait(5)
            yield name

    def alone() -> None:
        told.append("alone")

    answers.behind("a", lambda: work("a", 3))
    assert begun.wait(5)  # its first step runs while the others come
    answers.behind("b", lambda: work("b", 2))
    answers.behind("c", alone)
    answers.behind("a", lambda: work("again", 1))
    go_on.set()
    for _ in range(100):
        if len(told) == 6:
            break
        time.sleep(0.05)
    assert told == ["a0", "alone", "b0", "a1", "b1", "a2"]
    answers.behind("a", alone)  # what is done may begin anew
    for _ in range(100):
        if told[-1] == "alone":
            break
        time.sleep(0.05)
    assert told[-1] == "alone"
    answers.close()


def test_a_day_names_each_company_that_is_held_once_with_all_its_holders(
    client: TestClient,
) -> None:
    page = client.get("/on/2025-05-19").text
    landscape = landscape_of(dt.date(2025, 5, 19))
    held = re.findall(r'<th scope="row"><a href="/company/([^?]+)\?', page)
    assert sorted(held) == sorted({stake.held for stake in landscape.stakes})
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count("<li>") == rows.count("<strong>") == len(landscape.stakes)
    head = '<th scope="row"><a href="/company/nissan?on='
    nissan = rows.partition(head)[2].partition("</tr>")[0]
    shares = re.findall(r"<strong>([^<]*)</strong>", nissan)
    assert len(shares) == len(landscape.holders_of("nissan")) > 1
    assert "on 19 May 2025" in page


def test_versions_of_a_car_are_told_apart(client: TestClient) -> None:
    page = client.get("/car/ariya?in=DE&on=2025-05-19").text
    told = re.findall(r"Nissan sells the ([^<]*?),? (?:\(battery|on)", page)
    assert len(told) == len(set(told)) > 1


def test_an_owner_reads_what_stays_as_it_is_and_what_nobody_knows(
    client: TestClient,
) -> None:
    page = client.get("/car/model%20y?in=US&d=toyota~nissan:20&on=2025-05-19").text
    assert "What stays as it is" in page
    assert "range, power and equipment stay as they are" in page
    assert "<li>where it is built.</li>" in page
    assert "no row says" not in page
