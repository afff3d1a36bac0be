"""Files, folders, feeds, mails and addresses become articles; bad ones are told."""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.news.hostile_site import LAUGHS, NESTED, Site, bomb, open_site
from tests.news.inputs.written import (
    ATOM,
    JSON_FEED,
    PAGE,
    RDF,
    RSS,
    TIE,
    mail,
    pdf,
)

from keiretsu.errors import DataError, KeiretsuError
from keiretsu.news import Article, read_article
from keiretsu.news.fetching import Fetched, Limits, fetch
from keiretsu.news.inputs import Document, Unreadable, article_in, documents_in
from keiretsu.news.inputs.feeds import read_feed
from keiretsu.news.inputs.mail import read_mail
from keiretsu.news.inputs.paragraphs import rewrapped, words_of
from keiretsu.news.inputs.pdf import read_pdf
from keiretsu.news.inputs.reading import ReadArticle, read_all
from keiretsu.news.pipeline import FAIR, read_whole


def ask(url: str) -> Fetched:
    return fetch(url, allow_private=True, limits=Limits(bytes=3_000_000, seconds=2))


def articles(name: Path | str) -> list[Article]:
    found = []
    for one in documents_in(name, ask=ask):
        assert isinstance(one, Document), one
        found.append(article_in(one))
    return found


def problem(name: Path | str) -> str:
    (one,) = list(documents_in(name, ask=ask))
    if isinstance(one, Unreadable):
        said = one.error
    else:
        with pytest.raises(KeiretsuError) as caught:
            article_in(one)
        said = caught.value
    assert "\n" not in said.args[0]
    assert str(name) in said.args[0], said
    return str(said.args[0])


FEEDS = {"a.rss": RSS, "a.atom": ATOM, "a.xml": RDF, "a.json": JSON_FEED}


@pytest.mark.parametrize("name", FEEDS)
def test_the_entries_of_a_feed_are_articles(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FEEDS[name], encoding="utf-8")
    first, *_ = articles(path)
    assert "Toyota owns 20% of Subaru." in first.text
    assert first.publisher == "The Paper"
    assert first.date is not None
    assert first.date.last.isoformat() == "2025-05-19"
    assert first.id == "a-1"


def test_what_an_entry_says_of_itself() -> None:
    one, two = read_feed(RSS.encode(), "a").entries
    assert (one.link, one.title, one.is_whole) == (
        "https://paper.example/1",
        "One",
        True,
    )
    assert "more." in one.text.splitlines()[1]
    assert (two.link, two.text, two.is_whole) == (
        "https://paper.example/2",
        "Toyota owns 20% of Subaru.",
        False,
    )
    one, two = read_feed(ATOM.encode(), "a", base="https://paper.example/feed").entries
    assert (one.link, one.title) == ("https://paper.example/1", "One & only")
    assert one.text.startswith("Toyota owns 20% of Subaru.")
    assert (two.link, two.date, two.is_whole) == (
        "https://b.example/2",
        "2025-05-20",
        False,
    )
    one, two = read_feed(JSON_FEED.encode(), "a").entries
    assert (one.is_whole, two.is_whole, two.link) == (
        True,
        False,
        "https://b.example/2",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis", "iso-8859-1"])
def test_a_feed_in_another_encoding_is_read(encoding: str) -> None:
    word = "日産" if encoding in ("utf-8", "utf-16", "shift_jis") else "Citroën"
    text = RSS.replace('version="1.0"', f'version="1.0" encoding="{encoding}"', 1)
    data = text.replace("The Paper", word).encode(encoding)
    assert read_feed(data, "a").title == word


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (LAUGHS, "declares entities"),
        (LAUGHS.decode().encode("utf-16"), "declares entities"),
        (b"<rss>" + b"<a>" * 100_000, "broken feed"),
        (b"<rss><channel><item>", "broken feed"),
        (b"<rss><channel>\0</channel></rss>", "binary file"),
        (b"{" * 100_000, "no JSON"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 7}', "no JSON feed"),
        (b"<html><body>no", "no feed"),
        (
            b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>',
            "declares entities",
        ),
    ],
    ids=range(9),
)
def test_a_hostile_feed_is_one_line(data: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words) as caught:
        read_feed(data, "the feed a")
    assert "\n" not in caught.value.args[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A & B", "A & B"),
        ("A &amp; B", "A & B"),
        ("R&D &nbsp;&eacute;", "R&D é"),
        ("<![CDATA[A & B &amp; C]]>", "A & B & C"),
        ("A\x0bB", "A\ufffdB"),
        ("&#8364; 5", "€ 5"),
    ],
)
def test_what_feeds_are_careless_with_is_mended(written: str, read: str) -> None:
    assert read_feed(RSS.replace("The Paper", written).encode(), "a").title == read


