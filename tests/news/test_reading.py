"""Pages as they come: any date, encoding and length, and what they may not carry."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.errors import DataError
from keiretsu.news import read_article, read_claims
from keiretsu.news.articles.article import MOST_READ
from keiretsu.news.articles.decoding import declared, decode, guessed
from keiretsu.news.articles.front_matter import front_matter
from keiretsu.news.articles.html_page import MOST_ATTRIBUTES, MOST_TAGS
from keiretsu.news.articles.publication_date import read_date
from keiretsu.news.pipeline import by_patterns
from keiretsu.news.reader.named import named
from keiretsu.news.reader.trained import documents
from keiretsu.news.text.dates import find_dates
from keiretsu.units import PartialDate

BODY = "Toyota owns 20% of Subaru, and the two build cars together in the north."
TODAY = PartialDate("2026-03-12")
DATED = {
    "in Q2": "2026-Q2",
    "in 2Q 2025": "2025-Q2",
    "in 2024 Q4": "2024-Q4",
    "in H1 of 2025": "2025-H1",
    "the second half of 2026": "2026-H2",
    "fourth quarter": "2026-Q4",
    "the June quarter of 2025": "2025-Q2",
    "fiscal 2025": "FY2025",
    "FY24": "FY2024",
    "Feb. 13, 2025": "2025-02-13",
    "13th February 2025": "2025-02-13",
    "last December": "2025-12",
    "Monday": "2026-03-09",
    "yesterday": "2026-03-11",
    "the first nine months of 2025": "2025-01/2025-09",
    "April to June 2025": "2025-04/2025-06",
    "last year": "2025",
    "by 2030": "2030",
}


def dates(text: str) -> list[str | None]:
    return [iso for *_, iso in find_dates(text, TODAY)]


@pytest.mark.parametrize("text", DATED)
@pytest.mark.parametrize("case", [str, str.lower, str.upper, str.title])
def test_a_date_is_read_in_any_case(text: str, case: Any) -> None:
    written = case(text)
    if written == "may":
        return
    assert dates(f"Kia built 90,000 cars {written}.") == [DATED[text]]


@given(st.text(alphabet="qQhHfyFY1234 of-/2056thalfmarchyeqund", max_size=30))
def test_no_run_of_date_letters_is_an_exception(text: str) -> None:
    list(find_dates(text, TODAY))
    list(find_dates(text, None))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Mon, 02 Sep 2024 21:00:00 +0100", "2024-09-02"),
        ("September 2, 2024", "2024-09-02"),
        ("2 Sept 2024", "2024-09-02"),
        ("2024/09/02", "2024-09-02"),
        ("2024-09-02T21:00:00+09:00", "2024-09-02"),
        ("2024-9-2", "2024-09-02"),
        ("20240902", "2024-09-02"),
        ("02.09.2024, 10:15 Uhr", "2024-09-02"),
        ("2. September 2024", "2024-09-02"),
        ("2 septembre 2024", "2024-09-02"),
        ("1er août 2024", "2024-08-01"),
        ("2 de septiembre de 2024", "2024-09-02"),
        ("2024年9月2日", "2024-09-02"),
        ("2024년 9월 2일", "2024-09-02"),
        ("Tuesday, May 6th, 2025", "2025-05-06"),
        ("MAY 6 2025", "2025-05-06"),
        ("2024-09", "2024-09"),
        ("Sept. 2024", "2024-09"),
        ("2024", "2024"),
        ("2024-q3", "2024-Q3"),
        ("03/04/2025", None),
        ("2024-02-31", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_publication_date_is_read_in_every_usual_form(
    said: str, day: str | None
) -> None:
    found = read_date(said)
    assert (found.text if found else None) == day


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("---\ndate: Mon, 02 Sep 2024 21:00:00 +0100\n---\n", "2024-09-02"),
        ("---\nseo:\n  date: 2001-01-01\ndate: 2024/09/02\n---\n", "2024-09-02"),
        ("---\ndate: 2024-09-02\nimage:\n  date: 2001-01-01\n---\n", "2024-09-02"),
        ("---\npublished: 2 Sept 2024 # morning\ntags: [a, b]\n---\n", "2024-09-02"),
        ('---\r\ntitle: "a: b"\r\ndate: "2024-09-02"\r\n---\r\n', "2024-09-02"),
        (
            "+++\ndate = 2024-09-02T10:00:00Z\n[a]\ndate = 2001-01-01\n+++\n",
            "2024-09-02",
        ),
        ('+++\ntitle = "x"\ndate = "September 2, 2024"\n+++\n', "2024-09-02"),
        ("---\ntitle: >-\n  a long\n  title\ndate: 2024-09-02\n---\n", "2024-09-02"),
    ],
)
def test_front_matter_tells_the_day_of_the_page_and_no_other(
    head: str, day: str
) -> None:
    article = read_article(text=f"{head}{BODY}\n")
    assert article.date is not None
    assert article.date.text == day
    assert [article.text[a:b] for a, b in article.body] == [BODY]
    assert article.notice is None


def test_a_date_that_cannot_be_told_is_said_and_the_page_read() -> None:
    article = read_article(text=f"---\ndate: 03/04/2025\n---\n{BODY}\n")
    assert article.date is None
    assert article.notice == "article: its date '03/04/2025' cannot be read"
    assert len(read_claims(article)) == 1


def test_a_title_over_several_lines_is_joined() -> None:
    found, _ = front_matter("---\ntitle: |\n  One\n  two\nurl: x\n---\nText")
    assert (found["title"], found["url"]) == ("One two", "x")


@given(st.text(alphabet="-+\n: |>ab\t\"'=[]0", max_size=80))
def test_no_front_matter_is_an_exception(text: str) -> None:
    for fence in ("---", "+++"):
        whole = f"{fence}\n{text}\n{fence}\n{BODY}"
        assert read_article(text=whole).text.endswith(BODY)


WRITTEN = {
    "cp932": "トヨタ自動車は19日、日産自動車に出資する方針を明らかにした。比率は2割。",
    "euc_jp": "トヨタ自動車は19日、日産自動車に出資する方針を明らかにした。比率は2割。",
    "iso2022_jp": "トヨタ自動車は日産自動車に出資する方針を明らかにした。",
    "gb18030": "丰田汽车19日宣布,将收购日产汽车20%的股份。",
    "big5hkscs": "豐田汽車19日宣布,將收購日產汽車20%的股份。",
    "cp949": "현대차는 기아 지분을 33.9% 보유하고 있다고 밝혔다.",
    "cp1251": "Рено продаёт долю в АвтоВАЗе, сообщила компания.",
    "cp1252": "Renault a déclaré que l’alliance serait renouvelée d’ici là – à 15 %.",
}


@pytest.mark.parametrize("encoding", WRITTEN)
def test_text_without_a_declaration_is_guessed_and_the_guess_told(
    encoding: str,
) -> None:
    text = WRITTEN[encoding]
    data = text.encode(encoding)
    assert data.decode(guessed(data)) == text
    found = decode(data, "the page")
    assert found.text == text or encoding == "iso2022_jp"  # seven bits: UTF-8 too
    assert encoding == "iso2022_jp" or "is a guess" in (found.remark or "")


@pytest.mark.parametrize(
    ("name", "encoding", "text"),
    [
        ("Shift_JIS", "cp932", "日産の出資比率は①15%に"),
        ("x-sjis", "cp932", "ホンダ"),
        ("EUC-JP", "euc_jp", "日産"),
        ("gb2312", "gb18030", "比亚迪"),
        ("GB18030", "gb18030", "比亚迪"),
        ("Big5", "big5hkscs", "比亞迪"),
        ("euc-kr", "cp949", "기아"),
        ("ISO-8859-1", "cp1252", "Citroën – “oui”"),
        ("iso-8859-15", "iso8859_15", "20 € d’ici".replace("’", "'")),
        ("ISO-8859-2", "iso8859_2", "Škoda řekla"),
        ("windows-1252", "cp1252", "Größe"),
        ("utf-16", "utf_16", "Größe"),
    ],
)
def test_a_declared_encoding_is_read_as_browsers_do(
    name: str, encoding: str, text: str
) -> None:
    for head in (
        f'<html><head><meta charset="{name}"></head>',
        f"<html><head><meta http-equiv=x content='text/html; charset={name}'>",
        f'<?xml version="1.0" encoding="{name}"?><html>',
    ):
        page = f"{head}<body>{text}</body></html>"
        if encoding == "utf_16":
            assert decode(page.encode("utf-16"), "the page").text == page
            continue
        found = decode(page.encode(encoding), "the page")
        assert found.text == page
        assert found.remark is None


@pytest.mark.parametrize(
    "name", ["rot13", "zlib", "utf-7", "idna", "cp99999", "x" * 39]
)
def test_what_is_no_encoding_of_pages_is_not_taken_for_one(name: str) -> None:
    assert declared(f'<meta charset="{name}">'.encode()) is None


def test_a_wrong_declaration_is_told(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b'<meta charset="big5">\n' + BODY.encode() + b" \xff\xff")
    assert "which the page declares" in (read_article(path).notice or "")
    latin = tmp_path / "latin.txt"
    latin.write_bytes(f"{BODY} Citroën too.".encode("latin-1"))
    article = read_article(latin)
    assert "Citroën" in article.text
    assert article.notice == "latin: no encoding is declared; cp1252 is a guess"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_one_error(data: bytes) -> None:
    with suppress(DataError):
        decode(data, "the page")


def test_what_is_too_long_is_read_to_its_limit_and_the_rest_told() -> None:
    article = read_article(text="\n".join([BODY] * 1000))
    assert sum(b - a for a, b in article.body) == MOST_READ
    assert f"the first {MOST_READ} of 72000 characters were read" in str(article.notice)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<p>x</p>" * MOST_TAGS, "more than 15000 tags"),
        (f"<p {'a=1 ' * (MOST_ATTRIBUTES + 1)}>{BODY}</p>", "more than 500 attributes"),
    ],
)
def test_a_page_beyond_its_limits_is_refused(page: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_article(text=f"<html><body>{page}</body></html>")


def calls(text: str) -> int:
    """How many functions of Python are called to read a text."""
    count = 0

    def tick(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event == "call"

    article = read_article(text=f"{BODY} {text}")
    sys.setprofile(tick)
    try:
        read_claims(article)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        *("€", "_", "A", "Toyota ", "the talks; ", "Honda's ", "(", "🚗", "1,", "$5 "),
        "Toyota said it plans to buy a 20% stake in Nissan. ",
        '"We will," said Ann Lee of Ford. ',
    ],
    ids=lambda piece: piece.strip()[:12],
)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    calls(BODY)  # patterns are compiled
    once, twice = (calls((piece * n)[:n]) for n in (8000, 16_000))
    assert twice < 2.3 * once


HARMFUL = ["\x1b[31m", "\x07", "\x0c", "\x9b", "\u202e", "\u2066", "\ufffe", "\udfff"]


@pytest.mark.parametrize("harmful", HARMFUL, ids=ascii)
def test_nothing_that_a_page_or_terminal_obeys_is_taken_over(harmful: str) -> None:
    text = f"---\ntitle: A {harmful} b\npublisher: {harmful}\n---\n{BODY} {harmful}\n"
    article = read_article(text=text)
    held = f"{article.text}{article.title}{article.publisher}"
    assert harmful[0] not in held
    assert "\ufffd" in held
    (claim,) = read_claims(article)
    assert article.text[slice(*claim.span)] == claim.quote


LINKS = [
    "[called off](https://news.example/2026-01-15/kia-mazda)",
    "called off, see https://news.example/2026-01-15/q4-2024",
    "called off (www.news.example/2026-01-15)",
]


@pytest.mark.parametrize("link", LINKS)
def test_a_date_in_an_address_is_no_date_of_the_text(link: str) -> None:
    text = f"The merger of Kia and Mazda was {link}."
    (claim,) = read_claims(read_article(text=text, date="2026-03-12"))
    assert claim.normalised["status"] == "terminated"
    assert "date" not in claim.normalised


def claimed(text: str, kind: str) -> list[dict[str, Any]]:
    found = read_claims(read_article(text=text, date="2026-03-12"))
    return [dict(claim.normalised) for claim in found if claim.kind == kind]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Mary Poe of Hilltop Securities asked.", "CEO Ann Lee said Mazda was choosy."),
        ("Costs rose at SAIC Volkswagen.", "CEO Ana Mori said Audi would wait."),
        ("Ford was silent.", "Chairman Tom Ray said that Kia was not for sale."),
        ("Renault rose by 2%.", "Finance chief Jo Hart told Honda to hurry."),
    ],
)
def test_a_role_is_not_given_the_company_of_another_sentence(
    before: str, now: str
) -> None:
    article = read_article(text=f"{before} {now}", date="2026-03-12")
    found = by_patterns(article, tuple(named(documents(article))))
    (role,) = [c.normalised for c in found if c.kind == "role"]
    assert "company" not in role


@pytest.mark.parametrize(
    "title",
    ["Chief Financial Officer", "Chief Executive Officer", "Managing Director"],
)
@pytest.mark.parametrize("company", ["Alder Partners", "Wren Group Ltd.", "Mazda"])
def test_a_title_is_nobodys_name(title: str, company: str) -> None:
    roles = claimed(f"Before that Paul Roe served as {title} at {company}.", "role")
    assert {role["person"] for role in roles} <= {"paul_roe"}


@pytest.mark.parametrize("word", ["guidance", "forecast", "outlook", "projection"])
def test_a_forecast_is_no_sale(word: str) -> None:
    text = f"Mazda left its {word} for fiscal 2026 at 1.3 million cars sold."
    assert claimed(text, "sales") == []


@pytest.mark.parametrize("verb", ["bringing", "taking", "cutting"])
@pytest.mark.parametrize("figure", ["5%", "7.5 percent"])
def test_a_stake_that_is_brought_down_does_not_rise(verb: str, figure: str) -> None:
    text = f"Ford is {verb} its holding in Mazda down to {figure}."
    found = read_claims(read_article(text=text, date="2026-03-12"))
    assert {c.normalised["action"] for c in found} <= {"reduces"}
    assert all(c.modality == "plan" for c in found)


@pytest.mark.parametrize(
    ("first", "second"), [("Japan", "China"), ("Germany", "France"), ("China", "Japan")]
)
def test_a_figure_has_the_market_beside_it(first: str, second: str) -> None:
    text = f"Mazda sold 102,000 cars in {first}, 54,000 in {second} in 2025."
    markets = {c["value"]: c["market"] for c in claimed(text, "sales")}
    assert markets[102_000.0] == first


def test_what_is_bought_without_a_name_is_an_open_hole() -> None:
    text = "In 2021 Ford paid 800 million euros for about 11% of Polestar."
    for claim in read_claims(read_article(text=text)):
        if claim.kind == "stake" and "held" not in claim.normalised:
            assert "held" in claim.unresolved
