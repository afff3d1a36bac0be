"""Dates as six languages write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.news.reader.days import find_days

TODAY = dt.date(2025, 10, 22)


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("en", "on 21 November 2024", "2024-11-21"),
        ("en", "on Feb. 3, 2025", "2025-02-03"),
        ("en", "in June", "2025-06"),
        ("en", "in the first half of 2026", "2026-H1"),
        ("en", "in Q3 2025", "2025-Q3"),
        ("en", "in fiscal 2024", "FY2024"),
        ("en", "next year", "2026"),
        ("zh", "2027财年前", "2027"),
        ("ja", "二〇二七年度の目標", "FY2027"),
        ("de", "bis Ende März 2027", "2027-03"),
        ("de", "am 3. September 2025", "2025-09-03"),
        ("de", "im dritten Quartal 2025", "2025-Q3"),
        ("de", "im kommenden Jahr", "2026"),
        ("fr", "le 14 juillet 2025", "2025-07-14"),
        ("fr", "au premier semestre 2026", "2026-H1"),
        ("fr", "l'an dernier", "2024"),
        ("es", "el 5 de mayo de 2025", "2025-05-05"),
        ("es", "el año pasado", "2024"),
        ("ja", "2025年4月1日", "2025-04-01"),
        ("ja", "再来年の３月末", "2027-03"),
        ("ja", "令和6年", "2024"),
        ("ja", "2024年度", "FY2024"),
        ("ja", "2025年3月期", "FY2024"),
        ("zh", "明年3月", "2026-03"),
        ("zh", "2025年第三季度", "2025-Q3"),
        ("zh", "2025年上半年", "2025-H1"),
        ("de", "im September 3.255 Fahrzeuge", "2025-09"),
        ("fr", "en mai 3 115 voitures", "2025-05"),
        ("es", "en mayo 2 mil 300 autos", "2025-05"),
        ("en", "in June 3,115 cars", "2025-06"),
        ("en", "on June 3, 2025", "2025-06-03"),
    ],
)
def test_a_date_is_read_at_its_precision(language: str, text: str, iso: str) -> None:
    assert [found[2] for found in find_days(text, language, TODAY)] == [iso]


def test_what_needs_the_articles_day_stays_unread_without() -> None:
    assert [found[2] for found in find_days("next year", "en", None)] == [None]


def test_a_word_that_is_also_a_month_is_a_word() -> None:
    assert find_days("it may march on", "en", TODAY) == []


@given(st.text(max_size=60), st.sampled_from(["en", "de", "fr", "es", "ja", "zh"]))
def test_any_text_is_read_without_overlap(text: str, language: str) -> None:
    last = 0
    for start, end, _ in find_days(text, language, TODAY):
        assert last <= start < end <= len(text)
        last = end
