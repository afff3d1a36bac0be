"""Articles: what is read, what is left out, and what is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from keiretsu.errors import DataError
from keiretsu.news import read_article, read_claims
from keiretsu.news.articles.files import MOST_BYTES
from keiretsu.news.articles.language import SPOKEN

BODY = "Toyota owns 20% of Subaru, and the two build cars together in the north."


def body(text: str) -> list[str]:
    article = read_article(text=text)
    return [article.text[a:b] for a, b in article.body]


def test_front_matter_is_read_and_is_no_body(tmp_path: Path) -> None:
    path = tmp_path / "case.md"
    path.write_text(f"---\ntitle: A: b\ndate: 2025-05\n---\n\n{BODY}\n", "utf-8")
    article = read_article(path)
    assert (article.id, article.title, str(article.date)) == (
        "case",
        "A: b",
        "May 2025",
    )
    assert [article.text[a:b] for a, b in article.body] == [BODY]


def test_what_the_caller_says_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "case.md"
    path.write_text(f"---\ndate: 2025-05\n---\n{BODY}\n", "utf-8")
    assert str(read_article(path, date="2024-01-02").date) == "2 Jan 2024"


@pytest.mark.parametrize(
    "line",
    [
        "Copyright © 2025 Example. All rights reserved.",
        "Sign up for our newsletter to hear that Ford owns 9% of Mazda.",
        "Read more: Ford buys a 9% stake in Mazda",
        "发表回复",
        "文章: 1375",
        "Jane Example 是以下网站的创始人和主编,她报道福特和马自达的新闻。",
        "We use cookies to tell you that Ford owns 9% of Mazda.",
        "(Reporting by A. Example; editing by B. Sample)",
        "12,345",
    ],
)
def test_furniture_of_the_page_is_no_body(line: str) -> None:
    assert body(f"{BODY}\n\n{line}") == [BODY]


def test_nothing_after_the_copyright_line_is_body() -> None:
    text = f"{BODY}\n\nCopyright Example\n\nFord owns 9% of Mazda, says the author box."
    assert body(text) == [BODY]
    assert len(read_claims(read_article(text=text))) == 1


def test_windows_line_ends_become_plain_ones() -> None:
    assert read_article(text="A line.\r\nAnother line.\r").text == (
        "A line.\nAnother line.\n"
    )


def test_a_page_gives_its_article_without_its_menu(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<!doctype html><html lang='en'><head><title>Toyota and Subaru</title>"
        "<meta property='article:published_time' content='2025-02-13'></head><body>"
        "<nav><a href='/'>Home</a><a href='/x'>Ford owns 9% of Mazda</a></nav>"
        f"<article><h1>Toyota and Subaru</h1><p>{BODY}</p><p>{BODY[:-1]} again, which"
        " is what the two companies have said in each of the last ten years.</p>"
        "</article></body></html>",
        "utf-8",
    )
    article = read_article(path)
    assert "Home" not in article.text
    assert str(article.date) == "13 Feb 2025"
    assert [c.sentence for c in read_claims(article)] == ["Toyota holds 20 % of Subaru"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"PK\x03\x04\x00\x00binary", "is a binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "is a binary file"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f" * 4, "is a binary file"),
        (b"a" * (MOST_BYTES + 1), "is larger than"),
        (b"<html><body></body></html>", "is a page without an article"),
        (b"<html>" + b"<p>" * 70_000, "tags"),
    ],
)
def test_a_hostile_file_is_one_clear_error(
    data: bytes, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.txt"
    path.write_bytes(data)
    with pytest.raises(DataError, match=says) as caught:
        read_article(path)
    assert "hostile.txt" in str(caught.value)


def test_a_missing_file_and_a_folder_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(DataError, match="is a folder"):
        read_article(tmp_path)


def test_a_wrong_date_is_a_clear_error() -> None:
    with pytest.raises(DataError, match="2025-02-3"):
        read_article(text=BODY, date="2025-02-31")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("도요타는 스바루 주식의 20%를 보유하고 있다고 발표했다.", "ko"),
        ("Toyota detém 20% das ações da Subaru, mas não diz mais do que isso.", "pt"),
        (
            "Toyota ha il 20% della Subaru, che non è più sua di prima con altri.",
            "it",
        ),
    ],
)
def test_another_language_gives_no_claims_and_says_so(text: str, code: str) -> None:
    article = read_article(text=text)
    assert article.language == code
    assert read_claims(article) == ()
    assert article.notice is not None
    assert f"the text is in {SPOKEN[code]}" in article.notice
