"""The day of an article that begins with a place and a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.news import read_article
from keiretsu.news.articles.publication_date import dateline


@pytest.mark.parametrize(
    "text",
    [
        "DETROIT, June 12, 2026 — General Motors said it will buy 10% of Rivian.",
        "# GM buys\n\nDETROIT, June 12, 2026 (Reuters) - General Motors said so.",
        "TOKYO (Reuters), 12 June 2026 - Toyota said.",
        "WOLFSBURG, Germany, June 12, 2026 /PRNewswire/ -- VW said.",
        "MUNICH, Germany--(BUSINESS WIRE)--June 12, 2026--BMW said.",
        "PARIS, le 12 juin 2026 – Renault a annoncé.",
        "MADRID, 12 de junio de 2026 (EFE).- Seat anunció.",
        "Wolfsburg, 12. Juni 2026 – Volkswagen teilte mit.",
        "Stuttgart (dpa), 12.6.2026 – Mercedes baut.",
        "Von Anna Berg, 12. Juni 2026\n\nVW baut Autos in Wolfsburg.",
        "東京、2026年6月12日 - トヨタは発表した。",
        "新华社北京2026年6月12日电 吉利宣布。",
        "吉利收购\n\n2026年6月12日\n\n吉利汽车今日宣布收购。",
    ],
)
def test_a_dateline_tells_the_day(text: str) -> None:
    assert str(read_article(text=text).date) == "12 Jun 2026"


@pytest.mark.parametrize(
    "text",
    [
        "DETROIT, June 12 (Reuters) - GM said so.",
        "LONDON, May 2026 - Ford said so.",
        "GM will close the plant on June 12, 2026 - or later.",
        "GM to close plant on June 12, 2026\n\nThe plant closes.",
        "On June 12, 2026, GM said so - and left.",
        "Im Vertrag vom 12. Juni 2026: nichts. VW sagte das.",
        "Toyota, founded 28 August 1937 - sells cars.",
        "MADRID, 32 de junio de 2026 (EFE).- Seat anunció.",
    ],
)
def test_a_day_that_something_happened_on_is_no_dateline(text: str) -> None:
    assert read_article(text=text).date is None


def test_what_is_stated_goes_before_a_dateline() -> None:
    text = "DETROIT, June 12, 2026 — General Motors said so."
    assert str(read_article(text=text, date="2026-06-14").date) == "14 Jun 2026"


@given(st.text(max_size=120))
def test_any_paragraph_is_looked_at(text: str) -> None:
    dateline(text)
    dateline(f"{text}June 12, 2026 - {text}")
