"""Numbers as six languages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.news.articles.language import READ
from keiretsu.news.reader.figure import numbers
from keiretsu.news.reader.figures import find_figures


@pytest.mark.parametrize(
    ("language", "text", "measure", "value"),
    [
        ("en", "a stake of 5.1% in Mazda", "percent", 5.1),
        ("en", "half a million cars", "count", 500000),
        ("en", "a thousand jobs", "count", 1000),
        ("de", "eine halbe Million Autos", "count", 500000),
        ("de", "eine Milliarde Euro", "money", 1e9),
        ("fr", "un million de voitures", "count", 1e6),
        ("es", "medio millón de coches", "count", 500000),
        ("ja", "２６・７％を握る", "percent", 26.7),
        ("ja", "一〇・七％を持つ", "percent", 10.7),
        ("zh", "出售5%至8%的股份", "percent", 8),
        ("ja", "5〜8%の出資", "percent", 8),
        ("en", "5.1 per cent", "percent", 5.1),
        ("en", "20,000 jobs", "count", 20000),
        ("en", "3.3 million vehicles", "count", 3.3e6),
        ("en", "$4.5 billion", "money", 4.5e9),
        ("en", "Rs 500 crore", "money", 5e9),
        ("en", "304 miles", "km", 489.2),
        ("en", "a third of the shares", "percent", 33.3333),
        ("de", "34.900 Euro", "money", 34900),
        ("de", "1,5 Mrd. Euro", "money", 1.5e9),
        ("de", "13,6 Prozent", "percent", 13.6),
        ("de", "zwölf Werke", "count", 12),
        ("fr", "1 250 postes", "count", 1250),
        ("fr", "26,4 %", "percent", 26.4),
        ("fr", "3,2 milliards d'euros", "money", 3.2e9),
        ("es", "13.412 unidades", "count", 13412),
        ("es", "2 mil millones de euros", "money", 2e9),
        ("es", "un tercio", "percent", 33.3333),
        ("ja", "３割", "percent", 30),
        ("ja", "2割5分", "percent", 25),
        ("ja", "1万2000人", "count", 12000),
        ("ja", "1兆5000億円", "money", 1.5e12),
        ("ja", "５．１％", "percent", 5.1),
        ("zh", "15萬3,308輛", "count", 153308),
        ("zh", "3.2亿元", "money", 3.2e8),
        ("zh", "六成六", "percent", 66),
        ("zh", "百分之二十", "percent", 20),
        ("zh", "489公里", "km", 489),
    ],
)
def test_a_figure_is_read_in_full(
    language: str, text: str, measure: str, value: float
) -> None:
    found = [f for f in find_figures(text, language) if f.measure == measure]
    assert [f.value for f in found] == [pytest.approx(value)]


def test_from_one_figure_to_another_is_no_range() -> None:
    assert [f.value for f in find_figures("持股由5%至8%", "zh")] == [5, 8]
    assert [f.value for f in find_figures("前年比8-5%", "ja")] == [8, 5]


def test_what_is_no_figure_stays_unread() -> None:
    assert find_figures("一致して、同社は一部を", "ja") == []
    assert find_figures("einer von uns", "de") == []


def test_digits_without_end_are_no_figure() -> None:
    assert find_figures("9" * 400 + " %", "en") == []
    assert find_figures("9" * 400 + "億円", "ja") == []


def test_a_split_is_two_shares_where_it_makes_a_whole() -> None:
    assert [f.value for f in find_figures("a 51/49 venture", "en")] == [51, 49]
    assert [f.measure for f in find_figures("at 9:30 today", "en")] == [
        "count",
        "count",
    ]


def test_a_range_is_its_upper_end() -> None:
    (found,) = find_figures("between 15-20%", "en")
    assert (found.least, found.value) == (15, 20)


@given(st.text(max_size=80), st.sampled_from(["en", "de", "fr", "es", "ja", "zh"]))
def test_any_text_is_read_without_overlap(text: str, language: str) -> None:
    last = 0
    for figure in find_figures(text, language):
        assert last <= figure.start < figure.end <= len(text)
        last = figure.end


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "eleven thousand three hundred cars", [11300]),
        ("en", "from one and a half million to one", [1500000, 1]),
        ("en", "one lakh fifty-two thousand SUVs", [152000]),
        ("en", "a hundred and fifty jobs, twelve hundred", [150, 1200]),
        ("en", "the two thirty-seat vans", [30]),
        ("de", "hundertfünfundachtzigtausend Verkäufe", [185000]),
        ("de", "anderthalb Milliarden Euro", [1.5e9]),
        ("de", "zweieinhalb Millionen", [2.5e6]),
        ("de", "ein Konzern, einer von uns", []),
        ("de", "zwei Millionen 2025", [2e6, 2025]),
        ("fr", "quatre-vingt-dix-sept postes", [97]),
        ("fr", "un million et demi de voitures", [1.5e6]),
        ("fr", "deux cent mille euros", [200000]),
        ("fr", "un constructeur", []),
        ("es", "88,214 vehículos, 12.5 por ciento", [88214, 12.5]),
        ("es", "71 mil 480 autos, 4.9 por ciento menos", [71480, 4.9]),
        ("es", "5 mil 12 por ciento", [5000, 12]),
        ("es", "2 mil 300 millones de dólares", [2.3e9]),
        ("es", "1 millón 200 mil autos", [1.2e6]),
        ("es", "treinta y cinco mil empleos, mil buses", [35000, 1000]),
        ("es", "un 34,5 %, 1,250 %, 13.412 unidades", [34.5, 1.25, 13412]),
        ("ja", "BEV6車種、従業員三百人、EV6を一人", [6, 300]),
    ],
)
def test_numbers_in_words_and_of_mexico(
    language: str, text: str, values: list[float]
) -> None:
    found = [f.value for f in find_figures(text, language)]
    assert found == pytest.approx(values)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "the other twentieth", 5),
        ("en", "one-eighth of the venture", 12.5),
        ("de", "drei Achtel", 37.5),
        ("fr", "un vingtième du capital", 5),
        ("es", "tres cuartas partes", 75),
        ("es", "vendió su cuarto de Olaroz", 25),
        ("zh", "三分之二的股份", 200 / 3),
        ("ja", "20分の1を持つ", 5),
        ("fr", "détenait la totalité du groupe", 100),
        ("de", "gehört ihm zur Gänze", 100),
        ("es", "mitad y mitad desde 2017", 50),
    ],
)
def test_parts_of_a_whole(language: str, text: str, value: float) -> None:
    found = [f.value for f in find_figures(text, language) if f.measure == "percent"]
    assert found == [pytest.approx(value, abs=1e-4)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a fifth model, its third plant"),
        ("fr", "un cinquième modèle"),
        ("es", "el quinto fabricante, un quinto coche"),
        ("zh", "7分之3點鐘是3分之7"),
    ],
)
def test_an_ordinal_is_no_part(language: str, text: str) -> None:
    shares = [f.value for f in find_figures(text, language) if f.measure == "percent"]
    assert shares == ([] if language != "zh" else [pytest.approx(300 / 7, abs=1e-4)])


_DATA = numbers()
_PIECES = sorted(
    {w for t in _DATA["words"].values() for w in t}
    | {w for t in _DATA["raising"].values() for w in t}
    | {w for t in _DATA["parts"].values() for w in t}
    | {*_DATA["scales"], *_DATA["currencies"], "half a", "and a half", "y medio", "a"}
    | {"3", "2,500", "1.250", "88,214", "7 mil 12", "%", "km", "kWh", "三百", "分之"}
)
_BETWEEN = [" ", "", "-", "\t", "\u2003", "\u00a0", ", ", "  "]


@given(
    st.lists(
        st.tuples(st.sampled_from(_PIECES), st.sampled_from(_BETWEEN)), max_size=6
    ),
    st.sampled_from(READ),
    st.booleans(),
)
def test_any_row_of_number_words_is_read(
    pieces: list[tuple[str, str]], language: str, shouted: bool
) -> None:
    text = "".join(word + gap for word, gap in pieces)
    text = text.upper() if shouted else text
    last = 0
    for figure in find_figures(text, language):
        assert last <= figure.start < figure.end <= len(text)
        assert 0 <= figure.value < 1e19
        last = figure.end


def test_a_tab_before_a_scale_is_a_space() -> None:
    found = [(f.measure, f.value) for f in find_figures("3\tmillion, 300\tkm", "en")]
    assert found == [("count", 3e6), ("km", 300)]