def test_an_outside_document_type_is_not_fetched() -> None:
    head = '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://a.example/r.dtd">'
    assert read_feed(RSS.replace("?>", f"?>{head}", 1).encode(), "a").title


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_feed_is_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([RSS, ATOM, RDF, JSON_FEED])).encode()
    a = data.draw(st.integers(0, len(whole)))
    b = data.draw(st.integers(a, len(whole)))
    bad = whole[:a] + data.draw(st.binary(max_size=20)) + whole[b:]
    with suppress(DataError):  # and nothing else
        read_feed(bad, "a")


def test_a_mail_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail())
    (one,) = articles(path)
    assert one.title == "Anteile: Übernahme"
    assert one.publisher == "Le Journal é"
    assert str(one.date) == "19 May 2025"
    assert one.text == TIE


def test_the_html_of_a_mail_is_read_where_there_is_no_plain_text() -> None:
    assert (
        read_mail(mail("", "<div>Toyota <b>owns</b></div>"), "a").text == "Toyota owns"
    )
    both = read_mail(mail("Plain words.", "<p>HTML</p>"), "a").text
    assert both == "Plain words."


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"Subject: x\n\n", b"\0\0\0", mail(" ")),
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 9,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
            for n in range(3_000)
        ),
    ],
    ids=range(6),
)
def test_a_mail_without_words_is_one_line(data: bytes) -> None:
    with pytest.raises(DataError) as caught:
        read_mail(data, "a.eml")
    assert "\n" not in caught.value.args[0]


@pytest.mark.parametrize("charset", ["shift_jis", "rot13", "utf-8", "x-none"])
def test_a_wrong_charset_of_a_mail_is_no_error(charset: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\n\n".encode()
    assert read_mail(head + "Citroën wächst".encode("cp1252"), "a").text


def test_a_pdf_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    lines = [
        "Toyota owns 20% of Sub-",
        "aru. The maker holds",
        "5.1% of Mazda, it said.",
    ]
    path.write_bytes(pdf(lines, ["A second page of words (short)."]))
    (one,) = articles(path)
    assert "Toyota owns 20% of Subaru. The maker holds 5.1% of Mazda" in one.text
    assert "A second page of words (short)." in one.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\nnothing", "broken PDF"),
        (pdf([]), "no text"),
        (pdf(["Toyota"])[:200], "broken PDF"),
    ],
)
def test_a_bad_pdf_is_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert words in problem(path)


def test_a_pdf_without_pypdf_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(DataError, match="extra pdf"):
        read_pdf(pdf(["Toyota"]), "a")


def test_lines_of_json_are_articles_and_a_bad_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        json.dumps({"text": TIE, "title": "One", "date": "2025-05-19", "source": "P"}),
        "{broken",
        "7",
        '{"title": "no text"}',
        "",
        json.dumps({"body": TIE, "id": "mine", "link": "https://a.example/1"}),
        json.dumps({"html": f"<p>{TIE}</p>", "published": "someday"}),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    done = list(read_all([path]))
    read = [one.article for one in done if isinstance(one, ReadArticle)]
    assert [one.id for one in read] == ["a-1", "mine", "a-7"]
    assert [one.text for one in read] == [TIE] * 3
    assert (read[0].title, str(read[0].date), read[0].publisher) == (
        "One",
        "19 May 2025",
        "P",
    )
    assert read[1].url == "https://a.example/1"
    assert "its date 'someday' cannot be read" in (read[2].notice or "")
    told = [str(one.error) for one in done if isinstance(one, Unreadable)]
    assert [f"line {n}" in said for n, said in zip((2, 3, 4), told, strict=True)]


def test_a_list_in_json_is_articles_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": TIE}, {"text": TIE}]), encoding="utf-8")
    assert [one.id for one in articles(path)] == ["a-1", "a-2"]
    path.write_text(json.dumps({"text": TIE}), encoding="utf-8")
    assert [one.id for one in articles(path)] == ["a"]
    path.write_text("[1", encoding="utf-8")
    assert "no JSON" in problem(path)


def test_a_folder_is_read_with_the_folders_in_it(tmp_path: Path) -> None:
    inner = tmp_path / "2025" / "may"
    inner.mkdir(parents=True)
    (tmp_path / "b.txt").write_text(TIE, encoding="utf-8")
    (tmp_path / "a.md").write_text(TIE, encoding="utf-8")
    (inner / "a.html").write_text(PAGE, encoding="utf-8")
    (inner / "bad.txt").write_bytes(b"\0\0")
    (inner / ".hidden.txt").write_text(TIE, encoding="utf-8")
    (inner / "picture.png").write_bytes(b"png")
    (inner / "round").symlink_to(tmp_path)
    done = list(read_all([tmp_path]))
    read = [one.article.id for one in done if isinstance(one, ReadArticle)]
    assert read == ["a.md", "b.txt", "2025/may/a.html"]
    (bad,) = [one for one in done if isinstance(one, Unreadable)]
    assert "bad.txt" in str(bad.error)


def test_an_empty_folder_says_what_is_read(tmp_path: Path) -> None:
    assert "holds nothing to read" in problem(tmp_path)
    assert "whole disk" in problem("/")


