"""Names that nobody had in mind: other scripts, brands in them, and who is unknown."""

from __future__ import annotations

import pytest

from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import load_landscape
from keiretsu.market import held_brand, resolve_party

HERE = load_landscape("2026-11-28")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        *(("Тойота", "toyota"), ("НИССАН", "nissan"), ("Фольксваген", "volkswagen")),
        *(
            ("Рено", "renault"),
            ("Мерседес-Бенц", "mercedes_benz"),
            ("VAG", "volkswagen"),
        ),
        *(("Хёндэ", "hyundai"), ("Шкода", "volkswagen"), ("현대차", "hyundai")),
        *(("기아", "kia"), ("도요타", "toyota"), ("르노", "renault"), ("五菱", "saic")),
        *(("領克", "geely"), ("トヨタ", "toyota"), ("福斯", "volkswagen")),
    ],
)
def test_a_name_in_another_script_is_the_same_company(text: str, who: str) -> None:
    assert resolve_party(text, HERE).id == who
    assert HERE.resolve(text).id == who


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        *(("レクサス", "toyota:lexus"), ("雷克萨斯", "toyota:lexus")),
        *(("Шкода", "volkswagen:skoda"), ("玛莎拉蒂", "stellantis:maserati")),
        *(("マセラティ", "stellantis:maserati"), ("捷豹", "jlr:jaguar")),
        *(("ミニ", "bmw:mini"), ("領克", "geely:lynkco"), ("Lexus", "toyota:lexus")),
        *(("日産", None), ("アウディ", None), ("Volvo", None), ("沃尔沃", None)),
    ],
)
def test_a_brand_in_another_script_is_the_brand(text: str, brand: str | None) -> None:
    """A stake in レクサス is one in Lexus, as the same in Latin letters is."""
    found = held_brand(text, HERE)
    assert (found and found.party.id) == brand


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *(("Lada", "Lada"), ("ラーダ", "Lada"), ("Proton", "Proton")),
        *(("McLaren", "McLaren"), ("GM Korea", "GM Korea"), ("한국GM", "GM Korea")),
        *(("АвтоВАЗ", "AvtoVAZ"), ("Perodua", "Perodua")),
    ],
)
def test_whose_name_alone_is_known_is_refused_so(text: str, label: str) -> None:
    with pytest.raises(DataError) as caught:
        resolve_party(text, HERE)
    said = str(caught.value)
    assert f"on record, though the name of {label} is known" in said
    assert "did you mean" not in said


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("豊田", "豊田自動織機"),
        ("Nisan", "Nissan"),
        ("Mitsubishi Mot", "Mitsubishi Mot"),
    ],
)
def test_near_names_are_like_it_or_begin_with_it(text: str, near: str) -> None:
    with pytest.raises(UnknownName, match=f"did you mean .*{near}"):
        resolve_party(text, HERE)
