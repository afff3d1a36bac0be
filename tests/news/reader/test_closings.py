"""One plant where no number stands, in six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.news.articles.language import READ
from keiretsu.news.reader.closings import closings


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "It is also closing its Kingston, Ontario plant.", ["plant"]),
        ("en", "The Oppama factory would stop production in 2028.", ["factory"]),
        ("en", "It shut the mill. The plant in Ohio grew.", ["mill"]),
        ("de", "Das Werk in Saarlouis schließt Ende November.", ["Werk"]),
        ("de", "Schließung des Standorts Schierling", ["Standorts"]),
        ("fr", "Audi fermera son usine de Forest.", ["usine"]),
        ("es", "echará el cierre a su factoría de la Zona Franca", ["factoría"]),
        ("ja", "追浜工場の車両生産を2027年度末で終え、", ["工場"]),
        ("zh", "福特宣布关闭萨尔路易工厂", ["工厂"]),
    ],
)
def test_one_plant_that_closes_is_a_count(
    language: str, text: str, words: list[str]
) -> None:
    found = list(closings(text, language))
    assert [text[f.start : f.end] for f in found] == words
    assert {(f.measure, f.value) for f in found} == {("count", 1.0)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It closed two plants."),
        ("en", "The plant manager closed the door."),
        ("en", "It closed the deal. The plant makes engines."),
        ("de", "Das Werk baut den Golf."),
        ("fr", "Le groupe a fermé trois usines."),
        ("zh", "关闭两座工厂"),
        ("ja", "7工場を閉鎖する"),
    ],
)
def test_several_plants_and_open_ones_are_none(language: str, text: str) -> None:
    assert list(closings(text, language)) == []


@given(st.text(max_size=120), st.sampled_from(READ))
def test_any_text_ends(text: str, language: str) -> None:
    for figure in closings(text, language):
        assert 0 <= figure.start < figure.end <= len(text)
