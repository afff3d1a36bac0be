"""Names find their company in any spelling, or are refused with near ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invented import company, landscape

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.landscape.analysis.loose_names import taken_for
from keiretsu.names import Alias, Name, Register
from keiretsu.spelling import bare, fold


@pytest.fixture(scope="module")
def today() -> Landscape:
    return load_landscape("2025-06-01")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        *(("トヨタ自動車株式会社", "toyota"), ("株式会社SUBARU", "subaru")),
        *(("BMW AG", "bmw"), ("RENAULT SAS", "renault"), ("Porsche", "porsche_ag")),
        *(
            ("日産自動車", "nissan"),
            ("현대자동차", "hyundai"),
            ("奔驰", "mercedes_benz"),
        ),
        *(("Bayerische Motoren Werke AG", "bmw"), ("Stellantis N.V.", "stellantis")),
        *(("Ford Motor Company", "ford"), ("Isuzu Motors Ltd", "isuzu")),
        *(("レクサス", "toyota"), ("Lexus", "toyota"), ("Rolls-Royce", "bmw")),
        *(("比亚迪股份有限公司", "byd"), ("ŠKODA", "volkswagen"), ("7203.T", "toyota")),
    ],
)
def test_legal_and_native_names_find_their_company(
    text: str, who: str, today: Landscape
) -> None:
    assert today.resolve(text).id == who


def test_one_legal_form_for_another_is_understood_unless_it_tells_two_apart() -> None:
    register = Register(
        {
            "a": Name(id="a", kind="company", short="Volta", name="Volta Cars AB"),
            "b": Name(id="b", kind="company", short="Volta Group", name="AB Volta"),
            "c": Name(id="c", kind="company", short="Hoshi", name="星株式会社"),
        }
    )
    assert register.resolve("Volta") == "a"
    assert register.resolve("AB Volta") == "b"
    assert register.resolve("Hoshi K.K.") == register.resolve("株式会社 Hoshi") == "c"
    assert register.find("Hoshi K.K.") is None
    with pytest.raises(DataError, match="may mean Volta or Volta Group"):
        register.resolve("Volta Ltd")
    with pytest.raises(UnknownName):
        register.resolve("Ltd.")


def test_a_former_name_alone_identifies_nobody() -> None:
    entry = Name(
        id="neo",
        kind="company",
        short="Neo",
        name="Neo Motors",
        aliases=(Alias("Palaeo Works", "en", "former"), Alias("Νέο", "el")),
    )
    day = landscape(companies=[company("neo")], names=[entry])
    assert day.resolve("νεο").id == "neo"
    with pytest.raises(UnknownName) as caught:
        day.resolve("Palaeo Works")
    assert "Palaeo" not in str(caught.value.hint)


def test_a_name_of_several_is_refused_with_all_of_them() -> None:
    both = {
        i: Name(id=i, kind="company", short=i.upper(), name="Tana Group")
        for i in ("tana_cars", "tana_steel")
    }
    register = Register(both)
    assert register.find("Tana Group") is None
    with pytest.raises(DataError, match="TANA_CARS or TANA_STEEL"):
        register.resolve("tana group")
    assert register.resolve("Tana Group", among=["tana_steel"]) == "tana_steel"


def test_every_identifier_and_label_of_the_bundle_means_itself() -> None:
    register = bundled_register()
    assert len(register.entries) > 2000
    for entry in register.entries.values():
        assert register.meanings(entry.id) == (entry.id,)
        assert entry.id in register.meanings(entry.short), entry


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert bare(text).isprintable() or not bare(text).isascii()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        *(("Nissan Jidosha KK", "nissan"), ("Isuzu Jidosha Kabushiki Kaisha", "isuzu")),
        *(("Mitsubishi Jidosha Kogyo KK", "mitsubishi_motors"), ("HMC", "hyundai")),
        *(("Daihatsu Kogyo KK", "daihatsu"), ("Hino Jidosha KK", "hino")),
        *(("Volvo Personvagnar AB", "volvo_cars"), ("Volvo Lastvagnar AB", "ab_volvo")),
        *(("Automobiles Peugeot SA", "stellantis"), ("Polestar AB", "polestar")),
        ("Société des Automobiles Alpine S.A.S.", "renault"),
    ],
)
def test_registered_names_are_understood(today: Landscape, text: str, who: str) -> None:
    assert today.resolve(text).id == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        *(("Bentley Motors Ltd", "volkswagen"), ("Jaguar Cars Ltd", "jlr")),
        *(("Vauxhall Motors Ltd", "stellantis"), ("Cupra S.A.", "volkswagen")),
        *(("Rolls-Royce Motor Cars Ltd", "bmw"), ("Genesis Motor LLC", "hyundai")),
    ],
)
def test_the_legal_name_of_a_make_means_who_sells_under_it(
    today: Landscape, text: str, who: str
) -> None:
    assert today.resolve(text).id == who


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Adam Opel AG", "that is a former name of Opel"),
        ("Dongfeng Motor Group Co., Ltd.", "the name of Dongfeng Motor Group is known"),
        ("Saab Automobile AB", "the name of Saab Automobile is known"),
        *(
            ("PAO AvtoVAZ", "AvtoVAZ is known"),
            ("Rolls-Royce plc", "Holdings is known"),
        ),
        ("BMW M GmbH", "no company called 'BMW M GmbH'"),
    ],
)
def test_a_legal_name_without_a_company_on_record_is_told(
    today: Landscape, text: str, said: str
) -> None:
    with pytest.raises(UnknownName, match=said):
        today.resolve(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("volvo", "volvo is taken for Volvo Cars, not Volvo Group"),
        *(("Volvo Cars", None), ("Mitsubishi Motors", None), ("honda", None)),
        *(("Hyundai", None), ("fuso", None), ("tata_motors", None), ("VW", None)),
    ],
)
def test_a_name_of_several_says_whom_it_was_taken_for(
    today: Landscape, text: str, said: str | None
) -> None:
    assert taken_for(text, today) == said


def test_mitsubishi_alone_names_the_others(today: Landscape) -> None:
    said = taken_for("mitsubishi", today) or ""
    assert said.startswith("mitsubishi is taken for Mitsubishi Motors, not ")
    assert "Mitsubishi Corporation" in said


def test_a_part_of_a_longer_name_is_offered() -> None:
    cars = ("Toyota Camry ICE", "Toyota Camry HEV", "Toyota RAV4")
    said = str(UnknownName("product", "Camry", cars, look="look there"))
    assert "did you mean Toyota Camry ICE or Toyota Camry HEV?" in said
    assert "look there" in str(UnknownName("product", "Zzz", cars, look="look there"))
