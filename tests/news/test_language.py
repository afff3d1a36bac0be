"""The language of a text, however short."""

import pytest

from keiretsu.news.articles.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bei Renault liegen von Nissan noch 15 Prozent", "de"),
        ("Toyota übernimmt Subaru", "de"),
        ("BMW hält 20 Prozent an Rolls-Royce", "de"),
        ("Ford to buy a stake in an Indian maker", "en"),
        ("In Japan Nissan will be in talks", "en"),
        ("Audi in China", "en"),
        ("Renault vend ses parts", "fr"),
        ("Seat y Cupra venden más", "es"),
        ("Het aandeel van Toyota in Subaru is nog 20 procent", "nl"),
        ("日产与东风合资", "zh"),
        ("日産は東風と合弁を組む", "ja"),
        ("+++ 12 +++", None),
    ],
)
def test_a_line_tells_its_language(text: str, language: str | None) -> None:
    assert language_of(text) == language
