"""Where names begin and end, and what they are the name of."""

import pytest

from keiretsu.news.reader.boundaries import mended
from keiretsu.news.reader.lookalikes import namelike
from keiretsu.news.reader.names import NameFound, find_known, is_model
from keiretsu.news.reader.widening import apart, widened


def name(
    text: str, words: str, sort: str = "party", id: str | None = None
) -> NameFound:
    """Return a name where some words stand in a text."""
    start = text.index(words)
    return NameFound(start=start, end=start + len(words), sort=sort, id=id)


def looks(text: str, language: str) -> list[str]:
    """Return the words of a text that look like a name."""
    found = sorted(namelike(text, language, set()), key=lambda n: n.start)
    return [text[n.start : n.end] for n in found]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("owned by Norway's Vy", "en", ["Norway", "Vy"]),
        ("the Wallins' Arvo Capital grew", "en", ["Wallins", "Arvo Capital"]),
        ("die LKV-Tochter Stahlrober", "de", ["LKV", "Stahlrober"]),
        ("NMKW Co., Ltd. will build it", "en", ["NMKW Co"]),
        ("|东岳星|12,000|", "zh", ["东岳星"]),
        ("，南方星通持有宏光20%股份", "zh", ["南方星通"]),
    ],
)
def test_an_owner_is_no_part_of_a_name(
    text: str, language: str, wanted: list[str]
) -> None:
    assert looks(text, language)[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("text", "found", "language", "wanted"),
    [
        ("the Bloor family owns it", "Bloor", "en", "Bloor family"),
        ("die Familie Behr hält es", "Behr", "de", "Familie Behr"),
        ("la familia Bergé lo tiene", "Bergé", "es", "familia Bergé"),
        ("la famille Vanhee le tient", "Vanhee", "fr", "famille Vanhee"),
        ("シカル家が持つ", "シカル", "ja", "シカル家"),
        ("曹德旺家族控制", "曹德旺", "zh", "曹德旺家族"),
        ("Scania Argentina invierte", "Scania", "es", "Scania Argentina"),
        ("Navistar Defense will pay", "Navistar", "en", "Navistar Defense"),
        ("ミツバ・シカルを外す", "ミツバ", "ja", "ミツバ・シカル"),
        ("Scania sells buses", "Scania", "en", "Scania"),
        ("Behr und Familie", "Behr", "de", "Behr"),
    ],
)
def test_a_family_or_subsidiary_is_another_party(
    text: str, found: str, language: str, wanted: str
) -> None:
    (one,) = widened([name(text, found)], text, language)
    assert text[one.start : one.end] == wanted


def test_two_firms_with_a_dot_between_stay_two() -> None:
    text = "トヨタ・ダイハツ連合"
    both = name(text, "トヨタ・ダイハツ")
    parts = list(apart(both, find_known(text, "ja"), text, "ja"))
    assert [p.id for p in parts] == ["toyota", "daihatsu"]
    assert widened(parts, text, "ja") == parts


@pytest.mark.parametrize(
    ("text", "language", "make", "model"),
    [
        ("Opel Corsa", "en", "opel", "Corsa"),
        ("Kia Sportage", "de", "kia", "Sportage"),
        ("日産サクラ", "ja", "nissan", "サクラ"),
    ],
)
def test_a_make_and_its_model_are_two_names(
    text: str, language: str, make: str, model: str
) -> None:
    known = find_known(text, language)
    parts = list(apart(name(text, text), known, text, language))
    assert [(p.sort, text[p.start : p.end]) for p in parts][1:] == [("model", model)]
    assert parts[0].id == make


def test_a_venture_named_after_two_is_one() -> None:
    text = "Rivian and VW Group Technology"
    whole = name(text, text)
    assert list(apart(whole, find_known(text, "en"), text, "en")) == [whole]
    assert not is_model("Technology")


@pytest.mark.parametrize(
    ("text", "cut", "wanted"),
    [
        ("Baek Se-jin, CFO", "Baek Se", "Baek Se-jin"),
        ("Lee Seok-won said", "Lee Seok-", "Lee Seok-won"),
        ("the Vossen-led group", "Vossen", "Vossen"),
        ("a Vossen-owned site", "Vossen", "Vossen"),
    ],
)
def test_a_name_does_not_end_at_a_hyphen(text: str, cut: str, wanted: str) -> None:
    (one,) = mended([name(text, cut)], text, "en")
    assert text[one.start : one.end] == wanted


def test_a_given_name_ends_at_the_title() -> None:
    text = "日野の佐伯琢磨専務が"
    person, title = mended(
        [name(text, "佐伯琢", "person"), name(text, "専務", "title")], text, "ja"
    )
    assert text[person.start : person.end] == "佐伯琢磨"
    assert title == name(text, "専務", "title")


def test_a_noble_name_is_a_person_and_a_firm_is_none() -> None:
    text = "Chef Philipp von Hirschberg und Karl von Renault"
    people = [name(text, "Philipp", "person"), name(text, "Karl", "person")]
    names = [*people, name(text, "Renault", id="renault")]
    found = [text[n.start : n.end] for n in widened(names, text, "de")]
    assert found == ["Philipp von Hirschberg", "Karl", "Renault"]


@pytest.mark.parametrize(
    ("text", "language", "cut", "wanted"),
    [
        ("丰田与日产重启谈判", "zh", "日", "日产"),
        ("社長に相沢直樹氏が就く", "ja", "相沢", "相沢直樹"),
        ("高羅克人氏", "ja", "高羅", "高羅克人"),
        ("黒岩進氏が務める", "ja", "黒岩進氏", "黒岩進"),
        ("エヴァ・リンドが就く", "ja", "エヴァ", "エヴァ・リンド"),
    ],
)
def test_an_eastern_name_is_read_to_its_end(
    text: str, language: str, cut: str, wanted: str
) -> None:
    sort = "party" if language == "zh" else "person"
    (one,) = mended([name(text, cut, sort)], text, language)
    assert text[one.start : one.end] == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全モデルで2万台を出荷した", []),
        ("デルは発表した", ["dell"]),
        ("日産ルノーは", ["nissan", "renault"]),
        ("ルノーグループは", ["renault"]),
    ],
)
def test_a_name_in_kana_is_no_part_of_a_word(text: str, found: list[str]) -> None:
    assert [n.id for n in find_known(text, "ja")] == found


def test_an_association_sells_nothing() -> None:
    for name in ("SMMT", "ACEA", "ANFAC", "JAMA"):
        (one,) = find_known(name, "en")
        assert one.sort == "media"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "  "])
def test_spaces_of_any_kind_stand_between_the_words_of_a_name(space: str) -> None:
    text = f"Ana Roca, director{space}general de General{space}Motors"
    found = find_known(text, "es")
    assert [n.id for n in found] == ["ceo", "gm"]


def test_a_name_ends_with_its_line() -> None:
    found = find_known("Ana Roca, director\ngeneral", "es")
    assert [n.id for n in found] == ["director"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wobble is new. They wobble a lot.", []),
        ("Wobble is new. They wobbled a lot.", ["Wobble"]),
        ("Zurbo is new. The zurbo-like is not.", []),
        ("Вобла is new. Then вобла came.", []),
    ],
)
def test_a_capital_of_a_beginning_alone_makes_no_name(
    text: str, found: list[str]
) -> None:
    names = [text[one.start : one.end] for one in namelike(text, "en", set())]
    assert [name for name in names if name in ("Wobble", "Zurbo", "Вобла")] == found