def test_workers_read_the_same_in_the_same_order(tmp_path: Path) -> None:
    for n in range(12):
        (tmp_path / f"{n:02d}.txt").write_text(f"{TIE} {n}.", encoding="utf-8")
    (tmp_path / "05.txt").write_bytes(b"\0\0")
    one, two = (list(read_all([tmp_path], workers=n)) for n in (1, 2))
    assert [str(a.error) for a in one if isinstance(a, Unreadable)] == [
        str(a.error) for a in two if isinstance(a, Unreadable)
    ]
    assert [a for a in one if isinstance(a, ReadArticle)] == [
        a for a in two if isinstance(a, ReadArticle)
    ]


def test_a_long_file_of_lines_takes_the_memory_of_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = json.dumps({"text": TIE * 200}) + "\n"
    path.write_text(row * 1_000, encoding="utf-8")
    assert path.stat().st_size > 20_000_000
    with get_context("spawn").Pool(1) as pool:  # nothing of other tests is counted
        count, most = pool.apply(_counted, (path,))
    assert count == 1_000
    assert most < 2_000_000


def _counted(path: Path) -> tuple[int, int]:
    """Return how many documents a file has, and the bytes that reading them took."""
    tracemalloc.start()
    count = sum(1 for _ in documents_in(path))
    return count, tracemalloc.get_traced_memory()[1]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One line\nand more.\n\nTwo.", ["One line and more.", "Two."]),
        ("日産は\n三菱と\n\n終わり", ["日産は三菱と", "終わり"]),
        ("- one\n- two", ["- one", "- two"]),
        ("E-\nAutos", ["E- Autos"]),
        ("Toyota will sell its whole stake.\nShort.\nMore", 3),
    ],
)
def test_lines_become_paragraphs(text: str, paragraphs: list[str] | int) -> None:
    found = rewrapped(text).split("\n")
    if isinstance(paragraphs, int):
        assert len(found) <= paragraphs
    else:
        assert found == paragraphs


@given(st.text(alphabet="ab .-\n", max_size=60))
def test_setting_in_lines_loses_no_letter(text: str) -> None:
    kept = rewrapped(text)
    assert [c for c in kept if c in "ab"] == [c for c in text if c in "ab"]


@given(st.text(max_size=80))
def test_any_markup_gives_words(text: str) -> None:
    assert "<script>" not in words_of(f"<p>{text}</p><script>alert(1)</script>")


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as one:
        yield one


def test_an_address_is_an_article(site: Site) -> None:
    url = site.page("/news/1", PAGE.encode())
    (one,) = articles(url)
    assert one.url == url
    assert one.id.endswith("news-1")
    assert "Toyota owns 20% of Subaru." in one.text


def test_a_feed_a_pdf_and_a_mail_at_an_address(site: Site) -> None:
    site.page("/feed", ATOM.encode(), Content_Type="application/atom+xml")
    first, _ = articles(site.url("/feed"))
    assert first.url == site.url("/1")
    (one,) = articles(site.page("/a", pdf(["Toyota owns 20% of Subaru."])))
    assert "Toyota owns" in one.text
    (one,) = articles(site.page("/m", mail(), Content_Type="message/rfc822"))
    assert one.title == "Anteile: Übernahme"


def test_the_encoding_that_a_server_says_is_used(site: Site) -> None:
    text = PAGE.replace("companies", "会社").encode("shift_jis")
    (one,) = articles(
        site.page("/a", text, Content_Type="text/html; charset=Shift_JIS")
    )
    assert "会社" in one.text
    for wrong in ("utf-8", "rot13", "nonsense"):
        url = site.page("/b", text, Content_Type=f"text/html; charset={wrong}")
        (one,) = articles(url)
        assert "Toyota owns 20% of Subaru." in one.text


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (b"", {}, "empty"),
        (b"\0" * 500, {}, "binary file"),
        (NESTED, {}, "tags"),
        (b"<html><body></body></html>", {}, "without an article"),
        (LAUGHS, {"Content-Type": "application/rss+xml"}, "declares entities"),
        (bomb(30), {"Content-Encoding": "gzip"}, "larger than 3 MB, unpacked"),
        (b"<html>" + b"x" * 4_000_000, {}, "larger than 3 MB"),
    ],
    ids=range(7),
)
def test_a_hostile_page_is_one_line(
    site: Site, body: bytes, headers: dict[str, str], words: str
) -> None:
    assert words in problem(site.page("/a", body, 200, **headers))


def test_how_many_less_sure_claims_are_left_out_is_told() -> None:
    text = "Ford owns 30 percent of Mazda, and Subaru, which it backs, has 5 percent."
    whole, fair = (read_whole(read_article(text=text), s) for s in (None, FAIR))
    assert len(whole.less_sure) == len(fair.claims) - len(whole.claims)
    assert not fair.less_sure
    told = ReadArticle(
        article=read_article(text=text), claims=whole.claims, less_sure=2
    ).notice
    assert told is not None
    assert "2 less sure claims are left out" in told
